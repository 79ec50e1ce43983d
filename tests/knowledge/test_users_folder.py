"""A user's folder does what it says or is refused; one made to do harm is refused in plain lines."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from small_folder import Write

from dragoman.errors import KnowledgeError
from dragoman.knowledge.check import check_report, find_faults
from dragoman.knowledge.folder import LARGEST
from dragoman.knowledge.load import fingerprint, load_knowledge
from dragoman.knowledge.reading import read_folders

Lay = Callable[[dict[str, str]], Path]
GROUPS = "id\tname\taliases\tcountry\tsectors\tfrom\tto\tparent\tsource\n"
ISSUE = '[[issue]]\ncode = "{}"\ndefinition = "Who may fish."\nterms = ["fishing rights"]\n'


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Writes files into a folder of one's own."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "mine"
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("cues/hedges.tsv", "cue\teffect\nwill\tdenied\n", "has no effect in a folder of your own"),
        ("cues/mine.tsv", "cue\nx\n", "has no effect in a folder of your own"),
        ("time/words.tsv", "word\nx\n", "has no effect in a folder of your own"),
        ("places/words.tsv", "word\nx\n", "has no effect in a folder of your own"),
        ("wording/entries.toml", "", "has no effect in a folder of your own"),
        ("topics/conflict.tsv", "word\nx\n", "has no effect in a folder of your own"),
        ("formats/mine.tsv", "word\nx\n", "has no effect in a folder of your own"),
        ("ontology/vocabulary.tsv", "list\tword\tdefinition\n", "has no effect in a folder of your own"),
        ("actors/groups.csv", GROUPS, "has no effect; expected a table"),
        ("actors/groups.TSV", GROUPS, "has no effect; expected a table"),
        ("actors/gruops.tsv", GROUPS, "is no knowledge file"),
        ("ontology/issues-mine.toml", ISSUE.format("fishing"), "'fishing' is no issue that a brief can hold"),
        ("processes/mine.toml", "[[proces]]\n", "Field required"),
        ("actors/groups.tsv", f"{GROUPS}group:x\t{'Long ' * 70}\t\tSSD\tREB\t\t\t\tus\n", "a name may have 40 words"),
    ],
)
def test_what_would_do_nothing_or_crash_later_is_refused(
    name: str, text: str, fault: str, lay: Lay, small: Write
) -> None:
    folder = lay({name: text})
    told: list[str] = []
    told += find_faults(read_folders([small(), folder], told))  # over a small folder, for the bundled one takes seconds
    assert any(fault in line for line in told), told
    assert all("\n" not in line for line in told)


def test_what_has_an_effect_and_what_is_for_people_is_taken(lay: Lay, tmp_path: Path) -> None:
    files = {
        "README.md": "# Ours",
        "actors/notes.txt": "ask Anna",
        ".git/config": "[core]",
        "actors/groups-mine.tsv": f"{GROUPS}group:marsh-guard\tMarsh Guard\t\tSSD\tREB\t\t\t\tus\n",
        "ontology/issues-mine.toml": ISSUE.format("maritime"),
    }
    folder = lay(files)
    assert "maritime" in load_knowledge(folder, cache=tmp_path / "cache").issues


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_a_folder_made_to_do_harm_is_refused_at_once(lay: Lay, tmp_path: Path) -> None:
    folder = lay({"README.md": ""})
    actors = folder / "actors"
    actors.mkdir()
    (actors / "groups-zero.tsv").symlink_to("/dev/zero")
    (actors / "groups-nowhere.tsv").symlink_to(folder / "nowhere")
    (actors / "groups-loop.tsv").symlink_to(actors / "groups-loop.tsv")
    os.mkfifo(actors / "groups-pipe.tsv")
    (actors / "groups-folder.tsv").mkdir()
    with (actors / "groups-large.tsv").open("wb") as file:
        file.truncate(LARGEST + 1)  # takes no room on the disk
    (folder / "frames").symlink_to(tmp_path)
    (folder / "processes").mkdir()
    (folder / "processes" / "deep.toml").write_text("process = " + "[" * 5000)
    (folder / "processes" / "dotted.toml").write_text("process." + ".".join("a" * 5000) + " = 1")
    (folder / "frames2").mkdir()
    told: list[str] = []
    looking = threading.Thread(target=lambda: told.extend(check_report(folder)), daemon=True)
    looking.start()
    looking.join(60)
    assert not looking.is_alive()
    for name in ("zero", "nowhere", "loop", "pipe", "large"):
        assert sum(line.startswith(f"actors/groups-{name}.tsv: ") for line in told) == 1, (name, told)
    assert any(line.startswith("frames: is a link to a folder") for line in told)
    assert any(line.startswith("processes/deep.toml") for line in told)
    assert any(line.startswith("processes/dotted.toml") for line in told)
    assert fingerprint([folder]) == fingerprint([folder])
    with pytest.raises(KnowledgeError):
        load_knowledge(folder, cache=tmp_path / "cache")


@pytest.mark.skipif(os.name != "posix", reason="makes folders relative to others")
def test_folders_within_folders_without_end_are_walked(tmp_path: Path, small: Write) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(1200):  # deeper than Python's own walk goes
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        faults: list[str] = []
        read_folders([small(), tmp_path / "d"], faults)
    finally:
        os.close(here)
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # pytest's own clearing away does not go so deep
    assert faults == []

"""Loading: overlay over bundled, frozen values, and a cache that never does harm."""

from __future__ import annotations

import dataclasses
import hashlib
import marshal
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgpack
import pytest
from small_folder import FILES, Write

from dragoman.errors import KnowledgeError
from dragoman.knowledge import load
from dragoman.knowledge.actors import actor_at
from dragoman.knowledge.load import Knowledge, load_folders, load_knowledge


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever the files are compiled anew."""
    counted: list[int] = []
    compile_folders = load._compile

    def counting(folders: list[Path]) -> dict[str, object]:
        counted.append(1)
        return compile_folders(folders)

    monkeypatch.setattr(load, "_compile", counting)
    return counted


def test_second_load_comes_from_the_cache(small: Write, tmp_path: Path, compilations: list[int]) -> None:
    folder = small()
    first = load_folders([folder], cache=tmp_path / "cache")
    second = load_folders([folder], cache=tmp_path / "cache")
    assert len(compilations) == 1
    assert first == second
    assert first.version == "test.1"


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign"])
def test_corrupt_cache_is_rebuilt(small: Write, tmp_path: Path, compilations: list[int], damage: str) -> None:
    folder = small()
    expected = load_folders([folder], cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("knowledge-*.bin")
    data = file.read_bytes()
    file.write_bytes(
        {
            "empty": b"",
            "cut": data[: len(data) // 2],
            "flipped": data[:-9] + bytes([data[-9] ^ 255]) + data[-8:],
            "foreign": b"not a cache at all" * 100,
        }[damage]
    )
    assert load_folders([folder], cache=tmp_path / "cache") == expected
    assert len(compilations) == 2
    assert file.read_bytes() == data, "the cache is written anew"


@pytest.mark.parametrize(
    "payload",
    [
        marshal.dumps({"version": "x"}),
        msgpack.packb({"version": "x"}),
        msgpack.packb([1, 2]),
        msgpack.packb({"words": 7}),
        b"\xdf\xff\xff\xff\xff",
        b"\x91" * 5000,
    ],
)
def test_a_cache_that_was_made_to_look_whole_is_rebuilt(
    payload: bytes, small: Write, tmp_path: Path, compilations: list[int]
) -> None:
    folder = small()
    expected = load_folders([folder], cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("knowledge-*.bin")
    data = file.read_bytes()
    file.write_bytes(hashlib.blake2b(payload, digest_size=32).digest() + payload)
    assert load_folders([folder], cache=tmp_path / "cache") == expected
    assert len(compilations) == 2
    assert file.read_bytes() == data


@pytest.mark.skipif(os.name != "posix", reason="looks at rights of POSIX")
@pytest.mark.parametrize("mode", [0o666, 0o660])
def test_a_cache_that_others_may_write_is_not_read(
    mode: int, small: Write, tmp_path: Path, compilations: list[int]
) -> None:
    folder = small()
    expected = load_folders([folder], cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("knowledge-*.bin")
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(mode)
    assert load_folders([folder], cache=tmp_path / "cache") == expected
    assert len(compilations) == 2
    assert file.stat().st_mode & 0o777 == 0o600


def test_changed_file_makes_the_cache_stale(small: Write, tmp_path: Path, compilations: list[int]) -> None:
    cache = tmp_path / "cache"
    load_folders([small()], cache=cache)
    added = FILES["actors/groups.tsv"] + "group:red|Red Front||RUR|REB||||test\n"
    knowledge = load_folders([small({"actors/groups.tsv": added})], cache=cache)
    assert len(compilations) == 2
    assert actor_at("Red Front", None, knowledge=knowledge) is not None


def test_cache_that_cannot_be_written_is_done_without(small: Write, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    knowledge = load_folders([small()], cache=blocked)
    assert actor_at("Ruritania", None, knowledge=knowledge) is not None


def test_old_caches_are_cleared_away(small: Write, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(7):
        added = FILES["actors/seats.tsv"] + f"Palace {'I' * (number + 1)}|RUR||GOV|\n"
        load_folders([small({"actors/seats.tsv": added})], cache=cache)
    assert len(list(cache.iterdir())) == 4


def test_many_may_build_the_cache_at_once(small: Write, tmp_path: Path) -> None:
    folder, cache = small(), tmp_path / "cache"
    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(lambda _: load_folders([folder], cache=cache), range(8)))
    assert all(knowledge == loaded[0] for knowledge in loaded)
    assert [path.suffix for path in cache.iterdir()] == [".bin"], "no half-written file is left"


def test_two_processes_may_build_the_cache_at_once(small: Write, tmp_path: Path) -> None:
    folder, cache = small(), tmp_path / "cache"
    program = (
        "import sys; from pathlib import Path; from dragoman.knowledge.load import load_folders;"
        "print(load_folders([Path(sys.argv[1])], cache=Path(sys.argv[2])).version)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder), str(cache)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    assert [process.communicate()[0].strip() for process in running] == ["test.1", "test.1"]
    assert [path.suffix for path in cache.iterdir()] == [".bin"]


def test_cached_start_needs_no_schema(tmp_path: Path, small: Write) -> None:
    folder, cache = small(), tmp_path / "cache"
    load_folders([folder], cache=cache)
    program = (
        "import sys; from pathlib import Path; from dragoman.knowledge.load import load_folders;"
        "load_folders([Path(sys.argv[1])], cache=Path(sys.argv[2]));"
        "print('pydantic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), str(cache)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_overlay_replaces_rows_of_the_same_key_and_adds_others(small: Write, tmp_path: Path) -> None:
    overlay = tmp_path / "mine"
    (overlay / "actors").mkdir(parents=True)
    header = FILES["actors/groups.tsv"].splitlines()[0]
    rows = "group:blue|Azure Front||RUR|OPP||||mine\ngroup:red|Red Front||RUR|REB||||mine\n"
    text = f"{header}\n{rows}".replace("|", "\t")
    (overlay / "actors" / "groups.tsv").write_text(text, encoding="utf-8")
    knowledge = load_folders([small(), overlay], cache=tmp_path / "cache")
    assert actor_at("Blue Front", None, knowledge=knowledge) is None
    renamed = actor_at("Azure Front", None, knowledge=knowledge)
    assert renamed is not None and renamed.sectors == ("OPP",)
    assert actor_at("Red Front", None, knowledge=knowledge) is not None


def test_faulty_overlay_stops_the_bundled_files_from_loading_too(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "groups.tsv").write_text("id\tnmae\nx\ty\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(tmp_path, cache=tmp_path / "cache")
    assert "columns missing" in caught.value.faults[0]


def test_knowledge_is_frozen(knowledge: Knowledge) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        knowledge.version = "other"  # type: ignore[misc]

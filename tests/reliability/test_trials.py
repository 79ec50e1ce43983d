"""Trials of the whole program: full devices, closed streams, folders without rights, cut-off runs."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import platformdirs
import pytest

from dragoman.archive.ingest import AT_ONCE

ARTICLE = (
    "Envoys of Ukraine and Russia will hold talks in Istanbul on Wednesday, the Kremlin said. "
    "Drones killed three civilians in Kharkiv, the mayor said.\n"
)
RUN = [sys.executable, "-m", "dragoman"]
# An administrator may write anywhere; without these rights not even he.
_MINOR = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]


def run(line: str, *, before: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """A shell line in which `dragoman` is the program."""
    program = " ".join((*before, *RUN))
    whole = f'dragoman() {{ {program} "$@"; }}\n{line}'
    done = subprocess.run(
        ["bash", "-c", whole], capture_output=True, text=True, errors="replace", env={**os.environ, **more}
    )
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done


@pytest.mark.parametrize("command", ["schema", "--help"])
def test_a_full_device_is_told_in_one_line(command: str) -> None:
    done = run(f"dragoman {command} > /dev/full")
    assert done.returncode == 1
    assert "no space left on device" in done.stderr
    assert done.stderr.count("\n") == 1


def test_streams_may_be_closed() -> None:
    assert run("dragoman schema <&- >&- 2>&-").returncode == 0
    assert "is empty" in run("dragoman brief - <&-").stderr
    assert run("dragoman brief no-such-file.txt 2>&-").returncode == 1


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    assert run("dragoman schema | true; exit ${PIPESTATUS[0]}").stderr == ""


def test_a_locale_without_unicode_is_no_fault() -> None:
    done = run("dragoman actors find Erdoğan --date 2025-01-01", LC_ALL="C")
    assert done.returncode == 0
    assert "Recep Tayyip" in done.stdout
    # Not even Python's own way out of such a locale: names then arrive as bytes and are shown as such.
    bare = run("dragoman actors find Erdoğan", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "no actor of that name" in bare.stderr


def _minor() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("run as root without setpriv, which would let go of root's rights")
    return tuple(_MINOR)


def test_a_home_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o500)
    (tmp_path / "alerts.toml").write_text('[[alert]]\nname = "x"\nprint = true\n')
    cache = platformdirs.user_cache_path().as_posix()  # the user's own, so that nothing is compiled anew
    free = {"HOME": str(home), "XDG_CACHE_HOME": cache, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    for line in ("dragoman dossier all", f"dragoman alert --settings {tmp_path}/alerts.toml"):
        done = run(line, before=_minor(), **free)
        assert done.returncode == 1
        assert "permission denied" in done.stderr
        assert done.stderr.count("\n") == 1


def test_what_may_not_be_read_in_a_folder_is_named(tmp_path: Path) -> None:
    # Too short to be coded, so that no parser is needed.
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "junk.jsonl").write_text("{}\n")
    (tmp_path / "in" / "closed").mkdir()
    (tmp_path / "in" / "closed").chmod(0)
    done = run(f"dragoman ingest {tmp_path}/in --offline --archive {tmp_path}/a.sqlite", before=_minor())
    (tmp_path / "in" / "closed").chmod(0o700)
    assert done.returncode == 1
    assert "in/closed': permission denied" in done.stderr
    assert "junk.jsonl:1': has no 'text'" in done.stderr


def test_the_encoder_reports_to_nobody(tmp_path: Path) -> None:
    # Its library would keep a name of the machine in the home folder, for what it sends to its maker.
    free = {"HOME": str(tmp_path), "XDG_CACHE_HOME": "", "ORT_DISABLE_TELEMETRY": ""}
    load = "from dragoman.language.network import Network; Network.load()"
    done = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, env={**os.environ, **free})
    assert done.returncode == 0, done.stderr
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_cut_off_loses_nothing_and_goes_on(how: signal.Signals, tmp_path: Path) -> None:
    many = AT_ONCE + 20  # more than are ever written at once, so that the cut falls within the run
    articles = tmp_path / "in"
    articles.mkdir()
    for number in range(many):
        (articles / f"{number:03}.txt").write_text(f"Report {number} of many\n\n{ARTICLE * 2}Word {'of ' * number}.\n")
    archive = tmp_path / "a.sqlite"
    command = [*RUN, "ingest", str(articles), "--offline", "--archive", str(archive)]
    begun = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while begun.poll() is None and _held(archive) == 0:
        time.sleep(0.02)
    begun.send_signal(how)
    _, said = begun.communicate()
    kept = _held(archive)
    assert "Traceback" not in said
    assert begun.returncode in {-how, 130}
    assert 0 < kept < many
    again = subprocess.run(command, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert f"{kept} known" in again.stdout
    assert _held(archive) == many


def _held(archive: Path) -> int:
    try:
        with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0

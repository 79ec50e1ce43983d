"""Coding on a real Ray cluster with several workers, started here: the records of one machine, whatever dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("daft", reason="coding over several machines: pip install '.[ray]'")
pytest.importorskip("ray", reason="coding over several machines: pip install '.[ray]'")
sys.path.insert(0, str(Path(__file__).parent))

from cluster_world import local_lines, write_all

from dragoman.cluster import run as run_module
from dragoman.cluster.output import coded_lines, open_output
from dragoman.cluster.run import Job, check_address, code_on_ray
from dragoman.errors import ClusterError, DragomanError

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "DAFT_ANALYTICS_ENABLED": "0", "OMP_NUM_THREADS": "1"}
# A machine busy with other tests answers late; Ray would hold its parts for dead.
PATIENT = {
    "RAY_gcs_server_request_timeout_seconds": "300",
    "RAY_worker_register_timeout_seconds": "300",
    "RAY_health_check_timeout_ms": "120000",
    "RAY_health_check_failure_threshold": "20",
}
# On a machine that is very busy Ray gives up its own start.
STARTS = 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster with two workers; it keeps to itself and sends nothing anywhere."""
    for _ in range(STARTS):
        folder, port = Path(tempfile.mkdtemp(prefix="ray")), free_port()  # Ray's sockets need a short path
        head = started(folder, port)
        if head.poll() is None:
            break
    assert head.poll() is None, (folder / "started").read_text(errors="replace")[-2000:]
    try:
        yield f"127.0.0.1:{port}"
    finally:
        head.send_signal(signal.SIGTERM)
        try:
            head.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(head.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def started(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Ray's head, which has started, or has ended.

    It waits fifteen seconds for files in which its agent, of which we need nothing, says that it serves nothing;
    on a busy machine the agent takes longer to start, so they are written here.
    """
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", f"--port={port}"]
    command += ["--num-cpus=2", "--object-store-memory=100000000", "--include-dashboard=false"]
    command += ["--disable-usage-stats", f"--temp-dir={folder}", f"--runtime-env-agent-port={free_port()}"]
    told = folder / "started"
    with told.open("wb") as out:
        head = subprocess.Popen(
            command, env={**os.environ, **QUIET, **PATIENT}, stdout=out, stderr=out, start_new_session=True
        )
    while head.poll() is None and b"Ray runtime started" not in told.read_bytes():
        for one in folder.glob("session_2*/gcs_server_port_*"):
            for part in ("metrics_agent", "metrics_export", "dashboard_agent_listen"):
                awaited = one.with_name(one.name.replace("gcs_server", part))
                if not awaited.exists():
                    awaited.write_text("-1")  # as the agent itself writes where it serves nothing
        time.sleep(0.2)
    if head.poll() is not None:
        with suppress(ProcessLookupError):
            os.killpg(head.pid, signal.SIGKILL)
    return head


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **QUIET, **PATIENT, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.mark.parser
def test_the_command_gives_the_records_of_one_machine_and_skips_what_is_done(tmp_path: Path, cluster: str) -> None:
    from dragoman.pipeline import default_coder

    write_all(tmp_path / "in", each=3)
    command = ["-m", "dragoman", "code", str(tmp_path / "in"), "--engine", "ray", "--address", cluster]
    first = program(*command, "-o", str(tmp_path / "out"))
    assert first.returncode == 1, first.stderr[-2000:]  # one line is no JSON
    expected = local_lines(tmp_path / "in", default_coder())
    assert len(expected) > 12
    assert list(coded_lines(str(tmp_path / "out"))) == expected
    assert f"{len(expected)} events of 13 articles written" in first.stderr
    assert "1 articles were set aside" in first.stderr
    again = program(*command, "-o", str(tmp_path / "out"))
    assert again.returncode == 0, again.stderr[-2000:]
    assert "0 events of 0 articles" in again.stderr and "4 parts were done already" in again.stderr


def test_a_worker_that_is_killed_is_replaced_and_a_poisoned_article_set_aside(tmp_path: Path, cluster: str) -> None:
    texts = [f"Text {number} of a job on which one worker will be killed." for number in range(24)]
    texts[3] += " This one is faulty."
    texts[9] += " This one is unlucky."
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    marks = tmp_path / "marks"
    marks.mkdir()
    ran = program(str(HERE / "jobs.py"), cluster, str(tmp_path / "out"), str(marks), str(tmp_path / "a.jsonl"))
    assert ran.returncode == 0, ran.stderr[-2000:]
    done = json.loads(ran.stdout.strip().splitlines()[-1])["done"]
    assert (marks / "died").exists()
    assert len(done) > 3 and [one["problem"] for one in done] == [None] * len(done)
    assert (sum(one["articles"] for one in done), sum(one["aside"] for one in done)) == (24, 1)
    # Two workers, which load the coder once each, and the one that replaced the killed one.
    assert len(list(marks.glob("loaded-*"))) == 3
    output = open_output(str(tmp_path / "out"))
    assert [row["error"] for row in output.rows("errors")] == ["could not be coded (ValueError: this text is too much)"]
    assert output.names("trying") == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("127.0.0.1:1", "does not answer"),
        ("ray://127.0.0.1:1", "does not answer"),
        ("nowhere", "is no address of a cluster"),
        ("127.0.0.1:99999", "does not answer"),
    ],
)
def test_an_address_that_is_no_cluster_is_told_at_once(tmp_path: Path, address: str, told: str) -> None:
    write_all(tmp_path / "in")
    with pytest.raises(ClusterError, match=told) as caught:
        code_on_ray(Job([str(tmp_path / "in")], str(tmp_path / "out")), address=address)
    assert "\n" not in str(caught.value)


def test_an_address_that_answers_otherwise_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "_ANSWER", 2.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ClusterError, match="does not answer as a Ray cluster"):
            check_address(f"127.0.0.1:{other.getsockname()[1]}")


def test_a_missing_library_is_told_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(DragomanError, match=r"'ray' is not installed.*dragoman\[ray\]"):
        code_on_ray(Job([str(tmp_path)], str(tmp_path / "out")))
    assert not (tmp_path / "out").exists()

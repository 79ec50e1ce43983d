"""Owns a run over several machines: Ray is joined or started, Daft hands the parts out, and what came of them is told.

Daft runs the coder as a batch function in worker processes; each process loads it once. Ray starts a
worker that died anew and gives it the part again.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.batch import Reading
from dragoman.cluster.output import begin, open_output, pending
from dragoman.cluster.parts import PART_BYTES, File, Part, is_remote, local_files, parts_of, remote_files
from dragoman.cluster.worker import Done, PartCoder, part_json
from dragoman.errors import ClusterError, SourceError
from dragoman.version import __version__

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder

CLIENT = "ray://"
# How long an address may take to answer, in seconds: to open, and to say that it is Ray's.
_OPEN, _ANSWER = 5.0, 30.0
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing leaves the machine but what the user sends
    "DAFT_ANALYTICS_ENABLED": "0",
    "DAFT_PROGRESS_BAR": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
_INSTALL = "install them: pip install 'dragoman[ray]'"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be coded, and how.

    Attributes:
        inputs: paths, folders, patterns, or addresses such as `s3://bucket/news/*.parquet`.
        output: a folder: a path that every machine of the cluster has, or an address.
        published: day of publication of articles that name none.
        folder: files of knowledge laid over the bundled ones; a path that every machine has.
        triage: whether texts and sentences on other matters are left unread.
        workers: worker processes; None for one on each core of the cluster.
        part_bytes: size of a part.
    """

    inputs: Sequence[str]
    output: str
    published: date | None = None
    folder: Path | None = None
    triage: bool = True
    workers: int | None = None
    part_bytes: int = PART_BYTES

    def settings(self) -> dict[str, Any]:
        """What the records depend on, and the names of their files."""
        return {
            "dragoman": __version__,
            "published": self.published.isoformat() if self.published else None,
            "knowledge": str(self.folder) if self.folder else None,
            "triage": self.triage,
            "part_bytes": self.part_bytes,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a job; `skipped` counts the parts that were done already."""

    done: tuple[Done, ...]
    skipped: int

    @property
    def articles(self) -> int:
        """Articles that were met in this run."""
        return sum(one.articles for one in self.done)

    @property
    def events(self) -> int:
        """Their events."""
        return sum(one.events for one in self.done)

    @property
    def aside(self) -> int:
        """Articles that were set aside."""
        return sum(one.aside for one in self.done)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why parts are not done."""
        return tuple(one.problem for one in self.done if one.problem)


def code_on_ray(job: Job, *, address: str | None = None, load: Callable[[], Coder] | None = None) -> Summary:
    """Codes articles on a Ray cluster; what the output folder holds already is not coded again.

    Args:
        job: what is to be coded.
        address: of the cluster: `HOST:PORT` from one of its machines, `ray://HOST:10001` from elsewhere;
            None joins the cluster that runs on this machine, else starts Ray on it.
        load: makes a worker's coder; None for the bundled one.

    Raises:
        ClusterError: Daft or Ray is missing, the address does not answer, or the job broke off.
        SourceError: an input names nothing that can be read, or has changed since it was coded.
        FormatError: the output is no folder, or was begun otherwise.
    """
    _check_libraries()
    output = open_output(job.output)
    begin(output, job.settings())
    remote = any(is_remote(source) for source in job.inputs)
    if remote:
        connect(address)
    files = [one for one in _files(job.inputs) if not one.place.startswith(f"{output.root}/")]
    left, skipped = pending(_parts(files, job.part_bytes), output)
    if not left:
        return Summary((), skipped)
    if not remote:
        connect(address)
    place = job.output if is_remote(job.output) else output.root
    make = load or partial(_load, job.folder, job.triage)
    return Summary(
        tuple(_run(left, partial(PartCoder, make, place, Reading(job.published), __version__), job.workers)), skipped
    )


def _load(folder: Path | None, triage: bool) -> Coder:
    from dragoman.batch import ready_coder

    return ready_coder(folder=folder, triage=triage)


def _check_libraries() -> None:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import daft  # noqa: F401
        import pyarrow  # noqa: F401
        import ray  # noqa: F401
    except ImportError as error:
        raise ClusterError(
            str(error.name), "is not installed, and coding over several machines needs it", _INSTALL
        ) from error


def _files(inputs: Iterable[str]) -> list[File]:
    return [file for source in inputs for file in (remote_files(source) if is_remote(source) else local_files(source))]


def _parts(files: Sequence[File], size: int) -> list[Part]:
    try:
        return list(parts_of(files, size=size))
    except OSError as error:
        raise SourceError(
            files[0].place, f"or another input cannot be read ({error})", "check the addresses"
        ) from error


def connect(address: str | None) -> None:
    """Joins a cluster, or starts Ray on this machine, and lets Daft run on it.

    Raises:
        ClusterError: the address does not answer within half a minute, or is not Ray's.
    """
    import daft
    import ray

    if address is not None:
        check_address(address)
    logging.getLogger("ray").setLevel(logging.ERROR)
    environment = {"env_vars": dict(_QUIET)}
    if not ray.is_initialized():
        local: dict[str, Any] = {"include_dashboard": False} if address is None and not _running() else {}
        try:
            ray.init(
                address=address,
                runtime_env=environment,
                log_to_driver=False,
                configure_logging=False,
                **local,
            )
        except (ConnectionError, RuntimeError, ValueError, OSError, SystemExit) as error:
            told = " ".join(str(error).split())[:200]
            raise ClusterError(
                address or "ray",
                f"could not be joined ({told})",
                f"run it on a machine of the cluster, or give {CLIENT}HOST:10001",
            ) from error
    daft.set_runner_ray(noop_if_initialized=True)


def _running() -> bool:
    """Whether Ray would join a cluster by itself, which then has its own settings."""
    import ray._private.utils as found

    return bool(os.environ.get("RAY_ADDRESS")) or bool(found.read_ray_address())


def check_address(address: str) -> None:
    """Asks an address whether it is a Ray cluster's; Ray itself would wait for minutes and then end the program.

    Raises:
        ClusterError: it does not answer in time, or not as Ray does.
    """
    if address == "auto":
        return
    host, colon, port = address.removeprefix(CLIENT).rpartition(":")
    if not colon or not host or not port.isdigit():
        raise ClusterError(address, "is no address of a cluster", f"give HOST:6379 or {CLIENT}HOST:10001")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_OPEN).close()
    except (OSError, OverflowError) as error:
        told = (getattr(error, "strerror", None) or str(error)).lower()
        raise ClusterError(address, f"does not answer ({told})", "start the cluster: ray start --head") from error
    if address.startswith(CLIENT):
        return
    try:
        asked = subprocess.run(
            [sys.executable, "-m", "ray.scripts.scripts", "status", "--address", address],
            capture_output=True,
            timeout=_ANSWER,
            check=False,
        )
        answered = asked.returncode == 0
    except (subprocess.TimeoutExpired, OSError):
        answered = False
    if not answered:
        raise ClusterError(address, "does not answer as a Ray cluster", "start the cluster: ray start --head")


def _run(parts: Sequence[Part], make: Callable[[], PartCoder], workers: int | None) -> Iterable[Done]:
    import daft
    import ray

    cores = max(int(ray.cluster_resources().get("CPU", 1)), 1)

    @daft.cls(max_concurrency=min(workers or cores, cores), cpus=1, use_process=True)
    class Coding:
        def __init__(self, make: Callable[[], PartCoder]) -> None:
            self.coder = make()

        @daft.method.batch(return_dtype=daft.DataType.string(), batch_size=1)  # type: ignore[untyped-decorator]
        def code(self, parts: Any) -> list[str]:
            return self.coder.code(parts)

    table = daft.from_pydict({"part": [part_json(part) for part in parts]}).into_partitions(len(parts))
    column = Coding(make).code(table["part"]).alias("done")
    try:
        told = table.select(column).to_pydict()["done"]
    except Exception as error:  # Daft's and Ray's errors have no base of their own
        words = " ".join(str(error).split())
        raise ClusterError("job", f"broke off ({words[-300:]})", "run it again: what is done is kept") from error
    return sorted((Done(**json.loads(one)) for one in told), key=lambda one: one.name)

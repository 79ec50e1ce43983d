"""Starts a PostgreSQL server of its own for the tests, without any right of an administrator."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The server refuses to run as root; Debian's package brings this user, any system has the other.
UNPRIVILEGED = ("postgres", "nobody")


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest of Debian's, else of the search path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server with an empty cluster; yields its address without a database."""
    user = _user()
    # A socket's path may have about 100 characters, so it cannot lie in pytest's folders.
    home = Path(tempfile.mkdtemp(prefix="dgm-pg-"))
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    try:
        _run(user, folder / "initdb", "-D", home / "data", "-U", "dragoman", "-A", "trust", "-E", "UTF8", "-N")
        port = _free_port()
        options = (
            f"-c port={port} -c unix_socket_directories={home} -c listen_addresses=127.0.0.1 "
            "-c fsync=off -c synchronous_commit=off -c shared_buffers=16MB -c max_connections=20"
        )
        _run(user, folder / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log", "-o", options, "start")
        try:
            yield f"postgresql://dragoman@127.0.0.1:{port}"
        finally:
            _run(user, folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(names[name] for name in UNPRIVILEGED if name in names)


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        **({} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

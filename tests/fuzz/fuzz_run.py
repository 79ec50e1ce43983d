"""Runs one fuzz target for a time: `python tests/fuzz/fuzz_run.py TARGET --minutes 10`.

With atheris, where it is installed, the inputs follow the code that they reach; else each is drawn by its
number. Faults are kept in the folder FUZZ_OUT names (else fuzz-found), each with its traceback.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

FAULTS = 20  # different ones, after which a run ends
SECONDS = 20  # for one input; a small input that takes longer is a fault as well


class TooLong(Exception):
    """One input took too long."""


def main() -> int:
    """Runs; exit status 1 if there was a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--first", type=int, default=int(time.time()))
    parser.add_argument("--plain", action="store_true", help="do without atheris")
    given = parser.parse_args()
    signal.signal(signal.SIGALRM, _alarm)
    try:
        import atheris
    except ImportError:
        atheris = None
    if atheris is None or given.plain:
        from fuzz_readers import TARGETS
    else:
        # Libraries' own code as well: much of a reader is theirs.
        with atheris.instrument_imports(include=["dragoman", *LIBRARIES]):
            from fuzz_readers import TARGETS

            _import_all()
    run = _Run(given.target, TARGETS[given.target], time.monotonic() + 60 * given.minutes)
    if atheris is None or given.plain:
        number = given.first
        while run.goes_on():
            run.one(run.drawn(number))
            number += 1
        return run.report()
    import random

    def change(data: bytes, largest: int, seed: int) -> bytes:
        if random.Random(seed).random() < 0.5:
            return bytes(atheris.Mutate(data, min(largest, len(data) + 64)))
        return run.drawn(seed, data)[:largest]

    def one(data: bytes) -> None:
        if not run.goes_on():
            os._exit(run.report())
        run.one(data)

    folder = Path(os.environ.get("FUZZ_OUT", "fuzz-found")) / f"corpus-{given.target}"
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(run.seeds):
        (folder / f"seed{number}").write_bytes(seed)
    options = ["-max_len=65536", "-rss_limit_mb=3000", "-timeout=600", "-verbosity=0", "-detect_leaks=0"]
    atheris.Setup([sys.argv[0], *options, str(folder)], one, custom_mutator=change)
    atheris.Fuzz()
    return run.report()


LIBRARIES = ("feedparser", "zipfile", "tomllib", "gzip", "courlan", "htmldate", "trafilatura", "icalendar", "csv")


def _import_all() -> None:
    import pkgutil

    import dragoman

    for one in pkgutil.walk_packages(dragoman.__path__, "dragoman."):
        heavy = ("cli", "migrations", "__main__", "evaluation", "training", "web", "batch", "cluster")
        if not any(word in one.name for word in heavy):
            try:
                __import__(one.name)
            except ImportError:
                continue


def _alarm(_number: int, _frame: FrameType | None) -> None:
    raise TooLong(f"over {SECONDS} seconds")


class _Run:
    def __init__(self, name: str, target: object, end: float) -> None:
        self.name, self.target, self.end = name, target, end
        self.seeds = target.seeds()  # type: ignore[attr-defined]
        target.read(self.seeds[-1])  # type: ignore[attr-defined]  # what is loaded once costs no input
        self.inputs, self.slowest, self.begun = 0, 0.0, time.monotonic()
        self.found: dict[str, int] = {}
        self.folder = Path(os.environ.get("FUZZ_OUT", "fuzz-found"))

    def goes_on(self) -> bool:
        return time.monotonic() < self.end and len(self.found) < FAULTS

    def drawn(self, number: int, data: bytes | None = None) -> bytes:
        from fuzz_mutation import mutated

        return mutated(self.seeds if data is None else (*self.seeds, data, data, data), number)

    def one(self, data: bytes) -> None:
        from fuzz_readers import try_reading

        begun = time.monotonic()
        signal.alarm(SECONDS)
        try:
            try_reading(self.target, data)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001  any is a fault, and the run goes on
            signal.alarm(0)
            self._keep(data, error)
        finally:
            signal.alarm(0)
            self.inputs += 1
            took = time.monotonic() - begun
            if took > self.slowest:
                self.slowest = took
                if took > 1:
                    self._write(f"{self.name}-slow", data, f"{took:.1f} s")

    def _keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "dragoman" in f.filename] or frames
        ours_at, at = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}", Path(frames[-1].filename).name
        key = f"{type(error).__name__} {ours_at} {at}"
        if key not in self.found:
            self._write(f"{self.name}-{len(self.found)}", data, "".join(traceback.format_exception(error)))
        self.found[key] = self.found.get(key, 0) + 1

    def _write(self, name: str, data: bytes, why: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.input").write_bytes(data)
        (self.folder / f"{name}.why").write_text(why, encoding="utf-8")

    def report(self) -> int:
        took = time.monotonic() - self.begun
        line = f"{self.name}: {self.inputs} inputs in {took:.0f} s, slowest {self.slowest:.2f} s"
        line += f", {len(self.found)} faults"
        faults = "".join(f"\n  {count} x {key}" for key, count in self.found.items())
        sys.stdout.write(f"{line}{faults}\n")
        sys.stdout.flush()
        return 1 if self.found else 0


if __name__ == "__main__":
    raise SystemExit(main())

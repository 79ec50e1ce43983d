"""Measures the archive: taking in, the dossier of a process, and the memory of a running desk, by number of events.

Run: python benchmarks/archive.py [--sizes 1000 10000 100000] [--postgres ADDRESS]

Each figure stands beside a baseline of the same run: `sqlite3.executemany` of the same rows, `json.loads`
of the same events. Seconds are for information, ratios for comparison; times are of the processor and the clock.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from dragoman.archive.memory import Memory  # noqa: E402
from dragoman.archive.state import record  # noqa: E402
from dragoman.knowledge.load import Knowledge, load_knowledge  # noqa: E402
from dragoman.knowledge.processes import find_process  # noqa: E402
from dragoman.records.statement import Judgement  # noqa: E402
from dragoman.store.store import Store, open_store  # noqa: E402
from large_archive import THEATRES, readings  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
BATCH = 200


@dataclass(frozen=True)
class Row:
    """One measurement.

    Attributes:
        what: what was done.
        events: with how many events.
        wall, cpu: seconds by the clock and of the processor.
        baseline: what it is compared with.
        ratio: how many times the baseline's processor time it took.
        note: a figure that follows, such as events a second.
    """

    what: str
    events: int
    wall: float
    cpu: float
    baseline: str = ""
    ratio: float | None = None
    note: str = ""


@dataclass
class Spent:
    """Time spent inside the blocks that are measured."""

    wall: float = 0.0
    cpu: float = 0.0

    def on(self, work: Callable[[], Any]) -> Any:
        """Does some work, and adds what it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        made = work()
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu
        return made


def measure(sizes: Sequence[int] = SIZES, *, place: str | None = None) -> list[Row]:
    """All figures for archives of a single process with so many events.

    Args:
        sizes: numbers of events, rising.
        place: a PostgreSQL address with an empty database for the taking in; None for files of SQLite.
    """
    knowledge = load_knowledge()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            rows += _one_size(size, Path(folder) / f"{size}.sqlite", knowledge)
        if place is not None:
            store = open_store(place)
            rows.append(_ingest(store, sizes[0], "ingest, PostgreSQL")[0])
            store.close()
    return [*rows, *_growth(rows)]


def _one_size(size: int, place: Path, knowledge: Knowledge) -> Iterator[Row]:
    store = open_store(place)
    taken, events = _ingest(store, size, "ingest, SQLite")
    bare = _bare_insert(place)
    yield Row(**asdict(taken) | {"baseline": "executemany of the same rows", "ratio": taken.cpu / bare.cpu})
    process = find_process(THEATRES[0].id, knowledge=knowledge)
    parsed = _bare_read(place)
    spent = Spent()
    state = spent.on(lambda: record(store, process, knowledge=knowledge))
    loads = "json.loads of the same events"
    yield Row("dossier, cold", events, spent.wall, spent.cpu, loads, spent.cpu / parsed.cpu,
              f"{len(state.events):,} happenings of {len(state.documents):,} articles")  # fmt: skip
    memory = Memory(store, knowledge=knowledge)
    before = _resident()
    for what in ("memory, read", "memory, first record", "memory, the same again", "memory, after a judgement"):
        if what.endswith("judgement"):
            store.judge(Judgement(verdict="wrong", one=state.events[0].id, by="benchmark"))
        work: Callable[[], Any] = memory.known if what.endswith("read") else lambda: memory.record(process)
        spent = Spent()
        spent.on(work)
        held = f"{_resident() - before:,} MB more" if what.endswith("read") else ""
        yield Row(what, events, spent.wall, spent.cpu, loads, spent.cpu / parsed.cpu, held)
    yield Row(
        "peak memory", events, 0.0, 0.0, note=f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB"
    )
    store.close()


def _ingest(store: Store, size: int, what: str) -> tuple[Row, int]:
    source = readings(events=size, theatres=THEATRES[:1])
    store.keep_many(islice(source, 1))  # what is loaded at first is no part of it
    spent = Spent()
    while batch := list(islice(source, BATCH)):
        spent.on(lambda taken=batch: store.keep_many(taken))
    events = store.counts()["events"]
    note = f"{events / spent.wall:,.0f} events a second ({events / spent.cpu:,.0f} a processor second)"
    return Row(what, events, spent.wall, spent.cpu, note=note), events


def _bare_insert(place: Path) -> Spent:
    """The same rows with the same indexes, without reading, checking or keys of other tables."""
    with closing(sqlite3.connect(place)) as found, closing(sqlite3.connect(place.with_suffix(".bare"))) as bare:
        listed = "select name, sql from sqlite_master where sql is not null and type = ? and name not like 'words%'"
        tables = found.execute(listed, ("table",)).fetchall()
        for _, sql in (*tables, *found.execute(listed, ("index",)).fetchall()):
            if "words_" not in sql and "sqlite_" not in sql:
                bare.execute(sql)
        spent = Spent()
        for name, _ in tables:
            rows = found.execute(f'select * from "{name}"').fetchall()
            if rows and not name.startswith(("sqlite_", "words_")):
                marks = ",".join("?" * len(rows[0]))
                spent.on(lambda n=name, m=marks, r=rows: bare.executemany(f'insert into "{n}" values ({m})', r))
        spent.on(bare.commit)
    return spent


def _bare_read(place: Path) -> Spent:
    spent = Spent()
    with closing(sqlite3.connect(place)) as found:
        spent.on(lambda: [json.loads(body) for (body,) in found.execute("select body from events")])
    return spent


def _resident() -> int:
    """Memory in use now, in MB."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize() >> 20


def _growth(rows: Sequence[Row]) -> Iterator[Row]:
    """How much more each step up in events takes than it would if time were linear: about 1 where it is."""
    for what in dict.fromkeys(row.what for row in rows if row.cpu):
        mine = [row for row in rows if row.what == what]
        factors = [(b.cpu / max(a.cpu, 1e-9)) / (b.events / a.events) for a, b in pairwise(mine)]
        if factors:
            told = ", ".join(f"{one:.2f}" for one in factors)
            yield Row(f"growth of {what}", mine[-1].events, 0.0, 0.0, note=f"{told} times linear")


def main(words: Sequence[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--postgres", metavar="ADDRESS")
    given = parser.parse_args(words)
    for row in measure(given.sizes, place=given.postgres):
        times = f"{row.wall:8.2f} s {row.cpu:8.2f} s cpu" if row.cpu else " " * 25
        ratio = f"{row.ratio:6.1f} x {row.baseline}" if row.ratio is not None else ""
        print(f"{row.what:32} {row.events:8,} {times}  {'; '.join(filter(None, (ratio, row.note)))}")


if __name__ == "__main__":
    main()

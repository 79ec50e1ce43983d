"""Owns what one worker does: with a coder that it loads once, it codes parts and writes their files.

Which files there are, and what is in them, follows from the part alone. A part may therefore be begun
by one worker and ended by another: what is there is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.batch import Coded, Input, Reading, chunks, coded_chunk, set_aside
from dragoman.cluster.output import Aside, Output, open_output
from dragoman.cluster.parts import File, Part, articles
from dragoman.errors import SettingsError
from dragoman.sources.found import Found
from dragoman.version import __version__

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder

# What goes into one file of events: bounds memory, and what is lost when a worker dies.
SLICE_ARTICLES = 512
SLICE_BYTES = 8 << 20
_TRIES = 3
_ENDED = "could not be coded (the worker ended while coding it, twice)"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part; `problem` says why it could not be read or written to its end."""

    name: str
    articles: int = 0
    events: int = 0
    aside: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """Codes parts.

    Attributes:
        coder: loaded once.
        output: where files go.
        reading: what holds of articles whose source does not say.
    """

    coder: Coder
    output: Output
    reading: Reading

    def code(self, part: Part) -> Done:
        """Codes a part; what fails for the storage's sake is tried again, and told if it fails still."""
        problem = ""
        for _ in range(_TRIES):
            try:
                return self._code(part)
            except OSError as error:
                problem = f"{part.file.place!r}: {' '.join(str(error).split())[:200]}"
        return Done(part.name, problem=f"{problem}; run it again")

    def _code(self, part: Part) -> Done:
        there = set(self.output.names("events"))
        total = Done(part.name)
        for first, found in slices(articles(part)):
            name = f"{part.name}.{first:08d}"
            if name in there:
                marks = self.output.marks(name)
            else:
                marks = self._slice(name, found)
            total = replace(
                total,
                articles=total.articles + int(marks["articles"]),
                events=total.events + int(marks["events"]),
                aside=total.aside + int(marks["aside"]),
            )
        self.output.write("done", part.name, {**asdict(total), "size": part.file.size})
        return total

    def _slice(self, name: str, found: Sequence[Found]) -> dict[str, str]:
        aside: list[Aside] = []
        rows: dict[str, tuple[str, ...]] = {}  # a text that comes again is told once
        for one in self._coded(name, found):
            if one.error:
                aside.append(Aside(one.place, one.id or None, one.error))
            else:
                rows.setdefault(one.id, one.lines)
        if aside:
            self.output.write_errors(name, aside)
        told = [(document, line) for document, lines in rows.items() for line in lines]
        marks = {"articles": str(len(found)), "events": str(len(told)), "aside": str(len(aside))}
        self.output.write_events(name, told, marks)
        self.output.drop("trying", name)
        return marks

    def _coded(self, name: str, found: Sequence[Found]) -> Iterator[Coded]:
        """The articles coded in runs; those at which a worker has died each by itself, and not a third time."""
        left = self.output.read("trying", name) or {}
        feared = range(left.get("first", 0), left.get("first", 0) + left.get("count", 0))
        ended: list[int] = list(left.get("ended", ()))
        if len(feared) == 1:
            ended.append(feared[0])
        at = 0
        for run in _runs(found, feared):
            if at in ended:
                yield set_aside(run[0], _ENDED)
            else:
                self.output.write("trying", name, {"first": at, "count": len(run), "ended": ended})
                yield from coded_chunk(run, coder=self.coder, reading=self.reading)
            at += len(run)


def _runs(found: Sequence[Found], feared: range) -> Iterator[Sequence[Input]]:
    at = 0
    for run in chunks(found):
        if feared and feared.start < at + len(run) and at < feared.stop:
            yield from ([one] for one in run)
        else:
            yield run
        at += len(run)


def slices(found: Iterable[Found]) -> Iterator[tuple[int, list[Found]]]:
    """What goes into one file each, with the number of its first article in the part; one, if empty, of none."""
    held: list[Found] = []
    first = size = 0
    for one in found:
        held.append(one)
        size += len(one.item.data) if one.item else 0
        if len(held) >= SLICE_ARTICLES or size >= SLICE_BYTES:
            yield first, held
            first, size, held = first + len(held), 0, []
    if held:
        yield first, held


def part_json(part: Part) -> str:
    """A part as it travels to a worker."""
    return json.dumps([part.file.address, part.file.size, part.start, part.end])


def part_of(text: str) -> Part:
    """The part that travelled; see `part_json`."""
    address, size, start, end = json.loads(text)
    return Part(File(address, size), start, end)


class PartCoder:
    """The batch function that Daft runs: one of these in each worker process."""

    def __init__(self, load: Callable[[], Coder], place: str, reading: Reading, version: str = __version__) -> None:
        if version != __version__:  # of the machine that handed the parts out
            raise SettingsError("dragoman", f"is version {__version__} on a machine of the cluster", repr(version))
        self._worker = Worker(load(), open_output(place), reading)

    def code(self, parts: Any) -> list[str]:
        """Codes parts; see `Worker.code`.

        Args:
            parts: Daft's series of `part_json`.

        Returns:
            For each part what became of it, as JSON.
        """
        return [json.dumps(asdict(self._worker.code(part_of(text)))) for text in parts.to_pylist()]

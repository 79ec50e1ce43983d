"""Owns what changed since a day, process by process: one line a change, with its quote and where it is proved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.archive.state import Record
from dragoman.delivery.phrases import clean
from dragoman.process.changes import Change
from dragoman.web.views.atoms import MANY, Capped, Quote, Shown, Teller
from dragoman.web.views.head import Head
from dragoman.web.words import kind_words, part_words, tone, wording

_LINES = 25


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change."""

    part: str
    kind: str
    tone: str
    text: str
    before: str | None
    after: str | None
    quotes: tuple[Quote, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ChangePart:
    """The changes of one list."""

    title: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ProcessChanges:
    """What changed in one process."""

    id: str
    name: str
    headline: str
    href: str
    parts: tuple[ChangePart, ...]
    lines: Capped[ChangeLine]


@dataclass(frozen=True, slots=True)
class Quiet:
    """A process in which nothing changed."""

    id: str
    name: str
    href: str
    newest: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The page of what changed.

    Attributes:
        since: the day with which the present is compared.
        why: why that day: `asked`, `looked` (the last look) or `first` (nobody has looked before).
        newest: the day of the newest article.
        days: days to choose from, each with its words.
        more: how many processes are left out; asked for with `page`.
    """

    head: Head
    since: str
    why: str
    newest: str
    days: tuple[tuple[str, str], ...]
    processes: tuple[ProcessChanges, ...]
    quiet: tuple[Quiet, ...]
    total: int
    page: int
    more: bool


def process_changes(
    record: Record, teller: Teller, *, key: str, name: str, shown: Shown | None = None
) -> ProcessChanges:
    """What changed in one process, state changes by part."""
    order = {part: number for number, part in enumerate(wording().parts)}
    found = sorted(record.changes, key=lambda one: order.get(one.part, len(order)))
    cut = (shown or Shown()).cap(key, found, _LINES)
    homes = _homes(record, cut.items)
    lines = tuple(_line(one, teller, homes) for one in cut.items)
    parts = tuple(
        ChangePart(part_words(part), inside)
        for part in order
        if (inside := tuple(line for line in lines if line.part == part))
    )
    return ProcessChanges(
        id=key,
        name=name,
        headline=clean(record.headline),
        href=teller.links.page(),
        parts=parts,
        lines=Capped(cut.key, lines, cut.total, cut.page, cut.size),
    )


def _homes(record: Record, changes: Iterable[Change]) -> Mapping[tuple[str, str, int], str]:
    """For each passage of a changed list the happening that it tells of."""
    found: dict[tuple[str, str, int], str] = {}
    for part in {one.part for one in changes}:
        for entry in getattr(record, part):
            if entry.events:
                for one in entry.evidence:
                    found.setdefault((part, one.document, one.start), entry.events[0])
    return found


def _line(one: Change, teller: Teller, homes: Mapping[tuple[str, str, int], str]) -> ChangeLine:
    happening = next(
        (home for e in one.evidence if (home := homes.get((one.part, e.document, e.start))) is not None), None
    )
    codes = one.after if one.kind in {"status", "stance", "due"} else None
    return ChangeLine(
        part=one.part,
        kind=kind_words(one.kind),
        tone="plan" if one.kind == "new" else "mute" if one.kind == "gone" else tone(codes),
        text=clean(one.text),
        before=one.before,
        after=one.after,
        quotes=teller.quotes(one.evidence if one.kind == "new" else tuple(reversed(one.evidence)), 1),
        href=teller.links.claim(happening),
    )


def change_rows(processes: Sequence[tuple[str, Record]]) -> Iterator[Mapping[str, Any]]:
    """The changes of several processes as rows of a table."""
    for name, record in processes:
        for one in record.changes[: 100 * MANY]:
            yield {
                "process": name,
                "since": record.since,
                "list": one.part,
                "kind": one.kind,
                "change": one.text,
                "before": one.before,
                "after": one.after,
                "quote": one.evidence[-1].quote,
                "document": one.evidence[-1].document,
            }

"""Owns what changed between two states of a process, each change in one line with its evidence.

A pure function of two dossiers; entries are paired by the events they share, else by their sameness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Literal, TypeVar

from pydantic import Field

from dragoman.knowledge.load import Knowledge
from dragoman.process import change_words as words
from dragoman.process.comparing import days_of, keys
from dragoman.process.dossier import (
    Agreement,
    Commitment,
    Dossier,
    Entry,
    Humanitarian,
    Meeting,
    Position,
    Violence,
)
from dragoman.process.phrases import Namer, capital, say_date
from dragoman.process.telling import may_be_stated
from dragoman.records.event import Event
from dragoman.records.sameness import sameness
from dragoman.records.traits import joined, traits_of
from dragoman.records.values import Count, Evidence, Value

Part = Literal["meetings", "commitments", "positions", "violence", "humanitarian", "agreements"]
Kind = Literal["new", "status", "date", "place", "stance", "toll", "count", "due", "gone"]
E = TypeVar("E", bound=Entry)


class Change(Value):
    """One thing that is otherwise than it was."""

    part: Part
    kind: Kind
    text: str = Field(description="one line for a reader")
    before: str | None = Field(description="the value then; null where there was none")
    after: str | None = Field(description="the value now; null where there is none any more")
    evidence: tuple[Evidence, ...] = Field(min_length=1)


def changes(before: Dossier, after: Dossier, *, knowledge: Knowledge | None = None) -> tuple[Change, ...]:
    """What changed from one state to a later one, in the contract's order of lists.

    Args:
        before: the state on the first day; its `as_of` bounds which deadlines have passed since.
        after: the state on the later day.
        knowledge: adds names for prose.
    """
    days = days_of(after.as_of)
    namer = Namer(knowledge, days[0] if days else None)
    told = {event.id: event for dossier in (before, after) for event in dossier.events}
    found = [
        *_in_list("meetings", before.meetings, after.meetings, _meeting_changes, namer, told),
        *_in_list(
            "commitments",
            before.commitments,
            after.commitments,
            lambda b, a, n: _commitment_changes(b, a, n, after.as_of),
            namer,
            told,
        ),
        *_passed(before, after, namer),
        *_in_list("positions", before.positions, after.positions, _position_changes, namer, told),
        *_in_list("violence", before.violence, after.violence, _violence_changes, namer, told),
        *_in_list("humanitarian", before.humanitarian, after.humanitarian, _step_changes, namer, told),
        *_in_list("agreements", before.agreements, after.agreements, _agreement_changes, namer, told),
    ]
    return tuple(found)


def _in_list(
    part: Part,
    before: Sequence[E],
    after: Sequence[E],
    compare: Callable[[E, E, Namer], Iterator[Change]],
    namer: Namer,
    told: Mapping[str, Event],
) -> Iterator[Change]:
    """What changed in one list; what is not sure takes no part, and what has become sure is new."""
    before, after = ([entry for entry in entries if may_be_stated(entry)] for entries in (before, after))
    pairs = _pairs(before, after, told)
    paired = set(pairs.values())
    for number, entry in enumerate(after):
        if number in pairs:
            yield from compare(before[pairs[number]], entry, namer)
            continue
        said = words.describe(entry, namer)
        yield Change(part=part, kind="new", text=capital(said), before=None, after=said, evidence=entry.evidence)
    for number, entry in enumerate(before):
        if number not in paired:
            said = words.describe(entry, namer)
            text = f"No longer reported: {said}"
            yield Change(part=part, kind="gone", text=text, before=said, after=None, evidence=entry.evidence)


def _pairs(before: Sequence[E], after: Sequence[E], told: Mapping[str, Event]) -> dict[int, int]:
    """Which entry of before each entry is: those with most events in common first, then those of one happening."""
    places: dict[str, list[int]] = {}
    for b, old in enumerate(before):
        for event in set(old.events):
            places.setdefault(event, []).append(b)
    shared: Counter[tuple[int, int]] = Counter()
    for a, new in enumerate(after):
        shared.update((b, a) for event in set(new.events) for b in places.get(event, ()))
    found: dict[int, int] = {}
    for (b, a), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
        if a not in found and b not in found.values():
            found[a] = b
    left = [b for b in range(len(before)) if b not in found.values()]
    for a in (a for a in range(len(after)) if left and a not in found):
        same = [(_sameness(before[b], after[a], told), -b) for b in left]
        score, b = max(same, default=(None, 0), key=lambda one: (one[0] or 0.0, one[1]))
        if score is not None:
            found[a] = -b
            left.remove(-b)
    return found


def _sameness(old: Entry, new: Entry, told: Mapping[str, Event]) -> float | None:
    """How much speaks for two entries without a common event being one: an article may have been rewritten."""
    traits = [[traits_of(told[name]) for name in entry.events if name in told] for entry in (old, new)]
    if not all(traits):
        return None
    found = sameness(*(reduce(joined, listed) for listed in traits))
    return found.score if found.is_same else None


def _change(
    part: Part, kind: Kind, text: str, values: tuple[str | None, str | None], entries: tuple[Entry, Entry]
) -> Change:
    return Change(
        part=part,
        kind=kind,
        text=capital(text),
        before=values[0],
        after=values[1],
        evidence=_news(*entries),
    )


def _news(old: Entry, new: Entry) -> tuple[Evidence, ...]:
    """The passages that came since; all of them where none did."""
    return tuple(one for one in new.evidence if one not in old.evidence) or new.evidence


def _meeting_changes(old: Meeting, new: Meeting, namer: Namer) -> Iterator[Change]:
    name = words.meeting(new, namer)
    known = {(one.actor.key, one.stance) for one in old.stances}
    for one in new.stances:
        if (one.actor.key, one.stance) not in known:
            who = namer.body(one.actor)
            text = words.stance_of_meeting(who, one.stance, name)
            yield Change(
                part="meetings",
                kind="stance",
                text=capital(text),
                before=None,
                after=one.stance,
                evidence=one.evidence or _news(old, new),
            )
    if old.status != new.status:
        text = f"{name}: {words.code(old.status)} before, now {words.code(new.status)}"
        yield _change("meetings", "status", text, (old.status, new.status), (old, new))
    yield from _moved("meetings", name, old.start, new.start, (old, new))
    if new.place is not None and (old.place is None or old.place.name != new.place.name):
        text = f"{name}: the place is {new.place.name}" + (f", not {old.place.name}" if old.place else "")
        yield _change("meetings", "place", text, (old.place.name if old.place else None, new.place.name), (old, new))


def _moved(part: Part, name: str, old: str | None, new: str | None, entries: tuple[Entry, Entry]) -> Iterator[Change]:
    if new is None or old == new:
        return
    text = f"{name}: the date is {say_date(new, weekday=False)}" + (
        f", not {say_date(old, weekday=False)}" if old else ""
    )
    yield _change(part, "date", text, (old, new), entries)


def _commitment_changes(old: Commitment, new: Commitment, namer: Namer, today: str | None) -> Iterator[Change]:
    name = words.commitment(new, namer)
    if old.status != new.status and not (new.status == "expired" and _is_past(new.due, today)):
        evidence = new.decided_by or _news(old, new)
        yield Change(
            part="commitments",
            kind="status",
            text=capital(f"{name}: {words.code(old.status)} before, now {words.code(new.status)}"),
            before=old.status,
            after=new.status,
            evidence=evidence,
        )
    yield from _moved("commitments", name, old.due, new.due, (old, new))


def _passed(before: Dossier, after: Dossier, namer: Namer) -> Iterator[Change]:
    """The deadlines that ran out between the two days."""
    first, last = days_of(before.as_of), days_of(after.as_of)
    if last is None:
        return
    for entry in after.commitments:
        due = days_of(entry.due)
        if due is None or due[1] >= last[0] or (first is not None and due[1] < first[0]):
            continue
        met = {"fulfilled": "met", "withdrawn": "withdrawn"}.get(entry.status, "unmet")
        text = f"the deadline of {say_date(entry.due, weekday=False)} passed {met}: {words.commitment(entry, namer)}"
        yield Change(
            part="commitments",
            kind="due",
            text=capital(text),
            before="pending",
            after=entry.status,
            evidence=(*entry.evidence, *entry.decided_by),
        )


def _is_past(due: str | None, today: str | None) -> bool:
    a, b = days_of(due), days_of(today)
    return a is not None and b is not None and a[1] < b[0]


def _position_changes(old: Position, new: Position, namer: Namer) -> Iterator[Change]:
    if old.stance != new.stance:
        text = (
            f"{namer.body(new.actor)} on {words.code(new.issue)}: {words.code(old.stance)} before, "
            f"now {words.code(new.stance)}"
        )
        yield _change("positions", "stance", text, (old.stance, new.stance), (old, new))


def _violence_changes(old: Violence, new: Violence, namer: Namer) -> Iterator[Change]:
    name = words.violence(new, namer)
    for field in ("killed", "wounded", "captured"):
        one, other = words.number(getattr(old, field)), words.number(getattr(new, field))
        if other is None or one == other:
            continue
        moved = words.rise(getattr(old, field), getattr(new, field))
        text = f"{name}: {field} {moved}" if one else f"{name}: {other} {field}"
        yield _change("violence", "toll", text, (one, other), (old, new))
    if not old.by and new.by:
        text = f"{name}: attributed to {namer.bodies(new.by)}"
        yield _change("violence", "status", text, (None, ";".join(sorted(keys(new.by)))), (old, new))


def _step_changes(old: Humanitarian, new: Humanitarian, namer: Namer) -> Iterator[Change]:
    name = words.humanitarian(new, namer)
    if old.status != new.status:
        text = f"{name}: {words.code(old.status)} before, now {words.code(new.status)}"
        yield _change("humanitarian", "status", text, (old.status, new.status), (old, new))
    if new.count is not None and old.count != new.count:
        a, b = words.number(_exactly(old.count)), words.number(_exactly(new.count))
        text = f"{name}: the number is {b}" + (f", not {a}" if a else "")
        yield _change("humanitarian", "count", text, (a, b), (old, new))
    yield from _moved("humanitarian", name, old.date, new.date, (old, new))


def _exactly(number: int | None) -> Count | None:
    return None if number is None else Count(min=number, max=number)


def _agreement_changes(old: Agreement, new: Agreement, namer: Namer) -> Iterator[Change]:
    name = words.agreement(new, namer)
    if old.status != new.status:
        text = f"{name}: {words.code(old.status)} before, now {words.code(new.status)}"
        yield _change("agreements", "status", text, (old.status, new.status), (old, new))
    yield from _moved("agreements", name, old.date, new.date, (old, new))

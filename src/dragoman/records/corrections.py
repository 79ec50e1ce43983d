"""Owns what reviewers' corrections make of an event: its fields as they stand after all judgements, in order.

Pure: the event as coded stays in the archive, and so does every judgement. Which events are left out, and
which belong together, is `merge`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from pydantic import JsonValue, TypeAdapter, ValidationError

from dragoman.errors import FormatError
from dragoman.records.believed import is_believed
from dragoman.records.event import Event, Frame, Quantities, Reason, Status
from dragoman.records.statement import NUMBERS, Judgement
from dragoman.records.values import Actor, Count, EventType, PlaceValue

if TYPE_CHECKING:
    from dragoman.knowledge.load import Knowledge

_WORDS: Mapping[str, tuple[str, ...]] = {
    "status": get_args(Status),
    "type": get_args(EventType),
    "frame": get_args(Frame),
}
_DAYS = ("start", "end")
_SIDES = ("source", "target")
# What a reviewer may correct, in the order in which a form offers it.
CORRECTABLE = ("status", "type", "frame", "source", "target", "start", "end", "place", *NUMBERS)
MOST = 10**9
_NUMBER = re.compile(r"(\d{1,10})(?:\s*[-–]\s*(\d{1,10})|(\+))?")
_NOT_KEPT = re.compile(r"[\x00\ud800-\udfff]")
_ACTORS = TypeAdapter(tuple[Actor, ...])


def value_of(field: str, given: JsonValue, *, actor: Callable[[str], Actor] | None = None) -> JsonValue:
    """A corrected value as the archive keeps it, from what a form or a program gives.

    Args:
        field: one of `CORRECTABLE`.
        given: the value as JSON, or as text: a number such as "12", "12-19" or "12+", a day such as
            "2025-07-21" or "2025-07", a place's name, actors separated by ";". Empty is unknown.
        actor: finds an actor by its name; None makes one that is known by name only.

    Raises:
        FormatError: the field cannot be corrected, or the value is none of its kind.
    """
    if field not in CORRECTABLE:
        raise FormatError(field, "cannot be corrected", f"one of {', '.join(CORRECTABLE)}")
    value = (given.strip() or None) if isinstance(given, str) else given
    if field in _WORDS:
        if value not in _WORDS[field]:
            raise FormatError(field, f"{value!r} is none of its values", f"one of {', '.join(_WORDS[field])}")
        return value
    if field in _SIDES:
        return _sides(field, value, actor or (lambda name: Actor(name=name)))
    if value is None:
        return None
    if field in _DAYS:
        return _day(field, value)
    return _place(value) if field == "place" else _count(field, value)


def check_characters(name: str, given: JsonValue) -> None:
    """Says whether a value holds characters that not every archive can keep.

    Raises:
        FormatError: it has a NUL character or half a character.
    """
    waiting: list[JsonValue] = [given]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and _NOT_KEPT.search(one):
            raise FormatError(name, "holds a NUL character or half a character", "text without them")
        if isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


def check(judgement: Judgement) -> None:
    """Says what is wrong with a judgement.

    Raises:
        FormatError: it lacks what its verdict needs, has what it has no use for, or corrects to no such value.
    """
    pairs = judgement.verdict in {"same", "different"}
    if pairs and (judgement.other is None or judgement.other == judgement.one):
        raise FormatError("other", f"{judgement.verdict!r} is about two events", "the id of another event")
    if not pairs and judgement.other is not None:
        raise FormatError("other", f"{judgement.verdict!r} is about one event", "no other event")
    if judgement.verdict == "corrected":
        if judgement.field is None:
            raise FormatError("field", "is not given", f"one of {', '.join(CORRECTABLE)}")
        value_of(judgement.field, judgement.value)
    elif judgement.field is not None or judgement.value is not None:
        raise FormatError("field", f"{judgement.verdict!r} corrects nothing", "neither field nor value")


def corrected(
    events: Iterable[Event], judgements: Sequence[Judgement], *, knowledge: Knowledge | None = None
) -> tuple[Event, ...]:
    """The events as they stand after all judgements; those that nobody judged are the same objects.

    Args:
        events: as coded, in any order.
        judgements: in the order in which they were made; of two that correct one field the last holds,
            and "right" accepts the event as it stands.
        knowledge: gives an event of another type that type's quad class, score and code.
    """
    told: dict[str, list[Judgement]] = {}
    for one in judgements:
        if one.verdict in {"right", "corrected"}:
            told.setdefault(one.one, []).append(one)
    return tuple(standing(event, told[event.id], knowledge) if event.id in told else event for event in events)


def standing(event: Event, judgements: Iterable[Judgement], knowledge: Knowledge | None = None) -> Event:
    """One event as it stands after the judgements on it."""
    for one in judgements:
        changed: dict[str, Any] = {"review": False}
        if one.verdict == "corrected" and one.field in CORRECTABLE:
            reason = Reason(field=_reason_field(one.field), because=f"corrected by {one.by}")
            try:
                changed |= {**_changed(event, one, knowledge), "reasons": (reason, *event.reasons)}
            except ValidationError:  # an older program took a value that is none of its kind
                continue
        event = event.model_copy(update=changed)
    return event


def _changed(event: Event, judgement: Judgement, knowledge: Knowledge | None) -> dict[str, Any]:
    name, value = str(judgement.field), judgement.value
    if name in NUMBERS:
        count = None if value is None else Count.model_validate(value)
        return {"quantities": (event.quantities or Quantities()).model_copy(update={name: count})}
    if name in _SIDES:
        return {name: _ACTORS.validate_python(value or ())}
    if name == "place":
        return {name: None if value is None else PlaceValue.model_validate(value)}
    if name == "start":
        later = event.end if event.end is None or value is None or event.end >= str(value) else None
        return {"start": value, "date": value, "end": later}
    if name == "type":
        return _of_type(event, str(value), knowledge)
    return {name: value, "kind": None, "state": None} if name == "frame" else {name: value}


def _of_type(event: Event, kind: str, knowledge: Knowledge | None) -> dict[str, Any]:
    """The fields that follow from the type; of another quad class it speaks of another part of the process."""
    changed: dict[str, Any] = {"type": kind, "mode": None, "cameo": None}
    if kind == event.type or knowledge is None:
        return changed if kind != event.type else {}
    known = knowledge.types[kind]
    changed |= {"quad": known.quad, "intensity": known.score, "cameo": known.cameo}
    if known.quad != event.quad:
        changed |= {"frame": "other", "kind": None, "state": None}
    return changed


def _reason_field(name: str | None) -> str:
    return "quantities" if name in NUMBERS else str(name)


def _sides(field: str, value: JsonValue, actor: Callable[[str], Actor]) -> JsonValue:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(";") if part.strip()]
    if not isinstance(value, list | None):
        raise FormatError(field, f"{value!r} is no list of actors", "names separated by ';', or actors as JSON")
    try:
        found = [actor(one) if isinstance(one, str) else Actor.model_validate(one) for one in value or ()]
    except ValidationError as error:
        raise FormatError(field, _fault(error), "actors with a name and, if known, a country's code") from error
    return [one.model_dump(mode="json") for one in found]


def _place(value: JsonValue) -> JsonValue:
    try:
        place = PlaceValue(name=value) if isinstance(value, str) else PlaceValue.model_validate(value)
    except ValidationError as error:
        raise FormatError("place", _fault(error), "a place's name, or a place as JSON") from error
    return place.model_dump(mode="json")


def _day(field: str, value: JsonValue) -> str:
    expected = "a day, month or year such as '2025-07-21', '2025-07' or '2025'"
    text = str(value)
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise FormatError(field, f"{value!r} is no day", expected)
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise FormatError(field, f"{value!r} is no day of the calendar", expected) from error
    if not is_believed(text):
        raise FormatError(field, f"{value!r} is too far away", expected)
    return text


def _count(field: str, value: JsonValue) -> JsonValue:
    expected = "a number such as '12', '12-19' or '12+'"
    if isinstance(value, str) and (match := _NUMBER.fullmatch(value)):
        low, high, more = match.groups()
        value = {"min": int(low), "max": None if more else int(high or low)}
    elif isinstance(value, int) and not isinstance(value, bool):
        value = {"min": value, "max": value}
    try:
        count = Count.model_validate(value)
    except ValidationError as error:
        raise FormatError(field, f"{value!r} is no number", expected) from error
    told = [one for one in (count.min, count.max, count.civilians) if one is not None]
    if not told or min(told) < 0 or max(told) > MOST or (count.max is not None and (count.min or 0) > count.max):
        raise FormatError(field, f"{value!r} is no number of persons", expected)
    return count.model_dump(mode="json")


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where + ': ' if where else ''}{first['msg'].lower()}"

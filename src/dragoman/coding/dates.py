"""Owns the finding and resolving of time expressions in a text.

Does not parse sentences and does not choose which expression belongs to which event.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from dragoman.coding import date_counted, date_relative, date_spans, date_values
from dragoman.coding.date_grammar import Match, encode, load_grammar, match_at
from dragoman.coding.date_intervals import bounds, edtf_of, narrowed, with_direction, written
from dragoman.coding.date_neighbours import Neighbourhood
from dragoman.coding.date_scene import Reading, Scene, add_units
from dragoman.coding.date_tokens import Token, tokenise
from dragoman.coding.date_words import Groups
from dragoman.knowledge.time_words import TimeKnowledge, load_time_knowledge

Tense = Callable[[int, int], str | None]
Builder = Callable[[Groups, Scene, TimeKnowledge], Reading | None]
_ATTRIBUTIVE = frozenset({"season", "quarter", "year ago", "duration", "the months", "long", "decade", "half"})
_QUARTER = re.compile(r"[0-9]{4}-Q[1-4]$")
_DURATION = re.compile(r"P(?P<size>[0-9]{1,5})(?P<unit>[DWMQY])$")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression of a text with what it stands for.

    Attributes:
        start, end: characters of the text; `text[start:end]` is the expression.
        kind: date, time, duration or set.
        value: TIMEX3-style value, such as `2025-07-23`, `2025-W30`, `P50D`; None if it cannot be
            resolved.
        edtf: date or interval in EDTF, opened by the direction (`2022/..` for "since 2022").
        first, last: first and last day; None if open or unknown.
        anchor: what it was resolved against: document, text (an earlier date), event (not known
            here), none.
        anchor_date: the day of that anchor.
        modifier: TIMEX3 `mod`: START, MID, END, APPROX, LESS_THAN, MORE_THAN …
        direction: since, until, by, before, after, within, from, between, or None.
        reason: name of the rule of the grammar.
    """

    start: int
    end: int
    text: str
    kind: str
    value: str | None
    edtf: str | None
    first: date | None
    last: date | None
    anchor: str
    anchor_date: date | None
    modifier: str | None
    direction: str | None
    reason: str


@cache
def _builders() -> dict[str, Builder]:
    found: dict[str, Builder] = {}
    for module in (date_values, date_relative, date_counted, date_spans):
        for rule in load_grammar().rules:
            builder = getattr(module, rule[0].build, None)
            if builder is not None:
                found.setdefault(rule[0].build, builder)
    return found


def find_times(text: str, *, published: date | None, tense: Tense | None = None) -> list[TimeExpression]:
    """All time expressions of a text, in order, none overlapping another.

    Args:
        text: plain text; offsets count its Unicode code points.
        published: the document's date. With None, the text is read as a narrative: relative
            expressions are counted from the last date that the text itself gave, or get no value.
        tense: tells `past` or `future` for the words from start to end; where it is missing or
            returns None, the words around the expression decide.
    """
    knowledge, grammar = load_time_knowledge(), load_grammar()
    tokens = tokenise(text, knowledge)
    code = encode(tokens, grammar)
    around = Neighbourhood(tokens, knowledge)
    found: list[TimeExpression] = []
    focus: str | None = None
    focus_at = -1
    quarter: str | None = None
    index = 0
    while index < len(tokens):
        hit = None
        for match in match_at(tokens, code, index, grammar) if code[index] != "." else ():
            scene = _scene(match, tokens, around, published, focus, focus_at, quarter, tense)
            reading = _read(match, scene, knowledge)
            if reading is not None:
                hit = match, reading
                break
        if hit is None:
            index += 1
            continue
        match, reading = hit
        span = _span(match, reading, tokens, around, narrative=published is None)
        found.append(_expression(text, match, reading, tokens, around, span))
        if reading.value is not None and _QUARTER.match(reading.value) and reading.refocus:
            quarter = reading.value
        elif match.rule.name == "the months" and reading.value in ("P6M", "P9M"):
            quarter = None  # a report goes on from its quarter to the months of the year
        if reading.refocus and not around.is_excursion(focus, reading.value, match.last):
            focus, focus_at = reading.value, match.last
        index = span[1]
        again = _continued(match, reading, around, index)
        if again is not None:
            day = Match(match.rule, index + 1, index + 2, {})
            found.append(_expression(text, day, again, tokens, around, (index + 1, index + 2)))
            index += 2
    return found


def _span(
    match: Match,
    reading: Reading,
    tokens: Sequence[Token],
    around: Neighbourhood,
    *,
    narrative: bool,
) -> tuple[int, int]:
    """First token and the one after the last: without an article that belongs to a noun that
    follows ("the [summer] offensive"), and in a narrative with the event that a count is told by.
    """
    first, last = match.first, match.last
    article = tokens[first].key in ("the", "a") and last - first > 1
    if article and match.rule.name in _ATTRIBUTIVE and around.noun_follows(last):
        return first + 1, last
    if narrative and (
        match.rule.name == "event offset"
        or (
            reading.kind == "duration"
            and around.direction(first) in ("after", "within")
            and around.after(last)[:1] == ("of",)
        )
    ):
        return first, around.clause_end(last)
    return first, last


def _continued(match: Match, reading: Reading, around: Neighbourhood, index: int) -> Reading | None:
    """The `29` of "January 25-29": a second day of the month just read."""
    if match.rule.name != "month day" or reading.value is None or "T" in reading.value:
        return None
    day = around.second_day(index)
    if day is None or not int(reading.value[8:10]) < day:
        return None
    value = f"{reading.value[:8]}{day:02d}"
    return replace(reading, value=value) if bounds(value) is not None else None


def _read(match: Match, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    try:
        return _builders()[match.rule.build](match.groups, scene, knowledge)
    except (ValueError, OverflowError):
        return None  # a day that no calendar has, such as "30 February" or a year after 9999


def _scene(
    match: Match,
    tokens: Sequence[Token],
    around: Neighbourhood,
    published: date | None,
    focus: str | None,
    focus_at: int,
    quarter: str | None,
    tense: Tense | None,
) -> Scene:
    start, end = tokens[match.first].start, tokens[match.last - 1].end
    hint = tense(start, end) if tense is not None else None
    return Scene(
        published=published,
        focus=focus,
        tense=hint or around.tense(match.first, match.last),
        before=around.before(match.first),
        after=around.after(match.last),
        year=around.shared_year(match.first, match.last),
        quarter=quarter,
        near=len(focus or "") > 4 and around.same_paragraph(focus_at, match.first),
        same_sentence=focus_at >= 0 and around.same_sentence(focus_at, match.first),
    )


def _expression(
    text: str,
    match: Match,
    reading: Reading,
    tokens: Sequence[Token],
    around: Neighbourhood,
    span: tuple[int, int],
) -> TimeExpression:
    start, end = tokens[span[0]].start, tokens[span[1] - 1].end
    first, last = reading.first, reading.last
    days = bounds(reading.value)
    if first is None and days is not None:
        first, last = narrowed(*days, reading.modifier)
    direction = reading.direction or around.direction(match.first)
    edtf = edtf_of(reading.value, first, last, modifier=reading.modifier)
    if reading.first is not None and reading.last is not None:
        edtf = f"{reading.first.isoformat()}/{reading.last.isoformat()}"
    shown = written(reading.value)
    if shown != reading.value:  # before the common era: no days, EDTF counts from a year 0
        edtf = f"-{int(str(shown)[2:6]) - 1:04d}{str(shown)[6:]}"
        first = last = None
    return TimeExpression(
        start=start,
        end=end,
        text=text[start:end],
        kind=reading.kind,
        value=shown,
        edtf=with_direction(edtf, first, last, direction),
        first=first,
        last=last,
        anchor=reading.anchor,
        anchor_date=reading.anchor_date,
        modifier=reading.modifier,
        direction=direction,
        reason=match.rule.name,
    )


def due_date(expression: TimeExpression, *, said_on: date | None) -> date | None:
    """The last day that a deadline leaves, or None if it cannot be told.

    "within the next 50 days" said on a day ends 50 days later; "by 8 August" ends on that day;
    "before 8 August" on the day before it; "by the end of the month" on the month's last day.
    """
    if expression.kind == "set":
        return None
    size = _DURATION.match(expression.value or "")
    if size is not None:
        ahead = expression.direction in ("within", "in", "for", "after", None)
        if expression.anchor == "event" or said_on is None or not ahead:
            return None
        if expression.first is not None and expression.last is not None:
            return expression.last if expression.last > said_on else None
        return _shift(said_on, size["unit"], int(size["size"]))
    if expression.first is None or expression.last is None:
        return None
    if expression.direction == "before" and expression.modifier is None:
        return expression.first - timedelta(days=1)
    if expression.direction in ("since", "from", "after"):
        return None
    return expression.last


def resolve_from_event(expression: TimeExpression, event_day: date) -> TimeExpression:
    """An expression anchored to an event ("two days after the signing"), once its day is known."""
    size = _DURATION.match(expression.value or "")
    if expression.anchor != "event" or size is None:
        return expression
    sign = -1 if expression.direction == "before" else 1
    day = _shift(event_day, size["unit"], sign * int(size["size"]))
    if day is None:
        return expression
    value = day.isoformat()
    return replace(
        expression,
        kind="date",
        value=value,
        edtf=value,
        first=day,
        last=day,
        anchor_date=event_day,
    )


def _shift(day: date, unit: str, count: int) -> date | None:
    try:
        return add_units(day, unit, count)
    except ValueError:
        return None

"""Owns the time axis: talks and agreements above the line, violence below it by toll, ceasefires shaded.

Geometry is in the drawing's own units; the template draws it as SVG and as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dragoman.delivery.brief_items import agreement_item, commitment_item, meeting_title, violence_item
from dragoman.delivery.phrases import bounds, capital, clean, code_words, say_place
from dragoman.process.dossier import Agreement, Commitment, Dossier, Meeting, Violence
from dragoman.web.axis import Axis, Lanes, Tick, ticks
from dragoman.web.views.atoms import Capped, Shown, Teller
from dragoman.web.views.entries import highest, toll_words
from dragoman.web.views.head import Head
from dragoman.web.words import short_day, tone, words

WIDTH, _LEFT, _RIGHT = 1080, 44, 16
_LANE, _LETTER, _TOP, _BARS, _MOST_LANES = 24, 6.3, 34, 110, 9
_SPANS = {"30": 30, "120": 120, "365": 365}
_OFF = frozenset({"cancelled", "failed", "rejected", "violated", "ended", "withdrawn", "expired"})
_AHEAD = frozenset({"proposed", "announced", "postponed", "pending"})
_QUIET_KINDS = frozenset({"ceasefire", "truce", "extension"})
_LABELLED, _DRAWN, _ROWS = 60, 240, 40
Dated = Meeting | Agreement | Commitment


@dataclass(frozen=True, slots=True)
class Point:
    """A meeting, agreement or deadline above the line.

    Attributes:
        kind: `talks`, `agreement` or `deadline`: its shape.
        look: `full` (firm or done), `empty` (open) or `cross` (off).
        lane: its row, from the line upwards; -1 for one without a label.
    """

    day: date
    kind: str
    look: str
    label: str
    title: str
    status: str
    tone: str
    href: str
    x: float = 0
    y: float = 0
    lane: int = -1
    left: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The violence of a day, week or month: from the lowest to the highest toll that is said."""

    day: date
    label: str
    attacks: int
    low: int
    high: int
    href: str
    x: float = 0
    width: float = 0
    height: float = 0
    more: float = 0


@dataclass(frozen=True, slots=True)
class Quiet:
    """A ceasefire, shaded from its first day on."""

    label: str
    status: str
    broken: bool
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table that says the same."""

    iso: str
    day: str
    what: str
    status: str
    tone: str
    toll: str
    href: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The page of the time axis; `drawn` is false where nothing has a day."""

    head: Head
    drawn: bool
    description: str
    unit: str
    width: int
    height: int
    line: int
    left: int
    ticks: tuple[Tick, ...]
    points: tuple[Point, ...]
    bars: tuple[Bar, ...]
    scale: tuple[tuple[float, str], ...]
    quiet: tuple[Quiet, ...]
    today: float
    today_label: str
    table: Capped[Line]
    undated: int
    span: str
    spans: tuple[tuple[str, str, bool], ...]


def timeline_view(
    record: Dossier, teller: Teller, head: Head, *, span: str = "120", shown: Shown | None = None
) -> TimelineView:
    """The time axis of a process.

    Args:
        record: its state.
        teller: words and addresses.
        head: the frame of the page.
        span: days drawn around the day of the record: `30`, `120`, `365` or `all`.
        shown: which part of the table is shown.
    """
    limits = bounds(record.as_of)
    today = limits[0] if limits else None
    dated = _dated(record)
    attacks = [(day, one) for one in record.violence if (day := _exact(one.start)) is not None]
    undated = _countable(record) - len(dated) - len(attacks)
    span = span if span in _SPANS else "all" if span == "all" else "120"
    reach = _reach([day for day, _ in (*dated, *attacks)], today, span)
    choices = tuple(
        (label, teller.links.page("timeline", span=key), key == span)
        for key, label in (("30", "30 days"), ("120", "4 months"), ("365", "1 year"), ("all", "all"))
    )
    if reach is None:
        return _empty(head, undated, span, choices)
    axis = Axis(reach[0], reach[1], _LEFT, WIDTH - _LEFT - _RIGHT)
    seen = [one for one in dated if reach[0] <= one[0] <= reach[1]]
    placed, lanes = _placed(seen, axis, today, teller)
    line = _TOP + (lanes + 1) * _LANE + 8
    unit = "day" if axis.days <= 200 else "week" if axis.days <= 1500 else "month"
    bars, scale = _bars([(d, v) for d, v in attacks if reach[0] <= d <= reach[1]], axis, unit, teller)
    return TimelineView(
        head=head,
        drawn=True,
        description=_description([one for _, one in seen], bars, reach),
        unit=unit,
        width=WIDTH,
        height=line + _BARS + 46,
        line=line,
        left=_LEFT,
        ticks=ticks(axis),
        points=tuple(replace(p, y=line - 18 - (max(p.lane, -0.35)) * _LANE) for p in placed),
        bars=bars,
        scale=scale,
        quiet=tuple(_quiet(record.agreements, axis, today)),
        today=axis.at(today) if today is not None and reach[0] <= today <= reach[1] else -1,
        today_label=short_day(today),
        table=_table([*dated, *attacks], teller, shown or Shown()),
        undated=undated,
        span=span,
        spans=choices,
    )


def _empty(head: Head, undated: int, span: str, choices: tuple[tuple[str, str, bool], ...]) -> TimelineView:
    return TimelineView(
        head, False, "", "day", WIDTH, 0, 0, _LEFT, (), (), (), (), (), -1, "",
        Capped("table", (), 0), undated, span, choices,
    )  # fmt: skip


def _countable(record: Dossier) -> int:
    dated = sum(1 for one in record.commitments if one.due)
    return len(record.meetings) + len(record.agreements) + len(record.violence) + dated


def _dated(record: Dossier) -> list[tuple[date, Dated]]:
    """What stands above the line and has a day."""
    found: list[tuple[date, Dated]] = []
    for meeting in record.meetings:
        if (day := _exact(meeting.start)) is not None:
            found.append((day, meeting))
    for one in record.agreements:
        if (day := _exact(one.date)) is not None:
            found.append((day, one))
    for due in record.commitments:
        if (day := _exact(due.due)) is not None:
            found.append((day, due))
    return sorted(found, key=lambda pair: pair[0])


def _point(day: date, entry: Dated, teller: Teller) -> Point:
    namer = teller.namer
    if isinstance(entry, Meeting):
        where = clean(entry.place.name) if entry.place else namer.bodies(entry.parties[:2])
        what = f"Round {entry.round}" if entry.round else capital(code_words(entry.format))
        kind, label, title = "talks", f"{what}, {where}" if where else what, meeting_title(entry, namer)
    elif isinstance(entry, Agreement):
        what = "Agreement" if entry.kind == "other" else capital(code_words(entry.kind))
        kind, label, title = "agreement", f"{what} {words(entry.status)}", agreement_item(entry, namer, None).title
    else:
        by = namer.bodies(entry.by[:1])
        kind, label = "deadline", f"{capital(entry.kind)}{f', {by}' if by else ''}"
        title = commitment_item(entry, namer).title
    look = "cross" if entry.status in _OFF else "empty" if entry.status in _AHEAD else "full"
    short = label if len(label) <= 34 else f"{label[:33].rstrip()}…"
    href = teller.links.claim(entry.events[0] if entry.events else None)
    return Point(day, kind, look, short, title, words(entry.status), tone(entry.status), href)


def _exact(day: str | None) -> date | None:
    if day is None or len(day) < len("2025-07-21"):
        return None
    try:
        return date.fromisoformat(day[:10])
    except ValueError:
        return None


def _reach(days: Sequence[date], today: date | None, span: str) -> tuple[date, date] | None:
    """First and last day drawn."""
    around = today or max(days, default=None)
    if around is None or not days:
        return None
    near = [*days, around]
    if span in _SPANS:
        # Most of what is drawn lies behind; what is planned lies ahead.
        before, after = timedelta(days=_SPANS[span]), timedelta(days=max(_SPANS[span] * 3 // 4, 30))
        near = [day for day in near if around - before <= day <= around + after]
    first, last = min(near), max(near)
    margin = max((last - first) // 30, timedelta(days=1))
    if first.toordinal() <= margin.days or last.toordinal() + margin.days >= date.max.toordinal():
        return first, last
    return first - margin, last + margin


def _placed(
    dated: Sequence[tuple[date, Dated]], axis: Axis, today: date | None, teller: Teller
) -> tuple[list[Point], int]:
    """The points with their places; those nearest to the day get a label where there is room."""
    around = today or axis.last
    nearest = sorted(range(len(dated)), key=lambda n: abs((dated[n][0] - around).days))
    # So many shapes can be told apart; the table has them all.
    points = {number: _point(*dated[number], teller) for number in nearest[:_DRAWN]}
    lanes = Lanes(_MOST_LANES)
    for number in sorted(nearest[:_LABELLED]):
        point = points[number]
        x = axis.at(point.day)
        width = 16 + len(point.label) * _LETTER
        left = x + width > WIDTH - 4
        lane = lanes.place(x - width, x + 10) if left else lanes.place(x - 10, x + width)
        points[number] = replace(point, x=x, lane=-1 if lane is None else lane, left=left)
    for number in nearest[_LABELLED:_DRAWN]:
        points[number] = replace(points[number], x=axis.at(points[number].day))
    return [points[number] for number in sorted(points)], lanes.count


def _bars(
    attacks: Sequence[tuple[date, Violence]], axis: Axis, unit: str, teller: Teller
) -> tuple[tuple[Bar, ...], tuple[tuple[float, str], ...]]:
    grouped: dict[date, list[Violence]] = {}
    for day, one in attacks:
        grouped.setdefault(day if unit == "day" else _first_of(day, unit), []).append(one)
    made = [_bar(day, found, unit, teller) for day, found in sorted(grouped.items())]
    top = max((bar.high for bar in made), default=0)
    tall = _BARS / max(top, 1)
    days = {"day": 1, "week": 7, "month": 30}[unit]
    width = max(min(axis.day_width * days * 0.72, 26.0), 1.5)
    placed = tuple(
        replace(
            bar,
            x=round(axis.at(min(max(bar.day, axis.first), axis.last)) - (width / 2 if unit == "day" else 0), 1),
            width=round(width, 1),
            height=round(max(bar.low * tall, 3), 1),
            more=round(max((bar.high - bar.low) * tall, 0), 1),
        )
        for bar in made
    )
    scale = tuple((round(count * tall, 1), f"{count:,}") for count in ({top, top // 2} if top > 1 else {top}) if count)
    return placed, tuple(sorted(scale))


def _first_of(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day.replace(day=1) if unit == "month" else day


def _bar(day: date, found: Sequence[Violence], unit: str, teller: Teller) -> Bar:
    killed = [one.killed for one in found if one.killed is not None]
    low = sum(count.min if count.min is not None else 0 for count in killed)
    high = sum(highest(count) for count in killed)
    when = {"day": short_day(day), "week": f"week of {short_day(day)}", "month": short_day(day.isoformat()[:7])}[unit]
    toll = "no toll stated" if not high else f"{low:,} killed" if low == high else f"{low:,} to {high:,} killed"
    if len(found) == 1:
        one = found[0]
        title = violence_item(one, teller.namer, None).title
        label = f"{when}: {title}{f', {clean(one.place.name)}' if one.place else ''}, {toll}"
    else:
        label = f"{when}: {len(found)} attacks, {toll}"
    href = next((teller.links.claim(one.events[0]) for one in found if one.events), "")
    return Bar(day, label, len(found), low, max(low, high), href)


def _quiet(agreements: Iterable[Agreement], axis: Axis, today: date | None) -> Iterator[Quiet]:
    """Ceasefires that took hold: until the day of the record, or of the last word on one that ended."""
    for one in agreements:
        day = _exact(one.date)
        if one.kind not in _QUIET_KINDS or one.status not in {"signed", "in_force", "violated", "ended"}:
            continue
        until = max(today or axis.last, day) if day else None
        if day is None or until is None or day > axis.last or until < axis.first:
            continue
        x = axis.begin(day)
        label = f"{capital(code_words(one.kind))}, {words(one.status)}"
        yield Quiet(label, words(one.status), one.status in {"violated", "ended"}, x, round(axis.end(until) - x, 1))


def _description(above: Sequence[Dated], bars: Sequence[Bar], reach: tuple[date, date]) -> str:
    talks = sum(isinstance(one, Meeting) for one in above)
    low = sum(bar.low for bar in bars)
    return (
        f"From {short_day(reach[0])} to {short_day(reach[1])}: {talks} meetings, {len(above) - talks} agreements and"
        f" deadlines above the line; {sum(bar.attacks for bar in bars)} attacks with at least {low:,} killed below it."
    )


def _table(dated: list[tuple[date, Dated | Violence]], teller: Teller, shown: Shown) -> Capped[Line]:
    """All that has a day, the newest first; only what is shown is put into words."""
    cut = shown.cap("table", sorted(dated, key=lambda pair: pair[0], reverse=True), _ROWS)
    lines = tuple(_line(day, one, teller) for day, one in cut.items)
    return Capped(cut.key, lines, cut.total, cut.page, cut.size)


def _line(day: date, one: Dated | Violence, teller: Teller) -> Line:
    if not isinstance(one, Violence):
        point = _point(day, one, teller)
        return Line(day.isoformat(), short_day(day), point.title, point.status, point.tone, "", point.href)
    where = say_place(one.place, None)
    what = violence_item(one, teller.namer, None).title + (f", {where}" if where else "")
    href = teller.links.claim(one.events[0] if one.events else None)
    return Line(day.isoformat(), short_day(day), what, "", "mute", toll_words(one), href)


def timeline_rows(view: TimelineView) -> Iterator[Mapping[str, Any]]:
    """The table's rows."""
    for line in view.table.items:
        yield {"day": line.iso, "what": line.what, "status": line.status, "toll": line.toll, "claim": line.href}

"""Owns the figure of a brief: talks and agreements above a line of time, violence below it, as SVG.

Drawn with Altair and vl-convert, without a browser or a network; the same dossier gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dragoman.delivery.phrases import Namer, bounds, capital, clean, code_words
from dragoman.errors import FormatError
from dragoman.process.dossier import Agreement, Commitment, Dossier, Meeting
from dragoman.records.believed import is_believed

_WIDTH = 640
_LANE = 17
_LETTER = 5.4  # width of a letter at the size of the labels, in pixels
_BEFORE, _AFTER = timedelta(days=120), timedelta(days=90)
_FONT = "Libertinus Serif, Georgia, serif"
_COLOURS = {"talks": "#1f5c7a", "agreement": "#3b7a3b", "deadline": "#b3541e"}
_OFF = frozenset({"cancelled", "failed", "rejected", "violated", "ended", "withdrawn"})
_AHEAD = frozenset({"proposed", "announced", "postponed", "pending"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the line of time: `look` is `full` (done or firm), `empty` (open) or `cross` (off)."""

    day: date
    kind: str
    look: str
    label: str
    lane: int = 0
    left: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the figure shows.

    Attributes:
        first: first day drawn.
        last: last day drawn.
        today: the day that the brief speaks for.
        marks: talks, agreements and deadlines.
        killed: day to the lowest number of killed that was said; 0 where none was.
        outside: number of dated things that lie too far before or after.
    """

    first: date
    last: date
    today: date | None
    marks: tuple[Mark, ...]
    killed: tuple[tuple[date, int], ...]
    outside: int


def timeline_of(dossier: Dossier) -> Timeline | None:
    """What there is to draw; None where fewer than two things have a day."""
    limits = bounds(dossier.as_of) if is_believed(dossier.as_of) else None
    today = limits[0] if limits else None
    marks = sorted(_marks(dossier), key=lambda m: (m.day, m.kind, m.label))
    killed: dict[date, int] = {}
    for attack in dossier.violence:
        day = _exact(attack.start)
        if day is not None:
            low = attack.killed.min if attack.killed and attack.killed.min is not None else 0
            killed[day] = killed.get(day, 0) + low
    days = [*(m.day for m in marks), *killed]
    around = today or max(days, default=None)
    if around is None or len(days) < 2:
        return None
    shown = [day for day in days if around - _BEFORE <= day <= around + _AFTER]
    if len(shown) < 2:
        return None
    first, last = min([*shown, around]), max([*shown, around])
    margin = max((last - first) // 20, timedelta(days=1))
    first, last = first - margin, last + margin
    kept = [m for m in marks if first <= m.day <= last]
    held = tuple(sorted((day, count) for day, count in killed.items() if first <= day <= last))
    return Timeline(first, last, today, _in_lanes(kept, first, last), held, len(days) - len(shown))


def timeline_svg(dossier: Dossier) -> str | None:
    """The figure as SVG; None where there is nothing to draw.

    Raises:
        FormatError: Altair or vl-convert is not installed.
    """
    line = timeline_of(dossier)
    if line is None:
        return None
    try:
        import altair as alt
        import vl_convert  # noqa: F401  Altair writes SVG with it
    except ImportError as error:
        raise FormatError(
            "timeline",
            "drawing it needs altair and vl-convert-python",
            "them installed: pip install 'dragoman[documents]'",
        ) from error
    chart = _chart(line, alt)
    out = io.StringIO()
    chart.save(out, format="svg", engine="vl-convert")
    return out.getvalue()


def describe(line: Timeline) -> str:
    """The figure in words, for those who do not see it."""
    talks = sum(m.kind == "talks" for m in line.marks)
    dead = sum(count for _, count in line.killed)
    words = (
        f"{talks} meetings, {len(line.marks) - talks} agreements and deadlines, and {len(line.killed)} days with"
        f" violence (at least {dead} killed) from {line.first} to {line.last}."
    )
    return f"{words} {line.outside} things too far off are not drawn." if line.outside else words


def _marks(dossier: Dossier) -> Iterable[Mark]:
    namer = Namer()
    for meeting in dossier.meetings:
        day = _exact(meeting.start)
        if day is not None:
            place = clean(meeting.place.name) if meeting.place else namer.bodies(meeting.parties[:2])
            label = f"{capital(code_words(meeting.format))}, {place}" if place else capital(code_words(meeting.format))
            yield Mark(day, "talks", _look(meeting), _short(label))
    for agreement in dossier.agreements:
        day = _exact(agreement.date)
        if day is not None:
            kind = "Agreement" if agreement.kind == "other" else capital(code_words(agreement.kind))
            yield Mark(day, "agreement", _look(agreement), _short(f"{kind} {code_words(agreement.status)}"))
    for one in dossier.commitments:
        day = _exact(one.due)
        if day is not None:
            by = namer.bodies(one.by[:1])
            yield Mark(day, "deadline", _look(one), _short(f"{capital(one.kind)}{f', {by}' if by else ''}"))


def _look(entry: Meeting | Agreement | Commitment) -> str:
    return "cross" if entry.status in _OFF else "empty" if entry.status in _AHEAD else "full"


def _short(label: str) -> str:
    return label if len(label) <= 34 else f"{label[:33].rstrip()}…"


def _exact(day: str | None) -> date | None:
    limits = bounds(day) if is_believed(day) else None
    return limits[0] if limits and limits[0] == limits[1] else None


def _in_lanes(marks: Sequence[Mark], first: date, last: date) -> tuple[Mark, ...]:
    """Each mark in the lowest lane where its label meets no other."""
    scale = _WIDTH / max((last - first).days, 1)
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for mark in marks:
        at = (mark.day - first).days * scale
        width = 14 + len(mark.label) * _LETTER
        left = at + width > _WIDTH
        span = (at - width, at + 8) if left else (at - 8, at + width)
        free = (n for n, lane in enumerate(taken) if all(span[1] <= a or b <= span[0] for a, b in lane))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(span)
        placed.append(replace(mark, lane=lane, left=left))
    return tuple(placed)


def _chart(line: Timeline, alt: Any) -> Any:
    # Without padding of its own each, so that the two halves keep the same days above each other.
    scale = alt.Scale(domain=[_utc(line.first), _utc(line.last)], type="utc", padding=0, nice=False)
    lanes = max((m.lane for m in line.marks), default=0) + 1
    parts = [_upper(line, scale, lanes, alt)]
    if line.killed:
        parts.append(_lower(line, scale, alt))
    return (
        alt.vconcat(*parts, spacing=0)
        .configure(font=_FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=10,
            titleFontSize=10,
            titleFontWeight="normal",
            grid=False,
            domainColor="#555",
            tickColor="#555",
        )
        .configure_legend(disable=True)
    )


def _utc(day: date) -> int:
    """Milliseconds since 1970, the same on every machine's clock."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def _upper(line: Timeline, scale: Any, lanes: int, alt: Any) -> Any:
    rows = [
        {"day": _utc(m.day), "lane": m.lane, "kind": m.kind, "look": m.look, "label": m.label, "left": m.left}
        for m in line.marks
    ]
    axis = alt.Axis(format="%-d %b %Y", title=None, orient="bottom", labelOverlap=True, tickCount=6)
    x = alt.X("day:T", scale=scale, axis=axis)
    y = alt.Y("lane:Q", axis=None, scale=alt.Scale(domain=[-0.7, lanes - 0.3]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())))
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y, color=colour)
    filled = base.transform_filter("datum.look == 'full'").mark_point(filled=True, size=60, opacity=1)
    empty = base.transform_filter("datum.look == 'empty'").mark_point(filled=False, size=60, strokeWidth=1.6, opacity=1)
    off = base.transform_filter("datum.look == 'cross'").mark_point(
        shape="cross", angle=45, size=60, filled=True, opacity=1
    )
    right = base.transform_filter("!datum.left").mark_text(align="left", dx=8, fontSize=10)
    left = base.transform_filter("datum.left").mark_text(align="right", dx=-8, fontSize=10)
    texts = [one.encode(text="label:N", color=alt.value("#222")) for one in (right, left)]
    layers = [*_today(line, x, alt), filled, empty, off, *texts]
    return alt.layer(*layers).properties(width=_WIDTH, height=lanes * _LANE + 10)


def _lower(line: Timeline, scale: Any, alt: Any) -> Any:
    rows = [{"day": _utc(day), "killed": count} for day, count in line.killed]
    most = max(count for _, count in line.killed) or 1
    x = alt.X("day:T", scale=scale, axis=None)
    y = alt.Y(
        "killed:Q",
        scale=alt.Scale(domain=[0, most], reverse=True),
        axis=alt.Axis(title="killed, at least", tickCount=3, format="d"),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)
    bars = base.mark_bar(color="#9c2f2f", width=4).encode(y=y)
    # An attack of which no toll is told still happened.
    ticks = base.mark_tick(color="#9c2f2f", thickness=2, size=6, orient="vertical", yOffset=3).encode(y=alt.value(0))
    return alt.layer(*_today(line, x, alt), bars, ticks).properties(width=_WIDTH, height=70)


def _today(line: Timeline, x: Any, alt: Any) -> list[Any]:
    if line.today is None:
        return []
    rule = alt.Chart(alt.Data(values=[{"day": _utc(line.today)}])).mark_rule(color="#888", strokeDash=[3, 3])
    return [rule.encode(x=x)]

"""Owns showing why each field of each event has its value: the text marked, then the reasons.

Does not code anything: an `Explanation` holds all that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.delivery.phrases import Namer, clean, listed, say_count, say_day, say_place
from dragoman.knowledge.load import Knowledge
from dragoman.records.event import Event, Reason, difference_text
from dragoman.records.explanation import Explanation

_LONGEST = 2000  # characters of a passage; the fields below name the others
_COLOURS = {
    "source": "bold green",
    "target": "bold magenta",
    "type": "bold yellow",
    "date": "bold cyan",
    "start": "bold cyan",
    "end": "bold cyan",
    "due": "bold cyan",
    "place": "bold blue",
    "attribution": "underline",
    "status": "bold red",
    "condition": "italic",
}
_FIELDS = (
    "type",
    "mode",
    "cameo",
    "intensity",
    "source",
    "target",
    "status",
    "date",
    "start",
    "end",
    "place",
    "quantities",
    "attribution",
    "frame",
    "kind",
    "state",
    "happening",
    "alleged_by",
    "issues",
    "agenda",
    "mediators",
    "host",
    "condition",
    "due",
    "action",
    "stance",
    "round",
    "outcome",
    "confidence",
)

# Fields that follow from others have no characters of their own.
_FOLLOWS = {
    "cameo": "code of such a frame, by the table",
    "intensity": "value of the code on the scale of CAMEO, else of the type",
    "confidence": "that of the weakest field that the event needs",
}


def explanation_text(explained: Explanation, *, knowledge: Knowledge | None = None) -> RenderableType:
    """The text and, for each event, its fields with values and reasons."""
    return Group(*_parts(explained, knowledge))


def _parts(explained: Explanation, knowledge: Knowledge | None) -> Iterator[RenderableType]:
    document = explained.document
    if document.published is None:
        yield Text("Note: no date is given, so relative dates stay null.", style="yellow")
    if not explained.events:
        yield Text(clean(document.text))
        yield Text("")
        yield Text("No event: nothing that is read was found in it, or nobody is known who does it.", style="bold")
        yield from _refusals(explained)
        return
    namer = Namer(knowledge, document.published)
    for number, event in enumerate(explained.events, start=1):
        if number > 1:
            yield Text("")
        yield Text.assemble((f"{number}. {event.type}", "bold"), f"  {_gist(event, namer)}")
        yield Padding(_marked(document.text, event), (0, 0, 0, 3))
        yield Padding(_table(event, namer, document.text), (0, 0, 0, 3))
    yield from _refusals(explained)


def _refusals(explained: Explanation) -> Iterator[RenderableType]:
    """What patterns have taken out, one line each."""
    text = explained.document.text
    for one in explained.refused:
        start, end = one.frame.trigger.start, one.frame.trigger.end
        yield Text(f"Refused by pattern {one.pattern}: {one.frame.kind} “{clean(text[start:end])}” {start}–{end}")


def _gist(event: Event, namer: Namer) -> str:
    sides = [namer.bodies(side) for side in (event.source, event.target) if side]
    return f"{' → '.join(sides)} ({event.status})" if sides else f"({event.status})"


def _marked(text: str, event: Event) -> Text:
    """The passage of the event; the characters that a field used stand in brackets with its name."""
    start = min(one.start for one in event.evidence)
    end = min(max(one.end for one in event.evidence), start + _LONGEST)
    shown = Text()
    at = start
    for first, last, names in _spans(event.reasons, start, end):
        shown.append(_plain(text[at:first]))
        style = _COLOURS.get(names[0], "bold")
        shown.append(f"[{_plain(text[first:last])}", style=style)
        shown.append(f" = {', '.join(names)}]", style="dim")
        at = last
    shown.append(_plain(text[at:end]))
    return shown


def _spans(reasons: Sequence[Reason], start: int, end: int) -> list[tuple[int, int, list[str]]]:
    """Stretches of the passage with the fields that used them; of two that overlap the shorter stays."""
    found: dict[tuple[int, int], list[str]] = {}
    for reason in reasons:
        if reason.start is None or reason.end is None or not start <= reason.start < reason.end <= end:
            continue
        names = found.setdefault((reason.start, reason.end), [])
        if reason.field not in names:
            names.append(reason.field)
    kept: list[tuple[int, int]] = []
    for span in sorted(found, key=lambda one: (one[1] - one[0], one)):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return [(first, last, found[first, last]) for first, last in sorted(kept)]


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _table(event: Event, namer: Namer, text: str) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    reasons: dict[str, list[Reason]] = {}
    for reason in event.reasons:
        reasons.setdefault(reason.field, []).append(reason)
    for name in _FIELDS:
        why = reasons.pop(name, [])
        value = _value(event, name, namer)
        if name in {"start", "end"} and value == _value(event, "date", namer):
            continue
        if value or why:
            because = _because(why, text) if why else Text(_FOLLOWS.get(name, ""))
            because.append(_sureness(event, name))
            table.add_row(name, Text(value or "null", style=_COLOURS.get(name, "")), because)
    for one in event.differences:
        table.add_row("readers", Text(clean(difference_text(one)), style="yellow"), Text("the readers differ"))
    for name, why in reasons.items():
        table.add_row(name, Text(""), _because(why, text))
    return table


def _sureness(event: Event, name: str) -> str:
    """How sure the reader is of a field, where it says so."""
    given = "start" if name == "date" else name
    sure = next((one.probability for one in event.certainty if one.field == given), None)
    return "" if sure is None else f"  probability {sure:.2f}"


def _because(reasons: list[Reason], text: str) -> Text:
    lines = []
    for reason in reasons:
        line = clean(reason.because)
        if reason.start is not None and reason.end is not None:
            line += f" “{clean(text[reason.start : reason.end])}” {reason.start}–{reason.end}"
        lines.append(line)
    return Text("\n".join(dict.fromkeys(lines)))


def _value(event: Event, name: str, namer: Namer) -> str:
    value: Any = getattr(event, name)
    if value is None or value == ():
        return ""
    if name in {"source", "target", "mediators", "alleged_by"}:
        return namer.names(value)
    if name == "host":
        return namer.name(value)
    if name in {"date", "start", "end", "due"}:
        return f"{value} ({say_day(value)})"
    if name == "place":
        return say_place(value, namer.knowledge)
    if name == "quantities":
        counts = ((label, say_count(getattr(value, label))) for label in type(value).model_fields)
        return ", ".join(f"{count} {label}" for label, count in counts if count)
    if name == "attribution":
        speaker = namer.name(value.speaker) if value.speaker else "unknown speaker"
        return f"{speaker}, {value.verb or 'no verb'}, {'direct' if value.direct else 'indirect'}"
    if name in {"issues", "agenda"}:
        return listed(list(value))
    return f"{value:g}" if isinstance(value, float) else clean(str(value))

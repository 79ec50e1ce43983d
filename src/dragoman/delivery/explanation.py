"""Owns showing why each field of each event has its value: the text marked, then the reasons.

Does not code anything: an `Explanation` holds all that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.delivery.phrases import Namer, clean, listed, say_count, say_day, say_place
from dragoman.knowledge.load import Knowledge
from dragoman.records.event import Event, Reason
from dragoman.records.explanation import Explanation

# Colours of the spans; without colour the key below the text names the characters.
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
    "act",
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
        yield Text("No event: no predicate with political actors was found in it.", style="bold")
        return
    namer = Namer(knowledge, document.published)
    for number, event in enumerate(explained.events, start=1):
        if number > 1:
            yield Text("")
        yield Text.assemble((f"{number}. {event.type}", "bold"), f"  {_gist(event, namer)}")
        yield Padding(_marked(document.text, event), (0, 0, 0, 3))
        yield Padding(_table(event, namer, document.text), (0, 0, 0, 3))


def _gist(event: Event, namer: Namer) -> str:
    sides = [namer.bodies(side) for side in (event.source, event.target) if side]
    return f"{' → '.join(sides)} ({event.status})" if sides else f"({event.status})"


def _marked(text: str, event: Event) -> Text:
    """The passages of the event, with the characters that each field used marked."""
    start = min(one.start for one in event.evidence)
    end = min(max(one.end for one in event.evidence), start + 2000)
    # One character for one: marks must stay where they are.
    shown = Text("".join(c if c.isprintable() else " " for c in text[start:end]))
    for reason in event.reasons:
        style = _COLOURS.get(reason.field)
        if style and reason.start is not None and reason.end is not None:
            shown.stylize(style, max(0, reason.start - start), max(0, reason.end - start))
    return shown


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
        if value or why:
            table.add_row(name, Text(value or "null", style=_COLOURS.get(name, "")), _because(why, text))
    for name, why in reasons.items():
        table.add_row(name, Text(""), _because(why, text))
    return table


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
    if name in {"source", "target", "mediators"}:
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

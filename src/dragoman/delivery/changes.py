"""Owns how changes and disputed events are laid out, as text for a terminal and as Markdown.

What changed is `process.changes`' business, what is disputed `records.merge`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.process.change_words import code
from dragoman.process.changes import Change
from dragoman.process.phrases import Namer, clean, listed, quoted, say_date
from dragoman.records.merge import Happening
from dragoman.records.statement import NUMBERS, Statement
from dragoman.records.values import Actor, Count, Evidence

if TYPE_CHECKING:
    from rich.console import RenderableType

# A quote is shown up to so many characters; the JSON has all of it.
_LONGEST = 220


@dataclass(frozen=True, slots=True)
class Line:
    """One line with the quotes under it."""

    text: str
    quotes: tuple[str, ...]


def change_lines(changes: Iterable[Change]) -> list[Line]:
    """Each change with its newest passages."""
    return [Line(clean(one.text), tuple(_quotes(one.evidence[-2:]))) for one in changes]


def dispute_lines(events: Iterable[Happening], *, namer: Namer | None = None) -> list[Line]:
    """Each event on which reports disagree: what each side says, side by side."""
    used = namer or Namer()
    found = []
    for event in events:
        for field in event.disputed:
            told = [one for one in event.statements if one.field == field]
            words = "; ".join(dict.fromkeys(_said(one, used) for one in told))
            where = f" in {clean(event.place.name)}" if event.place else ""
            day = f", {say_date(event.start, weekday=False)}" if event.start else ""
            head = f"{event.type.capitalize()}{where}{day}: {code(field)} is disputed"
            found.append(Line(f"{head}: {words}", tuple(_quotes([one.evidence for one in told[:2]]))))
    return found


def changes_markdown(since: str, changes: Sequence[Change], events: Sequence[Happening] = ()) -> str:
    """The sections as Markdown, to stand before the state."""
    from dragoman.delivery.brief_markdown import escaped

    out = []
    for title, lines in _sections(since, changes, events):
        out.append(f"## {title}\n")
        for line in lines:
            out.append(f"- {escaped(line.text)}")
            out.extend(f"  > {escaped(quote)}" for quote in line.quotes)
        out.append("")
    return "\n".join(out) + "\n" if out else ""


def changes_text(since: str, changes: Sequence[Change], events: Sequence[Happening] = ()) -> RenderableType:
    """The sections for a terminal."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = []
    for title, lines in _sections(since, changes, events):
        parts.append(Text(title.upper(), style="bold"))
        for line in lines:
            parts.append(Padding(Text(f"• {line.text}"), (0, 0, 0, 2)))
            parts.extend(Padding(Text(quote, style="dim"), (0, 0, 0, 6)) for quote in line.quotes)
        parts.append(Text(""))
    return Group(*parts)


def _sections(since: str, changes: Sequence[Change], events: Sequence[Happening]) -> Iterator[tuple[str, list[Line]]]:
    if since:
        lines = change_lines(changes) or [Line("Nothing.", ())]
        yield f"Changed since {say_date(since, weekday=False)}", lines
    disputed = dispute_lines(events)
    if disputed:
        yield "Disputed", disputed


def _said(statement: Statement, namer: Namer) -> str:
    who = namer.body(statement.speaker) if statement.speaker else "the report itself"
    return f"{_value(statement, namer)} ({who})"


def _value(statement: Statement, namer: Namer) -> str:
    value = statement.value
    if statement.field in NUMBERS:
        count = Count.model_validate(value)
        low, high = count.min, count.max
        if low == high:
            return str(low)
        return f"at least {low}" if high is None else f"{low or 0} to {high}"
    if statement.field in {"source", "target"} and isinstance(value, list):
        return listed([namer.body(Actor.model_validate(one)) for one in value])
    return code(str(value))


def _quotes(passages: Sequence[Evidence]) -> Iterator[str]:
    for one in passages:
        words = clean(one.quote)
        yield quoted(words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …")

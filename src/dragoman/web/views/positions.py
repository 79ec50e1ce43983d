"""Owns the matrix of positions: parties by issues, each stance with its day, its quote and what it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.delivery.phrases import capital
from dragoman.process.dossier import Dossier, Position
from dragoman.web.views.atoms import Quote, Teller
from dragoman.web.views.head import Head
from dragoman.web.words import day_words, short_day, tone, words

_ROWS, _COLUMNS, _STEPS = 12, 9, 400
STANCES = ("supports", "offers", "demands", "conditional", "sceptical", "undecided", "refuses", "opposes")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party says of one issue.

    Attributes:
        earlier: what it said before, newest last, as day and stance.
    """

    anchor: str
    party: str
    person: str
    issue: str
    stance: str
    tone: str
    day: str
    earlier: tuple[str, ...]
    quotes: tuple[Quote, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One party's line of the matrix."""

    party: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """All that is said of one issue."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The page of positions.

    Attributes:
        days: the days on which something was learned, for the slider.
        hidden: how many parties and issues the table leaves out.
    """

    head: Head
    issues: tuple[str, ...]
    rows: tuple[Row, ...]
    by_issue: tuple[Issue, ...]
    days: tuple[str, ...]
    step: int
    hidden: int
    changed: int
    total: int
    all_href: str
    earlier_href: str
    later_href: str
    legend: tuple[tuple[str, str], ...]


def matrix_of(record: Dossier, teller: Teller, head: Head, *, days: Sequence[str] = (), whole: bool = False) -> Matrix:
    """The matrix of a state.

    Args:
        record: the state on the day.
        teller: words and addresses.
        head: the frame of the page.
        days: on which something was learned, in order.
        whole: with all parties and issues.
    """
    held: dict[tuple[str, str], Position] = {(one.actor.key, one.issue): one for one in record.positions}
    parties = Counter(party for party, _ in held)
    issues = Counter(issue for _, issue in held)
    actors = {one.actor.key: one.actor for one in record.positions}
    names = {key: capital(teller.namer.body(actor)) for key, actor in actors.items()}
    rows = [key for key, _ in sorted(parties.items(), key=lambda p: (-p[1], names[p[0]]))]
    columns = [key for key, _ in sorted(issues.items(), key=lambda p: (-p[1], p[0]))]
    listed_rows, listed_columns = (rows, columns) if whole else (rows[:_ROWS], columns[:_COLUMNS])
    cells = {
        key: _cell(one, teller, number)
        for number, (key, one) in enumerate(held.items())
        if key[0] in listed_rows and key[1] in listed_columns
    }
    steps = tuple(days)[-_STEPS:]
    step = sum(1 for day in steps if day <= (record.as_of or "")) - 1
    return Matrix(
        head=head,
        issues=tuple(capital(words(issue)) for issue in listed_columns),
        rows=tuple(Row(names[r], tuple(cells.get((r, c)) for c in listed_columns)) for r in listed_rows),
        by_issue=tuple(
            Issue(capital(words(c)), tuple(cells[r, c] for r in listed_rows if (r, c) in cells)) for c in listed_columns
        ),
        days=steps,
        step=max(step, 0),
        hidden=len(held) - len(cells),
        changed=sum(1 for cell in cells.values() if cell.earlier),
        total=len(held),
        all_href=teller.links.page("positions", all="1"),
        earlier_href=_step(teller, steps, step - 1),
        later_href=_step(teller, steps, step + 1),
        legend=tuple((words(stance), tone(stance)) for stance in STANCES),
    )


def _step(teller: Teller, steps: Sequence[str], number: int) -> str:
    if not 0 <= number < len(steps):
        return ""
    return type(teller.links)(teller.links.process, steps[number]).page("positions")


def _cell(one: Position, teller: Teller, number: int) -> Cell:
    return Cell(
        anchor=f"position-{number + 1}",
        party=capital(teller.namer.body(one.actor)),
        person=teller.namer.speaker(one.actor) if one.actor.person else "",
        issue=capital(words(one.issue)),
        stance=words(one.stance),
        tone=tone(one.stance),
        day=day_words(one.date),
        earlier=tuple(_said_before(text) for text in one.earlier),
        quotes=teller.quotes(tuple(reversed(one.evidence)), 3),
        href=teller.links.claim(one.events[-1] if one.events else None),
    )


def _said_before(text: str) -> str:
    """`2025-07-19 refuses` as `refuses (19 Jul 2025)`."""
    day, _, stance = text.partition(" ")
    return f"{words(stance)} ({short_day(day)})"


def position_rows(record: Dossier, teller: Teller) -> Iterator[Mapping[str, Any]]:
    """The positions as rows of a table."""
    for one in record.positions:
        yield {
            "party": teller.namer.body(one.actor),
            "person": one.actor.person,
            "issue": one.issue,
            "stance": one.stance,
            "date": one.date,
            "earlier": "; ".join(one.earlier),
            "quote": one.evidence[-1].quote,
            "document": one.evidence[-1].document,
        }

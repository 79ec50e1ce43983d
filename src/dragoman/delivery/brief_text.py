"""Owns laying a brief out for a terminal: headings, hanging lines, quotes with the number of their source.

Reads well at 80 columns and without colour; what it says is decided by `brief`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.delivery.brief import outline
from dragoman.delivery.outline import Due, Fact, Item, Outline, Section
from dragoman.delivery.phrases import clean
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier
from dragoman.records.values import Evidence

_LONGEST_QUOTE = 320
_LONGEST_REPEAT = 48
_MOST_QUOTES = 2
_MARKS = {"yes": ("✓", "+", "green"), "no": ("✗", "x", "red"), "open": ("?", "?", "yellow")}
_SILENT = ("–", "-", "dim")
_STATUS_STYLE = {
    "confirmed": "green",
    "announced": "green",
    "proposed": "yellow",
    "postponed": "yellow",
    "cancelled": "red",
    "failed": "red",
}


def brief_text(dossier: Dossier, *, knowledge: Knowledge | None = None, ascii_only: bool = False) -> RenderableType:
    """A brief as one renderable of `rich`.

    Args:
        dossier: what it says.
        knowledge: adds offices of persons and countries of places to the wording.
        ascii_only: use marks and quotation marks that every terminal has.
    """
    return Group(*_parts(outline(dossier, knowledge=knowledge), ascii_only))


def _parts(page: Outline, ascii_only: bool) -> Iterator[RenderableType]:
    yield Text(page.headline, style="bold")
    count = len(page.sources)
    documents = f"{count} document{'' if count == 1 else 's'}"
    yield Text(f"As of {page.as_of} · {documents}" if page.as_of else documents, style="dim")
    for warning in page.warnings:
        yield Text(f"Note: {warning}.", style="yellow")
    if page.summary:
        yield Text("")
        for sentence in page.summary:
            words = Text.assemble(sentence.text, " ", _numbers(page, sentence.evidence))
            yield _hanging("-" if ascii_only else "•", words, 0)
    if page.due:
        yield from _heading("What is due next")
        yield _due_table(page.due)
    for section in page.sections:
        yield from _section(section, page, ascii_only)
    yield from _heading("Sources")
    for source in page.sources:
        yield _hanging(f"[{source.number}]", Text(source.line()), 2)


def _heading(title: str) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(title.upper(), style="bold cyan")


def _due_table(due: Sequence[Due]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for one in due:
        what = Text.assemble(one.text, " (", (one.status, _STATUS_STYLE.get(one.status, "")), ")")
        table.add_row(one.when, one.distance, what)
    return Padding(table, (0, 0, 0, 2))


def _section(section: Section, page: Outline, ascii_only: bool) -> Iterator[RenderableType]:
    yield from _heading(section.title)
    quotes = _Quotes(page, ascii_only)
    for number, item in enumerate(section.items):
        if number:
            yield Text("")
        yield from _item(item, quotes, ascii_only)


def _item(item: Item, quotes: _Quotes, ascii_only: bool) -> Iterator[RenderableType]:
    yield Padding(Text(item.title, style="bold"), (0, 0, 0, 2))
    if item.particulars:
        status, _, rest = item.particulars.partition(" · ")
        line = Text.assemble((status, _STATUS_STYLE.get(status, "")), f" · {rest}" if rest else "")
        yield Padding(line, (0, 0, 0, 4))
    quotes.begin_item()
    for fact in item.facts:
        yield Padding(_fact(fact, ascii_only), (0, 0, 0, 4))
        if fact.evidence and not item.evidence:
            yield from quotes.lines(fact.evidence, indent=6)
    if item.evidence:
        yield from quotes.lines(item.evidence, indent=4)
        yield from quotes.lines([one for fact in item.facts for one in fact.evidence], indent=4)


def _fact(fact: Fact, ascii_only: bool) -> RenderableType:
    if not fact.mark:
        return Text.assemble((f"{fact.label}: ", "dim"), fact.text)
    pretty, plain, style = _MARKS.get(fact.mark, _SILENT)
    mark = Text(plain if ascii_only else pretty, style=style)
    return _hanging(mark, Text.assemble(fact.label, " ", (fact.text, style)), 0)


def _hanging(mark: str | Text, text: Text, indent: int) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_row(Text(mark) if isinstance(mark, str) else mark, text)
    return Padding(table, (0, 0, 0, indent))


class _Quotes:
    """The quotes of a section: each once in full, later by its first words, none twice in an item."""

    def __init__(self, page: Outline, ascii_only: bool) -> None:
        self._page = page
        self._ascii_only = ascii_only
        self._printed: dict[str, list[Evidence]] = {}
        self._in_item: dict[str, list[Evidence]] = {}

    def begin_item(self) -> None:
        """A new entry begins: it may repeat what the one before quotes."""
        self._in_item = {}

    def lines(self, evidence: Iterable[Evidence], *, indent: int) -> Iterator[RenderableType]:
        """The quotes that the entry does not have yet; after the first few only their number."""
        fresh: list[Evidence] = []
        mine: dict[str, list[Evidence]] = {}
        for one in evidence:
            told = mine.setdefault(one.document, [])
            if not any(_covers(other, one) for other in (*self._in_item.get(one.document, ()), *told)):
                fresh.append(one)
                told.append(one)
        for one in fresh[:_MOST_QUOTES]:
            yield Padding(self._quote(one), (0, 0, 0, indent))
            self._printed.setdefault(one.document, []).append(one)
        if len(fresh) > _MOST_QUOTES:
            more = len(fresh) - _MOST_QUOTES
            text = f"and {more} more passage{'' if more == 1 else 's'}"
            yield Padding(Text(text, style="dim"), (0, 0, 0, indent))
        for document, told in mine.items():
            self._in_item.setdefault(document, []).extend(told)

    def _quote(self, one: Evidence) -> Text:
        above = any(_covers(other, one) for other in self._printed.get(one.document, ()))
        words = _shortened(clean(one.quote), _LONGEST_REPEAT if above else _LONGEST_QUOTE)
        text = f'"{words}"' if self._ascii_only else f"“{words}”"
        number = f" [{self._page.number_of(one.document)}]"
        return Text.assemble((text, "italic"), (number, "cyan"), (" as above" if above else "", "dim"))


def _covers(one: Evidence, other: Evidence) -> bool:
    """Whether one passage of a document holds another of it."""
    return one.start <= other.start and other.end <= one.end


def _shortened(quote: str, longest: int) -> str:
    if len(quote) <= longest:
        return quote
    return quote[:longest].rsplit(" ", 1)[0] + " …"


def _numbers(page: Outline, evidence: Sequence[Evidence]) -> Text:
    numbers = dict.fromkeys(page.number_of(one.document) for one in evidence)
    return Text("".join(f"[{number}]" for number in numbers), style="cyan")

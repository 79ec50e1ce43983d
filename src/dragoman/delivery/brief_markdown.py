"""Owns laying a brief out as Markdown: headings, lists, and numbered citations with their quotes.

What it says is decided by `brief`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.delivery.brief import outline
from dragoman.delivery.outline import Item, Outline
from dragoman.delivery.phrases import clean
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier
from dragoman.records.values import Evidence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_LIST_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def brief_markdown(dossier: Dossier, *, knowledge: Knowledge | None = None) -> str:
    """A brief as Markdown; every statement carries the numbers of its quotes at the end."""
    page = outline(dossier, knowledge=knowledge)
    return "\n".join(_Writer(page).lines()) + "\n"


def escaped(text: str) -> str:
    """Text whose characters Markdown would not read as marks."""
    return _LIST_START.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", clean(text)))


class _Writer:
    """Writes one page; numbers each passage when it is first cited."""

    def __init__(self, page: Outline) -> None:
        self._page = page
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._cited: list[Evidence] = []

    def lines(self) -> Iterator[str]:
        page = self._page
        yield f"# {escaped(page.headline)}"
        yield ""
        count = len(page.sources)
        documents = f"{count} document{'' if count == 1 else 's'}"
        yield f"*As of {page.as_of}, {documents}*" if page.as_of else f"*{documents}*"
        for warning in page.warnings:
            yield f"\n> {escaped(warning)}"
        if page.summary:
            yield ""
            yield " ".join(f"{escaped(s.text)}{self._cite(s.evidence)}" for s in page.summary)
        if page.due:
            yield "\n## What is due next\n"
            yield "| when | | what | |"
            yield "|---|---|---|---|"
            for due in page.due:
                what = f"{escaped(due.text)}{self._cite(due.evidence)}"
                yield f"| {escaped(due.when)} | {due.distance} | {what} | {due.status} |"
        for section in page.sections:
            yield f"\n## {section.title}"
            for item in section.items:
                yield from self._item(item)
        yield "\n## Sources\n"
        for source in page.sources:
            yield f"{source.number}. {escaped(source.line())}"
        if self._cited:
            yield "\n## Quotes\n"
            yield from self._quotes()

    def _item(self, item: Item) -> Iterator[str]:
        yield f"\n### {escaped(item.title)}\n"
        if item.particulars:
            yield f"{capital_first(escaped(item.particulars))}.{self._cite(item.evidence)}\n"
        elif item.evidence:
            yield f"{self._cite(item.evidence)}\n"
        for fact in item.facts:
            own = self._cite(fact.evidence)
            joint = " " if fact.mark else ": "
            yield f"- {escaped(fact.label)}{joint}{escaped(fact.text)}{own}"

    def _cite(self, evidence: Sequence[Evidence]) -> str:
        return "".join(f"[^{self._number(one)}]" for one in evidence)

    def _number(self, one: Evidence) -> int:
        key = (one.document, one.start, one.end)
        if key not in self._numbers:
            self._cited.append(one)
            self._numbers[key] = len(self._cited)
        return self._numbers[key]

    def _quotes(self) -> Iterator[str]:
        for number, one in enumerate(self._cited, start=1):
            source = self._page.number_of(one.document)
            where = f"source {source}, characters {one.start} to {one.end}"
            yield f"[^{number}]: “{escaped(one.quote)}” ({where})"


def capital_first(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]

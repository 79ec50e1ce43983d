"""Owns what all views share: addresses of pages, quotes with their sources, and capped lists.

Pure values; nothing here reads an archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from dragoman.delivery.phrases import Namer, bounds, clean
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import BriefDocument, Dossier
from dragoman.records.values import Evidence
from dragoman.web.words import excerpt, short_day

T = TypeVar("T")
# A section shows so many entries, and so many once it is asked for alone.
FEW, MANY = 12, 100
_LONGEST = 400
# A passage of fewer letters is a name or a day, which says little by itself.
_SENTENCE = 24
# Of an entry with very many passages only the first so many are looked at.
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages, each with the process and the day that the reader has chosen."""

    process: str | None = None
    as_of: str | None = None

    def page(self, name: str = "", **query: str | int | None) -> str:
        """A page of the process: `""` for the board, `positions`, `timeline`, `map` or `brief`."""
        path = f"/p/{quote(self.process or 'all', safe='+')}" + (f"/{name}" if name else "")
        return path + _asked({"as_of": self.as_of, **query})

    def data(self, name: str, form: str, **query: str | int | None) -> str:
        """The same data as that page in another form."""
        path = f"/p/{quote(self.process or 'all', safe='+')}" + (f"/{name}" if name else "")
        return f"{path}.{form}{_asked({'as_of': self.as_of, **query})}"

    def claim(self, happening: str | None) -> str:
        """The claim page of a happening; nothing where there is none."""
        if not happening:
            return ""
        return f"/claim/{quote(happening, safe='')}" + _asked({"p": self.process, "as_of": self.as_of})

    def article(self, document: str, start: int | None = None, end: int | None = None) -> str:
        """The article page, at a passage where one is given."""
        path = f"/article/{quote(document, safe='')}"
        if start is None or end is None:
            return path + _asked({"p": self.process})
        return f"{path}{_asked({'p': self.process, 'at': f'{start}-{end}'})}#passage"


def _asked(query: Mapping[str, str | int | None]) -> str:
    told = {name: value for name, value in query.items() if value not in (None, "")}
    return f"?{urlencode(told)}" if told else ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The text's own words with where they stand."""

    text: str
    href: str
    source: str
    day: str

    @property
    def label(self) -> str:
        """Who published it and when."""
        return ", ".join(part for part in (self.source, self.day) if part)


@dataclass(frozen=True)
class Teller:
    """Turns a record's values into what a page shows of them.

    Attributes:
        sources: documents by id; None for those of the record.
    """

    record: Dossier
    knowledge: Knowledge | None
    links: Links
    sources: Mapping[str, BriefDocument] | None = None

    @cached_property
    def documents(self) -> Mapping[str, BriefDocument]:
        """The documents by id."""
        return by_id(self.record) if self.sources is None else self.sources

    @cached_property
    def namer(self) -> Namer:
        """Names actors as of the day for which the record speaks."""
        limits = bounds(self.record.as_of)
        return Namer(self.knowledge, limits[0] if limits else None)

    def quotes(self, evidence: Iterable[Evidence], most: int = 3) -> tuple[Quote, ...]:
        """The first passages, none within another; single words only where there are no sentences."""
        kept: list[Evidence] = []
        told = list(islice(evidence, _LOOKED_AT))
        for one in [e for e in told if len(e.quote) >= _SENTENCE] or told:
            if not any(_covers(other, one) for other in kept):
                kept = [other for other in kept if not _covers(one, other)]
                kept.append(one)
        return tuple(self.quote(one) for one in kept[:most])

    def quote(self, one: Evidence) -> Quote:
        """One passage."""
        known = self.documents.get(one.document)
        words = clean(one.quote)
        return Quote(
            text=words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …",
            href=self.links.article(one.document, one.start, one.end),
            source=excerpt(known.publisher or known.title, 60) if known else "article",
            day=short_day(known.published) if known else "",
        )


def by_id(record: Dossier) -> Mapping[str, BriefDocument]:
    """The documents of a record by id."""
    return {one.id: one for one in record.documents}


def _covers(one: Evidence, other: Evidence) -> bool:
    return one.document == other.document and one.start <= other.start and other.end <= one.end


@dataclass(frozen=True, slots=True)
class Capped(Generic[T]):
    """So many of a long list as a page shows, and how many there are.

    Attributes:
        key: the section's name in the address.
        page: which part is shown, from 1; 0 for the first few.
    """

    key: str
    items: tuple[T, ...]
    total: int
    page: int = 0
    size: int = FEW

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.total - len(self.items)

    @property
    def pages(self) -> int:
        """How many parts there are."""
        return max(-(-self.total // self.size), 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which section the reader wants at length, and which part of it."""

    key: str = ""
    page: int = 1

    def cap(self, key: str, found: Sequence[T], few: int = FEW) -> Capped[T]:
        """The part of a section that is shown."""
        if key != self.key:
            return Capped(key, tuple(found[:few]), len(found), 0, few)
        page = min(max(self.page, 1), max(-(-len(found) // MANY), 1))
        return Capped(key, tuple(found[(page - 1) * MANY : page * MANY]), len(found), page, MANY)

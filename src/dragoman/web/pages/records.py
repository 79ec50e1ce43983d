"""Owns the routes of single records: the claim page and the article page; and of search."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal, cast

from fastapi import APIRouter, HTTPException, Query, Request, Response

from dragoman.errors import SettingsError
from dragoman.process.dossier import BriefDocument, Entry
from dragoman.records.merge import Happening, merge
from dragoman.web.pages.asking import Day, Part, teller_of
from dragoman.web.rendering import page
from dragoman.web.views.article import article_of, article_rows
from dragoman.web.views.atoms import Links, Teller
from dragoman.web.views.claim import Copy, claim_of, claim_rows
from dragoman.web.views.head import Head, data_links
from dragoman.web.views.search import search_of, search_rows
from dragoman.web.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragoman.archive.state import Record
    from dragoman.documents.document import Document
    from dragoman.web.desk import Desk

router = APIRouter()
_LISTS = ("meetings", "commitments", "violence", "humanitarian", "agreements")
_MOST = 40
Process = Annotated[str, Query(alias="p", max_length=120)]


@dataclass(frozen=True, slots=True)
class _Index:
    """Where a state holds what: happenings by id, and of each its list and entry."""

    events: Mapping[str, Happening]
    entries: Mapping[str, tuple[str, Entry]]


@router.get("/claim/{name}")
def claim(request: Request, name: str, process: Process = "", as_of: Day = None) -> Response:
    """One happening with all reports of it, and the entry of the process of which it is a part."""
    desk: Desk = request.state.desk
    one = desk.happening(name)
    rejected = one is None
    if one is None:
        one = _rejected(desk, name)
    record = _record(desk, process) or desk.record("all")
    links = Links(process or None, as_of.isoformat() if as_of else None)
    index = desk.derived.of(record, f"claims {record.process}", lambda: _index_of(record))
    part, entry = index.entries.get(one.id, ("", None))
    together = (index.events[key] for key in (entry.events if entry else ()) if key in index.events and key != one.id)
    others = list(islice(together, _MOST))
    told = desk.reports(one)
    teller = _teller(desk, record, links, [report.document for report in told])
    copies: dict[str, list[Copy]] = {}
    first = {report.document.id for report in told if report.events}
    for report in told:
        if not report.events and report.copy_of:
            home = report.copy_of if report.copy_of in first else next(iter(first), report.copy_of)
            copies.setdefault(home, []).append(_copy(report.document, links))
    judgements = desk.judgements(one.members)
    query = f"p={process}" if process else ""
    head = Head(
        title="Record",
        section="processes",
        kept=(("p", process),) if process else (),
        path=f"/claim/{one.id}",
        data=data_links(f"/claim/{one.id}", query, ("json", "csv")),
    )
    view = claim_of(
        one,
        teller,
        head,
        entry=entry,
        part=part,
        others=others,
        copies=copies,
        judgements=judgements,
        rejected=rejected,
    )
    return page(request, "claim.html", view, rows=lambda: claim_rows(view))


@router.get("/article/{name}")
def article(
    request: Request, name: str, process: Process = "", at: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """An article with the passages of its records marked."""
    desk: Desk = request.state.desk
    kept = desk.kept(name)
    if kept is None:
        raise HTTPException(404, f"the archive has no article {name!r}")
    links = Links(process or None)
    teller = _teller(desk, desk.record("all"), links, [kept.document])
    others = desk.copies_of(name)
    head = Head(
        title="Article",
        section="",
        path=f"/article/{name}",
        data=data_links(f"/article/{name}", forms=("json", "csv")),
    )
    view = article_of(
        kept.document,
        desk.happenings_of(name),
        teller,
        head,
        at=_span(at),
        copies=[_copy(one, links) for one in others if one.id != kept.copies],
        versions=[_copy(one, links) for one in desk.versions_of(name)],
        copy_of=next((_copy(one, links) for one in others if one.id == kept.copies), None),
    )
    return page(request, "article.html", view, rows=lambda: article_rows(view))


@router.get("/search")
def search(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Literal["articles", "records"] = "articles",
    part: Part = 1,
) -> Response:
    """Articles and records with some words."""
    desk: Desk = request.state.desk
    found = desk.search(q, kind=kind, page=part)
    data = data_links("/search", str(request.query_params), ("json", "csv")) if q.strip() else ()
    head = Head("Search", "search", path="/search", data=data)
    view = search_of(found, head, knowledge=desk.knowledge)
    return page(request, "search.html", view, rows=lambda: search_rows(view))


def _rejected(desk: Desk, name: str) -> Happening:
    """The record of an event that a reviewer has rejected, as it was coded: he may think again.

    Raises:
        HTTPException: 404, there is no such event.
    """
    event = desk.event(name)
    if event is None:
        raise HTTPException(404, f"the archive has no record {name!r}")
    return merge([event])[0]


def _record(desk: Desk, process: str) -> Record | None:
    """The state of the process in which the reader came to the record; None where there is none."""
    if not process:
        return None
    try:
        return desk.record(process)
    except SettingsError:
        return None


def _index_of(record: Record) -> _Index:
    """The happenings of a state, and of each the entry of which it is a part: the one made of the most records."""
    entries: dict[str, tuple[str, Entry]] = {}
    for name in _LISTS:
        for entry in getattr(record, name):
            for event in entry.events:
                if event not in entries or len(entry.events) > len(entries[event][1].events):
                    entries[event] = (name, entry)
    return _Index({event.id: event for event in record.events}, entries)


def _teller(desk: Desk, record: Record, links: Links, documents: Iterable[Document]) -> Teller:
    """Words and addresses for some documents in addition: copies and older versions may not be among the record's."""
    added = {
        one.id: BriefDocument(
            id=one.id,
            title=one.title,
            url=one.url,
            publisher=one.publisher,
            published=one.published.isoformat() if one.published else None,
            text="",
        )
        for one in documents
    }
    teller = teller_of(desk, record, links)
    return replace(teller, sources=ChainMap(added, cast("dict[str, BriefDocument]", teller.documents)))


def _copy(one: Document, links: Links) -> Copy:
    return Copy(one.title or "Untitled", one.publisher or "", day_words(one.published), links.article(one.id))


def _span(text: str) -> tuple[int, int] | None:
    """First and last character of a passage; None for nothing.

    Raises:
        HTTPException: 422, it is none.
    """
    if not text:
        return None
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last)):
        raise HTTPException(422, f"at: {text!r} is no passage; give its first and last character, such as 120-180")
    return int(first), int(last)

"""Owns what an assistant may ask of an archive: each question is one function from the desk to an answer.

Knows nothing of the protocol. All but `judge` only read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from dragoman.delivery.entry_ids import LISTS
from dragoman.delivery.phrases import clean
from dragoman.errors import FormatError
from dragoman.knowledge.processes import ALL, PREFIX
from dragoman.mcp_server import answers as a
from dragoman.mcp_server import claims, entries
from dragoman.mcp_server.quoting import ARTICLES, Quoting, source_of, span_of
from dragoman.process.tracks import events_by_process
from dragoman.records.values import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.archive.state import Record
    from dragoman.records.merge import Happening
    from dragoman.store.lookups import Kept
    from dragoman.store.searching import Kind
    from dragoman.web.desk import Desk
    from dragoman.web.finding import Hit
    from dragoman.web.review import Queued

T = TypeVar("T")
# A question for changes that names no day looks back so many days.
_LATELY = timedelta(days=14)
# So many of the next days to watch stand in a brief, and so many claims beside an article's text.
_AHEAD, _CLAIMS = 10, 60


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked for."""

    limit: int
    offset: int = 0

    def of(self, items: Sequence[T]) -> tuple[T, ...]:
        """That part."""
        return tuple(items[self.offset : self.offset + self.limit])


def processes(desk: Desk, part: Part) -> a.Processes:
    """The processes of which the archive holds something, each with the claim learned last."""
    known = desk.processes()
    held = desk.derived.of(desk.record(ALL), "latest", lambda: _latest(desk))
    shown = part.of(known)
    last = [held[one.id] for one in shown if one.id in held]
    lines = {one.id: told for one, told in zip(last, claims.lines(last, desk), strict=True)}
    items = tuple(
        a.Process(
            id=one.id,
            name=one.name,
            claims=one.events,
            newest=one.newest.isoformat() if one.newest else None,
            latest=lines.get(held[one.id].id) if one.id in held else None,
        )
        for one in shown
    )
    return a.Processes(items=items, total=len(known))


def _latest(desk: Desk) -> Mapping[str, Happening]:
    grouped: Mapping[str, Any] = events_by_process(desk.record(ALL).events, knowledge=desk.knowledge)
    return {
        name.removeprefix(PREFIX): max(found, key=lambda one: (one.learned or date.min, one.id))
        for name, found in grouped.items()
        if found
    }


def brief(desk: Desk, process: str, as_of: date | None) -> a.Brief:
    """The state of a process in a few sentences, what is due, and how much there is."""
    record = desk.record(process, as_of=as_of)
    catalogue = _catalogue(desk, record)
    quoting = catalogue.quoting
    ahead, _ = catalogue.due()
    return a.Brief(
        process=_id(record),
        name=name_of(desk, process),
        as_of=record.as_of,
        headline=clean(record.headline),
        headline_quotes=quoting.quotes(_headline_evidence(record)),
        summary=tuple(a.Sentence(text=clean(one.text), quotes=quoting.quotes(one.evidence)) for one in record.summary),
        ahead=ahead[:_AHEAD],
        counts={name: len(getattr(record, name)) for name in (*LISTS, "events", "documents")},
        warnings=record.warnings,
    )


def _catalogue(desk: Desk, record: Record) -> entries.Catalogue:
    name = f"catalogue {record.process}"
    return desk.derived.of(record, name, lambda: entries.Catalogue(record, desk.knowledge))


def _headline_evidence(record: Record) -> tuple[Evidence, ...]:
    """What the headline rests on: the entries that it tells of."""
    named = (getattr(record, one.list)[one.index] for one in record.headline_entries)
    return tuple(evidence for entry in named for evidence in entry.evidence)


def find_entries(desk: Desk, process: str, as_of: date | None, wanted: entries.Wanted, part: Part) -> a.Entries:
    """The entries of a process that are asked for, and how all of them spread over facets.

    Raises:
        FormatError: no entry has such a kind, status or issue.
    """
    record = desk.record(process, as_of=as_of)
    items, total, facets = _catalogue(desk, record).page(wanted, limit=part.limit, offset=part.offset)
    return a.Entries(process=_id(record), as_of=record.as_of, items=items, total=total, facets=facets)


def due(desk: Desk, process: str, as_of: date | None, part: Part) -> a.Due:
    """What is due next, and what is overdue."""
    record = desk.record(process, as_of=as_of)
    ahead, overdue = _catalogue(desk, record).due()
    return a.Due(process=_id(record), as_of=record.as_of, ahead=part.of(ahead), overdue=part.of(overdue))


def changes(desk: Desk, process: str, since: date | None, as_of: date | None, part: Part) -> a.Changes:
    """What changed in a process since a day, or in the fortnight before the day for which it is asked."""
    last = as_of or desk.today()
    first = since or last - _LATELY
    if first > last:
        raise FormatError("since", f"{first} is after {last}", "an earlier day")
    record = desk.record(process, as_of=as_of, since=first)
    quoting = Quoting.of(record.documents)
    found = part.of(record.changes)
    homes = entries.claims_by_passage(record, {one.part for one in found})
    items = tuple(
        a.Change(
            list=one.part,
            kind=one.kind,
            text=clean(one.text),
            before=one.before,
            after=one.after,
            quotes=quoting.quotes(one.evidence),
            claims=next((homes[key] for e in one.evidence if (key := (one.part, e.document, e.start)) in homes), ()),
        )
        for one in found
    )
    return a.Changes(
        process=_id(record), since=record.since, as_of=record.as_of, items=items, total=len(record.changes)
    )


def claim(desk: Desk, name: str) -> a.Claim:
    """One claim, by its id or that of any report of it.

    Raises:
        FormatError: there is none, or reviewers rejected it.
    """
    found = desk.happening(name)
    if found is None:
        raise FormatError(name, "is no claim of this archive", "an id that another answer gave")
    return claims.whole(found, desk)


def search(desk: Desk, query: str, kind: Kind, part: Part) -> a.Hits:
    """Articles or records with some words, the last learned first.

    Raises:
        FormatError: the offset is no multiple of the limit.
    """
    number, rest = divmod(part.offset, part.limit)
    if rest:
        raise FormatError("offset", f"{part.offset} is no multiple of the limit", f"a multiple of {part.limit}")
    found = desk.search(query, kind=kind, page=number + 1, size=part.limit)
    return a.Hits(query=found.query, items=tuple(_hit(one, desk) for one in found.hits), total=found.total)


def _hit(one: Hit, desk: Desk) -> a.Hit:
    document = desk.document(one.document)
    evidence: tuple[Evidence, ...] = one.event.evidence if one.event else ()
    if document is not None and not evidence:
        span = span_of(one.text, document.text)
        if span is not None:
            start, end = span
            evidence = (Evidence(document=document.id, start=start, end=end, quote=document.text[start:end]),)
    quoting = Quoting.of([document] if document else [])
    known = quoting.source(one.document)
    return a.Hit(
        kind=one.kind,
        document=one.document,
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        claim=one.happening,
        quotes=quoting.quotes(evidence),
    )


def article(desk: Desk, name: str, *, start: int, length: int) -> a.Article:
    """A part of an article, and the claims that rest on it.

    Raises:
        FormatError: there is no such article.
    """
    found = kept(desk, name)
    document, known = found.document, source_of(found.document)
    quoting = Quoting.of([document])
    return a.Article(
        document=name,
        resource=ARTICLES + name,
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        url=known.url,
        copy_of=found.copies if found.copies != name else None,
        newer=found.newer,
        start=start,
        text=document.text[start : start + length],
        characters=len(document.text),
        claims=tuple(claims.line(one, desk, quoting) for one in desk.happenings_of(name)[:_CLAIMS]),
    )


def kept(desk: Desk, name: str) -> Kept:
    """An article as the archive keeps it.

    Raises:
        FormatError: there is none of that id.
    """
    found = desk.kept(name)
    if found is None:
        raise FormatError(name, "is no article of this archive", "the id of a document that another answer gave")
    return found


def queue(desk: Desk, kind: Queued, process: str, user: str | None, part: Part) -> a.Queue:
    """What there is to judge, the most valuable first.

    Raises:
        FormatError: the offset is no multiple of the limit.
    """
    number, rest = divmod(part.offset, part.limit)
    if rest:
        raise FormatError("offset", f"{part.offset} is no multiple of the limit", f"a multiple of {part.limit}")
    found = desk.queue(kind=kind, user=user, process_id=process, page=number + 1, size=part.limit)
    both = [one for item in found.items for one in (item.one, item.other) if one is not None]
    lines = {one.id: told for one, told in zip(both, claims.lines(both, desk), strict=True)}
    items = tuple(
        a.ToJudge(
            kind=one.kind,
            why=one.why,
            one=lines[one.one.id],
            other=lines[one.other.id] if one.other is not None else None,
        )
        for one in found.items
    )
    return a.Queue(items=items, total=found.total)


def judge(desk: Desk, by: str, said: Mapping[str, Any]) -> a.Judged:
    """Adds a judgement, signed with a user's name; it holds at once and nothing is ever taken away.

    Args:
        desk: the archive.
        by: whose token it was.
        said: what `Desk.judge` takes.

    Raises:
        FormatError: it lacks something, or corrects to no such value.
        StoreError: the archive holds no such event.
    """
    made = desk.judge(by=by, **said)
    stands = desk.happening(said["one"])
    return a.Judged(judgements=made, claim=claims.lines([stands], desk)[0] if stands else None)


def name_of(desk: Desk, process: str) -> str:
    """The name of a process.

    Raises:
        SettingsError: there is no such process.
    """
    known = desk.process(process)
    return known.name if known else "All processes"


def _id(record: Record) -> str:
    return record.process.removeprefix(PREFIX)


def markdown(desk: Desk, process: str) -> str:
    """The whole brief of a process as a page to read, every statement with its numbered quotes."""
    from dragoman.delivery.brief_markdown import brief_markdown

    return brief_markdown(desk.record(process), knowledge=desk.knowledge)

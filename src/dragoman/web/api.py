"""Owns the REST interface: its addresses, what they take and what they give.

Answers are written from the values as they are, without checking them a second time; the models are for the schema.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from dragoman.knowledge.processes import ALL, PREFIX
from dragoman.process.dossier import Agreement, Commitment, Humanitarian, Meeting, Position, Violence
from dragoman.records.merge import Happening
from dragoman.store.searching import Kind
from dragoman.version import __version__
from dragoman.web import answers as a
from dragoman.web.feeds import atom, change_entries
from dragoman.web.formats import TYPES, calendar_bytes, json_bytes
from dragoman.web.problems import ProblemBody
from dragoman.web.queries import AskedDays, AskedPart, Part, part_of
from dragoman.web.review import Queued
from dragoman.web.security import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.archive.listing import ProcessName
    from dragoman.archive.state import Record
    from dragoman.documents.document import Document
    from dragoman.web.desk import Desk

_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemBody} for status in (400, 401, 403, 404, 405, 413, 422, 500, 503)
}
router = APIRouter(prefix="/api/v1", responses=_FAULTS)
T = TypeVar("T")
ProcessId = Annotated[
    str, Path(max_length=200, description="id of a process, its parties such as UKR+RUS, or all", examples=["all"])
]
Id = Annotated[str, Path(max_length=64)]
LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements", "events")
# A feed or a list of changes that names no day begins so many days ago.
LATELY = timedelta(days=14)


@router.get("/health", response_model=a.Health)
def health(request: Request) -> Response:
    """Whether the desk answers."""
    return _json(a.Health(status="ok", version=__version__, archive=_desk(request).version()))


@router.get("/processes", response_model=a.Page[a.ProcessListed])
def processes(request: Request, part: AskedPart) -> Response:
    """The processes of which the archive holds something, the newest first."""
    return _page(_desk(request).processes(), part, _listed)


@router.get("/processes/{process}", response_model=a.ProcessState)
def process(request: Request, process: ProcessId, days: AskedDays) -> Response:
    """The state of a process as of a day; its lists have addresses of their own."""
    record = _record(request, process, days)
    known = _desk(request).process(process)
    state = a.ProcessState(
        id=record.process.removeprefix(PREFIX),
        name=known.name if known else "All processes",
        as_of=record.as_of,
        since=record.since,
        headline=record.headline,
        summary=record.summary,
        counts={name: len(getattr(record, name)) for name in (*LISTS, "changes", "documents")},
        warnings=tuple(one.text for one in record.warnings),
    )
    return _json(state)


@router.get("/processes/{process}/meetings", response_model=a.Page[Meeting])
def meetings(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """Its meetings, from proposed to held or called off."""
    return _page(_record(request, process, days).meetings, part)


@router.get("/processes/{process}/commitments", response_model=a.Page[Commitment])
def commitments(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """Its threats, promises and deadlines, with what became of them."""
    return _page(_record(request, process, days).commitments, part)


@router.get("/processes/{process}/positions", response_model=a.Page[Position])
def positions(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """What each side holds on each issue."""
    return _page(_record(request, process, days).positions, part)


@router.get("/processes/{process}/violence", response_model=a.Page[Violence])
def violence(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """Its attacks, with their tolls."""
    return _page(_record(request, process, days).violence, part)


@router.get("/processes/{process}/humanitarian", response_model=a.Page[Humanitarian])
def humanitarian(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """Its exchanges, releases, evacuations and deliveries."""
    return _page(_record(request, process, days).humanitarian, part)


@router.get("/processes/{process}/agreements", response_model=a.Page[Agreement])
def agreements(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """Its agreements, from proposed to ended."""
    return _page(_record(request, process, days).agreements, part)


@router.get("/processes/{process}/events", response_model=a.Page[Happening])
def events(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """Its claims, each with what every report says, in the order learned."""
    return _page(_record(request, process, days).events, part)


@router.get("/processes/{process}/documents", response_model=a.Page[a.DocumentHead])
def documents(request: Request, process: ProcessId, days: AskedDays, part: AskedPart) -> Response:
    """The articles that it rests on, without their texts."""

    def head(one: Any) -> a.DocumentHead:
        return a.DocumentHead.model_construct(
            id=one.id, title=one.title, url=one.url, publisher=one.publisher, published=one.published
        )

    return _page(_record(request, process, days).documents, part, head)


@router.get("/processes/{process}/changes", response_model=a.Changes)
def changes(request: Request, process: ProcessId, days: AskedDays) -> Response:
    """What changed since a day, or in the last fortnight."""
    record = _changed(request, process, days)
    return _json(
        a.Changes.model_construct(
            process=record.process.removeprefix(PREFIX), since=record.since, as_of=record.as_of, changes=record.changes
        )
    )


@router.get(
    "/processes/{process}/changes.atom",
    response_class=Response,
    responses={200: {"content": {"application/atom+xml": {}}}},
)
def changes_feed(request: Request, process: ProcessId, days: AskedDays) -> Response:
    """The same as a feed."""
    record = _changed(request, process, days)
    known = _desk(request).process(process)
    name = known.name if known else "All processes"
    page = f"{str(request.base_url).rstrip('/')}/p/{quote(process)}"
    entries = change_entries(record.process.removeprefix(PREFIX), record, record.changes, page)
    return Response(atom(f"{name}: what changed", str(request.url), page, entries), media_type=TYPES["atom"])


@router.get(
    "/processes/{process}/calendar.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}}
)
def calendar(request: Request, process: ProcessId, days: AskedDays) -> Response:
    """Its meetings and deadlines, to subscribe to."""
    return Response(calendar_bytes(request, _record(request, process, days)), media_type=TYPES["ics"])


@router.get("/claims/{claim}", response_model=a.Claim)
def claim(request: Request, claim: Id) -> Response:
    """One claim by its id or that of any report of it: all reports, who says what, and what reviewers said."""
    desk = _desk(request)
    found = desk.happening(claim)
    if found is None:
        raise HTTPException(404, f"there is no claim {claim!r}")
    reports = tuple(
        a.ReportListed.model_construct(document=_head(one.document), copy_of=one.copy_of, events=one.events)
        for one in desk.reports(found)
    )
    made = desk.judgements(found.members)
    return _json(a.Claim.model_construct(claim=found, reports=reports, judgements=made))


@router.get("/documents/{document}", response_model=a.Article)
def document(request: Request, document: Id) -> Response:
    """One article: its text, and the claims that rest on it."""
    desk = _desk(request)
    kept = desk.kept(document)
    if kept is None:
        raise HTTPException(404, f"there is no document {document!r}")
    article = a.Article.model_construct(
        document=_head(kept.document),
        text=kept.document.text,
        learned=kept.learned,
        copy_of=kept.copies if kept.copies != document else None,
        addresses=kept.addresses,
        newer=kept.newer,
        claims=desk.happenings_of(document),
    )
    return _json(article)


@router.get("/search", response_model=a.Page[a.HitListed])
def search(
    request: Request,
    part: AskedPart,
    q: Annotated[str, Query(max_length=200, description='words, "side by side", -not')] = "",
    kind: Kind = "articles",
) -> Response:
    """Articles or records with some words, the last learned first; `offset` counts in pages of `limit`."""
    number, rest = divmod(part.offset, part.limit)
    if rest:
        raise HTTPException(422, f"offset: {part.offset} is no multiple of the limit {part.limit}")
    found = _desk(request).search(q, kind=kind, page=number + 1, size=part.limit)
    hits = tuple(
        a.HitListed.model_construct(**{name: getattr(one, name) for name in a.HitListed.model_fields})
        for one in found.hits
    )
    return _json(_part(a.HitListed, hits, found.total, part))


@router.get("/queue", response_model=a.Page[a.QueueItem])
def queue(
    request: Request,
    part: AskedPart,
    kind: Queued = "uncertain",
    process: Annotated[str, Query(max_length=200)] = ALL,
) -> Response:
    """What there is to judge for who asks, the most valuable first."""
    number, rest = divmod(part.offset, part.limit)
    if rest:
        raise HTTPException(422, f"offset: {part.offset} is no multiple of the limit {part.limit}")
    user = request.state.user
    found = _desk(request).queue(
        kind=kind, user=user.name if user else None, process_id=process, page=number + 1, size=part.limit
    )
    items = tuple(
        a.QueueItem.model_construct(kind=one.kind, one=one.one, other=one.other, second=one.second, why=one.why)
        for one in found.items
    )
    return _json(_part(a.QueueItem, items, found.total, part))


@router.get("/judgements", response_model=a.Page[a.JudgementListed])
def judgements(
    request: Request, part: AskedPart, event: Annotated[str | None, Query(max_length=24)] = None
) -> Response:
    """What reviewers have said, in order; of one event only, where it is named."""
    return _page(_desk(request).judgements([event] if event else None), part)


@router.post("/judgements", response_model=a.JudgementsMade, status_code=201)
def judge(request: Request, given: a.JudgementGiven, user: Writer) -> Response:
    """Adds a judgement, signed with the user's name; it holds at once, and nothing is ever taken away."""
    made = _desk(request).judge(by=user.name, **given.said())
    return _json(a.JudgementsMade(judgements=made), status=201)


@router.get("/agreement", response_model=a.AgreementTold)
def agreement(request: Request) -> Response:
    """How well reviewers agree: Krippendorff's alpha over what two or more of them judged."""
    return _json(_desk(request).agreement())


def _desk(request: Request) -> Desk:
    desk: Desk = request.state.desk
    return desk


def _record(request: Request, process: str, days: AskedDays) -> Record:
    return _desk(request).record(process, as_of=days.as_of, since=days.since)


def _changed(request: Request, process: str, days: AskedDays) -> Record:
    desk = _desk(request)
    since = days.since or (days.as_of or desk.today()) - LATELY
    return desk.record(process, as_of=days.as_of, since=since)


def _listed(one: ProcessName) -> a.ProcessListed:
    return a.ProcessListed(id=one.id, name=one.name, events=one.events, newest=one.newest)


def _head(one: Document) -> a.DocumentHead:
    return a.DocumentHead(id=one.id, title=one.title, url=one.url, publisher=one.publisher, published=one.published)


def _page(items: Sequence[Any], part: Part, shown: Any = None) -> Response:
    found = part_of(items, part)
    if shown is not None:
        found = found.model_copy(update={"items": tuple(shown(one) for one in found.items)})
    return _json(found)


def _part(kind: type[T], items: tuple[T, ...], total: int, part: Part) -> a.Page[T]:
    return a.Page[T].model_construct(
        items=items, total=total, limit=part.limit, offset=part.offset, next=part.next(total)
    )


def _json(value: Any, *, status: int = 200) -> Response:
    return Response(json_bytes(value), status_code=status, media_type=TYPES["json"])

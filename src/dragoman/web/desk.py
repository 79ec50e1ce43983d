"""Owns what the desk answers from: the archive, its states kept in memory, and the knowledge behind them.

The only way by which pages and the interface read the archive. Knows nothing of HTTP or HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from threading import Semaphore
from typing import TYPE_CHECKING

from pydantic import JsonValue

from dragoman.archive.listing import ProcessName, processes_in
from dragoman.archive.memory import Memory
from dragoman.archive.state import Record, belongs
from dragoman.knowledge.processes import ALL, Process, find_process
from dragoman.records.corrections import CORRECTABLE as CORRECTABLE
from dragoman.records.corrections import check, check_characters, value_of
from dragoman.records.event import Event
from dragoman.records.merge import Happening
from dragoman.records.statement import Judgement, Verdict
from dragoman.records.values import Actor
from dragoman.store import accounts, lookups
from dragoman.store.searching import Kind
from dragoman.web import claims, review
from dragoman.web.agreement import Agreement, agreement
from dragoman.web.claims import Report as Report
from dragoman.web.derived import Derived
from dragoman.web.finding import Found, find
from dragoman.web.fresh import Fresh, warm_up
from dragoman.web.review import Queue, Queued

if TYPE_CHECKING:
    from dragoman.documents.document import Document
    from dragoman.knowledge.load import Knowledge
    from dragoman.store.lookups import Kept
    from dragoman.store.store import Store

# So many processes are made ready at the start.
_WARM = 8
# With which day the front page compares for who has not looked before.
_WEEK = timedelta(days=7)
# A password's hash takes 64 MB: so many are made at once.
_HASHES = 2


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the happenings of an archive are found."""

    by_member: Mapping[str, Happening]
    by_document: Mapping[str, tuple[Happening, ...]]


@dataclass(frozen=True, slots=True)
class Desk:
    """An archive as the desk shows it; see `open_desk`.

    Attributes:
        public: reading only, for everyone; nobody can sign in.
        hosts: names under which the desk may be asked for, besides those of this machine.
        hashing: how many passwords may be looked at at once.
    """

    store: Store
    states: Fresh
    knowledge: Knowledge
    public: bool = False
    hosts: frozenset[str] = frozenset()
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    derived: Derived = field(default_factory=Derived)
    hashing: Semaphore = field(default_factory=lambda: Semaphore(_HASHES))

    def today(self) -> date:
        """The day, in UTC."""
        return self.clock().date()

    def version(self) -> str:
        """A token that changes with whatever is shown."""
        return self.states.version()

    def process(self, process_id: str) -> Process | None:
        """The process of an address; None for `all`.

        Raises:
            SettingsError: there is no such process.
        """
        return find_process(process_id, knowledge=self.knowledge)

    def record(self, process_id: str, *, as_of: date | None = None, since: date | None = None) -> Record:
        """The state of a process, and what changed since a day.

        Raises:
            SettingsError: there is no such process.
        """
        return self.states.record(self.process(process_id), as_of=as_of, since=since)

    def processes(self) -> tuple[ProcessName, ...]:
        """The known processes of which the archive holds something, the newest first."""
        record = self.record(ALL)
        return self.derived.of(record, "processes", lambda: processes_in(record, knowledge=self.knowledge))

    def warm_up(self) -> None:
        """Makes in a thread what every first asker would wait for: the state of all, and of the newest processes."""

        def work() -> None:
            self._places()
            self.queue()
            known = self.processes()
            newest = max((one.newest for one in known if one.newest), default=None)
            for one in known[:_WARM]:
                self.record(one.id, since=newest - _WEEK if newest else None)

        warm_up(work)

    def _places(self) -> _Places:
        return self._places_in(self.record(ALL))

    def _places_in(self, record: Record) -> _Places:
        return self.derived.of(record, "places", lambda: _places_of(record.events))

    def happening(self, name: str) -> Happening | None:
        """The claim of an id: its own, or that of any report of it; with every judgement made so far."""
        record = self.record(ALL)
        found = self._places_in(record).by_member
        if self.states.is_current(record):
            return found.get(name)

        def members_of(one: str) -> tuple[str, ...]:
            return found[one].members if one in found else (one,)

        return claims.claim_now(
            self.store, name, members_of=members_of, judgements=self.judgements(), knowledge=self.knowledge
        )

    def happenings_of(self, document: str) -> tuple[Happening, ...]:
        """The claims of which a document tells, in the order of its text."""
        return self._places().by_document.get(document, ())

    def document(self, name: str) -> Document | None:
        """The document of an id, whole."""
        kept = self.kept(name)
        return kept.document if kept else None

    def kept(self, name: str) -> Kept | None:
        """The document of an id with its addresses, of what it is a copy, and its later versions."""
        return lookups.documents(self.store, [name]).get(name)

    def copies_of(self, name: str) -> tuple[Document, ...]:
        """The other near copies of a document, and the text of which they are copies."""
        found = sorted(one for one in lookups.copies_of(self.store, [name]) if one != name)
        kept = lookups.documents(self.store, found)
        return tuple(kept[one].document for one in found)

    def versions_of(self, name: str) -> tuple[Document, ...]:
        """The other versions of an article, the first one first."""
        found = [one for one in lookups.versions_of(self.store, name) if one != name]
        kept = lookups.documents(self.store, found)
        return tuple(kept[one].document for one in found)

    def event(self, name: str) -> Event | None:
        """The event of an id as it was coded, also where it was rejected."""
        return lookups.events(self.store, [name]).get(name)

    def reports(self, happening: Happening) -> tuple[Report, ...]:
        """The documents that tell of a claim, in the order learned, each followed by its near copies."""
        made = self.judgements(happening.members)
        return claims.reports(self.store, happening.members, made, knowledge=self.knowledge)

    def search(self, query: str, *, kind: Kind = "articles", page: int = 1, size: int = 20) -> Found:
        """Articles or records with some words; see `store.searching.search`."""
        return find(self.store, query, kind=kind, page=page, size=size, claim=self.happening)

    def judgements(self, events: Iterable[str] | None = None) -> tuple[Judgement, ...]:
        """All judgements in order, or those on some events."""
        made = self.derived.of(self.store.version(), "judgements", lambda: lookups.judgements(self.store))
        if events is None:
            return made
        wanted = set(events)
        return tuple(one for one in made if one.one in wanted or one.other in wanted)

    def judge(
        self,
        verdict: Verdict,
        one: str,
        *,
        by: str,
        other: str | None = None,
        field: str | None = None,
        value: JsonValue = None,
        note: str | None = None,
        whole: bool = True,
    ) -> tuple[Judgement, ...]:
        """Adds a reviewer's judgement; nothing is ever changed or removed.

        Args:
            verdict: what he says.
            one: id of a claim, or of one report of it.
            by: his name.
            other: id of the other claim, for same and different.
            field: what is corrected; one of `CORRECTABLE`.
            value: what it is to be; see `records.corrections.value_of`.
            note: in his own words.
            whole: the judgement is on all reports of the claim; else on this report only.

        Raises:
            FormatError: it lacks something, or corrects to no such value.
            StoreError: the archive holds no such event.
        """
        for name, given in {"one": one, "other": other, "value": value, "note": note}.items():
            check_characters(name, given)
        if verdict == "corrected" and field is not None:
            value = value_of(field, value, actor=self.actor)
        judgement = Judgement(
            verdict=verdict, one=one, other=other, field=field, value=value, by=by, note=(note or "").strip() or None
        )
        check(judgement)
        home = self.happening(one) if whole and other is None else None
        made = [judgement.model_copy(update={"one": name}) for name in (home.members if home else (one,))]
        return lookups.judge_all(self.store, made)

    def actor(self, name: str) -> Actor:
        """The actor of a name as the archive knows it, the one named most often; else known by name only."""
        record = self.record(ALL)
        known = self.derived.of(record, "actors", lambda: _actors_of(record.events))
        return known.get(name.casefold(), Actor(name=name))

    def queue(
        self,
        *,
        kind: Queued = "uncertain",
        user: str | None = None,
        process_id: str = ALL,
        page: int = 1,
        size: int = 20,
    ) -> Queue:
        """What there is to judge for a user, or for a reader who is not signed in, the most valuable first."""
        told, seconds = self._judged()
        record = self.record(process_id)
        process = self.process(process_id)
        if process is not None:
            held = {name for one in record.events for name in one.members} if seconds else set()
            seconds = tuple(s for s in seconds if s.one.id in held or belongs(s.one, process))
        makers = {
            "uncertain": review.uncertain,
            "readers": review.differing,
            "disputed": review.disputed,
            "same": review.perhaps_same,
        }
        counts: dict[Queued, int] = {}
        items: tuple[review.ToReview, ...] = ()
        for name in review.KINDS:
            make = makers[name]
            fresh = self.derived.of(record, f"{name} {process_id}", lambda make=make: make(record.events))  # type: ignore[misc]
            mine = tuple(review.for_user(review.merged(fresh, seconds), told, user, name))
            counts[name] = len(mine)
            if name == kind:
                items = tuple(islice(mine, (page - 1) * size, page * size))
        total = counts[kind]
        return Queue(kind, items, total, page, max(1, -(-total // size)), counts)

    def _judged(self) -> tuple[review.Judged, tuple[review.ToReview, ...]]:
        made = self.judgements()
        return self.derived.of(made, "judged", lambda: self._second_opinions(made))

    def _second_opinions(self, made: tuple[Judgement, ...]) -> tuple[review.Judged, tuple[review.ToReview, ...]]:
        told = review.judged(made)
        once = {name for name, by in told.events.items() if len(by) == 1}
        once |= {name for pair, by in told.pairs.items() if len(by) == 1 for name in pair}
        coded = lookups.events(self.store, once)
        return told, review.second_opinions(told, coded, self._places().by_member)

    def agreement(self) -> Agreement:
        """How well reviewers agree."""
        made = self.judgements()
        return self.derived.of(made, "agreement", lambda: agreement(made))

    def look(self, user: str, process_id: str) -> date | None:
        """Notes that a user looks at a process; gives the day of his look before, None at the first one."""
        before = accounts.look(self.store, user, process_id)
        return before.date() if before else None


def open_desk(
    store: Store,
    *,
    knowledge: Knowledge,
    public: bool = False,
    hosts: Iterable[str] = (),
    clock: Callable[[], datetime] | None = None,
) -> Desk:
    """The desk of an archive.

    Args:
        store: the archive.
        knowledge: names and processes.
        public: reading only, for everyone.
        hosts: names under which the desk may be asked for.
        clock: what time it is, in UTC; None for the archive's clock.
    """
    states = Fresh(Memory(store, knowledge=knowledge), knowledge=knowledge)
    names = frozenset(one.casefold() for one in hosts)
    return Desk(store, states, knowledge, public=public, hosts=names, clock=clock or store.clock)


def _places_of(happenings: Iterable[Happening]) -> _Places:
    by_member: dict[str, Happening] = {}
    by_document: dict[str, list[tuple[int, Happening]]] = {}
    for one in happenings:
        for name in one.members:
            by_member[name] = one
        starts: dict[str, int] = {}
        for said in one.evidence:
            starts[said.document] = min(starts.get(said.document, said.start), said.start)
        for document, start in starts.items():
            by_document.setdefault(document, []).append((start, one))
    ordered = {name: tuple(one for _, one in sorted(told, key=_first)) for name, told in by_document.items()}
    return _Places(by_member, ordered)


def _first(told: tuple[int, Happening]) -> tuple[int, str]:
    return told[0], told[1].id


def _actors_of(happenings: Iterable[Happening]) -> dict[str, Actor]:
    """The actors of each name without their persons."""
    counted: dict[str, dict[Actor, int]] = {}
    for one in happenings:
        for actor in (*one.source, *one.target):
            body = actor.without_person()
            named = counted.setdefault(actor.name.casefold(), {})
            named[body] = named.get(body, 0) + 1
    return {name: max(found, key=lambda one: found[one]) for name, found in counted.items()}

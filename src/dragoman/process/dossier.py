"""Owns the brief's contract as values: meetings, commitments, positions, violence and the rest.

Field names and vocabularies are fixed; scorers and downstream users depend on them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dragoman.contract.issues import IssueCode
from dragoman.records.event import Event, side_words
from dragoman.records.values import Actor, Count, EventType, Evidence, PlaceValue, Value

# The lists of entries, in the contract's order.
LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements")
MeetingFormat = Literal["talks", "indirect_talks", "summit", "ministerial", "call", "conference", "visit", "other"]
MeetingStatus = Literal["proposed", "announced", "confirmed", "under_way", "held", "failed", "postponed", "cancelled"]
MeetingStance = Literal[
    "announced", "confirmed", "accepted", "declined", "denied", "conditional", "no_comment", "sceptical"
]
CommitmentKind = Literal["ultimatum", "threat", "pledge", "offer", "deadline"]
CommitmentStatus = Literal["pending", "fulfilled", "expired", "violated", "withdrawn"]
PositionStance = Literal["supports", "opposes", "demands", "offers", "refuses", "conditional", "sceptical", "undecided"]
ViolenceKind = Literal[
    "airstrike",
    "drone_strike",
    "missile_strike",
    "shelling",
    "ground_assault",
    "clash",
    "bombing",
    "shooting",
    "abduction",
    "execution",
    "arrest",
    "siege",
    "other",
]
HumanitarianKind = Literal[
    "prisoner_exchange",
    "release",
    "remains_return",
    "children_return",
    "evacuation",
    "aid_delivery",
    "corridor",
    "displacement",
]
HumanitarianStatus = Literal["proposed", "agreed", "under_way", "done", "failed"]
AgreementKind = Literal[
    "ceasefire", "truce", "framework", "roadmap", "comprehensive", "declaration", "extension", "other"
]
AgreementStatus = Literal["proposed", "agreed", "signed", "in_force", "violated", "ended", "rejected"]


class Entry(Value):
    """What all entries share: the evidence, how sure it is, and the events from which they were computed."""

    evidence: tuple[Evidence, ...] = Field(min_length=1)
    confidence: float = Field(default=1.0, ge=0, le=1, description="that of its weakest needed field")
    uncertain: bool = Field(default=False, description="kept but not vouched for: left out of what is told")
    alleged_by: tuple[Actor, ...] = Field(default=(), description="whose claim it is, as long as it is only that")
    events: tuple[str, ...] = Field(default=(), description="ids of the events it was computed from")

    def __repr__(self) -> str:
        who, facts = _gist(self)
        told = " ".join(part for part in (who, facts) if part)
        return f"<{type(self).__name__} {told}, {len(self.evidence)} passages>"

    __str__ = __repr__


class Stance(Value):
    """What one actor says of a meeting, with its own quote."""

    actor: Actor
    stance: MeetingStance
    evidence: tuple[Evidence, ...] = ()


class Meeting(Entry):
    """One meeting, call, summit or round of talks."""

    parties: tuple[Actor, ...]
    mediators: tuple[Actor, ...]
    host: Actor | None
    format: MeetingFormat
    place: PlaceValue | None
    start: str | None
    end: str | None
    status: MeetingStatus
    round: int | None
    agenda: tuple[IssueCode, ...]
    stances: tuple[Stance, ...]
    outcome: str | None


class Commitment(Entry):
    """A threat, promise or deadline that lies in the future of the document that reports it."""

    kind: CommitmentKind
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    action: EventType | None
    issue: IssueCode | None
    condition: str | None
    due: str | None
    status: CommitmentStatus
    decided_by: tuple[Evidence, ...] = Field(default=(), description="what moved the status from pending")


class Position(Entry):
    """What one actor says of one issue."""

    actor: Actor
    issue: IssueCode
    stance: PositionStance
    date: str | None
    earlier: tuple[str, ...] = Field(default=(), description="earlier stances, oldest first, with date")


class Violence(Entry):
    """One attack or stated series of attacks, with its tolls."""

    kind: ViolenceKind
    by: tuple[Actor, ...] | None
    against: tuple[Actor, ...]
    place: PlaceValue | None
    start: str | None
    end: str | None
    killed: Count | None
    wounded: Count | None
    captured: Count | None
    reported_by: tuple[Actor, ...]


class Humanitarian(Entry):
    """One exchange, release, evacuation, delivery or displacement."""

    kind: HumanitarianKind
    parties: tuple[Actor, ...]
    count: int | None
    status: HumanitarianStatus
    date: str | None


class Agreement(Entry):
    """One agreement, from proposed to ended."""

    kind: AgreementKind
    parties: tuple[Actor, ...]
    mediators: tuple[Actor, ...]
    place: PlaceValue | None
    date: str | None
    issues: tuple[IssueCode, ...]
    status: AgreementStatus


class EntryRef(Value):
    """An entry by its list and its place in it, from 0."""

    list: str
    index: int = Field(ge=0)


class Sentence(Value):
    """One sentence of the summary with its evidence and the entries that it tells of."""

    text: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    entries: tuple[EntryRef, ...] = ()


class Caution(Value):
    """What a reader of a dossier must know, by its code and in words."""

    code: str
    text: str


class BriefDocument(Value):
    """A document as the brief cites it."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    text: str


class Dossier(Value):
    """The state of the processes of a set of documents as of a date: the brief of contract.md."""

    as_of: str | None = Field(description="date the brief speaks for; null only where no date is known")
    documents: tuple[BriefDocument, ...]
    headline: str
    headline_entries: tuple[EntryRef, ...] = Field(default=(), description="the entries that the headline tells of")
    summary: tuple[Sentence, ...] = Field(max_length=4)
    meetings: tuple[Meeting, ...]
    commitments: tuple[Commitment, ...]
    positions: tuple[Position, ...]
    violence: tuple[Violence, ...]
    humanitarian: tuple[Humanitarian, ...]
    agreements: tuple[Agreement, ...]
    events: tuple[Event, ...]
    processes: tuple[str, ...] = Field(default=(), description="ids of the processes it belongs to")
    warnings: tuple[Caution, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """All entries but events, in the contract's order."""
        return tuple(entry for name in LISTS for entry in getattr(self, name))

    def __repr__(self) -> str:
        lists = [name for name in type(self).model_fields if isinstance(getattr(self, name), tuple)]
        counts = ", ".join(f"{len(found)} {name}" for name in lists if (found := getattr(self, name)))
        return f"<{type(self).__name__} as of {self.as_of or 'no date'}: {self.headline!r}; {counts or 'empty'}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from html import escape

        lists = (*LISTS, "events")
        counts = "".join(
            f"<tr><td>{name}</td><td>{len(getattr(self, name))}</td></tr>" for name in lists if getattr(self, name)
        )
        text = escape(" ".join(sentence.text for sentence in self.summary))
        warnings = "".join(f"<p><em>{escape(one.text)}</em></p>" for one in self.warnings)
        entries = "".join(
            f"<details><summary>{name}</summary><ul>{''.join(map(_item, getattr(self, name)))}</ul></details>"
            for name in lists[:-1]
            if getattr(self, name)
        )
        return (
            f"<section><h3>{escape(self.headline)}</h3><p><small>{self.as_of or 'no date'}</small></p>"
            f"{warnings}<p>{text}</p><table>{counts}</table>{entries}</section>"
        )


def _item(entry: Entry) -> str:
    """An entry for a notebook: who, its coded words, its day and its first quote."""
    from html import escape

    who, facts = _gist(entry)
    quotes = "".join(f"<blockquote>{escape(one.quote)}</blockquote>" for one in entry.evidence[:1])
    return f"<li><b>{escape(who)}</b> {escape(facts)}{quotes}</li>"


def _gist(entry: Entry) -> tuple[str, str]:
    """Who takes part in an entry, and its coded words with its day."""
    given = [getattr(entry, name, None) or () for name in ("parties", "actor", "by", "to", "against")]
    sides = [side if isinstance(side, tuple) else (side,) for side in given]
    who = " → ".join(side_words(side) for side in sides if side)
    names = ("format", "kind", "issue", "status", "stance", "start", "due", "date")
    words = (getattr(entry, name, None) for name in names)
    return who, " · ".join(str(word).replace("_", " ") for word in words if word)

"""Owns the values that the REST interface gives: pages of lists, and what is told of processes, claims and articles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from dragoman.process.changes import Change
from dragoman.process.dossier import Sentence
from dragoman.records.event import Event
from dragoman.records.merge import Happening
from dragoman.records.statement import Judgement, Verdict

T = TypeVar("T")


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[T]):
    """A page of a list."""

    items: tuple[T, ...]
    total: int = Field(description="how many there are on all pages")
    limit: int
    offset: int
    next: str | None = Field(description="address of the next page; null on the last one")


class Health(Answer):
    """Whether the desk answers, and the state of its archive."""

    status: Literal["ok"]
    version: str
    archive: str = Field(description="a token that changes with whatever is added")


class ProcessListed(Answer):
    """A process of which the archive holds something."""

    id: str
    name: str
    events: int = Field(description="how many claims belong to it")
    newest: date | None


class ProcessState(Answer):
    """The state of a process; its lists have addresses of their own."""

    id: str
    name: str
    as_of: str | None
    since: str | None
    headline: str
    summary: tuple[Sentence, ...]
    counts: dict[str, int] = Field(description="how many entries each list has")
    warnings: tuple[str, ...]


class Changes(Answer):
    """What changed in a process from one day to another."""

    process: str
    since: str | None
    as_of: str | None
    changes: tuple[Change, ...]


class DocumentHead(Answer):
    """An article without its text."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    published: date | None


class ReportListed(Answer):
    """One article that tells of a claim; without events of its own it repeats another text."""

    document: DocumentHead
    copy_of: str | None
    events: tuple[Event, ...]


class Claim(Answer):
    """One claim with all reports of it and all that reviewers said of it."""

    claim: Happening
    reports: tuple[ReportListed, ...]
    judgements: tuple[Judgement, ...]


class Article(Answer):
    """One article with its text and the claims that rest on it."""

    document: DocumentHead
    text: str
    learned: date | None
    copy_of: str | None
    addresses: tuple[str, ...]
    newer: tuple[str, ...] = Field(description="ids of its later versions")
    claims: tuple[Happening, ...]


class HitListed(Answer):
    """One article or record that was found."""

    kind: Literal["articles", "records"]
    id: str
    title: str | None
    text: str
    day: date | None
    publisher: str | None
    document: str
    happening: str | None


class QueueItem(Answer):
    """One thing to judge."""

    kind: Literal["uncertain", "readers", "disputed", "same"]
    one: Happening
    other: Happening | None
    second: bool = Field(description="another reviewer has judged it; this is a second opinion")
    why: str


class JudgementGiven(BaseModel):
    """What a reviewer says; his name is the signed-in user's."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    one: str = Field(min_length=1, max_length=24, description="id of a claim or of one report of it")
    other: str | None = Field(default=None, max_length=24, description="id of the other claim, for same and different")
    field: str | None = Field(default=None, max_length=16, description="what is corrected")
    value: JsonValue = Field(default=None, description="what it is to be; null is unknown")
    note: str | None = Field(default=None, max_length=4000)
    scope: Literal["claim", "report"] = Field(default="claim", description="all reports of the claim, or this one only")

    def said(self) -> dict[str, Any]:
        """What `Desk.judge` takes, but for the user's name."""
        return {**self.model_dump(exclude={"scope"}), "whole": self.scope == "claim"}


class JudgementsMade(Answer):
    """The judgements that were added: one for each report of the claim."""

    judgements: tuple[Judgement, ...]


class AlphaTold(Answer):
    """Krippendorff's alpha; null with a reason where it cannot be told."""

    alpha: float | None
    units: int = Field(description="how many were judged by two or more reviewers")
    reviewers: int
    reason: str | None


class AgreementTold(Answer):
    """How well reviewers agree."""

    claims: AlphaTold = Field(description="over right, wrong and corrected")
    pairs: AlphaTold = Field(description="over same and different")


class JudgementListed(Judgement):
    """A judgement as the archive keeps it."""

    made: datetime | None = None

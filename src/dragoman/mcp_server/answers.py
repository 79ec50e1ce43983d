"""Owns the values that tools answer with: each says what it rests on, by quotes and by ids to ask further with."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from dragoman.process.changes import Kind, Part
from dragoman.process.dossier import Caution
from dragoman.records.statement import Judgement
from dragoman.records.values import Evidence
from dragoman.web.review import Queued


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True)


class Quote(Evidence):
    """Characters of an article, exactly as they stand there, and whose article it is."""

    title: str | None
    publisher: str | None
    published: str | None
    resource: str = Field(description="address of the article among the resources")


class Passage(Quote):
    """A quote with the words around it."""

    before: str
    after: str


class ClaimLine(Answer):
    """One claim in a line: something that one or more articles report."""

    id: str
    title: str
    status: str
    day: str | None
    place: str | None
    confidence: float
    uncertain: bool = Field(description="no report was coded with confidence; a person should look")
    alleged_by: tuple[str, ...] = Field(description="whose accusation it is, as long as it is only that")
    sources: int = Field(description="independent articles: copies of one text count once")
    disputed: tuple[str, ...] = Field(description="fields on which articles contradict each other")
    quotes: tuple[Quote, ...]


class Process(Answer):
    """A conflict or peace process of which the archive holds something."""

    id: str
    name: str
    claims: int
    newest: str | None = Field(description="last day on which something of it was learned")
    latest: ClaimLine | None = Field(description="the claim learned last")


class Processes(Answer):
    """A part of the list of processes, the newest first."""

    items: tuple[Process, ...]
    total: int


class Sentence(Answer):
    """A sentence of the summary."""

    text: str
    quotes: tuple[Quote, ...]


class Entry(Answer):
    """One entry of the record."""

    id: str
    list: Part
    title: str
    confidence: float
    uncertain: bool = Field(description="the program does not vouch for it; tell it as uncertain or not at all")
    alleged_by: tuple[str, ...] = Field(description="whose accusation it is, as long as it is only that")
    fields: dict[str, JsonValue] = Field(description="as the contract has them; null is what no article says")
    claims: tuple[str, ...] = Field(description="ids of the claims of which it was made")
    articles: int = Field(description="how many articles it rests on")
    quotes: tuple[Quote, ...]


class Ahead(Answer):
    """An entry with a day to watch."""

    day: str | None
    distance: str = Field(description="how far off it is; empty for what is past or has no day")
    entry: Entry


class Due(Answer):
    """What is due next, and what is overdue."""

    process: str
    as_of: str | None
    ahead: tuple[Ahead, ...] = Field(description="the next first, those without a day last")
    overdue: tuple[Ahead, ...] = Field(description="the day has passed and no article says what became of it")


class Brief(Answer):
    """The state of a process."""

    process: str
    name: str
    as_of: str | None
    headline: str
    headline_quotes: tuple[Quote, ...]
    summary: tuple[Sentence, ...]
    ahead: tuple[Ahead, ...]
    counts: dict[str, int] = Field(description="how many entries each list has; ask `entries` for them")
    warnings: tuple[Caution, ...]


class FacetValue(Answer):
    """A value of a facet and how many of the found entries have it."""

    value: str
    count: int


class Entries(Answer):
    """A part of the entries that were asked for, and how all of them spread."""

    process: str
    as_of: str | None
    items: tuple[Entry, ...]
    total: int
    facets: dict[str, tuple[FacetValue, ...]] = Field(description="each can be given as a filter of that name")


class Change(Answer):
    """One thing that is otherwise than it was."""

    list: Part
    kind: Kind
    text: str
    before: str | None
    after: str | None
    quotes: tuple[Quote, ...]
    claims: tuple[str, ...]


class Changes(Answer):
    """What changed in a process since a day."""

    process: str
    since: str | None
    as_of: str | None
    items: tuple[Change, ...]
    total: int


class Saying(Answer):
    """Who says so, and where."""

    who: str
    quote: Quote
    because: str | None = Field(description="the rule, cue or reading that gave the value")


class Value(Answer):
    """One of the values that articles give a field."""

    value: JsonValue
    text: str
    sayings: tuple[Saying, ...]
    more: int = Field(description="how many more say so")


class ClaimField(Answer):
    """What is said of one field of a claim."""

    field: str
    disputed: bool
    values: tuple[Value, ...]


class Report(Answer):
    """An article that tells of a claim."""

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    copy_of: str | None = Field(description="id of the text of which it is a near copy")
    passages: tuple[Passage, ...]


class Claim(Answer):
    """One claim: what each article says of it, with the passages, and what reviewers said."""

    claim: ClaimLine
    members: tuple[str, ...] = Field(description="ids of the reports of which it was merged")
    fields: tuple[ClaimField, ...]
    reports: tuple[Report, ...]
    judgements: tuple[Judgement, ...]


class Hit(Answer):
    """An article or record that was found."""

    kind: Literal["articles", "records"]
    document: str
    title: str | None
    publisher: str | None
    published: str | None
    claim: str | None = Field(description="id of the claim that a record is a report of")
    quotes: tuple[Quote, ...]


class Hits(Answer):
    """A part of what was found, the last learned first."""

    query: str
    items: tuple[Hit, ...]
    total: int


class Article(Answer):
    """An article: a part of its text, and the claims that rest on it."""

    document: str
    resource: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    copy_of: str | None
    newer: tuple[str, ...] = Field(description="ids of its later versions")
    start: int = Field(description="character of the article at which `text` begins")
    text: str
    characters: int = Field(description="length of the whole article")
    claims: tuple[ClaimLine, ...]


class ToJudge(Answer):
    """One thing that a reviewer is asked."""

    kind: Queued
    why: str
    one: ClaimLine
    other: ClaimLine | None = Field(description="the second of a pair that may be one")


class Queue(Answer):
    """A part of what there is to judge, the most valuable first."""

    items: tuple[ToJudge, ...]
    total: int


class Judged(Answer):
    """The judgements that were added, one for each report, and the claim as it stands now."""

    judgements: tuple[Judgement, ...]
    claim: ClaimLine | None = Field(description="null where it no longer stands")

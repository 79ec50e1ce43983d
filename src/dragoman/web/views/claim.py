"""Owns the claim page: one happening with all reports of it, who says what, and where they contradict each other.

Copies of one text are folded under it. Works on values that the desk has found; reads no archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.delivery.phrases import Namer, capital, clean, listed, say_count, say_day
from dragoman.process.dossier import Entry
from dragoman.records.merge import Happening
from dragoman.records.statement import FIELDS, NUMBERS, Judgement, Statement
from dragoman.records.values import Actor, Count
from dragoman.web.views.atoms import Quote, Teller
from dragoman.web.views.entries import EntryView, entry_view
from dragoman.web.views.head import Head
from dragoman.web.views.judging import Choice, vocabulary
from dragoman.web.words import act_words, day_words, field_words, tone, words

_ORDER = (*NUMBERS, *FIELDS)
_MOST, _REPORTS = 12, 60


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says so, where."""

    who: str
    quote: Quote
    because: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a field, with all who say so."""

    value: str
    sayings: tuple[Saying, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class FieldView:
    """What is said of one field; `disputed` where the reports cannot both be right."""

    field: str
    label: str
    disputed: bool
    differs: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A near copy, or another version, of a report."""

    title: str
    source: str
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class Report:
    """A document that tells of it, with its near copies folded."""

    title: str
    source: str
    day: str
    href: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A reviewer's word."""

    verdict: str
    tone: str
    by: str
    day: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class Gist:
    """A happening in one line."""

    id: str
    title: str
    status: str
    tone: str
    when: str
    where: str
    sources: int
    review: bool
    confidence: int
    quote: Quote | None
    href: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The page of one happening.

    Attributes:
        entry: the meeting, attack or other entry of which it is a part; None where it is part of none.
        others: the other happenings of that entry.
        rejected: whether a reviewer has taken it out of the record.
    """

    head: Head
    gist: Gist
    rejected: bool
    entry: EntryView | None
    part: str
    fields: tuple[FieldView, ...]
    disputed: int
    reports: tuple[Report, ...]
    sources: int
    copies: int
    others: tuple[Gist, ...]
    judgements: tuple[Judged, ...]
    vocabulary: tuple[Choice, ...]


def gist_of(one: Happening, teller: Teller) -> Gist:
    """A happening in one line: who did what to whom, when, where."""
    sides = [listed([_named(a, teller.namer) for a in side]) for side in (one.source, one.target) if side]
    if one.source and one.target and {a.key for a in one.source} == {a.key for a in one.target}:
        sides = sides[:1]
    act = act_words(one.kind, one.type)
    return Gist(
        id=one.id,
        title=capital(act) + (f": {' → '.join(sides)}" if sides else ""),
        status=words(one.status),
        tone=tone(one.status),
        when=say_day(one.start),
        where=clean(one.place.name) if one.place else "",
        sources=one.sources,
        review=one.review,
        confidence=round(one.confidence * 100),
        quote=next(iter(teller.quotes(one.evidence, 1)), None),
        href=teller.links.claim(one.id),
    )


def _named(actor: Actor, namer: Namer) -> str:
    body = namer.body(actor)
    return f"{body} ({clean(actor.person)})" if actor.person and actor.person != actor.name else body


def claim_of(
    one: Happening,
    teller: Teller,
    head: Head,
    *,
    entry: Entry | None = None,
    part: str = "",
    others: Sequence[Happening] = (),
    copies: Mapping[str, Sequence[Copy]] | None = None,
    judgements: Iterable[Judgement] = (),
    rejected: bool = False,
) -> Claim:
    """The claim page.

    Args:
        one: the happening.
        teller: words and addresses; its record holds the documents.
        head: the frame of the page.
        entry: the dossier's entry of which it is a part.
        part: the list in which that entry stands.
        others: the other happenings of the entry; an attack's figures are told together.
        copies: for each document its near copies and other versions.
        judgements: on this happening and its reports.
        rejected: whether a reviewer has taken it out of the record.
    """
    together = [one, *others] if part == "violence" else [one]
    fields = tuple(fields_of(together, teller))
    known = copies or {}
    reports = tuple(_reports(together, teller, known))
    return Claim(
        head=head,
        gist=gist_of(one, teller),
        rejected=rejected,
        entry=entry_view(entry, teller) if entry is not None else None,
        part=part,
        fields=fields,
        disputed=sum(field.disputed for field in fields),
        reports=reports[:_REPORTS],
        sources=max(one.sources, 1) if len(together) == 1 else len({r.href for r in reports}),
        copies=sum(len(report.copies) for report in reports),
        others=tuple(gist_of(other, teller) for other in others[:_REPORTS]),
        judgements=tuple(_judged(word, one) for word in judgements),
        vocabulary=vocabulary(),
    )


def fields_of(happenings: Sequence[Happening], teller: Teller) -> Iterator[FieldView]:
    """The fields on which reports differ first, the figures before the rest."""
    disputed = {name for one in happenings for name in one.disputed}
    grouped: dict[str, dict[str, list[Statement]]] = {}
    known: dict[tuple[str, str], str] = {}
    for one in happenings:
        for statement in one.statements:
            key = (statement.field, repr(statement.value))  # reports of one thing mostly say the same
            if key not in known:
                known[key] = value_words(statement.field, statement.value, teller.namer)
            value = known[key]
            if value:
                grouped.setdefault(statement.field, {}).setdefault(value, []).append(statement)
    found = [
        FieldView(
            field=name,
            label=capital(field_words(name)),
            disputed=name in disputed,
            differs=len(values) > 1,
            options=tuple(_option(value, said, teller) for value, said in values.items()),
        )
        for name, values in grouped.items()
        if name in _ORDER
    ]
    yield from sorted(found, key=lambda f: (not f.disputed, not (f.differs and f.field in NUMBERS),
                                            _ORDER.index(f.field)))  # fmt: skip


def _option(value: str, said: Sequence[Statement], teller: Teller) -> Option:
    # One sentence may be told by several reports; each document speaks once.
    once: dict[tuple[str, str], Statement] = {}
    for one in said:
        once.setdefault((one.evidence.document, who_says(one, teller.namer)), one)
    sayings = tuple(
        Saying(who_says(one, teller.namer), teller.quote(one.evidence), clean(one.because or ""))
        for one in list(once.values())[:_MOST]
    )
    return Option(value, sayings, max(len(once) - _MOST, 0))


def who_says(one: Statement, namer: Namer) -> str:
    """The speaker, or that it is the article's own voice."""
    return capital(namer.speaker(one.speaker)) if one.speaker else "The article itself"


def value_words(field: str, value: Any, namer: Namer) -> str:
    """A statement's value as a person would say it."""
    if value is None:
        return ""
    if field in NUMBERS:
        return say_count(Count.model_validate(value))
    if field in {"source", "target"} and isinstance(value, list):
        return capital(listed([_named(Actor.model_validate(one), namer) for one in value]))
    if field == "place" and isinstance(value, dict):
        return clean(str(value.get("name") or ""))
    if field in {"start", "end"}:
        return say_day(str(value))
    return act_words(None, str(value)) if field == "type" else words(str(value))


def _reports(happenings: Sequence[Happening], teller: Teller, copies: Mapping[str, Sequence[Copy]]) -> Iterator[Report]:
    seen: dict[str, Any] = {}
    for one in happenings:
        for evidence in one.evidence:
            seen.setdefault(evidence.document, evidence)
    for document, evidence in seen.items():
        known = teller.documents.get(document)
        yield Report(
            title=clean((known.title or "Untitled") if known else "An article"),
            source=clean((known.publisher or "") if known else ""),
            day=day_words(known.published if known else None),
            href=teller.links.article(document, evidence.start, evidence.end),
            copies=tuple(copies.get(document, ())),
        )


def _judged(word: Judgement, one: Happening) -> Judged:
    other = word.other if word.one == one.id or word.one in one.members else word.one
    field, value = getattr(word, "field", None), getattr(word, "value", None)
    what = f"{field_words(field)}: {value}" if field else f"with {other}" if word.other else ""
    return Judged(
        verdict=words(word.verdict),
        tone=tone(word.verdict),
        by=clean(word.by),
        day=day_words(word.made.date() if word.made else None),
        what=clean(what),
        note=clean(word.note or ""),
    )


def claim_rows(view: Claim) -> Iterator[Mapping[str, Any]]:
    """What each report says of each field."""
    for field in view.fields:
        for option in field.options:
            for saying in option.sayings:
                yield {
                    "claim": view.gist.id,
                    "field": field.field,
                    "value": option.value,
                    "disputed": field.disputed,
                    "who": saying.who,
                    "source": saying.quote.source,
                    "day": saying.quote.day,
                    "quote": saying.quote.text,
                    "because": saying.because,
                }

"""Owns claims as answers: in a line, and whole, with what each article says of each field and the passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dragoman.delivery.phrases import Namer, bounds, capital, clean, listed
from dragoman.mcp_server import answers as a
from dragoman.mcp_server.quoting import Quoting, source_of
from dragoman.store import lookups
from dragoman.web.views.claim import value_words, who_says
from dragoman.web.words import act_words

if TYPE_CHECKING:
    from dragoman.records.merge import Happening
    from dragoman.records.statement import Statement
    from dragoman.web.desk import Desk, Report

# So many articles are told of a claim, and so many of them for each value of a field.
_REPORTS, _SAYINGS = 60, 12


def line(one: Happening, desk: Desk, quoting: Quoting) -> a.ClaimLine:
    """A claim in a line: who did what to whom, when and where, quoted from the known articles."""
    namer = _namer(one, desk)
    sides = [listed([namer.body(actor) for actor in side]) for side in (one.source, one.target) if side]
    if one.source and {actor.key for actor in one.source} == {actor.key for actor in one.target}:
        sides = sides[:1]
    act = capital(act_words(one.kind, one.type))
    return a.ClaimLine(
        id=one.id,
        title=f"{act}: {' → '.join(sides)}" if sides else act,
        status=one.status,
        day=one.start,
        place=clean(one.place.name) if one.place else None,
        confidence=one.confidence,
        uncertain=one.review,
        alleged_by=tuple(namer.body(actor) for actor in one.alleged_by),
        sources=one.sources,
        disputed=one.disputed,
        quotes=quoting.quotes([said for said in one.evidence if said.document in quoting.documents]),
    )


def lines(found: Iterable[Happening], desk: Desk) -> tuple[a.ClaimLine, ...]:
    """Claims in a line each, quoting the articles that the archive holds."""
    listed_claims = list(found)
    quoting = quoting_of((one.document for claim in listed_claims for one in claim.evidence), desk)
    return tuple(line(one, desk, quoting) for one in listed_claims)


def quoting_of(names: Iterable[str], desk: Desk) -> Quoting:
    """Quotes from articles of the archive."""
    kept = lookups.documents(desk.store, list(dict.fromkeys(names)))
    return Quoting.of(one.document for one in kept.values())


def whole(one: Happening, desk: Desk) -> a.Claim:
    """A claim with everything that is said of it."""
    reports = desk.reports(one)
    quoting = Quoting.of(report.document for report in reports)
    return a.Claim(
        claim=line(one, desk, quoting),
        members=one.members,
        fields=tuple(_fields(one, quoting, _namer(one, desk))),
        reports=tuple(_report(report, quoting) for report in reports[:_REPORTS]),
        judgements=desk.judgements(one.members),
    )


def _namer(one: Happening, desk: Desk) -> Namer:
    limits = bounds(one.start)
    return Namer(desk.knowledge, limits[0] if limits else one.learned)


def _fields(one: Happening, quoting: Quoting, namer: Namer) -> Iterator[a.ClaimField]:
    """The fields on which articles contradict each other first."""
    grouped: dict[str, dict[str, list[Statement]]] = {}
    for statement in one.statements:
        grouped.setdefault(statement.field, {}).setdefault(repr(statement.value), []).append(statement)
    for name in sorted(grouped, key=lambda name: name not in one.disputed):
        values = tuple(_value(said, quoting, namer) for said in grouped[name].values())
        yield a.ClaimField(field=name, disputed=name in one.disputed, values=values)


def _value(said: list[Statement], quoting: Quoting, namer: Namer) -> a.Value:
    first = said[0]
    sayings = tuple(
        a.Saying(who=who_says(one, namer), quote=quoting.quote(one.evidence), because=one.because)
        for one in said[:_SAYINGS]
    )
    text = value_words(first.field, first.value, namer)
    return a.Value(value=first.value, text=text, sayings=sayings, more=max(0, len(said) - _SAYINGS))


def _report(report: Report, quoting: Quoting) -> a.Report:
    document, known = report.document, source_of(report.document)
    evidence = dict.fromkeys(one for event in report.events for one in event.evidence)
    return a.Report(
        document=document.id,
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        url=known.url,
        copy_of=report.copy_of,
        passages=tuple(quoting.passage(one, document.text) for one in evidence),
    )

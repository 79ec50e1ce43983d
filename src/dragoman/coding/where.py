"""Owns where: from the characters of a place filler to a place of the gazetteer, or to its name alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.places import PlaceMention, find_places
from dragoman.coding.who.words import Word, words_of
from dragoman.contract.frames import Role
from dragoman.contract.reading import Reading, Span
from dragoman.knowledge.capitals import capital_of
from dragoman.knowledge.entries import state_name
from dragoman.knowledge.gazetteer import DEMONYM, fold, open_gazetteer
from dragoman.records.values import PlaceValue

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.load import Knowledge

_USES = ("place", "demonym", "name")
_TOWNS = frozenset({"city", "capital", "town"})
_SURE_UNKNOWN, SURE_TABLES = 0.7, 0.9


@dataclass(frozen=True, slots=True)
class Located:
    """A place with the characters that name it, why, and how sure that is (0 to 1)."""

    place: PlaceValue
    span: Span
    because: str
    sure: float


def places_of(
    text: str, reading: Reading, *, countries: Collection[str], gazetteer: Gazetteer | None, url: str | None
) -> tuple[PlaceMention, ...]:
    """The places that a text names, told from other names by what the reader takes for a place."""
    spans = {f.span for frame in reading.frames for f in frame.of(Role.PLACE)}
    spans |= {a for one in reading.references if one.span in spans for a in one.antecedents}
    entities = [(run.start, run.end, "GPE") for span in spans for run in _runs(text, span)]
    return tuple(
        find_places(
            text,
            entities=sorted(set(entities)),
            countries=countries,
            gazetteer=gazetteer,
            url=url,
            uses=_USES,
        )
    )


def _runs(text: str, span: Span) -> list[Span]:
    """The runs of capitalised words of a filler: "Goma" and "North Kivu" of "the city of Goma in North Kivu"."""
    runs: list[list[Word]] = []
    for word in words_of(text, span):
        if not word.is_name:
            continue
        joined = runs and text[runs[-1][-1].end : word.start] in {" ", "-", "’", "'"}
        runs[-1].append(word) if joined else runs.append([word])
    return [Span(run[0].start, run[-1].end) for run in runs]


def place_of(spans: Iterable[Span], text: str, places: Sequence[PlaceMention], knowledge: Knowledge) -> Located | None:
    """The narrowest place that the fillers name; None where they name none.

    A state counts only where nothing narrower stands there; what the gazetteer lacks keeps its name.
    """
    best: Located | None = None
    for span in spans:
        inside = [m for m in places if m.start < span.end and span.start < m.end and m.place is not None]
        ranked = sorted(inside, key=lambda m: (m.use == "demonym", _breadth(m), m.start))
        runs = _runs(text, span)
        named = next((m for m in ranked if m.use != "demonym" and not _is_part(m, runs, text)), None)
        found = _located(named, knowledge) if named is not None else _unlisted(span, text, inside)
        if found is not None and (best is None or _narrower(found, best)):
            best = found
    return best


def _is_part(mention: PlaceMention, runs: Sequence[Span], text: str) -> bool:
    """Whether a name is part of a longer one that the gazetteer lacks: another name of some place in "Adi Daero"."""
    place = mention.place
    longer = any(r.start <= mention.start and mention.end < r.end for r in runs)
    return longer and place is not None and fold(place.name) != fold(mention.text) and place.latitude is not None


def _breadth(mention: PlaceMention) -> int:
    return {"country": 2, "region": 1}.get(mention.place.precision if mention.place else "", 0)


def _narrower(one: Located, other: Located) -> bool:
    return other.place.precision == "country" and one.place.precision not in {"country", None}


def _located(mention: PlaceMention, knowledge: Knowledge) -> Located:
    place = mention.place
    assert place is not None
    value = PlaceValue(
        name=_shown_name(mention.text, place.name),
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        geonames_id=place.geonames_id,
        precision=place.precision,
        country_name=state_name(place.country, knowledge=knowledge) if place.country else None,
    )
    return Located(value, Span(mention.start, mention.end), mention.reason, mention.confidence)


def _unlisted(span: Span, text: str, inside: Sequence[PlaceMention]) -> Located | None:
    run = next((r for r in _runs(text, span) if not any(m.start <= r.start and r.end <= m.end for m in inside)), None)
    if run is None:
        return None
    place = PlaceValue(name=run.within(text).removesuffix("'s").removesuffix("’s"), precision="point")
    return Located(place, run, "no place of that name is known", _SURE_UNKNOWN)


def _shown_name(text: str, name: str) -> str:
    """The name as the text spells it; the gazetteer's where the text shortens it or has it in capitals only."""
    written = text.strip().removesuffix("'s").removesuffix("’s").removeprefix("The ").removeprefix("the ")
    plain = len(written) > 3 and written[:1].isupper() and not written.isupper() and "." not in written
    return written if plain else name


def capital_place(country: str, span: Span, gazetteer: Gazetteer | None, knowledge: Knowledge) -> Located | None:
    """The capital of a state, for a filler that only describes it ("the Rwandan capital")."""
    name = capital_of(country)
    return _entry(name, country, _TOWNS, span, gazetteer, knowledge, f"capital of {country}") if name else None


def state_place(country: str, span: Span, gazetteer: Gazetteer | None, knowledge: Knowledge) -> Located | None:
    """A state as a place, for a filler that names it."""
    name = state_name(country, knowledge=knowledge)
    return (
        _entry(name, country, frozenset({"country"}), span, gazetteer, knowledge, f"name of {country}")
        if name
        else None
    )


def _entry(
    name: str,
    country: str,
    kinds: frozenset[str],
    span: Span,
    gazetteer: Gazetteer | None,
    knowledge: Knowledge,
    why: str,
) -> Located | None:
    entries = (gazetteer or open_gazetteer()).find(name)
    entry = next((e for e in entries if e.country == country and e.kind in kinds and e.how != DEMONYM), None)
    if entry is None:
        return None
    place = PlaceValue(
        name=entry.name,
        country=country,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames_id=entry.geonames_id,
        precision="country" if "country" in kinds else "city",
        country_name=state_name(country, knowledge=knowledge),
    )
    return Located(place, span, why, SURE_TABLES)

"""Owns answering "where": the places that a text names, each with its coordinates and precision.

Names are found by `coding.place_mentions` and told apart by `coding.place_choice`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dragoman.coding.place_choice import Name, choose, is_demonym
from dragoman.coding.place_likelihood import likelihoods
from dragoman.coding.place_mentions import Candidate, Finder
from dragoman.knowledge.gazetteer import Entry, Gazetteer, fold, open_gazetteer
from dragoman.knowledge.place_words import PlaceWords, load_place_words

PLACE, DEMONYM, IN_NAME = "place", "demonym", "name"
ALL_USES = (PLACE, DEMONYM, IN_NAME)
# Below this likelihood a name is taken for a person, a body or a word; chosen for the best F1 on the
# development halves of TR-News and LGL.
LEAST_LIKELIHOOD = 0.5
# Below this a name does not even speak for where the others lie.
WORTH_A_LOOK = 0.2
# Below this certainty among several bearers a name stays without coordinates.
LEAST_CERTAINTY = 0.3
_PRECISION = {
    "country": "country", "continent": "region", "region": "region", "county": "region",
    "area": "region", "sea": "region", "strait": "region", "river": "region", "lake": "region",
    "island": "region", "mountain": "region", "desert": "region", "site": "point",
    "city": "city", "capital": "city", "town": "city",
}  # fmt: skip
_COUNTRY_OF_TLD = {"uk": "GBR", "eu": None, "com": None, "su": "RUS"}
# A dash after the name: `ADEN - Houthi forces`, which the parser may take for one body.
_DATELINE = {"before '-'", "before '—'", "before '–'", "before '--'"}
_BODY_LABELS = frozenset({"ORG", "PERSON", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "NORP"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place, or a name that could not be told (then without country, coordinates and number).

    Attributes:
        name: canonical English name without article.
        country: ISO 3166 alpha-3 (Kosovo `XKX`), None for seas and the like.
        latitude, longitude: degrees; the centre of an area, None if the place could not be told.
        geonames_id: GeoNames' number, None for a place that only our own tables have.
        precision: `point`, `city`, `region` or `country`: how large the place is.
    """

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    precision: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Characters `start` to `end` of a text that name a place.

    Attributes:
        place: what they name; without coordinates where that could not be told.
        confidence: 0 to 1, that they name a place and that it is this one.
        reason: how it was told, for a reader.
        use: `place`; `demonym` for a people or an adjective ("Turkish"), which is an actor and no
            place; `name` for a place's name inside the name of a body or a person.
    """

    start: int
    end: int
    text: str
    place: Place | None
    confidence: float
    reason: str
    use: str = PLACE

    @property
    def demonym(self) -> bool:
        """Whether this is a people or an adjective, not a place."""
        return self.use == DEMONYM


def find_places(
    text: str,
    *,
    entities: Sequence[tuple[int, int, str]] = (),
    countries: Collection[str] = (),
    gazetteer: Gazetteer | None = None,
    url: str | None = None,
    uses: Collection[str] = (PLACE,),
    words: PlaceWords | None = None,
) -> list[PlaceMention]:
    """The places that a text names, in order, none overlapping another.

    Args:
        text: the whole document, since its names explain one another.
        entities: named entities of the parser as (start, end, label), end exclusive.
        countries: ISO 3166 alpha-3 codes of the actors' countries.
        gazetteer: places by name; the user's own index if None.
        url: address of the document; its host may name a town or a country.
        uses: which uses of a name are wanted; see `PlaceMention.use`.
        words: words of context and weights; the bundled ones if None.
    """
    gazetteer = gazetteer or open_gazetteer()
    words = words or load_place_words()
    finder = Finder(text, entities, gazetteer, words)
    candidates = finder.candidates()
    likely = likelihoods(candidates, words)
    groups = group(finder, candidates, likely, host=_host(url))
    chosen = choose(
        [name for _, name in groups], words.weights["choice"],
        countries=countries, address=_country_of_host(_host(url), gazetteer),
    )  # fmt: skip
    mentions = []
    for (members, _), choice in zip(groups, chosen, strict=True):
        for number in members:
            if likely[number] >= LEAST_LIKELIHOOD:
                mention = _mention(candidates[number], likely[number], choice)
                if mention.use in uses:
                    mentions.append(mention)
    return sorted(mentions, key=lambda m: m.start)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "") if url else ""
    except ValueError:
        return ""


def _country_of_host(host: str, gazetteer: Gazetteer) -> str | None:
    """Country of a host's top-level domain, None for `.com` and the like."""
    top = host.rpartition(".")[2]
    if len(top) != 2:
        return None
    if top in _COUNTRY_OF_TLD:
        return _COUNTRY_OF_TLD[top]
    return gazetteer.country_of_code(top.upper())


def group(
    finder: Finder, candidates: Sequence[Candidate], likely: Sequence[float], *, host: str = ""
) -> list[tuple[list[int], Name]]:
    """Candidates of one name and one larger place together: a text means one place by a name."""
    groups: dict[tuple[str, frozenset[int]], list[int]] = defaultdict(list)
    qualified: dict[str, set[frozenset[int]]] = defaultdict(set)
    for candidate in candidates:
        if candidate.qualifier:
            qualified[fold(candidate.text)].add(frozenset(e.number for e in candidate.qualifier))
    for number, candidate in enumerate(candidates):
        if likely[number] < WORTH_A_LOOK:
            continue
        name = fold(candidate.text)
        larger = frozenset(e.number for e in candidate.qualifier)
        if not larger and len(qualified[name]) == 1:
            larger = next(iter(qualified[name]))
        groups[name, larger].append(number)
    result = []
    squeezed = re.sub(r"\W", "", host)
    for (name, _), members in groups.items():
        first = candidates[members[0]]
        larger_entries = next((candidates[n].qualifier for n in members if candidates[n].qualifier), ())
        around = {c for n in members for c in finder.words_beside(candidates[n])}
        if len(name) > 3 and name.replace(" ", "") in squeezed:
            around.add("address")
        result.append(
            (
                members,
                Name(first.entries, max(likely[n] for n in members), larger_entries, around, len(members)),
            )
        )
    return result


def _shown_name(candidate: Candidate, entry: Entry) -> str:
    """The text's own spelling where only accents and points differ from GeoNames' name."""
    same = fold(candidate.text) == fold(entry.name)
    if same and not candidate.text.isupper() and "." not in candidate.text:
        return candidate.text.removeprefix("The ").removeprefix("the ")
    return entry.name


def _use(candidate: Candidate, entry: Entry | None) -> str:
    if entry is not None and is_demonym(entry):
        return DEMONYM
    if candidate.inside and candidate.label in _BODY_LABELS and not _DATELINE & candidate.features.keys():
        return IN_NAME
    return PLACE


def _mention(candidate: Candidate, likely: float, choice: tuple[Entry, float] | None) -> PlaceMention:
    span = (candidate.start, candidate.end, candidate.text)
    if choice is None or choice[1] < LEAST_CERTAINTY:
        place = Place(candidate.text, None, None, None, None, "point")
        use = _use(candidate, None)
        return PlaceMention(*span, place, round(likely / 2, 3), "no place of that name is known", use)
    entry, sure = choice
    use = _use(candidate, entry)
    place = Place(
        _shown_name(candidate, entry), entry.country, entry.latitude, entry.longitude,
        entry.geonames_id, _PRECISION[entry.kind],
    )  # fmt: skip
    return PlaceMention(*span, place, round(likely * sure, 3), _reason(candidate, entry, use), use)


def _reason(candidate: Candidate, entry: Entry, use: str) -> str:
    if use == DEMONYM:
        return "demonym"
    if use == IN_NAME:
        return "inside the name of a body"
    if candidate.qualifier:
        return f"{entry.kind}; the larger place stands beside it"
    if len(candidate.entries) == 1:
        return f"{entry.kind}; the only one of that name"
    return f"{entry.kind}; the best of {len(candidate.entries)} of that name by the text's other places"

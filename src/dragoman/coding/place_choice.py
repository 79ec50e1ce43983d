"""Owns choosing, for all names of one text together, the place that each name means.

Method: a linear model over features of a candidate (how many people, what kind, a larger place named
beside it) and of its fit with what the other names of the text most likely mean, repeated until it
settles. Does not find the names: see `coding.place_mentions`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.gazetteer import DEMONYM, Entry

Floats = npt.NDArray[np.float64]
ROUNDS = 3
MOST_CANDIDATES = 80
NEAR_KM = (40.0, 160.0, 600.0)
# How many of the likeliest meanings of another name are compared with.
ANCHORS = 4
# Bounds of memory for texts with thousands of names.
MOST_ANCHORS = 400
BLOCK = 1000
FEATURES = (
    "people", "fame", "kind country", "kind region", "kind county", "kind capital", "kind city",
    "kind area", "kind water", "kind site", "canonical", "alternate", "short", "demonym",
    "most people", "larger fits", "larger differs", "word fits", "word differs", "actor country",
    "address country", "same country", "same division", "division named", "country named",
    "near 40", "near 160", "near 600", "nearest", "office fits", "small and alone",
    "named as city", "of the USA",
    "abroad region", "abroad capital", "abroad small", "beside a capital",
)  # fmt: skip
_AT = {name: number for number, name in enumerate(FEATURES)}
_KIND = {
    "sea": "water", "strait": "water", "river": "water", "lake": "water", "island": "area",
    "mountain": "area", "desert": "area", "continent": "area", "town": "city",
}  # fmt: skip
EARTH_KM = 6371.0
# Words beside a name that tell what kind of place it is.
_PLACED = frozenset({"region_word", "county_word", "city_word", "region_office", "city_office"})
# Of these every text speaks, wherever it is about.
_OF_ALL = frozenset({"country", "capital", "continent"})
_LIKELY = 0.2
_WIDE = frozenset({"country", "region", "continent", "area", "sea"})
_TOWNS = frozenset({"city", "capital", "town"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the text, for all the mentions that share it.

    Attributes:
        entries: the places it may mean.
        likelihood: how likely it is a place at all; weighs what it says about the others.
        larger: places named after a comma beside it.
        words: classes of the words around it (`county_word`, `region_word`, `city_word`).
        mentions: how often it occurs.
    """

    entries: Sequence[Entry]
    likelihood: float
    larger: Sequence[Entry] = ()
    words: Collection[str] = ()
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class _Table:
    """All candidates of all names in one block of rows; `owner` is the number of the name."""

    entries: list[Entry]
    owner: npt.NDArray[np.int64]
    slices: list[slice]
    base: Floats
    xyz: Floats
    country: npt.NDArray[np.int64]
    admin: npt.NDArray[np.int64]
    point: npt.NDArray[np.bool_]
    region: npt.NDArray[np.bool_]
    state: npt.NDArray[np.bool_]


def _kept(name: Name) -> list[Entry]:
    """The likeliest bearers of a name, by kind and people, and all that fit the larger place."""
    entries = list(name.entries)
    if len(entries) <= MOST_CANDIDATES:
        return entries
    divisions = {e.admin for e in name.larger if e.admin}
    first = [e for e in entries if e.admin in divisions or e.kind not in ("city", "county")]
    taken = {e.number for e in first}
    return first + [e for e in entries if e.number not in taken][: MOST_CANDIDATES - len(first)]


def _fits_larger(entry: Entry, larger: Sequence[Entry]) -> bool:
    for other in larger:
        if other.kind in ("region", "county") and other.admin and entry.admin == other.admin:
            return True
        if other.kind in ("country", "area") and other.country and entry.country == other.country:
            return True
    return False


def _fits_word(entry: Entry, words: Collection[str]) -> bool | None:
    """Whether the kind fits a word such as `province` or `city` beside the name; None without one."""
    if "region_word" in words:
        return entry.kind in ("region", "county", "area")
    if "county_word" in words:
        return entry.kind == "county"
    if "city_word" in words:
        return entry.kind in _TOWNS
    return None


def _fits_office(entry: Entry, words: Collection[str]) -> bool:
    """Whether an office beside the name (`Gov.`, `City Council`) is one that such a place has."""
    if entry.kind == "region":
        return "region_office" in words
    return entry.kind in _TOWNS and "city_office" in words


def _own_features(
    name: Name, entry: Entry, kept: Sequence[Entry], actors: Collection[str], address: str | None
) -> Floats:
    row = np.zeros(len(FEATURES))

    def put(feature: str, value: float = 1.0) -> None:
        row[_AT[feature]] = value

    put("people", log10(1 + entry.population) / 7)
    put("fame", log10(1 + entry.fame) / 2.4)
    put(f"kind {_KIND.get(entry.kind, entry.kind)}")
    put(("canonical", "alternate", "short", "demonym", "alternate", "alternate")[entry.how])
    put("most people", float(entry.population == max(e.population for e in kept)))
    # Washington: the capital of a country that has another division or towns of the name.
    capitals = [e for e in kept if e.kind == "capital" and e.country == entry.country and e.how == 0]
    put("beside a capital", float(bool(capitals) and entry.kind != "capital" and entry.country == "USA"))
    if name.larger:
        fits = _fits_larger(entry, name.larger)
        put("larger fits" if fits else "larger differs")
    fits_word = _fits_word(entry, name.words)
    if fits_word is not None:
        put("word fits" if fits_word else "word differs")
    put("office fits", float(_fits_office(entry, name.words)))
    put("actor country", float(entry.country is not None and entry.country in actors))
    put("address country", float(address is not None and entry.country == address))
    put("small and alone", float(entry.population < 5000 and entry.kind == "city"))
    put("named as city", float("address" in name.words and entry.kind == "city"))
    put("of the USA", float(entry.country == "USA"))
    return row


def _table(names: Sequence[Name], actors: Collection[str], address: str | None) -> _Table:
    entries: list[Entry] = []
    owner: list[int] = []
    slices, rows = [], []
    codes: dict[str, int] = {"": -1}
    for number, name in enumerate(names):
        kept = _kept(name)
        slices.append(slice(len(entries), len(entries) + len(kept)))
        entries += kept
        owner += [number] * len(kept)
        rows += [_own_features(name, e, kept, actors, address) for e in kept]
    latitude = np.radians([e.latitude for e in entries])
    longitude = np.radians([e.longitude for e in entries])
    xyz = np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1
    )
    return _Table(
        entries=entries,
        owner=np.array(owner, dtype=np.int64),
        slices=slices,
        base=np.array(rows).reshape(len(entries), len(FEATURES)),
        xyz=xyz,
        country=np.array([codes.setdefault(e.country or "", len(codes)) for e in entries], dtype=np.int64),
        admin=np.array([codes.setdefault(e.admin, len(codes)) for e in entries], dtype=np.int64),
        point=np.array([e.kind not in _WIDE for e in entries]),
        region=np.array([e.kind == "region" for e in entries]),
        state=np.array([e.kind == "country" for e in entries]),
    )


def _anchors(table: _Table, beliefs: Floats, names: Sequence[Name]) -> tuple[npt.NDArray[np.int64], Floats]:
    """Rows of the likeliest meanings of every name, and how much each counts."""
    rows: list[int] = []
    for part in table.slices:
        if part.start == part.stop:
            continue
        local = beliefs[part]
        best = np.argsort(-local)[:ANCHORS]
        rows += [part.start + int(n) for n in best]
    at = np.array(rows, dtype=np.int64)
    weight = beliefs[at] * np.array([names[o].likelihood * min(3, names[o].mentions) ** 0.5 for o in table.owner[at]])
    if len(at) > MOST_ANCHORS:
        heaviest = np.argsort(-weight)[:MOST_ANCHORS]
        at, weight = at[heaviest], weight[heaviest]
    return at, weight


def _context(table: _Table, beliefs: Floats, names: Sequence[Name]) -> Floats:
    """Features of every candidate's fit with what the other names most likely mean."""
    at, weight = _anchors(table, beliefs, names)
    blocks = [
        _block_context(table, at, weight, slice(start, start + BLOCK)) for start in range(0, len(table.entries), BLOCK)
    ]
    return np.concatenate(blocks)


def _block_context(table: _Table, at: npt.NDArray[np.int64], weight: Floats, rows: slice) -> Floats:
    features = table.base[rows].copy()
    entries = table.entries[rows]
    other = table.owner[rows, None] != table.owner[at][None, :]
    weights = other * weight[None, :]
    total = weights.sum(axis=1) + 0.5
    same_country = (table.country[rows, None] == table.country[at][None, :]) & (table.country[rows, None] >= 0)
    same_admin = (table.admin[rows, None] == table.admin[at][None, :]) & (table.admin[rows, None] >= 0)
    cosine = np.clip(table.xyz[rows] @ table.xyz[at].T, -1, 1)
    km = EARTH_KM * np.arccos(cosine)
    point, region, state = table.point[rows], table.region[rows], table.state[rows]
    features[:, _AT["same country"]] = (weights * same_country).sum(axis=1) / total
    away = weights.sum(axis=1) / total - features[:, _AT["same country"]]
    for kind in ("region", "capital"):
        features[:, _AT[f"abroad {kind}"]] = away * np.array([e.kind == kind for e in entries])
    small = np.array([e.kind in ("city", "county") and e.population < 50_000 for e in entries])
    features[:, _AT["abroad small"]] = away * small
    features[:, _AT["same division"]] = (weights * same_admin).sum(axis=1) / total
    divisions = weights * (same_admin & table.region[at][None, :])
    features[:, _AT["division named"]] = divisions.max(axis=1, initial=0) * ~region
    states = weights * (same_country & table.state[at][None, :])
    features[:, _AT["country named"]] = states.max(axis=1, initial=0) * ~state
    pointed = weights * table.point[at][None, :]
    for scale in NEAR_KM:
        share = (pointed * np.exp(-km / scale)).sum(axis=1) / total
        features[:, _AT[f"near {int(scale)}"]] = share * point
    features[:, _AT["nearest"]] = (pointed * np.exp(-km / 60)).max(axis=1, initial=0) * point
    return features


def _beliefs(table: _Table, scores: Floats) -> Floats:
    beliefs = np.zeros(len(scores))
    for part in table.slices:
        if part.start < part.stop:
            local = np.exp(scores[part] - scores[part].max())
            beliefs[part] = local / local.sum()
    return beliefs


def choose(
    names: Sequence[Name],
    weights: Mapping[str, float],
    *,
    countries: Collection[str] = (),
    address: str | None = None,
) -> list[tuple[Entry, float] | None]:
    """For each name the place it most likely means and how sure that is; None for a name of no place.

    Args:
        names: all names of the text.
        weights: weight of each of `FEATURES`.
        countries: ISO 3166 alpha-3 codes of the actors' countries.
        address: country of the publisher's address, if it tells one.
    """
    table = _table(names, countries, address)
    if not table.entries:
        return [None] * len(names)
    vector = np.array([weights.get(feature, 0.0) for feature in FEATURES])
    beliefs = _beliefs(table, table.base @ vector)
    for _ in range(ROUNDS):
        beliefs = _beliefs(table, _context(table, beliefs, names) @ vector)
    chosen: list[tuple[Entry, float] | None] = []
    for part in table.slices:
        if part.start == part.stop:
            chosen.append(None)
            continue
        chosen.append(_town_of(names[len(chosen)], table.entries[part], beliefs[part]))
    return [_state_unless_told(number, chosen, names, countries, address) for number in range(len(names))]


def _state_unless_told(
    number: int,
    chosen: Sequence[tuple[Entry, float] | None],
    names: Sequence[Name],
    countries: Collection[str],
    address: str | None,
) -> tuple[Entry, float] | None:
    """The state of a name that a division or town bears too, unless the text tells of where that one lies.

    Georgia is a state; a word such as `governor`, a larger place, another place of the same country or
    the publisher's address says otherwise.
    """
    choice, name = chosen[number], names[number]
    state = next((one for one in name.entries if one.kind == "country" and one.how == 0), None)
    if choice is None or state is None or choice[0].kind == "country" or name.larger or _PLACED & set(name.words):
        return choice
    other = choice[0].country
    if other != state.country and (address == other or set(countries) == {other}):
        return choice
    around = (one for at, one in enumerate(chosen) if at != number and names[at].likelihood >= _LIKELY)
    beside = any(one is not None and one[0].country == other and one[0].kind not in _OF_ALL for one in around)
    return choice if beside and other != state.country else (state, choice[1])


def _town_of(name: Name, entries: Sequence[Entry], beliefs: Floats) -> tuple[Entry, float]:
    """The best entry; the town rather than the division named after it, unless a word asks for that.

    States of the USA are left alone: their names stand for themselves. The sureness is that of the
    best entry and of all others of the same name that lie around it.
    """
    best = entries[int(np.argmax(beliefs))]
    around = [n for n, e in enumerate(entries) if _same_area(e, best)]
    sure = min(1.0, float(beliefs[around].sum()))
    if "region_word" in name.words and best.kind in _TOWNS:
        divisions = [n for n in around if entries[n].kind in ("region", "county", "area")]
        if divisions:
            return entries[max(divisions, key=lambda n: beliefs[n])], sure
    ours = best.geonames_id is None and best.fame == 255 and best.how == 0
    divided = best.kind in ("region", "county") and best.country != "USA" and not ours
    if not divided or {"region_word", "county_word", "region_office"} & set(name.words):
        return best, sure
    towns = [n for n in around if entries[n].kind in _TOWNS and entries[n].how <= best.how]
    if not towns:
        return best, sure
    return entries[max(towns, key=lambda n: (entries[n].population, beliefs[n]))], sure


def _same_area(one: Entry, other: Entry) -> bool:
    if one is other:
        return True
    if one.country != other.country or one.country is None or "country" in (one.kind, other.kind):
        return False
    if one.admin and other.admin:
        return one.admin == other.admin and (one.country != "USA" or "region" not in (one.kind, other.kind))
    return abs(one.latitude - other.latitude) < 1 and abs(one.longitude - other.longitude) < 1.5


def is_demonym(entry: Entry) -> bool:
    """Whether the name looked up is the people's or the adjective, not the place's."""
    return entry.how == DEMONYM

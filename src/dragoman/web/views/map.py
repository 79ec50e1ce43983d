"""Owns the map: what happened or is planned where; a point only where the place is that fine, else an area.

A region has no outline here: it is listed by its name and its country is shaded, never a false pin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from dragoman.delivery.export_values import EXACT
from dragoman.delivery.phrases import clean
from dragoman.knowledge.entries import state_name
from dragoman.process.dossier import Agreement, Dossier, Entry, Meeting, Violence
from dragoman.records.values import PlaceValue
from dragoman.web.outlines import Box, Shape, Sheet, apart, box_around, shapes
from dragoman.web.views.atoms import Capped, Shown, Teller
from dragoman.web.views.entries import entry_view, highest, toll_words
from dragoman.web.views.head import Head
from dragoman.web.words import short_day

WIDTH, HEIGHT = 1080, 540
_CELL, _PLACES, _EACH, _LETTER = 40, 30, 4, 7.0
KINDS = {"all": "all", "violence": "violence", "talks": "talks and agreements"}
_SURE = {"point": "a spot", "city": "a town", "region": "a region: no point on the map", "country": "a whole country"}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing at a place."""

    title: str
    day: str
    status: str
    tone: str
    toll: str
    href: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place with what is told of it."""

    anchor: str
    name: str
    country: str
    sureness: str
    exact: bool
    talks: int
    attacks: int
    killed: str
    latest: str
    told: tuple[Told, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A place, or several near each other, on the map; `kind` is `talks`, `violence` or `both`."""

    x: float
    y: float
    r: float
    count: int
    places: int
    kind: str
    name: str
    label: str
    href: str
    name_x: float = 0
    name_y: float = 0
    name_anchor: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """A country's outline; `count` is what is known only to be somewhere in it."""

    code: str
    path: str
    name: str
    x: float
    y: float
    count: int
    shade: int
    label: str


@dataclass(frozen=True, slots=True)
class MapView:
    """The page of the map."""

    head: Head
    drawn: bool
    description: str
    width: int
    height: int
    lands: tuple[Land, ...]
    pins: tuple[Pin, ...]
    places: Capped[PlaceView]
    without: int
    kind: str
    kinds: tuple[tuple[str, str, bool], ...]
    zoomed: bool
    whole_href: str


@dataclass(slots=True)
class _Spot:
    place: PlaceValue
    entries: list[Entry]


def map_view(
    record: Dossier,
    teller: Teller,
    head: Head,
    *,
    kind: str = "all",
    box: Box | None = None,
    shown: Shown | None = None,
) -> MapView:
    """The map of a process.

    Args:
        record: its state.
        teller: words and addresses.
        head: the frame of the page.
        kind: `all`, `violence` or `talks`.
        box: what is seen; None for all places.
        shown: which part of the list is shown.
    """
    kind = kind if kind in KINDS else "all"
    entries = _entries(record, kind)
    spots = _spots(entries)
    cut = (shown or Shown()).cap("places", spots, _PLACES)
    first = (cut.page - 1) * cut.size if cut.page else 0
    places = tuple(_place(one, first + number, teller) for number, one in enumerate(cut.items))
    anchors = {id(one): f"#{place.anchor}" for one, place in zip(cut.items, places, strict=True)}
    exact = [one for one in spots if _is_exact(one.place)]
    vague = [one for one in spots if not _is_exact(one.place)]
    around = box or box_around(_points_of(exact or vague), aspect=WIDTH / HEIGHT)
    sheet = Sheet(around, WIDTH, HEIGHT)
    taken: list[Box] = []
    pins = tuple(_named_pins(list(_pins(exact, sheet, anchors, teller, kind)), taken))
    lands = tuple(_lands(vague, sheet, teller, taken))
    return MapView(
        head=head,
        drawn=bool(spots),
        description=_description(exact, vague),
        width=WIDTH,
        height=HEIGHT,
        lands=lands if spots else (),
        pins=pins,
        places=Capped(cut.key, places, cut.total, cut.page, cut.size),
        without=sum(1 for one in entries if one.place is None),
        kind=kind,
        kinds=tuple((word, teller.links.page("map", kind=key), key == kind) for key, word in KINDS.items()),
        zoomed=box is not None,
        whole_href=teller.links.page("map", kind=None if kind == "all" else kind),
    )


def _entries(record: Dossier, kind: str) -> list[Meeting | Agreement | Violence]:
    found: list[Meeting | Agreement | Violence] = []
    if kind in {"all", "talks"}:
        found += [*record.meetings, *record.agreements]
    if kind in {"all", "violence"}:
        found += record.violence
    return found


def _spots(entries: Sequence[Meeting | Agreement | Violence]) -> list[_Spot]:
    """The places, those of which most is told first."""
    found: dict[tuple[str, str | None, bool], _Spot] = {}
    for entry in entries:
        place = entry.place
        if place is None:
            continue
        key = (place.name, place.country, _is_exact(place))
        spot = found.get(key)
        if spot is None:
            spot = found[key] = _Spot(place, [])
        spot.entries.append(entry)
    return sorted(found.values(), key=lambda one: (-len(one.entries), one.place.name))


def _is_exact(place: PlaceValue) -> bool:
    return place.precision in EXACT and place.latitude is not None and place.longitude is not None


def _points_of(spots: Sequence[_Spot]) -> Iterator[tuple[float, float]]:
    for one in spots:
        if one.place.longitude is not None and one.place.latitude is not None:
            yield one.place.longitude, one.place.latitude


def _place(spot: _Spot, number: int, teller: Teller) -> PlaceView:
    place = spot.place
    newest = sorted(spot.entries, key=_day_of, reverse=True)
    attacks = [one for one in spot.entries if isinstance(one, Violence)]
    low = sum(one.killed.min or 0 for one in attacks if one.killed)
    high = sum(highest(one.killed) for one in attacks if one.killed)
    killed = "" if not high else f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return PlaceView(
        anchor=f"place-{number + 1}",
        name=clean(place.name),
        country=_country(place, teller),
        sureness=_SURE.get(place.precision or "", "not located"),
        exact=_is_exact(place),
        talks=len(spot.entries) - len(attacks),
        attacks=len(attacks),
        killed=killed,
        latest=short_day(_day_of(newest[0])),
        told=tuple(_told(one, teller) for one in newest[:_EACH]),
        hidden=max(len(newest) - _EACH, 0),
    )


def _country(place: PlaceValue, teller: Teller) -> str:
    named = state_name(place.country or "", knowledge=teller.knowledge) if teller.knowledge else None
    name = named or place.country_name or place.country or ""
    return "" if name == place.name else clean(name)


def _day_of(entry: Entry) -> str:
    return str(getattr(entry, "start", None) or getattr(entry, "date", None) or "")


def _told(entry: Entry, teller: Teller) -> Told:
    view = entry_view(entry, teller)
    toll = toll_words(entry) if isinstance(entry, Violence) else ""
    return Told(view.title, short_day(view.day), view.status, view.tone, toll, view.href)


def _pins(spots: Sequence[_Spot], sheet: Sheet, anchors: Mapping[int, str], teller: Teller, kind: str) -> Iterator[Pin]:
    """The exact places that are seen, near ones together."""
    cells: dict[tuple[int, int], list[tuple[_Spot, float, float]]] = {}
    for one in spots:
        longitude, latitude = one.place.longitude or 0.0, one.place.latitude or 0.0
        if sheet.box.holds(longitude, latitude):
            x, y = sheet.at(longitude, latitude)
            cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append((one, x, y))
    for held in cells.values():
        count = sum(len(one.entries) for one, _, _ in held)
        x = sum(x * len(one.entries) for one, x, _ in held) / count
        y = sum(y * len(one.entries) for one, _, y in held) / count
        attacks = sum(isinstance(e, Violence) for one, _, _ in held for e in one.entries)
        names = [clean(one.place.name) for one, _, _ in held]
        name = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        href = anchors.get(id(held[0][0]), "#places")
        if len(held) > 1:
            near = box_around(_points_of([one for one, _, _ in held]), aspect=WIDTH / HEIGHT, least=0.4)
            edges = ",".join(f"{n:.2f}" for n in (near.west, near.south, near.east, near.north))
            href = teller.links.page("map", box=edges, kind=None if kind == "all" else kind)
        yield Pin(
            x=round(x, 1),
            y=round(y, 1),
            r=round(min(7 + 3 * sqrt(count), 30), 1),
            count=count,
            places=len(held),
            kind="violence" if attacks == count else "both" if attacks else "talks",
            name=name,
            label=f"{name}: {count - attacks} talks and agreements, {attacks} attacks",
            href=href,
        )


def _named_pins(pins: Sequence[Pin], taken: list[Box]) -> Iterator[Pin]:
    """The pins with their names where there is room: to the right, to the left, below or above; else without."""
    taken += [Box(one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r) for one in pins]
    for one in sorted(pins, key=lambda pin: -pin.count):
        long = len(one.name) * _LETTER
        places = (
            (one.x + one.r + 5, one.y + 4, "start", 0.0),
            (one.x - one.r - 5, one.y + 4, "end", -long),
            (one.x, one.y + one.r + 14, "middle", -long / 2),
            (one.x, one.y - one.r - 5, "middle", -long / 2),
        )
        for x, y, anchor, shift in places:
            room = Box(x + shift, y - 11, x + shift + long, y + 4)
            free = all(apart(room, other) for other in taken)
            if free and room.west > 2 and room.east < WIDTH - 2 and room.south > 2 and room.north < HEIGHT - 2:
                taken.append(room)
                yield replace(one, name_x=round(x, 1), name_y=round(y, 1), name_anchor=anchor)
                break
        else:
            yield one


def _lands(vague: Sequence[_Spot], sheet: Sheet, teller: Teller, taken: Sequence[Box]) -> Iterator[Land]:
    """The countries that are seen, shaded by what is known only to be somewhere in them."""
    counts: dict[str, int] = {}
    for one in vague:
        if one.place.country:
            counts[one.place.country] = counts.get(one.place.country, 0) + len(one.entries)
    for shape in shapes(sheet):
        name = state_name(shape.code, knowledge=teller.knowledge) if teller.knowledge else None
        count = counts.get(shape.code, 0)
        words = name or shape.code
        y = _label_y(shape, words, count, taken)
        yield Land(
            code=shape.code,
            path=shape.path,
            name=words if y is not None else "",
            x=shape.x,
            y=shape.y if y is None else y,
            count=count,
            shade=0 if not count else 1 if count < 4 else 2 if count < 20 else 3,
            label=f"{words}: {count} without an exact place" if count else "",
        )


def _label_y(shape: Shape, name: str, count: int, taken: Sequence[Box]) -> float | None:
    """How high a country's name may stand; one that is shaded is named wherever there is room."""
    if not count and shape.area < 1500 + 160 * len(name):
        return None
    half = len(name) * _LETTER / 2
    for shift in (0, 34, -34, 68, -68) if count else (0,):
        y = shape.y + shift
        room = Box(shape.x - half, y - 11, shape.x + half, y + (18 if count else 4))
        inside = room.west > 0 and room.east < WIDTH and room.south > 0 and room.north < HEIGHT
        if inside and all(apart(room, other) for other in taken):
            return round(y, 1)
    return None


def _description(exact: Sequence[_Spot], vague: Sequence[_Spot]) -> str:
    return (
        f"{len(exact)} places that are exact enough for a point, and {len(vague)} areas, which are shaded by country."
        " The list below says the same."
    )


def map_rows(view: MapView) -> Iterator[Mapping[str, Any]]:
    """The list's rows."""
    for one in view.places.items:
        yield {
            "place": one.name,
            "country": one.country,
            "precision": one.sureness,
            "talks_and_agreements": one.talks,
            "attacks": one.attacks,
            "killed": one.killed,
            "latest": one.latest,
        }

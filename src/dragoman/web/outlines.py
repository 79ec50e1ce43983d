"""Owns the outlines of countries and drawing them: decoding, projecting, clipping to what is seen.

From Natural Earth; the file is made by `training/outlines.py`. Plate carrée, true to scale at the middle.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """What is seen, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place is within it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing of a box: degrees to units of the drawing."""

    box: Box
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a place stands."""
        x = (longitude - self.box.west) / (self.box.east - self.box.west) * self.width
        y = (self.box.north - latitude) / (self.box.north - self.box.south) * self.height
        return round(x, 1), round(y, 1)


@dataclass(frozen=True, slots=True)
class Shape:
    """A country as far as it is seen: its path, and where its name may stand."""

    code: str
    path: str
    x: float
    y: float
    area: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country's rings in degrees, with the box around each."""

    rings: tuple[tuple[Point, ...], ...]
    boxes: tuple[Box, ...]


def box_around(places: Iterable[Point], *, aspect: float, least: float = 5.0) -> Box:
    """The box of an aspect (width to height) that holds all places with a margin.

    Args:
        places: longitude and latitude.
        aspect: of the drawing.
        least: degrees of latitude that are seen at least.
    """
    known = [p for p in places if math.isfinite(p[0]) and math.isfinite(p[1])] or [(-170.0, -50.0), (170.0, 70.0)]
    west, east = min(p[0] for p in known), max(p[0] for p in known)
    south, north = min(p[1] for p in known), max(p[1] for p in known)
    x, y = (west + east) / 2, min(max((south + north) / 2, -80.0), 80.0)
    narrow = math.cos(math.radians(y))
    high = max((north - south) * 1.3, (east - west) * 1.2 * narrow / aspect, least)
    wide = high * aspect / narrow
    if wide > 360:
        return Box(-180, -58, 180, 84)
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def shapes(sheet: Sheet) -> tuple[Shape, ...]:
    """The countries that are seen, cut at the sheet's edge."""
    found = []
    for code, country in countries().items():
        parts = []
        best: tuple[float, float, float] = (0.0, 0.0, 0.0)
        for ring, around in zip(country.rings, country.boxes, strict=True):
            if apart(around, sheet.box):
                continue
            clipped = _clipped([sheet.at(x, y) for x, y in ring], sheet.width, sheet.height)
            if len(clipped) < 3:
                continue
            area, x, y = _centre(clipped)
            if area < 2:
                continue
            parts.append(_path(clipped))
            best = max(best, (area, x, y))
        if parts:
            found.append(Shape(code, "".join(parts), round(best[1], 1), round(best[2], 1), best[0]))
    return tuple(found)


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Country]:
    """All countries by ISO 3166-1 alpha-3."""
    text = (files("dragoman.web") / "data" / "outlines.json").read_text(encoding="utf-8")
    held: dict[str, Any] = json.loads(text)
    units = float(held["units"])
    arcs = [_decoded(numbers, units) for numbers in held["arcs"]]
    made = {}
    for code, rings in held["countries"].items():
        joined = tuple(_ring(ring, arcs) for ring in rings)
        made[code] = Country(joined, tuple(_box(ring) for ring in joined))
    return made


def _decoded(numbers: Sequence[int], units: float) -> list[Point]:
    x = y = 0
    out = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        out.append((x / units, y / units))
    return out


def _ring(numbers: Sequence[int], arcs: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """The arcs of a ring joined; a number below nought is the arc of its complement, backwards."""
    out: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        out.extend(line[1:] if out else line)
    return tuple(out)


def _box(ring: Sequence[Point]) -> Box:
    return Box(min(p[0] for p in ring), min(p[1] for p in ring), max(p[0] for p in ring), max(p[1] for p in ring))


def apart(one: Box, other: Box) -> bool:
    """Whether two boxes share nothing."""
    return one.east < other.west or other.east < one.west or one.north < other.south or other.north < one.south


def _clipped(ring: Sequence[Point], width: float, height: float) -> list[Point]:
    """The ring within the sheet and a margin (Sutherland and Hodgman, 1974)."""
    edge = 6.0
    out = list(ring)
    for axis, limit, upper in ((0, -edge, False), (0, width + edge, True), (1, -edge, False), (1, height + edge, True)):
        before, out = out, []
        for number, point in enumerate(before):
            last = before[number - 1]
            now_in = point[axis] <= limit if upper else point[axis] >= limit
            was_in = last[axis] <= limit if upper else last[axis] >= limit
            if now_in != was_in:
                share = (limit - last[axis]) / (point[axis] - last[axis])
                out.append((last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1])))
            if now_in:
                out.append(point)
        if not out:
            break
    return out


def _centre(ring: Sequence[Point]) -> tuple[float, float, float]:
    """The area of a ring and its centre of mass."""
    total = x = y = 0.0
    for number, (x2, y2) in enumerate(ring):
        x1, y1 = ring[number - 1]
        cross = x1 * y2 - x2 * y1
        total, x, y = total + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if abs(total) < 1e-6:
        return 0.0, ring[0][0], ring[0][1]
    return abs(total) / 2, x / (3 * total), y / (3 * total)


def _path(ring: Sequence[Point]) -> str:
    """The ring as a path in whole steps of the drawing; points that fall together are told once."""
    out = []
    last = None
    for x, y in ring:
        point = (round(x), round(y)) if len(ring) > 400 else (round(x, 1), round(y, 1))
        if point != last:
            out.append(f"{point[0]:g} {point[1]:g}")
        last = point
    return f"M{'L'.join(out)}Z"

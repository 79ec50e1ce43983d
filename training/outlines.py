"""Makes the outlines of countries for the desk's map from Natural Earth, as the npm package world-atlas has them.

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    python training/outlines.py package/countries-50m.json src/dragoman/web/data/outlines.json

Each country is a list of rings, each ring a list of numbers of arcs; an arc that two countries share is stored
once, so that neighbours still meet after it was simplified. Coordinates are fiftieths of a degree, each as the
difference to the one before. Natural Earth is in the public domain; world-atlas is under the ISC licence.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pycountry

UNITS = 50  # to a degree: 2.2 km at the equator
TOLERANCE = 0.02  # degrees
# Natural Earth draws some territories by who controls them; codes of actors and places know ISO's countries.
NAMED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Siachen Glacier": None, "Indian Ocean Ter.": None}
LEFT_OUT = {"ATA", "ATF"}
Point = tuple[float, float]


def code_of(geometry: dict[str, Any]) -> str | None:
    """ISO 3166-1 alpha-3 of a country of the atlas; None for what has none."""
    name = geometry["properties"]["name"]
    if name in NAMED:
        return NAMED[name]
    found = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
    return found.alpha_3 if found else None


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)
    return arcs


def simplified(line: list[Point]) -> list[Point]:
    """The line without points that lie within the tolerance of it (Douglas and Peucker, 1973)."""
    kept = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        a, b = open_parts.pop()
        far, at = 0.0, None
        for number in range(a + 1, b):
            off = distance(line[number], line[a], line[b])
            if off > far:
                far, at = off, number
        if at is not None and far > TOLERANCE:
            kept.add(at)
            open_parts += [(a, at), (at, b)]
    return [line[number] for number in sorted(kept)]


def distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the stretch between two others."""
    (x, y), (ax, ay), (bx, by) = point, a, b
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return ((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2) ** 0.5


def encoded(line: list[Point]) -> list[int]:
    """Whole units, each point as the difference to the one before; the same point is not told twice."""
    out: list[int] = []
    x = y = None
    for px, py in line:
        qx, qy = round(px * UNITS), round(py * UNITS)
        if x is None or y is None:
            out += [qx, qy]
        elif (qx, qy) != (x, y):
            out += [qx - x, qy - y]
        x, y = qx, qy
    return out


def main() -> None:
    """Reads the atlas and writes the outlines."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [encoded(simplified(line)) for line in decoded(topology)]
    countries: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        if code is None or code in LEFT_OUT or not geometry.get("arcs"):
            continue
        parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        countries.setdefault(code, []).extend(ring for part in parts for ring in part)
    used = sorted({n if n >= 0 else ~n for rings in countries.values() for ring in rings for n in ring})
    place = {old: new for new, old in enumerate(used)}
    renamed = {
        code: [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in rings]
        for code, rings in sorted(countries.items())
    }
    made = {
        "about": "Outlines of countries, from Natural Earth (public domain); see training/outlines.py.",
        "units": UNITS,
        "arcs": [arcs[n] for n in used],
        "countries": renamed,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(renamed)} countries, {len(used)} arcs, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

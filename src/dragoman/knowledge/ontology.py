"""Owns the questions asked of the ontology: event types, modes, scores, CAMEO codes, issues.

Does not hold any of them: they are in `data/ontology`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class EventMode:
    """A mode that refines an event type; `score` is PLOVER's, -10 to 10."""

    name: str
    score: float
    definition: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's 16 event types; `cameo` is the code written where no finer one is known."""

    name: str
    quad: str
    score: float
    definition: str
    recipient_required: bool
    cameo: str
    modes: Mapping[str, EventMode]


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code with its score on CAMEO's scale and the PLOVER type and mode it falls under.

    `type` is None for the public statements (01) and appeals (02) that PLOVER has no type for.
    """

    code: str
    label: str
    goldstein: float
    type: str | None
    mode: str | None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a peace process with the lower-case noun phrases that name it in the press."""

    code: str
    definition: str
    terms: tuple[str, ...]
    pax: tuple[str, ...]


def ontology_of(compiled: Mapping[str, Any]) -> dict[str, Any]:
    """The ontology's values of a compiled knowledge base."""
    types = {}
    for name, quad, score, definition, required, cameo, modes in compiled["types"]:
        by_name = {mode[0]: EventMode(*mode) for mode in modes}
        types[name] = EventType(name, quad, score, definition, required, cameo, by_name)
    return {
        "types": types,
        "cameo": {
            code: CameoCode(code, label, scale, kind or None, mode or None)
            for code, label, scale, kind, mode in compiled["cameo"]
        },
        "sectors": compiled["sectors"],
        "contexts": compiled["contexts"],
        "issues": {row[0]: Issue(*row) for row in compiled["issues"]},
    }


def cameo_of(kind: str, mode: str | None = None, *, knowledge: Knowledge) -> str:
    """The CAMEO code of a PLOVER type and mode: the shortest, then lowest, code that maps to it.

    Raises:
        KeyError: PLOVER has no such type.
    """
    fits = [c.code for c in knowledge.cameo.values() if c.type == kind and c.mode == mode]
    if mode is None or not fits:
        return knowledge.types[kind].cameo
    return min(fits, key=lambda code: (len(code), code))


def goldstein_of(code: str, *, knowledge: Knowledge) -> float | None:
    """The score of a CAMEO code, of its parent where the code itself is unknown, or None."""
    while len(code) >= 2:
        if code in knowledge.cameo:
            return knowledge.cameo[code].goldstein
        code = code[:-1]
    return None


def plover_of(code: str, *, knowledge: Knowledge) -> tuple[str, str | None] | None:
    """PLOVER type and mode of a CAMEO code, of its parent where the code is unknown, or None."""
    while len(code) >= 2:
        found = knowledge.cameo.get(code)
        if found is not None:
            return (found.type, found.mode) if found.type else None
        code = code[:-1]
    return None


def quad_of(kind: str, *, knowledge: Knowledge) -> str:
    """The quad class of a PLOVER type.

    Raises:
        KeyError: PLOVER has no such type.
    """
    return knowledge.types[kind].quad

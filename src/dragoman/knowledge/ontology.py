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


@dataclass(frozen=True, slots=True)
class FrameCode:
    """PLOVER type and mode and CAMEO code of the frames that a row describes; `*` is any.

    Attributes:
        frame: kind of frame, or `*`.
        kinds: kinds within it; of a word or position its stances, of an act its types.
        statuses: statuses as told.
    """

    frame: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    type: str
    mode: str | None
    cameo: str


@dataclass(frozen=True, slots=True)
class FrameStatus:
    """Status of the event of the frames that a row describes; the columns are those of `FrameCode`."""

    frame: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    event: str


def _fits(row: FrameCode | FrameStatus, frame: str, kind: str | None, status: str | None) -> bool:
    return (
        row.frame in {"*", frame}
        and ("*" in row.kinds or kind in row.kinds)
        and ("*" in row.statuses or status in row.statuses)
    )


def code_of_frame(frame: str, kind: str | None, status: str | None, *, knowledge: Knowledge) -> FrameCode | None:
    """Type, mode and code of a frame; None for one that PLOVER has no type for.

    Args:
        frame: kind of frame.
        kind: its kind; of a word or position its stance, of an act its type.
        status: its status as told.
        knowledge: the tables.
    """
    return next((row for row in knowledge.frame_codes if _fits(row, frame, kind, status)), None)


def status_of_frame(frame: str, kind: str | None, status: str | None, *, knowledge: Knowledge) -> str:
    """Status of the event of a frame; the arguments are those of `code_of_frame`."""
    return next((row.event for row in knowledge.frame_statuses if _fits(row, frame, kind, status)), "happened")


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
        "frame_codes": tuple(FrameCode(*row) for row in compiled["frame_codes"]),
        "frame_statuses": tuple(FrameStatus(*row) for row in compiled["frame_statuses"]),
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

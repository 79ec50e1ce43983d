"""Owns checking the tables that give frames their codes and statuses: no unknown word, no frame left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.contract.frames import ACT_TYPES, STANCES, STATUSES, SUBKINDS, FrameKind
from dragoman.knowledge.reading import Tables

ANY = "*"
# An act of this type has no type of PLOVER.
UNCODED = frozenset({(FrameKind.ACT, "OTHER")})


def frame_faults(tables: Tables) -> Iterator[str]:
    """The faults of both tables; none where a folder has neither."""
    types = {t.name: {mode.name for mode in t.mode} for t in tables.values("types")}
    codes = tables.kind("cameo")
    for checked in tables.kind("frame_codes").values():
        row = checked.value
        if row.type not in types:
            yield f"{checked.where} type: {row.type!r} is no event type"
        elif row.mode and row.mode not in types[row.type]:
            yield f"{checked.where} mode: {row.type} has no mode {row.mode!r}"
        if row.cameo not in codes:
            yield f"{checked.where} cameo: {row.cameo!r} is no CAMEO code"
    for name in ("frame_codes", "frame_statuses"):
        yield from _unknown_words(tables, name)
        yield from _left_out(tables, name)


def kinds_of(frame: FrameKind) -> tuple[str, ...]:
    """The kinds within a kind of frame; of a word or position its stances, of an act its types."""
    return SUBKINDS.get(frame) or STANCES.get(frame) or ACT_TYPES.get(frame) or ()


def _unknown_words(tables: Tables, name: str) -> Iterator[str]:
    for checked in tables.kind(name).values():
        row = checked.value
        frames = [kind for kind in FrameKind if row.frame in {ANY, kind}]
        if not frames:
            yield f"{checked.where} frame: {row.frame!r} is no kind of frame; expected one of {', '.join(FrameKind)}"
            continue
        kinds = {ANY, *(one for frame in frames for one in kinds_of(frame))}
        statuses = {ANY, *(one for frame in frames for one in STATUSES.get(frame, ()))}
        for column, given, known in (("kind", row.kind, kinds), ("status", row.status, statuses)):
            for word in given:
                if word not in known:
                    yield f"{checked.where} {column}: {row.frame} has no {column} {word!r}"


def _left_out(tables: Tables, name: str) -> Iterator[str]:
    """The first kind and status of each kind of frame that no row fits."""
    rows = tables.values(name)
    for frame in FrameKind if rows else ():
        missing = next((one for one in _told(frame) if not any(_fits(row, frame, *one) for row in rows)), None)
        uncoded = missing is not None and (frame, missing[0]) in UNCODED and name == "frame_codes"
        if missing is not None and not uncoded:
            yield f"{name}.tsv: no row fits a {frame} of kind {missing[0]!r} and status {missing[1]!r}; add one"


def _told(frame: FrameKind) -> Iterator[tuple[str, str]]:
    """Every kind with every status that a frame may have; those that have no type of PLOVER last."""
    kinds = sorted(kinds_of(frame), key=lambda kind: (frame, kind) in UNCODED)
    return ((kind, status) for kind in kinds for status in STATUSES.get(frame, ("",)))


def _fits(row: Any, frame: FrameKind, kind: str, status: str) -> bool:
    return row.frame in {ANY, frame} and bool({ANY, kind} & set(row.kind)) and bool({ANY, status} & set(row.status))

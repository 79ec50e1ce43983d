"""Owns checking the tables that give frames their codes and statuses: no unknown word, no frame left out."""

from __future__ import annotations

from collections.abc import Iterator

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
    rows = tables.values(name)
    if not rows:
        return
    for frame in FrameKind:
        for kind in kinds_of(frame):
            for status in STATUSES.get(frame, ("",)):
                fits = any(
                    row.frame in {ANY, frame} and {ANY, kind} & set(row.kind) and {ANY, status} & set(row.status)
                    for row in rows
                )
                if not fits and (name, frame, kind) not in {("frame_codes", *one) for one in UNCODED}:
                    yield f"{name}.tsv: no row fits a {frame} of kind {kind!r} and status {status!r}; add one"

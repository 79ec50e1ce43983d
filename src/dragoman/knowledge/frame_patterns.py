"""Owns `FramePattern`: a pattern over frames as a running program has it.

What a file may say is `pattern_schema`'s business, what a pattern does `coding.patterns`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.contract.frames import ATTRIBUTES, FrameKind, Role

if TYPE_CHECKING:
    from dragoman.knowledge.pattern_schema import Pattern

Compiled = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FramePattern:
    """A pattern: the frames it is for or the words it finds, and what becomes of them.

    Phrases are alternatives, in any case; a star at an end of a word stands for any letters there. Attributes have
    the names of annotations.

    Attributes:
        id: names it in reasons.
        frame: kind of the frames it matches; None where it makes frames of words.
        words: phrases of the trigger, or those found; empty where any trigger will do.
        without: phrases of which the trigger holds none.
        sentence: phrases of the sentence; empty where any sentence will do.
        values: attribute, or `issue`, to the values of which a frame has one.
        fillers: role to phrases of its fillers.
        present: roles that have a filler.
        absent: roles that have none.
        becomes: attribute, `issue` or `frame` to its new value.
        moves: role to the role that its fillers get.
        fills: role to where the fillers of a new frame come from, as `pattern_schema.Source`.
        refuses: whether a matched frame is dropped.
    """

    id: str
    frame: FrameKind | None = None
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fillers: tuple[tuple[Role, tuple[str, ...]], ...] = ()
    present: tuple[Role, ...] = ()
    absent: tuple[Role, ...] = ()
    becomes: tuple[tuple[str, Any], ...] = ()
    moves: tuple[tuple[Role, Role], ...] = ()
    fills: tuple[tuple[Role, str], ...] = ()
    refuses: bool = False


def compiled_pattern(pattern: Pattern) -> Compiled:
    """A checked pattern in plain texts and tuples, as the cache keeps it; the order of `FramePattern`."""
    match, find = pattern.match, pattern.find
    asked = match or find
    names = (*ATTRIBUTES, "issue")
    return (
        pattern.id,
        str(match.frame) if match else None,
        (match.trigger if match else find.words if find else None) or (),
        (match.without if match else None) or (),
        (asked.sentence if asked else None) or (),
        tuple((name, getattr(match, name)) for name in names if match and getattr(match, name)),
        tuple((str(role), phrases) for role, phrases in (match.words if match else {}).items()),
        _texts(asked.present if asked else ()),
        _texts(match.absent if match else ()),
        tuple(_becoming(pattern)),
        tuple((str(role), str(other)) for role, other in pattern.move.items()),
        tuple((str(role), source) for role, source in pattern.fill.items()),
        pattern.refuse,
    )


def patterns_from(compiled: Iterable[Compiled]) -> tuple[FramePattern, ...]:
    """The patterns that a cache keeps, in their order."""
    return tuple(_pattern(*one) for one in compiled)


def _pattern(
    name: str, frame: str | None, words: Any, without: Any, sentence: Any, values: Any, fillers: Any, present: Any,
    absent: Any, becomes: Any, moves: Any, fills: Any, refuses: bool,
) -> FramePattern:  # fmt: skip
    return FramePattern(
        id=name,
        frame=FrameKind(frame) if frame else None,
        words=words,
        without=without,
        sentence=sentence,
        values=values,
        fillers=tuple((Role(role), phrases) for role, phrases in fillers),
        present=tuple(map(Role, present)),
        absent=tuple(map(Role, absent)),
        becomes=tuple((key, FrameKind(value) if key == "frame" else value) for key, value in becomes),
        moves=tuple((Role(role), Role(other)) for role, other in moves),
        fills=tuple((Role(role), source) for role, source in fills),
        refuses=refuses,
    )


def _becoming(pattern: Pattern) -> Iterable[tuple[str, Any]]:
    given: Mapping[str, Any] = {name: getattr(pattern.settings, name) for name in ("frame", *ATTRIBUTES, "issue")}
    return ((name, str(value) if name == "frame" else value) for name, value in given.items() if value is not None)


def _texts(roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(map(str, roles))

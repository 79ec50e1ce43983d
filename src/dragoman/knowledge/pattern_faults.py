"""Owns the faults of patterns over frames that show without a text: what no frame has, what contradicts itself.

Whether a pattern does what its examples say is tried by `coding.pattern_proofs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.contract.frames import ATTRIBUTES, ISSUED, ROLES, FrameKind, Role
from dragoman.knowledge.pattern_schema import Find, Match, Pattern, Settings
from dragoman.knowledge.reading import Tables


def pattern_faults(tables: Tables) -> Iterator[str]:
    """The faults of every pattern, each with its place."""
    for checked in tables.kind("frame_patterns").values():
        yield from (f"{checked.where} {fault}" for fault in _faults(checked.value))


def _faults(pattern: Pattern) -> Iterator[str]:
    if (pattern.match is None) == (pattern.find is None):
        yield "has both match and find, or neither; expected one: the frames it is for, or the words it finds"
    elif pattern.match is not None:
        yield from _match_faults(pattern.match)
        yield from _change_faults(pattern, pattern.match)
    elif pattern.find is not None:
        yield from _find_faults(pattern, pattern.find)


def _match_faults(match: Match) -> Iterator[str]:
    """Conditions that no frame of the kind can meet."""
    kind = match.frame
    for name in (*ATTRIBUTES, "issue"):
        yield from _unknown_values("match", name, getattr(match, name) or (), kind)
    yield from _unknown_roles("match words", match.words, kind)
    yield from _unknown_roles("match present", match.present, kind)
    yield from _unknown_roles("match absent", match.absent, kind)
    for phrase in sorted({*(match.trigger or ())} & {*(match.without or ())}):
        yield f"match: the trigger is to be both with and without {phrase!r}, so that it matches nothing"
    for role in match.absent:
        if role in match.present or role in match.words:
            yield f"match: {role} is both absent and present, so that it matches nothing"


def _change_faults(pattern: Pattern, match: Match) -> Iterator[str]:
    settings = pattern.settings
    if pattern.fill:
        yield "fill: belongs to find; a matched frame has the fillers that were read, see move"
    if pattern.refuse:
        if pattern.move or _given(settings):
            yield "refuse: a frame that is refused cannot be changed too; take set and move out"
        return
    if not pattern.move and not _given(settings):
        yield "does nothing; expected set, move or refuse"
    kind = settings.frame or match.frame
    yield from _settings_faults(settings, kind, whole=kind is not match.frame)
    yield from _move_faults(pattern, match, kind)
    if _given(settings) and not pattern.move and all(_is_so(match, name, settings) for name in _given(settings)):
        yield "set: every frame that it matches is so already, so that it changes nothing"


def _move_faults(pattern: Pattern, match: Match, kind: FrameKind) -> Iterator[str]:
    yield from _unknown_roles("move", pattern.move, match.frame)
    yield from _unknown_roles("move", pattern.move.values(), kind)
    for role, other in pattern.move.items():
        if role is other:
            yield f"move: {role} is moved to itself"
        if role in match.absent:
            yield f"move: {role} is absent, so that nothing is moved"


def _find_faults(pattern: Pattern, find: Find) -> Iterator[str]:
    kind = pattern.settings.frame
    if pattern.refuse or pattern.move:
        yield "find: makes a new frame, which has nothing to refuse or move; take refuse and move out"
    if kind is None:
        yield f"set: names no frame; expected the kind of the new frame, one of {', '.join(FrameKind)}"
        return
    yield from _settings_faults(pattern.settings, kind, whole=True)
    yield from _unknown_roles("fill", pattern.fill, kind)
    for role in find.present:
        if role not in pattern.fill:
            yield f"find present: {role} is filled by nothing, so that it matches nothing; add it to fill"


def _settings_faults(settings: Settings, kind: FrameKind, *, whole: bool) -> Iterator[str]:
    """Values that the kind has not; with `whole` also those that a frame of the kind cannot be without."""
    for name in (*ATTRIBUTES, "issue"):
        given = getattr(settings, name)
        needed = kind in ATTRIBUTES[name] if name in ATTRIBUTES else kind is FrameKind.POSITION
        if given is not None:
            yield from _unknown_values("set", name, (given,) if isinstance(given, str) else given, kind)
        if whole and needed and not given:
            allowed = ATTRIBUTES.get(name, ISSUED)[kind]
            yield f"set: a new {kind} needs its {name}; expected one of {', '.join(allowed)}"


def _unknown_values(part: str, name: str, values: Iterable[str], kind: FrameKind) -> Iterator[str]:
    allowed = ATTRIBUTES.get(name, ISSUED).get(kind, ())
    for value in values:
        if not allowed:
            yield f"{part} {name}: a {kind} has no {name}"
        elif value not in allowed:
            yield f"{part} {name}: {value!r} is unknown; expected one of {', '.join(allowed)}"


def _unknown_roles(part: str, roles: Iterable[Role], kind: FrameKind) -> Iterator[str]:
    for role in roles:
        if role not in ROLES[kind]:
            yield f"{part}: a {kind} has no role {str(role)!r}; expected one of {', '.join(ROLES[kind])}"


def _given(settings: Settings) -> list[str]:
    return [name for name in (*ATTRIBUTES, "issue", "frame") if getattr(settings, name) is not None]


def _is_so(match: Match, name: str, settings: Settings) -> bool:
    """Whether a matched frame surely has the value that is to be set."""
    wanted = getattr(settings, name)
    return wanted is match.frame if name == "frame" else name != "issue" and getattr(match, name) == (wanted,)

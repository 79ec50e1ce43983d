"""Owns the fields of violence: by whom, against whom, where, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dragoman.coding.field import Told, reason
from dragoman.coding.frames.fields import Fields, accusers, setting
from dragoman.coding.many import Piece, count_of
from dragoman.coding.scene import Scene
from dragoman.coding.who.words import in_set, sector_of, words_of
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame, Span
from dragoman.records.event import Quantities, Reason
from dragoman.records.values import Actor, Count

NEEDED = ("kind",)
_ROLES = (("killed", Role.KILLED), ("wounded", Role.WOUNDED), ("captured", Role.CAPTURED))
_STATE_MEN = frozenset({"MIL", "COP"})
_GROUP_MEN = frozenset({"REB", "UAF"})


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of an attack; where the dead of both sides are told, both did it."""
    by = scene.actors(frame, Role.BY, owners=True)
    against = scene.actors(frame, Role.AGAINST, owners=True)
    numbers, pieces = _numbers(frame, scene)
    against = _against_place(_with_victims(against, pieces, scene), by.value, frame, scene)
    numbers = replace(numbers, value=_civil(numbers.value, pieces, frame, scene))
    found = {
        **setting(frame, scene, told_day=frame.status in {"happened", "alleged"}, paragraph=True),
        "source": by,
        "target": against,
        "quantities": numbers,
        "alleged_by": accusers(frame, scene),
    }
    if found["place"].value is None:
        found["place"] = scene.asked_place(frame)
    if _both_mourn(by.value, pieces, scene):
        joint = {a.key: a for a in (*by.value, *(a for a in against.value if a.name != "civilians"))}
        found |= {"source": replace(by, value=tuple(joint.values())), "target": Told(()), "kind": Told("clash")}
    return found


def _numbers(frame: Frame, scene: Scene) -> tuple[Told[Any], tuple[Piece, ...]]:
    counts: dict[str, Count] = {}
    pieces: list[Piece] = []
    reasons: list[Reason] = []
    sure = 1.0
    for name, role in _ROLES:
        fillers = frame.of(role)
        found = count_of(scene.text, [f.span for f in fillers])
        if found is not None:
            counts[name] = found[0]
            pieces += found[1]
            reasons += [reason(f"{name}: {f.span.within(scene.text)}", f.span) for f in fillers]
            sure = min(sure, *(f.confidence for f in fillers))
    value = Quantities(**counts) if counts else None
    return Told(value, tuple(reasons), sure if counts else None), tuple(pieces)


def _against_place(against: Told[Any], by: Sequence[Actor], frame: Frame, scene: Scene) -> Told[Any]:
    """Against the state in which the place lies that was struck, where another state struck it."""
    where = [f.span.within(scene.text) for f in frame.of(Role.PLACE)]
    known = tuple(
        a
        for a in against.value
        if a.id or a.sectors or not (_is_place(a.name, scene) or any(a.name in words for words in where))
    )
    strikers = {a.country for a in by if a.is_state}
    spans = [f.span for f in frame.of(Role.AGAINST)]
    inside = [
        m.place.country
        for m in scene.places
        if m.place is not None and any(s.meets(Span(m.start, m.end)) for s in spans)
    ]
    country = next((one for one in inside if one is not None), None)
    if known or not strikers or country is None or country in strikers:
        return replace(against, value=known)
    return Told((scene.resolver.cast.state(country),), (reason("the state of what was struck", spans[0]),), 0.7)


def _is_place(name: str, scene: Scene) -> bool:
    return any(m.text == name and m.place is not None and m.place.latitude is not None for m in scene.places)


def _civil(value: Quantities | None, pieces: Sequence[Piece], frame: Frame, scene: Scene) -> Quantities | None:
    """The dead are civilians where the number has no noun and all that were struck are called so."""
    struck = [w for f in frame.of(Role.AGAINST) for w in words_of(scene.text, f.span)[-1:]]
    bare = not any(p.noun for p in pieces) and bool(struck) and all(in_set(w.lower, "civilians_said") for w in struck)
    if value is None or value.killed is None or value.killed.min is None or not bare:
        return value
    return value.model_copy(update={"killed": value.killed.model_copy(update={"civilians": value.killed.min})})


def _with_victims(against: Told[Any], pieces: Sequence[Piece], scene: Scene) -> Told[Any]:
    """Against civilians where those counted are civilians and the text names nobody else."""
    nouns = [p.noun for p in pieces if p.noun]
    if against.value or not nouns or not all(in_set(noun, "civilian_nouns") for noun in nouns):
        return against
    if not any(in_set(noun, "civilians_said") for noun in nouns):
        return against
    return Told((Actor(name="civilians", country=scene.resolver.cast.centre, sectors=("CVL",)),), (), 0.8)


def _both_mourn(by: Sequence[Actor], pieces: Sequence[Piece], scene: Scene) -> bool:
    """Whether the counted are men of the attacker and of the other side: "twelve rebels and five soldiers"."""
    sectors = {s for p in pieces if (s := sector_of(p.noun, scene.knowledge))}
    if not (sectors & _STATE_MEN and sectors & _GROUP_MEN):
        return False
    return any(a.is_state for a in by) or any(_GROUP_MEN & set(a.sectors) for a in by)

"""Owns the fields of violence: by whom, against whom, where, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dragoman.coding.field import Told, reason
from dragoman.coding.frames.fields import Fields, accusers, setting
from dragoman.coding.many import Piece, count_of
from dragoman.coding.scene import Scene
from dragoman.coding.who.words import in_set, sector_of
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame
from dragoman.records.event import Quantities
from dragoman.records.values import Actor

NEEDED = ("kind",)
_ROLES = (("killed", Role.KILLED), ("wounded", Role.WOUNDED), ("captured", Role.CAPTURED))
_STATE_MEN = frozenset({"MIL", "COP"})
_GROUP_MEN = frozenset({"REB", "UAF"})


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of an attack; where the dead of both sides are told, both did it."""
    by = scene.actors(frame, Role.BY)
    against = scene.actors(frame, Role.AGAINST, owners=True)
    numbers, pieces = _numbers(frame, scene)
    against = _with_victims(against, by.value, pieces, scene)
    found = {
        **setting(frame, scene, told_day=frame.status in {"happened", "alleged"}),
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
    counts, pieces, reasons, sure = {}, [], [], 1.0
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


def _with_victims(against: Told[Any], by: Sequence[Actor], pieces: Sequence[Piece], scene: Scene) -> Told[Any]:
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


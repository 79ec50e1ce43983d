"""Owns the fields of humanitarian steps: who frees or gives, who is moved, and how many."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding.field import Told, reason
from dragoman.coding.frames.fields import Fields, setting
from dragoman.coding.many import count_of
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame
from dragoman.records.event import Quantities
from dragoman.records.values import Actor

NEEDED = ("kind",)


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of a humanitarian step."""
    fillers = frame.of(Role.COUNT)
    found = count_of(scene.text, [f.span for f in fillers])
    numbers = Told(
        Quantities(persons=found[0]) if found is not None else None,
        tuple(reason(f"count: {f.span.within(scene.text)}", f.span) for f in fillers),
        min((f.confidence for f in fillers), default=1.0) if found is not None else None,
    )
    return {
        **setting(frame, scene, told_day=frame.status == "done", paragraph=True),
        "source": scene.actors(frame, Role.BY),
        "target": _bodies(scene.actors(frame, Role.PARTY)),
        "quantities": numbers,
    }


def _bodies(parties: Told[tuple[Actor, ...]]) -> Told[tuple[Actor, ...]]:
    """Those who are a body of some kind; of a name that no table knows the text may tell of one who is moved."""
    return replace(parties, value=tuple(a for a in parties.value if a.id or a.sectors or a.country))

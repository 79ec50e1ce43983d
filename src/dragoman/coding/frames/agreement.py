"""Owns the fields of agreements: whose they are, who mediated them, on what."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding.field import Told
from dragoman.coding.frames.fields import Fields, accusers, setting
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

NEEDED = ("kind",)


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of an agreement; its parties are both source and target."""
    parties = scene.actors(frame, Role.PARTY)
    mediators = scene.actors(frame, Role.MEDIATOR)
    between = {a.key for a in mediators.value}
    parties = replace(parties, value=tuple(a for a in parties.value if a.key not in between))
    return {
        **setting(frame, scene, told_day=frame.status in {"signed", "agreed"}),
        "source": parties,
        "target": Told(parties.value),
        "mediators": mediators,
        "alleged_by": accusers(frame, scene),
    }

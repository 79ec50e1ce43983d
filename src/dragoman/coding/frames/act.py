"""Owns the fields of acts: sanctions, arms, withdrawals, accusations and the like."""

from __future__ import annotations

from dragoman.coding.frames.fields import Fields, accusers, setting
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

NEEDED = ("kind", "source")


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of an act."""
    return {
        **setting(frame, scene, told_day=frame.status == "happened"),
        "source": scene.actors(frame, Role.BY),
        "target": scene.actors(frame, Role.TO, owners=True),
        "alleged_by": accusers(frame, scene),
    }

"""Owns the fields of positions: what an actor holds on an issue, and of whom he wants what."""

from __future__ import annotations

from dragoman.coding.frames.fields import Fields, setting
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

NEEDED = ("source", "issues")


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of a position."""
    return {
        **setting(frame, scene),
        "source": scene.actors(frame, Role.ACTOR),
        "target": scene.actors(frame, Role.TARGET),
        "condition": scene.words(frame.of(Role.CONDITION)),
    }

"""Owns the fields of words: what an actor says of a meeting."""

from __future__ import annotations

from dragoman.coding.frames.fields import Fields, setting
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

NEEDED = ("source",)


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of a word; its source is who says it, the meeting is that of its happening."""
    return {**setting(frame, scene), "source": scene.actors(frame, Role.ACTOR)}

"""Owns the fields of commitments: threats, pledges, offers, ultimatums and deadlines."""

from __future__ import annotations

from dragoman.coding.field import Told
from dragoman.coding.frames.fields import Fields, setting
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

NEEDED = ("source",)
_OVER = frozenset({"expired", "violated", "fulfilled", "withdrawn"})


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of a commitment; its condition keeps the text's own words."""
    due = scene.due(frame, past=frame.status in _OVER or frame.subkind == "deadline")
    action = frame.action if frame.action in scene.knowledge.types else None
    return {
        **setting(frame, scene),
        "source": scene.actors(frame, Role.BY),
        "target": scene.actors(frame, Role.TO),
        "condition": scene.words(frame.of(Role.CONDITION)),
        "due": Told(due.value.end if due.value else None, due.reasons, due.sure, due.spans),
        "action": Told(action, (), frame.sure.get("action") if action else None),
    }

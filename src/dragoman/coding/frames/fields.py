"""Owns what the makers of all kinds share: days, places, who says so, and their form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.coding.field import Told
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

Fields = Mapping[str, Told[Any]]


@dataclass(frozen=True, slots=True)
class Maker:
    """How a kind of frame becomes an event.

    Attributes:
        fields: the fields that the frame's fillers give.
        needed: fields without which the event is nothing; its confidence is that of the weakest.
        somebody: whether a frame whose doer is nobody in particular makes no event.
    """

    fields: Callable[[Frame, Scene], Fields]
    needed: tuple[str, ...]
    somebody: bool = False


def setting(frame: Frame, scene: Scene, *, told_day: bool = False, paragraph: bool = False) -> dict[str, Told[Any]]:
    """When and where; with `told_day` also the day under which the text sets the frame, see `Scene.told_day`."""
    days = scene.days(frame)
    if days.value is None and told_day:
        days = scene.told_day(frame, paragraph=paragraph)
    if days.value is None and told_day:
        days = scene.today(frame)
    value = days.value
    start = Told(value.start if value else None, days.reasons, days.sure, days.spans)
    end = Told(value.end if value else None, (), days.sure if value and value.end else None, days.spans)
    return {"start": start, "end": end, "place": scene.place(frame)}


def accusers(frame: Frame, scene: Scene) -> Told[Any]:
    """Whose accusation or claim it is, where only that says so."""
    if frame.status not in {"alleged", "alleged_violated"}:
        return Told(())
    told = scene.actors(frame, Role.SOURCE)
    if told.value:
        return told
    for other in scene.reading.frames:
        if other.type == "ACCUSE" and other.sentence == frame.sentence:
            return scene.actors(other, Role.BY)
    return Told(())

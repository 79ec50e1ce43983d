"""Owns the fields of meetings: who meets whom, who stands between them, whose place it is, about what."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding.field import Told
from dragoman.coding.frames.fields import Fields, setting
from dragoman.coding.ordinals import ordinal_in
from dragoman.coding.own_words import agenda_of
from dragoman.coding.scene import Scene
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame

NEEDED = ("source",)


def fields(frame: Frame, scene: Scene) -> Fields:
    """The fields of a meeting; its parties are both source and target."""
    parties = scene.actors(frame, Role.PARTY)
    mediators = scene.actors(frame, Role.MEDIATOR)
    host = scene.actors(frame, Role.HOST)
    between = {a.key for a in mediators.value}
    parties = replace(parties, value=tuple(a for a in parties.value if a.key not in between))
    found = {
        **setting(frame, scene, told_day=frame.status in {"held", "failed"}),
        "source": parties,
        "target": Told(parties.value),
        "mediators": mediators,
        "host": Told(host.value[0] if host.value else None, host.reasons, host.sure, host.spans),
        "agenda": agenda_of(frame, scene),
        "round": _round(frame, scene),
    }
    if frame.status == "postponed":
        found["due"] = _new_day(frame, scene)
    return found


def _round(frame: Frame, scene: Scene) -> Told[int | None]:
    for filler in frame.of(Role.ROUND):
        number = ordinal_in(filler.span.within(scene.text))
        if number is not None:
            return Told(number, (), filler.confidence, (filler.span,))
    return Told(None)


def _new_day(frame: Frame, scene: Scene) -> Told[str | None]:
    """The day to which a meeting is put off, where the text gives two: the later one."""
    fillers = frame.of(Role.TIME)
    if len(fillers) < 2:
        return Told(None)
    last = scene.days(replace(frame, fillers=fillers[-1:], status="scheduled"))
    return Told(last.value.start if last.value else None, last.reasons, last.sure, last.spans)

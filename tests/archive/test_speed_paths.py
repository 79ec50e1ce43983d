"""The fast ways give what the plain ones give: happenings found by day, statements made when asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from dragoman.records.event import Event
from dragoman.records.likeness import same_happening, traits_of
from dragoman.records.merge import LAST, Happening, merge
from dragoman.records.statement import statements_of
from large_archive import THEATRES, readings


def grouped_plainly(events: Sequence[Event]) -> list[list[str]]:
    """The members of each happening, by comparing every event with every group."""
    groups: list[list[Event]] = []
    told: dict[tuple[str, str, str], list[int]] = {}
    for event in events:
        names = sorted({actor.key for actor in (*event.source, *event.target)})
        names += ["@" + event.place.name.casefold()] if event.place else []
        keys = [(event.frame, event.type, name) for name in names]
        tried = [number for key in keys for number in reversed(told.get(key, []))]
        home = next((number for number in dict.fromkeys(tried) if _is_of(groups[number], event)), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(event)
        for key in keys:
            told.setdefault(key, []).append(home)
    return [[event.id for event in group] for group in groups]


def _is_of(group: Sequence[Event], event: Event) -> bool:
    likeness = [same_happening(traits_of(one), traits_of(event)) for one in (group[0], *group[-LAST:])]
    return None not in likeness and any(likeness)


@pytest.mark.parametrize("seed", range(3))
def test_happenings_are_those_of_comparing_all_with_all(seed: int) -> None:
    draw = random.Random(seed)
    events = [event for one in readings(events=250, seed=seed, theatres=THEATRES[:2]) for event in one.events]
    days = (None, "2025-07", "2025", "soon")
    mixed = []
    for event in events:
        update: dict[str, object] = {}
        if draw.random() < 0.3:
            update["start"] = draw.choice(days)
        if draw.random() < 0.1:
            update["learned"] = None
        mixed.append(event.model_copy(update=update))
    assert [list(one.members) for one in merge(mixed)] == grouped_plainly(mixed)


def test_statements_are_made_when_asked_for_and_change_nothing() -> None:
    events = [event for one in readings(events=60, theatres=THEATRES[:1]) for event in one.events]
    by_id = {event.id: event for event in events}
    for one, other in zip(merge(events), merge(events), strict=True):
        whole = tuple(told for member in one.members for told in statements_of(by_id[member]))
        assert "statements" not in vars(other)
        assert list(other.model_dump()) == list(Happening.model_fields)
        assert one.statements == whole == other.statements
        assert one == other
        assert hash(one) == hash(other)
        assert Happening.model_validate_json(one.model_dump_json()) == other
        assert one.model_copy(update={"review": True}).statements == whole
        with pytest.raises(AttributeError):
            _ = one.nothing  # type: ignore[attr-defined]

"""The fast ways give what the plain ones give: happenings found by day, statements made when asked for."""

from __future__ import annotations

import random

import pytest

from dragoman.records.grouping import _keys, _Shelf, grouped
from dragoman.records.merge import Happening, merge
from dragoman.records.statement import statements_of
from large_archive import THEATRES, readings


def plain_near(shelf: object, traits: object) -> list[int]:
    """Every happening that shares a key, however long ago it was told."""
    found = {number for key in _keys(traits) for number in shelf.listed.get(key, {})}  # type: ignore[arg-type,attr-defined]
    return sorted(found, reverse=True)


@pytest.mark.parametrize("seed", range(3))
def test_looking_among_the_last_told_finds_what_looking_at_all_finds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    events = [event for one in readings(events=250, seed=seed, theatres=THEATRES[:2]) for event in one.events]
    days = (None, "2025-07", "2025", "soon")
    mixed = [e.model_copy(update={"start": draw.choice(days)}) if draw.random() < 0.1 else e for e in events]
    quick = grouped(mixed)
    monkeypatch.setattr(_Shelf, "near", plain_near)
    assert quick == grouped(mixed)


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

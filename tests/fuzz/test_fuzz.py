"""Every reader takes a good input, and refuses an odd one with an error that says so; see `fuzz_run` for long runs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import fuzz_seeds as seeds
import pytest
from fuzz_mutation import mutated
from fuzz_readers import TARGETS, try_reading

from dragoman.errors import DragomanError

CHEAP = sorted(name for name, target in TARGETS.items() if not target.slow)
# The parser takes a tenth of a second for a text; the others some milliseconds.
DEAR = {"page": 40, "knowledge": 12, "brief": 40, "events": 60, "coding": 6}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_reader_takes_a_good_input(name: str) -> None:
    target = TARGETS[name]
    taken = 0
    for seed in target.seeds():
        with suppress(DragomanError):
            target.read(seed)
            taken += 1
    assert taken, "all good inputs are refused"


@pytest.mark.parametrize("name", CHEAP)
def test_a_reader_takes_or_refuses_an_odd_input(name: str) -> None:
    for number in range(40 if name in {"dates", "packed"} else 100):
        _tried(name, number)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(DEAR))
def test_a_dear_reader_takes_or_refuses_an_odd_input(name: str) -> None:
    for number in range(DEAR[name]):
        _tried(name, number)


def _tried(name: str, number: int) -> None:
    target = TARGETS[name]
    data = mutated(target.seeds(), number)
    try:
        try_reading(target, data)
    except Exception as error:
        error.add_note(f"input {number} of {name}: mutated(TARGETS[{name!r}].seeds(), {number})")
        raise


def test_the_same_number_makes_the_same_input() -> None:
    assert mutated((seeds.JSONL, seeds.RSS), 7) == mutated((seeds.JSONL, seeds.RSS), 7)
    assert len({mutated((seeds.JSONL,), number) for number in range(50)}) > 40


def test_every_target_is_tried() -> None:
    assert set(DEAR) == {name for name, target in TARGETS.items() if target.slow}
    assert Path(__file__).with_name("fuzz_run.py").is_file()

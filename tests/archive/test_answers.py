"""A kept answer is given only while everything that it depends on is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from dragoman.archive import answers
from dragoman.archive.answers import Question, answer
from dragoman.knowledge.processes import Process
from dragoman.records.statement import Judgement
from dragoman.store import lookups
from dragoman.store.store import Store, open_store
from large_archive import THEATRES, readings

SIDES = Process("process:a", "A", (frozenset({"RUS", "DPR"}), frozenset({"UKR"})))
QUESTION = Question(SIDES, {"as_of": None, "form": "text", "width": 80})


@pytest.fixture
def filled(store: Store) -> Store:
    store.keep_many(islice(readings(events=100, theatres=THEATRES[:1]), 10))
    return store


def counting() -> tuple[Callable[[], str], list[str]]:
    """Something that works an answer out, and all that it gave."""
    given: list[str] = []

    def make() -> str:
        given.append(f"answer {len(given)}, “é” \ud800")
        return given[-1]

    return make, given


def test_the_same_question_is_worked_out_once(filled: Store, tmp_path: Path) -> None:
    make, given = counting()
    told = [answer(filled, QUESTION, make, folder=tmp_path / "kept") for _ in range(3)]
    assert told == [given[0]] * 3
    assert len(given) == 1
    again = replace(QUESTION, process=Process("process:a", "A", (frozenset({"DPR", "RUS"}), frozenset({"UKR"}))))
    assert answer(filled, again, make, folder=tmp_path / "kept") == given[0]


@pytest.mark.parametrize(
    "other",
    [
        replace(QUESTION, process=None),
        replace(QUESTION, process=replace(SIDES, sides=SIDES.sides[:1])),
        replace(QUESTION, asked={**QUESTION.asked, "as_of": "2025-07-01"}),
        replace(QUESTION, asked={**QUESTION.asked, "width": 81}),
    ],
)
def test_another_question_has_another_answer(filled: Store, tmp_path: Path, other: Question) -> None:
    make, given = counting()
    assert answer(filled, QUESTION, make, folder=tmp_path) != answer(filled, other, make, folder=tmp_path)
    assert len(given) == 2


def test_every_write_makes_answers_stale(filled: Store, tmp_path: Path) -> None:
    make, given = counting()
    (event,) = islice((e for one in readings(events=100, theatres=THEATRES[:1]) for e in one.events), 1)
    new, old = islice(readings(events=100, seed=7, theatres=THEATRES[:1]), 2)
    writes: list[Callable[[Store], object]] = [
        lambda one: one.keep(new),
        lambda one: one.keep_many([old]),
        lambda one: one.keep(replace(old, address="https://copy.example/elsewhere")),
        lambda one: one.judge(Judgement(verdict="right", one=event.id, by="me")),
        lambda one: one.judge(Judgement(verdict="right", one=event.id, by="me")),
        lambda one: lookups.judge_all(one, [Judgement(verdict="wrong", one=event.id, by="me")]),
    ]
    answer(filled, QUESTION, make, folder=tmp_path)
    for number, write in enumerate(writes, start=2):
        other = open_store(filled.name, clock=filled.clock)
        write(other)
        other.close()
        answer(filled, QUESTION, make, folder=tmp_path)
        answer(filled, QUESTION, make, folder=tmp_path)
        assert len(given) == number


def test_what_is_written_while_an_answer_is_worked_out_keeps_it_from_being_kept(filled: Store, tmp_path: Path) -> None:
    (new,) = islice(readings(events=100, seed=7, theatres=THEATRES[:1]), 1)

    def make() -> str:
        filled.keep(new)
        return "half"

    answer(filled, QUESTION, make, folder=tmp_path)
    assert not list(tmp_path.glob("*.answer"))


def test_another_archive_at_the_same_place_has_its_own_answers(tmp_path: Path) -> None:
    place, kept = tmp_path / "a.sqlite", tmp_path / "kept"
    make, given = counting()
    for seed in (0, 1):
        store = open_store(place)
        store.keep_many(islice(readings(events=20, seed=seed, theatres=THEATRES[:1]), 2))
        answer(store, QUESTION, make, folder=kept)
        store.close()
        for file in tmp_path.glob("a.sqlite*"):
            file.unlink()
    assert len(given) == 2


def test_a_changed_program_or_knowledge_answers_anew(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, given = counting()
    overlay = tmp_path / "own"
    overlay.mkdir()
    mine = replace(QUESTION, knowledge=overlay)
    answer(filled, QUESTION, make, folder=tmp_path)
    answer(filled, mine, make, folder=tmp_path)
    assert len(given) == 2
    (overlay / "people.tsv").write_text("id\tname\n")
    answer(filled, mine, make, folder=tmp_path)
    assert len(given) == 3
    monkeypatch.setattr("dragoman.version.__version__", "another")
    answer(filled, QUESTION, make, folder=tmp_path)
    assert len(given) == 4


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 99, None])
def test_a_damaged_file_is_done_without(filled: Store, tmp_path: Path, damage: bytes | None) -> None:
    make, given = counting()
    answer(filled, QUESTION, make, folder=tmp_path)
    (place,) = tmp_path.glob("*.answer")
    place.write_bytes(place.read_bytes()[:-1] + b"!" if damage is None else damage)
    assert answer(filled, QUESTION, make, folder=tmp_path) == given[1]
    assert answer(filled, QUESTION, make, folder=tmp_path) == given[1]
    assert len(given) == 2


def test_a_folder_that_cannot_be_written_is_done_without(filled: Store, tmp_path: Path) -> None:
    make, given = counting()
    place = tmp_path / "file"
    place.write_text("in the way")
    assert [answer(filled, QUESTION, make, folder=place) for _ in range(2)] == given


def test_answers_are_bounded_in_number_and_size(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 2)
    for width in range(4):
        answer(filled, replace(QUESTION, asked={"width": width}), counting()[0], folder=tmp_path / "kept")
    assert len(list((tmp_path / "kept").iterdir())) == 2
    monkeypatch.setattr(answers, "LARGEST", 3)
    answer(filled, replace(QUESTION, asked={"width": 5}), lambda: "long", folder=tmp_path / "other")
    assert not (tmp_path / "other").exists()

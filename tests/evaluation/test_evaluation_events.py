"""The events task scores whole events: who, to whom and of what type, with actors by their own code."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import FormatError, SourceError
from dragoman.evaluation.events import evaluate
from dragoman.records.event import Event
from dragoman.records.values import Actor, Evidence

Added = Sequence[tuple[str, Actor]]
EVIDENCE = (Evidence(document="d", start=0, end=4, quote="Word"),)


def an_event(source: Sequence[Actor], target: Sequence[Actor], kind: str, cameo: str | None = None) -> Event:
    return Event(
        id="e", date=None, start=None, end=None, source=tuple(source), target=tuple(target), type=kind, mode=None,
        cameo=cameo, quad="verbal_conflict", intensity=0, status="happened", place=None, quantities=None,
        attribution=None, coder="test", confidence=0.9, evidence=EVIDENCE,
    )  # fmt: skip


def says(*told: tuple[str, str, str]) -> Callable[[str, date | None, Added], list[Event]]:
    """A coder that tells the same of every text; names of the table become its actors."""

    def code(text: str, published: date | None, added: Added) -> list[Event]:
        known = {"Kenya": Actor(name="Kenya", country="KEN"), "Uganda": Actor(name="Uganda", country="UGA")}
        every = {**known, **dict(added)}
        return [an_event([every[s]] if s else [], [every[t]] if t else [], kind) for s, t, kind in told]

    return code


def gold(source: str, target: str, code: str) -> dict[str, str]:
    return {"sourcecode": source, "targetcode": target, "eventcode": code}


def a_file(folder: Path, *records: Any) -> Path:
    path = folder / "records.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in records) + "\n", encoding="utf-8")
    return path


def a_record(*events: Any, **fields: Any) -> dict[str, Any]:
    return {"text": "Norvia did it.", "date": "20310514", "events": list(events), **fields}


def figures(path: Path, *told: tuple[str, str, str], actors: Path | None = None) -> dict[str, float | int]:
    return dict(evaluate(path, maker=says(*told), actors=actors).figures)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "actors.tsv"
    path.write_text("name\tcode\nNorvia\tNRV\nOsterland\tOST\nNo One\t---\n", encoding="utf-8")
    return path


def test_an_event_is_right_if_source_target_and_type_are(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRV", "OST", "112")))
    right = figures(path, ("Norvia", "Osterland", "ACCUSE"), actors=table)
    assert right == {"f1": 1.0, "precision": 1.0, "recall": 1.0, "pair_f1": 1.0, "n": 1}


@pytest.mark.parametrize(
    ("told", "f1", "pair"),
    [
        (("Norvia", "Osterland", "AID"), 0.0, 1.0),
        (("Osterland", "Norvia", "ACCUSE"), 0.0, 0.0),
        (("Norvia", "", "ACCUSE"), 0.0, 0.0),
    ],
)
def test_a_wrong_type_keeps_the_pair_and_a_wrong_pair_nothing(
    tmp_path: Path, table: Path, told: tuple[str, str, str], f1: float, pair: float
) -> None:
    found = figures(a_file(tmp_path, a_record(gold("NRV", "OST", "112"))), told, actors=table)
    assert (found["f1"], found["pair_f1"]) == (f1, pair)


def test_roles_behind_the_code_of_a_state_do_not_count(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRVGOV", "OSTMIL", "112")))
    assert figures(path, ("Norvia", "Osterland", "ACCUSE"), actors=table)["f1"] == 1.0


def test_actors_that_the_knowledge_base_knows_count_by_their_state(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_record(gold("KENGOV", "UGA", "112")))
    assert figures(path, ("Kenya", "Uganda", "ACCUSE"))["f1"] == 1.0


def test_a_code_of_no_scheme_asks_for_the_pair_only(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRV", "OST", "999")))
    assert figures(path, ("Norvia", "Osterland", "AID"), actors=table)["f1"] == 1.0


def test_what_is_coded_where_there_is_nothing_is_false(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRV", "OST", "112")), a_record())
    found = figures(path, ("Norvia", "Osterland", "ACCUSE"), actors=table)
    assert (found["precision"], found["recall"], found["n"]) == (0.5, 1.0, 2)


def test_one_coded_event_answers_one_gold_event(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRV", "OST", "112"), gold("NRV", "OST", "190")))
    found = figures(path, ("Norvia", "Osterland", "ACCUSE"), actors=table)
    assert (found["precision"], found["recall"]) == (1.0, 0.5)


def test_events_without_any_actor_and_of_one_with_itself_are_left_out(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRV", "OST", "112")))
    told = [("Norvia", "Osterland", "ACCUSE"), ("", "", "ASSAULT"), ("Norvia", "Norvia", "CONSULT")]
    assert figures(path, *told, actors=table)["precision"] == 1.0


@pytest.mark.parametrize(("written", "read"), [("20310514", date(2031, 5, 14)), ("soon", None), (None, None)])
def test_the_coder_gets_the_text_its_day_and_the_actors_of_the_table(
    tmp_path: Path, table: Path, written: str | None, read: date | None
) -> None:
    asked: list[tuple[str, date | None, list[str]]] = []

    def code(text: str, published: date | None, added: Added) -> list[Event]:
        asked.append((text, published, [f"{name}={actor.name}" for name, actor in added]))
        return []

    evaluate(a_file(tmp_path, a_record(date=written)), maker=code, actors=table)
    assert asked == [("Norvia did it.", read, ["Norvia=NRV", "Osterland=OST"])]


def test_wrong_types_are_listed(tmp_path: Path, table: Path) -> None:
    path = a_file(tmp_path, a_record(gold("NRV", "OST", "112")))
    report = evaluate(path, maker=says(("Norvia", "Osterland", "AID")), actors=table)
    ((wanted, got, count),) = report.tables[0].rows
    assert "ACCUSE" in wanted
    assert (got, count) == ("AID", "1")


@pytest.mark.parametrize(
    "record",
    [
        {"text": "No events."},
        {"events": []},
        ["no", "object"],
        {"text": "Events are no list.", "events": {"a": 1}},
        {"text": "An event is no object.", "events": ["NRV"]},
        {"text": "A code is no text.", "events": [{"sourcecode": "NRV", "targetcode": "OST", "eventcode": 112}]},
        {"text": "An actor is no text.", "events": [{"sourcecode": 7, "targetcode": "OST", "eventcode": "112"}]},
        {"text": 7, "events": []},
    ],
)
def test_records_of_another_format_are_refused_in_one_clear_line(tmp_path: Path, record: Any) -> None:
    with pytest.raises(FormatError) as caught:
        evaluate(a_file(tmp_path, record), maker=says())
    assert "\n" not in str(caught.value)
    assert "expected" in str(caught.value)


@pytest.mark.parametrize("content", ["", "name\tother\nNorvia\tNRV\n", "name\tcode\n", b"\xff\xfe\x00name"])
def test_a_table_of_another_format_is_refused_by_name(tmp_path: Path, content: str | bytes) -> None:
    table = tmp_path / "names.tsv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FormatError, match=r"names\.tsv.*columns name and code"):
        evaluate(a_file(tmp_path, a_record()), maker=says(), actors=table)


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.jsonl"):
        evaluate(tmp_path / "none.jsonl", maker=says())
    with pytest.raises(SourceError, match=r"none\.tsv"):
        evaluate(a_file(tmp_path, a_record()), maker=says(), actors=tmp_path / "none.tsv")

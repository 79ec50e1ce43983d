"""The articles' gold is well formed, and the briefs of the articles do not fall below their floors."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from dragoman.cli_evaluate import brief_values
from dragoman.contract.issues import IssueCode
from dragoman.evaluation import brief as scorer
from dragoman.evaluation.brief_match import ACTORS, DAYS, FIELDS, MODELS, listed, period
from dragoman.process.dossier import MeetingStance

HERE = Path(__file__).resolve().parent
ARTICLES = HERE / "articles"
GOLD_FILES = sorted(ARTICLES.glob("*/*.gold.json"))
FLOORS: Mapping[str, Mapping[str, float]] = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["brief"]


def entries(gold: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in FIELDS:
        for entry in gold[name]:
            yield name, entry


def words_for(name: str, field: str) -> tuple[str, ...]:
    """The vocabulary of a coded field; empty for free ones."""
    if field in ("agenda", "issues"):
        return get_args(IssueCode)
    annotation = MODELS[name].model_fields[field].annotation
    options = [annotation, *get_args(annotation)]
    choices = [word for option in options for word in (option, *get_args(option)) if isinstance(word, str)]
    return tuple(choices)


@pytest.mark.parametrize("file", GOLD_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_gold_uses_the_fields_and_words_of_the_contract(file: Path) -> None:
    gold = json.loads(file.read_text("utf-8"))
    assert set(gold) == {"published", *FIELDS}
    assert period(gold["published"])
    for name, entry in entries(gold):
        slack = {f"{field}_tolerance_days" for field in DAYS}
        assert set(entry) <= {*FIELDS[name], *slack, "optional", "accept"}
        assert set(entry.get("accept", {})) <= set(FIELDS[name])
        for field, value in [*entry.items(), *entry.get("accept", {}).items()]:
            if field not in FIELDS[name]:
                continue
            allowed = words_for(name, field)
            for one in listed(value):
                if field == "stances":
                    assert set(one) == {"actor", "stance"}
                    assert one["stance"] in get_args(MeetingStance)
                elif allowed:
                    assert one in allowed
                elif field in DAYS:
                    assert period(one)
                elif field in ACTORS:
                    assert isinstance(one, str)
                    assert one == one.strip() != ""


@pytest.mark.parametrize("file", GOLD_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_gold_quotes_stands_in_the_article(file: Path) -> None:
    text = file.with_name(file.name.replace(".gold.json", ".txt")).read_text("utf-8")
    for _, entry in entries(json.loads(file.read_text("utf-8"))):
        quoted = [entry.get(field) for field in ("condition", "outcome", "place")]
        assert [one for one in quoted if one and one not in text] == []


def test_there_are_traps_with_nothing_to_find_in_both_folders() -> None:
    for folder in ("dev", "unseen"):
        golds = [json.loads(file.read_text("utf-8")) for file in GOLD_FILES if file.parent.name == folder]
        assert len([gold for gold in golds if not any(gold[name] for name in FIELDS)]) >= 2


@pytest.mark.slow
@pytest.mark.parser
@pytest.mark.parametrize("folder", ["dev", "unseen", "sealed"])
def test_briefs_keep_to_their_floors(folder: str) -> None:
    report = scorer.evaluate(ARTICLES / folder, maker=brief_values)
    assert report.figures["conformance_errors"] == 0
    for figure, floor in FLOORS[folder].items():
        assert report.figures[figure] >= floor, f"{figure} of {folder} fell to {report.figures[figure]:.3f}"

"""The example notebook answers its question from what articles say before and after agreements."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import dragoman
from archive_world import FILLER, RUS, UKR
from dragoman.archive.ingest import Step, Summary
from dragoman.process.dossier import Agreement, BriefDocument, Dossier, Violence
from dragoman.records.values import Count, Evidence

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE = (Evidence(document="d", start=0, end=8, quote=FILLER[:8]),)


def attack(day: str, killed: int | None) -> Violence:
    return Violence(
        evidence=EVIDENCE,
        kind="other",
        by=None,
        against=(),
        place=None,
        start=day,
        end=None,
        killed=None if killed is None else Count(min=killed),
        wounded=None,
        captured=None,
        reported_by=(),
    )


def agreement(day: str, status: str = "signed") -> Agreement:
    return Agreement(
        evidence=EVIDENCE,
        kind="ceasefire",
        parties=(RUS, UKR),
        mediators=(),
        place=None,
        date=day,
        issues=(),
        status=status,  # type: ignore[arg-type]
    )


def state(days: Sequence[str], agreements: Sequence[Agreement], attacks: Sequence[Violence]) -> Dossier:
    """What articles of these days told."""
    articles = tuple(
        BriefDocument(id=f"d{n}", title=None, url=None, publisher=None, published=day, text=FILLER)
        for n, day in enumerate(days)
    )
    return Dossier(
        as_of=days[-1],
        documents=articles,
        headline="",
        summary=(),
        meetings=(),
        commitments=(),
        positions=(),
        violence=tuple(attacks),
        humanitarian=(),
        agreements=tuple(agreements),
        events=(),
    )


class Shelf:
    """Stands for an archive: what is taken in has been read already."""

    def __init__(self, told: dict[str, Dossier]) -> None:
        self._told = told
        self._name = ""

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ingest(self, source: Path) -> Summary:
        self._name = source.parent.name
        return Summary(tuple(Step(f"{self._name}:{n}", None, "holds no text") for n in range(self._name == "torn")))

    def brief(self) -> Dossier:
        return self._told[self._name]


def answer(told: dict[str, Dossier], folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the notebook made of collections of articles."""
    for name in ("marimo", "polars"):
        pytest.importorskip(name, reason="notebooks are optional: pip install 'dragoman[notebook]'")
    for name in told:
        (folder / name).mkdir()
        (folder / name / "articles.jsonl").touch()
    monkeypatch.setattr(dragoman, "open_archive", lambda _: Shelf(told), raising=False)
    monkeypatch.setattr(sys, "argv", ["notebook", "--folder", str(folder)])
    spec = importlib.util.spec_from_file_location("violence", ROOT / "examples" / "violence_after_agreements.py")
    assert spec is not None
    assert spec.loader is not None
    notebook = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what marimo warns of is not our business
        spec.loader.exec_module(notebook)
        _, made = notebook.app.run()
    return dict(made)


DAYS = ["2025-02-20", "2025-03-01", "2025-03-10", "2025-03-20"]


def test_violence_before_and_after_an_agreement_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calm = state(
        DAYS, [agreement("2025-03-05")], [attack("2025-02-20", 9), attack("2025-03-01", None), attack("2025-03-10", 2)]
    )
    worse = state(DAYS, [agreement("2025-03-05")], [attack("2025-03-10", 4)])
    made = answer({"calm": calm, "worse": worse}, tmp_path, monkeypatch)
    told = made["compared"].rows_by_key("process", named=True, unique=True)
    assert (told["calm"]["attacks before"], told["calm"]["attacks after"]) == (2, 1)
    assert (told["calm"]["killed before"], told["calm"]["killed after"]) == (9, 2)
    assert "fell 1 time(s), rose 1 and stayed 0 (sign test: p = 1.00)" in made["words"]


def test_the_day_of_the_agreement_and_far_days_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attacks = [attack(day, 1) for day in ("2025-03-05", "2025-01-01", "2025-05-01", "2025-03")]
    made = answer({"one": state(DAYS, [agreement("2025-03-05")], attacks)}, tmp_path, monkeypatch)
    row = made["compared"].row(0, named=True)
    assert (row["attacks before"], row["attacks after"]) == (0, 0)


def test_only_agreements_that_were_reached_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        agreement("2025-03-05"),
        agreement("2025-03-15"),
        agreement("2025-02-21", "proposed"),
        agreement("2025-02"),
    ]
    made = answer({"one": state(DAYS, found, [])}, tmp_path, monkeypatch)
    assert [str(day) for day in made["compared"]["day"]] == ["2025-03-05"]


def test_where_nothing_was_written_silence_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = answer({"one": state(DAYS[:2], [agreement("2025-03-05")], [])}, tmp_path, monkeypatch)
    assert made["compared"].height == 0
    assert "p = 1.00" in made["words"]


def test_what_could_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = answer({"torn": state(DAYS, [], [])}, tmp_path, monkeypatch)
    assert "1 article(s) could not be read" in made["words"]
    assert "left out torn:0: holds no text" in capsys.readouterr().out

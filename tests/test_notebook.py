"""The example notebook runs and answers its question from what the articles say."""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path

import pytest

import dragoman
from dragoman.process.dossier import Agreement, Dossier, Violence
from dragoman.records.values import Actor, Count, Evidence

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "examples" / "after-the-truce.txt"
ARMY, M23 = Actor(name="DR Congo", country="COD"), Actor(name="M23", country="COD", sectors=("REB",))


def evidence(words: str) -> tuple[Evidence, ...]:
    text = ARTICLE.read_text(encoding="utf-8")
    start = text.index(words)
    return (Evidence(document="d", start=start, end=start + len(words), quote=words),)


def attack(words: str, day: str, killed: int, by: Actor | None) -> Violence:
    return Violence(
        evidence=evidence(words),
        kind="other",
        by=(by,) if by else None,
        against=(),
        place=None,
        start=day,
        end=None,
        killed=Count(min=killed),
        wounded=None,
        captured=None,
        reported_by=(ARMY,),
    )


@pytest.fixture
def dossier() -> Dossier:
    """What the article says, so that the test needs no parser."""
    truce = Agreement(
        evidence=evidence("signed a ceasefire in Doha on 4 March"),
        kind="ceasefire",
        parties=(ARMY, M23),
        mediators=(),
        place=None,
        date="2025-03-04",
        issues=(),
        status="signed",
    )
    attacks = (
        attack("M23 fighters killed five civilians", "2025-03-08", 5, M23),
        attack("army drones killed at least three", "2025-03-10", 3, ARMY),
        attack("M23 shelled Sake on 12 March and killed two", "2025-03-12", 2, M23),
        attack("Seven people were killed", "2025-03-01", 7, None),
    )
    return Dossier(
        as_of="2025-03-14",
        documents=(),
        headline="",
        summary=(),
        meetings=(),
        commitments=(),
        positions=(),
        violence=attacks,
        humanitarian=(),
        agreements=(truce,),
        events=(),
    )


def test_the_notebook_counts_who_was_killed_after_the_truce(
    dossier: Dossier, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("marimo", "polars"):
        pytest.importorskip(name, reason="notebooks are optional: pip install 'dragoman[notebook]'")
    read: list[Path] = []
    monkeypatch.setattr(dragoman, "brief", lambda path: read.append(path) or dossier, raising=False)
    spec = importlib.util.spec_from_file_location("killed", ROOT / "examples" / "killed_since_the_truce.py")
    assert spec is not None
    assert spec.loader is not None
    notebook = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what marimo warns of is not our business
        spec.loader.exec_module(notebook)
        _, made = notebook.app.run()
    assert read == [ARTICLE]
    assert made["killed"].rows()[0][:3] == ("M23", 7, 2)
    assert made["killed"]["killed, at least"].sum() == 10
    assert "at least 10 reported killed in 3 attacks" in capsys.readouterr().out

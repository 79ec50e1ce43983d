"""The benchmark runs and says how each stage stands to spaCy's full pipeline, where that is installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
@pytest.mark.parametrize("with_spacy", [True, False])
def test_the_benchmark_times_each_stage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], with_spacy: bool
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    run = pytest.importorskip("run")
    monkeypatch.setattr(run, "GOLD", ROOT / "absent")  # the examples, as in a plain checkout
    if not with_spacy:
        monkeypatch.setattr(run, "english_pipeline", lambda: None)
    elif run.english_pipeline() is None:
        pytest.skip("needs the extra 'parser'")
    assert run.main(["--words", "60", "--rounds", "1", "--scales", "1", "--no-store"]) == 0
    told = capsys.readouterr().out
    for stage in (*run.STAGES, "core hours", "peak"):
        assert stage in told, stage
    assert ("all pipes" in told, "no spaCy here" in told) == (with_spacy, not with_spacy)
    sys.modules.pop("run", None)


@pytest.mark.slow
def test_what_triage_loses_and_lets_in_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    triage = pytest.importorskip("triage")
    war = "Russia shelled Kharkiv on Monday, killing three civilians. Ukraine accused Russia of the attack."
    cup = "The striker scored twice and the goalkeeper saved a penalty as the club won the cup final."
    rows = [{"label": "World", "title": "War", "text": war}, {"label": "Sports", "title": "Cup", "text": cup}]
    found = triage.measure(triage.sample(rows, world=1, other=1))
    assert found["world_events"] >= 2
    assert (found["lost"], found["false_per_100_sentences"]) == (0, 0)
    sys.modules.pop("triage", None)

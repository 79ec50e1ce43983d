"""The benchmark runs and says how each stage stands to spaCy's full pipeline."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_benchmark_compares_each_stage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    run = pytest.importorskip("run")
    monkeypatch.setattr(run, "GOLD", ROOT / "absent")  # the examples, as in a plain checkout
    assert run.main(["--words", "60", "--rounds", "1", "--scales", "1", "--no-store"]) == 0
    told = capsys.readouterr().out
    for stage in ("spacy", "whole", "read", "triage", "parse", "code", "assemble", "core hours", "peak"):
        assert stage in told, stage
    sys.modules.pop("run", None)

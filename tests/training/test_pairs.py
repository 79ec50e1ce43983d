"""The committed sentences: well formed, enough of each kind, spans where they should be."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

TRAINING = Path(__file__).resolve().parents[2] / "training"
sys.path.insert(0, str(TRAINING / "reader"))

from pairs import COLUMNS, CorpusFault, Row, is_aside, read_own  # noqa: E402


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_own(TRAINING / "sentences")


def write(folder: Path, *cells: str) -> None:
    text = "\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n"
    (folder / "some.tsv").write_text(text, encoding="utf-8")


def test_no_sentence_occurs_twice_with_the_same_pair(rows: list[Row]) -> None:
    keys = Counter((row.sentence, row.source, row.target) for row in rows)
    assert [key for key, count in keys.items() if count > 1] == []


def test_about_a_tenth_is_kept_aside(rows: list[Row]) -> None:
    share = sum(row.aside for row in rows) / len(rows)
    assert 0.05 < share < 0.15


def test_every_type_has_sentences(rows: list[Row]) -> None:
    counts = Counter(row.gold for row in rows)
    assert len(counts) == 17
    assert min(counts.values()) >= 50


def test_sizes_are_those_promised(rows: list[Row]) -> None:
    from dragoman.knowledge.actors import find_actors
    from dragoman.knowledge.load import load_knowledge

    labels: dict[str, set[str]] = {}
    for row in rows:
        labels.setdefault(row.sentence, set()).add(row.gold)
    assert len(labels) >= 3000
    knowledge = load_knowledge()
    nothing = [sentence for sentence, found in labels.items() if found == {"NONE"}]
    # only actors that the tables name: sentences whose actors are unknown people come on top
    political = [one for one in nothing if len(find_actors(one, on=None, knowledge=knowledge)) >= 2]
    assert len(political) >= 600


def test_a_mark_chooses_the_second_occurrence(tmp_path: Path) -> None:
    write(tmp_path, "Korin said [[T:Korin]]'s wife lied to Doral.", "Doral", "Korin", "ACCUSE", "", "", "")
    row = read_own(tmp_path)[0]
    assert row.sentence == "Korin said Korin's wife lied to Doral."
    assert row.target == (11, 16)
    assert row.source == (32, 37)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("A hit B.", "C", "B", "ASSAULT", "", "", ""), "'C' is not in the sentence"),
        (("A hit B.", "A", "B", "FIGHT", "", "", ""), "unknown type 'FIGHT'"),
        (("A hit B.", "A", "B", "AGREE", "visit", "", ""), "no mode of AGREE"),
        (("A hit B.", "A", "B", "ASSAULT", "", "maybe", ""), "unknown status"),
        (("A hit B.", "A", "B", "ASSAULT"), "needs 7 columns"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, cells: tuple[str, ...], fault: str) -> None:
    write(tmp_path, *cells)
    with pytest.raises(CorpusFault, match=rf"some\.tsv:2: .*{fault}"):
        read_own(tmp_path)


def test_the_tenth_aside_ignores_spacing_and_case() -> None:
    assert is_aside("The army left Selma.") == is_aside("the army  left selma")

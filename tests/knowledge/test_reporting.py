"""The table of reporting cues: its rows are sound, and faults are named by file and line."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.reporting import COLUMNS, KINDS, parse_cues, reporting_cues

HEAD = "\t".join(COLUMNS) + "\n"


def test_the_table_of_the_package_is_sound_and_covers_the_kinds() -> None:
    cues = reporting_cues()
    kinds = {cue.kind for uses in cues.by_word.values() for cue in uses}
    assert kinds == KINDS


def test_the_frame_chooses_the_use_of_a_word() -> None:
    cues = reporting_cues()
    question, request = cues.find("verb", "ask", "quote"), cues.find("verb", "call", "+for")
    assert question is not None and question.kind == "ask"
    assert request is not None and request.kind == "ask"
    judged = cues.find("verb", "call", "small")
    assert judged is not None and judged.kind == "judge"
    assert cues.find("verb", "walk") is None


def test_words_of_violence_are_not_cues_for_what_they_hit() -> None:
    cues = reporting_cues()
    for word in ("attack", "strike", "hit", "shell", "bomb", "blast"):
        assert cues.find("verb", word, "obj") is None


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("say\tverb\tsay\t+\tplain\tthat", "6 cells"),
        ("say\tverb\tsing\t+\tplain\tthat\t", "kind 'sing'"),
        ("say\tverbs\tsay\t+\tplain\tthat\t", "part of speech 'verbs'"),
        ("say\tverb\tsay\t*\tplain\tthat\t", "polarity"),
        ("Say\tverb\tsay\t+\tplain\tthat\t", "lower case"),
        ("say\tverb\tsay\t+\tplain\t\t", "no frames"),
        ("say\tverb\tsay\t+\tplain\tthat\t\nsay\tverb\tdeny\t-\tplain\tthat\t", "twice"),
    ],
)
def test_faults_are_named_with_file_and_line(row: str, problem: str) -> None:
    with pytest.raises(KnowledgeError, match=problem) as caught:
        parse_cues(HEAD + row + "\n", name="cues.tsv")
    assert "cues.tsv:" in caught.value.faults[0]


def test_other_columns_are_refused() -> None:
    with pytest.raises(KnowledgeError, match="expected the columns"):
        parse_cues("a\tb\n")

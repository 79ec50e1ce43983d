"""How sure an event is: composed from its clause and what embeds it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.modality import modality
from dragoman.coding.modality_state import embedded, opposite
from dragoman.knowledge.status_cues import STATUSES, status_cues

if TYPE_CHECKING:
    from spacy.tokens import Doc

Build = Callable[..., "Doc"]


def threatened_sanctions(sentence: Build) -> Doc:
    return sentence(
        ["They", "threatened", "to", "impose", "sanctions", "if", "talks", "fail"],
        [1, 1, 3, 1, 3, 7, 7, 1],
        ["nsubj", "ROOT", "aux", "xcomp", "dobj", "mark", "nsubj", "advcl"],
        pos=["PRON", "VERB", "PART", "VERB", "NOUN", "SCONJ", "NOUN", "VERB"],
        tags=["PRP", "VBD", "TO", "VB", "NNS", "IN", "NNS", "VBP"],
        lemmas=["they", "threaten", "to", "impose", "sanction", "if", "talk", "fail"],
    )


def test_a_threat_has_happened_and_what_is_threatened_has_not(sentence: Build) -> None:
    doc = threatened_sanctions(sentence)
    assert modality(doc[1]).status == "happened"
    assert modality(doc[3]).status == "threatened"
    assert modality(doc[4]).status == "threatened"


def test_a_condition_is_given_in_the_texts_own_words(sentence: Build) -> None:
    doc = threatened_sanctions(sentence)
    found = modality(doc[3]).condition
    assert found is not None
    assert found.quote(doc.text) == "if talks fail"


def test_what_a_condition_says_is_conditional(sentence: Build) -> None:
    assert modality(threatened_sanctions(sentence)[7]).status == "conditional"


def test_the_deciding_words_and_the_path_are_kept(sentence: Build) -> None:
    doc = threatened_sanctions(sentence)
    answer = modality(doc[3])
    assert "threatened" in {cue.quote(doc.text) for cue in answer.cues}
    assert "threaten" in answer.reason


def test_have_yet_to_comment_is_negated(sentence: Build) -> None:
    doc = sentence(
        ["They", "have", "yet", "to", "comment"],
        [1, 1, 1, 4, 1],
        ["nsubj", "ROOT", "advmod", "aux", "xcomp"],
        pos=["PRON", "VERB", "ADV", "PART", "VERB"],
        tags=["PRP", "VBP", "RB", "TO", "VB"],
    )
    assert modality(doc[4]).status == "negated"


def test_factuality_stays_on_its_scale(sentence: Build) -> None:
    doc = threatened_sanctions(sentence)
    assert all(-3 <= modality(token).factuality <= 3 for token in doc)


@given(
    st.sampled_from(sorted({s.affirmative for s in status_cues().embedding.values()})),
    st.sampled_from(sorted(STATUSES)),
    st.sampled_from(sorted(STATUSES)),
)
def test_every_combination_gives_a_status_of_the_contract(code: str, outer: str, inner: str) -> None:
    code = "promised" if code == "agreed" else code
    assert embedded(code, outer=outer, inner=inner) in STATUSES


def test_a_failed_failure_happened() -> None:
    assert opposite("happened") == "negated"
    assert opposite("negated") == "happened"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_tree_hangs_or_raises(sentence: Build, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    heads = [0] + [data.draw(st.integers(0, i - 1)) for i in range(1, size)]
    words = data.draw(
        st.lists(st.sampled_from(["threaten", "talk", "not", "to", "if", "will"]), min_size=size, max_size=size)
    )
    labels = ["xcomp", "ccomp", "conj", "dobj", "pobj", "prep", "advcl", "nsubj", "aux", "relcl", "acl"]
    deps = ["ROOT"] + [data.draw(st.sampled_from(labels)) for _ in range(1, size)]
    pos = [data.draw(st.sampled_from(["VERB", "NOUN", "ADP", "AUX", "ADJ"])) for _ in range(size)]
    tags = [data.draw(st.sampled_from(["VB", "VBD", "VBG", "NN", "IN", "MD"])) for _ in range(size)]
    doc = sentence(words, heads, deps, pos=pos, tags=tags, lemmas=words)
    assert all(modality(token).status in STATUSES for token in doc)


def test_a_thousand_clauses_deep_is_no_trouble(sentence: Build) -> None:
    size = 1000
    doc = sentence(
        ["say"] * size,
        [0, *range(size - 1)],
        ["ROOT"] + ["ccomp"] * (size - 1),
        pos=["VERB"] * size,
        tags=["VBD"] * size,
    )
    assert modality(doc[size - 1]).status == "happened"


def test_no_entry_of_the_embedding_table_contradicts_an_earlier_one() -> None:
    seen: dict[tuple[str, str, str], tuple[str, str]] = {}
    path = Path(__file__).resolve().parents[2] / "src/dragoman/knowledge/data/cues/embedding.tsv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        words, parts, frames, affirmative, negative = line.split("\t")
        for key in ((w, p, f) for w in words.split("|") for p in parts.split("|") for f in frames.split("|")):
            assert seen.setdefault(key, (affirmative, negative)) == (affirmative, negative), key


def _cases() -> list[dict[str, object]]:
    folder = Path(__file__).resolve().parents[1] / "gold" / "status"
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_the_own_cases_are_well_formed() -> None:
    cases = _cases()
    assert len(cases) >= 400
    for case in cases:
        text, start, end = str(case["text"]), case["start"], case["end"]
        assert isinstance(start, int) and isinstance(end, int)
        assert text[start:end].strip() == text[start:end] != ""
        assert case["status"] in STATUSES
        assert case["split"] in {"dev", "held"}


@pytest.mark.parser
@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Tehran denied that talks had taken place.", "talks", "denied"),
        ("The two leaders will meet on Wednesday.", "meet", "scheduled"),
        ("The envoy is to meet the rebels.", "meet", "scheduled"),
        ("The parties are due to meet on Sunday.", "meet", "scheduled"),
        ("The planned talks worry the neighbours.", "talks", "scheduled"),
        ("A possible ceasefire was discussed.", "ceasefire", "hypothetical"),
        ("The president demanded an end to the war.", "war", "happened"),
        ("Calls for talks went unheeded.", "talks", "demanded"),
        ("No talks were held.", "talks", "negated"),
        ("The failed attack cost six lives.", "attack", "happened"),
        ("Talks between the army and the rebels broke down.", "Talks", "happened"),
        ("The delegations are meeting in Oslo.", "meeting", "ongoing"),
        ("The union called on Serbia to withdraw.", "withdraw", "demanded"),
        ("They managed to reach the town.", "reach", "happened"),
        ("They did not manage to reach the town.", "reach", "negated"),
        ("They may refuse to sign.", "sign", "hypothetical"),
        ("He stopped shelling the town.", "shelling", "happened"),
    ],
)
def test_statuses_of_real_sentences(text: str, word: str, status: str) -> None:
    from dragoman.language.parse import parse

    token = next(one for one in parse(text) if one.text == word)
    assert modality(token).status == status


@pytest.mark.parser
def test_the_held_aside_cases_reach_their_floor() -> None:
    from dragoman.evaluation.status import evaluate

    folder = Path(__file__).resolve().parents[1] / "gold" / "status"
    right = total = 0.0
    for path in sorted(folder.glob("*.jsonl")):
        figures = evaluate(path, split="held").figures
        right += figures["accuracy"] * figures["n"]
        total += figures["n"]
    assert right / total >= 0.90

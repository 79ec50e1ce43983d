"""The encoder at run time: spans to tokens, batches, and what it promises of its answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ModelMissing
from dragoman.language.encoder import MODEL_FOLDER, Encoder, relate, shipped_encoder, token_mask

SENTENCE = "Norvia's army shelled the port of Selma on Friday, two days after Osterland sent food there."
ATTACK = ((0, 13), (22, 35))
FOOD = ((66, 75), (22, 35))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def test_a_folder_without_files_names_them_and_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"encoder\.onnx.*reinstall dragoman"):
        Encoder.load(tmp_path)


def test_damaged_files_are_reported_as_missing(tmp_path: Path) -> None:
    for name in ("encoder.onnx", "tokenizer.json", "labels.json"):
        (tmp_path / name).write_text("no model")
    with pytest.raises(ModelMissing, match="damaged"):
        Encoder.load(tmp_path)


def test_probabilities_sum_to_one(encoder: Encoder) -> None:
    judged = encoder.classify([SENTENCE], [[ATTACK]])[0][0]
    assert sum(judged.types.values()) == pytest.approx(1, abs=1e-5)
    assert sum(judged.status.values()) == pytest.approx(1, abs=1e-5)
    assault = [p for label, p in judged.modes.items() if label.startswith("ASSAULT/")]
    assert sum(assault) == pytest.approx(1, abs=1e-5)
    assert len(judged.types) == 17


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[Rebels in Kasanga] shelled {the army barracks} overnight.", "ASSAULT"),
        ("[The president of Norvia] accused {Osterland} of spying.", "ACCUSE"),
        ("[Osterland] donated wheat to {Norvia}.", "AID"),
        ("[The Norvian premier] refused to meet {the Osterland envoy}.", "REJECT"),
        ("[Police in Selma] arrested {an opposition leader}.", "COERCE"),
        ("[The Norvian premier] held talks with {his Osterland counterpart}.", "CONSULT"),
        ("[Norvia] is about twice as large as {Osterland}.", "NONE"),
    ],
)
def test_plain_sentences_get_their_type(marked: str, kind: str) -> None:
    sentence = re.sub(r"[][{}]", "", marked)
    parts = [re.search(pattern, marked) for pattern in (r"\[(.*?)\]", r"\{(.*?)\}")]
    spans = [(sentence.index(p[1]), sentence.index(p[1]) + len(p[1])) for p in parts if p]
    assert relate(sentence, spans[0], spans[1]).type == kind


def test_neighbours_in_a_batch_do_not_change_an_answer(encoder: Encoder) -> None:
    alone = encoder.classify([SENTENCE], [[ATTACK]])[0][0]
    others = ["Short.", SENTENCE, "A long one, " + "and on it goes, " * 30 + "until it ends."]
    among = encoder.classify(others, [[(None, None)], [FOOD, ATTACK], [((0, 5), None)]])
    assert [len(own) for own in among] == [1, 2, 1]
    assert among[1][1].types == pytest.approx(alone.types, abs=1e-4)


def test_sentences_without_pairs_and_empty_input(encoder: Encoder) -> None:
    assert encoder.classify([], []) == []
    assert encoder.classify(["Nothing here."], [[]]) == [[]]


def test_unequal_lengths_are_refused(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="1 sentences but pairs for 0"):
        encoder.classify(["One."], [])


def test_a_span_outside_the_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="not inside"):
        relate("Short.", (0, 3), (4, 40))


def test_a_hundred_pairs_of_one_sentence(encoder: Encoder) -> None:
    judged = encoder.classify([SENTENCE], [[ATTACK, FOOD] * 50])[0]
    assert len(judged) == 100
    assert judged[98].types == pytest.approx(judged[0].types, abs=1e-4)


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 400))
@settings(deadline=None, max_examples=30)
def test_any_text_and_span_is_answered(text: str, start: int, end: int) -> None:
    judged = shipped_encoder().classify([text], [[((start, end), None)]])[0][0]
    assert sum(judged.types.values()) == pytest.approx(1, abs=1e-4)


def test_the_modes_of_a_type_share_its_whole_probability(encoder: Encoder) -> None:
    judged = encoder.classify([SENTENCE], [[ATTACK]])[0][0]
    shares = [share for label, share in judged.modes.items() if label.startswith("ASSAULT/")]
    assert len(shares) > 1 and sum(shares) == pytest.approx(1, abs=1e-4)


@given(st.lists(st.integers(1, 8), max_size=12), st.integers(0, 40), st.integers(0, 40))
def test_masks_mark_exactly_the_overlapping_tokens(widths: list[int], start: int, end: int) -> None:
    offsets, at = [(0, 0)], 0
    for width in widths:
        offsets.append((at, at + width))
        at += width + 1
    mask = token_mask(offsets, (start, end))
    for (a, b), value in zip(offsets, mask, strict=True):
        assert (value == 1.0) == bool(set(range(a, b)) & set(range(start, end)))
    assert token_mask(offsets, None) == [0.0] * len(offsets)


def test_the_package_holds_a_small_model_with_its_card() -> None:
    assert (MODEL_FOLDER / "encoder.onnx").stat().st_size < 30_000_000
    assert "seed" in (MODEL_FOLDER / "model_card.md").read_text(encoding="utf-8")
    labels = json.loads((MODEL_FOLDER / "labels.json").read_text(encoding="utf-8"))
    assert "NONE" in labels["types"]
    assert all(value > 0 for value in labels["temperature"].values())

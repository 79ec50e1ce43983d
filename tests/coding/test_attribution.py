"""Who said what: sources, cues and contents in sentences of every form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.attribution import Attribution, find_attributions, speaker_at
from dragoman.language.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

pytestmark = pytest.mark.parser


@cache
def found(text: str) -> tuple[Attribution, ...]:
    return tuple(find_attributions(text, parse(text)))


def first(text: str) -> tuple[str | None, str | None, str, str]:
    """Source, cue, content and kind of the first attribution, as words."""
    one = found(text)[0]
    source = one.source.quote(text) if one.source else None
    cue = one.cue.quote(text) if one.cue else None
    return source, cue, " … ".join(p.quote(text) for p in one.content), one.kind


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        (
            "Egyptian officials said the talks would resume.",
            "Egyptian officials",
            "said",
            "the talks would resume",
            "say",
        ),
        (
            "The army denied that it had shelled the town.",
            "The army",
            "denied",
            "that it had shelled",
            "deny",
        ),
        ("Ankara will host the talks, Fidan said on Monday.", "Fidan", "said", "Ankara will host", "say"),
        ("Talks, he added, would resume.", "he", "added", "Talks … would resume", "say"),
        ("The deal was first reported by Axios.", "Axios", "reported", "The deal", "say"),
        ("Hamas is said to be considering the offer.", None, "is said", "to be considering the offer", "say"),
        ("According to Peskov, the talks will resume.", "Peskov", "According to", "the talks will", "say"),
        ("Israel reportedly agreed to a truce.", None, "reportedly", "agreed to a truce", "say"),
        ("The UN called on both sides to stop fighting.", "The UN", "called on", "to stop fighting", "ask"),
        ("Trump threatened to impose sanctions on Russia.", "Trump", "threatened", "to impose", "threaten"),
        ("Both sides accused each other of violations.", "Both sides", "accused", "of violations", "accuse"),
        ("Kremlin: no date set for new round of talks", "Kremlin", ":", "no date set", "say"),
        ("No date set for new talks – Kremlin spokesman", "Kremlin spokesman", "–", "No date set", "say"),
    ],
)
def test_indirect_speech(text: str, source: str | None, cue: str, content: str, kind: str) -> None:
    got = first(text)
    assert got[0] == source
    assert got[1] is not None and cue in got[1]
    assert content.removeprefix("of ") in got[2]
    assert got[3] == kind


def test_a_quotation_interrupted_by_its_cue_is_one_attribution() -> None:
    text = "“We will not leave,” the minister said, “unless they stop.”"
    assert first(text)[:3] == ("the minister", "said", "“We will not leave,” … “unless they stop.”")
    assert found(text)[0].direct


def test_a_quotation_goes_on_after_the_sentence_with_the_cue() -> None:
    text = "“We will not leave,” said Abbas Araghchi, Iran's foreign minister. “Nobody can force us.”"
    source, _, content, _ = first(text)
    assert source == "Abbas Araghchi, Iran's foreign minister"
    assert content.endswith("“Nobody can force us.”")


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "The M23 said: “We remain committed.\n\n“But Kinshasa must act.”"
    (one,) = (a for a in found(text) if a.direct)
    assert [p.quote(text) for p in one.content] == ["“We remain committed.", "“But Kinshasa must act.”"]


def test_some_quoted_words_in_a_longer_phrase_are_not_direct_speech() -> None:
    text = 'Trump issued a warning, threatening "severe" sanctions on Moscow.'
    assert not any(one.direct for one in found(text))


def test_nested_attributions_name_their_parent() -> None:
    text = "Lavrov said that Kyiv denied that talks had taken place."
    outer, inner = found(text)
    assert (outer.parent, inner.parent, inner.kind) == (None, 0, "deny")
    where = text.index("talks")
    speaker = speaker_at(found(text), where, where + 5)
    assert speaker is inner
    assert speaker_at(found(text), 0, 6) is None


def test_a_relative_clause_gives_the_noun_with_its_pronoun() -> None:
    text = "They met Sergei Lavrov, who said the talks had failed."
    source = next(one.source for one in found(text) if one.verb == "say")
    assert source is not None and source.quote(text) == "Sergei Lavrov, who"


def test_violence_is_no_attribution() -> None:
    assert found("Rebels attacked the town and shelled the airport.") == ()


def test_an_empty_text_has_none() -> None:
    assert find_attributions("", parse("")) == []
    assert find_attributions(" \n\u200b", parse(" \n\u200b")) == []


def check(text: str, attributions: list[Attribution]) -> None:
    """What holds for every text: passages inside it, parents without circles."""
    for number, one in enumerate(attributions):
        assert one.content and one.reason
        for passage in (*one.content, *filter(None, (one.source, one.cue))):
            assert 0 <= passage.start < passage.end <= len(text)
        seen = {number}
        parent = one.parent
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            parent = attributions[parent].parent


PIECES = st.lists(
    st.sampled_from(
        [
            "said", "X said", "that", "“", "”", '"', "''", ",", ".", ":", "\n\n", "according to", "Lavrov",
            "denied", "he told", "who", "–", "reportedly", "call for", "\u200b", "(", "to leave", "and",
        ]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(PIECES)
def test_any_order_of_words_and_marks_gives_sound_attributions(pieces: list[str]) -> None:
    text = " ".join(pieces)
    check(text, find_attributions(text, parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "“He said " * 1_000 + "no" + "” " * 1_000,
        "X said that " * 400 + "it ended.",
        "1" * 20_000 + " said X.",
        "said, \u200b" * 500,
        "X and " * 500 + "Y said no.",
    ],
    ids=["nested quotations", "nested clauses", "digits", "zero-width", "coordination"],
)
def test_hostile_texts_end_with_sound_attributions(text: str) -> None:
    check(text, find_attributions(text, parse(text)))


def test_every_tree_of_a_chain_is_walked_without_recursion(sentence: Callable[..., Doc]) -> None:
    size = 1_500
    words = ["said"] * size
    doc = sentence(
        words,
        [max(0, i - 1) for i in range(size)],
        ["ROOT", *["ccomp"] * (size - 1)],
        pos=["VERB"] * size,
        tags=["VBD"] * size,
        lemmas=["say"] * size,
    )
    check(doc.text, find_attributions(doc.text, doc))

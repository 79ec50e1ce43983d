"""The questions asked of a parsed sentence, on sentences built by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pytest

from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Build = Callable[..., "Doc"]


def words(tokens: Iterable[Token]) -> list[str]:
    return [t.text for t in tokens]


@pytest.fixture
def coordinated(sentence: Build) -> Doc:
    """Chad, Mali and Niger met and signed it."""
    return sentence(
        ["Chad", ",", "Mali", "and", "Niger", "met", "and", "signed", "it"],
        [5, 0, 0, 2, 2, 5, 5, 5, 7],
        ["nsubj", "punct", "conj", "cc", "conj", "ROOT", "cc", "conj", "dobj"],
        pos=["PROPN", "PUNCT", "PROPN", "CCONJ", "PROPN", "VERB", "CCONJ", "VERB", "PRON"],
        tags=["NNP", ",", "NNP", "CC", "NNP", "VBD", "CC", "VBD", "PRP"],
    )


def test_coordination_is_spread_out(coordinated: Doc) -> None:
    assert words(tree.conjuncts(coordinated[0])) == ["Chad", "Mali", "Niger"]
    assert tree.first_conjunct(coordinated[4]) == coordinated[0]
    assert words(tree.coordinated_verbs(coordinated[5])) == ["signed"]


def test_the_second_verb_shares_the_subject_and_the_first_the_object(coordinated: Doc) -> None:
    assert words(tree.subjects(coordinated[7])) == ["Chad", "Mali", "Niger"]
    assert tree.own_subjects(coordinated[7]) == []
    assert words(tree.objects(coordinated[5])) == ["it"]


def test_a_verb_of_its_own_clause_is_verbal_and_an_auxiliary_is_not(sentence: Build) -> None:
    doc = sentence(["Chad", "has", "left"], [2, 2, 2], ["nsubj", "aux", "ROOT"], pos=["PROPN", "AUX", "VERB"])
    assert [tree.is_verbal(t) for t in doc] == [False, False, True]


def test_a_noun_with_a_subject_at_the_root_is_a_verb_the_tagger_missed(sentence: Build) -> None:
    doc = sentence(["Leaders", "meet", "today"], [1, 1, 1], ["nsubj", "ROOT", "npadvmod"], pos=["NOUN"] * 3)
    assert tree.is_verbal(doc[1])
    assert not tree.is_verbal(doc[2])


@pytest.mark.parametrize(
    ("heads", "deps", "tags", "passive"),
    [
        ([2, 2, 2], ["nsubjpass", "auxpass", "ROOT"], ["NNS", "VBD", "VBN"], True),
        ([2, 2, 2], ["nsubj", "aux", "ROOT"], ["NNS", "VBP", "VBN"], False),
    ],
)
def test_the_passive_is_told_from_the_perfect(
    sentence: Build, heads: list[int], deps: list[str], tags: list[str], passive: bool
) -> None:
    doc = sentence(["Towns", "were", "shelled"], heads, deps, pos=["NOUN", "AUX", "VERB"], tags=tags)
    assert tree.is_passive(doc[2]) is passive


def test_a_reduced_relative_is_passive_and_its_by_phrase_the_agent(sentence: Build) -> None:
    """talks mediated by Qatar and Egypt"""
    doc = sentence(
        ["talks", "mediated", "by", "Qatar", "and", "Egypt"],
        [0, 0, 1, 2, 3, 3],
        ["ROOT", "acl", "agent", "pobj", "cc", "conj"],
        pos=["NOUN", "VERB", "ADP", "PROPN", "CCONJ", "PROPN"],
        tags=["NNS", "VBN", "IN", "NNP", "CC", "NNP"],
    )
    assert tree.is_passive(doc[1])
    assert words(tree.agents(doc[1])) == ["Qatar", "Egypt"]


def test_auxiliaries_are_shared_by_the_second_verb_of_the_same_form(sentence: Build) -> None:
    def built(tag: str) -> Doc:
        return sentence(
            ["They", "will", "meet", "and", "sign"],
            [2, 2, 2, 2, 2],
            ["nsubj", "aux", "ROOT", "cc", "conj"],
            pos=["PRON", "AUX", "VERB", "CCONJ", "VERB"],
            tags=["PRP", "MD", "VB", "CC", tag],
        )

    assert tree.auxiliaries(built("VB")[4]) == ("will",)
    assert tree.auxiliaries(built("VBD")[4]) == ()


@pytest.mark.parametrize(
    ("word", "dep", "found"), [("off", "prt", "off"), ("away", "advmod", "away"), ("soon", "advmod", None)]
)
def test_the_particle_of_a_verb(sentence: Build, word: str, dep: str, found: str | None) -> None:
    doc = sentence(["They", "broke", word], [1, 1, 1], ["nsubj", "ROOT", dep], pos=["PRON", "VERB", "ADV"])
    assert tree.particle(doc[1]) == found


@pytest.mark.parametrize(
    ("word", "dep", "negated"),
    [("not", "neg", True), ("never", "advmod", True), ("longer", "advmod", True), ("no", "det", True),
     ("often", "advmod", False), ("the", "det", False)],
)  # fmt: skip
def test_negation_hangs_on_the_word_itself(sentence: Build, word: str, dep: str, negated: bool) -> None:
    doc = sentence([word, "met", "today"], [1, 1, 1], [dep, "ROOT", "npadvmod"])
    assert tree.is_negated(doc[1]) is negated
    assert not tree.is_negated(doc[2])


@pytest.mark.parametrize(("verb", "doer"), [("urge", ["Mali"]), ("promise", ["Chad"])])
def test_an_infinitive_is_done_by_the_object_except_after_a_promise(
    sentence: Build, verb: str, doer: list[str]
) -> None:
    doc = sentence(
        ["Chad", verb, "Mali", "to", "leave"],
        [1, 1, 1, 4, 1],
        ["nsubj", "ROOT", "dobj", "aux", "xcomp"],
        pos=["PROPN", "VERB", "PROPN", "PART", "VERB"],
        tags=["NNP", "VBD", "NNP", "TO", "VB"],
    )
    assert words(tree.subjects(doc[4])) == doer


def test_a_relative_pronoun_stands_for_its_noun(sentence: Build) -> None:
    """rebels who attacked camps"""
    doc = sentence(
        ["rebels", "who", "attacked", "camps"],
        [0, 2, 0, 2],
        ["ROOT", "nsubj", "relcl", "dobj"],
        pos=["NOUN", "PRON", "VERB", "NOUN"],
        tags=["NNS", "WP", "VBD", "NNS"],
    )
    assert words(tree.subjects(doc[2])) == ["rebels"]


def test_a_relative_clause_without_object_takes_its_noun_as_object(sentence: Build) -> None:
    """camps that rebels attacked"""
    doc = sentence(
        ["camps", "rebels", "attacked"],
        [0, 2, 0],
        ["ROOT", "nsubj", "relcl"],
        pos=["NOUN", "NOUN", "VERB"],
        tags=["NNS", "NNS", "VBD"],
    )
    assert words(tree.objects(doc[2])) == ["camps"]


def test_a_participle_after_a_comma_has_the_subject_of_the_main_verb(sentence: Build) -> None:
    """Chad left, accusing Mali."""
    doc = sentence(
        ["Chad", "left", ",", "accusing", "Mali"],
        [1, 1, 1, 1, 3],
        ["nsubj", "ROOT", "punct", "advcl", "dobj"],
        pos=["PROPN", "VERB", "PUNCT", "VERB", "PROPN"],
        tags=["NNP", "VBD", ",", "VBG", "NNP"],
    )
    assert words(tree.subjects(doc[3])) == ["Chad"]


def test_what_a_noun_governs_is_done_by_its_possessor_else_by_the_subject_above(sentence: Build) -> None:
    """Chad praised Mali's plan to leave. Chad has a plan to leave."""
    owned = sentence(
        ["Chad", "praised", "Mali", "'s", "plan", "to", "leave"],
        [1, 1, 4, 2, 1, 6, 4],
        ["nsubj", "ROOT", "poss", "case", "dobj", "aux", "acl"],
        pos=["PROPN", "VERB", "PROPN", "PART", "NOUN", "PART", "VERB"],
        tags=["NNP", "VBD", "NNP", "POS", "NN", "TO", "VB"],
    )
    assert words(tree.subjects(owned[6])) == ["Mali"]
    own = sentence(
        ["Chad", "has", "a", "plan", "to", "leave"],
        [1, 1, 3, 1, 5, 3],
        ["nsubj", "ROOT", "det", "dobj", "aux", "acl"],
        pos=["PROPN", "VERB", "DET", "NOUN", "PART", "VERB"],
        tags=["NNP", "VBZ", "DT", "NN", "TO", "VB"],
    )
    assert words(tree.subjects(own[5])) == ["Chad"]


def test_a_verb_in_a_circle_of_heads_still_ends(sentence: Build) -> None:
    doc = sentence(["leaving", "talks"], [0, 0], ["ROOT", "dobj"], pos=["VERB", "NOUN"], tags=["VBG", "NNS"])
    assert tree.subjects(doc[0]) == []


def test_indirect_objects_with_and_without_a_preposition(sentence: Build) -> None:
    doc = sentence(
        ["gave", "Chad", "food"], [0, 0, 0], ["ROOT", "dative", "dobj"], pos=["VERB", "PROPN", "NOUN"]
    )  # fmt: skip
    assert words(tree.indirect_objects(doc[0])) == ["Chad"]
    other = sentence(
        ["gave", "food", "to", "Chad"], [0, 0, 0, 2], ["ROOT", "dobj", "dative", "pobj"],
        pos=["VERB", "NOUN", "ADP", "PROPN"],
    )  # fmt: skip
    assert words(tree.indirect_objects(other[0])) == ["Chad"]


def test_a_chain_of_prepositions_gives_its_last_one_but_according_to_stays_whole(sentence: Build) -> None:
    def built(first: str, second: str) -> Doc:
        return sentence(
            ["left", first, second, "Chad"],
            [0, 0, 1, 2],
            ["ROOT", "prep", "prep", "pobj"],
            pos=["VERB", "ADP", "ADP", "PROPN"],
        )

    assert [(name, head.text) for name, head in tree.prepositional(built("together", "with")[0])] == [("with", "Chad")]
    assert [name for name, _ in tree.prepositional(built("according", "to")[0])] == ["according to"]


def test_possessors_modifiers_and_appositions_of_a_noun(sentence: Build) -> None:
    """Chad's new envoy, Deby"""
    doc = sentence(
        ["Chad", "'s", "new", "envoy", ",", "Deby"],
        [3, 0, 3, 3, 3, 3],
        ["poss", "case", "amod", "ROOT", "punct", "appos"],
        pos=["PROPN", "PART", "ADJ", "NOUN", "PUNCT", "PROPN"],
    )
    assert words(tree.possessors(doc[3])) == ["Chad"]
    assert words(tree.modifiers(doc[3])) == ["new"]
    assert words(tree.appositions(doc[3])) == ["Deby"]


@pytest.fixture
def told(sentence: Build) -> Doc:
    """Chad said that Mali would leave if rebels came."""
    return sentence(
        ["Chad", "said", "that", "Mali", "would", "leave", "if", "rebels", "came", "."],
        [1, 1, 5, 5, 5, 1, 8, 8, 5, 1],
        ["nsubj", "ROOT", "mark", "nsubj", "aux", "ccomp", "mark", "nsubj", "advcl", "punct"],
        pos=["PROPN", "VERB", "SCONJ", "PROPN", "AUX", "VERB", "SCONJ", "NOUN", "VERB", "PUNCT"],
    )


def test_complements_conditions_and_what_introduces_a_clause(told: Doc) -> None:
    assert words(tree.complements(told[1])) == ["leave"]
    assert words(tree.condition_clauses(told[5])) == ["came"]
    assert (tree.clause_marker(told[5]), tree.clause_marker(told[8]), tree.clause_marker(told[1])) == (
        "that",
        "if",
        None,
    )
    assert tree.has_mark(told[8]) and not tree.has_mark(told[1])


def test_the_head_of_the_smallest_clause_and_the_words_above(told: Doc) -> None:
    assert tree.clause_head(told[7]) == told[8]
    assert tree.clause_head(told[3]) == told[5]
    assert [(t.text, step) for t, step in tree.governors(told[7])] == [
        ("came", "nsubj"), ("leave", "advcl"), ("said", "ccomp"),
    ]  # fmt: skip


def test_a_clause_is_everything_below_its_verb_without_the_full_stop(told: Doc) -> None:
    assert tree.clause(told[5]).text == "that Mali would leave if rebels came"
    assert tree.clause(told[1]).text.endswith("rebels came")


def test_the_core_of_a_phrase_leaves_out_what_hangs_behind_it(sentence: Build) -> None:
    """the old envoy of Chad, Deby,"""
    doc = sentence(
        ["the", "old", "envoy", "of", "Chad", ",", "Deby", ","],
        [2, 2, 2, 2, 3, 2, 2, 2],
        ["det", "amod", "ROOT", "prep", "pobj", "punct", "appos", "punct"],
        pos=["DET", "ADJ", "NOUN", "ADP", "PROPN", "PUNCT", "PROPN", "PUNCT"],
    )
    assert tree.core_phrase(doc[2]).text == "the old envoy"
    assert tree.phrase(doc[2]).text == "the old envoy of Chad , Deby"

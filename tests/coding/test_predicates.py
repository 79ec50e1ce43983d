"""A verb or event noun with its logical arguments, whatever its grammatical form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dragoman.coding.predicates import governing_verb, lemma_of, light_verb, noun_predicate, predicates, verb_predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Build = Callable[..., "Doc"]


def words(tokens: tuple[Token, ...]) -> list[str]:
    return [t.text for t in tokens]


@pytest.fixture
def talks(sentence: Build) -> Doc:
    """Chad held talks with Mali in Niamey."""
    return sentence(
        ["Chad", "held", "talks", "with", "Mali", "in", "Niamey"],
        [1, 1, 1, 2, 3, 1, 5],
        ["nsubj", "ROOT", "dobj", "prep", "pobj", "prep", "pobj"],
        pos=["PROPN", "VERB", "NOUN", "ADP", "PROPN", "ADP", "PROPN"],
        lemmas=["Chad", "hold", "talk", "with", "Mali", "in", "Niamey"],
    )


def test_an_active_verb_has_its_subject_as_agent_and_its_object_as_patient(talks: Doc) -> None:
    read = verb_predicate(talks[1])
    assert (words(read.agents), words(read.patients)) == (["Chad"], ["talks"])
    assert read.pp("in") == (talks[6],)
    assert read.pp("with", "against") == ()
    assert read.verbal and read.lemma == "hold"


def test_a_passive_verb_is_turned_round(sentence: Build) -> None:
    doc = sentence(
        ["Niamey", "was", "bombed", "by", "Chad"],
        [2, 2, 2, 2, 3],
        ["nsubjpass", "auxpass", "ROOT", "agent", "pobj"],
        pos=["PROPN", "AUX", "VERB", "ADP", "PROPN"],
    )
    read = verb_predicate(doc[2])
    assert (words(read.agents), words(read.patients)) == (["Chad"], ["Niamey"])


def test_a_passive_without_doer_has_no_agent(sentence: Build) -> None:
    doc = sentence(
        ["Niamey", "was", "bombed"], [2, 2, 2], ["nsubjpass", "auxpass", "ROOT"], pos=["PROPN", "AUX", "VERB"]
    )
    assert verb_predicate(doc[2]).agents == ()


def test_the_particle_belongs_to_the_lemma_of_a_verb_only(sentence: Build) -> None:
    doc = sentence(
        ["They", "called", "off", "talks"],
        [1, 1, 1, 1],
        ["nsubj", "ROOT", "prt", "dobj"],
        pos=["PRON", "VERB", "ADP", "NOUN"],
        lemmas=["they", "Call", "off", "talk"],
    )
    assert lemma_of(doc[1]) == "call off"
    assert lemma_of(doc[3]) == "talk"


def test_the_first_of_two_verbs_shares_the_place_of_the_second(sentence: Build) -> None:
    """They bombed and shelled towns in Mali."""
    doc = sentence(
        ["They", "bombed", "and", "shelled", "towns", "in", "Mali"],
        [1, 1, 1, 1, 3, 3, 5],
        ["nsubj", "ROOT", "cc", "conj", "dobj", "prep", "pobj"],
        pos=["PRON", "VERB", "CCONJ", "VERB", "NOUN", "ADP", "PROPN"],
    )
    assert verb_predicate(doc[1]).prepositions == (("in", doc[6]),)


def test_an_infinitive_taken_for_a_purpose_completes_a_verb_of_promising(sentence: Build) -> None:
    def built(verb: str) -> Doc:
        return sentence(
            ["Chad", verb, "in", "turn", "to", "leave"],
            [1, 1, 1, 2, 5, 1],
            ["nsubj", "ROOT", "prep", "pobj", "aux", "advcl"],
            pos=["PROPN", "VERB", "ADP", "NOUN", "PART", "VERB"],
            tags=["NNP", "VBD", "IN", "NN", "TO", "VB"],
            lemmas=["Chad", verb, "in", "turn", "to", "leave"],
        )

    promise, sleep = built("promise"), built("sleep")
    assert verb_predicate(promise[1]).complements == (promise[5],)
    assert verb_predicate(sleep[1]).complements == ()


def test_a_noun_under_a_light_verb_takes_its_subject_and_its_place(talks: Doc) -> None:
    read = noun_predicate(talks[2])
    assert read.light == talks[1]
    assert words(read.agents) == ["Chad"]
    assert set(read.prepositions) == {("with", talks[4]), ("in", talks[6])}
    assert not read.verbal


def test_a_noun_is_done_by_its_possessor_to_what_stands_behind_on(sentence: Build) -> None:
    doc = sentence(
        ["Chad", "'s", "attack", "on", "Mali", "failed"],
        [2, 0, 5, 2, 3, 5],
        ["poss", "case", "nsubj", "prep", "pobj", "ROOT"],
        pos=["PROPN", "PART", "NOUN", "ADP", "PROPN", "VERB"],
    )
    read = noun_predicate(doc[2])
    assert (words(read.agents), words(read.patients)) == (["Chad"], ["Mali"])
    assert read.light is None


def test_a_noun_is_done_by_the_adjective_of_a_state_but_not_by_a_plain_one(sentence: Build) -> None:
    doc = sentence(
        ["Heavy", "Chadian", "attacks", "went", "on"],
        [2, 2, 3, 3, 3],
        ["amod", "amod", "nsubj", "ROOT", "prt"],
        pos=["ADJ", "ADJ", "NOUN", "VERB", "ADP"],
    )
    assert "Chadian" in words(noun_predicate(doc[2]).agents)
    plain = sentence(["great", "attacks", "ended"], [1, 2, 2], ["amod", "nsubj", "ROOT"], pos=["ADJ", "NOUN", "VERB"])
    assert noun_predicate(plain[1]).agents == ()


def test_a_verb_of_its_own_meaning_is_no_light_verb(sentence: Build) -> None:
    doc = sentence(
        ["Chad", "feared", "talks"],
        [1, 1, 1],
        ["nsubj", "ROOT", "dobj"],
        pos=["PROPN", "VERB", "NOUN"],
        lemmas=["Chad", "fear", "talk"],
    )
    assert light_verb(doc[2]) is None


@pytest.mark.parametrize(("verb", "light"), [("engage", True), ("speak", False)])
def test_engaged_in_talks_carries_talks(sentence: Build, verb: str, light: bool) -> None:
    doc = sentence(
        ["They", verb, "in", "talks"],
        [1, 1, 1, 2],
        ["nsubj", "ROOT", "prep", "pobj"],
        pos=["PRON", "VERB", "ADP", "NOUN"],
    )
    assert (light_verb(doc[3]) == doc[1]) is light


def test_the_governing_verb_is_found_through_chains_of_of(sentence: Build) -> None:
    """They opened a round of talks."""
    doc = sentence(
        ["They", "opened", "a", "round", "of", "talks"],
        [1, 1, 3, 1, 3, 4],
        ["nsubj", "ROOT", "det", "dobj", "prep", "pobj"],
        pos=["PRON", "VERB", "DET", "NOUN", "ADP", "NOUN"],
    )
    assert governing_verb(doc[5]) == (doc[1], "patient")
    assert governing_verb(doc[0]) == (doc[1], "agent")


def test_a_noun_behind_a_preposition_tells_which_one(talks: Doc) -> None:
    assert governing_verb(talks[6]) == (talks[1], "in")


def test_a_noun_that_is_the_root_has_no_governing_verb(sentence: Build) -> None:
    doc = sentence(["Talks", "today"], [0, 0], ["ROOT", "npadvmod"], pos=["NOUN", "NOUN"])
    assert governing_verb(doc[0]) is None


def test_the_predicates_of_a_sentence_are_its_verbs_in_order_without_auxiliaries(sentence: Build) -> None:
    doc = sentence(
        ["Chad", "has", "said", "Mali", "attacked"],
        [2, 2, 2, 4, 2],
        ["nsubj", "aux", "ROOT", "nsubj", "ccomp"],
        pos=["PROPN", "AUX", "VERB", "PROPN", "VERB"],
    )
    assert [p.token.text for p in predicates(doc[:])] == ["said", "attacked"]

"""Which rules a predicate satisfies, on which noun, and which reading stands beside which."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dragoman.coding.issues import IssueFinder
from dragoman.coding.lexicon import Lexicon
from dragoman.coding.rules import Match, matches
from dragoman.knowledge.rules import Rule, RuleBook

if TYPE_CHECKING:
    from spacy.tokens import Doc

Build = Callable[..., "Doc"]
CLASSES = {"talks": {"talk": "talks", "summit": "summit", "round": "talks"}, "attack": {"raid": "ground_assault"}}


def a_rule(name: str, **fields: object) -> Rule:
    plain = {"id": name, "frame": "other", "type": "CONSULT", "examples": (), "not_examples": ()}
    return Rule(**{**plain, **fields})


def a_lexicon(*rules: Rule) -> Lexicon:
    verbs = {v: tuple(r for r in rules if v in r.verbs) for r in rules for v in r.verbs}
    nouns = {n: tuple(r for r in rules if n in r.nouns) for r in rules for n in r.nouns}
    book = RuleBook(rules=rules, by_verb=verbs, by_noun_class=nouns, classes=CLASSES)
    return Lexicon(book, IssueFinder({}))


def read(doc: Doc, *rules: Rule) -> list[Match]:
    return [m for sent in doc.sents for m in matches(sent, a_lexicon(*rules))]


def ids(doc: Doc, *rules: Rule) -> list[str]:
    return [m.rule.id for m in read(doc, *rules)]


@pytest.fixture
def talks(sentence: Build) -> Doc:
    """Chad opened a round of talks with Mali."""
    return sentence(
        ["Chad", "opened", "a", "summit", "of", "leaders", "with", "Mali"],
        [1, 1, 3, 1, 3, 4, 3, 6],
        ["nsubj", "ROOT", "det", "dobj", "prep", "pobj", "prep", "pobj"],
        pos=["PROPN", "VERB", "DET", "NOUN", "ADP", "NOUN", "ADP", "PROPN"],
        lemmas=["Chad", "open", "a", "summit", "of", "leader", "with", "Mali"],
    )


OPEN = a_rule("meeting.open", frame="meeting", verbs=("open",), patient="talks")


def test_a_rule_reads_its_verb_with_a_noun_of_its_class_and_takes_the_kind_of_the_noun(talks: Doc) -> None:
    (match,) = read(talks, OPEN)
    assert (match.theme, match.kind) == (talks[3], "summit")


def test_a_rule_that_names_a_kind_keeps_it(talks: Doc) -> None:
    (match,) = read(talks, OPEN.model_copy(update={"kind": "conference"}))
    assert match.kind == "conference"


def test_a_noun_of_another_class_does_not_satisfy_a_rule(talks: Doc) -> None:
    assert read(talks, OPEN.model_copy(update={"patient": "attack"})) == []


def test_the_theme_is_found_behind_of(sentence: Build) -> None:
    """They opened days of talks."""
    doc = sentence(
        ["They", "opened", "days", "of", "talks"],
        [1, 1, 1, 2, 3],
        ["nsubj", "ROOT", "dobj", "prep", "pobj"],
        pos=["PRON", "VERB", "NOUN", "ADP", "NOUN"],
        lemmas=["they", "open", "day", "of", "talk"],
    )
    (match,) = read(doc, OPEN)
    assert match.theme == doc[4]


def two_sentences(sentence: Build, pronoun: str, noun: str) -> Doc:
    """The <noun> began. <pronoun> opened."""
    return sentence(
        ["The", noun, "began", ".", pronoun, "opened", "."],
        [1, 2, 2, 2, 5, 5, 5],
        ["det", "nsubj", "ROOT", "punct", "nsubj", "ROOT", "punct"],
        pos=["DET", "NOUN", "VERB", "PUNCT", "PRON", "VERB", "PUNCT"],
        lemmas=["the", noun, "begin", ".", pronoun.lower(), "open", "."],
    )


BEGAN = a_rule("meeting.opened", frame="meeting", verbs=("open",), agent="talks")


@pytest.mark.parametrize(
    ("pronoun", "noun", "read_it"), [("It", "summit", True), ("He", "summit", False), ("It", "raid", False)]
)
def test_a_pronoun_stands_for_the_talks_of_the_sentence_before(
    sentence: Build, pronoun: str, noun: str, read_it: bool
) -> None:
    doc = two_sentences(sentence, pronoun, noun)
    assert [m.theme.text for m in read(doc, BEGAN) if m.theme] == ([noun] if read_it else [])


def test_a_pronoun_never_stands_for_a_noun_of_other_classes(sentence: Build) -> None:
    doc = two_sentences(sentence, "It", "raid")
    assert read(doc, BEGAN.model_copy(update={"agent": "attack"})) == []


def test_a_pronoun_in_the_first_sentence_stands_for_nothing(sentence: Build) -> None:
    doc = sentence(["It", "opened"], [1, 1], ["nsubj", "ROOT"], pos=["PRON", "VERB"], lemmas=["it", "open"])
    assert read(doc, BEGAN) == []


def test_of_the_rules_of_one_frame_the_first_that_fits_is_taken_alone(talks: Doc) -> None:
    narrow = OPEN.model_copy(update={"id": "meeting.narrow", "pp": {"against": "actor"}})
    wide = a_rule("meeting.wide", frame="meeting", verbs=("open",))
    assert ids(talks, narrow, OPEN, wide) == ["meeting.open"]


def test_a_phrase_on_the_predicate_can_be_asked_for(talks: Doc) -> None:
    noun = a_rule("meeting.noun", frame="meeting", nouns=("talks",), pp={"with|between": "actor"})
    assert ids(talks, noun) == ["meeting.noun"]
    assert ids(talks, noun.model_copy(update={"pp": {"against": "actor"}})) == []


def test_a_noun_that_a_verb_s_rule_has_read_is_not_read_again_in_that_frame(talks: Doc) -> None:
    same = a_rule("meeting.noun", frame="meeting", nouns=("talks",))
    other = a_rule("agreement.noun", frame="agreement", nouns=("talks",))
    assert ids(talks, OPEN, same) == ["meeting.open"]
    assert sorted(ids(talks, OPEN, same, other)) == ["agreement.noun", "meeting.open"]


def test_a_noun_that_only_describes_another_is_not_read(sentence: Build) -> None:
    doc = sentence(
        ["Summit", "hotels", "opened"],
        [1, 2, 2],
        ["compound", "nsubj", "ROOT"],
        pos=["NOUN", "NOUN", "VERB"],
        lemmas=["summit", "hotel", "open"],
    )
    assert ids(doc, a_rule("meeting.noun", frame="meeting", nouns=("talks",))) == []


@pytest.mark.parametrize("frame", ["meeting", "agreement", "violence", "position"])
def test_the_general_reading_gives_way_to_one_of_a_process(talks: Doc, frame: str) -> None:
    general = a_rule("other.open", verbs=("open",), type="COOPERATE")
    special = a_rule("special.open", verbs=("open",), frame=frame)
    assert ids(talks, general, special) == ["special.open"]
    assert ids(talks, general) == ["other.open"]


@pytest.mark.parametrize(("said", "kept"), [("AID", True), ("AGREE", False)])
def test_a_promise_leaves_the_reading_of_the_act_beside_it_unless_both_say_the_same(
    talks: Doc, said: str, kept: bool
) -> None:
    promise = a_rule("commitment.open", frame="commitment", verbs=("open",), type="AGREE")
    act = a_rule("other.open", verbs=("open",), type=said)
    assert ("other.open" in ids(talks, promise, act)) is kept


def test_what_is_agreed_is_no_promise_beside_it_unless_the_act_itself_is_owed(talks: Doc) -> None:
    agreed = a_rule("agreement.open", frame="agreement", verbs=("open",))
    promise = a_rule("commitment.open", frame="commitment", verbs=("open",))
    owed = promise.model_copy(update={"id": "commitment.owed", "verbs_of": "action_verb:RETREAT"})
    assert ids(talks, agreed, promise) == ["agreement.open"]
    assert sorted(ids(talks, agreed, owed)) == ["agreement.open", "commitment.owed"]


def test_talks_still_to_come_are_a_meeting_and_no_debt(talks: Doc) -> None:
    met = a_rule("meeting.open", frame="meeting", verbs=("open",))
    owed = a_rule("commitment.owed", frame="commitment", verbs=("open",), act="owed")
    assert ids(talks, met, owed) == ["meeting.open"]
    assert ids(talks, owed) == ["commitment.owed"]


def test_a_complement_can_be_asked_for_by_its_verb(sentence: Build) -> None:
    doc = sentence(
        ["Chad", "agreed", "to", "leave"],
        [1, 1, 3, 1],
        ["nsubj", "ROOT", "aux", "xcomp"],
        pos=["PROPN", "VERB", "PART", "VERB"],
        lemmas=["Chad", "agree", "to", "leave"],
    )
    rule = a_rule("commitment.agree", frame="commitment", verbs=("agree",), complement=("leave",))
    assert ids(doc, rule) == ["commitment.agree"]
    assert ids(doc, rule.model_copy(update={"complement": ("meet",)})) == []
    assert ids(doc, rule.model_copy(update={"complement": ("*",)})) == ["commitment.agree"]

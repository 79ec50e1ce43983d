"""Owns what a predicate's own clause says of its status: auxiliaries, negation, adverbs, modifiers.

Does not look above the clause: see `coding.modality`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.modality_state import State
from dragoman.documents.document import Passage
from dragoman.knowledge.status_cues import StatusCues
from dragoman.language import tree, tree_links, tree_negation
from dragoman.language.tree_tense import tense

if TYPE_CHECKING:
    from spacy.tokens import Token


def passage(token: Token) -> Passage:
    """The token's characters."""
    return Passage(token.idx, token.idx + max(1, len(token.text)))


def noun_class(token: Token, cues: StatusCues) -> str:
    """`fixture` (meetings), `outcome` (what negotiations aim at) or `plain`."""
    for name in ("fixture", "outcome"):
        words = cues.noun_classes[name]
        if token.lemma_.lower() in words or token.lower_ in words:
            return name
    return "plain"


def local_state(token: Token, cues: StatusCues) -> State:
    """The status from the predicate's own words."""
    if tree.is_verbal(token):
        return _verb(token, cues)
    if tree.is_nominal(token):
        return _noun(token, cues)
    return State("happened", features=("pos=other",), path=(f"{token.text}: no verb or noun",))


def _verb(verb: Token, cues: StatusCues) -> State:
    state = _tensed(verb, cues)
    state = _adverbs(verb, state, cues)
    denial = tree_negation.negation(verb, cues.negation)
    if denial is not None and state.status != "hypothetical":
        return state.step("negated", why=f"negated by {denial.text!r}", feature="neg", cue=passage(denial))
    if denial is not None:
        modal = {"can", "could", "ca", "would", "'d"} & set(tree.auxiliaries(verb))
        status = "negated" if modal else "hypothetical"
        return state.step(status, why=f"negated by {denial.text!r}", feature="neg", cue=passage(denial))
    return state


def _tensed(verb: Token, cues: StatusCues) -> State:
    words = tree.auxiliaries(verb)
    for word in words:
        kind, status = cues.hedges.get(word, ("", ""))
        if kind != "modal" or verb.tag_ in {"VBD", "VBZ"}:  # "on 11 May both undertook"
            continue
        if word == "should" and tree_links.is_inverted(verb) and verb.sent[-1].text != "?":
            status = "conditional"
        if status == "would":
            status = "hypothetical"
        if status == "demanded" and "have" in words:
            status = "hypothetical"
        return State("happened").step(
            status, why=f"auxiliary {word!r}", feature=f"modal={word}", cue=_auxiliary(verb, word)
        )
    if verb.tag_ == "VBG" and {"is", "are", "am", "'re", "'s", "been", "'m"} & set(words):
        if _future_word(verb, cues):
            why = "present progressive of a future day"
            return State("happened").step("scheduled", why=why, feature="futurate")
        return State("happened").step("ongoing", why="progressive", feature="progressive", explicit=False)
    return _untensed(verb, words)


def _untensed(verb: Token, words: tuple[str, ...]) -> State:
    time = tense(verb)
    if tree_links.has_to(verb) and not tree_links.is_finite(verb):
        if tree_links.stands_alone(verb):
            return State("scheduled", features=("headline-to",), path=("infinitive alone",))
        return State("happened", features=("inf",), path=("infinitive",))
    if tree_links.is_imperative(verb):
        return State("demanded", True, ("imperative",), (passage(verb),), ("imperative",))
    if verb.tag_ == "VB" and not words and tree_links.is_complement(verb):
        return State("happened", features=("bare",), path=("bare verb form",))
    feature = "perfect" if {"have", "has", "had", "'ve"} & set(words) else f"tense={time}"
    return State("happened", features=(feature, f"tag={verb.tag_}"), path=(f"{time} tense",))


def _auxiliary(verb: Token, word: str) -> Passage | None:
    found = tree_links.auxiliary(verb, word)
    return passage(found) if found is not None else None


def _future_word(verb: Token, cues: StatusCues) -> bool:
    for one in verb.subtree:
        after_as = one.i > 0 and one.nbor(-1).lower_ == "as"
        if cues.hedges.get(one.lower_, ("", ""))[0] == "future" and not after_as:
            return True
        if one.lower_ == "next" and one.head.ent_type_ == "DATE":
            return True
        if one.head.i == verb.i and one.lower_ == "on" and any(c.ent_type_ == "DATE" for c in one.children):
            return not any(c.lower_ in {"last", "since"} for c in one.subtree)
    return False


def _adverbs(verb: Token, state: State, cues: StatusCues) -> State:
    for child in verb.children:
        word = child.lower_
        kind, status = cues.hedges.get(word, ("", ""))
        if child.tag_ not in {"RB", "JJ"}:
            continue
        if kind == "adverb":
            if state.status in {"happened", "ongoing", "scheduled"}:
                state = state.step(status, why=f"hedged by {word!r}", feature="hedge", cue=passage(child))
        elif kind == "hearsay":
            state = state.step(
                state.status, why=f"hearsay {word!r}", feature="hearsay", cue=passage(child), explicit=False
            )
        elif word in cues.negation["approximator"] and child.i == verb.i - 1:
            state = state.step("negated", why=f"only {word!r}", feature="neg", cue=passage(child))
    return state


def _noun(noun: Token, cues: StatusCues) -> State:
    state = State("happened", features=(f"noun={noun_class(noun, cues)}",), path=("event noun",))
    denial = tree_negation.negation(noun, cues.negation)
    if denial is not None:
        return state.step("negated", why=f"determiner {denial.text!r}", feature="neg", cue=passage(denial))
    for child in [*tree.modifiers(noun), *tree_links.participles(noun)]:
        table = cues.modifiers if child.i < noun.i else cues.participles
        status = table.get(child.lower_)
        if status is None and child.i < noun.i:
            status = table.get(child.lemma_.lower())
        if status is None or status in {"=", "happened"}:
            continue
        if any(one.lower_ in cues.negation["adverb"] for one in child.children):
            status = "negated"
        return state.step(status, why=f"described as {child.text!r}", feature=f"adj={status}", cue=passage(child))
    return state

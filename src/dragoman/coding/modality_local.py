"""Owns what a predicate's own clause says of its status: auxiliaries, negation, adverbs, modifiers.

Does not look above the clause: see `coding.modality`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.modality_state import State
from dragoman.documents.document import Passage
from dragoman.knowledge.status_cues import StatusCues
from dragoman.language import tree, tree_links

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
    denial = negation(verb, cues)
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
        if kind != "modal":
            continue
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
    time = tree.tense(verb)
    if tree_links.has_to(verb) and not tree_links.is_finite(verb):
        if verb.head.i == verb.i or verb.dep_ == "ccomp":
            return State("scheduled", features=("headline-to",), path=("infinitive alone",))
        return State("happened", features=("inf",), path=("infinitive",))
    if _imperative(verb, words):
        return State("demanded", True, ("imperative",), (passage(verb),), ("imperative",))
    if verb.tag_ == "VB" and not words and verb.dep_ in {"ccomp", "xcomp"}:
        return State("happened", features=("bare",), path=("bare verb form",))
    feature = "perfect" if {"have", "has", "had", "'ve"} & set(words) else f"tense={time}"
    return State("happened", features=(feature, f"tag={verb.tag_}"), path=(f"{time} tense",))


def _auxiliary(verb: Token, word: str) -> Passage | None:
    current = verb
    for _ in range(6):
        for child in current.children:
            if child.lower_ == word and child.dep_ in tree.AUXILIARIES:
                return passage(child)
        if current.head.i == current.i:
            return None
        current = current.head
    return None


def _future_word(verb: Token, cues: StatusCues) -> bool:
    for one in verb.subtree:
        if cues.hedges.get(one.lower_, ("", ""))[0] == "future":
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


def negation(token: Token, cues: StatusCues) -> Token | None:
    """The word that negates the predicate itself, its subject or its object; None if none does."""
    words = cues.negation
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in words["adverb"]:
            if child.dep_ in {"neg", "advmod", "preconj", "cc", "det"}:
                return child
        elif tree_links.is_determiner(child) and child.lower_ in words["determiner"]:
            return child
        elif child.lower_ == "longer" and child.i > 0 and child.nbor(-1).lower_ == "no":
            return child
    if not tree.is_verbal(token):
        return None
    return _negative_argument(token, cues) or _shared_negation(token, cues)


def _negative_argument(verb: Token, cues: StatusCues) -> Token | None:
    words = cues.negation
    for subject in tree.own_subjects(verb):
        if subject.lower_ in words["subject"]:
            return subject
        for child in subject.children:
            if child.dep_ in {"det", "preconj"} and child.lower_ in words["determiner"]:
                return child
    for child in verb.children:
        if child.dep_ in tree.OBJECTS | {"attr"}:
            if child.lower_ in words["object"]:
                return child
            for one in child.children:
                if one.dep_ == "det" and one.lower_ in words["determiner"]:
                    return one
    return None


def _shared_negation(verb: Token, cues: StatusCues) -> Token | None:
    """ "did not attack or shell", "neither met nor spoke": the second verb is negated too."""
    if verb.dep_ != "conj" or not tree.is_verbal(verb.head):
        return None
    joined = {c.lower_ for c in verb.head.children if c.dep_ == "cc"}
    own = {c.dep_ for c in verb.children} & (tree.SUBJECTS | tree.AUXILIARIES)
    if own or not joined & {"or", "nor"}:
        return None
    return negation(verb.head, cues) if verb.tag_ == verb.head.tag_ else None


def _noun(noun: Token, cues: StatusCues) -> State:
    state = State("happened", features=(f"noun={noun_class(noun, cues)}",), path=("event noun",))
    denial = negation(noun, cues)
    if denial is not None:
        return state.step("negated", why=f"determiner {denial.text!r}", feature="neg", cue=passage(denial))
    for child in [*tree.modifiers(noun), *_participles(noun)]:
        table = cues.modifiers if child.i < noun.i else cues.participles
        status = table.get(child.lower_)
        if status is None and child.i < noun.i:
            status = table.get(child.lemma_.lower())
        if status is None or status in {"=", "happened"}:
            continue
        if any(one.lower_ in cues.negation["adverb"] for one in child.children):
            status = "negated"
        return state.step(
            status, why=f"described as {child.text!r}", feature=f"adj={status}", cue=passage(child)
        )
    return state


def _participles(noun: Token) -> list[Token]:
    return [
        c
        for c in noun.children
        if c.i > noun.i and c.dep_ in {"acl", "amod", "advcl"} and c.tag_ in {"VBN", "VBD", "JJ"}
    ]


def _imperative(verb: Token, words: tuple[str, ...]) -> bool:
    if verb.tag_ != "VB" or words or tree.own_subjects(verb):
        return False
    if verb.dep_ in {"ROOT", "conj"}:
        return not tree.subjects(verb)
    return verb.i == verb.sent.start or (verb.i > 0 and verb.nbor(-1).is_quote)

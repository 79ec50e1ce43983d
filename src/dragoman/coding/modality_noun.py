"""Owns the status of an event noun: what the verb, noun or preposition around it says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.coding.modality_embedding import signature_of
from dragoman.coding.modality_local import noun_class, passage
from dragoman.coding.modality_state import INTENDED, REAL, REFUTED, State, embedded
from dragoman.knowledge.status_cues import StatusCues
from dragoman.language import tree, tree_links

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.language.tree_links import Link

# Prepositions that make an event part of what governs them.
SHARING = frozenset({"for", "to", "in", "into", "of", "with", "by"})

Assess = Callable[["Token"], State]


def noun_state(noun: Token, state: State, step: Link, cues: StatusCues, *, assess: Assess) -> State:
    """The noun's own state, changed by the construction in which it stands."""
    if state.status in REFUTED:
        return state
    if step.frame == "subj":
        return _subject(noun, state, step, cues, assess)
    if step.frame == "predicate":
        outer = assess(step.above)
        return state.beneath(outer).step(outer.status, why="predicate adjective", explicit=False)
    if step.frame == "prep":
        early = _by_preposition(noun, state, step, cues, assess)
        if early is not None:
            return early
    if step.frame == "relative":
        return state if state.explicit else assess(step.above)
    if step.frame == "clause":
        return state
    return _argument(noun, state, step, cues, assess)


def _subject(noun: Token, state: State, step: Link, cues: StatusCues, assess: Assess) -> State:
    verb = tree_links.occurrence(step.above)
    if verb.lemma_ == "be" or step.above.lemma_ in {"be", "remain", "look", "seem", "appear"}:
        told = _copula(state, step.above, cues, assess)
        if told is not None:
            return told
    inner = tree_links.subject_link(verb)
    return _argument(noun, state, inner, cues, assess)


def _copula(state: State, verb: Token, cues: StatusCues, assess: Assess) -> State | None:
    """ "talks are under way", "a truce is possible", "the summit is off"."""
    outer = assess(verb)
    for word in tree_links.predicate_words(verb):
        span = word.doc[word.i : word.right_edge.i + 1].text.lower()
        names = [" ".join(span.split()[:2]), word.lower_, word.lemma_.lower()]
        for name in names:
            found = cues.embedding.get((name, "A", "subj"))
            if found is None:
                continue
            code = found.affirmative if outer.status not in REFUTED else found.negative
            status = embedded(code, outer=outer.status, inner=state.status)
            return state.beneath(outer).step(
                status, why=f"said to be {name!r}", feature=f"emb={code}/subj", cue=passage(word)
            )
    return None


def _by_preposition(noun: Token, state: State, step: Link, cues: StatusCues, assess: Assess) -> State | None:
    word = step.word or ""
    if word in cues.negation["preposition"]:
        return state.step("negated", why=f"after {word!r}", feature="prep=neg")
    kind = cues.condition_phrases.get(word)
    if kind == "conditional_phrase":
        return state.step("conditional", why=f"after {word!r}", feature="in-if")
    if kind == "limit_phrase" and noun_class(noun, cues) != "plain" and state.status in REAL:
        if word in {"ahead of", "pending", "until"} or assess(step.above).status not in REAL:
            return state.step("scheduled", why=f"after {word!r}", feature="in-limit")
        return state
    return None


def _argument(noun: Token, state: State, step: Link, cues: StatusCues, assess: Assess) -> State:
    signature = signature_of(step, noun, cues)
    outer = assess(step.above)
    if signature is None:
        return _unlisted(noun, state, step, outer)
    holds = outer.status not in REFUTED
    code = signature.affirmative if holds else signature.negative
    if code == "agreed":
        code = "scheduled" if noun_class(noun, cues) == "fixture" else "="
    if code == "ongoing" and step.above.tag_ == "VBD" and not tree.auxiliaries(step.above):
        code = "happened"
    # "talks on the war": the war is real; "talks on a truce": the truce is not.
    topic = step.word in {"on", "over", "about"} or step.frame == "compound"
    plain = step.frame in {"prep", "compound"} and noun_class(noun, cues) == "plain"
    if code == "hypothetical" and plain and (topic or tree_links.is_definite(noun)):
        code = "+"
    if state.explicit and code not in {"=", "~"} and state.status not in REAL:
        code = "+"
    inner = "happened" if code == "=" and state.status in INTENDED else state.status
    status = embedded(code, outer=outer.status, inner=inner)
    return state.beneath(outer).step(
        status,
        why=f"{step.frame} of {tree_links.name(step.above)!r} ({outer.status}) by {code!r}",
        feature=f"emb={code}/{'pos' if holds else 'neg'}",
        word=f"{tree_links.name(step.above)}/{step.word or step.frame}",
        cue=passage(step.above),
    )


def _unlisted(noun: Token, state: State, step: Link, outer: State) -> State:
    """An indefinite event shares the fate of what it takes part in; a definite one is taken as given."""
    presupposed = step.frame == "subj" and outer.status in REFUTED
    if state.explicit or outer.status in REAL or presupposed or tree_links.is_definite(noun):
        feature = f"given/{step.word or step.frame}"
        return state.step(state.status, why="taken as given", feature=feature, explicit=False)
    if step.frame in {"obj", "subj"} or step.word in SHARING:
        return state.beneath(outer).step(
            outer.status, why=f"with {step.above.text!r}", feature="shared", explicit=False
        )
    return state

"""Owns how sure an event is: its status, composed from its clause and every word that embeds it.

Does not decide event types, nor who speaks. The words are in `knowledge/data/cues`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.coding.factuality import expected_factuality
from dragoman.coding.modality_condition import condition
from dragoman.coding.modality_embedding import governed
from dragoman.coding.modality_local import local_state, passage
from dragoman.coding.modality_noun import noun_state
from dragoman.coding.modality_state import INTENDED, IRREALIS, REAL, REFUTED, State, embedded
from dragoman.documents.document import Passage
from dragoman.knowledge.status_cues import StatusCues, status_cues
from dragoman.language import tree, tree_links

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.language.tree_links import Link

# Deeper embedding than this is no longer followed (texts of hostile depth).
DEEPEST = 24

Assess = Callable[["Token"], State]


@dataclass(frozen=True, slots=True)
class Modality:
    """How sure an event is.

    Attributes:
        status: happened | ongoing | scheduled | proposed | promised | threatened | demanded |
            conditional | denied | negated | hypothetical.
        factuality: expected factuality from -3 (certainly not) to +3 (certainly so).
        cues: the words that decided it, as passages of the parsed text.
        condition: the clause on which it depends, in the text's own words.
        reason: the decisions, innermost first.
    """

    status: str
    factuality: float
    cues: tuple[Passage, ...]
    condition: Passage | None
    reason: str


def modality(token: Token) -> Modality:
    """The status of the event that a predicate verb or an event noun names."""
    cues = status_cues()
    state = assessed(token, cues)
    return Modality(
        status=state.status,
        factuality=expected_factuality(token, state, cues),
        cues=tuple(sorted(set(state.cues))),
        condition=state.condition,
        reason=" < ".join(state.path),
    )


def assessed(token: Token, cues: StatusCues) -> State:
    """The composed state of a predicate; each word above it is asked once."""
    known: dict[int, State] = {}
    open_words: set[int] = set()

    def ask(one: Token) -> State:
        if one.i in known:
            return known[one.i]
        if one.i in open_words or len(open_words) > DEEPEST:
            return local_state(one, cues)
        open_words.add(one.i)
        known[one.i] = _composed(one, cues, ask)
        open_words.discard(one.i)
        return known[one.i]

    return ask(token)


def _composed(token: Token, cues: StatusCues, ask: Assess) -> State:
    state = _with_condition(token, local_state(token, cues), cues)
    state = _question(token, state)
    step = tree_links.link(token)
    if step is None:
        return state
    if step.frame == "conj":
        return _conjunct(token, state, cues, ask)
    if tree_links.is_verb_like(token):
        return _verb(token, state, step, cues, ask)
    return noun_state(token, state, step, cues, assess=ask)


def _with_condition(token: Token, state: State, cues: StatusCues) -> State:
    found = condition(token, cues)
    if found is None:
        return state
    where, kind = found
    if kind == "limit" and state.status in REAL and not {"inf", "bare"} & set(state.features):
        return state  # "had met before the war began": a time, no condition
    if kind == "conditional" and state.status in {"scheduled", "hypothetical", "promised", "demanded"}:
        state = state.step("conditional", why="depends on a condition", feature="condition", cue=where)
    return replace(state, condition=where)


def _question(token: Token, state: State) -> State:
    if token.head.i == token.i and tree.is_verbal(token):
        last = token.sent[-1]
        if last.text == "?" and state.status in REAL | INTENDED:
            return state.step("hypothetical", why="asked", feature="question", cue=passage(last))
    return state


def _conjunct(token: Token, state: State, cues: StatusCues, ask: Assess) -> State:
    """A coordinated predicate shares what embeds the first one, unless it has a clause of its own."""
    first = tree.first_conjunct(token)
    step = tree_links.link(first)
    alike = tree_links.is_verb_like(first) == tree_links.is_verb_like(token)
    if not tree.is_verbal(token) and not state.explicit and alike:
        shared = local_state(first, cues)
        if shared.status in REFUTED:
            path = (*state.path, *shared.path)
            state = replace(state, status=shared.status, cues=shared.cues, path=path)
    if step is None or step.frame == "conj":
        return state
    if tree.is_verbal(token):
        finite = tree_links.is_finite(token) and tree.own_subjects(token)
        if finite and step.frame not in {"that", "whether", "clause"}:
            return state
        if tree_links.is_finite(token) and step.frame in {"inf", "ing", "bare"}:
            return state
        return _verb(token, state, step, cues, ask)
    return noun_state(token, state, step, cues, assess=ask)


def _verb(verb: Token, state: State, step: Link, cues: StatusCues, ask: Assess) -> State:
    if step.frame == "relative":
        return state
    if step.frame == "clause":
        return _adverbial(verb, state, step, cues, ask)
    if step.frame in {"obj", "subj", "compound", "predicate"}:
        return noun_state(verb, state, step, cues, assess=ask)
    if step.frame == "prep" and step.word in cues.negation["preposition"]:
        return state.step("negated", why=f"after {step.word!r}", feature="prep=neg")
    return _complement(verb, state, step, cues, ask)


def _complement(verb: Token, state: State, step: Link, cues: StatusCues, ask: Assess) -> State:
    step, signature = governed(step, verb, cues)
    outer = ask(step.above)
    holds = outer.status not in REFUTED
    if signature is None:
        code = _default_code(step, outer)
    else:
        code = signature.affirmative if holds else signature.negative
    if state.status == "hypothetical" and "modal=would" in state.features and step.frame == "that":
        state = replace(state, status="scheduled")
    code = _own_undertaking(code, verb, state, step)
    if step.frame == "inf" and tree_links.has_word(step.above, cues.negation["yet"]) and holds:
        code = "negated"
    code = _specified(code, verb, state, step, cues)
    status = embedded(code, outer=outer.status, inner=state.status)
    if status in INTENDED and outer.condition is not None and "condition" in outer.features:
        status = "conditional"
    word = tree_links.name(step.above)
    merged = state.beneath(outer)
    return merged.step(
        status,
        why=f"{step.frame} of {word!r} ({outer.status}) by {code!r}",
        feature=f"emb={code}/{'pos' if holds else 'neg'}",
        word=f"{word}/{step.frame}",
        cue=passage(step.above) if signature is not None else None,
        explicit=signature is not None,
    )


def _specified(code: str, verb: Token, state: State, step: Link, cues: StatusCues) -> str:
    """The code made exact by the complement's own form."""
    if code == "agreed":
        code = "promised"
    if code == "promised" and _is_fixture(verb, cues):
        return "scheduled"
    if code == "ongoing" and step.above.tag_ == "VBD" and not tree.auxiliaries(step.above):
        return "happened"
    # "insisted that they leave" is a demand, "insisted that they left" a claim.
    base = verb.tag_ in {"VB", "VBP"} or "be" in tree.auxiliaries(verb)[:1]
    if code == "demanded?" and state.status in REAL and base:
        return "demanded"
    return code


def _default_code(step: Link, outer: State) -> str:
    """What an embedding word without an entry does: speech keeps, infinitives stay open."""
    if step.frame == "that":
        return "+"
    if step.frame == "whether":
        return "hypothetical"
    if step.frame == "prep":
        return "=" if outer.status in REFUTED | IRREALIS | INTENDED else "+"
    if step.frame in {"ing", "bare"}:
        return "="
    if step.above.head.i == step.above.i and tree.is_nominal(step.above):
        return "scheduled"  # a headline: "Ministers to meet in Accra"
    return "hypothetical" if outer.status in REAL else "="


def _own_undertaking(code: str, verb: Token, state: State, step: Link) -> str:
    """ "said that it would…": what a speaker says that he himself will do is promised."""
    if step.frame != "that" or code != "+" or state.status not in {"scheduled"}:
        return code
    if not {"modal=will", "modal=would", "modal='ll", "modal=shall"} & set(state.features):
        return code
    if tree_links.same_subject(verb, step.above):
        return "promised?"
    return code


def _is_fixture(verb: Token, cues: StatusCues) -> bool:
    return tree_links.name(verb) in cues.noun_classes["fixture_verb"] or (
        verb.lemma_.lower() in cues.noun_classes["fixture_verb"]
    )


def _adverbial(verb: Token, state: State, step: Link, cues: StatusCues, ask: Assess) -> State:
    marker = step.word or ""
    kind = cues.conditions.get(marker)
    if kind == "conditional":
        return state.step("conditional", why=f"in a clause with {marker!r}", feature="in-if")
    if kind == "alternative":
        return state.step("hypothetical", why=f"in a clause with {marker!r}", feature="in-if")
    if marker == "to":
        # "calls once more on Rwanda to withdraw": the parser takes the demand for a purpose.
        demand = cues.embedding.get((tree_links.name(step.above), "V", "inf"))
        addressed = any(word in {"on", "upon"} for word, _ in tree.prepositional(step.above))
        if addressed and demand is not None and demand.affirmative == "demanded":
            return _complement(verb, state, replace(step, frame="inf", word=None), cues, ask)
        return state.step("hypothetical", why="purpose", feature="purpose", explicit=False)
    outer = ask(step.above)
    if kind in {"limit", "time"} and outer.status not in REAL and state.status in REAL:
        status = "conditional" if marker in {"as soon as", "once"} else "hypothetical"
        return state.beneath(outer).step(status, why=f"{marker!r} of something still open", feature="in-limit")
    bare = step.word is None and verb.tag_ in {"VBG", "VBN"} and not tree_links.is_finite(verb)
    if bare and outer.status not in REAL and state.status in REAL:
        return state.beneath(outer).step(outer.status, why="participle beside its main verb", feature="participle")
    return state.step(
        state.status,
        why=f"adverbial clause {marker!r}" if marker else "participle beside its main verb",
        feature="advcl",
        explicit=False,
    )

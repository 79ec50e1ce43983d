"""Owns what a commitment is of: the PLOVER type of the act promised or threatened, and its issues.

The verbs and nouns are data (`rules/actions.toml`); does not decide who is bound, nor until when.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.coding.conditions import refers_back
from dragoman.coding.lexicon import Lexicon, is_named
from dragoman.coding.needs_speech import ready_act
from dragoman.coding.needs_stance import told_before
from dragoman.coding.predicates import lemma_of
from dragoman.coding.rules import Match, noun_matches, verb_matches
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SPOKEN = frozenset({"position", "commitment"})
_NAMED_BY = ("of", "to", "with", "for", "on", "against")


def action_of(match: Match, lexicon: Lexicon) -> str | None:
    """The PLOVER type of what is threatened, promised or set; None where the words do not tell."""
    if match.rule.action:
        return match.rule.action
    for act in acts_of(match, lexicon):
        found = _typed(act, lexicon)
        if found is not None:
            return found
    predicate = match.predicate
    near = [*predicate.patients, *predicate.pp(*_NAMED_BY)]
    if match.theme is not None:
        near = [*(h for n, h in tree.prepositional(match.theme) if n in _NAMED_BY), *near]
    for noun in near:
        found = _nominal(noun, lexicon)
        if found is not None:
            return found
    return None


def acts_of(match: Match, lexicon: Lexicon) -> list[Token]:
    """The verbs of the act itself: the predicate where it is the act, else what completes it, deepest first."""
    predicate = match.predicate
    if match.rule.verbs_of is not None:
        return [predicate.token]
    ready = ready_act(predicate) if predicate.verbal else None
    if ready is not None:
        return [ready]
    holders = [predicate.token, *([match.theme] if match.theme is not None else [])]
    queue = list(predicate.complements)
    for holder in holders:
        for child in holder.children:
            if child.dep_ in {"acl", "relcl"} and "to" in tree.auxiliaries(child):
                queue.append(child)
            elif child.dep_ == "prep":
                queue.extend(c for c in child.children if c.dep_ == "pcomp")
    for patient in predicate.patients:
        queue.extend(c for c in patient.subtree if c.tag_ == "VB" and c.dep_ in {"acl", "relcl", "xcomp", "pcomp"})
    if not queue and predicate.verbal:
        queue.extend(c for c in predicate.token.children if c.dep_ == "advcl" and "to" in tree.auxiliaries(c))
    for verb in list(queue):
        queue.extend(c for c in tree.complements(verb) if c not in queue)
    said = lexicon.book.classes.get("reporting_verb", {})
    return [v for v in queue if v.lemma_.lower() not in said] or queue


def _typed(verb: Token, lexicon: Lexicon) -> str | None:
    """The type of an act by its verb and what it is done to."""
    if tree.is_negated(verb):
        return "REJECT"
    things = [
        *tree.objects(verb),
        *(h for n, h in tree.prepositional(verb) if n in {"to", "with", "from", "of", "in", "into", "off"}),
    ]
    if tree.is_passive(verb):
        things.extend(tree.subjects(verb))
    lemmas: tuple[str, ...] = (lemma_of(verb), verb.lemma_.lower())
    if lexicon.book.kind_in("action_verb", lemmas[:1]) or lexicon.book.kind_in("act_on", lemmas[:1]):
        lemmas = lemmas[:1]
    done_to = lexicon.book.kind_in("act_on", lemmas)
    if done_to is not None:
        for name in done_to.split(" "):
            wanted, _, action = name.partition(">")
            if lexicon.any_is(things, wanted) or (wanted == "talks" and lexicon.any_is(things, "agreement")):
                return action or _first_kind(things, wanted, lexicon)
    kind = lexicon.book.kind_in("action_verb", lemmas)
    if kind is not None:
        return kind
    found = [m for m in verb_matches(verb, lexicon) if m.rule.frame not in _SPOKEN]
    if found:
        return found[0].rule.type
    for noun in things:
        named = _nominal(noun, lexicon)
        if named is not None:
            return named
    return None


def _first_kind(things: Iterable[Token], name: str, lexicon: Lexicon) -> str | None:
    kinds = [lexicon.kind(one, name) for one in things]
    return next((k for k in kinds if k is not None), None)


def _nominal(noun: Token, lexicon: Lexicon) -> str | None:
    """The type of an act that only a noun names ("pledged elections", "threatened sanctions")."""
    for name, action in (("sanction", "SANCTION"), ("attack", "ASSAULT")):
        if lexicon.is_a(noun, name):
            return action
    kind = lexicon.kind(noun, "promised_noun")
    if kind is not None:
        return kind
    if lexicon.is_a(noun, "aid") or lexicon.is_a(noun, "money"):
        return "AID"
    found = [m for m in noun_matches(noun, lexicon) if m.rule.frame not in _SPOKEN]
    return found[0].rule.type if found else None


def issues_of(match: Match, condition: Span | None, lexicon: Lexicon) -> tuple[str, ...]:
    """The issues of a commitment: of a threat what is demanded, of the rest what is to be done.

    The condition of a pledge or offer names another's act, so it comes last.
    """
    predicate = match.predicate
    inside = set(range(condition.start, condition.end)) if condition is not None else set()
    acts = acts_of(match, lexicon)
    left_out = set(inside)
    if match.rule.verbs_of is None or not any(tree.is_passive(a) for a in acts):
        left_out |= {t.i for a in predicate.agents for t in tree.phrase(a)}
    spans = [own_words(a) for a in acts[:1]] + [own_words(predicate.light or predicate.token)]
    named = [c for span in spans for c in lexicon.issues.codes([t for t in span if t.i not in left_out])]
    done = [c for a in acts for c in _by_act(a, lexicon)]
    demanded = list(lexicon.issues.codes(list(condition))) if condition is not None else []
    if condition is not None and not demanded and refers_back(condition) and predicate.token.sent.start > 0:
        before = predicate.token.doc[predicate.token.sent.start - 1].sent
        demanded = list(lexicon.issues.codes(list(before)))
    ordered = [*done, *named, *demanded]
    if match.rule.kind in {"threat", "ultimatum"}:
        ordered = [*demanded, *done, *named]
    if {"hostages", "prisoner_exchange"} & set(ordered):
        ordered = [c for c in ordered if c != "detention"]  # of people let go the narrower word counts
    if not ordered:
        ordered = [c for a in predicate.agents for c in lexicon.issues.codes(tree.phrase(a))]
    return tuple(dict.fromkeys(ordered or _taken_up(predicate.token, acts, lexicon)))


def own_words(verb: Token) -> list[Token]:
    """The words of a verb's clause without the acts coordinated with it."""
    out = {t.i for c in verb.children if c.dep_ == "conj" and tree.is_verbal(c) for t in c.subtree}
    return [t for t in tree.clause(verb) if t.i not in out]


_REFERRING = frozenset({"it", "them", "this", "that", "so", "these", "both"})


def _taken_up(token: Token, acts: list[Token], lexicon: Lexicon) -> list[str]:
    """The issue last named before the sentence, where the act is done to "it" or "them"."""
    things = [t for a in [token, *acts] for t in tree.objects(a)]
    things.extend(s for a in acts for s in tree.own_subjects(a))
    if not any(t.lower_ in _REFERRING for t in things):
        return []
    return told_before(token, lexicon)[-1:]


def _by_act(verb: Token, lexicon: Lexicon) -> list[str]:
    """The issue that verb and object name together: weapons given up, soldiers pulled back."""
    things = [*tree.objects(verb), *(tree.subjects(verb) if tree.is_passive(verb) else [])]
    pairs = lexicon.book.kind_in("act_issue", (lemma_of(verb), verb.lemma_.lower()))
    found: list[str] = []
    for pair in (pairs or "").split():
        wanted, _, issue = pair.partition(">")
        named = wanted == "named" and not found and is_named(things)
        if (
            named
            or (wanted == "any" and not found)
            or (wanted not in {"any", "named"} and lexicon.any_is(things, wanted))
        ):
            found.append(issue)
    return found

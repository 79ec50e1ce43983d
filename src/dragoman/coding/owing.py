"""Owns who owes an act that a text puts in the passive: the side whose men or arms they are, else both sides.

Asked only where the sentence names no doer ("Weapons are to be stored by 1 May").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.conditions import condition_of
from dragoman.coding.needs_owed import binding_of
from dragoman.coding.predicates import lemma_of
from dragoman.coding.roles import Roles
from dragoman.coding.rules import Match
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

# Acts that a side does to what is its own; the others it does for the other side.
_OWN = frozenset({"RETREAT"})


def owed_roles(match: Match, roles: Roles, around: Surroundings) -> Roles:
    """The roles of an act that is owed, completed by who owes it; unchanged where that cannot be told."""
    if match.rule.frame != "commitment":
        return roles
    if roles.source:
        return _to_the_other(match, roles, around)
    promised = match.rule.kind == "pledge" and match.predicate.verbal and tree.is_passive(match.predicate.token)
    if match.rule.act != "owed" and not promised:
        return roles
    verb = match.predicate.token
    if tree.agents(verb) or not _nobody(match.predicate.agents, around):
        senders = [h for a in match.predicate.agents for n, h in tree.prepositional(a) if n in {"from", "of"}]
        sent = tuple(around.resolver.actors(senders))
        return Roles(sent, roles.target, roles.tokens, ("source: who sends them",)) if sent else roles
    pair = tuple(a.without_person() for a in around.resolver.pair(verb.i))
    things = list(match.predicate.patients)
    sides = _sides(things, around)
    action = around.lexicon.book.kind_in("action_verb", (lemma_of(verb), verb.lemma_.lower()))
    if sides and action in _OWN:
        return Roles(sides, roles.target, roles.tokens, ("source: whose they are",))
    others = tuple(a for a in pair if a.key not in {s.key for s in sides})
    if sides and len(others) == 1 and len(pair) == 2:
        return Roles(others, sides, roles.tokens, ("source: the other side", "target: whose they are"))
    if not sides and len(pair) == 2 and (promised or binding_of(verb) in {"to", "must", "text"}):
        return Roles(pair, (), roles.tokens, ("source: both sides of the text",))
    return roles


def _to_the_other(match: Match, roles: Roles, around: Surroundings) -> Roles:
    """What one of two sides is to do under their agreement, it owes to the other side."""
    if roles.target:
        return roles
    if match.rule.kind in {"threat", "ultimatum"}:
        return _to_whoever_fails(match, roles, around)
    token = match.predicate.token
    pair = tuple(a.without_person() for a in around.resolver.pair(token.i))
    if len(pair) == 2 and not {a.key for a in pair} & {a.key for a in roles.source}:
        return _to_both(match, roles, pair, around)
    if match.rule.act != "owed":
        return roles
    own = {a.key for a in roles.source}
    others = tuple(a for a in pair if a.key not in own)
    # The state of a rebel group is its other side only where the text names it.
    if len(pair) != 2 or len(others) != 1 or others[0].key not in around.resolver.sides.by_key:
        return roles
    return Roles(roles.source, others, roles.tokens, (*roles.because, "target: the other side"))


def _to_whoever_fails(match: Match, roles: Roles, around: Surroundings) -> Roles:
    """A threat goes to whoever is to do or leave off what its condition names ("should he fail to sign")."""
    condition = condition_of(match)
    if condition is None:
        return roles
    own = {a.key for a in roles.source}
    subjects = [t for t in condition if t.dep_ in tree.SUBJECTS]
    others = tuple(a.without_person() for a in around.resolver.actors(subjects[:1]) if a.key not in own)
    return Roles(roles.source, others, roles.tokens, (*roles.because, "target: of whom the condition speaks"))


def _to_both(match: Match, roles: Roles, pair: tuple[Actor, ...], around: Surroundings) -> Roles:
    """A third party's word goes to both sides where it speaks of "whichever side", or helps with their truce."""
    token = match.predicate.token
    either = any(t.lower_ in {"whichever", "whoever", "either"} for t in token.sent)
    helping = match.rule.kind in {"offer", "pledge"} and {"monitoring", "ceasefire", "peacekeeping"} & set(
        around.lexicon.issues.codes(tree.clause(token))
    )
    if not either and not helping:
        return roles
    return Roles(roles.source, pair, roles.tokens, (*roles.because, "target: the two sides"))


def _nobody(agents: tuple[Token, ...], around: Surroundings) -> bool:
    """Whether no doer is named: none at all, the text ("the accord obliges"), a thing to be set up.

    "All foreign fighters", "an interim parliament", "hostilities" name nobody who could promise.
    """
    named = {"compound", "poss", "nmod", "amod"}
    if any(a.pos_ == "PROPN" or any(c.pos_ == "PROPN" and c.dep_ in named for c in a.children) for a in agents):
        return False
    return all(
        around.lexicon.any_is([a], "agreement|force|people|people_attacked|weapon|captive")
        or around.lexicon.issues.codes(tree.phrase(a))
        or a.lower_ in {"all", "everything", "everyone", "which", "that"}
        for a in agents
    )


def _sides(things: list[Token], around: Surroundings) -> tuple[Actor, ...]:
    found = [r.actor.without_person() for t in things for r in around.resolver.side_of(t)]
    known_rebels = [a for a in around.resolver.sides.main_pair() if "REB" in a.sectors]
    found = [known_rebels[0] if a.id is None and "REB" in a.sectors and known_rebels else a for a in found]
    known = {a.key: a for a in found if a.is_state or {"REB", "OPP", "MIL", "UAF"} & set(a.sectors)}
    return tuple(known.values())

"""Owns who owes an act that a text puts in the passive: the side whose men or arms they are, else both sides.

Asked only where the sentence names no doer ("Weapons are to be stored by 1 May").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.needs_speech import binding_of
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
    if roles.source:
        return _to_the_other(match, roles, around)
    if match.rule.act != "owed":
        return roles
    verb = match.predicate.token
    if tree.agents(verb) or (match.predicate.agents and not _of_the_text(match.predicate.agents, around)):
        return roles
    pair = tuple(a.without_person() for a in around.resolver.pair(verb.i))
    things = [t for t in match.predicate.patients]
    sides = _sides(things, around)
    action = around.lexicon.book.kind_in("action_verb", (lemma_of(verb), verb.lemma_.lower()))
    if sides and action in _OWN:
        return Roles(sides, roles.target, roles.tokens, ("source: whose they are",))
    others = tuple(a for a in pair if a.key not in {s.key for s in sides})
    if sides and len(others) == 1 and len(pair) == 2:
        return Roles(others, sides, roles.tokens, ("source: the other side", "target: whose they are"))
    if not sides and len(pair) == 2 and binding_of(verb) in {"to", "must", "text"}:
        return Roles(pair, (), roles.tokens, ("source: both sides of the text",))
    return roles


def _to_the_other(match: Match, roles: Roles, around: Surroundings) -> Roles:
    """What one of two sides is to do under their agreement, it owes to the other side."""
    if match.rule.act != "owed" or roles.target or match.rule.frame != "commitment":
        return roles
    pair = tuple(a.without_person() for a in around.resolver.pair(match.predicate.token.i))
    own = {a.key for a in roles.source}
    others = tuple(a for a in pair if a.key not in own)
    if len(pair) != 2 or len(others) != 1:
        return roles
    return Roles(roles.source, others, roles.tokens, (*roles.because, "target: the other side"))


def _of_the_text(agents: tuple[Token, ...], around: Surroundings) -> bool:
    """ "The accord obliges…": the agent is the text, not a doer; "all foreign fighters": nobody by name."""
    return around.lexicon.any_is(agents, "agreement|force|people|people_attacked|party|weapon")


def _sides(things: list[Token], around: Surroundings) -> tuple[Actor, ...]:
    found = [r.actor.without_person() for t in things for r in around.resolver.side_of(t)]
    known = {a.key: a for a in found if a.is_state or {"REB", "OPP", "MIL", "UAF"} & set(a.sectors)}
    return tuple(known.values())

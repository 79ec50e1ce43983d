"""Owns who fills an event's roles: the slots that a rule names, read from the tree, as actors.

Does not decide types; knows no actor by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.actors import ActorResolver
from dragoman.coding.needs import through_of
from dragoman.coding.predicates import governing_verb
from dragoman.coding.rules import Match
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Roles:
    """Source and target of an event with the words that name them."""

    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    tokens: tuple[Token, ...]
    because: tuple[str, ...]


def slot_tokens(match: Match, slot: str) -> list[Token]:
    """Heads of the phrases that fill a slot of the match."""
    predicate, theme = match.predicate, match.theme
    kind, _, name = slot.partition(":")
    if kind == "agent":
        return [t for t in predicate.agents if theme is None or t.i != theme.i]
    if kind == "patient":
        return [t for t in predicate.patients if theme is None or t.i != theme.i]
    if kind == "recipient":
        return list(predicate.recipients)
    if kind == "pp":
        return list(predicate.pp(name))
    if kind == "complement":
        return [t for c in predicate.complements for t in _participants(c)]
    if slot == "theme" and theme is not None:
        return [theme]
    if kind == "theme" and theme is not None:
        return _theme_tokens(theme, name)
    if kind in {"above", "setter", "doer", "voicer", "shared"}:
        return _around(predicate.token, kind)
    return []


def _around(token: Token, kind: str) -> list[Token]:
    """`above`: who governs what a word belongs to ("told X to leave or face…": the teller).

    `setter`: who set a limit ("set by X"); `doer`: who is to act on it ("a deadline for X to leave").
    """
    clauses = [c for c in token.children if c.dep_ in {"acl", "relcl"}]
    if kind == "setter":
        return [one for c in clauses if c.tag_ == "VBN" for one in tree.agents(c)]
    if kind == "shared":
        first = tree.first_conjunct(token)
        return tree.subjects(first.head) if token.dep_ == "conj" and first.dep_ == "ccomp" else []
    if kind == "voicer":
        over = governing_verb(token)
        voiced = over is not None and over[1] != "agent" and over[0].lemma_.lower() in VOICING
        return tree.subjects(over[0]) if voiced and over is not None else []
    if kind == "doer":
        return [one for c in clauses if c.tag_ == "VB" for one in tree.own_subjects(c)]
    head = tree.first_conjunct(token).head
    for _ in range(4):
        own = tree.own_subjects(head) if tree.is_verbal(head) else []
        if tree.is_verbal(head) and token not in own and (own or head.head.i == head.i):
            return tree.agents(head) if tree.is_passive(head) else tree.subjects(head)
        head = head.head
    return []


# People who act for those that send them ("negotiators for Iran", "a delegation from Juba").
SENT = frozenset(["negotiator", "delegation", "delegate", "envoy", "representative", "team", "observer", "monitor"])
# Verbs by which a stance named by a noun is one's own ("voiced opposition to", "stuck to its call for").
VOICING = frozenset(
    [
        "voice",
        "express",
        "repeat",
        "reiterate",
        "renew",
        "stick",
        "stand",
        "issue",
        "make",
        "reaffirm",
        "restate",
        "maintain",
        "join",
        "back",
        "support",
        "declare",
        "signal",
        "state",
        "underline",
        "stress",
        "announce",
        "have",
        "pledge",
        "offer",
        "give",
        "add",
        "send",
        "confirm",
        "affirm",
        "drop",
        "insist",
        "echo",
        "endorse",
        "press",
    ]
)


def _theme_tokens(theme: Token, name: str) -> list[Token]:
    holders = [theme]
    if theme.dep_ == "pobj" and theme.head.lower_ == "of" and tree.is_nominal(theme.head.head):
        holders.append(theme.head.head)
    found: list[Token] = []
    for holder in holders:
        if name == "poss":
            found.extend(tree.possessors(holder))
        elif name == "adj":
            found.extend(m for m in tree.modifiers(holder) if m.text[:1].isupper() and m.pos_ in {"PROPN", "ADJ"})
        else:
            found.extend(head for word, head in tree.prepositional(holder) if word == name)
    return found


def _participants(clause: Token) -> list[Token]:
    """Objects, prepositional objects and own subjects of an embedded clause, to depth two."""
    found = [*tree.own_subjects(clause), *tree.objects(clause), *tree.indirect_objects(clause)]
    found.extend(
        h for name, h in tree.prepositional(clause) if name in {"on", "with", "to", "from", "against", "of", "for"}
    )
    for token in list(found):
        found.extend(
            h
            for name, h in tree.prepositional(token)
            if name in {"on", "with", "to", "against", "of", "between", "for"}
        )
        found.extend(tree.possessors(token))
    for inner in tree.complements(clause):
        found.extend(tree.own_subjects(inner))
        found.extend(tree.objects(inner))
    return found


def read_roles(match: Match, resolver: ActorResolver) -> Roles:
    """Source and target of a match: of each list of slots the first that gives an actor wins.

    For reciprocal rules whose source names two parties ("X and Y met", "talks between X and Y")
    both are sources and targets.
    """
    source, source_tokens, source_slot = _first_filled("source", match.rule.source, match, resolver, ())
    taken = {a.key for a in source}
    target, target_tokens, target_slot = _first_filled("target", match.rule.target, match, resolver, taken)
    both = match.rule.frame == "meeting" or match.predicate.lemma == "agree"
    joint = both and len(source) >= 2 and not target
    if match.rule.reciprocal or joint:
        members = list({a.key: a for a in [*source, *target]}.values())
        if len(members) >= 2:
            source, target = members, members
    because = tuple(
        f"{role} from slot {slot!r}" for role, slot in (("source", source_slot), ("target", target_slot)) if slot
    )
    return Roles(tuple(source), tuple(target), (*source_tokens, *target_tokens), because)


# Where hitting what belongs to an actor is hitting the actor.
OWNED_TARGETS = frozenset({"violence", "other", "position", "commitment"})


def _first_filled(
    role: str, slots: Iterable[str], match: Match, resolver: ActorResolver, taken: Iterable[str]
) -> tuple[list[Actor], list[Token], str | None]:
    excluded = set(taken)
    for slot in slots:
        tokens = slot_tokens(match, slot)
        tokens = [one for t in tokens for one in _candidates(t)]
        actors = [a for a in resolver.actors(tokens) if a.key not in excluded]
        if not actors and role == "target" and match.rule.frame in OWNED_TARGETS:
            sides = [r.actor for t in tokens for r in resolver.side_of(t)]
            actors = list({a.key: a for a in sides if a.key not in excluded}.values())
        if actors:
            return actors, tokens, slot
    return [], [], None


def _candidates(token: Token) -> Iterable[Token]:
    """The phrase itself; behind it what it is of ("positions of the army") or whose it is."""
    yield token
    if token.pos_ == "NOUN":
        yield from (t for t in through_of(token) if t.i != token.i)
    if token.lemma_.lower() in SENT:
        held = [c for c in token.children if c.dep_ == "prep" and c.lower_ in {"for", "from"}]
        for preposition in (one for c in held for one in tree.conjuncts(c)):
            yield from (one for c in preposition.children if c.dep_ == "pobj" for one in tree.conjuncts(c))

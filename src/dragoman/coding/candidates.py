"""Owns candidates: what a sentence may hold as an event, before its type is judged.

A candidate is a rule's match with its roles filled, or a predicate between two actors that no rule reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.modality import Modality, modality
from dragoman.coding.predicates import Predicate, verb_predicate
from dragoman.coding.roles import Roles, read_roles
from dragoman.coding.rules import Match, matches
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Frames whose entries stand without a source: a toll or a flight needs no author.
SOURCELESS = frozenset({"violence", "humanitarian", "meeting", "agreement"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible event: who, to whom, by which predicate, how sure; `match` is None without a rule."""

    predicate: Predicate
    match: Match | None
    roles: Roles
    modality: Modality

    @property
    def token(self) -> Token:
        """The head word."""
        return self.predicate.token


def candidates(sent: Span, around: Surroundings) -> Iterator[Candidate]:
    """The candidates of one sentence, in text order."""
    read: set[int] = set()
    for match in matches(sent, around.lexicon):
        roles = read_roles(match, around.resolver)
        if not roles.source and not (roles.target or match.rule.frame in SOURCELESS):
            continue
        if not roles.source and match.rule.frame not in SOURCELESS:
            continue
        read.add(match.predicate.token.i)
        token = match.predicate.light or match.predicate.token
        yield Candidate(match.predicate, match, roles, modality(token))
    for token in sent:
        if tree.is_verbal(token) and token.i not in read and token.lemma_.lower() not in _EMPTY:
            candidate = _without_rule(verb_predicate(token), around)
            if candidate is not None:
                yield candidate


def _without_rule(predicate: Predicate, around: Surroundings) -> Candidate | None:
    """A predicate between two different actors that no rule reads, for the encoder to judge."""
    source = around.resolver.actors(predicate.agents)
    taken = {a.key for a in source}
    objects = [*predicate.patients, *predicate.recipients]
    objects.extend(h for name, h in predicate.prepositions if name in {"with", "to", "against", "on", "from"})
    target = [a for a in around.resolver.actors(objects) if a.key not in taken]
    if not source or not target:
        return None
    roles = Roles(tuple(source), tuple(target), (*predicate.agents, *objects), ("agent", "object"))
    return Candidate(predicate, None, roles, modality(predicate.token))


# Verbs that by themselves tell nothing of what was done.
_EMPTY = frozenset(
    ["be", "have", "do", "say", "tell", "add", "note", "become", "seem", "see", "know", "think"]
)

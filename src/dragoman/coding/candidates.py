"""Owns candidates: what a sentence may hold as an event, before its type is judged.

A candidate is a rule's match with its roles filled, or a predicate between two actors that no rule reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.coding.conditions import condition_of
from dragoman.coding.modality import Modality, modality
from dragoman.coding.owing import owed_roles
from dragoman.coding.predicates import Predicate, verb_predicate
from dragoman.coding.roles import Roles, read_roles
from dragoman.coding.rules import Match, matches
from dragoman.coding.surroundings import Surroundings
from dragoman.knowledge.word_sets import word_set
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# What is said of a meeting has its speaker as source, not its parties.
SPOKEN = frozenset({"announced", "confirmed", "accepted", "declined", "denied", "no_comment", "proposed"})
REFERRING = frozenset({"the", "this", "these", "previous", "earlier", "new", "further", "future", "their"})
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


def candidates(sent: Span, around: Surroundings) -> list[Candidate]:
    """The candidates of one sentence, in text order; each knows the parties and conditions around it."""
    found = list(_read(sent, around))
    conditions = [
        span
        for c in found
        if c.match is not None
        and c.match.rule.frame in {"commitment", "position"}
        and (span := condition_of(c.match)) is not None
    ]
    finished = []
    for candidate in found:
        finished.append(_with_parties(_conditioned(candidate, conditions), found, around))
        if candidate.match is not None and candidate.match.rule.frame in {"meeting", "agreement"}:
            around.resolver.note_parties(candidate.token, finished[-1].roles.source, finished[-1].roles.target)
    return finished


def _conditioned(candidate: Candidate, conditions: list[Span]) -> Candidate:
    """What stands inside the condition of a threat or demand has not happened."""
    inside = any(s.start <= candidate.token.i < s.end for s in conditions)
    if not inside or candidate.modality.status not in {"happened", "ongoing"}:
        return candidate
    return replace(candidate, modality=replace(candidate.modality, status="conditional"))


def _with_parties(candidate: Candidate, others: list[Candidate], around: Surroundings) -> Candidate:
    """Talks and agreements without named parties are those of the sentence, else of the pair before.

    "They signed it at talks in Jeddah": the talks are those of the two who signed.
    """
    match = candidate.match
    if match is None or match.theme is None:
        return _among_themselves(_with_counterpart(candidate, around))
    exchange = match.rule.frame == "humanitarian" and match.kind == "prisoner_exchange"
    if match.rule.frame not in {"meeting", "agreement"} and not exchange:
        return candidate
    candidate = _with_hosts(candidate, around)
    if match.rule.act in SPOKEN or len({a.key for a in (*candidate.roles.source, *candidate.roles.target)}) > 1:
        return candidate
    alone = _own_truce(candidate, around)
    if alone is not None:
        return replace(candidate, roles=Roles((alone,), (), candidate.roles.tokens, ("source: who declares it",)))
    parties = _parties_beside(candidate, others)
    because = "the parties named in the sentence"
    if not parties and _may_borrow(candidate):
        parties = around.resolver.pair(candidate.token.i)
        because = "the pair named before"
    own = {a.key for a in (*candidate.roles.source, *candidate.roles.target)}
    if len(own) == 1 and not parties and _faces_other(match):
        lone = (*candidate.roles.source, *candidate.roles.target)[0]
        other = around.resolver.sides.counterpart(lone)
        parties = (lone.without_person(), other) if other is not None else ()
        because = "the other side of the one named"
    if not parties and len(own) == 1 and _speaks_of_two(candidate):
        parties = around.resolver.pair(candidate.token.i)
        because = "the two of the pair named before"
    if len(parties) < 2 or not own <= {a.key for a in parties}:
        return candidate
    parties = tuple(a.without_person() for a in parties)
    roles = Roles(parties, parties, candidate.roles.tokens, (f"source: {because}", f"target: {because}"))
    return replace(candidate, roles=roles)


def _with_hosts(candidate: Candidate, around: Surroundings) -> Candidate:
    """Talks "with X" in an adverbial are those of the clause's subject: "At talks with X, Y laid down…"."""
    match = candidate.match
    if match is None or match.rule.act != "mentioned" or candidate.roles.source or not candidate.roles.target:
        return candidate
    if match.theme is None:
        return candidate
    head = tree.clause_head(match.theme)
    own = {a.key for a in candidate.roles.target}
    hosts = [a for a in around.resolver.actors(tree.subjects(head)) if a.key not in own] if tree.is_verbal(head) else []
    if not hosts:
        return candidate
    parties = tuple(a.without_person() for a in (*hosts, *candidate.roles.target))
    return replace(candidate, roles=replace(candidate.roles, source=parties, target=parties))


def _among_themselves(candidate: Candidate) -> Candidate:
    """Several of one state who meet with no one else named meet each other ("seventy Libyans are to meet")."""
    match, roles = candidate.match, candidate.roles
    if match is None or match.rule.id != "meeting.meet" or len(roles.source) != 1 or roles.target:
        return candidate
    agents = candidate.predicate.agents
    if candidate.predicate.patients or len(agents) != 1 or agents[0].tag_ not in {"NNS", "NNPS"}:
        return candidate
    if roles.source[0].person is not None:
        return candidate
    return replace(candidate, roles=replace(roles, target=roles.source))


def _own_truce(candidate: Candidate, around: Surroundings) -> Actor | None:
    """Who declares a truce of its own: a side of the conflict that announces one and names no other."""
    match = candidate.match
    if match is None or match.rule.frame != "agreement" or match.kind not in {"truce", "ceasefire"}:
        return None
    if candidate.roles.source or not candidate.predicate.verbal or "agent" in match.rule.source:
        return None
    agents = around.resolver.actors(candidate.predicate.agents)
    sides = {a.key for a in around.resolver.pair(candidate.token.i)}
    return agents[0].without_person() if len(agents) == 1 and agents[0].key in sides else None


def _with_counterpart(candidate: Candidate, around: Surroundings) -> Candidate:
    """Meeting of "the negotiators" or "the two commanders", read as those of one side, is that of the pair."""
    match, roles = candidate.match, candidate.roles
    if match is None or match.rule.frame != "meeting" or not match.rule.reciprocal or len(roles.source) != 1:
        return candidate
    agents = candidate.predicate.agents
    if roles.target or candidate.predicate.patients or len(agents) != 1 or agents[0].pos_ != "NOUN":
        return candidate
    words = {c.lower_ for c in agents[0].children}
    described = bool(words & {"two", "both"}) or (agents[0].lemma_.lower() in FACING and "the" in words)
    pair = around.resolver.pair(candidate.token.i) if described and agents[0].tag_ == "NNS" else ()
    if roles.source[0].key not in {a.key for a in pair}:
        return candidate
    parties = tuple(a.without_person() for a in pair)
    because = ("source: the two of the pair", "target: the two of the pair")
    return replace(candidate, roles=Roles(parties, parties, roles.tokens, because))


# People who are there for both sides, unless the text says otherwise.
FACING = frozenset({"negotiator", "delegate", "delegation", "side", "party", "team", "rival", "foe", "neighbour"})


def _speaks_of_two(candidate: Candidate) -> bool:
    """Whether the subject is two of a kind: "the two commanders, who spoke by telephone"."""
    agents = candidate.predicate.agents
    words = {c.lower_ for a in agents for c in a.children}
    return len(agents) == 1 and agents[0].tag_ in {"NNS", "NNPS"} and bool(words & {"two", "both"})


def _faces_other(match: Match) -> bool:
    """Whether talks or a signature of one side imply the other; a truce of one's own does not."""
    return match.rule.frame == "meeting" or match.rule.act == "signed"


def _parties_beside(candidate: Candidate, others: list[Candidate]) -> tuple[Actor, ...]:
    for other in others:
        frame = other.match.rule.frame if other.match else None
        if other is candidate or frame not in {"meeting", "agreement", "humanitarian"}:
            continue
        joint = {a.key: a for a in other.roles.source if {"GOV", "MIL", "REB"} & set(a.sectors) or a.is_state}
        if len(joint) >= 2 and {a.key for a in other.roles.target} >= set(joint):
            return tuple(joint.values())
    return ()


def _may_borrow(candidate: Candidate) -> bool:
    """Whether the words refer back to talks of the two sides: "previous talks", "the negotiations"."""
    theme = candidate.match.theme if candidate.match else None
    if theme is None or candidate.roles.source or candidate.roles.target:
        return False
    words = {c.lower_ for c in theme.children}
    if words & {"any", "no", "some"}:
        return False
    rule = candidate.match.rule if candidate.match else None
    if rule and "agent" in rule.source and any(t.i != theme.i for t in candidate.predicate.agents):
        return False
    refers = bool(words & (REFERRING | word_set("words_of_another"))) or theme.tag_ == "NNS"
    exchange = rule is not None and rule.frame == "humanitarian"
    return refers or exchange or candidate.predicate.verbal


def _read(sent: Span, around: Surroundings) -> Iterator[Candidate]:
    read: set[int] = set()
    for match in matches(sent, around.lexicon):
        roles = owed_roles(match, read_roles(match, around.resolver), around)
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
_EMPTY = frozenset(["be", "have", "do", "say", "tell", "add", "note", "become", "seem", "see", "know", "think"])

"""Owns `Predicate`: a verb or event noun with its logical arguments, read from the tree.

Does not know what a predicate means: see `coding.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.knowledge.word_sets import word_set
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or event noun with its logical arguments.

    Attributes:
        token: the head word.
        lemma: lower-cased lemma, with the particle for verbs ("call off").
        verbal: whether it is a verb.
        agents: heads of the phrases that do it (logical subject; of passives the "by" phrase).
        patients: heads of the phrases to which it is done (logical object).
        recipients: heads of indirect objects.
        prepositions: (preposition, head of its noun phrase) on the predicate.
        complements: heads of the clauses that complete it.
        light: the light verb over an event noun ("held" of "held talks"), else None.
    """

    token: Token
    lemma: str
    verbal: bool
    agents: tuple[Token, ...]
    patients: tuple[Token, ...]
    recipients: tuple[Token, ...]
    prepositions: tuple[tuple[str, Token], ...]
    complements: tuple[Token, ...]
    light: Token | None = None

    def pp(self, *names: str) -> tuple[Token, ...]:
        """Heads of the phrases under the given prepositions."""
        return tuple(head for name, head in self.prepositions if name in names)


def lemma_of(token: Token) -> str:
    """The lower-cased lemma, with the particle of a verb; hyphens are kept."""
    lemma: str = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"}:
        word = tree.particle(token)
        if word:
            return f"{lemma} {word}"
    return lemma


def verb_predicate(verb: Token) -> Predicate:
    """The predicate of a verb; passives are turned round."""
    subjects = tuple(tree.subjects(verb))
    if tree.is_passive(verb):
        agents = tuple(tree.agents(verb))
        patients = subjects
    else:
        agents = subjects
        patients = tuple(tree.objects(verb))
    prepositions = list(tree.prepositional(verb))
    if not prepositions:
        prepositions = _shared_prepositions(verb)
    return Predicate(
        token=verb,
        lemma=lemma_of(verb),
        verbal=True,
        agents=agents,
        patients=patients,
        recipients=tuple(tree.indirect_objects(verb)),
        prepositions=tuple(prepositions),
        complements=(*tree.complements(verb), *_loose_infinitives(verb)),
    )


# Verbs completed by an infinitive, which the parser may take for a purpose ("threatened in turn to resume").
COMPLETED = frozenset(
    [
        "threaten",
        "promise",
        "vow",
        "pledge",
        "undertake",
        "agree",
        "offer",
        "refuse",
        "decline",
        "decide",
        "demand",
        "ask",
        "urge",
        "order",
        "tell",
        "press",
        "warn",
        "want",
        "invite",
        "commit",
        "swear",
        "propose",
        "call",
        "appeal",
        "plead",
        "push",
        "insist",
    ]
)


def _loose_infinitives(verb: Token) -> Iterator[Token]:
    if verb.lemma_.lower() in COMPLETED:
        for child in verb.children:
            bare = child.tag_ == "VB" or (child.tag_ == "VBN" and tree.is_passive(child))
            if child.dep_ == "advcl" and bare and "to" in tree.auxiliaries(child):
                yield child


def _shared_prepositions(verb: Token) -> list[tuple[str, Token]]:
    """Phrases that hang on a later conjunct and serve this verb too ("bombed and shelled X in Y")."""
    for other in tree.coordinated_verbs(verb):
        if not tree.own_subjects(other):
            return [(name, head) for name, head in tree.prepositional(other) if name in {"in", "on", "at"}]
    return []


def noun_predicate(noun: Token) -> Predicate:
    """The predicate of an event noun: possessor or "by" phrase acts, "on", "against" or "of" suffers."""
    prepositions = list(tree.prepositional(noun))
    light = light_verb(noun)
    agents = [*tree.possessors(noun), *(head for name, head in prepositions if name == "by")]
    for child in noun.children:
        if child.dep_ == "acl" and tree.is_passive(child):
            agents.extend(tree.agents(child))
    agents.extend(m for m in tree.modifiers(noun) if m.pos_ in {"PROPN", "ADJ"} and m.text[:1].isupper())
    if light is not None:
        above = verb_predicate(light)
        subject_is_noun = noun in tree.subjects(light)
        if not subject_is_noun and not agents:
            agents.extend(above.agents)
        elif not subject_is_noun:
            agents = [*above.agents, *(a for a in agents if a.pos_ != "PRON")]
        known = {head.i for _, head in prepositions}
        prepositions.extend(
            (name, head) for name, head in above.prepositions if head.i not in known and noun.i != head.i
        )
    patients = [head for name, head in prepositions if name in {"on", "against", "of", "upon", "at"}]
    return Predicate(
        token=noun,
        lemma=noun.lemma_.lower(),
        verbal=False,
        agents=tuple(_without_self(agents, noun)),
        patients=tuple(_without_self(patients, noun)),
        recipients=(),
        prepositions=tuple(prepositions),
        complements=tuple(c for c in noun.children if c.dep_ in {"acl", "ccomp"} and tree.is_verbal(c)),
        light=light,
    )


def _without_self(tokens: list[Token], noun: Token) -> Iterator[Token]:
    seen: set[int] = {noun.i}
    for token in tokens:
        if token.i not in seen:
            seen.add(token.i)
            yield token


def light_verb(noun: Token) -> Token | None:
    """The light verb that carries the noun, as object, passive subject or after "in"/"into"."""
    first = tree.first_conjunct(noun)
    head = first.head
    if first.dep_ in tree.OBJECTS | {"nsubjpass"} and head.lemma_.lower() in word_set("light_verbs"):
        return head
    if first.dep_ == "pobj" and head.lower_ in {"in", "into", "to"} and tree.is_verbal(head.head):
        carrier = head.head
        if carrier.lemma_.lower() in {"engage", "take", "participate", "enter", "return", "come"}:
            return carrier
    return None


def governing_verb(noun: Token) -> tuple[Token, str] | None:
    """The verb to which the noun belongs, and how: `patient`, `agent`, or the preposition between.

    Chains of "of" ("a round of talks", "the start of talks") are climbed.
    """
    current = tree.first_conjunct(noun)
    for _ in range(6):
        head = current.head
        if head.i == current.i:
            return None
        if tree.is_verbal(head):
            if current.dep_ in tree.OBJECTS | {"nsubjpass"}:
                return head, "patient"
            if current.dep_ in tree.SUBJECTS:
                return head, "agent"
            if current.dep_ in {"attr", "oprd"}:
                return head, "attribute"
            return None
        if current.dep_ in {"pobj", "pcomp"} and head.dep_ in {"prep", "agent", "dative"}:
            above = head.head
            if tree.is_verbal(above):
                return above, head.lower_
            if head.lower_ == "of" and tree.is_nominal(above):
                current = tree.first_conjunct(above)
                continue
        return None
    return None


def predicates(span: Span) -> Iterator[Predicate]:
    """The verbs of a sentence as predicates, in order; event nouns are asked for by the rules."""
    for token in span:
        if tree.is_verbal(token):
            yield verb_predicate(token)

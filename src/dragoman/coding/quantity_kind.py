"""Owns what a number counts and by which predicate: killed, wounded, released, drones, money…

Does not find the numbers: see `coding.quantity_spans`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dragoman.coding.quantity_spans import Found
from dragoman.knowledge.count_cues import CountCues
from dragoman.language import tree, tree_counts, tree_links

if TYPE_CHECKING:
    from spacy.tokens import Token

# The kind of a figure that takes up the count before it ("the government puts the figure at 900").
AGAIN = "-"
HUMAN = frozenset({"persons", "troops", "captives", "condition"})
PLAIN = {"persons": "persons", "troops": "troops", "captives": "persons", "condition": "other"}


@dataclass(frozen=True, slots=True)
class Binding:
    """What a number counts: its kind, the predicate, and how that was decided."""

    kind: str
    head: Token
    reason: str


def bind(number: Found, noun: Token | None, cues: CountCues) -> Binding | None:
    """The kind and the predicate of a number; None where it counts nothing."""
    top = tree_counts.top_of(number.doc[number.last], inside=number.inside)
    focus = noun if noun is not None else top
    clause = tree.clause_head(focus)
    if number.currency is not None or (noun is not None and noun.lemma_.lower() in cues.currencies):
        return Binding("money", clause, "currency")
    sort = _sort(noun, cues) if noun is not None else "unnamed"
    if sort is not None and sort not in HUMAN | {"unnamed"}:
        return _thing(sort, focus, clause, cues)
    total = _total(focus, noun, cues)
    if total is not None:
        return total
    starts = [focus] if focus.i == top.i else [focus, top]
    for start in starts:
        told = _predicate(start, sort, cues)
        if told is not None:
            return told
    part_of = tree_counts.including_host(focus)
    if part_of is not None:
        whole = _part(part_of, cues)
        if whole is not None:
            return whole
    if noun is None:
        return None
    return Binding(PLAIN.get(sort or "", "other"), clause, "no predicate of a known kind")


def _sort(noun: Token, cues: CountCues) -> str | None:
    """The class of the counted noun; a people's name ("100,000 ethnic Armenians") is persons."""
    found = cues.nouns.get(noun.lemma_.lower(), cues.nouns.get(noun.lower_))
    if found is None and (noun.ent_type_ == "NORP" or noun.tag_ == "NNPS"):
        return "persons"
    return found


def _thing(sort: str, noun: Token, clause: Token, cues: CountCues) -> Binding:
    for host, role in tree_counts.hosts(noun):
        kind = _of_host(host, role, sort, cues)
        if kind is not None and kind != "other":
            return Binding(sort, host, f"{noun.lower_} with {host.lower_}")
    return Binding(sort, clause, f"counted noun {noun.lower_!r}")


def _predicate(focus: Token, sort: str | None, cues: CountCues) -> Binding | None:
    clause = tree.clause_head(focus)
    if sort == "condition" or focus.pos_ in {"ADJ", "VERB"}:
        kind = cues.predicates.get((focus.lower_, "A", "any"))
        if kind is not None:
            return Binding(kind, clause, f"{focus.lower_!r} itself")
    for word in tree_counts.said_of(focus):
        kind = _adjective(word, cues)
        if kind is not None:
            own = word.head.i == focus.i and word.tag_ == "VBN"
            return Binding(kind, word if own else clause, f"said to be {word.lower_!r}")
    for host, role in tree_counts.hosts(focus):
        if role == "p:of" and cues.nouns.get(host.lemma_.lower()) == "other":
            return Binding("other", clause, f"{host.lower_!r} of them")
        kind = _of_host(host, role, sort, cues)
        if kind is not None and kind != "other":
            head = host if role != "said" else clause
            return Binding(kind, head, f"{role} of {host.lower_!r}")
    for word in tree_counts.participle_before(focus):
        kind = _adjective(word, cues)
        if kind is not None:
            return Binding(kind, clause, f"described as {word.lower_!r}")
    return None


def _adjective(word: Token, cues: CountCues) -> str | None:
    kind = cues.predicates.get((word.lower_, "A", "any"))
    if kind is None and word.tag_ == "VBN":
        kind = cues.predicates.get((word.lemma_.lower(), "V", "obj"))
    return kind


def _of_host(host: Token, role: str, sort: str | None, cues: CountCues) -> str | None:
    if role == "said":
        return _adjective(host, cues)
    if host.pos_ in {"NOUN", "PROPN"}:
        wanted = "of" if role == "p:of" else role
        return cues.predicates.get((host.lemma_.lower(), "N", wanted))
    names = dict.fromkeys([*tree_counts.with_adverbs(host), tree_links.name(host), host.lemma_.lower()])
    roles = ["obj", "subj"] if role == "bare" else [role]
    if any(one.lemma_.lower() == "life" for one in tree.objects(host)):
        roles = ["subj_life", *roles]
    for name in names:
        for one in roles:
            for suffix in _suffixes(sort):
                kind = cues.predicates.get((name, "V", one + suffix))
                if kind is not None:
                    return kind
        kind = cues.predicates.get((name, "V", "any"))
        if kind is not None:
            return kind
    return None


def _suffixes(sort: str | None) -> tuple[str, ...]:
    """Some verbs count only persons: "took 12 hostages", not "took 12 villages"."""
    if sort == "troops":
        return ("", "_person", "_troop")
    return ("", "_person") if sort in HUMAN | {"unnamed"} else ("",)


def _part(part_of: Token, cues: CountCues) -> Binding | None:
    sort = cues.nouns.get(part_of.lemma_.lower(), "unnamed")
    if tree.is_verbal(part_of):
        for subject in tree.own_subjects(part_of):
            kind = _adjective(subject, cues) if part_of.lemma_ == "include" else None
            if kind is not None:
                return Binding(kind, part_of, f"part of the {subject.lower_}")
        for role in ("obj", "subj"):
            kind = _of_host(part_of, role, "persons", cues)
            if kind is not None and kind != "other":
                return Binding(kind, part_of, f"part of those that {part_of.lower_!r} counts")
        return None
    told = _predicate(part_of, sort, cues) or _total(part_of, part_of, cues)
    return told and Binding(told.kind, told.head, "part of: " + told.reason)


def _total(focus: Token, noun: Token | None, cues: CountCues) -> Binding | None:
    """ "The death toll rose to 19", "puts the number of people driven out at 1.1 million"."""
    stated = tree_counts.stated_by(focus)
    if stated is None:
        return None
    verb, preposition = stated
    told = tree.objects(verb) if preposition is not None else []
    if preposition == "at" and any(word.lower_ == "it" for word in told):
        return Binding(AGAIN, verb, "puts it at")
    # "the count of families driven from home at 90,000": the parser joins "at" to "driven".
    above = [one for one, _ in islice(tree.governors(verb), 4)] if preposition == "at" else []
    for word in [*tree.own_subjects(verb), *told, *above]:
        kind = _total_kind(word, cues)
        if word.i != focus.i and kind is not None:
            return Binding(kind[0], kind[1] or verb, f"total {word.lower_!r}")
    return None


def _total_kind(word: Token, cues: CountCues) -> tuple[str, Token | None] | None:
    lemma = word.lemma_.lower()
    joined = " ".join([*(c.lower_ for c in tree.modifiers(word)), lemma])
    if joined not in cues.totals and lemma not in cues.totals:
        return None
    for preposition, noun in tree.prepositional(word):
        if preposition not in {"of", "for"}:
            continue
        told = _predicate(noun, cues.nouns.get(noun.lemma_.lower()), cues)
        if told is not None and told.head.i > word.i:
            return told.kind, told.head
        kind = cues.nouns.get(noun.lemma_.lower())
        if kind in {"killed", "wounded", "captured"}:
            return kind, None
        kind = _adjective(noun, cues)
        if kind is not None:
            return kind, None
    return cues.totals.get(joined, cues.totals.get(lemma, AGAIN)), None

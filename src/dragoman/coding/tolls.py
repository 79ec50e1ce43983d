"""Owns which numbers of a sentence belong to one act of force or relief, and what they add up to.

Parts of a whole ("three members of one family", "20 people, among them six children") are not
counted again; single victims ("a soldier was shot dead") are. Finds no numbers: see `quantities`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.coding.predicates import Predicate
from dragoman.coding.quantities import Quantity
from dragoman.coding.surroundings import Surroundings
from dragoman.knowledge.count_cues import count_cues
from dragoman.language import tree
from dragoman.records.event import Quantities
from dragoman.records.values import Count

if TYPE_CHECKING:
    from spacy.tokens import Token

TOLLS = ("killed", "wounded", "captured", "missing", "displaced")
CIVILIANS = frozenset({"civilian", "civilians", "non-combatant"})
# What a humanitarian step may count, the fittest first.
MOVED = (
    "exchanged", "released", "evacuated", "displaced", "aid", "persons", "captured", "troops", "other",
)  # fmt: skip


def tolls_of(predicate: Predicate, theme: Token | None, around: Surroundings) -> Quantities | None:
    """Killed, wounded, captured, missing and displaced of one predicate, as the text states them."""
    near = _belonging(predicate, theme, around)
    counts = {kind: _count([q for q in near if q.kind == kind], around) for kind in TOLLS}
    single = _single_victims(predicate)
    if single is not None and counts[single[0]] is None:
        counts[single[0]] = Count(min=single[1], max=single[1])
    persons = _count([q for q in near if q.kind in {"persons", "troops"}], around)
    said = {t.lower_ for one in predicate.patients for t in tree.phrase(one)}
    if counts["killed"] is None and counts["wounded"] is None and said & {"killed", "dead", "deaths"}:
        counts["killed"], persons = persons, None
    killed = counts["killed"]
    if killed is not None and killed.civilians is None:
        of_them = [q.low for q in _in_sentence(predicate, around) if q.who in CIVILIANS and q.low is not None]
        if of_them and killed.min is not None and max(of_them) <= killed.min:
            counts["killed"] = killed.model_copy(update={"civilians": max(of_them)})
    values = Quantities(**counts, persons=persons)
    return values if any(v is not None for v in values.model_dump().values()) else None


def moved_of(predicate: Predicate, theme: Token | None, around: Surroundings) -> Quantities | None:
    """The number of persons (or lorries) that a humanitarian step moves: what its object counts first."""
    objects = [*predicate.patients, *([theme] if theme is not None else [])]
    objects.extend(s for c in predicate.complements for s in tree.subjects(c))
    objects.extend(predicate.agents)
    near = _belonging(predicate, theme, around)
    for token in objects:
        phrase = {t.i for t in tree.core_phrase(token)} | {token.i}
        phrase |= {t.i for name, head in tree.prepositional(token) if name == "of" for t in head.subtree}
        own = [q for q in around.quantities if q.kind in MOVED and _noun_index(q, around) in phrase]
        if own:
            return _as_moved(own, around)
    for kind in MOVED[:-1]:
        own = [q for q in near if q.kind == kind]
        if own:
            return _as_moved(own, around)
    return None


def _in_sentence(predicate: Predicate, around: Surroundings) -> list[Quantity]:
    sent = predicate.token.sent
    return [q for q in around.quantities if sent.start_char <= q.passage.start < sent.end_char]


def _as_moved(own: Sequence[Quantity], around: Surroundings) -> Quantities | None:
    count = _count(own, around)
    if count is None:
        return None
    if own[0].kind == "displaced":
        return Quantities(displaced=count, persons=count)
    return Quantities(persons=count)


def _belonging(predicate: Predicate, theme: Token | None, around: Surroundings) -> list[Quantity]:
    """Numbers bound to the predicate or its theme; else those of its clause that no other subject claims."""
    heads = {predicate.token.i} | ({theme.i} if theme is not None else set())
    own = [q for q in around.quantities if q.head in heads]
    beside = _beside(predicate.token)
    found = own or []
    found += [q for q in around.quantities if q.head in beside and q not in found]
    if own or found:
        return found
    verb = predicate.token if predicate.verbal else tree.clause_head(predicate.token)
    inside = {t.i for t in tree.clause(verb)}
    verbs = {verb.i, predicate.token.i} | _beside(verb)
    return [
        q
        for q in around.quantities
        if q.head in inside and (q.head in verbs or tree.clause_head(around.doc[q.head]).i in verbs)
    ]


def _beside(verb: Token, *, depth: int = 3) -> set[int]:
    """Verbs that go on about the same act: "… and wounding 17", "… killed, and five wounded"."""
    found: set[int] = set()
    for child in verb.children if depth else ():
        if child.dep_ in {"conj", "advcl", "xcomp", "ccomp", "dep"}:
            own = [s for s in tree.own_subjects(child) if not s.like_num and s.pos_ not in {"NUM", "PRON"}]
            if not own:
                found |= {child.i} | _beside(child, depth=depth - 1)
    return found


def _noun_index(quantity: Quantity, around: Surroundings) -> int | None:
    """Index of the noun that a number counts; of the number where it stands alone."""
    passage = quantity.of or quantity.number
    span = around.doc.char_span(passage.start, passage.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    return int(span.root.i)


def _count(numbers: Sequence[Quantity], around: Surroundings) -> Count | None:
    """One count of the numbers: parts left out, members of an enumeration added up."""
    wholes = [q for q in numbers if not _is_part(q, numbers, around)]
    if not wholes:
        return None
    civilians = [q.low for q in numbers if q.who in CIVILIANS and q.low is not None]
    first = wholes[0]
    group = [q for q in wholes if q.head == first.head and _joined(first, q, around)]
    low = _sum([q.low for q in group])
    high = _sum([q.high for q in group])
    rivals = [q for q in wholes if q not in group and q.head == first.head and _alternative(q, around)]
    if rivals:
        lows = [n for n in (low, *(q.low for q in rivals)) if n is not None]
        low = min(lows, default=None)
        tops = [high, *(q.high for q in rivals)]
        high = None if None in tops else max(n for n in tops if n is not None)
    return Count(min=low, max=high, civilians=sum(civilians) if civilians else None)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None


def _joined(first: Quantity, other: Quantity, around: Surroundings) -> bool:
    """Whether two counted nouns stand in one enumeration: "eight civilians and five soldiers"."""
    a, b = _noun_index(first, around), _noun_index(other, around)
    if first is other or a is None or b is None:
        return first is other
    return b in {t.i for t in tree.conjuncts(around.doc[a])}


def _alternative(quantity: Quantity, around: Surroundings) -> bool:
    index = _noun_index(quantity, around)
    return index is not None and any(c.lower_ == "or" for c in around.doc[index].children)


_INCLUDING = frozenset({"include", "including", "among", "amongst", "of"})


def _is_part(quantity: Quantity, others: Sequence[Quantity], around: Surroundings) -> bool:
    """Whether the number counts a part of what another number counts, or the whole a part is taken of."""
    if quantity.reason.startswith("part of"):
        return True
    index = _noun_index(quantity, around)
    if index is None:
        return False
    whole = {i for q in others if q is not quantity and (i := _noun_index(q, around)) is not None}
    for above in around.doc[index].ancestors:
        if above.i in whole:
            between = [t for t in around.doc[index].ancestors if t.i != above.i and above.is_ancestor(t)]
            if any(t.lemma_.lower() in _INCLUDING or t.dep_ in {"prep", "relcl"} for t in between):
                return True
    return False


def _single_victims(predicate: Predicate) -> tuple[str, int] | None:
    """One victim told by an article: "A soldier was shot dead", "killing a doctor"."""
    if not predicate.verbal:
        return None
    cues = count_cues().predicates
    kinds = ("V", "obj"), ("V", "subj")
    lemmas = (predicate.lemma, predicate.token.lemma_.lower())
    obj, subj = (next((cues[(name, *role)] for name in lemmas if (name, *role) in cues), None) for role in kinds)
    if predicate.token.lemma_.lower() == "shoot" and any(
        c.lower_ in {"dead", "down"} for c in predicate.token.children
    ):
        obj = "killed"
    kind, victims = (obj, predicate.patients) if obj else (subj, predicate.agents)
    if kind not in {"killed", "wounded", "captured"}:
        return None
    people = count_cues().nouns
    singles = [
        v
        for v in victims
        if v.tag_ == "NN"
        and people.get(v.lemma_.lower()) in {"persons", "troops", "captives"}
        and any(c.lower_ in {"a", "an", "one", "another"} for c in v.children)
    ]
    return (kind, len(singles)) if singles and len(singles) == len(victims) else None

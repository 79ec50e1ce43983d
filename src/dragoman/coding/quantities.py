"""Owns how many: numbers of dead, wounded, captured, released… each bound to its own predicate.

Conventions: "at least 4" is low 4, high None; "up to 50" low None, high 50; "about 20" low and
high 20 and approximate; "dozens" has neither low nor high, for the text gives no number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.coding.quantity_kind import AGAIN, Binding, bind
from dragoman.coding.quantity_spans import Found, numbers
from dragoman.documents.document import Passage
from dragoman.knowledge.count_cues import CountCues, count_cues
from dragoman.language import tree, tree_counts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A predicate farther away than this is not drawn into the passage.
NEAR = 7


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number in the text and what it counts.

    Attributes:
        passage: number, noun and, where near, the predicate.
        number: the words of the number alone.
        low: least count that the text allows; None where it sets none.
        high: greatest count that the text allows; None where it sets none.
        approximate: the text says "about", "some", "dozens"…
        kind: killed | wounded | captured | missing | displaced | exchanged | released | evacuated |
            drones | missiles | shells | vehicles | troops | money | aid | persons | other.
        unit: word for what is counted ("soldiers", "lorries"), or an ISO 4217 currency code.
        who: lemma of the counted noun.
        of: the counted noun phrase.
        head: index in the document of the predicate to which the number is bound.
        reason: how it was bound.
    """

    passage: Passage
    number: Passage
    low: int | None
    high: int | None
    approximate: bool
    kind: str
    unit: str | None
    who: str | None
    of: Passage | None
    head: int
    reason: str


def find_quantities(doc: Doc) -> list[Quantity]:
    """All counts in a parsed text, in the order of the text; times, shares and labels left out."""
    cues = count_cues()
    found: list[Quantity] = []
    for number in numbers(doc, cues):
        one = _quantity(number, cues)
        if one is not None and one.kind == AGAIN:
            one = replace(one, kind=found[-1].kind, unit=found[-1].unit, who=found[-1].who) if found else None
        if one is not None:
            found.append(one)
    return found


def _quantity(number: Found, cues: CountCues) -> Quantity | None:
    doc = number.doc
    noun = tree_counts.counted(doc[number.last], inside=number.inside)
    if noun is not None and noun.lemma_.lower() in cues.skips:
        return None
    binding = bind(number, noun, cues)
    if binding is None:
        return None
    unit, who = _unit(number, noun, binding, cues)
    start, end = number.start, number.last
    of: Passage | None = None
    if noun is not None:
        start, end = min(start, noun.i), max(end, noun.i)
        of = _phrase(noun)
    span = doc[number.first : number.last + 1]
    head = binding.head
    wide = _near(start, end, head)
    whole = doc[wide[0] : wide[1] + 1]
    return Quantity(
        passage=Passage(whole.start_char, whole.end_char),
        number=Passage(span.start_char, span.end_char),
        low=number.low,
        high=number.high,
        approximate=number.approximate,
        kind=binding.kind,
        unit=unit,
        who=who,
        of=of,
        head=head.i,
        reason=binding.reason,
    )


def _near(start: int, end: int, head: Token) -> tuple[int, int]:
    if end < head.i <= end + NEAR or start - NEAR <= head.i < start:
        return min(start, head.i), max(end, head.i)
    return start, end


def _phrase(noun: Token) -> Passage:
    span = tree.core_phrase(noun)
    return Passage(span.start_char, span.end_char)


def _unit(number: Found, noun: Token | None, binding: Binding, cues: CountCues) -> tuple[str | None, str | None]:
    if number.currency is not None:
        return number.currency, None
    if noun is None:
        return None, None
    lemma = noun.lemma_.lower()
    if lemma in cues.currencies:
        return cues.currencies[lemma], None
    if cues.nouns.get(lemma) == "condition" or noun.pos_ == "ADJ":
        return None, None
    return noun.lower_, lemma

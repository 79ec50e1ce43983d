"""Owns `Surroundings`: a document parsed and asked its questions once, and the answers near a predicate.

Finds which time, place, speaker, quantities and issues belong to a predicate; codes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from dragoman.coding.actors import ActorResolver
from dragoman.coding.attribution import Attribution, speaker_at
from dragoman.coding.dates import TimeExpression
from dragoman.coding.needs import Lexicon
from dragoman.coding.places import PlaceMention
from dragoman.coding.quantities import Quantity
from dragoman.documents.document import Document
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_NEAR_PREPOSITIONS = frozenset({"in", "at", "near", "on", "outside", "inside", "around", "across", "to", "from", "off"})
# A question over a paragraph is at most so many characters long.
QUESTION_LENGTH = 120
# A state's name is a place only where the text sets the event inside it.
_WITHIN = frozenset({"in", "inside", "across", "within", "throughout"})


M = TypeVar("M", TimeExpression, PlaceMention)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A parsed document with the answers to the questions that are asked once per document."""

    document: Document
    doc: Doc
    lexicon: Lexicon
    resolver: ActorResolver
    times: tuple[TimeExpression, ...]
    places: tuple[PlaceMention, ...]
    attributions: tuple[Attribution, ...]
    quantities: tuple[Quantity, ...]

    # --- time -----------------------------------------------------------------------------------------

    def time_of(self, predicate: Token, theme: Token | None = None) -> TimeExpression | None:
        """The date that belongs to a predicate: on its theme, on itself, in its clause, at its line's head."""
        ranked: list[tuple[int, int, TimeExpression]] = []
        spans = _rank_spans(predicate, theme)
        near = _within(self.times, spans)
        dated = [t for t in near if t.first is not None and t.kind in {"date", "time"}]
        for time in dated:
            for rank, (start, end) in enumerate(spans):
                if start <= time.start and time.end <= end and not self._between(time, predicate, theme, rank):
                    ranked.append((rank, abs(time.start - predicate.idx), time))
                    break
        if ranked:
            return min(ranked, key=lambda r: r[:2])[2]
        return self._line_date(predicate) or self._asked_date(predicate)

    def _between(self, time: TimeExpression, predicate: Token, theme: Token | None, rank: int) -> bool:
        """Whether another clause between the predicate and the time claims the time for itself."""
        token = self._token_at(time.start)
        if token is None:
            return False
        head = tree.clause_head(token)
        own = {predicate.i, tree.clause_head(predicate).i}
        if theme is not None:
            own.add(tree.clause_head(theme).i)
            if any(a.i == theme.i for a in token.ancestors):
                return False
        if head.i in own:
            return False
        above = {a.i for a in predicate.ancestors}
        return head.i not in above or rank < 2

    def _line_date(self, predicate: Token) -> TimeExpression | None:
        start = self.document.text.rfind("\n", 0, predicate.idx) + 1
        for time in self.times:
            if time.start >= predicate.idx:
                break
            if 0 <= time.start - start <= 2 and time.kind == "date" and time.first is not None:
                after = self.document.text[time.end : time.end + 2]
                if after[:1] in {".", ":", "\n"} or after in {" -", " –", " —"}:
                    return time
        return None

    def _question(self, predicate: Token) -> tuple[int, int] | None:
        """Characters of the question that a paragraph answers ("What happened in Havana on Thursday?")."""
        text = self.document.text
        start = text.rfind("\n", 0, predicate.idx) + 1
        above = text[:start].rstrip()
        if not above.endswith("?") or predicate.sent.start_char - start > 2:
            return None
        begin = above.rfind("\n") + 1
        return (begin, len(above)) if len(above) - begin <= QUESTION_LENGTH else None

    def _asked_date(self, predicate: Token) -> TimeExpression | None:
        asked = self._question(predicate)
        found = self.spans_in(*asked) if asked else []
        return next((t for t in found if t.first is not None and t.kind == "date"), None)

    def asked_place(self, predicate: Token) -> PlaceMention | None:
        """The place named in the question that the paragraph answers."""
        asked = self._question(predicate)
        if asked is None:
            return None
        inside = [m for m in self.places if asked[0] <= m.start and m.end <= asked[1] and m.place is not None]
        return next((m for m in inside if m.place and m.place.precision != "country"), None)

    def told_date(self, predicate: Token) -> TimeExpression | None:
        """The day last named before a predicate in its paragraph: "There was no lull on Sunday. Shells fell…"."""
        start = self.document.text.rfind("\n", 0, predicate.idx) + 1
        told = [
            t
            for t in self.times
            if start <= t.start < predicate.idx and t.kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", t.value or "")
        ]
        return told[-1] if told else None

    def spans_in(self, start: int, end: int) -> list[TimeExpression]:
        """All time expressions inside a run of characters."""
        return [t for t in self.times if start <= t.start and t.end <= end]

    # --- place ----------------------------------------------------------------------------------------

    def place_of(
        self, predicate: Token, theme: Token | None, used: Iterable[Token], *, wide: bool = False
    ) -> PlaceMention | None:
        """The place that belongs to a predicate; words that stand for its actors are no places."""
        actors = {t.i for one in used for t in tree.core_phrase(one)}
        best: tuple[int, int, int, PlaceMention] | None = None
        spans = _rank_spans(predicate, theme)
        if wide:
            sent = predicate.sent
            spans = [*spans, (sent.start_char, sent.end_char)]
        for mention in _within(self.places, spans):
            token = self._token_at(mention.start)
            if token is None or mention.place is None or token.i in actors:
                continue
            for rank, (start, end) in enumerate(spans):
                if start <= mention.start and mention.end <= end:
                    country = mention.place.precision == "country"
                    worth = self._place_rank(token, predicate, theme, country=country)
                    if worth is None:
                        break
                    broad = 1 if country else 0
                    key = (broad + worth, rank, abs(mention.start - predicate.idx))
                    if best is None or key < best[:3]:
                        best = (*key, mention)
                    break
        return best[3] if best else None

    def _place_rank(self, token: Token, predicate: Token, theme: Token | None, *, country: bool) -> int | None:
        """0 for "in X" on the predicate or theme, 1 in the clause; None for a place that is no setting."""
        head = token
        while head.dep_ in {"compound", "amod", "nmod", "poss", "appos"} and head.head.i != head.i:
            if theme is not None and head.head.i == theme.i:
                return 0
            if head.dep_ == "poss":
                return None
            head = head.head
        preposition = tree.first_conjunct(head).head
        if preposition.dep_ != "prep" and preposition.pos_ != "ADP":
            return 3 if head.dep_ in tree.OBJECTS and not country else None
        governor = preposition.head
        remote = preposition.lower_ == "of"
        if remote:
            governor = tree.first_conjunct(governor).head.head
        if preposition.lower_ not in (_WITHIN if country else _NEAR_PREPOSITIONS | {"of", "between"}):
            return None
        owners = {predicate.i} | ({theme.i} if theme is not None else set())
        describes = governor.dep_ in {"acl", "relcl"} and governor.head.i in owners
        if governor.i in owners or describes:
            return 0 if preposition.lower_ in {"in", "at", "near", "on", "outside"} else 1
        return 1 if any(a.i == governor.i for a in predicate.ancestors) and not remote else 2

    # --- words ----------------------------------------------------------------------------------------

    def speaker_of(self, predicate: Token) -> Attribution | None:
        """The innermost attribution whose content holds the predicate."""
        end = predicate.idx + len(predicate)
        found: Attribution | None = speaker_at(self.attributions, predicate.idx, end)
        return found

    def quantities_of(self, predicate: Token, theme: Token | None) -> list[Quantity]:
        """Quantities bound to the predicate, to its theme, or to a word of its clause."""
        heads = {predicate.i} | ({theme.i} if theme is not None else set())
        own = [q for q in self.quantities if q.head in heads]
        if own:
            return own
        span = tree.clause(predicate)
        return [q for q in self.quantities if span.start <= q.head < span.end]

    def quote(self, span: Span) -> tuple[int, int]:
        """Characters of a span without white space around them."""
        text = self.document.text
        start, end = span.start_char, span.end_char
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _token_at(self, offset: int) -> Token | None:
        span = self.doc.char_span(offset, offset + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None


def _within(found: Sequence[M], spans: Sequence[tuple[int, int]]) -> Sequence[M]:
    """Those of what was found, in the order of the text, that may lie in one of the spans; a long text has many."""
    first = bisect_left(found, min(start for start, _ in spans), key=lambda one: one.start)
    last = bisect_left(found, max(end for _, end in spans), key=lambda one: one.start)
    return found[first:last]


def _rank_spans(predicate: Token, theme: Token | None) -> list[tuple[int, int]]:
    """Character spans to search, nearest first: the theme's phrase, the predicate's clause, the clause above."""
    spans: list[tuple[int, int]] = []
    if theme is not None:
        phrase = tree.phrase(theme)
        spans.append((phrase.start_char, phrase.end_char))
    own = tree.clause(predicate)
    spans.append((own.start_char, own.end_char))
    head = tree.clause_head(predicate)
    around = tree.clause(head)
    spans.append((around.start_char, around.end_char))
    if head.dep_ in {"advcl", "acl", "relcl", "xcomp", "conj"} and tree.is_verbal(head.head):
        above = tree.clause(head.head)
        spans.append((above.start_char, above.end_char))
    return spans


def first_day(time: TimeExpression | None) -> str | None:
    """The beginning of a resolved expression as the contract's date: a day, month or year."""
    return _as_date(time, time.first if time else None)


def last_day(time: TimeExpression | None) -> str | None:
    """The end of a resolved expression, None where it is a single period."""
    if time is None or time.first is None or time.last is None or time.first == time.last:
        return None
    if _as_date(time, time.first) and len(_as_date(time, time.first) or "") < 10:
        return None
    return time.last.isoformat()


def _as_date(time: TimeExpression | None, day: date | None) -> str | None:
    if time is None or day is None:
        return None
    value = time.value or ""
    if re.fullmatch(r"\d{4}", value) or (time.first and time.last and (time.last - time.first).days > 45):
        return f"{day.year:04d}"
    if re.fullmatch(r"\d{4}-\d\d", value):
        return value
    return day.isoformat()


def sentences(doc: Doc) -> Sequence[Span]:
    """The sentences that hold words."""
    return [s for s in doc.sents if any(t.is_alpha for t in s)]

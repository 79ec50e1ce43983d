"""Owns how many: from the words of a number filler to a count of people.

"At least 4" is four or more; "up to 50" at most fifty; "dozens" is no count; "two soldiers and a
civilian" are three, one of them a civilian; "30 dead, 12 of them civilians" are thirty; "72 per cent" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.coding.quantity_words import Number, read_number
from dragoman.coding.who.words import Word, in_set, singular, words_of
from dragoman.contract.reading import Span
from dragoman.knowledge.count_cues import count_cues
from dragoman.knowledge.word_sets import word_set
from dragoman.records.values import Count

_NUMBER = re.compile(r"[^\W_]+(?:[-.,'’–][^\W_]+)*%?|%")
_JOIN = re.compile(r"\s*(?:,\s*and|,|and|&|plus)\s+", re.IGNORECASE)
# Words behind a number within which what it counts stands.
NEAR = 4
LONGEST = 8  # words of a number at most


@dataclass(frozen=True, slots=True)
class Piece:
    """One number of a filler: least and most, and the noun that it counts."""

    low: int | None
    high: int | None
    noun: str
    part: bool = False

    @property
    def civil(self) -> bool:
        """Whether the text says that those counted are civilians."""
        return in_set(self.noun, "civilians_said")


def count_of(text: str, spans: Sequence[Span]) -> tuple[Count, tuple[Piece, ...]] | None:
    """The people that the fillers of one role count together, and the single numbers; None where they count none."""
    pieces = tuple(piece for span in spans for piece in pieces_of(text, span))
    whole = [p for p in pieces if not p.part and not (p.low is None and p.high is None)]
    if not whole:
        return None
    low = None if any(p.low is None for p in whole) else sum(p.low or 0 for p in whole)
    high = None if any(p.high is None for p in whole) else sum(p.high or 0 for p in whole)
    civil = [p for p in pieces if p.civil and p.low is not None]
    every = all(p.civil for p in whole)
    return Count(
        min=low,
        max=high,
        civilians=sum(p.low or 0 for p in civil)
        if civil and not (every and high is None)
        else (low if every else None),
    ), pieces


def pieces_of(text: str, span: Span) -> Iterable[Piece]:
    """The numbers of one filler: the whole of it, else its conjuncts."""
    several = [_piece(text, part) for part in _conjuncts(text, span)]
    if len(several) > 1 and all(piece is not None and piece.noun for piece in several):
        return [piece for piece in several if piece is not None]
    one = _piece(text, span)
    return (one,) if one is not None else [piece for piece in several if piece is not None]


def _conjuncts(text: str, span: Span) -> list[Span]:
    """The parts of a phrase that commas and "and" join."""
    words, start, parts = span.within(text), 0, []
    for joint in (*_JOIN.finditer(words), None):
        end = joint.start() if joint is not None else len(words)
        if end > start:
            parts.append(Span(span.start + start, span.start + end))
        start = joint.end() if joint is not None else end
    return parts


def _piece(text: str, span: Span) -> Piece | None:
    words = [m.group() for m in _NUMBER.finditer(span.within(text))]
    lower = [w.lower() for w in words]
    if not words or _is_share(lower, text, span):
        return None
    start, low_open, high_open = _bounds(lower)
    number, length = _number(lower[start:], between=start > 0 and lower[start - 1] == "between")
    rest = [w for w in lower[start + length :] if w]
    noun = _noun(rest, text, span)
    if number is None:
        return _single(text, span, lower, noun)
    if number.open:
        return None
    if "of" in lower[1:3] and any(in_set(word, "half_words", "third_words", "quarter_words") for word in lower[:2]):
        return _fraction(lower, noun)
    low, high = number.low, number.high
    more = _more_follows(rest, text, span)
    part = _is_part(text, span)
    return Piece(None if high_open else low, None if low_open or more else high, noun, part)


def _bounds(words: Sequence[str]) -> tuple[int, bool, bool]:
    """Words of the bounds before a number; whether it is a least number, whether a most."""
    cues, start = count_cues().bounds, 0
    least = most = False
    for _ in range(3):
        for length in (3, 2, 1):
            bound = cues.get(tuple(words[start : start + length]))
            if bound is not None and len(words) > start + length:
                start += length
                least, most = least or bound == "lower", most or bound == "upper"
                break
        else:
            if len(words) > start + 1 and words[start] in {"the", "another", "between", "further", "other"}:
                start += 1
            else:
                break
    return start, least, most


def _number(words: Sequence[str], *, between: bool = False) -> tuple[Number | None, int]:
    """The longest run of words from the first that is a number or a range, and its length.

    Args:
        words: in lower case.
        between: whether "and" joins the ends of a range.
    """
    if "of" in words[1:] and (first := read_number(words[: words.index("of", 1)])) is not None and not first.open:
        words = words[: words.index("of", 1)]  # "two of the four": two
    for length in range(min(LONGEST, len(words)), 0, -1):
        run = list(words[:length])
        for joint in ("and", "to", "or"):
            if joint in run[1:-1]:
                place = run.index(joint, 1)
                low, high = read_number(run[:place]), read_number(run[place + 1 :])
                spelled = joint == "and" and not between
                if (
                    low
                    and high
                    and low.low is not None
                    and high.high is not None
                    and low.low < high.high
                    and not spelled
                ):
                    return Number(low.low, high.high), length
        if run[-1] in {"of", "a", "an", "the", "and"} or run[0] in {"of"}:
            continue
        found = read_number(run)
        if found is not None and not (length == 1 and run[0] in word_set("one_marks")):
            return found, length
    return None, 0


def _single(text: str, span: Span, lower: Sequence[str], noun: str) -> Piece | None:
    """ "A soldier", "his wife", a person's name: one; "no one": none; "half of the 40": twenty; "both": two."""
    if lower[0] in word_set("no_marks"):
        return Piece(0, 0, noun)
    if any(in_set(word, "half_words", "third_words", "quarter_words") for word in lower[:2]):
        return _fraction(lower, noun)
    if lower[0] == "both":
        return Piece(2, 2, noun)
    words = words_of(text, span)
    owned = lower[0] in word_set("one_marks") | word_set("owning_pronouns")
    one = len(lower) > 1 and owned and singular(lower[-1]) == lower[-1]
    named = len(words) >= 2 and all(w.is_name for w in words[-2:])
    return Piece(1, 1, noun or lower[-1]) if one or named else None


def _fraction(lower: Sequence[str], noun: str) -> Piece | None:
    """ "Half of the 40", "a quarter of a million": the part in numbers; None where the whole is open."""
    place = next(n for n, word in enumerate(lower) if in_set(word, "half_words", "third_words", "quarter_words"))
    by = next(
        n for n, name in ((2, "half_words"), (3, "third_words"), (4, "quarter_words")) if in_set(lower[place], name)
    )
    parts = (read_number(lower[:place]) or Number(1, 1)).low or 1
    rest = list(lower[place + 1 :])
    while rest and rest[0] in {"of", "the", "a", "its", "their"}:
        rest.pop(0)
    whole = _number(rest)[0] or (read_number(["one", *rest[:1]]) if rest else None)
    if whole is None or not whole.low or whole.open:
        return None
    value = whole.low * parts // by
    return Piece(value, value, noun)


def _noun(rest: Sequence[str], text: str, span: Span) -> str:
    """The noun counted: in the filler, else among the next words of the text."""
    found = next((w for w in reversed(rest) if w.isalpha()), None)
    if found is not None:
        return singular(found)
    for word in _following(text, span):
        if not word.is_name and (in_set(word.lower, "civilians_said") or singular(word.lower) in count_cues().nouns):
            return singular(word.lower)
    return ""


def _following(text: str, span: Span) -> Sequence[Word]:
    end = span.end
    stop = re.search(r"[.;:!?,\n]|\band\b", text[end : end + 60])
    return words_of(text, Span(end, end + (stop.start() if stop else 60)))[:NEAR]


def _is_share(lower: Sequence[str], text: str, span: Span) -> bool:
    """Whether a number is a share and counts nobody: "72 per cent of …"."""
    after = text[span.end : span.end + 12].lower().lstrip()
    joined = " ".join(lower)
    rate = re.match(r"(?:in|out of)\s+(?:every\s+)?(\w+)", after)  # "one in eight"
    own = re.search(r"^\w+ (?:in|out of) (?:every )?(\w+)", joined)
    for found in (rate, own):
        if found is not None and read_number([found.group(1)]) is not None:
            return True
    return (
        "%" in joined or "per cent" in joined or "percent" in joined or after.startswith(("%", "per cent", "percent"))
    )


def _more_follows(rest: Sequence[str], text: str, span: Span) -> bool:
    """ "19 people or more": a least number."""
    words = [*rest, *(w.lower for w in _following(text, span))]
    return any(a == "or" and b in word_set("more_marks") for a, b in pairwise(words))


def _is_part(text: str, span: Span) -> bool:
    """Whether a number is part of the one before: "including 12 civilians", "of whom four"."""
    before = [w.lower for w in words_of(text, Span(max(0, span.start - 24), span.start))]
    next_to = re.match(r"\s+of\s+(\w+)", text[span.end : span.end + 14])
    marked = any(w in word_set("part_marks") for w in before[-3:])
    tail = len(before) > 1 and before[-2] == "of" and before[-1] in word_set("part_tails")
    return marked or tail or (next_to is not None and next_to.group(1).lower() in word_set("part_tails"))

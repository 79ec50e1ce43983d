"""Owns finding the numbers of a text with their bounds ("at least", "between … and …", "$").

Does not decide what is counted: see `coding.quantity_kind`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.quantity_words import OPEN, SCALES, TENS, UNITS, Number, read_number
from dragoman.knowledge.count_cues import CountCues
from dragoman.knowledge.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

JOINERS = frozenset({"and", "a", "an", "of", "-", "–", "half"})
PLURAL_SCALES = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions"})
# Scales of which "half" makes a number.
HALVED = frozenset({"dozen", "hundred", "thousand", "million", "billion"})
# Words with which "one" is no number.
PRONOUN_MAKERS = frozenset({"no", "any", "every", "some", "the", "this", "each", "which"})
ARTICLES = frozenset({"a", "an", "between", "from", "the", "another", "further", "other"})
# Words whose number is a name: "aged 12", "Resolution 242".
LABELS = frozenset({"aged", "age", "article", "resolution", "no.", "number", "route", "highway"})
# Entity labels whose numbers count nothing.
NO_COUNTS = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL", "LAW"})


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text.

    Attributes:
        doc: the parsed text.
        start: index of the first word of its bounds ("at" of "at least 80").
        first, last: indices of the first and last word of the number itself.
        low, high, approximate: its value; see `coding.quantities`.
        currency: ISO 4217 code of a sign before it.
        inside: indices of all its words, bounds included.
    """

    doc: Doc
    start: int
    first: int
    last: int
    low: int | None
    high: int | None
    approximate: bool
    currency: str | None
    inside: frozenset[int]


def numbers(doc: Doc, cues: CountCues) -> Iterator[Found]:
    """The numbers that may count something, ranges read as one."""
    groups = list(_groups(doc))
    index = 0
    while index < len(groups):
        first, last, value = groups[index]
        following = groups[index + 1] if index + 1 < len(groups) else None
        joined = _range(doc, (first, last, value), following)
        if joined is not None and following is not None:
            last, value = following[1], joined
            index += 1
        index += 1
        if _is_count(doc, first, last, cues) and not _is_whole(doc, first):
            yield _bounded(doc, first, last, value, cues)


def _groups(doc: Doc) -> Iterator[tuple[int, int, Number]]:
    index = 0
    while index < len(doc):
        if not _numeric(doc[index]):
            index += 1
            continue
        first = last = index
        while last + 1 < len(doc) and last - first < 12:
            half = _and_a_half(doc, last)
            if half is None and not _continues(doc, first, last):
                break
            last = half or last + 1
        while last > first and doc[last].lower_ in JOINERS:
            last -= 1
        value = read_number([token.text for token in doc[first : last + 1]])
        if value is not None:
            yield first, last, value
        index = last + 1


def _numeric(token: Token) -> bool:
    word = token.lower_
    if word in UNITS or word in TENS or word in OPEN - {"many", "few"}:
        return token.pos_ in {"NUM", "NOUN", "PRON", "ADJ", "DET", "PROPN", "ADV"}
    if word in SCALES and len(word) > 2:
        return token.pos_ in {"NUM", "NOUN"}
    if word == "half":
        following = token.doc[token.i + 1 : token.i + 3]  # "half a million", "half-dozen"
        return any(one.lower_ in HALVED for one in following)
    if "-" in word and len(word) < 40:
        return all(part in UNITS or part in TENS for part in word.split("-"))
    return word[:1].isdigit() and token.pos_ in {"NUM", "NOUN", "PROPN", "ADJ", "X", "SYM"}


def _continues(doc: Doc, first: int, last: int) -> bool:
    token, before = doc[last + 1], doc[last].lower_
    word = token.lower_
    if word in SCALES and len(word) > 1:
        return True
    if before in PLURAL_SCALES and word == "of":
        return last + 2 < len(doc) and doc[last + 2].lower_ in PLURAL_SCALES
    if before == "of" and word in PLURAL_SCALES:
        return True
    if before == "half" and word in {"a", "of", "-"}:
        return True
    spelled = before in UNITS or before in TENS or before in SCALES
    if word == "and" and before in SCALES and last + 2 < len(doc):
        following = str(doc[last + 2].lower_)
        return (following in UNITS or following in TENS or following == "half") and before != "dozen"
    if before == "and" and last > first:
        return word in UNITS or word in TENS or word in {"half", "a"}
    if word == "a" and before == "half":
        return True
    if before in TENS and (word in UNITS or word == "-"):
        return True
    if before == "-" and last > first:
        return word in UNITS
    return spelled and before in SCALES and (word in UNITS or word in TENS)


def _and_a_half(doc: Doc, last: int) -> int | None:
    """Index of the "half" of "two and a half thousand", "one-and-a-half million"; None where no scale follows."""
    if doc[last].lower_ not in UNITS and not doc[last].text.isdigit():
        return None
    following = [one for one in doc[last + 1 : last + 9] if one.lower_ != "-"][:4]
    if [one.lower_ for one in following[:3]] != ["and", "a", "half"] or len(following) < 4:
        return None
    return following[2].i if following[3].lower_ in SCALES else None


def _is_whole(doc: Doc, first: int) -> bool:
    """Whether the number is that of a whole of which a part is told: "six of the 40", "half the 40 soldiers"."""
    at = first - 1
    article = at >= 0 and doc[at].lower_ in word_set("whole_articles")
    at -= article
    if at < 0 or doc[at].lower_ not in {"of", "half"}:
        return False
    if doc[at].lower_ == "half":
        return article
    part = doc[at - 1] if at else None
    if part is None or part.lower_ == "all":
        return False
    return part.like_num or part.lower_ in word_set("partitives")


def _range(doc: Doc, one: tuple[int, int, Number], other: tuple[int, int, Number] | None) -> Number | None:
    """ "10 to 12", "10-12", "between 10 and 12"; "two or three"."""
    if other is None or other[0] != one[1] + 2:
        return None
    low, high = one[2].low, other[2].high
    if low is None or high is None or one[2].open or low >= high:
        return None
    word = doc[one[1] + 1].lower_
    before = doc[one[0] - 1].lower_ if one[0] else ""
    if word in {"to", "-", "–", "—", "or"} or (word == "and" and before == "between"):
        # "8 to 10 million": the scale belongs to both.
        if high >= 1000 > low and doc[other[1]].lower_ in SCALES:
            low *= SCALES[doc[other[1]].lower_]
        return Number(low, high)
    return None


def _is_count(doc: Doc, first: int, last: int, cues: CountCues) -> bool:
    token = doc[last]
    before = doc[first - 1].lower_ if first else ""
    following = [one for one in doc[last + 1 : last + 4] if not one.is_punct]
    if any(one.ent_type_ in NO_COUNTS for one in doc[first : last + 1]):
        if before in {"at", "to"} and (_alone(doc, first, last) or _is_put(doc, first)):
            return True
        # The recogniser takes "between 10 and 12 civilians" for a date.
        return any(one.lemma_.lower() in cues.nouns and one.tag_ == "NNS" for one in following[:2])
    if before in LABELS or (token.lower_ == "one" and before in PRONOUN_MAKERS):
        return False
    if first > 1 and before in {"-", "–"} and doc[first - 2].text[-1:].isdigit():
        return False  # the second half of "1998-99"
    if last + 1 < len(doc):
        after = doc[last + 1]
        # Ages ("a 12-year-old") and shares.
        if after.lower_ in {"-", "%"} or after.lemma_.lower() in cues.skips:
            return False
    return True


def _is_put(doc: Doc, first: int) -> bool:
    """Whether a total is put at the number ("puts the number of killed since Thursday at 22")."""
    before = doc[max(0, first - 14) : first]
    put = any(one.lemma_.lower() in {"put", "stand", "estimate"} for one in before)
    return put and not any(one.text == "." for one in before)


def _alone(doc: Doc, first: int, last: int) -> bool:
    """Whether a supposed date is a lone number that is no year ("stands at 45")."""
    inner = {doc[i].ent_type_ for i in (first - 1, last + 1) if 0 <= i < len(doc)}
    year = first == last and len(doc[first].text) == 4 and doc[first].text[:2] in {"19", "20"}
    return not inner & NO_COUNTS and not year


def _bounded(doc: Doc, first: int, last: int, value: Number, cues: CountCues) -> Found:
    start, low, high, about = first, value.low, value.high, value.open
    currency = None
    if start and doc[start - 1].lower_ in cues.currencies:
        start -= 1
        currency = cues.currencies[doc[start].lower_]
    if start and doc[start - 1].lower_ in ARTICLES:
        start -= 1
    for _ in range(2):
        length = _bound_length(doc, start, cues)
        if not length:
            break
        bound = cues.bounds[tuple(one.lower_ for one in doc[start - length : start])]
        start -= length
        low, high = (low, None) if bound == "lower" else (None, high) if bound == "upper" else (low, high)
        about = about or bound == "about"
    if last + 2 < len(doc) and doc[last + 1 : last + 3].text.lower() in {"or so", "or more"}:
        high = None if doc[last + 2].lower_ == "more" else high
        about = about or doc[last + 2].lower_ == "so"
    return Found(doc, start, first, last, low, high, about, currency, frozenset(range(start, last + 1)))


def _bound_length(doc: Doc, start: int, cues: CountCues) -> int:
    for length in (3, 2, 1):
        if start - length >= 0:
            words = tuple(one.lower_ for one in doc[start - length : start])
            if words in cues.bounds:
                return length
    return 0

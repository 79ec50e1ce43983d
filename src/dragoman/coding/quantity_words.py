"""Owns reading numbers: digits, number words, "half a million", "dozens", ranges of two numbers.

Works on words, not on trees: see `coding.quantities` for what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

UNITS = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen"),
        )
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "bn": 1_000_000_000,
    "k": 1_000,
    "dozen": 12,
    "score": 20,
}
# Plural counts whose number the text leaves open.
OPEN = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions", "several", "many", "few"})
# No count in the news is longer; what is longer is not a number anybody meant.
LONGEST = 15

_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.(\d{1,6}))?(bn|mn|m|k)?")
_RANGE = re.compile(r"(\d[\d,.]{0,18})\s?[-–—]\s?(\d[\d,.]{0,18})")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read.

    Attributes:
        low, high: the same whole number; two for a range; None where the text gives none.
        open: the text counts without a number ("dozens", "several hundred").
    """

    low: int | None
    high: int | None
    open: bool = False


def read_number(words: Sequence[str]) -> Number | None:
    """The number that the words spell together; None if they spell none.

    "dozens", "several hundred" and the like are numbers without a value: low and high are None.
    """
    cleaned = [word.lower() for raw in words for word in _split(raw)]
    cleaned = [word for word in cleaned if word not in {"and", "an", "-", ",", "of", "the"}]
    if not cleaned or sum(len(word) for word in cleaned) > 120:
        return None
    if any(word in OPEN for word in cleaned):
        return Number(None, None, open=True)
    if len(cleaned) == 1:
        found = _RANGE.fullmatch(cleaned[0])
        if found:
            return _pair(found.group(1), found.group(2))
    value = _spelled(cleaned)
    if value is None or value.denominator != 1 or value >= 10**LONGEST:
        return None
    return Number(int(value), int(value))


def _split(word: str) -> list[str]:
    if "-" in word and not any(letter.isdigit() for letter in word):
        return [part for part in word.split("-") if part]
    return [word]


def _pair(first: str, second: str) -> Number | None:
    low, high = _digits(first), _digits(second)
    if low is None or high is None or low.denominator != 1 or high.denominator != 1 or low > high:
        return None
    return Number(int(low), int(high))


def _digits(word: str) -> Fraction | None:
    found = _DIGITS.fullmatch(word.strip(",.").replace("\u00a0", ""))
    if found is None:
        return None
    value = Fraction(found.group(1).replace(",", ""))
    if found.group(2):
        value += Fraction(int(found.group(2)), 10 ** len(found.group(2)))
    return value * SCALES[found.group(3)] if found.group(3) else value


def _spelled(words: Sequence[str]) -> Fraction | None:
    """English numerals: "two hundred and fifty thousand", "1.2 million", "half a million"."""
    total = Fraction(0)
    current: Fraction | None = None
    for word in words:
        if word in {"a", "an"}:
            current = Fraction(1) if current is None else current
            continue
        if word == "half":
            current = Fraction(1, 2) if current is None else current + Fraction(1, 2)
            continue
        scale = SCALES.get(word)
        if scale is not None:
            current = (Fraction(1) if current is None else current) * scale
            if scale >= 1000:
                total, current = total + current, Fraction(0)
            continue
        value = UNITS.get(word, TENS.get(word))
        number = Fraction(value) if value is not None else _digits(word)
        if number is None:
            return None
        current = number if current is None else current + number
    return total + (current or 0) if current is not None else None

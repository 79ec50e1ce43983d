"""Owns which numbers a quote states, and which it adds up: members of one enumeration, never a part and its whole.

Needs no parser; see `coding.quantities` for what a number counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.quantity_words import read_number
from dragoman.knowledge.word_sets import word_set

_WORD = re.compile(r"\d[\d,.]{0,20}\d|\d|%|[^\W\d_]+(?:-[^\W\d_]+){0,3}")
_ENDS = re.compile(r"[.;:!?](?:\s|$)|\n")
_JOINS = re.compile(r",|\band\b|\bplus\b|&", re.IGNORECASE)
_LONGEST_NUMERAL = 5  # words
_LARGEST_GAP = 80  # characters between two members of an enumeration
_MOST_ADDENDS = 4
_SMALL_SUM = 12  # an article is a one in a small sum only: "887 prisoners in a swap" are not 888


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as a text states it, from `start` to `end`; `values` are its bounds."""

    start: int
    end: int
    values: frozenset[int]


def stated_numbers(text: str) -> Iterator[Stated]:
    """The numbers of a text, pieces of longer ones included; the whole of "six of the 40" is none."""
    words = list(_WORD.finditer(text))
    spelled = [word.group() for word in words]
    for first in range(len(words)):
        for size in range(1, _LONGEST_NUMERAL + 1):
            numeral = [word.lower() for word in spelled[first : first + size]]
            number = read_number(numeral) if first + size <= len(words) and _may_be_one(numeral) else None
            if number is None or _is_whole(spelled, first):
                continue
            values = frozenset(one for one in (number.low, number.high) if one is not None)
            if values:
                yield Stated(words[first].start(), words[first + size - 1].end(), values)


def _may_be_one(numeral: list[str]) -> bool:
    """Whether words may spell one number: no "of" in it, and no "and" or article at its edge."""
    edges = {"and"} if len(numeral) == 1 else {"and", "a", "an"}
    return not {"of", "the"} & set(numeral) and numeral[-1] not in edges and numeral[0] != "and"


def adds_up(text: str, value: int) -> bool:
    """Whether numbers of one enumeration add up to the value: "eight civilians and five soldiers"."""
    least = 1 if value <= _SMALL_SUM else 2
    members = [one for one in _whole_numbers(text) if all(least <= n < value for n in one.values)]
    for first in range(len(members)):
        total = max(members[first].values)
        for before, one in zip(members[first:], members[first + 1 : first + _MOST_ADDENDS], strict=False):
            if not _joined(text[before.end : one.start]) or _of_them(text[one.end : one.end + _LARGEST_GAP]):
                break
            total += max(one.values)
            if total == value:
                return True
    return False


def _whole_numbers(text: str) -> list[Stated]:
    """The numbers that are no piece of a longer one, in order."""
    found: list[Stated] = []
    for one in sorted(stated_numbers(text), key=lambda one: (one.start, -one.end)):
        figures = text[one.start : one.end].split()
        if len(figures) > 1 and sum(word[:1].isdigit() for word in figures) > 1:
            continue  # "in 2024 12 people" is no one number
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _joined(gap: str) -> bool:
    """Whether what stands between two numbers makes them members of one enumeration."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", gap)}
    return (
        len(gap) <= _LARGEST_GAP
        and _ENDS.search(gap) is None
        and _JOINS.search(gap) is not None
        and not words & word_set("parts_of_count")
    )


def _of_them(after: str) -> bool:
    """Whether a number is told as a part of one before it: "five of them"."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", after)[:2]]
    return words[:1] == ["of"] and words[-1] in word_set("parts_of_count")


def _is_whole(words: list[str], first: int) -> bool:
    """Whether a part of the number is told before it: "six of the 40", "half the 40"."""
    at = first - 1
    article = at >= 0 and words[at].lower() in word_set("whole_articles")
    at -= article
    if at < 0:
        return False
    if words[at].lower() == "half":
        return article
    if words[at].lower() != "of" or not at or words[at - 1].lower() == "all":
        return False
    part = words[at - 1].lower()
    return part in word_set("partitives") or read_number([part]) is not None

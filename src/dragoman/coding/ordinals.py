"""Owns which: the number of a round from the words of its filler ("the second round", "20th")."""

from __future__ import annotations

import re

from dragoman.knowledge.time_words import load_time_knowledge

_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th)", re.IGNORECASE)


def ordinal_in(phrase: str) -> int | None:
    """The ordinal number that a phrase holds; None for "the next round", "six rounds" and a second day."""
    known = load_time_knowledge()
    value: int | None = None
    for word in phrase.lower().replace("-", " ").split():
        digits = _DIGITS.fullmatch(word)
        found = digits.group(1) if digits else known.value(word, "ORD")
        if found is not None and value is None:
            value = int(found)
        elif known.value(word, "UNIT") is not None or word == "time":
            return None
    return value

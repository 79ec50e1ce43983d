"""Owns the contract's issues in the words of a span: the ontology's terms, matched on plain words.

The longest term counts; a word is tried as written, in the singular, and without a verb's ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.coding.who.words import singular
from dragoman.knowledge.word_sets import verb_of_past

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONGEST = 6
_OWNED = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Named:
    """An issue named in a phrase, and the character of the phrase at which its name begins."""

    code: str
    start: int


class IssueWords:
    """Finds the codes that a phrase names."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self._codes: dict[tuple[str, ...], str] = {}
        for code, names in terms.items():
            for name in names:
                self._codes.setdefault(tuple(w for w in re.split(r"[\s-]+", name.lower()) if w), code)

    def codes(self, phrase: str) -> tuple[str, ...]:
        """The issue codes of a phrase, each once, in order."""
        return tuple(dict.fromkeys(one.code for one in self.find(phrase)))

    def find(self, phrase: str) -> tuple[Named, ...]:
        """The issues that a phrase names, in order, none overlapping."""
        found = list(_WORD.finditer(phrase))
        words = [forms(_OWNED.sub("", m.group()).lower()) for m in found]
        named: list[Named] = []
        place = 0
        while place < len(words):
            length, code = self._longest(words, place)
            if code is not None:
                named.append(Named(code, found[place].start()))
            place += max(length, 1)
        return tuple(named)

    def _longest(self, words: list[tuple[str, ...]], place: int) -> tuple[int, str | None]:
        runs: list[tuple[str, ...]] = [()]
        best: tuple[int, str | None] = (0, None)
        for length, forms in enumerate(words[place : place + _LONGEST], start=1):
            runs = [(*run, form) for run in runs for form in forms]
            code = next((self._codes[run] for run in runs if run in self._codes), None)
            if code is not None:
                best = (length, code)
            if len(runs) > 600:
                break
        return best


def forms(word: str) -> tuple[str, ...]:
    """A word as written first, then what it may be the plural or another form of."""
    found = [word, singular(word)]
    past = verb_of_past(word)
    if past is not None:
        found.append(past)
    if word.endswith("ing") and len(word) > 5:
        found += [word[:-3], word[:-3] + "e"]
    if word.endswith("ed") and len(word) > 4:
        found += [word[:-2], word[:-1]]
    return tuple(dict.fromkeys(found))

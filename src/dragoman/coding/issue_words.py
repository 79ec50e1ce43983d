"""Owns the contract's issues in the words of a span: the ontology's terms, matched on plain words.

The longest term counts; a word is tried as written, in the singular, and without a verb's ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dragoman.coding.who.words import singular

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONGEST = 6
_OWNED = re.compile(r"['’]s?$")


class IssueWords:
    """Finds the codes that a phrase names."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self._codes: dict[tuple[str, ...], str] = {}
        for code, names in terms.items():
            for name in names:
                self._codes.setdefault(tuple(w for w in re.split(r"[\s-]+", name.lower()) if w), code)

    def codes(self, phrase: str) -> tuple[str, ...]:
        """The issue codes of a phrase, each once, in order."""
        words = [forms(_OWNED.sub("", m.group()).lower()) for m in _WORD.finditer(phrase)]
        found: list[str] = []
        place = 0
        while place < len(words):
            length, code = self._longest(words, place)
            if code is not None and code not in found:
                found.append(code)
            place += max(length, 1)
        return tuple(found)

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
    forms = [word, singular(word)]
    if word.endswith("ing") and len(word) > 5:
        forms += [word[:-3], word[:-3] + "e"]
    if word.endswith("ed") and len(word) > 4:
        forms += [word[:-2], word[:-1]]
    return tuple(dict.fromkeys(forms))

"""Owns the words of a noun phrase: what it counts or points with, its head, singular and plural.

Works on characters alone; which words mean what is data (`knowledge.word_sets`, `knowledge.nouns`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.contract.reading import Span
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.word_sets import word_set

_WORD = re.compile(r"[^\W_]+(?:['’.‐‑-][^\W_]+)*")
_OWNED = re.compile(r"['’]s?$")
_PLURALS = (("ies", "y"), ("men", "man"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its characters, and itself in lower case without a possessive ending."""

    start: int
    end: int
    raw: str
    lower: str

    @property
    def is_name(self) -> bool:
        """Whether it is written with a capital."""
        return self.raw[:1].isupper()


def words_of(text: str, span: Span) -> tuple[Word, ...]:
    """The words of a span with their characters in the text."""
    return tuple(
        Word(m.start(), m.end(), m.group(), _OWNED.sub("", m.group()).lower())
        for m in _WORD.finditer(text, span.start, span.end)
    )


def singular(word: str) -> str:
    """A noun in lower case without its plural ending; other words are returned as they are."""
    for ending, other in _PLURALS:
        if word.endswith(ending) and len(word) >= len(ending) and word != ending[1:]:
            return word[: -len(ending)] + other
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def in_set(word: str, *names: str) -> bool:
    """Whether a word, as it stands or in the singular, is in one of the word sets."""
    return any(word in word_set(name) or singular(word) in word_set(name) for name in names)


def head_of(words: Sequence[Word], knowledge: Knowledge) -> Word | None:
    """The noun that the phrase is about: the last word before a preposition or a clause."""
    head = None
    for number, word in enumerate(words):
        if number and word.lower in knowledge.words["preposition"] | knowledge.words["clause"]:
            break
        head = word
    return head


def behind(words: Sequence[Word], prepositions: frozenset[str]) -> tuple[Word, ...]:
    """The words behind the first of some prepositions that follows the phrase's first word."""
    for number, word in enumerate(words):
        if number and word.lower in prepositions:
            return tuple(words[number + 1 :])
    return ()


def span_of(words: Sequence[Word]) -> Span:
    """From the first word to the last."""
    return Span(words[0].start, words[-1].end)


def sector_of(word: str, knowledge: Knowledge) -> str | None:
    """The sector of those whom a noun names ("the army": MIL), singular or plural."""
    key = word.replace("-", " ")
    return knowledge.nouns.get(key) or knowledge.nouns.get(singular(key))


def sector_of_phrase(words: Sequence[Word], knowledge: Knowledge) -> str | None:
    """The sector that the longest noun at the end of some words names: "interior ministry", "security forces"."""
    for first in range(len(words)):
        found = sector_of(" ".join(w.lower for w in words[first:]), knowledge)
        if found is not None:
            return found
    return None

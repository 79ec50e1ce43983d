"""Owns finding the contract's issues ("ceasefire", "prisoner_exchange") in the words of a sentence.

The terms are data (the ontology's issues); this module only matches them on lemmas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from dragoman.knowledge.load import Knowledge
    from dragoman.knowledge.rules import RuleBook

_END = ""


@dataclass(frozen=True, slots=True)
class IssueMention:
    """Tokens `first` to `last` (inclusive, indexes in the document) name the issue."""

    code: str
    first: int
    last: int


def issue_terms(knowledge: Knowledge, book: RuleBook) -> dict[str, list[str]]:
    """The ontology's terms of each issue with the verbs that name it by themselves."""
    terms = {code: list(issue.terms) for code, issue in knowledge.issues.items()}
    for verb, code in book.classes.get("issue_verb", {}).items():
        terms.setdefault(code, []).append(verb)
    return terms


class IssueFinder:
    """Finds issue terms in token sequences by a trie over lemmas; longest match wins."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self._trie: dict[str, object] = {}
        for code, names in terms.items():
            for name in names:
                words = [w for w in re.split(r"[\s\-]+", name.lower()) if w]
                node = self._trie
                for word in words:
                    node = node.setdefault(word, {})  # type: ignore[assignment]
                node.setdefault(_END, code)

    def find(self, tokens: Sequence[Token]) -> list[IssueMention]:
        """All longest, non-overlapping issue terms of a run of tokens, in order."""
        found: list[IssueMention] = []
        words = [t for t in tokens if t.text not in {"-", "–", "—"} and not t.is_space]
        position = 0
        while position < len(words):
            code, length = self._match(words, position)
            if code is None:
                position += 1
                continue
            found.append(IssueMention(code, words[position].i, words[position + length - 1].i))
            position += length
        return found

    def codes(self, tokens: Sequence[Token] | Span) -> tuple[str, ...]:
        """The issue codes of a run of tokens, each once, in order."""
        return tuple(dict.fromkeys(m.code for m in self.find(list(tokens))))

    def _match(self, words: Sequence[Token], start: int) -> tuple[str | None, int]:
        best: tuple[str | None, int] = (None, 0)
        nodes: list[dict[str, object]] = [self._trie]
        for length, token in enumerate(words[start : start + 6], start=1):
            following: list[dict[str, object]] = []
            for node in nodes:
                # "It remains": a verb is no plural noun.
                # The word as written comes last and so wins: "settlements" are no "settlement".
                lemma = token.lemma_.lower()
                for form in dict.fromkeys((lemma, lemma if token.tag_ == "VBZ" else token.lower_)):
                    child = node.get(form)
                    if isinstance(child, dict):
                        following.append(child)
            if not following:
                break
            for node in following:
                code = node.get(_END)
                if isinstance(code, str):
                    best = (code, length)
            nodes = following
        return best

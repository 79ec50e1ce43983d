"""Owns the sentences in which quoted words stand: what an entry cites is a sentence, never a bare name or day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dragoman.records.values import Evidence

# A stop after an initial or a short title ("Gen.", "U.S.") ends no sentence.
_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
# Where no end is found within so many characters, the words are left as they stand.
LONGEST = 600


@dataclass(frozen=True)
class Sentences:
    """The sentences of one text, found once, when first asked for."""

    document: str
    text: str

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [0, *(found.end() for found in _END.finditer(self.text))]

    def around(self, start: int, end: int) -> Evidence:
        """The sentence or sentences in which characters stand; the characters alone where it has no end."""
        place = bisect_right(self._starts, start)
        first = self._starts[place - 1]
        after = bisect_right(self._starts, max(start, end - 1))
        last = self._starts[after] if after < len(self._starts) else len(self.text)
        quote = self.text[first:last].rstrip()
        if len(quote) > LONGEST or first + len(quote) < end:
            first, quote = start, self.text[start:end]
        return Evidence(document=self.document, start=first, end=first + len(quote), quote=quote)


def without_parts(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Passages without those that stand within another of them, in their order."""
    kept = list(dict.fromkeys(evidence))
    return tuple(one for one in kept if not any(_is_within(one, other) for other in kept))


def _is_within(one: Evidence, other: Evidence) -> bool:
    inside = other.start <= one.start and one.end <= other.end
    return one.document == other.document and inside and (one.start, one.end) != (other.start, other.end)

"""Owns the value that the finders of attributions share, and the trimming of its passages.

Does not find anything: see `coding.attribution`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.documents.document import Passage
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

EDGES = " \t\r\n\u00a0\u200b,;:–—-"
SENTENCE_END = ".!?…"
QUOTE_MARKS = frozenset("“”\"‘’'„«»‟")
# A source longer than this is a parsing error rather than a name with its description.
LONGEST_SOURCE = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution as a finder saw it; offsets are characters of the text.

    Attributes:
        source: the speaker's noun phrase.
        cue: the cue's words.
        content: what is attributed, untrimmed.
        verb: lemma of the cue.
        kind: kind of the cue.
        direct: whether the content is a direct quotation.
        anchor: token index of the cue's head; two drafts with one anchor are one attribution.
        reason: which rule found it.
    """

    source: Passage | None
    cue: Passage | None
    content: tuple[Passage, ...]
    verb: str | None
    kind: str
    direct: bool
    anchor: int
    reason: str


def trim(text: str, start: int, end: int) -> Passage | None:
    """The passage without white space, commas and a final full stop at its edges; None if nothing is left.

    A full stop inside quotation marks stays; marks that the passage leaves half open are taken in.
    """
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    if end - start > 1 and text[end - 1] in SENTENCE_END and text[end - 2] not in SENTENCE_END:
        end -= 1
    return Passage(start, end) if start < end else None


def token_passage(doc: Doc, first: int, last: int) -> Passage:
    """Characters of the tokens `first` to `last`, both included."""
    return Passage(doc[first].idx, doc[last].idx + len(doc[last]))


def without(passage: Passage, holes: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a passage outside the holes (start and end of each)."""
    parts = [(passage.start, passage.end)]
    for low, high in sorted(holes):
        start, end = parts[-1]
        if low >= end or high <= start:
            continue
        parts.pop()
        if start < low:
            parts.append((start, low))
        if high < end:
            parts.append((high, end))
        if not parts:
            return []
    return parts


def source_passage(head: Token, *, keep_from: int | None = None) -> Passage:
    """The noun phrase of a source with its title and description.

    Args:
        head: head of the phrase.
        keep_from: token index of the cue; the phrase is cut so that it does not reach over it.
    """
    doc = head.doc
    span = tree.phrase(head)
    first, last = span.start, span.end - 1
    if keep_from is not None:
        if first <= keep_from < head.i:
            first = tree.core_phrase(head).start
            if first <= keep_from:
                first = head.i
        if head.i < keep_from <= last:
            last = keep_from - 1
            while last > head.i and (doc[last].is_punct or doc[last].dep_ in {"aux", "neg", "advmod"}):
                last -= 1
    if last - first > LONGEST_SOURCE:
        core = tree.core_phrase(head)
        first, last = core.start, core.end - 1
        if last - first > LONGEST_SOURCE:
            first = last = head.i
    while last > first and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    while first < last and (doc[first].is_punct or doc[first].is_space):
        first += 1
    return token_passage(doc, first, last)

"""Owns cutting a document's sentences into windows of word pieces, as the network was taught to see them.

A window is [CLS] sentence [SEP] sentence [SEP] …; it begins with context (the headline and the sentences
before) whose own frames are taken from the window in which they are new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.contract.reading import Span

PIECES = 250  # of one window, context included
BEFORE = 2  # sentences of context before the first new one
CONTEXT = 110  # pieces that context may take
LONGEST_SENTENCE = 200  # pieces; what is longer is cut into parts


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence, or part of one, as the tokenizer cuts it.

    Attributes:
        sentence: number of the sentence in the document.
        pieces: numbers of its word pieces.
        first: of each word, its first piece, counted within `pieces`.
        spans: of each word, its characters in the document.
    """

    sentence: int
    pieces: tuple[int, ...]
    first: tuple[int, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What the network sees at once.

    Attributes:
        pieces: numbers of word pieces with [CLS] and [SEP].
        first: of each word, its first piece.
        spans: of each word, its characters in the document.
        sentence: of each word, the number of its sentence within the window.
        origin: of each word, the number of its sentence in the document.
        new: the first word that is not context.
    """

    pieces: tuple[int, ...]
    first: tuple[int, ...]
    spans: tuple[Span, ...]
    sentence: tuple[int, ...]
    origin: tuple[int, ...]
    new: int


def words_of(text: str, sentences: Sequence[Span], tokenizer: Any) -> list[Words]:
    """The sentences as words and pieces; very long ones in parts.

    Args:
        text: the document.
        sentences: their characters.
        tokenizer: a `tokenizers.Tokenizer` without padding and truncation.
    """
    coded = tokenizer.encode_batch([one.within(text) for one in sentences], add_special_tokens=False)
    out: list[Words] = []
    for number, (span, one) in enumerate(zip(sentences, coded, strict=True)):
        first: list[int] = []
        spans: list[Span] = []
        before = None
        for at, (word, (start, end)) in enumerate(zip(one.word_ids, one.offsets, strict=True)):
            if word != before:
                first.append(at)
                spans.append(Span(span.start + start, span.start + end))
                before = word
            else:
                spans[-1] = Span(spans[-1].start, span.start + end)
        out.extend(_parts(Words(number, tuple(one.ids), tuple(first), tuple(spans))))
    return [one for one in out if one.first]


def _parts(words: Words) -> Iterator[Words]:
    """A sentence in parts of bounded length, cut between words."""
    begin = 0
    while begin < len(words.first):
        start = words.first[begin]
        end = begin + 1
        while end < len(words.first) and words.first[end] - start < LONGEST_SENTENCE:
            end += 1
        stop = words.first[end] if end < len(words.first) else len(words.pieces)
        stop = min(stop, start + LONGEST_SENTENCE)  # a single word of hundreds of pieces is cut off
        first = tuple(at - start for at in words.first[begin:end])
        yield Words(words.sentence, words.pieces[start:stop], first, words.spans[begin:end])
        begin = end


def windows(words: Sequence[Words], *, title: int, start: int, end: int) -> list[Window]:
    """The windows of a document, in order; every sentence is new in just one.

    Args:
        words: the sentences, as `words_of` gives them.
        title: how many of them are the headline.
        start, end: numbers of the pieces [CLS] and [SEP].
    """
    out = []
    at = 0
    while at < len(words):
        context = _context(words, at, title)
        room = PIECES - 1 - sum(len(one.pieces) + 1 for one in context)
        stop = at + 1
        room -= len(words[at].pieces) + 1
        while stop < len(words) and len(words[stop].pieces) + 1 <= room:
            room -= len(words[stop].pieces) + 1
            stop += 1
        out.append(_joined([*context, *words[at:stop]], sum(len(one.first) for one in context), start, end))
        at = stop
    return out


def _context(words: Sequence[Words], at: int, title: int) -> list[Words]:
    """The headline and the nearest sentences before, as far as they are short enough."""
    wanted = [*reversed(range(max(title, at - BEFORE), at)), *range(min(title, at))]
    kept: list[int] = []
    room = CONTEXT
    for number in wanted:
        if len(words[number].pieces) + 1 <= room:
            kept.append(number)
            room -= len(words[number].pieces) + 1
    return [words[number] for number in sorted(kept)]


def _joined(parts: Sequence[Words], new: int, start: int, end: int) -> Window:
    pieces: list[int] = [start]
    first: list[int] = []
    sentence: list[int] = []
    for number, part in enumerate(parts):
        first.extend(len(pieces) + at for at in part.first)
        sentence.extend([number] * len(part.first))
        pieces.extend((*part.pieces, end))
    return Window(
        pieces=tuple(pieces),
        first=tuple(first),
        spans=tuple(span for part in parts for span in part.spans),
        sentence=tuple(sentence),
        origin=tuple(part.sentence for part in parts for _ in part.spans),
        new=new,
    )

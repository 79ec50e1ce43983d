"""Owns what a language model is given at a time: some sentences to read, with headline and context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.contract.reading import Reading, Span
from dragoman.language.alignment import Letters, moved, mover

# Sentences and characters of a window, and sentences of context before it. Models lose spans in longer ones.
MOST_SENTENCES = 12
MOST_CHARACTERS = 2_500
CONTEXT = 2
# A longer one (a table, a page without marks) is not sent: its words would cost more than they tell.
LONGEST_SENTENCE = 6_000


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of a document that are read at a time.

    Attributes:
        spans: the sentences in the document, context first.
        first: the number of the first that is read, counted from 1; those before are context.
        headline: the document's, where it is not among the sentences.
    """

    spans: tuple[Span, ...]
    first: int
    headline: str | None = None

    def sentences(self, text: str) -> list[str]:
        """The sentences, each run of white space one blank."""
        return [" ".join(span.within(text).split()) for span in self.spans]

    def in_document(self, reading: Reading, text: str) -> Reading:
        """A reading of the sentences joined by blanks, moved to the document."""
        own = Letters.of(" ".join(self.sentences(text))).places
        other = [span.start + at for span in self.spans for at in Letters.of(span.within(text)).places]
        return moved(reading, mover(own, other))

    def halves(self) -> tuple[Window, Window] | None:
        """The window in two, where it has more than one sentence to read."""
        read = self.spans[self.first - 1 :]
        if len(read) < 2:
            return None
        middle = self.first - 1 + len(read) // 2
        second = max(0, middle - CONTEXT)
        return (
            Window(self.spans[:middle], self.first, self.headline),
            Window(self.spans[second:], middle - second + 1, self.headline),
        )


def windows(sentences: Sequence[Span], headline: str | None = None) -> Iterator[Window]:
    """The windows of a document, which together read each of its sentences once."""
    sent = [span for span in sentences if span.end - span.start <= LONGEST_SENTENCE]
    begin = 0
    while begin < len(sent):
        end, characters = begin, 0
        while end < len(sent) and end - begin < MOST_SENTENCES:
            characters += sent[end].end - sent[end].start
            if characters > MOST_CHARACTERS and end > begin:
                break
            end += 1
        context = max(0, begin - CONTEXT)
        yield Window(tuple(sent[context:end]), begin - context + 1, headline if context else None)
        begin = end

"""Owns texts that differ in white space only: where one stands in another, and readings moved from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dragoman.contract.reading import Reading, Span

Move = Callable[[Span], Span]


@dataclass(frozen=True, slots=True)
class Letters:
    """A text without its white space; `places` has each character's offset in the text."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """The letters of a text."""
        places = tuple(at for at, character in enumerate(text) if not character.isspace())
        return cls("".join(text[at] for at in places), places)

    def find(self, sought: str, begin: int) -> int:
        """Where letters begin at or after a place, not within a word; -1 where they do not stand."""
        at = self.text.find(sought, begin)
        while at >= 0 and not (self._edge(at) and self._edge(at + len(sought))):
            at = self.text.find(sought, at + 1)
        return at

    def _edge(self, at: int) -> bool:
        if not 0 < at < len(self.text) or self.places[at] - self.places[at - 1] > 1:
            return True
        return not (self.text[at - 1].isalnum() and self.text[at].isalnum())


def mover(own: Sequence[int], other: Sequence[int]) -> Move:
    """The function that takes spans of one text to another with the same letters.

    Args:
        own: offsets of the letters in the one text.
        other: offsets of the same letters in the other.
    """
    offsets = dict(zip(own, other, strict=True))
    return lambda span: Span(offsets[span.start], offsets[span.end - 1] + 1)


def moved(reading: Reading, move: Move) -> Reading:
    """The same reading in another text's offsets."""
    frames = (
        replace(
            frame,
            trigger=move(frame.trigger),
            sentence=move(frame.sentence),
            fillers=tuple(replace(one, span=move(one.span)) for one in frame.fillers),
        )
        for frame in reading.frames
    )
    references = (
        replace(one, span=move(one.span), antecedents=tuple(map(move, one.antecedents))) for one in reading.references
    )
    return replace(
        reading, sentences=tuple(map(move, reading.sentences)), frames=tuple(frames), references=tuple(references)
    )

"""Owns `Reading`: what a reader found in one document, span by span, before anything is resolved.

A reading says which words carry a happening and which words fill its roles. It knows no actors, days
or places: `coding` makes those of the spans. The shipped network, given annotations and a language
model all fulfil `Reads`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dragoman.contract.frames import FrameKind, Role

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of a document's text: `start` the first, `end` one past the last, in code points."""

    start: int
    end: int

    def within(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Filler:
    """Words that fill a role of a frame.

    Attributes:
        confidence: calibrated probability that the words fill this role, 0 to 1.
    """

    role: Role
    span: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """What two readers of one text say differently of a frame.

    Attributes:
        what: an attribute's name in annotations, a role, or `frame` where only one tells of it or the kinds differ.
        said: each reader's name and value; None where it says nothing.
    """

    what: str
    said: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One telling of a happening, of a saying, or of a text such as a truce.

    Attributes:
        kind: what is told of.
        trigger: the words that tell it.
        sentence: the sentence that holds the trigger.
        happening: frames of one document with one number tell of the same happening.
        status, subkind, stance, action, type: values of `contract.frames` for the kind; None where the kind has none.
        issues: issue codes, the likeliest first.
        fillers: in the order of the text.
        confidence: calibrated probability that the words tell of such a frame, 0 to 1.
        sure: calibrated probability of each attribute by its name in annotations.
        differences: what two readers say differently of it; nothing where one has read alone.
        patterns: ids of the patterns of knowledge that have changed or made the frame, in order.
    """

    kind: FrameKind
    trigger: Span
    sentence: Span
    happening: int
    status: str | None = None
    subkind: str | None = None
    stance: str | None = None
    action: str | None = None
    type: str | None = None
    issues: tuple[str, ...] = ()
    fillers: tuple[Filler, ...] = ()
    confidence: float = 1.0
    sure: Mapping[str, float] = field(default_factory=dict, hash=False)
    differences: tuple[Difference, ...] = ()
    patterns: tuple[str, ...] = ()

    def of(self, *roles: Role) -> tuple[Filler, ...]:
        """The fillers of any of these roles, in the order of the text."""
        return tuple(one for one in self.fillers if one.role in roles)


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or description, and the spans of the document that name whom it stands for."""

    span: Span
    antecedents: tuple[Span, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A frame that a pattern of knowledge, named by its id, has taken out of a reading."""

    pattern: str
    frame: Frame


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a reader found in one document.

    Attributes:
        reader: name and version of the reader; a language model's names its prompt too.
        sentences: the document's sentences, in order.
        frames: in the order of their triggers.
        references: in the order of the text.
        refused: what patterns of knowledge have taken out.
        beside: the readings that this one was put together of; nothing where one reader has read alone.
    """

    reader: str
    sentences: tuple[Span, ...]
    frames: tuple[Frame, ...] = ()
    references: tuple[Reference, ...] = ()
    refused: tuple[Refusal, ...] = ()
    beside: tuple[Reading, ...] = ()


class Reads(Protocol):
    """A reader: text in, reading out. The same text gives the same reading, whatever is read beside it."""

    @property
    def name(self) -> str:
        """Name and version, kept with each event."""
        ...

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """The reading of a document's text.

        Args:
            text: the document's text, its headline first.
            title_end: one past the headline's last character; 0 where there is none.
            published: day of publication, where it is known.
        """
        ...

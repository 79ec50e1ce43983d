"""Owns the form of patterns over frames: what a file of `frames/` may hold.

Which values fit which kind of frame is checked by `pattern_faults`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from dragoman.contract.frames import FrameKind, Role
from dragoman.knowledge.schema import Named, Strict


def _phrase(text: str) -> str:
    words = text.split()
    if not any(c.isalnum() for c in text):
        raise ValueError(f"{text!r} holds no word; expected words such as 'will meet' or 'negotiat*'")
    if any("*" in word[1:-1] or not word.strip("*") for word in words):
        raise ValueError(f"{text!r}: a star stands at the beginning or end of a word, for any letters")
    return " ".join(words)


# Phrases of which one must stand there, in any case; a star at an end of a word stands for any letters.
Phrases = Annotated[tuple[Annotated[str, AfterValidator(_phrase)], ...], Field(min_length=1)]
Values = Annotated[tuple[Named, ...], Field(min_length=1)]
# Where the words that fill a role of a new frame come from: names, places and times of its sentence.
Source = Literal["actors", "actors before", "actors after", "places", "times"]


class Match(Strict):
    """The frames that a pattern is for; everything given must hold.

    Attributes:
        frame: their kind.
        trigger: one of these stands in the trigger.
        without: none of these stands in the trigger.
        sentence: one of these stands in the sentence.
        words: for a role, one of these stands in a filler of it.
        present, absent: roles that have a filler, or none.
        status, kind, stance, action, type: one of these is the value.
        issue: one of these is among the issues.
    """

    frame: FrameKind
    trigger: Phrases | None = None
    without: Phrases | None = None
    sentence: Phrases | None = None
    words: Mapping[Role, Phrases] = Field(default_factory=dict)
    present: tuple[Role, ...] = ()
    absent: tuple[Role, ...] = ()
    status: Values | None = None
    kind: Values | None = None
    stance: Values | None = None
    action: Values | None = None
    type: Values | None = None
    issue: Values | None = None


class Find(Strict):
    """Words of which a pattern makes a frame, unless they are marked as one of its kind or within a longer trigger.

    Attributes:
        words: they become the trigger.
        sentence: one of these stands in the sentence too.
        present: roles for which the sentence must hold a filler.
    """

    words: Phrases
    sentence: Phrases | None = None
    present: tuple[Role, ...] = ()


class Settings(Strict):
    """What a frame becomes; what is not named stays."""

    frame: FrameKind | None = None
    status: Named | None = None
    kind: Named | None = None
    stance: Named | None = None
    action: Named | None = None
    type: Named | None = None
    issue: tuple[Named, ...] | None = None


class NotExample(Strict):
    """A sentence, with frames in the form of annotations, that a pattern leaves as it is."""

    sentence: Named
    frames: tuple[Mapping[str, Any], ...] = ()


class Example(NotExample):
    """A sentence with the frames that a pattern starts from and those that it leaves."""

    becomes: tuple[Mapping[str, Any], ...]


class Pattern(Strict):
    """A pattern over frames: those it is for, or words it finds; and what becomes of them."""

    id: Named
    note: str = ""
    match: Match | None = None
    find: Find | None = None
    settings: Settings = Field(default_factory=Settings, alias="set")
    move: Mapping[Role, Role] = Field(default_factory=dict)
    fill: Mapping[Role, Source] = Field(default_factory=dict)
    refuse: bool = False
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    not_examples: Annotated[tuple[NotExample, ...], Field(min_length=1)]


class Patterns(Strict):
    """A file of `frames/`."""

    pattern: tuple[Pattern, ...]

"""Owns patterns over frames at work: a reading in, the reading with frames changed, refused and made out.

Patterns are asked in their order, each of the frames that the one before has left. No span is made up: those of a
new frame are words of the text found whole, or names, places and times of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from dragoman.contract.frames import ATTRIBUTES, ISSUED, ROLES, FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Refusal, Span
from dragoman.knowledge.frame_patterns import FramePattern

# The spans of a text that name "actors", "places" or "times", asked for only where a pattern finds its words.
Mentions = Callable[[str], Sequence[Span]]
# Attributes' own names in a frame, where annotations have another.
_FIELDS = {"kind": "subkind"}


def no_mentions(what: str) -> Sequence[Span]:
    """For a text in which nothing is named."""
    return ()


def patterned(
    reading: Reading, text: str, patterns: Iterable[FramePattern], *, mentions: Mentions = no_mentions
) -> Reading:
    """A reading with the patterns applied; the reading itself where none applies.

    Args:
        reading: what a reader has found.
        text: the text that was read.
        patterns: in the order in which they are asked.
        mentions: where the text names somebody, a place or a time, for the roles of new frames.
    """
    frames, refused = reading.frames, list(reading.refused)
    for pattern in patterns:
        if pattern.frame is None:
            made = tuple(_made(pattern, reading, frames, text, mentions))
            gone = [one for one in frames if any(_inside(one.trigger, other.trigger) for other in made)]
            frames = (*(one for one in frames if one not in gone), *made)
        else:
            gone = [one for one in frames if pattern.refuses and _fits(pattern, one, text)]
            frames = tuple(_changed(pattern, one, text) for one in frames if one not in gone)
        refused += (Refusal(pattern.id, one) for one in gone)
    if frames == reading.frames:
        return reading
    ordered = tuple(sorted(frames, key=lambda frame: frame.trigger))
    return replace(reading, frames=ordered, refused=tuple(refused))


# --- frames that were read -------------------------------------------------------------------------------


def _changed(pattern: FramePattern, frame: Frame, text: str) -> Frame:
    """The frame after the pattern: as it was, or changed."""
    after = _become(pattern, frame, text) if _fits(pattern, frame, text) else frame
    return frame if after == frame else replace(after, patterns=(*frame.patterns, pattern.id))


def _fits(pattern: FramePattern, frame: Frame, text: str) -> bool:
    filled = {filler.role for filler in frame.fillers}
    return (
        frame.kind is pattern.frame
        and filled.issuperset(pattern.present)
        and filled.isdisjoint(pattern.absent)
        and all(_has(frame, name, values) for name, values in pattern.values)
        and _holds(pattern.words, frame.trigger, text)
        and not (pattern.without and _holds(pattern.without, frame.trigger, text))
        and _holds(pattern.sentence, frame.sentence, text)
        and all(any(_holds(words, f.span, text) for f in frame.of(role)) for role, words in pattern.fillers)
    )


def _has(frame: Frame, name: str, values: Sequence[str]) -> bool:
    own = frame.issues if name == "issue" else (getattr(frame, _FIELDS.get(name, name)),)
    return not set(values).isdisjoint(own)


def _become(pattern: FramePattern, frame: Frame, text: str) -> Frame:
    """The frame with its new values; what its new kind does not have is left out."""
    becomes = dict(pattern.becomes)
    kind: FrameKind = becomes.get("frame", frame.kind)
    values: dict[str, Any] = {
        _FIELDS.get(name, name): becomes.get(name, getattr(frame, _FIELDS.get(name, name))) if kind in table else None
        for name, table in ATTRIBUTES.items()
    }
    moved = {(filler.role, filler.span): filler for filler in (_moved(pattern, one, text) for one in frame.fillers)}
    return replace(
        frame,
        **values,
        kind=kind,
        issues=tuple(becomes.get("issue", frame.issues)) if kind in ISSUED else (),
        fillers=tuple(filler for filler in moved.values() if filler.role in ROLES[kind]),
        sure={name: sure for name, sure in frame.sure.items() if _stays(frame, name, becomes, kind)},
    )


def _stays(frame: Frame, name: str, becomes: Mapping[str, Any], kind: FrameKind) -> bool:
    """Whether a value that the reader has given, with its probability, is still that of the frame."""
    has = kind in (ISSUED if name == "issue" else ATTRIBUTES.get(name, ROLES))
    return has and (name not in becomes or _has(frame, name, _listed(becomes[name])))


def _listed(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def _moved(pattern: FramePattern, filler: Filler, text: str) -> Filler:
    """A filler in its new role; where the pattern names words of the role's fillers, only those that hold one move."""
    role = dict(pattern.moves).get(filler.role)
    words = dict(pattern.fillers).get(filler.role, ())
    return replace(filler, role=role) if role is not None and _holds(words, filler.span, text) else filler


# --- frames that were not read ---------------------------------------------------------------------------


def _made(
    pattern: FramePattern, reading: Reading, frames: Sequence[Frame], text: str, mentions: Mentions
) -> Iterator[Frame]:
    """A frame for each of the pattern's words that are no trigger yet, or only that of a frame of another kind."""
    kind = dict(pattern.becomes)["frame"]
    number = max((frame.happening for frame in frames), default=0)
    for sentence, trigger in _found(pattern.words, reading.sentences, text):
        marked = [frame for frame in frames if frame.trigger.meets(trigger)]
        if any(frame.kind is kind or not _inside(frame.trigger, trigger) for frame in marked):
            continue
        if not _holds(pattern.sentence, sentence, text):
            continue
        fillers = tuple(_filled(pattern, sentence, trigger, mentions))
        if {filler.role for filler in fillers}.issuperset(pattern.present):
            number += 1
            yield _new(pattern, trigger, sentence, number, fillers)


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _new(pattern: FramePattern, trigger: Span, sentence: Span, happening: int, fillers: tuple[Filler, ...]) -> Frame:
    becomes = dict(pattern.becomes)
    return Frame(
        kind=becomes["frame"],
        trigger=trigger,
        sentence=sentence,
        happening=happening,
        issues=tuple(becomes.get("issue", ())),
        fillers=fillers,
        patterns=(pattern.id,),
        **{_FIELDS.get(name, name): becomes[name] for name in ATTRIBUTES if name in becomes},
    )


def _found(words: Sequence[str], sentences: Iterable[Span], text: str) -> Iterator[tuple[Span, Span]]:
    """Sentences with the places of the phrases in them, in order."""
    for sentence in sentences:
        for match in _expression(tuple(words)).finditer(text, sentence.start, sentence.end):
            yield sentence, Span(*match.span())


def _filled(pattern: FramePattern, sentence: Span, trigger: Span, mentions: Mentions) -> Iterator[Filler]:
    found: dict[tuple[Role, Span], Filler] = {}
    for role, source in pattern.fills:
        what, _, side = source.partition(" ")
        for span in mentions(what):
            inside = sentence.start <= span.start < span.end <= sentence.end
            before, after = span.end <= trigger.start, trigger.end <= span.start
            if inside and {"before": before, "after": after}.get(side, before or after):
                found.setdefault((role, span), Filler(role, span))
    yield from sorted(found.values(), key=lambda filler: filler.span)


# --- words -----------------------------------------------------------------------------------------------


def _holds(phrases: Sequence[str], span: Span, text: str) -> bool:
    """Whether one of the phrases stands whole within a span; any span will do where there are none."""
    return not phrases or _expression(tuple(phrases)).search(text, span.start, span.end) is not None


@lru_cache(maxsize=1024)
def _expression(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the phrases: whole words, any case and white space, straight or curly apostrophes."""
    listed = "|".join(r"\s+".join(map(_word, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    stem = re.sub(r"['’]", "['’]", re.escape(word.strip("*")))
    before, after = (r"\w*" if starred else "" for starred in (word.startswith("*"), word.endswith("*")))
    return before + stem + after

"""Readings made by hand: frames whose spans are found by their words, for tests of what follows the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise

from dragoman.coding.coder import Coder
from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.documents.document import Document
from dragoman.knowledge.gazetteer import open_gazetteer
from dragoman.knowledge.load import load_knowledge
from dragoman.records.event import Event
from dragoman.records.values import Actor

Words = str | tuple[str, int]
_ROLES = {str(role) for role in Role}
# Kinds of frames for which a test names none.
_KINDS = {
    "meeting": "talks",
    "violence": "other",
    "agreement": "other",
    "commitment": "pledge",
    "humanitarian": "release",
}


@dataclass(frozen=True)
class Given:
    """A reader that gives one reading, whatever it is asked."""

    reading: Reading
    name: str = field(default="by hand")

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """The reading at hand."""
        return self.reading


def span_in(text: str, words: Words) -> Span:
    """Where words stand in a text; a pair names the occurrence, counted from 1."""
    wanted, number = words if isinstance(words, tuple) else (words, 1)
    found = [m.start() for m in re.finditer(re.escape(wanted), text)]
    assert len(found) >= number, f"{wanted!r} does not stand {number} times in {text!r}"
    return Span(found[number - 1], found[number - 1] + len(wanted))


def sentences_of(text: str) -> tuple[Span, ...]:
    """Sentences, cut at line breaks and after full stops before a capital."""
    ends = [m.end() for m in re.finditer(r"\n+|(?<=[.!?])[\"”']?\s+(?=[A-Z\"“])", text)]
    cuts = [0, *ends, len(text)]
    return tuple(Span(a, b) for a, b in pairwise(cuts) if b > a)


def frame(kind: str, trigger: Words, *, e: int = 0, **told: object) -> tuple[str, Words, int, Mapping[str, object]]:
    """A frame by its words: attributes (`status`, `kind_`, `stance`, `action`, `type`, `issues`) and roles."""
    return kind, trigger, e, told


def read(
    text: str, *frames: tuple[str, Words, int, Mapping[str, object]], refs: Mapping[Words, object] | None = None
) -> Reading:
    """The reading of a text with these frames; `refs` maps a phrase to those who name whom it stands for."""
    cut = sentences_of(text)
    made = [_made(text, cut, number, one) for number, one in enumerate(frames, start=100)]
    pointed = tuple(
        Reference(span_in(text, phrase), tuple(span_in(text, one) for one in _many(named)))
        for phrase, named in (refs or {}).items()
    )
    return Reading("by hand", cut, tuple(sorted(made, key=lambda f: f.trigger)), pointed)


def _made(text: str, cut: Sequence[Span], number: int, one: tuple[str, Words, int, Mapping[str, object]]) -> Frame:
    kind, trigger, e, told = one
    span = span_in(text, trigger)
    fillers = [
        Filler(Role(role), span_in(text, words))
        for role, given in told.items()
        if role in _ROLES
        for words in _many(given)
    ]
    attributes = {
        {"kind_": "subkind"}.get(key, key): tuple(_many(value)) if key == "issues" else value
        for key, value in told.items()
        if key not in _ROLES
    }
    base = Frame(
        kind=FrameKind(kind),
        trigger=span,
        sentence=next(s for s in cut if s.meets(span)),
        happening=e or number,
        subkind=_KINDS.get(kind),
        fillers=tuple(sorted(fillers, key=lambda f: f.span)),
    )
    return replace(base, **attributes)  # type: ignore[arg-type]


def _many(given: object) -> list[Words]:
    return list(given) if isinstance(given, list) else [given]  # type: ignore[list-item]


@cache
def _coder() -> Coder:
    return Coder(load_knowledge(), Given(Reading("none", ())), open_gazetteer(), triage=False)


def coder_of(reading: Reading) -> Coder:
    """The coder with a reader that gives this reading."""
    return replace(_coder(), reader=Given(reading))


def events(
    text: str,
    day: str | None,
    *frames: tuple[str, Words, int, Mapping[str, object]],
    refs: Mapping[Words, object] | None = None,
    extra: tuple[tuple[str, Actor], ...] = (),
) -> list[Event]:
    """The events of a text read by hand."""
    document = Document(id="d", text=text, published=date.fromisoformat(day) if day else None)
    coder = replace(_coder(), reader=Given(read(text, *frames, refs=refs)), extra_actors=extra)
    return list(coder.code(document))


def only(
    text: str,
    day: str | None,
    *frames: tuple[str, Words, int, Mapping[str, object]],
    refs: Mapping[Words, object] | None = None,
) -> Event:
    """The one event of a text read by hand."""
    found = events(text, day, *frames, refs=refs)
    assert len(found) == 1, [e.frame for e in found]
    return found[0]


def who(actors: Sequence[Actor]) -> list[str]:
    """Actors in short: a state by its code, another by its name."""
    return [a.country if a.is_state and a.country else a.name for a in actors]


def people(actors: Sequence[Actor]) -> list[str | None]:
    """The persons who act."""
    return [a.person for a in actors]

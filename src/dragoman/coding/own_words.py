"""Owns what a frame's own words tell beside its fillers: a meeting's agenda, whether its phrase refers back."""

from __future__ import annotations

import re

from dragoman.coding.field import Told, reason
from dragoman.coding.ordinals import ordinal_in
from dragoman.coding.scene import Scene, is_past
from dragoman.coding.who.words import in_set, words_of
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame, Span
from dragoman.knowledge.word_sets import word_set

NEAR_CHARACTERS = 24  # before a trigger in which the rest of its phrase may stand
_ABOUT = re.compile(r"\s(\w+)\s[^.,;:!?\n]{1,60}")


def agenda_of(frame: Frame, scene: Scene) -> Told[tuple[str, ...]]:
    """The issues that a meeting is said to be about: its agenda words, and those of its own name."""
    fillers = frame.of(Role.AGENDA)
    spans = [f.span for f in fillers]
    found = [(code, span) for span in spans for code in scene.issues.codes(span.within(scene.text))]
    if not found:
        name = _name(frame, scene)
        last = words_of(scene.text, frame.trigger)[-1:]
        for one in scene.issues.find(name.within(scene.text)):  # the noun of the meeting itself is no issue
            if not last or name.start + one.start != last[0].start:
                found.append((one.code, name))
    sure = min((f.confidence for f in fillers), default=1.0) if found else None
    codes = tuple(dict.fromkeys(code for code, _ in found))
    return Told(codes, tuple(reason(f"agenda: {code}", span) for code, span in found), sure, tuple(s for _, s in found))


def _name(frame: Frame, scene: Scene) -> Span:
    """A meeting's trigger with the words that tell what it is about: "ceasefire [talks]", "[talks] on prisoners"."""
    apart = scene.knowledge.words["preposition"] | scene.knowledge.words["and"] | word_set("definite_words")
    start = frame.trigger.start
    for word in reversed(words_of(scene.text, Span(max(frame.sentence.start, start - NEAR_CHARACTERS), start))[-2:]):
        if scene.text[word.end : start] not in {" ", "-"} or word.lower in apart or word.is_name:
            break
        start = word.start
    behind = _ABOUT.match(scene.text, frame.trigger.end)
    about = behind is not None and in_set(behind.group(1).lower(), "about_words")
    return Span(start, behind.end() if behind is not None and about else frame.trigger.end)


def refers_back(frame: Frame, scene: Scene) -> tuple[bool, bool]:
    """Whether the trigger is a noun whose phrase refers back, and whether it says that it is another one."""
    own = [w.lower for w in words_of(scene.text, frame.trigger)]
    start = max(frame.sentence.start, frame.trigger.start - NEAR_CHARACTERS)
    before = words_of(scene.text, Span(start, max(start, frame.trigger.start)))[-2:]
    verbal = any(in_set(w, "auxiliaries") or is_past(w) for w in own)
    near = [w.lower for w in before if w is before[-1] or before[-1].is_name or _is_ordinal(before[-1].lower)]
    rounds = [w.lower for f in frame.of(Role.ROUND) for w in words_of(scene.text, f.span)]
    definite = not verbal and any(in_set(w, "pointers") for w in (*near, *own[:1]))
    return definite, any(in_set(w, "words_of_another") for w in (*near, *own, *rounds))


def _is_ordinal(word: str) -> bool:
    return in_set(word, "words_of_another") or ordinal_in(word) is not None

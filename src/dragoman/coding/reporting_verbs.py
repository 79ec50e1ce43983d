"""Owns how something is reported: the verb beside its source, and whether it stands in quotation marks."""

from __future__ import annotations

from dragoman.coding.issue_words import forms
from dragoman.coding.who.words import words_of
from dragoman.contract.reading import Span
from dragoman.knowledge.reporting import reporting_cues

_NEAR = 5  # words on each side of the source
_OPENING, _CLOSING = "“„«", "”»"


def verb_of(text: str, sentence: Span, source: Span) -> str | None:
    """The reporting verb nearest to the source in its sentence, as a lemma; None where none stands there."""
    cues = reporting_cues()
    after = words_of(text, Span(source.end, max(source.end, sentence.end)))[:_NEAR]
    before = words_of(text, Span(min(sentence.start, source.start), source.start))[-_NEAR:]
    for word in (*after, *reversed(before)):
        found = next((form for form in forms(word.lower) if cues.find("verb", form) is not None), None)
        if found is not None:
            return found
    return None


def is_direct(text: str, trigger: Span, line: int) -> bool:
    """Whether the trigger stands inside quotation marks that its paragraph opens."""
    before = text[line : trigger.start]
    opened = sum(before.count(mark) for mark in _OPENING) - sum(before.count(mark) for mark in _CLOSING)
    return opened > 0 or before.count('"') % 2 == 1

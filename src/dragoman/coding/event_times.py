"""Owns the checks on the day of an event: nearest weekday, years told by the tense, dates of a mere mention.

The day itself is found by `coding.surroundings`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dragoman.coding.candidates import Candidate
from dragoman.coding.dates import TimeExpression
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree
from dragoman.language.tree_tense import tense

if TYPE_CHECKING:
    from spacy.tokens import Token

_YEAR = re.compile(r"\d{4}")
# What is still to be done lies ahead.
OWED = frozenset({"scheduled", "promised"})
# What is done to a day that was or is to come: the day may lie ahead though the act has happened.
_PLANNING = frozenset({"announced", "scheduled", "confirmed", "postponed", "cancelled", "proposed", "invited"})
# A month or a day of a month without a year.
_YEARLESS = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)(?:\s+\d{1,2}(?:st|nd|rd|th)?)?"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def nearest(time: TimeExpression | None, candidate: Candidate, around: Surroundings) -> TimeExpression | None:
    """A bare weekday without a verb ("Tuesday's meeting") is the nearest one, not always the last."""
    published = around.document.published
    if time is None or time.first is None or published is None or candidate.predicate.verbal:
        return time
    bare = time.text.casefold().startswith(_WEEKDAYS) and not any(c.isdigit() for c in time.text)
    if not bare or (published - time.first).days < 4:
        return time
    day = time.first + timedelta(days=7)
    if tense(tree.clause_head(candidate.token)) == "past":
        return time
    return replace(time, first=day, last=day, value=day.isoformat(), edtf=day.isoformat())


def in_order(time: TimeExpression | None, candidate: Candidate, around: Surroundings) -> TimeExpression | None:
    """A date without a year lies ahead for what is scheduled, and behind for what has happened.

    "Would be signed in March", said in January, is next March although the verb is a past one.
    """
    published, status = around.document.published, candidate.modality.status
    if time is None or time.first is None or time.last is None or published is None or time.kind != "date":
        return time
    if not _YEARLESS.fullmatch(time.text.strip()):
        return time
    ahead = status in OWED and time.last < published and (published - time.last).days > 60
    planning = candidate.match is not None and candidate.match.rule.act in _PLANNING
    behind = status == "happened" and not planning and (time.first - published).days > 7
    if not (ahead or behind):
        return time
    years = 1 if ahead else _year_beside(candidate, around, published.year - 1) - time.first.year
    try:
        first = time.first.replace(year=time.first.year + years)
        last = time.last.replace(year=time.last.year + years)
    except ValueError:
        return time
    value = f"{first.year:04d}{(time.value or '')[4:]}" if time.value else None
    return replace(time, first=first, last=last, value=value, edtf=value or time.edtf)


def _year_beside(candidate: Candidate, around: Surroundings, otherwise: int) -> int:
    """The year named before in the sentence ("a war in 2020 ended with a truce of 9 November")."""
    sent = candidate.token.sent
    years = [t.value for t in around.spans_in(sent.start_char, candidate.token.idx) if _YEAR.fullmatch(t.value or "")]
    return int(years[-1] or otherwise) if years else otherwise


def tells_when(theme: Token, time: TimeExpression) -> bool:
    """Whether a date tells when talks are that are only mentioned: in their phrase, or of what they frame."""
    phrase = tree.phrase(theme)
    if phrase.start_char <= time.start and time.end <= phrase.end_char:
        return True
    if time.end <= theme.sent.start_char:
        return True
    holder = tree.first_conjunct(theme).head
    if holder.dep_ == "prep" and holder.lower_ == "of":
        holder = tree.first_conjunct(holder.head).head
    return holder.dep_ == "prep" and holder.lower_ in {"at", "in", "during", "after"} and tree.is_verbal(holder.head)

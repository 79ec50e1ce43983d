"""Owns the day by which a commitment is due: the dates beside it, and days counted from an event.

Does not find the dates in the text: see `coding.dates`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.coding.conditions import refers_back
from dragoman.coding.dates import TimeExpression, due_date, resolve_from_event
from dragoman.coding.rules import Match
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

DUE_DIRECTIONS = frozenset({"by", "before", "until", "within", "on", "from", "between", "in", "after"})
# "Within 15 days of the signing", "72 hours after signature": counted from an event.
_FROM_EVENT = re.compile(r"\s+(?:of|after|from|following)\s+(?:(?:the|its|their|that|this)\s+)?([\w-]+(?:\s+[\w-]+)?)")
_SIGNING = frozenset(["signing", "signature", "signed", "it", "its", "accord", "agreement", "deal", "signatures"])
_SIGN_WORDS = frozenset({"sign", "signing", "signature"})
_LIMITS = frozenset({"by", "before", "until"})
_YEAR = re.compile(r"\b\d{4}\b")
_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_HOURS = re.compile(r"PT(\d{1,4})H")
_WITHOUT_LIMIT = frozenset({"within", "in", "after", None})


def due_of(match: Match, around: Surroundings, condition: Span | None) -> str | None:
    """The day (or month, or year) by which it is due; None where the text sets none."""
    said_on: date | None = around.document.published
    speech = around.time_of(match.predicate.token)
    for time in _beside(match, around, condition):
        if time.kind == "duration" and time.direction not in _WITHOUT_LIMIT:
            continue
        if time.direction not in DUE_DIRECTIONS and time.kind not in {"date", "time", "duration"}:
            continue
        spoken = speech.first if speech is not None and speech is not time else None
        day, told = _last_day(time, around, spoken or said_on)
        if day is not None and (said_on is None or day >= said_on or match.rule.kind == "deadline"):
            return _as_written(told, day)
    return None


def _beside(match: Match, around: Surroundings, condition: Span | None) -> list[TimeExpression]:
    """The times that may set the day: in what is to be done, in its condition, in the whole clause."""
    token = match.predicate.token
    holders = [tree.clause(c) for c in match.predicate.complements]
    if condition is not None:
        holders.append(condition)
    inner = [t for span in holders for t in around.spans_in(*_chars(span))]
    own = around.spans_in(*_chars(tree.clause(match.predicate.light or token)))
    above = _binding(token)
    if above is not None:
        own.extend(t for t in around.spans_in(*_chars(tree.clause(above))) if _belongs(t, token, above))
    found = [*inner, *(t for t in own if t not in inner)]
    if not found and condition is not None and refers_back(condition) and token.sent.start > 0:
        before = token.doc[token.sent.start - 1].sent
        limits = [t for t in around.spans_in(*_chars(before)) if t.direction in _LIMITS or t.kind == "date"]
        found.extend(limits[-1:])
    return found


def _binding(token: Token) -> Token | None:
    """The word over an act that binds to it ("have five days to", "has until Friday to", "is to")."""
    head = tree.first_conjunct(token).head
    if head.i == token.i:
        return None
    if token.dep_ in {"xcomp", "relcl", "acl", "advcl", "ccomp"} and token.tag_ in {"VB", "VBN"}:
        return head.head if not tree.is_verbal(head) and tree.is_verbal(head.head) else head
    return None


def _belongs(time: TimeExpression, act: Token, above: Token) -> bool:
    """Whether a time under the binding word stands before or right at the act, not in another clause."""
    return bool(above.idx <= time.start <= act.idx or time.start < above.idx)


def _last_day(time: TimeExpression, around: Surroundings, said_on: date | None) -> tuple[date | None, TimeExpression]:
    """The last day that a time leaves, counted from the event where the text names one."""
    text = around.document.text
    event = _FROM_EVENT.match(text[time.end : time.end + 60])
    if time.kind == "duration" and event is not None:
        day = _event_day(event.group(1), around, (time.start, time.end + event.end()))
        if day is None:
            return None, time
        told = resolve_from_event(replace(time, anchor="event", value=_in_days(time.value)), day)
        return told.last, told
    if time.anchor == "event":
        return None, time
    hours = _HOURS.fullmatch(time.value or "")
    if hours is not None and said_on is not None:
        return said_on + timedelta(days=-(-int(hours.group(1)) // 24)), time
    day = due_date(time, said_on=said_on)
    if day is not None and said_on is not None and day < said_on and time.direction in _LIMITS:
        day = _next_year(time, day)
    return day, time


def _in_days(value: str | None) -> str | None:
    hours = _HOURS.fullmatch(value or "")
    return f"P{-(-int(hours.group(1)) // 24)}D" if hours is not None else value


def _next_year(time: TimeExpression, day: date) -> date | None:
    """A limit that has passed is that of the next week or year, where the text names neither."""
    if _YEAR.search(time.text) or time.anchor != "document":
        return day
    if _WEEKDAY.search(time.text):
        return day + timedelta(days=7)
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return None


def _event_day(words: str, around: Surroundings, limit: tuple[int, int]) -> date | None:
    """The day of the event from which days are counted, where the document dates it outside the limit's own words."""
    names = {w.casefold() for w in words.split()}
    signing = bool(names & _SIGNING)
    found: list[date] = []
    for token in around.doc:
        alike = signing and token.lemma_.lower() in _SIGN_WORDS
        named = token.pos_ == "PROPN" and token.lower_ in names and token.text[:1].isupper()
        if not (alike or named) or limit[0] <= token.idx < limit[1]:
            continue
        head = token if alike else tree.clause_head(token)
        dated = around.time_of(head, token if not tree.is_verbal(token) else None)
        if dated is not None and dated.first is not None and dated.first == dated.last:
            found.append(dated.first)
    return found[0] if found else None


def _as_written(time: TimeExpression, day: date) -> str:
    value = time.value or ""
    if time.modifier == "END":
        return day.isoformat()
    if re.fullmatch(r"\d{4}(-\d\d)?", value) and day.isoformat().startswith(value[:4]):
        return value
    return day.isoformat()


def _chars(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char

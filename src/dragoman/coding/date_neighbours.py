"""Owns what the words around a time expression tell: its preposition, tense and shared year.

Does not look further than a fixed number of words, so that it costs the same everywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dragoman.coding.date_intervals import bounds_first
from dragoman.coding.date_tokens import BREAK, Token
from dragoman.knowledge.time_words import TimeKnowledge

_REACH = 14  # words looked at on each side for a sign of the tense
_STOPS = frozenset({".", "!", "?", BREAK})
_SKIPPED = frozenset({"the", "about", "around", "at", "least", "early", "late", "mid", "-", "just"})
_CLAUSE = 14  # words that a clause of an event may have, to be taken as part of an expression
_CLAUSE_SIGNS = frozenset({",", ".", ";", ":", "(", ")", "!", "?", BREAK})
_DETERMINERS = frozenset({"a", "an", "the", "his", "her", "its", "their", "still", "newly"})
_JOINTS = frozenset({"-", "to", "and", "or", "until", "till", "through", ",", "/"})


class Neighbourhood:
    """The words around a place in one text."""

    def __init__(self, tokens: Sequence[Token], knowledge: TimeKnowledge) -> None:
        self._tokens = tokens
        self._knowledge = knowledge
        self._years = [(place, int(token.value)) for place, token in enumerate(tokens) if token.key == "#year"]
        self._future = knowledge.classes["FUTURE"]
        self._past = knowledge.classes["PASTCUE"]
        self._function = knowledge.classes["FUNCTION"]
        self._months = knowledge.classes["MONTH"]

    def is_excursion(self, focus: str | None, value: str | None, index: int) -> bool:
        """Whether a date has no days, or is of a year that the next year of the text leaves again.

        "The largest defeat since 1812" does not move a story that stands in 1920. Measured on
        narratives: value F1 0.88 without this look ahead, 0.90 with it.
        """
        new, old = bounds_first(value), bounds_first(focus)
        if new is None:
            return True
        if old is None or new.year == old.year:
            return False
        place = bisect_left(self._years, (index, 0))
        if place == len(self._years):
            return True
        following = self._years[place][1]
        return abs(following - old.year) < abs(following - new.year)

    def before(self, index: int) -> tuple[str, ...]:
        """Up to four words before a token, the nearest first."""
        return tuple(t.key for t in reversed(self._tokens[max(0, index - 4) : index]))

    def after(self, index: int) -> tuple[str, ...]:
        """Up to four words from a token on."""
        return tuple(t.key for t in self._tokens[index : index + 4])

    def same_sentence(self, earlier: int, later: int) -> bool:
        """Whether no sentence ends between two places at most forty words apart."""
        if later - earlier > 40:
            return False
        return not any(t.key in _STOPS for t in self._tokens[earlier:later])

    def same_paragraph(self, earlier: int, later: int) -> bool:
        """Whether no empty line parts two places at most forty words apart."""
        if earlier < 0 or later - earlier > 40:
            return False
        return not any(t.key == BREAK for t in self._tokens[earlier:later])

    def direction(self, index: int) -> str | None:
        """The preposition that governs the expression beginning at a token."""
        for step in range(1, 4):
            if index - step < 0:
                return None
            key = self._tokens[index - step].key
            found = self._knowledge.value(key, "DIRECTION")
            if found is not None:
                return found
            if key not in _SKIPPED:
                return None
        return None

    def tense(self, first: int, last: int) -> str | None:
        """`future` or `past` by the nearest sign in the same sentence; before counts first."""
        back = self._scan(range(first - 1, max(-1, first - 1 - _REACH), -1))
        if self.direction(first) in ("until", "by"):
            near = [t.key for t in self._tokens[max(0, first - 8) : last + 6]]
            return "past" if "had" in near else "future"
        ahead = self._scan(range(last, min(len(self._tokens), last + _REACH)))
        return back or ahead

    def _scan(self, places: range) -> str | None:
        for place in places:
            token = self._tokens[place]
            if token.key in _STOPS:
                return None
            sign = self._sign(place, token)
            if sign is not None:
                return sign
        return None

    def _sign(self, place: int, token: Token) -> str | None:
        if token.key in self._future:
            near = [t.key for t in self._tokens[max(0, place - 2) : place]]
            return "past" if "had" in near else "future"
        if token.key == "to" and place and self._tokens[place - 1].key in ("is", "are"):
            return "future"  # "is to meet"
        if token.key in self._past:
            return "past"
        attributive = place and self._tokens[place - 1].key in _DETERMINERS
        if token.key.endswith("ed") and len(token.key) > 4 and not (token.capital or attributive):
            return "past"
        return None

    def shared_year(self, first: int, last: int) -> int | None:
        """The year that a date to the right gives to this one: "May and June 1950"."""
        tokens = self._tokens[last : last + 8]
        own = [t for t in self._tokens[first:last] if t.key in self._months]
        if not tokens or not own or any(t.key == "#year" for t in self._tokens[first:last]):
            return None
        if tokens[0].key not in _JOINTS:
            return None
        month: str | None = None
        for token in tokens[1:]:
            if token.key in self._months and token.capital:
                month = token.key
            elif token.key == "#year" and month is not None:
                late = int(self._months[own[0].key]) > int(self._months[month])
                return int(token.value) - (1 if late else 0)
            elif token.key not in ("#day", "#ordinal", "early", "late", "mid", "of", ",", "-", "the"):
                return None
        return None

    def noun_follows(self, index: int) -> bool:
        """Whether the next word is one that the expression may qualify: no function word."""
        if index >= len(self._tokens):
            return False
        token = self._tokens[index]
        return token.key[:1].isalpha() and token.key not in self._function

    def clause_end(self, index: int) -> int:
        """The place of the next sign that ends a clause, or `index` if it is far away."""
        for place in range(index, min(len(self._tokens), index + _CLAUSE)):
            if self._tokens[place].key in _CLAUSE_SIGNS:
                return place
        return index

    def second_day(self, index: int) -> int | None:
        """The day after a dash or `to`, where no month, unit or year follows it."""
        tokens = self._tokens[index : index + 3]
        if len(tokens) < 2 or tokens[0].key not in ("-", "to", "through", "until"):
            return None
        if tokens[1].key not in ("#day", "#ordinal") or not tokens[1].value.isdigit():
            return None
        if (
            len(tokens) > 2
            and tokens[2].key[:1].isalnum()
            and (tokens[2].key not in self._function or tokens[2].key in self._months)
        ):
            return None
        day = int(tokens[1].value)
        return day if 1 <= day <= 31 else None

"""Owns the day of publication that the first lines of a text state.

Does not take a day that a sentence of the story mentions: a dateline stands by itself, after a
label such as "Published:", or before the first sentence with its place.
"""

from __future__ import annotations

import re
from datetime import date

from dragoman.documents.days import FullDay, full_days

_LINES = 15  # a headline, a subtitle, a by-line and some furniture may come first
_LONGEST = 300  # of a line's beginning; a dateline is short
_LABEL = re.compile(
    r"(?:first |last )?(?:published|posted|issued|updated|modified|released|filed|created|dated?|as of)"
    r"|(?:rolling|live) (?:coverage|updates?|blog|report)|live"
    r"|(?:reporting )?period(?: covered)?|reporting"
    r"|(?:press |news )?(?:release|statement|briefing|bulletin|dispatch|communiqu[eé])"
    r"|(?:flash |situation |weekly |daily )?(?:update|report|sitrep)|for immediate release",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"(?:last )?(?:updated|modified)", re.IGNORECASE)
_AS_OF = re.compile(r"[(\[](?:as of|as at|updated|published|issued)[ :]{1,3}$", re.IGNORECASE)
# What may stand between label, place and day, and after the day: agency, hour, zone, marks.
_AGENCY = re.compile(r"\([A-Za-z][\w .&/-]{0,40}\)|\[[A-Za-z][\w .&/-]{0,40}\]")
_HOUR = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\b"
    r"|\b\d{1,2} ?[ap]\.?m\b\.?"
    r"|\b(?:GMT|UTC|[A-Z]{2,4}T)\b(?:[+-]\d{1,2})?"
)
_PLACE = re.compile(r"[^\W\d_][\w.'’-]*(?:[ /][^\W\d_][\w.'’-]*){0,5}")
_SMALL = frozenset({"of", "de", "la", "el", "al", "the", "and", "von", "san", "du", "des"})
_DASH = re.compile(r"[ \t]{0,3}(?:-{1,2}|[–—―:|])(?:[ \t]|$)")
_SMALL_PRINT = re.compile(r"\b(?:no|number|nr)\.? ?\d{1,4}|#\d{1,4}|\b(?:from|on|at|as of|date|by)\b", re.IGNORECASE)
_RANGE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?: [A-Z][a-z]{2,8})?(?: \d{4})? ?(?:to|until|through|[–—-]) ?$")


def dateline(text: str) -> tuple[date, bool] | None:
    """The day that the first lines state, and whether its weekday fits; None where none does.

    A stated day of publication wins over a day of updating.
    """
    updated: FullDay | None = None
    lines = (line.strip() for line in text[: _LINES * 4000].splitlines())
    for line in [one for one in lines if one][:_LINES]:
        found = _in_line(line[:_LONGEST], whole=len(line) <= _LONGEST)
        if found is None:
            continue
        if not _UPDATE.match(line):
            return found.day, found.weekday_fits
        updated = updated or found
    return (updated.day, updated.weekday_fits) if updated else None


def _in_line(line: str, *, whole: bool) -> FullDay | None:
    days = list(full_days(line))
    if not days:
        return None
    for day in days:
        if _AS_OF.search(line[: day.start]):
            return day
    day = days[0]
    before = line[: day.start]
    label = _LABEL.match(line)
    if label:
        if _is_period(line, days):
            return days[-1]
        return day if _is_furniture(before, label.end()) else None
    if not _is_placeline(before):
        return None
    after = _HOUR.sub("", _AGENCY.sub("", line[day.end :])).strip(" \t.,;|()")
    if whole and not after:
        return day
    # A bare day before a dash may open a chronology; with a place it is a dateline.
    return day if before.strip() and _DASH.match(_AGENCY.sub("", line[day.end :])) else None


def _is_period(line: str, days: list[FullDay]) -> bool:
    between = line[days[0].end : days[-1].start]
    return len(days) == 2 and bool(re.fullmatch(r"[ ,]{0,2}(?:to|until|through|[–—-])[ ]{0,2}", between))


def _is_furniture(before: str, label_end: int) -> bool:
    """Whether only marks, an hour, a place or the start of a period stand between label and day."""
    rest = _HOUR.sub("", _AGENCY.sub("", before[label_end:]))
    rest = _SMALL_PRINT.sub("", _RANGE.sub("", rest))
    rest = rest.strip(" \t.,:;|–—-")
    return not rest or _is_placeline(rest)


def _is_placeline(before: str) -> bool:
    """Whether what precedes a day is nothing, or a place and an agency: `GENEVA (AFP) - `."""
    rest = _AGENCY.sub("", before).strip(" \t.,:;|–—-")
    if not rest:
        return True
    parts = [part.strip() for part in rest.split(",")]
    if len(parts) > 3:
        return False
    return all(_PLACE.fullmatch(part) and _is_name(part) for part in parts if part)


def _is_name(words: str) -> bool:
    return all(word[0].isupper() or word.lower() in _SMALL for word in re.split(r"[ /]", words) if word)

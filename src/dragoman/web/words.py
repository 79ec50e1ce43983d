"""Owns how pages word and colour codes, days and addresses: the filters of the templates.

Pure functions; a colour always comes with its word. Longer phrases are `delivery`'s business.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from dragoman.delivery.phrases import bounds, capital, clean, code_words, say_day
from dragoman.process.phrases import MONTHS, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Wording:
    """The tables of `data/words.toml`."""

    tones: Mapping[str, str]
    marks: Mapping[str, str]
    parts: Mapping[str, str]
    kinds: Mapping[str, str]
    fields: Mapping[str, str]
    acts: Mapping[str, str]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The tables, read once."""
    held = tomllib.loads((files("dragoman.web") / "data" / "words.toml").read_text(encoding="utf-8"))
    tones = {code: tone for tone, codes in held["tones"].items() for code in codes}
    return Wording(tones, held["marks"], held["parts"], held["kinds"], held["fields"], held["acts"])


def tone(code: str | None) -> str:
    """The colour family of a code; `mute` for one that has none."""
    return wording().tones.get(code or "", "mute")


def mark(code: str) -> str:
    """The sign that stands before what a party says of a meeting."""
    return wording().marks.get(code, "")


def words(code: str | None) -> str:
    """A code of the contract in words, cleaned of control characters."""
    return clean(code_words(code)) if code else ""


def part_words(part: str) -> str:
    """The heading of a list of the contract."""
    return wording().parts.get(part) or capital(words(part))


def kind_words(kind: str) -> str:
    """What sort of change it is."""
    return wording().kinds.get(kind) or words(kind)


def field_words(field: str) -> str:
    """The name of a field as a person would say it."""
    return wording().fields.get(field) or words(field)


def act_words(kind: str | None, event_type: str) -> str:
    """What an event is called: by its kind, else by its type."""
    return words(kind) if kind and kind != "other" else wording().acts.get(event_type) or words(event_type.lower())


def day_words(day: str | date | None) -> str:
    """`Wed 23 July 2025`; nothing for no day."""
    return clean(say_day(day.isoformat() if isinstance(day, date) else day))


def short_day(day: str | date | None) -> str:
    """`23 Jul 2025`, `Jul 2025`, `2025`; what is no date stays as it is."""
    text = day.isoformat() if isinstance(day, date) else day
    limits = bounds(text)
    if limits is None or text is None:
        return clean(text or "")
    first, last = limits
    month = MONTHS[first.month - 1][:3]
    if first == last:
        return f"{first.day} {month} {first.year}"
    return f"{month} {first.year}" if first.month == last.month else str(first.year)


def weekday(day: date) -> str:
    """The day of the week."""
    return WEEKDAYS[day.weekday()]


def safe_url(url: str | None) -> str:
    """The address if it is one of the web, else nothing: a link to anything else could do harm."""
    if not url:
        return ""
    text = url.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    sound = parts.scheme.casefold() in {"http", "https"} and bool(parts.netloc)
    return text if sound and text.isprintable() and " " not in text else ""


def host_of(url: str | None) -> str:
    """The host of an address, for showing where a link leads."""
    known = safe_url(url)
    return clean(urlsplit(known).hostname or "") if known else ""


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 report`, `2 reports`, `1,204 reports`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def excerpt(text: str | None, longest: int = 240) -> str:
    """Text on one line, cut at a word's end."""
    line = clean(text or "")
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"


FILTERS: dict[str, Callable[..., Any]] = {
    "tone": tone,
    "mark": mark,
    "words": words,
    "capital": capital,
    "clean": clean,
    "day": day_words,
    "short_day": short_day,
    "field_words": field_words,
    "part_words": part_words,
    "safe_url": safe_url,
    "host": host_of,
    "plural": plural,
    "excerpt": excerpt,
}

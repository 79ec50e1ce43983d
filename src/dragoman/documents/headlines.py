"""Owns telling the headline of a plain text."""

from __future__ import annotations

_LONGEST_TITLE = 200
_TITLE_WORDS = 30


def title_of(text: str) -> str | None:
    """The headline: the first or second line that is short, no sentence, and followed by more."""
    lines = [line.strip() for line in text[:20_000].splitlines() if line.strip()]
    for line in lines[:2] if len(lines) > 2 else lines[: len(lines) - 1]:
        if _is_headline(line):
            return line
    return None


def _is_headline(line: str) -> bool:
    words = line.split()
    return (
        len(line) <= _LONGEST_TITLE
        and 2 <= len(words) <= _TITLE_WORDS
        and not line.endswith((".", ",", ";", ":"))
        and any(c.isalpha() for c in line)
    )

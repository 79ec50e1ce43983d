"""Owns the cutting of a text into tokens for the grammar of time, in linear time.

Does not know the grammar's rules and does not compute dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dragoman.knowledge.time_words import TimeKnowledge

BREAK = "#break"
# Zero-width characters and soft hyphens may stand inside a word; they never change it.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LONGEST_NUMBER = 9  # more digits than this are no count of anything in a date
# Years before the common era are kept as 5000 minus their number while dates are resolved, so that
# the same arithmetic serves; `date_intervals.written` turns them into `BC0480`.
BEFORE_COMMON_ERA = 5000
_FIGURES = ("#number", "#year", "#two", "#day")
_TOKEN = re.compile(
    rf"""
    (?P<iso>[12][0-9]{{3}}-[01][0-9]-[0-3][0-9]
        (?:T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?(?![0-9]))
  | (?P<slash>[0-9]{{1,2}}/[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9/])
      | [0-9]{{1,2}}\.[0-9]{{1,2}}\.[12][0-9]{{3}}(?![0-9]))
  | (?P<clock>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:hrs)?(?![0-9]))
  | (?P<poss>['’]s(?!\w))
  | (?P<decade>['’]?[0-9]{{2,4}}['’]?s(?!\w))
  | (?P<ordinal>[0-9]{{1,3}}(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w))
  | (?P<shortyear>['’][0-9]{{2}}(?!\w))
  | (?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}(?![0-9])|[0-9]+(?:\.[0-9]+)?)
  | (?P<meridiem>[AaPp]\.\ ?[Mm]\.?(?!\w))
  | (?P<word>[^\W\d_](?:[^\W\d_]|[{_INVISIBLE}])*)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_WHOLE = ("march", "april", "may", "june", "july")  # no abbreviations: a full stop ends them
_STRIP = dict.fromkeys(map(ord, _INVISIBLE))


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of the text.

    Attributes:
        key: the form that the grammar knows: the lower-case word, the sign, or a kind of number
            such as `#day`, `#year`, `#number`, `#clock`.
        value: what a number stands for, or the token's own characters.
        capital: starts with a capital letter.
        glued: no space before it.
    """

    start: int
    end: int
    key: str
    value: str
    capital: bool = False
    glued: bool = False


def tokenise(text: str, knowledge: TimeKnowledge) -> list[Token]:
    """Tokens of a text, with a break token wherever an empty line parts two of them."""
    return list(_join_eras(list(_join_numbers(list(_scan(text, knowledge)), knowledge))))


def _scan(text: str, knowledge: TimeKnowledge) -> Iterator[Token]:
    months = knowledge.classes["MONTH"]
    weekdays = knowledge.classes["WDAY"]
    position = 0
    skip_until = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < skip_until or match.group() in _INVISIBLE:
            continue
        gap = text[position:start]
        if gap.count("\n") > 1:
            yield Token(position, position, BREAK, "")
        glued = not gap
        kind = str(match.lastgroup)
        surface = match.group()
        if kind == "word":
            key = surface.translate(_STRIP).lower()
            if key in ("am", "pm"):
                key = "#meridiem"
            shortened = key in months or key in weekdays or key in ("yr", "yrs", "hrs", "min")
            if shortened and len(key) < 6 and text[end : end + 1] == "." and key not in _WHOLE:
                end += 1
                skip_until = end
            yield Token(start, end, key, surface[:2], surface[:1].isupper(), glued)
        else:
            key, value = _numeric(kind, surface)
            yield Token(start, end, key, value, False, glued)
        position = end


def _numeric(kind: str, surface: str) -> tuple[str, str]:
    if kind == "number":
        return _number(surface)
    if kind == "ordinal":
        return "#ordinal", surface[:-2]
    if kind == "decade":
        return "#decade", surface.strip("'’s").rstrip("'’")
    if kind == "shortyear":
        return "#shortyear", surface[1:]
    if kind == "meridiem":
        return "#meridiem", surface[0].lower()
    if kind == "mark":
        if surface in "–—‒‐‑−":
            return "-", surface
        return ("'", surface) if surface == "’" else (surface, surface)
    return f"#{kind}", surface


def _number(surface: str) -> tuple[str, str]:
    plain = surface.replace(",", "")
    if len(plain) > _LONGEST_NUMBER:
        return "#big", ""
    if "." in plain or "," in surface:
        return "#number", plain
    value = int(plain)
    if len(plain) <= 2:
        return ("#day" if 1 <= value <= 31 else "#two"), plain
    if len(plain) == 4 and 1000 <= value <= 2999:
        return "#year", plain
    return "#number", plain


def _join_numbers(tokens: list[Token], knowledge: TimeKnowledge) -> Iterator[Token]:
    """Merge `twenty-five`, `two hundred and ten`, `2 1/2` and `two and a half` to one number."""
    words = knowledge.classes["NUMWORD"]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.key in words:
            last, value = _read_number_words(tokens, index, words)
            ordinal = _ordinal_after(tokens, last, value, knowledge)
            if ordinal is not None:
                yield replace(token, key="#ordinal", value=str(value + ordinal[1]), end=tokens[ordinal[0]].end)
                index = ordinal[0] + 1
                continue
            key = "#count" if value >= 1 else "#number"
            joined = replace(token, key=key, value=str(value), end=tokens[last].end)
            last, half = _half_after(tokens, last)
            if half:
                value_text = str(value + 0.5)
                yield replace(joined, key="#number", value=value_text, end=tokens[last].end)
            else:
                yield replace(joined, key="one") if token.key == "one" and last == index else joined
            index = last + 1
            continue
        last, half = _half_after(tokens, index) if token.key in ("#day", "#two") else (index, False)
        if half:
            end = tokens[last].end
            token = replace(token, key="#number", value=f"{token.value}.5", end=end)
        yield token
        index = last + 1


def _ordinal_after(tokens: list[Token], index: int, value: float, knowledge: TimeKnowledge) -> tuple[int, int] | None:
    """The place and value of the ordinal that ends a number: the `eighth` of `twenty-eighth`."""
    place = index + 2 if index + 1 < len(tokens) and tokens[index + 1].key == "-" else index + 1
    if value not in (20, 30) or place >= len(tokens):
        return None
    unit = int(knowledge.value(tokens[place].key, "ORD") or 0)
    return (place, unit) if 1 <= unit <= 9 else None


def _half_after(tokens: list[Token], index: int) -> tuple[int, bool]:
    """Whether `and a half` or `1/2` follows a number; with the place of its last token."""
    ahead = [t.key if t.key[:1].isalpha() else t.value for t in tokens[index + 1 : index + 4]]
    found = ahead in (["and", "a", "half"], ["1", "/", "2"])
    return (index + 3, True) if found else (index, False)


def _join_eras(tokens: list[Token]) -> Iterator[Token]:
    """Make `480 BC`, `AD 70`, the `499` of `499-493 BC` and the `08` of `2007-08` years."""
    made: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        after = tokens[index + 1].key if index + 1 < len(tokens) else ""
        before = made[-1] if made else None
        if token.key in _FIGURES and after in ("bc", "bce") and _is_count(token):
            value = str(BEFORE_COMMON_ERA - int(token.value))
            made.append(replace(token, key="#year", value=value, end=tokens[index + 1].end))
            index += 1
        elif token.key in _FIGURES and after in ("ad", "ce") and _is_count(token):
            value = token.value.zfill(4)
            made.append(replace(token, key="#year", value=value, end=tokens[index + 1].end))
            index += 1
        elif token.key in ("#two", "#day") and _is_short_year(made, token):
            made.append(replace(token, key="#year", value=made[-2].value[:2] + token.value))
        else:
            made.append(token)
        if before is not None and made[-1].key == "#year" and len(made) > 2:
            _mark_first_of_range(made)
        index += 1
    yield from made


def _is_count(token: Token) -> bool:
    return (token.value.isdigit() and 1 <= int(token.value) < 1000) or (
        token.key == "#year" and int(token.value) < 2000
    )


def _is_short_year(made: list[Token], token: Token) -> bool:
    if len(made) < 2 or made[-1].key != "-" or made[-2].key != "#year" or not token.glued:
        return False
    first = int(made[-2].value)
    return first > 1000 and len(token.value) == 2 and 0 < int(token.value) - first % 100 <= 20


def _mark_first_of_range(made: list[Token]) -> None:
    """The `499` of `499-493 BC`: a count that a year before the common era follows."""
    last, joint, first = made[-1], made[-2], made[-3]
    early = BEFORE_COMMON_ERA - 1000 <= int(last.value) < BEFORE_COMMON_ERA
    if early and joint.key in ("-", "to", "and", "or") and first.key == "#number" and (first.value.isdigit()):
        made[-3] = replace(first, key="#year", value=str(BEFORE_COMMON_ERA - int(first.value)))


def _read_number_words(tokens: list[Token], index: int, words: Mapping[str, str]) -> tuple[int, int]:
    total = 0
    current = int(words[tokens[index].key])
    last = index
    # Eight words spell any number that a duration has; the bound keeps hostile text cheap.
    for _ in range(8):
        step = last + 1
        if step < len(tokens) and tokens[step].key in ("-", "and") and step + 1 < len(tokens):
            hyphen = tokens[step].key == "-"
            if hyphen and not (tokens[step].glued and tokens[step + 1].glued):
                break
            if not hyphen and current < 100:
                break
            step += 1
        if step >= len(tokens) or tokens[step].key not in words:
            break
        value = int(words[tokens[step].key])
        if value >= 1000:
            total, current = total + current * value, 0
        elif value in (100, 12):
            current *= value
        elif (current >= 20 and value < 10) or current >= 100 or current == 0:
            current += value
        else:
            break
        last = step
    return last, total + current

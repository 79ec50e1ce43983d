"""Owns cutting a noun phrase into names, titles, prepositions and other words.

Does not say who the phrase stands for: `phrases` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dragoman.knowledge.actors import ActorMention, mentions_of
from dragoman.knowledge.folding import Token, plain, tokenise
from dragoman.knowledge.load import Knowledge

_HYPHENS = "-‐‑–"
_LONGEST_TITLE = 5
_NEAR = 40  # characters beside a name in which a word such as "pro-" or "-backed" may stand


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a segment: `M`ention, `T`itle or noun, `P`reposition, `C`apital, `w`ord."""

    kind: str
    text: str
    start: int
    end: int
    mention: ActorMention | None = None
    sector: str = ""
    rank: int = 0
    country: str = ""
    owner: bool = False


def cut(text: str, on: date | None, knowledge: Knowledge) -> list[Part]:
    """The stretches of a segment from left to right."""
    tokens = tokenise(text)
    mentions = {m.start: m for m in mentions_of(text, tokens, on, knowledge)}
    starts = sorted(mentions)
    parts: list[Part] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        inside = [s for s in starts if s <= token.start < mentions[s].end]
        if inside:
            mention = mentions[inside[0]]
            title = _title_at(tokens, place, knowledge)
            if mention.kind == "title" and title:
                parts.append(title[1])
            else:
                parts.append(_mention_part(text, mention, knowledge))
            while place < len(tokens) and tokens[place].start < mention.end:
                place += 1
            continue
        title = _title_at(tokens, place, knowledge)
        if title:
            kind = "w" if _has_tail(text, title[1].end, knowledge) else "T"
            parts.append(replace(title[1], kind=kind, owner=_owns(text, title[1].end)))
            place += title[0]
            continue
        length = _hyphened(text, tokens, place)
        parts.append(_word_part(text, token, tokens[place + length - 1], knowledge))
        place += length
    return parts


def _hyphened(text: str, tokens: list[Token], place: int) -> int:
    """Number of words that hyphens join from here: "Son-hui", "al-Rishq"."""
    length = 1
    while place + length < len(tokens):
        left, right = tokens[place + length - 1], tokens[place + length]
        if text[left.end : right.start] not in {"-", "‐", "‑"}:
            break
        length += 1
    return length


def _mention_part(text: str, mention: ActorMention, knowledge: Knowledge) -> Part:
    """A name; a mere word where it only qualifies: "pro-Russian", "Iran-backed"."""
    near = text[max(0, mention.start - _NEAR) : mention.start]
    before = tokenise(near)
    stance = before and before[-1].plain in knowledge.words["stance"] and near[before[-1].end :] in tuple(_HYPHENS)
    kind = "w" if stance or _has_tail(text, mention.end, knowledge) else "M"
    owner = _owns(text, mention.end)
    return Part(kind, mention.text, mention.start, mention.end, mention, owner=owner)


def _has_tail(text: str, end: int, knowledge: Knowledge) -> bool:
    """Whether a hyphen and a word such as "backed" or "held" follow: "Iran-backed"."""
    if text[end : end + 1] not in tuple(_HYPHENS):
        return False
    after = tokenise(text[end : end + _NEAR])
    return bool(after) and after[0].start == 1 and after[0].plain in knowledge.words["tail"]


def _owns(text: str, end: int) -> bool:
    return text[end : end + 2] in {"'s", "’s"} or text[end : end + 1] in {"'", "’"}


def _word_part(text: str, token: Token, last: Token, knowledge: Knowledge) -> Part:
    if token.plain in knowledge.words["preposition"]:
        kind = "P"
    elif token.plain in knowledge.words["no_name"]:
        kind = "w"
    elif token.raw[0].isupper() or (token.particle and last.raw[0].isupper()):
        kind = "C"
    else:
        kind = "w"
    return Part(kind, text[token.start : last.end], token.start, last.end)


def _title_at(tokens: list[Token], place: int, knowledge: Knowledge) -> tuple[int, Part] | None:
    """The longest title or noun of a sector that starts at a word, with its number of words."""
    longest = min(_LONGEST_TITLE, len(tokens) - place)
    for length in range(longest, 0, -1):
        span = tokens[place : place + length]
        key = plain(" ".join(token.raw for token in span)).replace("-", " ")
        start, end = span[0].start, span[-1].end
        title = knowledge.titles.get(key)
        if title is not None:
            sectors, rank, country = title
            sector = sectors[0] if sectors else ""
            return length, Part("T", key, start, end, None, sector, rank, country)
        sector = knowledge.nouns.get(key) or (knowledge.nouns.get(key[:-1]) if key.endswith("s") else None)
        if sector:
            return length, Part("T", key, start, end, None, sector, 0)
    return None

"""Owns how names are cut into tokens and folded, so that spellings of one name meet in one key.

Does not know any name. Three keys, from strict to loose: `plain` (case, accents, apostrophes),
`sound` (usual transliterations of one sound), `skeleton` (consonants only, for whole names).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼʻ`´.][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "ʼs", "'S", "’S")
_APOSTROPHES = str.maketrans("", "", "'’ʼʻ`´.")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
     "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n"}
)  # fmt: skip
PARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul", "ud", "bin",
                       "ibn", "bint"})  # fmt: skip
_ALWAYS_PARTICLE = frozenset({"al", "el", "bin", "ibn", "bint"})
_SOUNDS = (
    ("tch", "ch"), ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("zh", "j"), ("dj", "j"),
    ("ph", "f"), ("ck", "k"), ("q", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"),
    ("ey", "i"), ("ai", "i"), ("ay", "i"), ("w", "v"), ("y", "i"), ("ks", "x"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_ABD = re.compile(r"abd[aeiou]l\b")
MAX_TOKENS = 12  # the longest name that is looked for
SKELETON_LEAST = 5  # shorter skeletons join different people


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    Attributes:
        start: first character.
        end: one past the last character, without a possessive ending.
        raw: its characters.
        plain: its strict key.
        particle: whether it is an article or `bin` inside an Arabic name.
    """

    start: int
    end: int
    raw: str
    plain: str
    particle: bool


def plain(text: str) -> str:
    """Key without case, accents, apostrophes and full stops: `Türkiye` is `turkiye`."""
    if text.isascii():
        return text.lower().translate(_APOSTROPHES)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.translate(_LETTERS).translate(_APOSTROPHES)


def sound(folded: str) -> str:
    """Key of a folded word under which its usual transliterations meet.

    `zelensky`, `zelenskyy` and `zelenskiy` are one; so are `houthi` and `huthi`.
    """
    for spelling, letter in _SOUNDS:
        if spelling in folded:
            folded = folded.replace(spelling, letter)
    return _DOUBLED.sub(r"\1", folded)


def skeleton(words: list[str]) -> str:
    """Key of a whole folded name: its consonants in order, `A` for a vowel at a word's start.

    `mohammed hamdan` and `muhammad hamdan` are one; so are `abdel fattah` and `abdelfattah`.
    Empty where too little is left to tell people apart.
    """
    parts = []
    for word in words:
        word = _ABD.sub("abd", word)
        word = word.replace("abdel", "abd").replace("abdul", "abd")
        if word.startswith(("ye", "yi")):
            word = word[1:]
        heard = sound(word)
        bones = "".join(c for c in heard if c not in "aeiou")
        parts.append(("A" if heard[:1] in tuple("aeiou") else "") + bones)
    joined = _DOUBLED.sub(r"\1", "".join(parts))
    return joined if len(joined) >= SKELETON_LEAST else ""


def tokenise(text: str) -> list[Token]:
    """The words of a text in order, with their characters."""
    tokens = []
    for match in _TOKEN.finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        if len(raw) > 2 and raw[-2:] in _POSSESSIVE:
            raw, end = raw[:-2], end - 2
        elif "." in raw and text[end : end + 1] == "." and all(len(p) == 1 for p in raw.split(".")):
            end += 1  # the last full stop of `U.S.` belongs to it
        folded = plain(raw)
        particle = folded in PARTICLES and (
            text[end : end + 1] in {"-", "‐", "‑"} or folded in _ALWAYS_PARTICLE
        )
        tokens.append(Token(start, end, raw, folded, particle))
    return tokens


def is_acronym(raw: str) -> bool:
    """Whether a word of the tables is written in capitals, so that the text must do so too."""
    letters = raw.replace(".", "")
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)

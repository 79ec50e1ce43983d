"""Owns how names are cut into tokens and folded, so that spellings of one name meet in one key.

Does not know any name. Three keys, from strict to loose: `plain` (case, accents, apostrophes),
`sound` (usual transliterations of one sound), `skeleton` (consonants only, for whole names).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼʻ`´.][^\W_]+)*")
_BEYOND = re.compile(r"[^\x00-\x7f]")
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
_ABD = re.compile(r"\babd(?:[aeiou]l)? ?")
_VOWELS = frozenset("aeiou")
MAX_TOKENS = 12  # the longest name that is looked for
SOUND_START = 4  # letters by which loose names are grouped
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
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _BEYOND.sub(lambda found: "" if unicodedata.combining(found[0]) else found[0], text)
    return text.translate(_LETTERS).translate(_APOSTROPHES)


@lru_cache(maxsize=16_384)
def sound(folded: str) -> str:
    """Key of a folded word under which its usual transliterations meet.

    `zelensky`, `zelenskyy` and `zelenskiy` are one; so are `houthi` and `huthi`.
    """
    for spelling, letter in _SOUNDS:
        if spelling in folded:
            folded = folded.replace(spelling, letter)
    return _DOUBLED.sub(r"\1", folded)


@lru_cache(maxsize=16_384)
def _bones(word: str) -> str:
    """A word's consonants, with `A` for a vowel at its beginning and at its end."""
    if word.startswith(("ye", "yi")):
        word = word[1:]
    heard = sound(word)
    if heard[-1:] == "h" and heard[-2:-1] in _VOWELS:
        heard = heard[:-1]  # Abdullah and Abdulla
    first = "A" if heard[:1] in _VOWELS else ""
    last = "A" if len(heard) > 1 and heard[-1] in _VOWELS else ""
    return first + "".join([c for c in heard if c not in _VOWELS]) + last


def skeleton(words: Iterable[str]) -> str:
    """Key of a whole folded name, without particles: the consonants of each word.

    `mohammed hamdan` and `muhammad hamdan` are one; so are `abdel fattah`, `abd fattah` and
    `abdelfattah`. Empty where too little is left to tell people apart.
    """
    joined = " ".join([_bones(word) for word in _ABD.sub("abd", " ".join(words)).split()])
    return joined if len(joined) > SKELETON_LEAST else ""


def skeleton_start(word: str) -> str:
    """What the skeletons of all spellings of names that begin with this word have in front."""
    return "Abd" if word.startswith("abd") else _bones(word)


def sound_start(words: Iterable[str]) -> str:
    """What the sounds of all spellings of names that begin with these words have in front."""
    return "".join([sound(word) for word in words])[:SOUND_START]


@lru_cache(maxsize=16_384)
def shape(surface: str) -> tuple[str, ...]:
    """The words of a name of the tables as written, without an article."""
    return tuple(token.raw for token in tokenise(surface) if token.plain != "the")


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
        particle = folded in PARTICLES and (text[end : end + 1] in {"-", "‐", "‑"} or folded in _ALWAYS_PARTICLE)
        tokens.append(Token(start, end, raw, folded, particle))
    return tokens


def is_acronym(raw: str) -> bool:
    """Whether a word of the tables is written in capitals, so that the text must do so too."""
    letters = raw.replace(".", "")
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)

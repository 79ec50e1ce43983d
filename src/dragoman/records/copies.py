"""Owns near copies: a text's signature (MinHash), the keys under which near copies meet, and likeness.

The signature is stored, so it must never change: plain arithmetic here, no library's own hashing.
Method: Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 4  # words in a run; one changed word spoils as many runs
PERMUTATIONS = 128
ROWS = 4  # rows of a band: texts that share half of their runs meet with a chance of 87 %
_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")
# Wire copies differ in headline, byline, cuts and a closing line: most of the shorter text is in the longer.
COPY = 0.7
# An article that was updated keeps some of its runs; two articles at one address share almost none.
SAME_ARTICLE = 0.2


def runs(text: str) -> frozenset[str]:
    """The runs of `RUN` words of a text, in lower case."""
    words = _WORD.findall(text.casefold())
    if len(words) <= RUN:
        return frozenset({" ".join(words)})
    return frozenset(map(" ".join, zip(*(words[n:] for n in range(RUN)), strict=False)))


def signature(text: str) -> bytes:
    """The MinHash signature of a text: 128 numbers of 32 bits."""
    return signature_of(runs(text))


def signature_of(told: frozenset[str]) -> bytes:
    """The signature of a text whose runs are known; see `signature`."""
    import numpy as np

    hashed = [hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest() for run in told]
    values = np.frombuffer(b"".join(hashed), dtype="<u8")
    factors, shifts = _permutations()
    lowest = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for part in range(0, len(values), 4096):  # bounds memory for very long texts
        block = values[part : part + 4096]
        lowest = np.minimum(lowest, (factors[:, None] * block + shifts[:, None]).min(axis=1))
    return (lowest >> np.uint64(32)).astype("<u4").tobytes()


def band_keys(signed: bytes) -> tuple[str, ...]:
    """The keys of a signature: near copies share at least one."""
    width = 4 * ROWS
    return tuple(f"{n // width}:{signed[n : n + width].hex()}" for n in range(0, len(signed), width))


def likeness(one: bytes, other: bytes) -> float:
    """The share of runs that two texts have in common, as their signatures estimate it."""
    import numpy as np

    return float(np.mean(np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")))


def is_copy(one: str, other: str) -> bool:
    """Whether one text is a near copy of the other, cuts and additions allowed."""
    return are_copies(runs(one), runs(other))


def are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts whose runs are known are near copies; see `is_copy`."""
    return len(one & other) >= COPY * min(len(one), len(other))


def copies_among(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each text the first of which it is a near copy, itself where it is none.

    Args:
        texts: ids with their texts, in the order in which they were learned.
    """
    firsts: dict[str, frozenset[str]] = {}
    holding: dict[str, list[str]] = {}
    found = {}
    for name, text in texts:
        mine = runs(text)
        shared = Counter(first for run in mine for first in holding.get(run, ()))
        first = next((first for first, _ in shared.most_common(8) if are_copies(firsts[first], mine)), name)
        found[name] = first
        if first == name:
            firsts[name] = mine
            for run in mine:
                holding.setdefault(run, []).append(name)
    return found


def plain(text: str) -> str:
    """A passage for comparison: lower case, one blank between words, no punctuation at the ends."""
    return _BLANKS.sub(" ", text.casefold()).strip(" .,;:!?\"'“”‘’–—-()[]")


@lru_cache(maxsize=1)
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and shifts, drawn from SHA-256 so that they are the same everywhere."""
    import numpy as np

    drawn = b"".join(hashlib.sha256(f"dragoman copies {n}".encode()).digest()[:16] for n in range(PERMUTATIONS))
    numbers = np.frombuffer(drawn, dtype="<u8").reshape(PERMUTATIONS, 2)
    return numbers[:, 0] | np.uint64(1), numbers[:, 1].copy()

"""Owns stories: which documents tell of the same news, by the words they share and when they appeared.

Average linkage over TF-IDF cosines. A pure function of texts; near copies are `copies`' business.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_][\w'’]{2,}|\d+")
# Mean likeness of the documents of a story; swept on ECB+'s and NewsWCL50's development parts.
ALIKE = 0.10
# News of one event is told for about so many days.
DAYS = 10
# A word of the headline and the lead weighs more: later paragraphs tell the background.
_LEAD, _LEAD_WEIGHT = 60, 2.0


def stories(texts: Sequence[str], *, days: Sequence[date | None] | None = None, alike: float = ALIKE) -> list[int]:
    """For each text the number of its story, from 0 in order of first appearance.

    Args:
        texts: of at most some thousand documents; their likeness to each other is computed whole.
        days: of publication; texts further apart than `DAYS` are never linked directly.
        alike: mean likeness that the documents of a story have at least.
    """
    import numpy as np

    if not texts:
        return []
    likeness = _likeness(texts)
    if days is not None:
        for a, one in enumerate(days):
            for b, other in enumerate(days):
                if one is not None and other is not None and abs((one - other).days) > DAYS:
                    likeness[a, b] = 0.0
    np.fill_diagonal(likeness, -1.0)
    groups: list[list[int]] = [[n] for n in range(len(texts))]
    sizes = np.ones(len(texts))
    while True:
        place = int(likeness.argmax())
        a, b = sorted(divmod(place, len(texts)))
        if likeness[a, b] < alike:
            break
        joint = (likeness[a] * sizes[a] + likeness[b] * sizes[b]) / (sizes[a] + sizes[b])
        likeness[a], likeness[:, a] = joint, joint
        likeness[a, a] = -1.0
        likeness[b], likeness[:, b] = -1.0, -1.0
        sizes[a] += sizes[b]
        groups[a], groups[b] = groups[a] + groups[b], []
    numbers = {member: n for n, group in enumerate(filter(None, groups)) for member in group}
    return [numbers[n] for n in range(len(texts))]


def _likeness(texts: Sequence[str]) -> NDArray[np.float64]:
    """The cosine of each pair of texts over weighted words."""
    import numpy as np

    counted = [_counts(text) for text in texts]
    spread = Counter(word for words in counted for word in words)
    column = {word: n for n, word in enumerate(sorted(word for word, count in spread.items() if count > 1))}
    table = np.zeros((len(texts), len(column) + 1))
    for row, words in enumerate(counted):
        for word, count in words.items():
            if word in column:
                rarity = math.log(1 + len(texts) / spread[word])
                table[row, column[word]] = (1 + math.log(max(count, 1))) * rarity**2
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.where(lengths == 0, 1, lengths)
    return np.asarray(table @ table.T, dtype=np.float64)


def _counts(text: str) -> Counter[str]:
    words = [word.casefold().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text)]
    counted: Counter[str] = Counter(words)
    for word in words[:_LEAD]:
        counted[word] += int(_LEAD_WEIGHT)
    return counted

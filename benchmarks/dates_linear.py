"""Shows that finding time expressions takes time linear in the length of the text.

Run: python benchmarks/dates_linear.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from dragoman.coding.dates import find_times

PLAIN = (
    "The two sides agreed on Wednesday to meet again within the next 50 days, two weeks after the "
    "talks of 23 July 2025; a three-year-old war, earlier this year, since 2022, at 10 a.m. GMT. "
)
HOSTILE = {
    "plain news": PLAIN,
    "digits": "9" * 200,
    "numbers": "12 31 1999 07 ",
    "opening quotes": "“‘\"'" * 50,
    "number words": "one hundred and twenty-five thousand and ",
    "months": "May March May, ",
    "the the the": "the early the late the end of the ",
    "zero width": "Wed\u200bnes\u200dday\ufeff ",
    "mixed scripts": "в среду 星期三 Mi\u0301ttwoch Wednesday ",
    "years": "in 99999 and 2025-99-99 and 1999-",
}


def seconds(text: str, find: Callable[..., object] = find_times) -> float:
    """Best of three runs over one text."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        find(text, published=date(2025, 7, 23))
        best = min(best, time.perf_counter() - begun)
    return best


def growth(piece: str, *, characters: int = 8_000, doublings: int = 3) -> list[float]:
    """How much longer each doubling of the text takes; about 2 where the time is linear."""
    texts = [
        (piece * (characters * 2**step // len(piece) + 1))[: characters * 2**step] for step in range(doublings + 1)
    ]
    times = [seconds(text) for text in texts]
    return [later / max(earlier, 1e-9) for earlier, later in pairwise(times)]


def main() -> None:
    """Print one line a kind of text."""
    find_times("warm up", published=None)
    for name, piece in HOSTILE.items():
        ratios = "  ".join(f"{ratio:4.2f}" for ratio in growth(piece))
        print(f"{name:16} time at each doubling of the length: {ratios}")
    print(f"characters a second on plain news: {100_000 / seconds((PLAIN * 400)[:100_000]):,.0f}")


if __name__ == "__main__":
    main()

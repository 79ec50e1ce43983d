"""What triage costs and spares: `python benchmarks/triage.py FILE`, FILE with a `label`, `title` and `text` a line.

Prints the share of World events that are lost against the same coder without triage, and the false events that are
left in the other news, for every hundred sentences. Events under the limit of review are left out of both.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman import pipeline
from dragoman.documents.extract import document_of_text
from dragoman.language.triage import may_hold_event, relevance

WORLD = "World"
_END = re.compile(r"[.!?](?:\s|$)|\n")


def sample(rows: Sequence[dict[str, Any]], *, world: int, other: int, seed: int = 5) -> list[dict[str, Any]]:
    """So many items of world news and of the rest, drawn by a seed."""
    drawn = random.Random(seed).sample(rows, len(rows))
    mine = [one for one in drawn if one["label"] == WORLD][:world]
    return mine + [one for one in drawn if one["label"] != WORLD][:other]


def measure(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Lost and false events of items."""
    coder = replace(pipeline.default_coder(), triage=False)
    world = lost = false = sentences = 0
    for row in rows:
        document = document_of_text(f"{row['title']}\n{row['text']}", published=None)
        judged = relevance(document.text)
        quotes = [event.evidence[0].quote for event in coder.code(document) if not event.review]
        kept = sum(judged.relevant and may_hold_event(quote, mixed=judged.mixed) for quote in quotes)
        if row["label"] == WORLD:
            world, lost = world + len(quotes), lost + len(quotes) - kept
        else:
            false, sentences = false + kept, sentences + (len(_END.findall(document.text)) or 1)
    return {
        "world_events": world,
        "lost": lost,
        "lost_share": round(lost / max(world, 1), 4),
        "false_per_100_sentences": round(100 * false / max(sentences, 1), 2),
    }


def main() -> None:
    """Reads the items, measures, prints one line of JSON."""
    parser = argparse.ArgumentParser(description="What triage costs and spares.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--world", type=int, default=420)
    parser.add_argument("--other", type=int, default=500)
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(json.dumps(measure(sample(rows, world=given.world, other=given.other))))


if __name__ == "__main__":
    main()

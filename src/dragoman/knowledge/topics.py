"""Owns the words of topics: `data/topics/TOPIC.tsv`, words with a weight from 1 (weak) to 3 (strong).

Does not judge a text: see `language.triage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from dragoman.errors import KnowledgeError

# Topics that the coder is for, with their share of weight; all others are what it must not code.
# Politics at home is told of every state and counts half.
WANTED = {"conflict": 1.0, "diplomacy": 1.0, "politics": 0.5}


@lru_cache(maxsize=1)
def topic_words() -> Mapping[str, Mapping[str, int]]:
    """Word or phrase of up to four words to the topics it speaks for, with weights; read once.

    Raises:
        KnowledgeError: a table is missing or malformed; all faults are listed with file and line.
    """
    faults: list[str] = []
    found: dict[str, dict[str, int]] = {}
    folder = resources.files("dragoman.knowledge") / "data" / "topics"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".tsv"):
            continue
        topic = file.name.removesuffix(".tsv")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line or line.startswith("#") or line == "words\tweight":
                continue
            words, _, weight = line.partition("\t")
            if weight not in {"1", "2", "3"}:
                faults.append(f"topics/{file.name} line {number}: weight {weight!r}: expected 1, 2 or 3")
                continue
            for word in words.split("|"):
                found.setdefault(word, {})[topic] = int(weight)
    if faults or not found:
        raise KnowledgeError(faults or ["topics: no table found: expected data/topics/TOPIC.tsv"])
    return found

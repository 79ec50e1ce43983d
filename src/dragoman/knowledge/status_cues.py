"""Owns reading the cue tables that say what becomes of an event: hedges, negation, embedding words…

Does not look at sentences: see `coding.modality`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from dragoman.errors import KnowledgeError

STATUSES = frozenset(
    {
        "happened",
        "ongoing",
        "scheduled",
        "proposed",
        "promised",
        "threatened",
        "demanded",
        "conditional",
        "denied",
        "negated",
        "hypothetical",
    }
)
# What an embedding word may do with its complement besides giving it a status: "=" it shares the
# word's own fate, "~" the opposite, "+" it keeps its own, "agreed" scheduled for meetings and
# happened for texts; a final "?" applies the status only to a complement that lies in the future.
CODES = frozenset({"=", "~", "+", "agreed", "would"})


@dataclass(frozen=True, slots=True)
class Signature:
    """What an embedding word makes of its complement, by the word's own polarity."""

    affirmative: str
    negative: str


@dataclass(frozen=True, slots=True)
class StatusCues:
    """All cue tables, indexed for look-up; keys are lower-case words or lemmas.

    Attributes:
        embedding: (lemma, part of speech V/N/A, frame) to its signature.
        hedges: word to (kind, status); kinds modal, adverb, hearsay, future.
        negation: kind to words.
        modifiers: word to status, for words before a noun; `participles` for those after it.
        conditions: marker of a clause to kind; `condition_phrases` those of phrases.
        noun_classes: class to words.
    """

    embedding: Mapping[tuple[str, str, str], Signature]
    hedges: Mapping[str, tuple[str, str]]
    negation: Mapping[str, frozenset[str]]
    modifiers: Mapping[str, str]
    participles: Mapping[str, str]
    conditions: Mapping[str, str]
    condition_phrases: Mapping[str, str]
    noun_classes: Mapping[str, frozenset[str]]
    factuality: Mapping[str, float]


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = files("dragoman.knowledge") / "data" / "cues" / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise KnowledgeError([f"cues/{name}: cannot be read"]) from error
    reader = csv.DictReader(
        (line for line in lines if line and not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    for number, row in enumerate(reader, start=2):
        if None in row.values() or None in row:
            raise KnowledgeError([f"cues/{name}: row {number} has not as many cells as the head"])
        yield number, row


def cue_rows(name: str) -> list[dict[str, str]]:
    """All rows of a cue table, by column.

    Raises:
        KnowledgeError: the table is missing, or a row has too few or too many cells.
    """
    return [row for _, row in _rows(name)]


def _embedding(names: tuple[str, ...]) -> dict[tuple[str, str, str], Signature]:
    found: dict[tuple[str, str, str], Signature] = {}
    faults: list[str] = []
    for name in names:
        for number, row in _rows(name):
            for code in (row["affirmative"], row["negative"]):
                if code.rstrip("?") not in STATUSES | CODES:
                    faults.append(f"cues/{name}: row {number}: unknown code {code!r}")
            signature = Signature(row["affirmative"], row["negative"])
            for word in row["words"].split("|"):
                for pos in row["pos"].split("|"):
                    for frame in row["frames"].split("|"):
                        found.setdefault((word, pos, frame), signature)
    if faults:
        raise KnowledgeError(faults)
    return found


def _words(name: str, kind: str, column: str = "kind") -> frozenset[str]:
    return frozenset(word for _, row in _rows(name) if row[column] == kind for word in row["words"].split("|"))


def _valued(name: str, *, kinds: frozenset[str]) -> dict[str, str]:
    return {word: row["status"] for _, row in _rows(name) if row["kind"] in kinds for word in row["words"].split("|")}


@lru_cache(maxsize=1)
def status_cues() -> StatusCues:
    """The tables, read once.

    Raises:
        KnowledgeError: a table is missing, or a row has an unknown code.
    """
    return StatusCues(
        # Earlier tables win over later ones.
        embedding=_embedding(("refusal.tsv", "embedding.tsv")),
        hedges={
            word: (row["kind"], row["status"]) for _, row in _rows("hedges.tsv") for word in row["words"].split("|")
        },
        negation={
            kind: _words("negation.tsv", kind)
            for kind in ("adverb", "approximator", "determiner", "subject", "object", "preposition", "yet")
        },
        modifiers=_valued("intention.tsv", kinds=frozenset({"adjective"})),
        participles=_valued("intention.tsv", kinds=frozenset({"participle"})),
        conditions={
            row["marker"]: row["kind"]
            for _, row in _rows("condition.tsv")
            if not row["kind"].endswith("_phrase") and row["kind"] != "exchange"
        },
        condition_phrases={
            row["marker"]: row["kind"]
            for _, row in _rows("condition.tsv")
            if row["kind"].endswith("_phrase") or row["kind"] == "exchange"
        },
        noun_classes={
            kind: _words("event_nouns.tsv", kind, "class") for kind in ("fixture", "outcome", "fixture_verb")
        },
        factuality={row["feature"]: float(row["weight"]) for _, row in _rows("factuality.tsv")},
    )

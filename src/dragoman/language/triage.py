"""Owns triage: whether a text, or a sentence of it, may speak of conflict or diplomacy at all.

Exact words with weights, no parser: cheap enough for every item of a feed. Codes nothing. The limits below were
set on news of four kinds by how many events they lose and how many false ones they let in; see docs/accuracy.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dragoman.knowledge.topics import WANTED, topic_words

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'’.][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
LONGEST = 4
# A text is read as long as its words speak for conflict or diplomacy at least this much…
LEAST = 2.0
# …and make up this share of what speaks for any topic.
SHARE = 0.35
# A sentence of a text on something else keeps the text if its words speak for conflict or diplomacy this much,
# and for nothing else more.
PLAIN = 3.0
# A sentence of a fit text is left out only if its words speak for something else this much.
OTHER = 8.0
# A text below this share is mixed: each of its sentences must stand for itself.
PURE = 0.5


@dataclass(frozen=True, slots=True)
class Relevance:
    """How far a text speaks of conflict or diplomacy.

    Attributes:
        score: share of conflict and diplomacy among the topics, 0 to 1; 0.5 where no word speaks for any.
        topic: the strongest topic, None where no word speaks for any.
        reasons: the strongest words of the text with their topic, strongest first.
        relevant: whether the text is worth reading.
    """

    score: float
    topic: str | None
    reasons: tuple[str, ...]
    relevant: bool

    @property
    def mixed(self) -> bool:
        """Whether another topic is strong enough that each sentence must stand for itself."""
        return self.score < PURE


def relevance(text: str) -> Relevance:
    """The relevance of a text by its words; linear in its length."""
    weights, terms = _weights(text)
    wanted, rival = _sides(weights)
    total = wanted + rival
    strongest = max(weights, key=lambda topic: weights[topic], default=None)
    relevant = (
        (wanted >= LEAST and wanted >= SHARE * total)
        or (rival < LEAST and wanted > 0 and wanted >= rival)
        or any(_stands_out(part) for part in _SENTENCE.split(text))
    )
    reasons = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:8]
    return Relevance(
        score=round(wanted / total, 3) if total else 0.5,
        topic=strongest,
        reasons=tuple(f"{topic}: {term}" for (topic, term), _ in reasons),
        relevant=relevant,
    )


def _sides(weights: Mapping[str, float]) -> tuple[float, float]:
    """What speaks for conflict and diplomacy, and the strongest of the other topics."""
    wanted = sum(weights.get(topic, 0.0) * share for topic, share in WANTED.items())
    return wanted, max((w for topic, w in weights.items() if topic not in WANTED), default=0.0)


def _stands_out(sentence: str) -> bool:
    """Whether one sentence of a text on something else is plainly of conflict or diplomacy."""
    weights, terms = _weights(sentence)
    wanted, rival = _sides(weights)
    return _is_literal(terms) and wanted >= PLAIN and wanted >= rival


def _is_literal(terms: Mapping[tuple[str, str], float]) -> bool:
    """Whether a word stands for conflict or diplomacy that is no common figure of speech."""
    return any(WANTED.get(topic) == 1 and weight >= 2 for (topic, _), weight in terms.items())


def may_hold_event(sentence: str, *, mixed: bool = False) -> bool:
    """Whether a sentence may tell of an event of conflict or diplomacy.

    Args:
        sentence: its text.
        mixed: the text it stands in speaks of another topic as well, so that the sentence must
            have words of its own for conflict or diplomacy.
    """
    weights, terms = _weights(sentence)
    wanted, rival = _sides(weights)
    literal = _is_literal(terms)
    if mixed:
        return literal and wanted >= LEAST and wanted > rival
    return literal or rival < OTHER or wanted >= rival


def _weights(text: str) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Weight of each topic and of each of its words; a word said again adds a quarter, up to three times."""
    table = topic_words()
    counts: dict[str, int] = {}
    for term in _terms(text):
        counts[term] = counts.get(term, 0) + 1
    weights: dict[str, float] = {}
    terms: dict[tuple[str, str], float] = {}
    for term, count in counts.items():
        factor = 1 + 0.25 * min(count - 1, 3)
        for topic, weight in table[term].items():
            weights[topic] = weights.get(topic, 0.0) + weight * factor
            terms[topic, term] = float(weight)
    return weights, terms


def _terms(text: str) -> Iterator[str]:
    """Known words and phrases of a text, the longest at each place."""
    words = [m.group().lower().removesuffix("'s").removesuffix("’s") for m in _WORD.finditer(text)]
    index = 0
    while index < len(words):
        for length in range(min(LONGEST, len(words) - index), 0, -1):
            known = _known(" ".join(words[index : index + length]))
            if known is not None:
                yield known
                index += length
                break
        else:
            index += 1


def _known(term: str) -> str | None:
    """The entry for a term, or for its singular."""
    words = topic_words()
    if term in words:
        return term
    if term.endswith("ies") and term[:-3] + "y" in words:
        return term[:-3] + "y"
    if term.endswith("es") and term[:-2] in words:
        return term[:-2]
    if term.endswith("s") and term[:-1] in words:
        return term[:-1]
    return None

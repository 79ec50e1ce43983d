"""Owns the question of a given pair: the PLOVER type of what one span of a sentence does to another.

The answer comes from a head of the reader's own network over the same first pass. Does not find actors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from dragoman.contract.reading import Span as Characters
from dragoman.language.network import FOLDER, Network, session, shipped_network
from dragoman.language.windows import Window, windows, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Span = tuple[int, int]
Pair = tuple[Span | None, Span | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the network says of one pair; every mapping is empty or sums to 1.

    Attributes:
        types: calibrated probability of each PLOVER type and of NONE (nothing codable).
        modes: probability of each mode, as `TYPE/mode`, given that the type is right.
        status: probability of each status of the contract (happened, promised, denied ...).
    """

    types: Mapping[str, float]
    modes: Mapping[str, float]
    status: Mapping[str, float]

    @property
    def type(self) -> str:
        """The most probable type, which may be NONE."""
        return max(self.types, key=lambda name: self.types[name])


@dataclass(frozen=True)
class PairJudge:
    """The head for pairs; safe to share, never changes.

    Attributes:
        network: opened model.
    """

    network: Network

    def classify(self, sentences: Sequence[str], pairs: Sequence[Sequence[Pair]]) -> list[list[Judged]]:
        """Judgements of each sentence's pairs, in the order given.

        Args:
            sentences: the texts.
            pairs: for each sentence its (source, target) spans as character offsets, end
                exclusive; None where the sentence does not name that side.

        Raises:
            ValueError: the two sequences differ in length.
        """
        if len(sentences) != len(pairs):
            raise ValueError(f"{len(sentences)} sentences but pairs for {len(pairs)}")
        cut = [self._window(text) for text in sentences]
        seen = iter(self.network.see([window for window in cut if window is not None]))
        return [
            self._judge(next(seen).words, window, own) if window is not None else [_nothing() for _ in own]
            for window, own in zip(cut, pairs, strict=True)
        ]

    def _window(self, text: str) -> Window | None:
        tokenizer = self.network.tokenizer
        words = words_of(text, [Characters(0, len(text))], tokenizer) if text else []
        start, end = (tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]"))
        return windows(words[:1], title=0, start=start, end=end)[0] if words else None

    def _judge(self, words: Floats, window: Window, pairs: Sequence[Pair]) -> list[Judged]:
        if not pairs:
            return []
        labels, heat = self.network.labels, self.network.labels["temperature"]
        sides = np.zeros((2, len(pairs), len(words)), dtype=np.float32)
        for row, pair in enumerate(pairs):
            for side, span in enumerate(pair):
                sides[side, row] = word_mask(window.spans, span)
        feeds = {
            "words": words[None],
            "real": np.ones((1, len(words)), dtype=np.float32),
            "at": np.zeros(len(pairs), dtype=np.int64),
            "source": sides[0],
            "target": sides[1],
        }
        types, modes, status = self._session.run(["types", "modes", "status"], feeds)
        types = _softmax(types / heat.get("types", 1.0))
        modes = self._mode_shares(modes)
        status = _softmax(status / heat.get("pair_status", 1.0))
        return [
            Judged(_named(labels["types"], t), _named(labels["modes"], m), _named(labels["status"], s))
            for t, m, s in zip(types, modes, status, strict=True)
        ]

    def _mode_shares(self, logits: Floats) -> Floats:
        """Softmax within each type's modes: a mode's probability given its type."""
        shares = np.zeros_like(logits)
        kinds = [label.partition("/")[0] for label in self.network.labels["modes"]]
        for kind in dict.fromkeys(kinds):
            columns = [n for n, other in enumerate(kinds) if other == kind]
            shares[:, columns] = _softmax(logits[:, columns])
        return shares

    @cached_property
    def _session(self) -> Any:
        return session(FOLDER / "pair.onnx")


@lru_cache(maxsize=1)
def shipped_judge() -> PairJudge:
    """The judge of the package, opened once.

    Raises:
        ModelMissing: its files are not installed.
    """
    return PairJudge(shipped_network())


def relate(sentence: str, source: Span | None, target: Span | None) -> Judged:
    """What the source does to the target in a sentence, by the network alone.

    Args:
        sentence: one sentence.
        source: character offsets of who acts, end exclusive; None where the sentence does not name it.
        target: the same of whom it is done to.

    Raises:
        ModelMissing: the network is not installed.
        ValueError: a span is not inside the sentence.
    """
    for span in (source, target):
        if span is not None and not 0 <= span[0] < span[1] <= len(sentence):
            raise ValueError(f"span {span} is not inside the sentence of {len(sentence)} characters")
    return shipped_judge().classify([sentence], [[(source, target)]])[0][0]


def word_mask(words: Sequence[Characters], span: Span | None) -> list[float]:
    """1.0 for each word that overlaps the span of characters, else 0.0; no span gives zeros."""
    if span is None:
        return [0.0] * len(words)
    return [1.0 if one.meets(Characters(*span)) else 0.0 for one in words]


def _nothing() -> Judged:
    return Judged({"NONE": 1.0}, {}, {})


def _softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return cast("Floats", shifted / shifted.sum(axis=-1, keepdims=True))


def _named(labels: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(labels, (float(value) for value in values), strict=True))

"""Owns the encoder at run time: pairs of spans in sentences to probabilities of type, mode, status.

Does not find actors or predicates, and does not decide: coding/ weighs these with the rules.
One pass over a sentence serves any number of its pairs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from dragoman.errors import ModelMissing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Span = tuple[int, int]
Pair = tuple[Span | None, Span | None]

MODEL_FOLDER = Path(__file__).parent / "model"
MODEL_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
LABELS_FILE = "labels.json"

_MAX_TOKENS = 256  # longer sentences are cut; a span beyond the cut counts as absent
_BATCH_TOKENS = 2048  # padded tokens in one pass: bounds memory, not results
_BATCH_PAIRS = 64


@dataclass(frozen=True, slots=True)
class Judged:
    """What the encoder says of one pair; every mapping is empty or sums to 1.

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


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A sentence as token numbers with the character offsets of each token."""

    ids: list[int]
    offsets: list[Span]


class Encoder:
    """The shipped model with its tokenizer and labels; safe to share, never changes."""

    def __init__(self, session: Any, tokenizer: Any, labels: Mapping[str, Any]) -> None:
        """Use `Encoder.load`; the arguments are the opened files."""
        self._session = session
        self._tokenizer = tokenizer
        self._types: tuple[str, ...] = tuple(labels["types"])
        self._modes: tuple[str, ...] = tuple(labels["modes"])
        self._status: tuple[str, ...] = tuple(labels["status"])
        self._temperature: Mapping[str, float] = labels["temperature"]

    @classmethod
    def load(cls, path: Path | None = None, *, threads: int = 1) -> Encoder:
        """The model in `path`, or the one in the package.

        Args:
            path: folder with the model, the tokenizer and the labels.
            threads: threads of one pass; 1 gives the same figures on every machine load.

        Raises:
            ModelMissing: a file is absent or damaged.
        """
        folder = MODEL_FOLDER if path is None else path
        files = [folder / name for name in (MODEL_FILE, TOKENIZER_FILE, LABELS_FILE)]
        absent = [file.name for file in files if not file.is_file()]
        if absent:
            raise ModelMissing(
                f"encoder ({', '.join(absent)} in {folder})",
                "reinstall dragoman, or build it with 'python training/train.py'",
            )
        # Newer versions report each start to their maker, and keep a name for the machine in the home folder.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(str(files[0]), options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(files[1]))
            labels = json.loads(files[2].read_text(encoding="utf-8"))
        except Exception as error:  # both libraries raise bare Exception for a damaged file
            raise ModelMissing(
                f"encoder in {folder}", f"its files are damaged ({error}); reinstall dragoman"
            ) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MAX_TOKENS)
        return cls(session, tokenizer, labels)

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
        wanted = [i for i, own in enumerate(pairs) if own]
        texts = [sentences[i] for i in wanted]
        encoded = dict(zip(wanted, self._encode(texts), strict=True))
        judged: dict[tuple[int, int], Judged] = {}
        for batch in _batches(encoded, pairs):
            judged.update(zip(batch, self._judge(batch, encoded, pairs), strict=True))
        return [[judged[i, k] for k in range(len(own))] for i, own in enumerate(pairs)]

    def _encode(self, texts: Sequence[str]) -> list[_Encoded]:
        found = self._tokenizer.encode_batch(list(texts)) if texts else []
        return [_Encoded(list(one.ids), list(one.offsets)) for one in found]

    def _judge(
        self,
        batch: Sequence[tuple[int, int]],
        encoded: Mapping[int, _Encoded],
        pairs: Sequence[Sequence[Pair]],
    ) -> Iterator[Judged]:
        rows = list(dict.fromkeys(i for i, _ in batch))
        place = {i: row for row, i in enumerate(rows)}
        width = max(len(encoded[i].ids) for i in rows)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        for row, i in enumerate(rows):
            count = len(encoded[i].ids)
            ids[row, :count] = encoded[i].ids
            mask[row, :count] = 1
        sides = np.zeros((2, len(batch), width), dtype=np.float32)
        for row, (i, k) in enumerate(batch):
            for side, span in enumerate(pairs[i][k]):
                sides[side, row, : len(encoded[i].ids)] = token_mask(encoded[i].offsets, span)
        index = np.array([place[i] for i, _ in batch], dtype=np.int64)
        feeds = {"ids": ids, "mask": mask, "index": index, "source": sides[0], "target": sides[1]}
        types, modes, status = self._session.run(["types", "modes", "status"], feeds)
        types = _softmax(types / self._temperature["types"])
        status = _softmax(status / self._temperature["status"])
        modes = self._mode_shares(modes / self._temperature["modes"])
        for row in range(len(batch)):
            yield Judged(
                _named(self._types, types[row]),
                _named(self._modes, modes[row]),
                _named(self._status, status[row]),
            )

    def _mode_shares(self, logits: Floats) -> Floats:
        """Softmax within each type's modes: a mode's probability given its type."""
        shares = np.zeros_like(logits)
        kinds = [label.partition("/")[0] for label in self._modes]
        for kind in dict.fromkeys(kinds):
            columns = [n for n, other in enumerate(kinds) if other == kind]
            shares[:, columns] = _softmax(logits[:, columns])
        return shares


@lru_cache(maxsize=1)
def shipped_encoder() -> Encoder:
    """The encoder of the package, opened once.

    Raises:
        ModelMissing: its files are not installed.
    """
    return Encoder.load()


def relate(sentence: str, source: Span | None, target: Span | None) -> Judged:
    """What the source does to the target in a sentence, by the encoder alone.

    Args:
        sentence: one sentence.
        source: character offsets of who acts, end exclusive; None where the sentence does not name it.
        target: the same of whom it is done to.

    Raises:
        ModelMissing: the encoder is not installed.
        ValueError: a span is not inside the sentence.
    """
    for span in (source, target):
        if span is not None and not 0 <= span[0] < span[1] <= len(sentence):
            raise ValueError(f"span {span} is not inside the sentence of {len(sentence)} characters")
    return shipped_encoder().classify([sentence], [[(source, target)]])[0][0]


def token_mask(offsets: Sequence[Span], span: Span | None) -> list[float]:
    """1.0 for each token that overlaps the span of characters, else 0.0.

    Tokens without characters (sentence marks) never overlap; no span gives zeros.
    """
    if span is None:
        return [0.0] * len(offsets)
    start, end = span
    return [1.0 if max(a, start) < min(b, end) else 0.0 for a, b in offsets]


def _batches(encoded: Mapping[int, _Encoded], pairs: Sequence[Sequence[Pair]]) -> Iterator[list[tuple[int, int]]]:
    """Pairs in groups of sentences of like length, so that little is padded."""
    order = sorted(encoded, key=lambda i: (len(encoded[i].ids), i))
    batch: list[tuple[int, int]] = []
    rows = 0
    for i in order:
        length = len(encoded[i].ids)
        for start in range(0, len(pairs[i]), _BATCH_PAIRS):
            part = [(i, k) for k in range(len(pairs[i]))[start : start + _BATCH_PAIRS]]
            full = (rows + 1) * length > _BATCH_TOKENS or len(batch) + len(part) > _BATCH_PAIRS
            if batch and full:
                yield batch
                batch, rows = [], 0
            batch += part
            rows += 1
    if batch:
        yield batch


def _softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return cast("Floats", shifted / shifted.sum(axis=-1, keepdims=True))


def _named(labels: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(labels, (float(value) for value in values), strict=True))

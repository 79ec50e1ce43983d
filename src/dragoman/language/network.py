"""Owns the shipped network at run time: windows in, probabilities out. The only place that knows onnxruntime.

A window's figures depend on nothing but the window: activations are rounded row by row, and windows that
go through together are padded to one length that each would have alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from dragoman.errors import ModelMissing
from dragoman.language.windows import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "weights"
FILES = ("encode.onnx", "ask.onnx", "same.onnx", "labels.json", "tokenizer.json")
STEP = 16  # windows are padded to multiples of so many pieces and words
TOGETHER = 8  # windows of one length in one pass


@dataclass(frozen=True, slots=True)
class Question:
    """A trigger or referring phrase to be asked about.

    Attributes:
        kind: index of the kind of frame; the one after the last asks whom a phrase stands for.
        words: its words in the window, end exclusive.
    """

    kind: int
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A window after the first pass.

    Attributes:
        words: vectors, words x width.
        tags: probability of being inside and of beginning a trigger, words x (2 x kinds).
    """

    window: Window
    words: Floats
    tags: Floats


@dataclass(frozen=True, slots=True)
class Answers:
    """What the second pass says of a window's questions, one row a question.

    Attributes:
        roles: probability of being inside and of beginning a filler, questions x words x (2 x roles).
        attributes: logits of every value of every attribute.
        issues: logits of the issue codes.
        happening: vectors to tell happenings apart.
    """

    roles: Floats
    attributes: Floats
    issues: Floats
    happening: Floats


class Network:
    """The opened model; safe to share, never changes."""

    def __init__(self, encode: Any, ask: Any, same: Any, labels: Mapping[str, Any], tokenizer: Any):
        """Use `Network.load`."""
        self._encode, self._ask, self._same = encode, ask, same
        self.labels = labels
        self.tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path = FOLDER, *, threads: int = 1) -> Network:
        """The model in a folder.

        Args:
            threads: threads of one pass; 1 gives the same figures on every machine load.

        Raises:
            ModelMissing: a file is absent or damaged.
        """
        absent = [name for name in FILES if not (folder / name).is_file()]
        if absent:
            raise ModelMissing(
                f"reader ({', '.join(absent)} in {folder})",
                "reinstall dragoman, or build it with 'python training/reader/fit.py'",
            )
        try:
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            sessions = [session(folder / name, threads=threads) for name in FILES[:3]]
        except Exception as error:  # the libraries raise bare Exception for a damaged file
            raise ModelMissing(f"reader in {folder}", f"its files are damaged ({error}); reinstall dragoman") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(sessions[0], sessions[1], sessions[2], labels, tokenizer)

    def see(self, windows: Sequence[Window]) -> list[Seen]:
        """The first pass over windows, in their order."""
        out: dict[int, Seen] = {}
        for group in _alike(windows):
            width, length = _sizes(windows[group[0]])
            pieces = np.zeros((len(group), width), dtype=np.int64)
            mask = np.zeros((len(group), width), dtype=np.int64)
            first = np.zeros((len(group), length), dtype=np.int64)
            for row, number in enumerate(group):
                one = windows[number]
                pieces[row, : len(one.pieces)] = one.pieces
                mask[row, : len(one.pieces)] = 1
                first[row, : len(one.first)] = one.first
            words, tags = self._encode.run(["words", "tags"], {"pieces": pieces, "mask": mask, "first": first})
            for row, number in enumerate(group):
                count = len(windows[number].first)
                out[number] = Seen(windows[number], words[row, :count], tags[row, :count])
        return [out[number] for number in range(len(windows))]

    def ask(self, seen: Seen, questions: Sequence[Question]) -> Answers:
        """The second pass: everything that is asked of one window."""
        _, length = _sizes(seen.window)
        count = len(seen.words)
        words = np.zeros((1, length, seen.words.shape[1]), dtype=np.float32)
        words[0, :count] = seen.words
        real = np.zeros((1, length), dtype=np.float32)
        real[0, :count] = 1.0
        sentence = np.zeros((1, length), dtype=np.int64)
        sentence[0, :count] = seen.window.sentence
        inside = np.zeros((len(questions), length), dtype=np.float32)
        for row, one in enumerate(questions):
            inside[row, one.words[0] : one.words[1]] = 1.0
        feeds = {
            "words": words,
            "real": real,
            "sentence": sentence,
            "at": np.zeros(len(questions), dtype=np.int64),
            "kind": np.array([one.kind for one in questions], dtype=np.int64),
            "inside": inside,
        }
        roles, attributes, issues, happening = self._ask.run(["roles", "attributes", "issues", "happening"], feeds)
        return Answers(roles[:, :count], attributes, issues, happening)

    def same(self, happening: Floats, number: int, others: Sequence[int]) -> Floats:
        """Logit that a question and each of some others tell of one happening, whichever is asked of the other.

        Args:
            happening: vectors of all questions, one row each.
            number: the question's row.
            others: rows of the others.
        """
        rest = happening[list(others)]
        mine = np.broadcast_to(happening[number], rest.shape)
        (logit,) = self._same.run(["logit"], {"first": np.ascontiguousarray(mine), "second": rest})
        return cast("Floats", logit)


def session(path: Path, *, threads: int = 1) -> Any:
    """An opened model file."""
    # Newer versions report each start to their maker, and keep a name for the machine in the home folder.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def shipped_network() -> Network:
    """The network of the package, opened once.

    Raises:
        ModelMissing: its files are not installed.
    """
    return Network.load()


def _sizes(window: Window) -> tuple[int, int]:
    """Padded numbers of pieces and of words: those that the window has alone."""
    return -(-len(window.pieces) // STEP) * STEP, -(-len(window.first) // STEP) * STEP


def _alike(windows: Sequence[Window]) -> list[list[int]]:
    """Numbers of windows of one padded size, at most so many together."""
    groups: dict[tuple[int, int], list[int]] = {}
    for number, window in enumerate(windows):
        groups.setdefault(_sizes(window), []).append(number)
    return [group[i : i + TOGETHER] for group in groups.values() for i in range(0, len(group), TOGETHER)]

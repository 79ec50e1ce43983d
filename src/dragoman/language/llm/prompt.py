"""Owns what a language model is told: the prompt and its examples as data, and their version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dragoman.contract.frames import ATTRIBUTES, ISSUED, ROLES, FrameKind
from dragoman.contract.issues import ISSUES

Message = Mapping[str, str]
# More faults than these in one request would bury the text.
_MOST_FAULTS = 30


@dataclass(frozen=True, slots=True)
class Prompt:
    """What comes before the sentences: instructions and worked examples.

    Attributes:
        opening: messages that every request begins with.
        version: fingerprint of them.
    """

    opening: tuple[Message, ...]
    version: str

    def messages(
        self, sentences: Sequence[str], *, first: int = 1, headline: str | None = None, published: date | None = None
    ) -> list[Message]:
        """The messages that ask for the frames of sentences."""
        return [*self.opening, _asked(sentences, first, headline, published.isoformat() if published else None)]


def again(messages: Sequence[Message], answer: str, faults: Sequence[str]) -> list[Message]:
    """The messages that ask once more, with what was wrong with the answer."""
    listed = "\n".join(f"- {fault}" for fault in faults[:_MOST_FAULTS])
    asked = f"Your answer has faults of form:\n{listed}\nAnswer again with the whole object, corrected."
    return [*messages, {"role": "assistant", "content": answer}, {"role": "user", "content": asked}]


@lru_cache(maxsize=1)
def shipped_prompt() -> Prompt:
    """The prompt of this version of the program."""
    folder = files("dragoman.language.llm")
    text = folder.joinpath("prompt.md").read_text(encoding="utf-8").strip()
    text = text.replace("{vocabulary}", _vocabulary()).replace("{issues}", ", ".join(ISSUES))
    opening: list[Message] = [{"role": "system", "content": text}]
    for line in folder.joinpath("examples.jsonl").read_text(encoding="utf-8").splitlines():
        example: dict[str, Any] = json.loads(line)
        answer = json.dumps({"frames": example["frames"], "refs": example["refs"]}, ensure_ascii=False)
        opening.append(_asked(example["sentences"], example.get("from", 1), None, None))
        opening.append({"role": "assistant", "content": answer})
    version = hashlib.sha256(json.dumps(opening).encode()).hexdigest()[:8]
    return Prompt(tuple(opening), version)


def _asked(sentences: Sequence[str], first: int, headline: str | None, published: str | None) -> Message:
    # As JSON no sentence can end its quotation.
    numbered = {str(number): sentence for number, sentence in enumerate(sentences, start=1)}
    given = {"headline": headline, "published": published, "sentences": numbered, "from": first}
    return {"role": "user", "content": json.dumps(given, ensure_ascii=False)}


def _vocabulary() -> str:
    lines = []
    for kind in FrameKind:
        values = [f"`{name}`: {' | '.join(table[kind])}" for name, table in ATTRIBUTES.items() if kind in table]
        values += ["`issue`"] if kind in ISSUED else []
        lines.append(f"- {kind}: {'; '.join(values)}. Roles: {', '.join(ROLES[kind])}.")
    return "\n".join(lines)

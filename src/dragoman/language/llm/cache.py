"""Owns a language model's answers kept on disk, by everything that was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from dragoman.language.llm.client import Completion
from dragoman.language.llm.prompt import Message


@dataclass(frozen=True, slots=True)
class Cache:
    """Answers in a folder that only its owner can read; what cannot be kept or read is asked again.

    Attributes:
        folder: None keeps nothing.
    """

    folder: Path | None

    def get(self, key: str) -> Completion | None:
        """The answer that was kept under a key."""
        if self.folder is None:
            return None
        try:
            found = json.loads(self._path(self.folder, key).read_text(encoding="utf-8"))
            kept = Completion(**found)
        except (OSError, ValueError, TypeError):
            return None
        kinds = (str, bool, int, int)
        values = (kept.text, kept.whole, kept.read, kept.written)
        return kept if all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)) else None

    def put(self, key: str, completion: Completion) -> None:
        """Keeps an answer under a key."""
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as part:
                json.dump(asdict(completion), part)
            Path(part.name).replace(path)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"


def cache_key(base_url: str, model: str, messages: Sequence[Message], most_tokens: int) -> str:
    """What tells one question from another: server, model, every message and the longest answer allowed."""
    asked = json.dumps([base_url, model, list(messages), most_tokens])
    return hashlib.sha256(asked.encode()).hexdigest()

"""Owns every exception that Dragoman raises on purpose.

DragomanError
├── SourceError        an input could not be read: no such file, empty, binary, too large, no text
├── FormatError        a file is not in the format that a command expects
├── DateError          a date given by the user is impossible or unreadable
├── KnowledgeError     a knowledge file has faults; carries the whole list
├── ModelMissing       the reader's network, the index of places or a measurement's parser is not installed
├── LanguageModelError a language model's server could not be asked, or its budget is used up
├── SettingsError      a setting is unknown or has an impossible value
├── StoreError         the archive could not be opened, read or written
├── ClusterError       several machines could not be joined, or their work broke off
└── UnsupportedClaim   a brief says something that its quoted characters do not support
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class DragomanError(Exception):
    """Base of all errors; its text is one line that names the thing, what was expected, what to do."""


class SourceError(DragomanError):
    """An input could not be read.

    Attributes:
        source: the path, URL or `-` as the user gave it.
    """

    def __init__(self, source: str, problem: str, next_step: str) -> None:
        super().__init__(f"{source!r}: {problem}; {next_step}")
        self.source = source

    @classmethod
    def unreadable(cls, path: Path, error: OSError) -> SourceError:
        """A file that the system would not read, with the system's reason."""
        return cls(str(path), (error.strerror or "cannot be read").lower(), "check the path")

    @classmethod
    def unwritable(cls, path: Path, error: OSError) -> SourceError:
        """A file that the system would not write, with the system's reason."""
        return cls(str(path), (error.strerror or "cannot be written").lower(), "check the folder and its permissions")


class FormatError(DragomanError, ValueError):
    """A file does not have the format that a command expects."""

    def __init__(self, source: str, problem: str, expected: str) -> None:
        super().__init__(f"{source!r}: {problem}; expected {expected}")
        self.source = source


class DateError(DragomanError, ValueError):
    """A date given by the user is impossible, unreadable, or too far away."""

    def __init__(
        self, text: str, problem: str = "is no date", expected: str = "year-month-day such as '2025-07-21'"
    ) -> None:
        super().__init__(f"{text!r} {problem}; expected {expected}")
        self.text = text


class KnowledgeError(DragomanError, ValueError):
    """One or more knowledge files have faults; nothing was loaded.

    Attributes:
        faults: one line each, with file, key and line.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        first = self.faults[0] if self.faults else "unknown fault"
        super().__init__(f"{first}{more}; run 'dragoman knowledge check' for the whole list")


class ModelMissing(DragomanError):
    """The reader's network, the index of places, or the parser that a measurement asks, is not installed."""

    def __init__(self, name: str, next_step: str) -> None:
        super().__init__(f"{name!r} is not installed; {next_step}")
        self.name = name


class LanguageModelError(DragomanError):
    """A language model's server could not be asked, or the budget for it is used up."""

    def __init__(self, name: str, problem: str, next_step: str) -> None:
        super().__init__(f"{name!r}: {problem}; {next_step}")
        self.name = name


class SettingsError(DragomanError, ValueError):
    """A setting is unknown or has an impossible value."""

    def __init__(self, key: str, problem: str, expected: str) -> None:
        super().__init__(f"setting {key!r}: {problem}; expected {expected}")
        self.key = key


class StoreError(DragomanError):
    """The archive could not be opened, read or written."""

    def __init__(self, archive: str, problem: str, next_step: str) -> None:
        super().__init__(f"archive {archive!r}: {problem}; {next_step}")
        self.archive = archive


class ClusterError(DragomanError):
    """A cluster could not be joined, or a job on it broke off."""

    def __init__(self, name: str, problem: str, next_step: str) -> None:
        super().__init__(f"{name!r} {problem}; {next_step}")
        self.name = name


class UnsupportedClaim(DragomanError):
    """A brief has fields that its quoted characters do not support.

    Attributes:
        claims: one line each.
    """

    def __init__(self, claims: Sequence[str]) -> None:
        self.claims = tuple(claims)
        super().__init__(f"{len(self.claims)} unsupported claim(s): {self.claims[0]}")

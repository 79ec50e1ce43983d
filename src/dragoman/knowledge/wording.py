"""Owns the words in which a dossier is told: how issues, kinds of entries and names read in English.

Loads them from `data/wording`; does not build sentences: see `process.sentences`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dragoman.errors import KnowledgeError

FILES = ("issues.toml", "entries.toml", "names.toml")


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IssueWords(_Table):
    """An issue as a heading and inside a sentence; `open` where its name does not say what is wanted."""

    label: str
    thing: str
    open: bool = False


class MeetingWords(_Table):
    """A format of meetings: its noun with article, and what a numbered one is called."""

    noun: str
    plural: bool = False
    round: str


class ViolenceWords(_Table):
    """A kind of violence, one and many; `done` is what was done to people, where that can be said."""

    one: str
    many: str
    done: str | None = None
    upon: str = "on"


class HumanitarianWords(_Table):
    """A humanitarian step: its noun for a number of people, who they are, and what was done to them."""

    noun: str
    whom: str
    whom_many: str
    done: str
    what: str = ""
    bare: str | None = None
    uncounted: str | None = None


class Predicate(_Table):
    """What is said of a thing, after one actor and after several.

    The `open` forms are for a thing whose name does not say what is wanted, or for a meeting that is past.
    """

    one: str
    many: str
    open_one: str | None = None
    open_many: str | None = None

    def form(self, *, many: bool, open_: bool = False) -> str:
        """The form that agrees with its subject."""
        if open_ and self.open_one and self.open_many:
            return self.open_many if many else self.open_one
        return self.many if many else self.one


class Wording(_Table):
    """Every word that the sentences of a dossier are made with, by code of the contract."""

    issue: Mapping[str, IssueWords]
    meeting: Mapping[str, MeetingWords]
    agreement: Mapping[str, str]
    violence: Mapping[str, ViolenceWords]
    humanitarian: Mapping[str, HumanitarianWords]
    promised: Mapping[str, str]
    threatened: Mapping[str, str]
    together: Mapping[str, str]
    stance: Mapping[str, Predicate]
    says: Mapping[str, Predicate]
    takes_the: frozenset[str]
    the: frozenset[str]
    plural: frozenset[str]
    at: frozenset[str]


@cache
def load_wording() -> Wording:
    """The bundled words, read once.

    Raises:
        KnowledgeError: a file is missing, is not TOML, or lacks or adds a key.
    """
    table: dict[str, Any] = {}
    folder = files("dragoman.knowledge") / "data" / "wording"
    faults: list[str] = []
    for name in FILES:
        try:
            table |= tomllib.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            faults.append(f"wording/{name}: {error}")
    if not faults:
        try:
            return Wording.model_validate(table)
        except ValidationError as error:
            faults = [f"wording: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    raise KnowledgeError(faults)

"""Owns finding the process that a user means: by the id of a known conflict, or by its parties.

The conflicts themselves are `conflicts`' business; which event belongs to one is `process.tracks`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dragoman.errors import SettingsError
from dragoman.knowledge.entries import state_name

if TYPE_CHECKING:
    from dragoman.knowledge.load import Knowledge

ALL = "all"
PREFIX = "process:"


@dataclass(frozen=True, slots=True)
class Process:
    """A conflict or peace process as a user asks for it.

    Attributes:
        id: id of the known conflict, or made of the parties.
        sides: for each side the keys of its parties: a state's code, or the short name of another body.
    """

    id: str
    name: str
    sides: tuple[frozenset[str], ...]

    @property
    def parties(self) -> frozenset[str]:
        """The parties of all sides."""
        return frozenset().union(*self.sides)

    @property
    def countries(self) -> frozenset[str]:
        """The codes of the states among the parties."""
        return frozenset(key for key in self.parties if _is_code(key))


def find_process(name: str, *, knowledge: Knowledge | None = None) -> Process | None:
    """The process of an id, with or without `process:`, or of parties joined by `+`; None for `all`.

    Args:
        name: such as `ukraine-russia`, `UKR+RUS` or `COD+M23`.
        knowledge: the known conflicts; None for the bundled ones.

    Raises:
        SettingsError: there is no such process.
    """
    wanted = name.strip()
    if wanted.casefold() == ALL:
        return None
    if knowledge is None:
        from dragoman.knowledge.load import load_knowledge

        knowledge = load_knowledge()
    short = wanted.casefold().removeprefix(PREFIX)
    conflict = knowledge.conflicts.get(PREFIX + short)
    if conflict is not None:
        sides = tuple(frozenset(_key(one, knowledge) for one in side) for side in conflict.sides)
        return Process(conflict.id, conflict.name, sides)
    parties = tuple(_party(part.strip(), knowledge) for part in wanted.split("+") if part.strip())
    if len(parties) < 2:
        known = [key.removeprefix(PREFIX) for key in knowledge.conflicts]
        near = get_close_matches(short[:80], known, n=3, cutoff=0.5) or known[:3]
        raise SettingsError(
            "process", f"{name!r} is unknown", f"'all', parties such as UKR+RUS, or an id such as {', '.join(near)}"
        )
    made = "+".join(sorted("-".join(party.casefold().split()) for party in parties))
    names = [state_name(party, knowledge=knowledge) or party if _is_code(party) else party for party in parties]
    return Process(PREFIX + made, " and ".join(names), tuple(frozenset({party}) for party in parties))


def _key(actor: str, knowledge: Knowledge) -> str:
    """An actor's id as the key by which events name it."""
    if actor.startswith("state:") and _is_code(actor.removeprefix("state:")):
        return actor.removeprefix("state:")
    number = knowledge.numbers.get(actor)
    return actor if number is None else str(knowledge.entries[number][1])


def _party(part: str, knowledge: Knowledge) -> str:
    """A party as the user writes it, in any case: a state's code or a body's short name."""
    if _is_code(part.upper()) and f"state:{part.upper()}" in knowledge.numbers:
        return part.upper()
    folded = "-".join(part.casefold().split())
    for kind in ("group:", "org:"):
        if kind + folded in knowledge.numbers:
            return _key(kind + folded, knowledge)
    return part


def _is_code(key: str) -> bool:
    return len(key) == 3 and key.isascii() and key.isalpha() and key.isupper()

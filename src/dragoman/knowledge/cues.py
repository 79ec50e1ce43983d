"""Owns the cue words: `data/cues/NAME.tsv`, each a table whose first column is the cue.

Does not know what a cue does: the modules of `coding` that read the columns do.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.errors import KnowledgeError
from dragoman.knowledge.load import Knowledge


def cues(name: str, *, knowledge: Knowledge) -> Mapping[str, Mapping[str, str]]:
    """Cue to its row, for a table in which each cue stands once; the last row wins elsewhere.

    Raises:
        KnowledgeError: there is no file of that name.
    """
    return {cue: rows[-1] for cue, rows in _table(name, knowledge).items()}


def cue_rows(name: str, *, knowledge: Knowledge) -> list[Mapping[str, str]]:
    """All rows of a table in the order of the file, for tables in which a cue stands repeatedly.

    Raises:
        KnowledgeError: there is no file of that name.
    """
    return [row for rows in _table(name, knowledge).values() for row in rows]


def _table(name: str, knowledge: Knowledge) -> Mapping[str, tuple[Mapping[str, str], ...]]:
    if name not in knowledge.cues:
        known = ", ".join(sorted(knowledge.cues)) or "none"
        raise KnowledgeError([f"cues/{name}.tsv: no such file; known: {known}"])
    return knowledge.cues[name]

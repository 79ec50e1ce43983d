"""Owns the prose of a dossier: headline and summary, composed from entries, each with its evidence."""

from __future__ import annotations

from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier, Sentence

NOTHING_FOUND = "No conflict or diplomacy found in the text."


def headline_of(dossier: Dossier, *, knowledge: Knowledge) -> str:
    """One line that names the weightiest entry; says so where there is none."""
    return NOTHING_FOUND if not dossier.entries() else "Entries found."


def summary_of(dossier: Dossier, *, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """Up to four sentences, one an entry, the weightiest first."""
    return ()

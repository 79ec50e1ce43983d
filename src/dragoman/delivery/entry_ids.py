"""Owns stable identifiers of dossier entries: from the first event that an entry was computed from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dragoman.process.dossier import Dossier, Entry

LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements")


def identified(dossier: Dossier) -> Iterator[tuple[str, str, Entry]]:
    """Every entry with the name of its list and its identifier, in the contract's order.

    The identifier stays the same when later reports change the entry, as long as its first report does.
    """
    order = {event.id: number for number, event in enumerate(dossier.events)}
    for name in LISTS:
        seen: dict[str, int] = {}
        for entry in getattr(dossier, name):
            basis = min(entry.events, key=lambda one: order.get(one, len(order)), default="")
            if not basis:
                first = entry.evidence[0]
                basis = f"{first.document}|{first.start}|{first.end}"
            # One sentence may tell of several entries of a kind.
            seen[basis] = seen.get(basis, 0) + 1
            text = f"{name}|{basis}|{seen[basis]}"
            yield (
                name,
                name[0] + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15],
                entry,
            )

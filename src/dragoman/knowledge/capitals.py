"""Owns the capital of a state by its code, as the table of states gives it.

Does not place it on the map: see `knowledge.gazetteer`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    text = (resources.files("dragoman.knowledge") / "data" / "actors" / "states.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")
    rows = [dict(zip(names, line.split("\t"), strict=False)) for line in lines[1:]]
    return {
        row["iso3"]: row["capital"].split(";")[0]
        for row in rows
        if row.get("capital") and row.get("iso3") and row.get("kind") != "historic"
    }


def capital_of(iso3: str) -> str | None:
    """The first capital that the table of states names for an ISO 3166 alpha-3 code, None without one."""
    return _capitals().get(iso3)

"""Owns dossier entries and events as flat rows for tables: one column a value, lists joined by `; `.

The columns and what they hold are the layouts `own_*` of `knowledge.layouts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dragoman.delivery.entry_ids import LISTS, identified
from dragoman.knowledge.layouts import load_layout
from dragoman.process.dossier import Dossier, Entry, Stance
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Actor, Count, Evidence, PlaceValue, Speaker, Value

SCHEMA = "dragoman/1"
TABLES = ("documents", "events", *LISTS, "evidence")
_PLACE = ("country", "latitude", "longitude", "geonames_id", "precision")
_COUNT = tuple(Count.model_fields)
_LEFT_OUT = frozenset({"reasons", "events"})
_ACTORS = frozenset({"source", "target", "mediators", "parties", "by", "to", "against", "reported_by", "actor", "host"})


def tables_of(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """Every table of a dossier, by name, in a stable order."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for document in dossier.documents:
        row = document.model_dump(exclude={"text"})
        found["documents"].append({**row, "characters": len(document.text)})
    for event in dossier.events:
        found["events"].append(flat_event(event))
        found["evidence"].extend(_passages("events", event.id, event.evidence))
    for name, entry_id, entry in identified(dossier):
        found[name].append(flat_entry(name, entry_id, entry))
        found["evidence"].extend(_passages(name, entry_id, entry.evidence))
    return {name: [_ordered(name, row) for row in rows] for name, rows in found.items()}


def rows_of(values: Iterable[Event | Entry], table: str) -> list[dict[str, Any]]:
    """Rows of events or entries that stand outside a dossier; entries have no identifier then."""
    rows = [flat_event(one) if isinstance(one, Event) else flat_entry(table, None, one) for one in values]
    return [_ordered(table, row) for row in rows]


def flat_event(event: Event) -> dict[str, Any]:
    """An event as one row."""
    return dict(_flat(event))


def flat_entry(name: str, entry_id: str | None, entry: Entry) -> dict[str, Any]:
    """An entry as one row; its list's name tells the columns."""
    row: dict[str, Any] = {"id": entry_id, **dict(_flat(entry))}
    row["event_ids"] = "; ".join(entry.events) or None
    return row


def _ordered(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: row.get(column.value) for column in load_layout(f"own_{table}")}


def _passages(table: str, identity: str, evidence: Iterable[Evidence]) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(evidence, start=1):
        yield {"table": table, "id": identity, "number": number, **one.model_dump()}


def _flat(value: Value) -> Iterator[tuple[str, Any]]:
    for name in type(value).model_fields:
        if name not in _LEFT_OUT:
            yield from _cells(name, getattr(value, name))


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if name in _ACTORS:
        actors = (value,) if isinstance(value, Actor) else value or ()
        yield from _actors(name, actors)
    elif name == "place":
        yield name, value.name if value else None
        for part in _PLACE:
            yield f"place_{part}", getattr(value, part) if isinstance(value, PlaceValue) else None
    elif name in {"killed", "wounded", "captured"}:
        for part in _COUNT:
            yield f"{name}_{part}", getattr(value, part) if isinstance(value, Count) else None
    elif name == "quantities":
        for part in Quantities.model_fields:
            count = getattr(value, part) if value else None
            for bound in _COUNT:
                yield f"{part}_{bound}", getattr(count, bound) if count else None
    elif name == "attribution":
        said = value if isinstance(value, Speaker) else None
        yield from _actors("attribution", (said.speaker,) if said and said.speaker else ())
        yield "attribution_verb", said.verb if said else None
        yield "attribution_direct", said.direct if said else None
    elif name in {"evidence", "decided_by"}:
        first = value[0] if value else None
        prefix = "" if name == "evidence" else f"{name}_"
        for part in Evidence.model_fields:
            yield (
                f"{prefix}{part}" if part not in {"start", "end"} else f"{prefix}quote_{part}",
                (getattr(first, part) if first else None),
            )
    elif name == "stances":
        yield name, "; ".join(f"{_who(one)}: {one.stance}" for one in value) or None
    elif isinstance(value, tuple):
        yield name, "; ".join(str(one) for one in value) or None
    else:
        yield name, value.isoformat() if hasattr(value, "isoformat") else value


def _who(stance: Stance) -> str:
    return stance.actor.person or stance.actor.name


def _actors(name: str, actors: Iterable[Actor]) -> Iterator[tuple[str, Any]]:
    listed = tuple(actors)
    yield name, "; ".join(one.name for one in listed) or None
    for part, cells in (
        ("countries", [one.country or "" for one in listed]),
        ("sectors", [",".join(one.sectors) for one in listed]),
        ("persons", [one.person or "" for one in listed]),
        ("ids", [one.id or "" for one in listed]),
    ):
        yield f"{name}_{part}", "; ".join(cells) if any(cells) else None

"""Owns the list of export formats and what each export says of itself.

Which value stands in which column is `knowledge.layouts`; what the values are is `export_values`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.delivery.events import event_record, parquet_bytes
from dragoman.delivery.export_geojson import geojson_text
from dragoman.delivery.export_package import package_files
from dragoman.delivery.export_plover import plover_lines
from dragoman.delivery.export_tables import delimited
from dragoman.delivery.export_values import Setting, Values, event_values, is_told, pair_values, setting_of
from dragoman.delivery.export_violence import violence_values
from dragoman.delivery.flat import SCHEMA
from dragoman.delivery.placing import put
from dragoman.errors import FormatError, SourceError
from dragoman.knowledge.layouts import load_layout
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event

CODEBOOK = "PLOVER 0.8 types and modes, CAMEO codes and conflict-cooperation scale"


@dataclass(frozen=True, slots=True)
class Form:
    """One export format.

    Attributes:
        suffix: usual ending of its files.
        summary: what it is, in one line.
        write: the file's bytes, or a folder's files by name.
        layout: name of its table of columns, where it is a table.
        told_only: it knows only what happened; events denied, planned or feared are left out.
    """

    suffix: str
    summary: str
    write: Callable[[Dossier, Setting], bytes | dict[str, bytes]]
    layout: str | None = None
    told_only: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export.

    Attributes:
        files: the one file under the empty name, or a folder's files by name.
        about: format, codebook, versions, columns, and how many events it could not hold.
    """

    files: Mapping[str, bytes]
    about: Mapping[str, Any]

    @property
    def left_out(self) -> int:
        """Number of events that the format cannot hold."""
        return int(self.about.get("events_left_out", 0))


def export(dossier: Dossier, form: str, *, knowledge: Knowledge) -> Exported:
    """A dossier in one of the formats.

    The same dossier and knowledge always give the same bytes.

    Args:
        dossier: documents, events and entries.
        form: a key of `FORMS`.
        knowledge: the ontology's codes and scores.

    Raises:
        FormatError: there is no such format, or it needs a package that is not installed.
    """
    if form not in FORMS:
        raise FormatError(form, "is no export format", f"one of {', '.join(FORMS)}")
    setting = setting_of(dossier, knowledge)
    made = FORMS[form].write(dossier, setting)
    return Exported({"": made} if isinstance(made, bytes) else made, _about(dossier, form, setting))


def write_export(made: Exported, path: Path) -> list[Path]:
    """Writes an export: a file with its description beside it, or a folder; returns what was written.

    Raises:
        SourceError: a file cannot be written.
    """
    try:
        if "" not in made.files:
            path.mkdir(parents=True, exist_ok=True)
            written = [path / name for name in made.files]
            for target, data in zip(written, made.files.values(), strict=True):
                put(target, data)
            return written
        beside = path.with_name(path.name + ".about.json")
        put(path, made.files[""])
        put(beside, (json.dumps(made.about, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
        return [path, beside]
    except OSError as error:
        raise SourceError.unwritable(path, error) from error


def _about(dossier: Dossier, name: str, setting: Setting) -> dict[str, Any]:
    form = FORMS[name]
    told = _told(dossier, setting)
    about: dict[str, Any] = {
        "format": name,
        "summary": form.summary,
        "schema": SCHEMA,
        "codebook": CODEBOOK,
        "software": setting.software,
        "as_of": dossier.as_of,
        "documents": len(dossier.documents),
        "events": len(told) if form.told_only else len(dossier.events),
        "events_left_out": len(dossier.events) - len(told) if form.told_only else 0,
    }
    if form.layout is not None:
        about["columns"] = [
            {"name": c.name, "type": c.type, "description": c.description, "filled": bool(c.value)}
            for c in load_layout(form.layout)
        ]
    return about


def _told(dossier: Dossier, setting: Setting) -> list[Event]:
    return [event for event in dossier.events if is_told(event, setting.codes)]


def _jsonl(dossier: Dossier, setting: Setting) -> bytes:
    marks = {"schema": SCHEMA, "codebook": CODEBOOK, "software": setting.software}
    lines = (json.dumps({**marks, **event_record(e)}, ensure_ascii=False) for e in dossier.events)
    return _encoded("".join(f"{line}\n" for line in lines))


def _parquet(dossier: Dossier, setting: Setting) -> bytes:
    marks = {"schema": SCHEMA, "codebook": CODEBOOK, "software": setting.software}
    return parquet_bytes(dossier.events, marks=marks)


def _plover(dossier: Dossier, setting: Setting) -> bytes:
    return _encoded("".join(f"{line}\n" for line in plover_lines(dossier, setting)))


def _geojson(dossier: Dossier, setting: Setting) -> bytes:
    return _encoded(geojson_text(dossier, setting))


def _polecat(dossier: Dossier, setting: Setting) -> bytes:
    rows = [event_values(event, setting) for event in _told(dossier, setting)]
    return _encoded(delimited(rows, load_layout("polecat")))


def _pairs(layout: str, *, header: bool, missing: str = "") -> Callable[[Dossier, Setting], bytes]:
    def write(dossier: Dossier, setting: Setting) -> bytes:
        rows = [row for event in _told(dossier, setting) for row in pair_values(event, setting)]
        return _encoded(delimited(rows, load_layout(layout), header=header, missing=missing))

    return write


def _mentions(dossier: Dossier, setting: Setting) -> bytes:
    """A row for each pair and each document that tells of it."""
    rows: list[Values] = []
    for event in _told(dossier, setting):
        first = {one.document: one for one in reversed(event.evidence)}
        for document in dict.fromkeys(one.document for one in event.evidence):
            said = event.model_copy(update={"evidence": (first[document],)})
            rows.extend(pair_values(said, setting))
    return _encoded(delimited(rows, load_layout("gdelt_mentions"), header=False))


def _ged(dossier: Dossier, setting: Setting) -> bytes:
    rows = list(violence_values(dossier, setting))
    return _encoded(delimited(rows, load_layout("ucdp_ged"), separator=","))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # lone surrogates cannot be written


FORMS: Mapping[str, Form] = {
    "jsonl": Form(".jsonl", "Dragoman's events, one JSON object a line", _jsonl),
    "parquet": Form(".parquet", "Dragoman's events as a table with nested columns", _parquet),
    "package": Form("", "a folder: every list as CSV, with data dictionary (Frictionless)", package_files),
    "plover": Form(".jsonl", "PLOVER 0.8 records, one JSON object a line", _plover),
    "polecat": Form(".tsv", "POLECAT's 40 columns", _polecat, "polecat", told_only=True),
    "icews": Form(".tsv", "ICEWS' 20 columns", _pairs("icews", header=True), "icews", told_only=True),
    "gdelt": Form(
        ".CSV",
        "GDELT 2.0 events: 61 columns, no header",
        _pairs("gdelt_events", header=False),
        "gdelt_events",
        told_only=True,
    ),
    "gdelt-mentions": Form(
        ".CSV", "GDELT 2.0 mentions: 16 columns, no header", _mentions, "gdelt_mentions", told_only=True
    ),
    "petrarch": Form(
        ".tsv",
        "PETRARCH2's events with words: 11 columns, no header",
        _pairs("petrarch", header=False, missing="---"),
        "petrarch",
        told_only=True,
    ),
    "phoenix": Form(
        ".tsv",
        "Phoenix events: 26 columns, no header",
        _pairs("phoenix", header=False),
        "phoenix",
        told_only=True,
    ),
    "ucdp": Form(".csv", "attacks with killed in UCDP GED's 49 columns", _ged, "ucdp_ged"),
    "geojson": Form(".geojson", "what happens where, as GeoJSON", _geojson),
}

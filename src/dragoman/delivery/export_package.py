"""Owns the Frictionless data package: every list of a dossier as CSV, with its data dictionary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from dragoman.delivery.export_tables import delimited
from dragoman.delivery.export_values import Setting
from dragoman.delivery.flat import SCHEMA, TABLES, tables_of
from dragoman.delivery.phrases import clean
from dragoman.knowledge.layouts import Column, load_layout
from dragoman.process.dossier import Dossier

_KEYS = {"evidence": ["table", "id", "number"]}


def package_files(dossier: Dossier, setting: Setting) -> dict[str, bytes]:
    """The files of the package by name: `datapackage.json`, `dictionary.md` and one CSV a table."""
    rows = tables_of(dossier)
    files: dict[str, bytes] = {}
    resources = []
    for name in TABLES:
        columns = load_layout(f"own_{name}")
        # The rows are already under their columns' names.
        plain = [Column(c.name, c.type, c.name, c.description) for c in columns]
        data = delimited(rows[name], plain, separator=",").encode("utf-8", "replace")
        files[f"{name}.csv"] = data
        resources.append(_resource(name, columns, data, len(rows[name])))
    package = {
        "name": "dragoman-dossier",
        "profile": "tabular-data-package",
        "title": clean(dossier.headline),
        "version": SCHEMA.partition("/")[2],
        "schema_version": SCHEMA,
        "as_of": dossier.as_of,
        "software": setting.software,
        "codebook": "PLOVER 0.8 types and modes, CAMEO codes and conflict-cooperation scale",
        "sources": [_source(d.title, d.url, d.publisher) for d in dossier.documents],
        "resources": resources,
    }
    described = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
    dictionary = _dictionary(setting).encode("utf-8", "replace")
    return {"datapackage.json": described.encode("utf-8", "replace"), "dictionary.md": dictionary, **files}


def _resource(name: str, columns: Sequence[Column], data: bytes, count: int) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": c.name, "type": c.type, "description": c.description} for c in columns],
        "missingValues": [""],
        "primaryKey": _KEYS.get(name, ["id"]),
    }
    if name != "documents":
        reference = {"resource": "documents", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["document"], "reference": reference}]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "rows": count,
        "schema": schema,
    }


def _source(title: str | None, url: str | None, publisher: str | None) -> dict[str, str]:
    words = ", ".join(clean(part) for part in (title, publisher) if part)
    return {"title": words or "untitled", **({"path": url} if url else {})}


def _dictionary(setting: Setting) -> str:
    lines = ["# Data dictionary", "", f"Schema {SCHEMA}, written by {setting.software}.", ""]
    lines.append("An empty cell means that the articles do not say. Offsets count Unicode code points from 0.")
    lines.append("Text that a table program would run as a formula has an apostrophe before it, also in a quote.")
    for name in TABLES:
        lines += ["", f"## {name}.csv", "", "| column | type | what it holds |", "|---|---|---|"]
        lines += [f"| {c.name} | {c.type} | {c.description} |" for c in load_layout(f"own_{name}")]
    return "\n".join(lines) + "\n"

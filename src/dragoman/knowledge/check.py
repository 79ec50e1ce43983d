"""Owns the faults that show only when files are compared: dangling ids, overlaps, doubled names.

Does not say what one row may hold: `schema` does. `check_report` is what the command prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from dragoman.contract.issues import ISSUES
from dragoman.errors import KnowledgeError
from dragoman.knowledge.compiling import compile_tables
from dragoman.knowledge.frame_faults import frame_faults
from dragoman.knowledge.load import folders_of
from dragoman.knowledge.pattern_faults import pattern_faults
from dragoman.knowledge.reading import Checked, Tables, read_folders
from dragoman.knowledge.schema import SECTORS, TYPES
from dragoman.knowledge.tables import FIRST_DAY, LAST_DAY, end_day, first_day

SOLE_OFFICE_RANK = 3  # offices up to this rank have one holder at a time
MOST_WORDS = 40  # of a name
HANDOVER_DAYS = 31  # two holders may overlap so long: sources differ on the day of a handover


def check_report(overlay: Path | None = None) -> list[str]:
    """Every fault of every file, one line each with file, line and key; empty where all is well."""
    faults: list[str] = []
    try:
        folders = folders_of(overlay)
    except KnowledgeError as error:
        return list(error.faults)
    tables = read_folders(folders, faults)
    faults += find_faults(tables)
    return faults


def find_faults(tables: Tables) -> list[str]:
    """The faults of all tables together."""
    return [
        *_manifest_faults(tables),
        *_dangling_actors(tables),
        *_process_faults(tables),
        *_dangling_ontology(tables),
        *frame_faults(tables),
        *pattern_faults(tables),
        *_issue_faults(tables),
        *_overlapping_terms(tables),
        *_doubled_names(tables),
    ]


def _manifest_faults(tables: Tables) -> Iterator[str]:
    patterns = {c.value.path: c for c in tables.kind("manifest").values() if not c.overlay}
    bundled = [name for number, name in tables.files if number == 0]
    for name in bundled:
        if not any(fnmatchcase(name, pattern) for pattern in patterns):
            yield f"{name}: is not in manifest.toml; expected its licence and provenance there"
    for pattern, checked in patterns.items():
        if not any(fnmatchcase(name, pattern) for name in bundled):
            yield f"{checked.where}: no file has this name"


def _dangling_actors(tables: Tables) -> Iterator[str]:
    states = {row.iso3 for row in tables.values("states")}
    groups = tables.kind("groups")
    organisations = tables.kind("organisations")
    bodies = {**groups, **organisations, **tables.kind("states")}
    for kind in ("groups", "organisations"):
        for checked in tables.kind(kind).values():
            row = checked.value
            if row.parent and row.parent not in bodies:
                yield f"{checked.where} parent: no actor has the id {row.parent!r}"
            for country in row.country:
                if country not in states:
                    yield f"{checked.where} country: no state has the code {country!r}"
    for checked in tables.kind("people").values():
        row = checked.value
        if not row.body and not row.country:
            yield f"{checked.where}: has neither a body nor a country"
    for kind in ("people", "seats"):
        for checked in tables.kind(kind).values():
            body = checked.value.body
            if body and body not in bodies:
                yield f"{checked.where} body: no actor has the id {body!r}"
    for kind in ("people", "seats", "titles", "bodies"):
        for checked in tables.kind(kind).values():
            country = checked.value.country
            if country and country not in states:
                yield f"{checked.where} country: no state has the code {country!r}"
    for checked in tables.kind("ambiguous").values():
        prefers = checked.value.prefers
        if prefers and prefers not in bodies and not prefers.startswith("person:"):
            yield f"{checked.where} prefers: no actor has the id {prefers!r}"
    for checked in tables.kind("members").values():
        for body in (checked.value.body, *checked.value.members):
            if body not in bodies:
                yield f"{checked.where}: no actor has the id {body!r}"
    people = {row.id for row in tables.values("people")}
    for checked in tables.kind("rivals").values():
        for person in (checked.value.one, checked.value.other):
            if person not in people:
                yield f"{checked.where}: no person has the id {person!r}"
    for checked in tables.kind("patterns").values():
        if checked.value.sector not in SECTORS:
            yield f"{checked.where} sector: {checked.value.sector!r} is no sector"


def _process_faults(tables: Tables) -> Iterator[str]:
    """Parties and mediators that no table knows, and names that two processes share."""
    known = {key for kind in ("states", "groups", "organisations") for key in tables.kind(kind)}
    owner: dict[str, str] = {}
    for key, checked in tables.kind("processes").items():
        row = checked.value
        for actor in (*(one for side in row.sides for one in side), *row.mediators):
            if actor not in known:
                yield f"{checked.where} sides: no actor has the id {actor!r}"
        for name in row.names:
            if name in owner:
                yield f"{checked.where} names: {name!r} already names {owner[name]!r}"
            owner[name] = key


def _dangling_ontology(tables: Tables) -> Iterator[str]:
    types = {t.name: {mode.name for mode in t.mode} for t in tables.values("types")}
    codes = tables.kind("cameo")
    for checked in codes.values():
        row = checked.value
        if row.type and row.type not in types:
            yield f"{checked.where} type: {row.type!r} is no event type"
        elif row.mode and row.mode not in types.get(row.type, set()):
            yield f"{checked.where} mode: {row.type} has no mode {row.mode!r}"
        if len(row.code) > 2 and row.code[:-1] not in codes:
            yield f"{checked.where}: its parent {row.code[:-1]!r} is missing"
    for name, checked in tables.kind("types").items():
        if name not in TYPES:
            yield f"{checked.where}: {name!r} is no type of PLOVER; take one of its types, with a mode or a CAMEO code"
        if checked.value.cameo not in codes:
            yield f"{checked.where} cameo: {checked.value.cameo!r} is no CAMEO code"
    for code, checked in tables.kind("sectors").items():
        if code not in SECTORS:
            yield f"{checked.where}: {code!r} is no sector of PLOVER"


def _issue_faults(tables: Tables) -> Iterator[str]:
    owner: dict[str, str] = {}
    known = tables.kind("issues")
    for checked in (*known.values(), *tables.kind("issue_terms").values()):
        code = checked.value.code
        if code not in ISSUES:
            held = ", ".join(ISSUES)
            yield f"{checked.where}: {code!r} is no issue that a brief can hold; add its terms to one of {held}"
        for term in checked.value.terms:
            if term != " ".join(term.casefold().split()):
                yield f"{checked.where} terms: {term!r} is not lower case with single spaces"
            if term in owner:
                yield f"{checked.where} terms: {term!r} already names {owner[term]!r}"
            owner[term] = code
    for code in ISSUES:
        if code not in known:
            yield f"ontology/issues.toml: the issue {code!r} is missing; add its definition and terms"


def _overlapping_terms(tables: Tables) -> Iterator[str]:
    """Two holders of an office that has one, for longer than a handover, both dates known."""
    ranks = {row.title: row.rank for row in tables.values("titles")}
    rivals = {(row.office, frozenset((row.one, row.other))) for row in tables.values("rivals")}
    held: dict[tuple[str, str, str], list[Checked]] = {}
    for checked in tables.kind("people").values():
        row = checked.value
        held.setdefault((row.office.casefold(), row.body, row.country), []).append(checked)
    for (office, _, _), terms in held.items():
        sole = ranks.get(office, SOLE_OFFICE_RANK + 1) <= SOLE_OFFICE_RANK
        for place, one in enumerate(terms):
            for other in terms[place + 1 :]:
                same = one.value.id == other.value.id
                if (office, frozenset((one.value.id, other.value.id))) in rivals:
                    continue
                if (same or sole) and _overlap(one.value, other.value) > HANDOVER_DAYS:
                    yield (f"{other.where}: {office!r} overlaps the term of {one.value.name!r} at {one.where}")


def _overlap(one: Any, other: Any) -> int:
    """Days for which two terms surely overlap: an unknown beginning or end proves nothing.

    An open end is known only where the term's beginning is later: who took office last still
    holds it, an earlier holder without an end is one whose end is not known.
    """
    first, second = sorted((one, other), key=lambda row: first_day(row.since))
    if not first.since or not second.since or not first.until:
        return 0
    last_of_first = first_day(first.until)
    return min(last_of_first, end_day(second.until)) - (end_day(second.since) - 1)


def _doubled_names(tables: Tables) -> Iterator[str]:
    """Names that lead to two actors on one day, unless `ambiguous.tsv` says which is meant."""
    compiled = compile_tables(tables)
    for key, terms in compiled["terms"].items():
        if key.count(" ") >= MOST_WORDS:
            yield f"{terms[0][2][:60]!r}…: a name may have {MOST_WORDS} words"
    entries, offices = compiled["entries"], compiled["offices"]
    settled = compiled["ambiguous"]
    where = {c.value.id: c.where for kind in ("states", "groups", "organisations", "people")
             for c in tables.kind(kind).values()}  # fmt: skip
    for key, terms in compiled["terms"].items():
        if key[0] in "%~":  # loose spellings only suggest; look-up leaves a tie open
            continue
        told: set[tuple[int, int]] = set()
        for place, one in enumerate(terms):
            for other in terms[place + 1 :]:
                pair = (one[0], other[0])
                if pair[0] == pair[1] or pair in told or one[2] in settled or other[2] in settled:
                    continue
                if not _same_capitals(one[2], other[2]) or not _same_day(pair, entries, offices):
                    continue
                told.add(pair)
                first, second = entries[pair[0]][0], entries[pair[1]][0]
                yield (
                    f"{where.get(second, 'actors/state_bodies.toml')}: {other[2]!r} also names"
                    f" {first!r} on the same day; say in actors/ambiguous.tsv which is meant"
                )


def _same_capitals(one: str, other: str) -> bool:
    return one.isupper() == other.isupper()


def _same_day(pair: tuple[int, int], entries: Any, offices: Any) -> bool:
    spans = [_spans(number, entries, offices) for number in pair]
    return any(max(a[0], b[0]) < min(a[1], b[1]) for a in spans[0] for b in spans[1])


def _spans(number: int, entries: Any, offices: Any) -> list[tuple[int, int]]:
    """Days on which an actor exists or holds office; a term with an unknown end proves nothing."""
    if entries[number][2] != "person":
        return [(entries[number][5], entries[number][6])]
    return [(term[4], term[5]) for term in offices[number] if term[4] != FIRST_DAY and term[5] != LAST_DAY]

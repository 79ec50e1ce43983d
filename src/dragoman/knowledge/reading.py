"""Owns turning the folders of knowledge files into checked rows, the user's laid over the bundled.

Does not compare files with each other and does not index anything: see `check` and `compiling`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from dragoman.knowledge import pattern_schema, schema
from dragoman.knowledge.folder import OWN_ONLY, OWN_ONLY_FILES, faults_without_effect, read_table, tables_of
from dragoman.knowledge.tables import Row, line_of, parse_toml, parse_tsv

M = TypeVar("M", bound=schema.Strict)
# Folders whose own loaders check them; here only the manifest must name them.
OTHER_OWNERS = (*OWN_ONLY, *OWN_ONLY_FILES)


@dataclass(frozen=True, slots=True)
class Checked:
    """One checked row: its values, and where they stand for faults found later.

    Attributes:
        overlay: it stands in a user's folder.
        replaces: it stands in the place of a row of the program's own.
    """

    value: Any
    where: str
    overlay: bool = False
    replaces: bool = False


@dataclass(slots=True)
class Tables:
    """Every checked row by kind of file and key; the later folder's row has replaced the earlier.

    Attributes:
        rows: kind of file to key to row.
        files: the names of all files read, with the number of their folder.
    """

    rows: dict[str, dict[str, Checked]] = field(default_factory=dict)
    files: list[tuple[int, str]] = field(default_factory=list)

    def kind(self, name: str) -> dict[str, Checked]:
        """The rows of one kind, empty where no file has any."""
        return self.rows.setdefault(name, {})

    def own_first(self, name: str) -> list[Any]:
        """The values of one kind as they are asked: those that a user adds, then the program's own."""
        rows = self.kind(name).values()
        return [row.value for row in sorted(rows, key=lambda row: not row.overlay or row.replaces)]

    def values(self, name: str) -> list[Any]:
        """The values of one kind in order."""
        return [checked.value for checked in self.kind(name).values()]


def _person_key(person: schema.PersonRow) -> str:
    return f"{person.id} {person.office} {person.since}"


def _frame_key(row: schema.FrameCodeRow | schema.FrameStatusRow) -> str:
    return f"{row.frame} {';'.join(row.kind)} {';'.join(row.status)}"


TSV_KINDS: tuple[tuple[str, str, type[schema.Strict], Callable[[Any], str]], ...] = (
    ("actors/states*.tsv", "states", schema.StateRow, lambda row: row.id),
    ("actors/seats*.tsv", "seats", schema.SeatRow, lambda row: row.name),
    ("actors/titles*.tsv", "titles", schema.TitleRow, lambda row: row.title),
    ("actors/ambiguous*.tsv", "ambiguous", schema.AmbiguousRow, lambda row: row.term),
    ("actors/groups*.tsv", "groups", schema.GroupRow, lambda row: row.id),
    ("actors/organisations*.tsv", "organisations", schema.OrganisationRow, lambda row: row.id),
    ("actors/sector_nouns*.tsv", "sector_nouns", schema.SectorNounRow, lambda row: row.noun),
    ("actors/people*.tsv", "people", schema.PersonRow, _person_key),
    ("actors/rivals*.tsv", "rivals", schema.RivalRow,
     lambda row: f"{row.office} {row.one} {row.other}"),
    ("actors/phrase_words*.tsv", "words", schema.WordRow, lambda row: f"{row.kind} {row.word}"),
    ("ontology/cameo.tsv", "cameo", schema.CameoRow, lambda row: row.code),
    ("ontology/frame_codes*.tsv", "frame_codes", schema.FrameCodeRow, _frame_key),
    ("ontology/frame_statuses*.tsv", "frame_statuses", schema.FrameStatusRow, _frame_key),
    ("actors/members*.tsv", "members", schema.MembersRow, lambda row: f"{row.body} {row.since}"),
    ("ontology/sectors.tsv", "sectors", schema.CodeRow, lambda row: row.code),
    ("ontology/contexts.tsv", "contexts", schema.CodeRow, lambda row: row.code),
)  # fmt: skip
TOML_KINDS: tuple[tuple[str, str, type[schema.Strict], str, Callable[[Any], str]], ...] = (
    ("ontology/plover.toml", "types", schema.Ontology, "type", lambda entry: entry.name),
    ("ontology/issues*.toml", "issues", schema.Issues, "issue", lambda entry: entry.code),
    ("ontology/issues*.toml", "issue_terms", schema.Issues, "more", lambda e: f"{e.code} {e.terms[0]}"),
    ("actors/state_bodies*.toml", "patterns", schema.StateBodies, "pattern", lambda e: e.sector),
    ("actors/state_bodies*.toml", "bodies", schema.StateBodies, "body",
     lambda e: f"{e.country} {e.names[0]}"),
    ("frames/*.toml", "frame_patterns", pattern_schema.Patterns, "pattern", lambda entry: entry.id),
    ("processes/*.toml", "processes", schema.Processes, "process", lambda entry: entry.id),
    ("manifest.toml", "manifest", schema.Manifest, "file", lambda entry: entry.path),
)  # fmt: skip


def read_folders(folders: Sequence[Path], faults: list[str]) -> Tables:
    """Reads every file of every folder; faults are added to the list, faulty rows left out."""
    tables = Tables()
    for number, folder in enumerate(folders):
        if number > 0:
            faults.extend(faults_without_effect(folder))
        for path in tables_of(folder):
            name = path.relative_to(folder).as_posix()
            tables.files.append((number, name))
            if not name.startswith(OTHER_OWNERS) and not path.is_dir():
                _read_file(tables, path, name, number, faults)
    return tables


def _read_file(tables: Tables, path: Path, name: str, number: int, faults: list[str]) -> None:
    text = read_table(path, name, faults)
    for pattern, kind, model, key in TSV_KINDS:
        if fnmatchcase(name, pattern):
            _read_rows(tables.kind(kind), parse_tsv(text, name, faults), model, key, number, faults)
            return
    known = [entry for entry in TOML_KINDS if fnmatchcase(name, entry[0])]
    if not known:
        faults.append(f"{name}: is no knowledge file; see docs/knowledge.md for the names")
        return
    table = parse_toml(text, name, faults)
    whole = validate(known[0][2], table, name, faults)
    if whole is None:
        return
    for _, kind, _, part, key in known:
        for entry in getattr(whole, part):
            here = f"{name}:{line_of(text, _needle(key(entry)))} [{key(entry)}]"
            _add(tables.kind(kind), key(entry), Checked(entry, here, number > 0), faults)
    if isinstance(whole, schema.Manifest):
        tables.kind("version")[str(number)] = Checked(whole.version, name)


def _needle(key: str) -> str:
    return '"' + key.split(" ", 1)[-1] + '"'


def _read_rows(
    into: dict[str, Checked],
    rows: Sequence[Row],
    model: type[schema.Strict],
    key: Callable[[Any], str],
    number: int,
    faults: list[str],
) -> None:
    if not rows:
        return
    expected = {info.alias or name for name, info in model.model_fields.items()}
    given = set(rows[0].cells)
    if given != expected:
        missing, unknown = sorted(expected - given), sorted(given - expected)
        faults.append(f"{rows[0].file}: columns missing {missing}, unknown {unknown}")
        return
    for row in rows:
        value = validate(model, dict(row.cells), row.where(), faults)
        if value is not None:
            _add(into, key(value), Checked(value, row.where(), number > 0), faults)


def _add(into: dict[str, Checked], key: str, checked: Checked, faults: list[str]) -> None:
    """Adds a row; the same key twice in one folder is a fault, in a later folder it replaces."""
    before = into.get(key)
    if before is not None and before.overlay == checked.overlay:
        faults.append(f"{checked.where}: the same key stands already at {before.where}")
    into[key] = replace(checked, replaces=before is not None and (before.replaces or not before.overlay))


def validate(model: type[M], cells: Mapping[str, Any], where: str, faults: list[str]) -> M | None:
    """The value of a row, or None with each of its faults in the list."""
    try:
        return model.model_validate(cells)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            key = ".".join(str(part) for part in fault["loc"])
            message = str(fault["msg"]).removeprefix("Value error, ")
            faults.append(f"{where}{' ' + key if key else ''}: {message}")
        return None

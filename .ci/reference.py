"""Writes the pages of docs/ that are made from the code and its data, or checks that they are current.

python .ci/reference.py           say which pages are out of date; exit status 1 if any is
python .ci/reference.py --write   write them
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from enum import EnumType
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import typer
from typer.models import OptionInfo

from dragoman import errors
from dragoman.cli import app
from dragoman.contract.frames import ATTRIBUTES, ISSUED, ROLES, FrameKind
from dragoman.delivery import export
from dragoman.delivery.flat import TABLES
from dragoman.knowledge.folder import read_table
from dragoman.knowledge.layouts import Column, load_layout
from dragoman.knowledge.load import DATA, load_knowledge
from dragoman.knowledge.tables import parse_toml, parse_tsv
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event
from dragoman.records.statement import Judgement
from dragoman.settings import FILE, PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NOTE = "<!-- Made by `python .ci/reference.py --write`; do not edit. -->"
LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements")


def table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    names = list(heads)
    lines = [names, ["---"] * len(names), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A page with its title, and the note that it is made."""
    return "\n\n".join((f"# {title}", NOTE, *parts)) + "\n"


def codebook() -> str:
    """Types, modes, codes, issues and every closed list of words, with their definitions."""
    known = load_knowledge()
    types = [
        [f"`{one.name}`", one.quad.replace("_", " "), f"{one.score:g}", one.definition] for one in known.types.values()
    ]
    modes = [
        [f"`{one.name}`", f"`{mode.name}`", f"{mode.score:g}", mode.definition]
        for one in known.types.values()
        for mode in one.modes.values()
    ]
    codes = [
        [f"`{one.code}`", one.label, f"{one.goldstein:g}", one.type or "", one.mode or ""]
        for one in known.cameo.values()
    ]
    parts = [
        f"The words and codes that events and briefs may use: knowledge version {known.version}. The types and their"
        " modes are those of PLOVER 0.8, the codes and the scale of conflict and cooperation (-10 to 10) CAMEO's;"
        " definitions are ours.",
        "## Event types",
        table(("type", "quad class", "score", "definition"), types),
        "## Modes",
        table(("type", "mode", "score", "definition"), modes),
        "## Issues",
        table(("code", "definition"), ([f"`{one.code}`", one.definition] for one in known.issues.values())),
        "## Frames",
        "What a [reader](../annotations.md) may find in a sentence: kinds of frame, their attributes, their roles.",
        table(("kind", "attributes", "roles"), frame_rows()),
    ]
    for name, words in vocabulary().items():
        part, _, field = name.partition(".")
        parts += [f"## {part.capitalize()}: {field}", table((field, "meaning"), words.items())]
    parts += [
        "## Sectors",
        table(("code", "definition"), known.sectors.items()),
        "## Contexts",
        "PLOVER's contexts, used by its export.",
        table(("code", "definition"), known.contexts.items()),
        "## CAMEO codes",
        table(("code", "label", "scale", "type", "mode"), codes),
    ]
    return page("Codebook", *parts)


def frame_rows() -> Iterator[list[str]]:
    """Each kind of frame with the values of its attributes and its roles."""
    for kind in FrameKind:
        values = [f"`{name}`: {', '.join(table_[kind])}" for name, table_ in ATTRIBUTES.items() if kind in table_]
        values += ["`issue`: any code above"] if kind in ISSUED else []
        yield [f"`{kind}`", "<br>".join(values), ", ".join(ROLES[kind])]


def vocabulary() -> dict[str, dict[str, str]]:
    """The closed lists of words with definitions: `meeting.status` to word to what it means."""
    faults: list[str] = []
    found: dict[str, dict[str, str]] = {}
    name = "ontology/vocabulary.tsv"
    for row in parse_tsv(read_table(DATA / name, name, faults), name, faults):
        found.setdefault(row.cells["list"], {})[row.cells["word"]] = row.cells["definition"]
    if faults:
        raise errors.KnowledgeError(faults)
    return found


def schema_lists() -> dict[str, tuple[str, ...]]:
    """The same lists as the values themselves allow them."""
    kinds: dict[str, Any] = {"event": Event, "judgement": Judgement}
    for name in LISTS:
        entry = get_args(Dossier.model_fields[name].annotation)[0]
        kinds[entry.__name__.lower()] = entry
    stances = get_args(kinds["meeting"].model_fields["stances"].annotation)[0]
    found = {
        f"{name}.{field}": get_args(info.annotation)
        for name, kind in kinds.items()
        for field, info in kind.model_fields.items()
        if str(get_origin(info.annotation)) == "typing.Literal" and field not in {"type", "issue"}
    }
    return {**found, "meeting.stance": get_args(stances.model_fields["stance"].annotation)}


def settings() -> str:
    """Every setting with its default and where it can be given."""
    rows = []
    for one in fields(Settings):
        default = "none" if one.default in (None, ()) else f"`{json.dumps(one.default)}`"
        rows.append([f"`{one.name}`", f"`{PREFIX}{one.name.upper()}`", default, one.metadata["help"]])
    return page(
        "Settings",
        f"A setting stands in `{FILE}` in the working folder (`--settings` names another file) or in the environment."
        " A flag wins over the environment, that over the file, that over the default. In the environment a list is"
        " separated by spaces.",
        table(("setting", "environment", "default", "meaning"), rows),
        f"`{FILE}` may also hold tables `[[alert]]`: see [Take it elsewhere](../exports.md#alerts-dragoman-alert).",
    )


def commands() -> str:
    """Every command with its arguments and options, from the functions that Typer runs."""
    found = sorted(_commands("dragoman", app), key=lambda pair: pair[0])
    parts = ["Every command ends with exit status 0, or 1 and one line on standard error that says what to do."]
    parts.append(table(("command", "what it does"), ([f"`{name}`", _said(call)[0]] for name, call in found)))
    for name, call in found:
        rows = [_parameter(one, hint) for one, hint in _hints(call)]
        heads = ("argument or option", "meaning", "default")
        parts += [f"## `{name}`", "\n\n".join(_said(call)), *([table(heads, rows)] if rows else [])]
    return page("Commands", *parts)


def _commands(name: str, inside: typer.Typer) -> Iterator[tuple[str, Callable[..., Any]]]:
    for one in inside.registered_commands:
        if one.callback is not None and not one.hidden:
            yield f"{name} {one.name or one.callback.__name__.replace('_', '-')}", one.callback
    for group in inside.registered_groups:
        if group.typer_instance is not None:
            yield from _commands(f"{name} {group.name}" if group.name else name, group.typer_instance)


def _said(call: Callable[..., Any]) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(call.__doc__ or "").split("\n\n")]


def _hints(call: Callable[..., Any]) -> Iterator[tuple[inspect.Parameter, Any]]:
    hints = get_type_hints(call, include_extras=True)
    return ((one, hints[one.name]) for one in inspect.signature(call).parameters.values())


def _parameter(one: inspect.Parameter, hint: Any) -> list[str]:
    kind, info = get_args(hint)[0], get_args(hint)[1]
    choices = next((part for part in (kind, *get_args(kind)) if isinstance(part, EnumType)), None)
    value = info.metavar or ("|".join(choices) if choices else "" if kind is bool else one.name.upper())
    if isinstance(info, OptionInfo):
        # Inside Annotated, Typer takes the first name for a default until it reads the function.
        names = (info.default, *(info.param_decls or ()))
        words = [part for part in names if isinstance(part, str) and part.startswith("-")]
        value = f"{', '.join(words) or '--' + one.name.replace('_', '-')} {value}".rstrip()
    given = getattr(one.default, "value", one.default)
    default = "required" if given is inspect.Parameter.empty else f"`{given}`" if given not in (None, False, ()) else ""
    return [f"`{value}`", info.help or "", default]


def columns() -> str:
    """The columns of every table that can be exported."""
    parts = [
        "What each column holds, in the order of the columns. A column marked – has no value of ours and stays empty"
        " because the articles do not tell it. The tables are files in `src/dragoman/knowledge/data/formats`.",
    ]
    for name, form in export.FORMS.items():
        if form.layout:
            parts += [f"## `{name}`", form.summary.rstrip(".") + ".", _columns(load_layout(form.layout))]
    parts += ["## Own tables", "The tables of the data package (`package`) and of `dragoman.to_frame`."]
    for name in TABLES:
        parts += [f"### {name}", _columns(load_layout(f"own_{name}"))]
    return page("Columns of the exports", *parts)


def _columns(layout: Iterable[Column]) -> str:
    rows = ([f"`{one.name}`", one.type, one.description if one.value else f"– {one.description}"] for one in layout)
    return table(("column", "type", "what it holds"), rows)


def error_tree() -> str:
    """The errors that callers may catch, with what each means."""
    parts = [
        "Everything that Dragoman raises on purpose is a `DragomanError`. Its text is one line: the thing, what was"
        " expected, and what to do. The command line prints that line and leaves with exit status 1.",
    ]
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.DragomanError)]
    rows = []
    for one in kinds:
        bases = ", ".join(f"`{base.__name__}`" for base in one.__bases__)
        rows.append([f"`{one.__name__}`", bases, (one.__doc__ or "").split("\n")[0]])
    return page("Errors", *parts, table(("error", "is a", "raised when"), rows))


def knowledge_files() -> str:
    """Every knowledge file with its rows, licence and provenance."""
    faults: list[str] = []
    manifest = parse_toml(read_table(DATA / "manifest.toml", "manifest.toml", faults), "manifest.toml", faults)
    rows = []
    for entry in manifest["file"]:
        for path in sorted(DATA.glob(entry["path"])):
            name = path.relative_to(DATA).as_posix()
            rows.append([f"`{name}`", _rows_of(path, name), entry["licence"], entry["provenance"]])
    return page(
        "Knowledge files",
        f"The bundled files of version {manifest['version']}, from their manifest. *Rows* counts the lines of a table,"
        " or the entries (`[[…]]`) of a TOML file.",
        table(("file", "rows", "licence", "where it comes from"), sorted(rows)),
    )


def _rows_of(path: Path, name: str) -> int:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return sum(line.startswith("[[") and "." not in line for line in text.splitlines())
    return len(parse_tsv(text, name, []))


def model_card() -> str:
    """The card that lies beside the weights."""
    text = (ROOT / "src/dragoman/language/weights/model_card.md").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    return page(title.removeprefix("# "), rest.strip())


PAGES: dict[str, Callable[[], str]] = {
    "reference/codebook.md": codebook,
    "reference/settings.md": settings,
    "reference/commands.md": commands,
    "reference/columns.md": columns,
    "reference/errors.md": error_tree,
    "reference/files.md": knowledge_files,
    "model-card.md": model_card,
}


def stale() -> Iterator[str]:
    """Names of the pages whose text is not what the code makes now."""
    for name, make in PAGES.items():
        path = DOCS / name
        if not path.is_file() or path.read_text(encoding="utf-8") != make():
            yield name


def main() -> int:
    """The exit status: 1 if a page is out of date."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        for name, make in PAGES.items():
            (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / name).write_text(make(), encoding="utf-8")
        return 0
    old = list(stale())
    for name in old:
        print(f"docs/{name} is out of date: run python .ci/reference.py --write", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())

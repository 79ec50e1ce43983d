"""Owns the output folder: what lies where, how a file gets there whole, and what is done already.

    job.json               what the folder was begun with; another way of coding needs another folder
    events/NAME.parquet    the events of some hundred articles; written last, so that it says they are done
    errors/NAME.parquet    those of them that could not be read or coded, with the reason
    done/NAME.json         the parts that are done
    trying/NAME.json       what a worker is at; a leftover names what it died of

Files sort in the order of the articles. On a disk a file is written beside its place and then moved;
an object store shows an object only when it is whole.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from dragoman.cluster.parts import LOCAL, Part, is_remote
from dragoman.delivery.events import event_columns
from dragoman.errors import FormatError, SourceError
from dragoman.records.event import Event

DOCUMENT = "document"
_ERRORS = ("place", DOCUMENT, "error")
_JOB = "job.json"
_FOLDER = "a folder, for the records come in many files"


@dataclass(frozen=True, slots=True)
class Aside:
    """An article that was set aside: where it stands, its identifier if it could be read, and why."""

    place: str
    document: str | None
    error: str


@dataclass(frozen=True, slots=True)
class Output:
    """An output folder.

    Attributes:
        place: as the user named it.
        system: pyarrow's file system.
        root: the folder in it.
    """

    place: str
    system: Any
    root: str

    def names(self, kind: str) -> list[str]:
        """The names that are there of a kind (`events`, `errors`, `done`), in the articles' order."""
        from pyarrow.fs import FileSelector

        listed = self.system.get_file_info(FileSelector(f"{self.root}/{kind}", allow_not_found=True))
        names = (PurePosixPath(one.base_name) for one in listed)
        return sorted(one.stem for one in names if one.suffix in {".parquet", ".json"} and not one.name.startswith("."))

    def read(self, kind: str, name: str) -> dict[str, Any] | None:
        """What a JSON file holds; None where there is none."""
        try:
            with self.system.open_input_stream(self._path(kind, name, ".json")) as stream:
                found = json.loads(stream.read())
        except (FileNotFoundError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def write(self, kind: str, name: str, values: Mapping[str, Any]) -> None:
        """Writes a JSON file."""
        self._put(self._path(kind, name, ".json"), json.dumps(values, sort_keys=True).encode())

    def drop(self, kind: str, name: str) -> None:
        """Removes a JSON file, if there is one."""
        from contextlib import suppress

        with suppress(FileNotFoundError):
            self.system.delete_file(self._path(kind, name, ".json"))

    def write_events(self, name: str, rows: Sequence[tuple[str, str]], marks: Mapping[str, str]) -> None:
        """Writes events, each the document's identifier and the event's line of JSON."""
        import pyarrow as pa

        schema = pa.schema([(DOCUMENT, pa.string()), *event_columns()], metadata=dict(marks))
        held = [{DOCUMENT: document, **json.loads(line)} for document, line in rows]
        self._put(self._path("events", name, ".parquet"), _parquet(pa.Table.from_pylist(held, schema=schema)))

    def write_errors(self, name: str, aside: Sequence[Aside]) -> None:
        """Writes the articles that were set aside."""
        import pyarrow as pa

        schema = pa.schema([(column, pa.string()) for column in _ERRORS])
        held = [{column: getattr(one, column) for column in _ERRORS} for one in aside]
        self._put(self._path("errors", name, ".parquet"), _parquet(pa.Table.from_pylist(held, schema=schema)))

    def marks(self, name: str) -> dict[str, str]:
        """What a file of events says of itself."""
        import pyarrow.parquet as pq

        with self.system.open_input_file(self._path("events", name, ".parquet")) as stream:
            found = pq.ParquetFile(stream).schema_arrow.metadata or {}
        return {key.decode(): value.decode() for key, value in found.items()}

    def rows(self, kind: str, *, name: str | None = None) -> Iterator[dict[str, Any]]:
        """The rows of `events` or `errors`, in the articles' order: all, or those of one file."""
        import pyarrow.parquet as pq

        for one in self.names(kind) if name is None else (name,):
            with self.system.open_input_file(self._path(kind, one, ".parquet")) as stream:
                for batch in pq.ParquetFile(stream).iter_batches(batch_size=1024):
                    yield from batch.to_pylist()

    def _path(self, kind: str, name: str, ending: str) -> str:
        return f"{self.root}/{kind}/{name}{ending}" if kind else f"{self.root}/{name}{ending}"

    def _put(self, path: str, data: bytes) -> None:
        from pyarrow.fs import LocalFileSystem

        folder, _, name = path.rpartition("/")
        local = isinstance(self.system, LocalFileSystem)
        beside = f"{folder}/.{name}.{uuid4().hex}" if local else path
        if local:
            self.system.create_dir(folder)
        with self.system.open_output_stream(beside) as stream:
            stream.write(data)
        if local:
            self.system.move(beside, path)


def _parquet(table: Any) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def open_output(place: str) -> Output:
    """The output folder at a path or an address such as `s3://bucket/coded`.

    Raises:
        FormatError: there is a file, or it is named like one.
        SourceError: the storage cannot be reached.
    """
    from pyarrow.fs import FileSystem, FileType, LocalFileSystem

    if place.endswith((".jsonl", ".parquet")):
        raise FormatError(place, "is named like a file", _FOLDER)
    try:
        if is_remote(place):
            system, root = FileSystem.from_uri(place)
        else:
            system, root = LocalFileSystem(), str(Path(place.removeprefix(LOCAL)).resolve())
        found = system.get_file_info(root.rstrip("/"))
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())[:160]
        raise SourceError(place, f"cannot be used as output ({told})", "check the address and its keys") from error
    if found.type is FileType.File:
        raise FormatError(place, "is a file", _FOLDER)
    return Output(place, system, root.rstrip("/"))


def begin(output: Output, settings: Mapping[str, Any]) -> None:
    """Notes what the folder's records are made with, or checks that it is the same as before.

    Raises:
        FormatError: the folder was begun otherwise, or holds other things.
        SourceError: it cannot be written.
    """
    try:
        before = output.read("", _JOB.removesuffix(".json"))
        if before is None:
            if output.names("events"):
                raise FormatError(output.place, "holds events of another origin", "an empty folder")
            output.write("", _JOB.removesuffix(".json"), settings)
            return
    except OSError as error:
        raise SourceError(
            output.place, f"cannot be written ({error})", "check the folder and its permissions"
        ) from error
    for key, value in settings.items():
        if before.get(key) != value:
            was = f"was begun with {key} {before.get(key)!r}, now {value!r}"
            raise FormatError(output.place, was, "another folder, or the same way as before")


def pending(parts: Iterable[Part], output: Output) -> tuple[list[Part], int]:
    """The parts that are not done, and how many are.

    Raises:
        SourceError: a file has changed since it was coded.
    """
    done = set(output.names("done"))
    left: list[Part] = []
    count = 0
    for part in parts:
        if part.name not in done:
            left.append(part)
            continue
        note = output.read("done", part.name) or {}
        if note.get("size") != part.file.size:
            was = f"has changed since it was coded: {note.get('size')} bytes then, {part.file.size} now"
            raise SourceError(part.file.place, was, "put new articles into a new file, or code into another folder")
        count += 1
    return left, count


def coded_lines(place: str) -> Iterator[str]:
    """The events in an output folder as lines of JSON, as the way on one machine writes them.

    They come in the order of the inputs' names, then in the order of each input. A text that stands
    in several inputs is told once.
    """
    output = open_output(place)
    told: set[str] = set()
    for name in output.names("events"):
        here: set[str] = set()
        for row in output.rows("events", name=name):
            document = row.pop(DOCUMENT)
            if document not in told:
                here.add(document)
                yield Event.model_validate(row).model_dump_json()
        told |= here

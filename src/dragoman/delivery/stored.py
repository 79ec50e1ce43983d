"""Owns reading a brief back from its JSON, and events from their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from dragoman.errors import FormatError, SourceError
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event

_EXPECTED = "a brief printed with 'dragoman brief --format json'"
_EVENTS = "events as 'dragoman code' writes them, one JSON object a line"
_MARKS = frozenset({"schema", "codebook", "software"})  # what an export says of itself on each line


def read_dossier(path: Path) -> Dossier:
    """The dossier in a file.

    Raises:
        SourceError: the file cannot be read.
        FormatError: it holds no brief; names the first field at fault.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError.unreadable(path, error) from error
    try:
        return Dossier.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise FormatError(str(path), f"{where}: {first['msg']}", _EXPECTED) from error


def read_events(path: Path) -> Iterator[Event]:
    """The events in a file of JSON lines, as `code`, `export` and `import` write them.

    Raises:
        SourceError: the file cannot be read.
        FormatError: a line holds no event; names it.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SourceError.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise FormatError(str(path), "is not UTF-8 text", _EVENTS) from error
    # Not splitlines(): JSON leaves U+2028 and its like as they are inside a text.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = from_json(line)  # refuses half characters and depths that Python's own reader lets pass
            fields = {key: value for key, value in record.items() if key not in _MARKS}
            yield Event.model_validate(fields)
        except (ValueError, AttributeError) as error:
            problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else "no JSON object"
            raise FormatError(str(path), f"line {number}: {problem}", _EVENTS) from error


def dossier_of_events(events: Iterable[Event]) -> Dossier:
    """A dossier that holds events only, without their documents."""
    listed = tuple(events)
    days = [event.learned.isoformat() for event in listed if event.learned]
    return Dossier(
        as_of=max(days, default=None),
        documents=(),
        headline=f"{len(listed)} events",
        summary=(),
        meetings=(),
        commitments=(),
        positions=(),
        violence=(),
        humanitarian=(),
        agreements=(),
        events=listed,
    )


def plain_dossier(found: Dossier) -> Dossier:
    """A dossier of the archive without what the archive adds to it, such as each report's statements."""
    events = (
        Event.model_construct(**{name: getattr(event, name) for name in Event.model_fields}) for event in found.events
    )
    fields = {name: getattr(found, name) for name in Dossier.model_fields}
    return Dossier.model_construct(**{**fields, "events": tuple(events)})

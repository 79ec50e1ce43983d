"""Owns the list of what is fuzzed: each reader with good inputs, as a function of bytes.

A reader may refuse an input with a `DragomanError`; any other exception is a fault. Run by `test_fuzz` for
a moment, and by `fuzz_run` for as long as one likes.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import fuzz_seeds as seeds

from dragoman.errors import DragomanError

DAY = date(2025, 7, 21)


@dataclass(frozen=True)
class Target:
    """One reader: what it does with bytes, good inputs for it, and how dear one call is."""

    read: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    slow: bool = False


def try_reading(target: Target, data: bytes) -> None:
    """Reads the bytes; a refusal is a fine answer.

    Raises:
        AssertionError: the refusal is no single line.
    """
    try:
        target.read(data)
    except DragomanError as error:
        assert str(error).strip(), f"an error without words: {type(error).__name__}"


def _text(data: bytes) -> str:
    # As the system hands over an argument, or as a file is read.
    return data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")


@contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        yield path


def _page(data: bytes) -> object:
    from dragoman.documents.extract import document_of
    from dragoman.sources.files import Item

    return document_of(Item("x.html", data, ".html"))


def _plain(data: bytes) -> object:
    from dragoman.documents.extract import document_of
    from dragoman.sources.files import Item

    return document_of(Item("x.txt", data, ".txt"))


def _dates(data: bytes) -> object:
    from dragoman.coding.dates import due_date, find_times
    from dragoman.documents.datelines import dateline
    from dragoman.documents.days import full_days

    text = _text(data)
    found = [dateline(text), *full_days(text)]
    for published in (DAY, None):
        for one in find_times(text, published=published):
            assert text[one.start : one.end] == one.text
            due_date(one, said_on=published)
    return found


def _feed(data: bytes) -> object:
    from dragoman.sources.fetch import Answer
    from dragoman.sources.reader import Reader

    return list(Reader().answered("https://a.example/rss", Answer("https://a.example/rss", data, "application/xml")))


def _warc(data: bytes) -> object:
    from dragoman.sources.warc import pages

    return list(pages("x.warc", io.BytesIO(data)))


def _records(data: bytes) -> object:
    from dragoman.archive.ingest import address_of, document_in
    from dragoman.sources.records import records

    for one in records("x.jsonl", io.BytesIO(data)):
        if one.item is not None:
            document = document_in(one, published=None, publisher=None, now=datetime(2026, 1, 1, tzinfo=UTC))
            assert len(address_of(one, document).encode()) <= 900
    return None


def _packed(data: bytes) -> object:
    from dragoman.sources.reader import Reader

    name = "x.zip" if data.startswith(b"PK") else "x.jsonl.gz" if len(data) % 2 else "x.txt.gz"
    with _file(data, name) as path:
        return list(Reader().read(str(path)))


def _unpacked(data: bytes) -> object:
    from dragoman.sources.unpacking import inflate
    from dragoman.sources.warc import _joined

    _joined(data)
    with suppress(DragomanError):  # no stream is packed in both ways
        inflate("x", data, largest=1 << 20, encoding="deflate")
    return inflate("x", data, largest=1 << 20, encoding="gzip")


def _settings(data: bytes) -> object:
    from dragoman.delivery.alert_rules import load_rules
    from dragoman.settings import load_settings

    with _file(data, "dragoman.toml") as path:
        with suppress(DragomanError):
            load_settings(path, environ={})
        return load_rules(path)


def _environment(data: bytes) -> object:
    from dragoman.settings import load_settings

    text = _text(data).replace("\x00", "")
    return [load_settings(None, environ={name: text}) for name in ("DRAGOMAN_DELAY", "DRAGOMAN_FEEDS")]


def _own_tables(data: bytes) -> object:
    from dragoman.knowledge.check import find_faults
    from dragoman.knowledge.compiling import compile_tables
    from dragoman.knowledge.reading import read_folders

    names = ["actors/people.tsv", "actors/groups.tsv", "actors/states.tsv", "actors/state_bodies.toml"]
    names += ["ontology/issues.toml", "ontology/plover.toml", "processes/own.toml", "frames/own.toml", "manifest.toml"]
    with _file(data, names[len(data) % len(names)]) as path:
        faults: list[str] = []
        folder = next(one for one in path.parents if one.name.startswith("fuzz"))
        tables = read_folders([_small_knowledge(), folder], faults)
        faults += find_faults(tables)
        assert all(fault.strip() for fault in faults)
        return None if faults else compile_tables(tables)


@cache
def _small_knowledge() -> Path:
    from dragoman.knowledge.load import DATA

    folder = Path(tempfile.mkdtemp(prefix="small"))
    for name in ("ontology/plover.toml", "ontology/issues.toml", "ontology/sectors.tsv", "actors/states.tsv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((DATA / name).read_bytes())
    return folder


@cache
def _knowledge() -> Any:
    from dragoman.knowledge.load import load_knowledge

    return load_knowledge()


def _wikidata(data: bytes) -> object:
    from dragoman.knowledge.wikidata import update_from_wikidata

    with _file(data, "answer.json") as path:
        return update_from_wikidata(path, path.parent / "own", knowledge=_knowledge())


def _names(data: bytes) -> object:
    from dragoman.knowledge.actors import find, find_actors
    from dragoman.knowledge.phrases import read_noun_phrase
    from dragoman.knowledge.processes import find_process

    text = _text(data)
    find(text, DAY, knowledge=_knowledge())
    read_noun_phrase(text, on=DAY, knowledge=_knowledge())
    for one in find_actors(text, on=DAY, knowledge=_knowledge()):
        assert 0 <= one.start < one.end <= len(text)
    return find_process(text, knowledge=_knowledge())


def _day(data: bytes) -> object:
    from dragoman.documents.days import parse_day

    return parse_day(_text(data))


def _address(data: bytes) -> object:
    from dragoman.sources.addresses import canonical, checked, is_web

    text = _text(data)
    made = canonical(text)
    assert len(made.encode()) <= 900 and "\x00" not in made
    is_web(text)
    asked = checked(text, base="https://a.example/b/")
    assert asked.isascii() and checked(asked) == asked, "an address that was checked stays as it is"
    return asked


def _brief(data: bytes) -> object:
    from dragoman.delivery.stored import read_dossier
    from dragoman.documents.extract import document_of_text
    from dragoman.process.verify import verify

    with _file(data, "brief.json") as path:
        dossier = read_dossier(path)
        verify(dossier, [document_of_text(seeds.STORY)])
        written = dossier.model_dump_json()
        path.write_text(written, encoding="utf-8")
        assert read_dossier(path).model_dump_json() == written, "a brief that is written is read back the same"
        return _delivered(dossier)


def _events(data: bytes) -> object:
    from dragoman.delivery.stored import dossier_of_events, read_events

    with _file(data, "events.jsonl") as path:
        return _delivered(dossier_of_events(read_events(path)))


def _delivered(dossier: Any) -> None:
    """Every export, the calendar and the printed brief of a dossier that was read."""
    from dragoman.delivery.brief_markdown import brief_markdown
    from dragoman.delivery.brief_text import brief_text
    from dragoman.delivery.calendar import calendar_of
    from dragoman.delivery.export import FORMS, export

    for form in FORMS:
        for made in export(dossier, form, knowledge=_knowledge()).files.values():
            assert isinstance(made, bytes)
    calendar_of(dossier, knowledge=_knowledge())
    brief_markdown(dossier, knowledge=_knowledge())
    brief_text(dossier, knowledge=_knowledge())


def _calendar(data: bytes) -> object:
    from dragoman.delivery.calendar import calendar_of

    return calendar_of(_good_dossier(), earlier=data)


@cache
def _good_dossier() -> Any:
    from dragoman.process.dossier import Dossier

    return Dossier.model_validate_json(seeds.BRIEF)


def _table(data: bytes) -> object:
    from dragoman.records.foreign import events_of_table
    from dragoman.sources.tables import read_table

    with _file(data, "x.zip" if data.startswith(b"PK") else "x.csv") as path:
        table = read_table(path)
        for event in events_of_table(table, knowledge=_knowledge()):
            assert event.evidence[0].quote in table.text
    return None


def _tables() -> tuple[bytes, ...]:
    from dragoman.delivery.export import export
    from dragoman.delivery.stored import dossier_of_events
    from dragoman.records.event import Event

    events = [Event.model_validate(json.loads(line)) for line in seeds.EVENTS.decode().splitlines()]
    events = [one.model_copy(update={"status": "happened", "frame": "violence"}) for one in events]
    made = [
        export(dossier_of_events(events), form, knowledge=_knowledge()).files[""] for form in ("gdelt", "icews", "ucdp")
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.csv", made[0])
    return (*made, packed.getvalue())


def _coding(data: bytes) -> object:
    from dragoman.documents.extract import document_of_text
    from dragoman.pipeline import brief, code

    document = document_of_text(_text(data)[:3000], published=DAY)
    for event in code(document):
        for one in event.evidence:
            assert one.quote == document.text[one.start : one.end]
    return brief(document)


def _fixed(*data: bytes) -> Callable[[], tuple[bytes, ...]]:
    return lambda: data


TARGETS = {
    "page": Target(_page, _fixed(seeds.PAGE), slow=True),
    "text": Target(_plain, _fixed(seeds.STORY.encode(), seeds.STORY.encode("utf-16"), seeds.STORY.encode("cp1252"))),
    "dates": Target(_dates, _fixed(seeds.STORY.encode())),
    "feed": Target(_feed, _fixed(seeds.RSS, seeds.ATOM, seeds.OPML)),
    "warc": Target(_warc, lambda: (seeds.warc_file(), seeds.gz_file(seeds.warc_file()))),
    "records": Target(_records, _fixed(seeds.JSONL)),
    "packed": Target(
        _packed,
        lambda: (
            *(seeds.zip_file(method) for method in (zipfile.ZIP_STORED, 8, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
            *(seeds.gz_file(one) for one in (seeds.JSONL, seeds.STORY.encode())),
        ),
    ),
    "unpacked": Target(_unpacked, lambda: (seeds.CHUNKED, seeds.gz_file(seeds.JSONL), seeds.gz_file(b"") * 3)),
    "settings": Target(_settings, _fixed(seeds.SETTINGS)),
    "environment": Target(_environment, _fixed(b"2.5", b"https://a.example/rss https://b.example/rss")),
    "knowledge": Target(_own_tables, _fixed(seeds.PEOPLE, seeds.SETTINGS), slow=True),
    "wikidata": Target(_wikidata, _fixed(seeds.WIKIDATA)),
    "names": Target(_names, _fixed(b"Foreign Minister Sergei Lavrov of Russia", b"UKR+RUS", b"the Kremlin's envoy")),
    "day": Target(_day, _fixed(b"2025-07-21", b" 2024-02-29 ")),
    "address": Target(_address, _fixed(*seeds.ADDRESSES)),
    "brief": Target(_brief, _fixed(seeds.BRIEF), slow=True),
    "events": Target(_events, _fixed(seeds.EVENTS), slow=True),
    "calendar": Target(_calendar, _fixed(seeds.CALENDAR)),
    "table": Target(_table, _tables),
    "coding": Target(_coding, _fixed(seeds.STORY.encode()), slow=True),
}

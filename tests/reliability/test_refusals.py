"""Faults that fuzzing and trials once found: each of these inputs is now taken, or refused in one line."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dragoman.archive.ingest import asked_lately
from dragoman.archive.watch import due
from dragoman.delivery.alert_rules import load_rules as load_alert_rules
from dragoman.delivery.calendar import calendar_of
from dragoman.delivery.events import parquet_bytes
from dragoman.delivery.outbox import Outbox
from dragoman.delivery.placing import put
from dragoman.delivery.stored import dossier_of_events, read_events
from dragoman.documents.days import full_days
from dragoman.documents.decoding import page_of
from dragoman.documents.extract import document_of_text
from dragoman.errors import DragomanError, FormatError, SettingsError, SourceError, StoreError
from dragoman.knowledge.load import fingerprint
from dragoman.settings import load_settings
from dragoman.sources.addresses import canonical, checked, key
from dragoman.sources.fetch import Answer
from dragoman.sources.files import Item
from dragoman.sources.found import Found
from dragoman.sources.reader import Reader
from dragoman.sources.tables import read_table
from dragoman.sources.unpacking import MOST_MEMBERS, inflate, members
from dragoman.store.reading import Fetch
from dragoman.store.store import open_store

DEEP = "[" * 100_000
NOW = datetime(2025, 7, 21, 12, tzinfo=UTC)
GOOD = {
    "id": "e1",
    "date": None,
    "start": None,
    "end": None,
    "source": [],
    "target": [],
    "type": "CONSULT",
    "mode": None,
    "cameo": None,
    "quad": "verbal_cooperation",
    "intensity": 1.0,
    "status": "happened",
    "place": None,
    "quantities": None,
    "attribution": None,
    "coder": "test",
    "confidence": 0.5,
    "evidence": [{"document": "d", "start": 0, "end": 4, "quote": "Word"}],
}


def read(path: Path) -> list[Found]:
    return list(Reader().read(str(path)))


@pytest.mark.parametrize("url", ["http://[", "http://[::1/x", "https://a.example:port/", "http://a]b/"])
def test_an_address_that_is_none_still_has_a_key(url: str) -> None:
    assert canonical(url)
    with pytest.raises(SourceError):
        checked(url)


def test_one_bad_address_does_not_end_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One.", "url": "http://["}\n{"text": "Two."}\n')
    assert [one.problem for one in read(path)] == [None, None]


def test_file_names_that_are_no_utf8_keep_their_own_keys() -> None:
    assert key("file", "/a\udce9") != key("file", "/a\udcea")


def test_a_month_written_with_a_long_s_is_a_month() -> None:
    assert [one.day for one in full_days("3 ſep 2024")] == [date(2024, 9, 3)]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz"])
def test_damaged_gzip_is_named(name: str, tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(os.urandom(500) + b"text " * 500, mtime=0))
    packed[40:60] = b"\xff" * 20
    (tmp_path / name).write_bytes(bytes(packed))
    assert any(one.problem and "damaged" in one.problem for one in read(tmp_path / name))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_does_not_hide_those_after_it(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("one.txt", os.urandom(3000))
        archive.writestr("two.txt", "Words of the second.")
    data = bytearray(packed.getvalue())
    data[60:400] = b"\xff" * 340
    found = list(members("x.zip", bytes(data), total=1 << 20))
    assert [one.name for one in found] == ["one.txt", "two.txt"]
    assert found[0].problem and found[1].data == b"Words of the second."


def test_a_nameless_member_of_a_zip_is_no_fault(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("zx.csv", "Words.")
    data = packed.getvalue().replace(b"zx.csv", b"\x00x.csv")  # a name ends at a NUL character
    assert [one.name for one in members("x.zip", data, total=1 << 20)] == [""]
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(FormatError, match="no known table"):
        read_table(tmp_path / "x.zip")


def test_members_that_are_too_large_count_towards_the_whole() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.txt", b"\x00" * 5000)
    assert MOST_MEMBERS > 4
    with pytest.raises(SourceError, match="larger than"):
        list(members("x.zip", packed.getvalue(), largest=1000, total=3000))


def test_many_packed_pieces_in_a_row_are_unpacked_piece_by_piece() -> None:
    nothing, word = gzip.compress(b"", mtime=0), gzip.compress(b"word ", mtime=0)
    assert inflate("x", nothing * 20_000 + word + b"\x00" * 9 + word + b"rubbish") == b"word word "
    whole = os.urandom(30_000)
    assert inflate("x", gzip.compress(whole, mtime=0)) == whole


def test_a_packed_file_may_not_unpack_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.sources.unpacking._SMALL", 1000)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 2_000_000, mtime=0))
    assert [str(one.problem).partition(",")[0] for one in read(path)] == [
        f"is larger than {200 * path.stat().st_size} bytes"
    ]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert [bool(one.problem) for one in read(loop)] == [True]
    (tmp_path / "a.txt").write_text("The envoys met in Doha.")
    found = read(tmp_path)
    assert sorted(Path(one.place).name for one in found if one.problem) == ["loop.txt"]
    assert sum(one.item is not None for one in found) == 1
    with pytest.raises(DragomanError):
        put(loop, b"x")


def test_a_list_of_feeds_that_names_itself_is_refused() -> None:
    opml = b'<opml><body><outline xmlUrl="https://a.example/list"/></body></opml>'
    asked = []

    def get(url: str) -> Answer:
        asked.append(url)
        return Answer(url, opml, "application/xml")

    found = list(Reader(get=get).read("https://a.example/list"))
    assert len(asked) == 4
    assert "list of lists" in (found[0].problem or "")


def test_a_folder_of_knowledge_with_a_link_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path)
    (tmp_path / "two").symlink_to(tmp_path)
    assert fingerprint([tmp_path]) == fingerprint([tmp_path])


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("punycode", b"caf\xc3\xa9", "café"),
        ("unicode_escape", b"\\u0041", "\\u0041"),
        ("utf-16", b"even", "even"),
        ("iso-8859-1", b"\x93no\x94", "“no”"),
        ("hex", b"6162", "6162"),
        ("no-such", b"6162", "6162"),
        ("windows-1250", b"\x9aest", "šest"),
    ],
)
def test_a_declared_encoding_is_taken_as_browsers_do(declared: str, data: bytes, text: str) -> None:
    page = f'<html><meta charset="{declared}"><p>'.encode() + data
    assert page_of(Item("x.html", page, ".html")).text.endswith(f"<p>{text}")


def test_half_characters_are_replaced_and_offsets_hold() -> None:
    assert document_of_text("a\udcffb").text == "a\ufffdb"


@pytest.mark.parametrize("load", [load_settings, load_alert_rules])
@pytest.mark.parametrize("text", [f"every = {DEEP}", "[[alert]]\nname = [", "\ud800"])
def test_settings_that_cannot_be_read_are_refused(load: Callable[[Path], object], text: str, tmp_path: Path) -> None:
    path = tmp_path / "dragoman.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SettingsError, match="cannot be read"):
        load(path)


@pytest.mark.parametrize(
    "line", [DEEP, '{"id": "\\ud800"}', "[]", json.dumps(GOOD)[:-1] + ', "theme": "\\udfff"}', "7"]
)
def test_lines_that_are_no_events_are_refused(line: str, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(FormatError, match="line 1"):
        list(read_events(path))


def test_a_number_that_no_table_can_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps({**GOOD, "round": 10**30}) + "\n")
    with pytest.raises(FormatError, match="64 bits"):
        parquet_bytes(list(read_events(path)))


@pytest.mark.parametrize("revision", ["1\r\nSEQUENCE:2", "9" * 300, "-4", "x"])
def test_an_earlier_calendar_with_an_odd_revision_is_refused(revision: str) -> None:
    earlier = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:m@x\r\nSEQUENCE:{revision}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    with pytest.raises(FormatError, match="cannot be read"):
        calendar_of(dossier_of_events(()), earlier=earlier.encode())


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = tmp_path / "x.ics", tmp_path / "link.ics"
    link.symlink_to(path)
    put(link, b"first")
    assert link.is_symlink() and path.read_bytes() == b"first"
    path.chmod(0o640)
    put(path, b"second")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"second", 0o640)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SourceError, match="no space left"):
        put(path, b"third")
    assert path.read_bytes() == b"second"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.ics", "x.ics"]


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at " * 20, None])
def test_an_outbox_of_another_kind_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read or written"):
        Outbox(path)


def test_a_home_of_nobody_is_no_place_for_an_archive() -> None:
    with pytest.raises(StoreError, match="home of nobody"):
        open_store("~no-such-user-here/archive.sqlite")


@pytest.mark.parametrize("ahead", [timedelta(days=3650), timedelta(seconds=5)])
def test_a_clock_that_was_ahead_once_does_not_stop_a_feed(ahead: timedelta, tmp_path: Path) -> None:
    visit = Fetch("https://a.example/rss", NOW + ahead, "taken")
    assert due(visit, NOW, every=15)
    store = open_store(tmp_path / "a.sqlite", clock=lambda: NOW)
    store.note_fetch(visit)
    assert not asked_lately(visit.url, store=store)
    store.close()


def test_any_number_of_failures_can_be_waited_out(tmp_path: Path) -> None:
    failed = Fetch("https://a.example/1", NOW - timedelta(days=2), "skipped", failures=5000)
    assert due(failed, NOW, every=15)
    store = open_store(tmp_path / "a.sqlite", clock=lambda: NOW)
    store.note_fetch(failed)
    assert not asked_lately(failed.url, store=store)
    store.close()

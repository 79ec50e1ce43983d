"""Every kind of source gives its articles, and a bad part of one never hides the rest."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import SourceError
from dragoman.sources import unpacking
from dragoman.sources.feeds import kind_of, links, outlines, plain_text
from dragoman.sources.fetch import Answer
from dragoman.sources.found import Found
from dragoman.sources.reader import Reader
from dragoman.sources.unpacking import inflate, members

LONG = "The delegations met in Doha for a third day. " * 9
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>
<item><title>Talks &amp; terms</title><link>https://a.example/1?utm_source=rss</link>
<pubDate>Mon, 21 Jul 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;{LONG}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;
</description></item>
<item><title>Short</title><link>/2</link><description>Brief.</description></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item></channel></rss>""".encode()
PAGE = f"<html><head><title>T</title></head><body><article><p>{LONG}</p></article></body></html>".encode()


def read(source: object, answers: Mapping[str, bytes] | None = None) -> list[Found]:
    def get(url: str) -> Answer:
        if answers is None or url not in answers:
            raise SourceError(url, "answers with status 404", "check the address")
        return Answer(url, answers[url], "text/html")

    return list(Reader(get=get if answers is not None else None).read(str(source)))


def warc(*records: tuple[str, bytes, str]) -> bytes:
    out = b""
    for uri, body, headers in records:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{len(out)}>\r\nWARC-Target-URI: {uri}"
            f"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    return out


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", ".hidden.txt", "photo.png", "deep/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    (tmp_path / "empty.txt").touch()
    found = read(tmp_path)
    assert [Path(one.place).name for one in found] == ["a.html", "b.txt", "c.txt", "empty.txt", tmp_path.name]
    assert [one.problem is None for one in found] == [True, True, True, False, False]
    assert found[-1].problem == "1 file is of a kind that is not read: photo.png"


def test_an_empty_folder_an_empty_archive_and_an_empty_list_of_records_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    (tmp_path / "a.jsonl").write_text("\n\n")
    for name, problem in (("empty", "holds no file"), ("a.zip", "holds no file"), ("a.jsonl", "holds no record")):
        assert [one.problem for one in read(tmp_path / name)] == [problem]


def test_json_lines_of_both_kinds(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "date": "2025-07-21", "text": LONG, "title": "Third day", "publisher": "Desk"},
        {"id": "n1", "pub_date": "20250722", "event_text": LONG, "url": "http://www.a.example/x/?utm_source=y"},
        {"title": "nothing else"},
        [],
        {"text": 5},
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join([*(json.dumps(row) for row in rows), "{broken", ""]))
    found = read(file)
    assert [one.problem for one in found] == [
        None, None, "has no 'text'", "is no JSON object", "has no 'text'", "is no JSON",
    ]  # fmt: skip
    first, second = found[:2]
    assert first.item is not None
    assert first.item.data.startswith(b"Third day\n\nThe delegations")
    assert (first.stated, first.publisher, first.url) == (("2025-07-21",), "Desk", None)
    assert (second.stated, second.address) == (("20250722",), "https://a.example/x")
    assert found[2].place == f"{file}:3"


def test_packed_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": LONG}).encode()))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "c.txt.gz").write_bytes(b"\x1f\x8bnothing")
    found = read(tmp_path)
    assert [one.problem is None for one in found] == [True, True, False]


def test_a_feed_gives_pages_its_own_text_or_a_reason() -> None:
    feed = {"https://a.example/rss": RSS, "https://a.example/1?utm_source=rss": PAGE}
    whole, short, bad = read("https://a.example/rss", feed)
    assert whole.item is not None
    assert whole.item.data == PAGE
    assert (whole.address, whole.stated, whole.title) == (
        "https://a.example/1",
        ("Mon, 21 Jul 2025 10:00:00 GMT",),
        "Talks & terms",
    )
    assert short.problem is not None
    assert bad.problem == "has the protocol 'javascript'; give an http or https address"


def test_a_feed_in_a_file_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(RSS)
    found = [one for one in read(tmp_path / "feed.xml") if one.item]
    assert len(found) == 1
    assert found[0].item is not None
    text = found[0].item.data.decode()
    assert text.startswith("Talks & terms\n\nThe delegations")
    assert "x()" not in text


def test_an_opml_list_leads_to_its_feeds() -> None:
    opml = b"""<opml version="2.0"><body><outline text="n"><outline xmlUrl="https://a.example/rss"/>
        <outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="https://a.example/rss"/></outline></body></opml>"""
    assert outlines("list", opml) == ["https://a.example/rss"]
    answers = {"https://b.example/list": opml, "https://a.example/rss": RSS}
    assert [one.url for one in read("https://b.example/list", answers) if one.item] == [
        "https://a.example/1?utm_source=rss"
    ]


def test_warc_pages_are_found_however_they_are_packed(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    chunked = b"%x\r\n" % len(packed) + packed + b"\r\n0\r\n\r\n"
    records = (
        ("https://a.example/1", PAGE, ""),
        ("https://a.example/2", packed, "Content-Encoding: gzip\r\n"),
        ("https://a.example/3", chunked, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        ("file:///etc/passwd", PAGE, ""),
        ("https://a.example/4", PAGE, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
    )
    plain = warc(*records)
    (tmp_path / "a.warc").write_bytes(plain)
    (tmp_path / "b.warc.gz").write_bytes(b"".join(gzip.compress(warc(one)) for one in records))
    for name in ("a.warc", "b.warc.gz"):
        found = read(tmp_path / name)
        assert [one.item.data if one.item else None for one in found] == [PAGE] * 4
        assert [one.url for one in found] == [f"https://a.example/{n}" for n in (1, 2, 3, 4)]


def test_a_bomb_in_a_warc_is_left_out_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(bytes(40_000_000))
    monkeypatch.setattr("dragoman.sources.unpacking.inflate.__kwdefaults__", {"largest": 10**6, "encoding": "gzip"})
    file = tmp_path / "a.warc"
    file.write_bytes(
        warc(("https://a.example/1", bomb, "Content-Encoding: gzip\r\n"), ("https://a.example/2", PAGE, ""))
    )
    first, second = read(file)
    assert "larger than" in str(first.problem)
    assert second.item is not None


def test_a_damaged_warc_keeps_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress(warc(("https://a.example/1", PAGE, "")))
    (tmp_path / "a.warc.gz").write_bytes(whole + whole[:40])
    found = read(tmp_path / "a.warc.gz")
    assert found[0].item is not None
    (tmp_path / "b.warc").write_bytes(b"this is no archive at all, only some words\r\n\r\n")
    assert [one.item for one in read(tmp_path / "b.warc")] == [None]


def test_zip_members_are_read_in_memory_and_their_names_are_no_paths(tmp_path: Path) -> None:
    file = tmp_path / "news.zip"
    outside = tmp_path / "outside.txt"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../outside.txt", LONG)
        archive.writestr("/etc/also.html", PAGE)
        archive.writestr("lines.jsonl", json.dumps({"text": LONG}))
        archive.writestr("picture.png", b"x")
    found = read(file)
    assert len([one for one in found if one.item]) == 3
    assert [one.problem for one in found if not one.item] == ["1 file is of a kind that is not read: picture.png"]
    assert not outside.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.zip"]


def test_zip_and_gzip_bombs_are_stopped() -> None:
    with pytest.raises(SourceError, match="larger than"):
        inflate("x", gzip.compress(gzip.compress(bytes(10**7)) + bytes(10**7)), largest=10**6)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(5):
            archive.writestr(f"{n}.txt", bytes(900_000))
        archive.writestr("big.txt", bytes(10**7))
    with pytest.raises(SourceError, match="larger than"):
        list(members("x", packed.getvalue(), largest=10**6, total=3 * 10**6))
    found = list(members("x", packed.getvalue(), largest=10**6, total=10**8))
    assert found[-1].problem == "is larger than 0 MB"
    with pytest.raises(SourceError, match="more than"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(unpacking, "MOST_MEMBERS", 3)
        list(members("x", packed.getvalue(), total=10**8))


BILLION = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""


@pytest.mark.parametrize(
    "data",
    [
        BILLION,
        BILLION.decode().encode("utf-16"),
        b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><opml><body><outline xmlUrl="&f;"/></body></opml>',
    ],
)
def test_entities_are_refused(data: bytes) -> None:
    for reader in (links, outlines):
        with pytest.raises(SourceError, match="entities"):
            list(reader("feed", data))


def test_markup_is_gone_from_a_feeds_text() -> None:
    dirty = (
        '<p onclick="x()">One &amp; two</p><script>steal()</script><style>p{}</style>'
        '<a href="javascript:x()">three</a><br>four &lt;b&gt;<img src=x onerror=y()>'
    )
    assert plain_text(dirty) == "One & two\n\nthree\n\nfour <b>"


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    kind_of(data)
    for prefix in (b"", b"<rss>", b"<opml>", b"\x1f\x8b\x08"):
        for reader in (links, outlines, inflate):
            try:
                list(reader("x", prefix + data))  # type: ignore[operator]
            except SourceError:
                continue


def test_a_file_that_is_not_there_says_so() -> None:
    assert [one.problem for one in read("/no/such/file.txt")] == ["no such file; check the path"]
    assert [one.problem for one in read("/no/such/file.jsonl")] == ["no such file or directory"]
    assert [one.problem for one in read("https://a.example/x")] == [
        "is on the web, which is not read now; leave out --offline"
    ]


def test_the_sample_feeds_and_pages_are_read_without_a_crash(shared: Path) -> None:
    folder = shared / "gold" / "feeds_feedparser"
    rows = [json.loads(line) for line in (folder / "dev.jsonl").read_text("utf-8").splitlines()]
    read_feeds = 0
    for row in rows[::4]:
        for file in (folder / row["path"], folder / "feeds" / row["path"]):
            if file.is_file():
                read_feeds += 1
                read(file)
    if not read_feeds:
        pytest.skip("the shared folder holds only the list of the sample feeds, not the files")

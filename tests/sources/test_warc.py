"""A WARC file gives every whole page in it; what is cut off or damaged is named, and the next record is found."""

from __future__ import annotations

import gzip
import io

import pytest

from dragoman.errors import SourceError
from dragoman.sources.found import Found
from dragoman.sources.warc import pages

WORDS = "Envoys of the river states met in Juba and spoke of grain. " * 12


def record(number: int, *, kind: str = "text/html", body: bytes | None = None, http: str = "", **fields: str) -> bytes:
    page = f"<html><p>{number} {WORDS}".encode() if body is None else body
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{http}\r\n".encode() + page
    named = {
        "WARC-Type": "response",
        "WARC-Target-URI": f"https://post.example/{number}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(answer)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
    return head.encode() + answer + b"\r\n\r\n"


def read(data: bytes) -> list[Found]:
    return list(pages("a.warc", io.BytesIO(data)))


def told(data: bytes) -> list[str]:
    """The pages by their numbers; `!` before what could not be had."""
    return [("" if one.item else "!") + one.place.rpartition("/")[2] for one in read(data)]


A, B, C = record(1), record(2), record(3)


@pytest.mark.parametrize("cut", [1, 4, 40, 500, len(B) - 300])
def test_the_last_record_cut_off_anywhere_is_named(cut: int) -> None:
    found = read(A + B[: len(B) - 4 - cut])
    assert found[0].item is not None
    assert [one.item for one in found[1:]] == [None]
    assert "cut off" in str(found[1].problem)


@pytest.mark.parametrize("cut", [1, 9, 60, 200])
def test_a_packed_file_cut_off_anywhere_is_named(cut: int) -> None:
    packed = gzip.compress(B)
    found = read(gzip.compress(A) + packed[: len(packed) - cut])
    assert found[0].item is not None
    assert len(found) > 1 and found[-1].item is None


def test_damage_between_records_is_named_and_passed_over() -> None:
    assert told(A + b"no record at all\r\nand more\r\n\r\n" + B + C) == ["1", f"!a.warc#byte={len(A)}", "2", "3"]


@pytest.mark.parametrize("wrong", [-40, -1, 700, 10**6, 10**12])
def test_a_wrong_length_costs_its_record_only(wrong: int) -> None:
    length = int(B.partition(b"Content-Length: ")[2].partition(b"\r")[0])
    damaged = B.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + wrong))
    found = told(A + damaged + C)
    assert found[0] == "1" and found[-1] == "3"
    assert "!2" in found and "2" not in found


@pytest.mark.parametrize("head", [b"Content-Length: many", b"Content-Length"])
def test_a_damaged_head_costs_its_record_only(head: bytes) -> None:
    damaged = b"\r\n".join(head if line.startswith(b"Content-Length") else line for line in B.split(b"\r\n"))
    found = told(A + damaged + C)
    assert (found[0], found[1], found[-1]) == ("1", "!2", "3")


def test_a_damaged_member_of_a_packed_file_costs_its_record_only() -> None:
    middle = bytearray(gzip.compress(B))
    middle[30:60] = bytes(30)
    found = read(gzip.compress(A) + bytes(middle) + gzip.compress(C))
    assert [one.url for one in found if one.item] == ["https://post.example/1", "https://post.example/3"]
    assert any("damaged" in str(one.problem) for one in found)
    junk = read(gzip.compress(A) + b"junk" + gzip.compress(C))
    assert [one.item is not None for one in junk] == [True, True, False]


def test_what_was_cut_off_when_it_was_fetched_is_named() -> None:
    marked = record(2, WARC_Truncated="length")
    short = record(3, http="Content-Length: 90000\r\n")
    found = read(A + marked + short)
    assert [one.item is not None for one in found] == [True, False, False]
    assert "(length)" in str(found[1].problem)


def test_other_records_and_other_kinds_are_passed_over() -> None:
    other = record(4, kind="image/png"), record(5, WARC_Type="metadata"), record(6, WARC_Type="request")
    assert told(A + b"".join(other) + record(7, kind="text/plain; charset=utf-8") + C) == ["1", "7", "3"]


def test_the_servers_charset_is_kept() -> None:
    (found,) = read(record(1, kind='text/html; charset="windows-1250"', body="<p>Vučić".encode("cp1250")))
    assert found.item is not None and found.item.charset == "windows-1250"


def test_a_record_inside_a_page_is_no_record() -> None:
    inner = record(1, body=b"<p>It begins with WARC/1.0 and so on</p>")
    assert told(inner + C) == ["1", "3"]


@pytest.mark.parametrize("data", [b"", b"only some words\r\n\r\n", b"\x1f\x8b\x08" + bytes(40)])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="expected a WARC file"):
        read(data)


def test_a_file_that_is_damaged_throughout_ends() -> None:
    with pytest.raises(SourceError, match="damaged throughout"):
        read(A + b"junk\r\nWARC/1.0\r\nx\r\n" * 5000)
    assert len(read(gzip.compress(A) + b"\x1f\x8b\x08" * 100_000)) == 2

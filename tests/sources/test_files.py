"""One article's bytes come in whole, or one line says what is wrong and what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dragoman.errors import SourceError
from dragoman.sources import files
from dragoman.sources.files import read_item


def test_a_file_comes_with_its_bytes_and_ending(tmp_path: Path) -> None:
    path = tmp_path / "Story.HTML"
    path.write_bytes(b"<html>\r\n")
    item = read_item(path)
    assert (item.source, item.data, item.suffix) == (str(path), b"<html>\r\n", ".html")


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Türkiye".encode())))
    assert read_item("-").data.decode() == "Türkiye"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b" \n\t\r\n"), "is empty"),
    ],
)
def test_bad_input_is_named_in_one_line(tmp_path: Path, make, says: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "story.txt"
    make(path)
    with pytest.raises(SourceError, match=says) as caught:
        read_item(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # permissions do not hold back a superuser
    with pytest.raises(SourceError, match="may not be read"):
        read_item(tmp_path / "story.txt")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    path = tmp_path / "story.txt"
    path.write_bytes(b"x" * 101)
    with pytest.raises(SourceError, match="is larger than"):
        read_item(path)


@pytest.mark.parametrize("place", ["https://news.example/story", "http://news.example"])
def test_an_address_is_no_file(place: str) -> None:
    with pytest.raises(SourceError, match="is an address"):
        read_item(place)


def test_a_path_that_no_system_accepts_is_an_error_too() -> None:
    with pytest.raises(SourceError):
        read_item("a\x00b")
    with pytest.raises(SourceError):
        read_item("x" * 5000)

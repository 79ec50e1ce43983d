"""Characters come out exactly as the file has them, or not at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents.decoding import is_page, page_of, text_of
from dragoman.errors import DragomanError, SourceError
from dragoman.sources.files import Item

STORY = "Kyiv and Moscow agreed.\r\n“Türkiye” hosts — again.\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_only_the_mark_is_left_out(mark: bytes, encoding: str) -> None:
    assert text_of(Item("a.txt", mark + STORY.encode(encoding))) == STORY


def test_another_encoding_is_named_but_never_guessed() -> None:
    with pytest.raises(SourceError, match=r"is not UTF-8 \(byte \d+; .*iconv -f"):
        text_of(Item("a.txt", ("Le président du Sénégal a reçu l'émissaire. " * 20).encode("latin-1")))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 rest", "is a PDF"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n", "an image"),
        (b"text\x00\x01\x02" * 9, "is binary"),
        (bytes(range(1, 32)) * 4, "is binary"),
        (codecs.BOM_UTF16_LE + b"a", "is damaged"),
        (codecs.BOM_UTF8 + b"  ", "is empty"),
        (b"word " * 300_000, "has a line of over"),
    ],
)
def test_what_is_no_text_is_refused_with_its_name(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        text_of(Item("a.txt", data))
    assert str(caught.value).startswith("'a.txt': ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("item", "page"),
    [
        (Item("a.html", b"no tags", ".html"), True),
        (Item("-", b"\n<!DOCTYPE html><p>x"), True),
        (Item("-", b'<?xml version="1.0"?><html lang="en">'), True),
        (Item("a.txt", b"Talks < war, says <b>"), False),
    ],
)
def test_a_page_is_told_by_its_name_or_its_beginning(item: Item, page: bool) -> None:
    assert is_page(item) is page


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="utf-8">Türkiye'.encode(), "Türkiye"),
        ('<meta charset="iso-8859-9">Türkiye ş'.encode("iso-8859-9"), "Türkiye ş"),
        ("<p>Türkiye".encode("windows-1252"), "Türkiye"),
        ('<meta charset="no-such">Türkiye'.encode(), "Türkiye"),
        (codecs.BOM_UTF16_LE + "Türkiye".encode("utf-16-le"), "Türkiye"),
    ],
)
def test_a_page_is_read_as_browsers_read_it(data: bytes, text: str) -> None:
    assert page_of(Item("a.html", data)).endswith(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_of_our_errors(data: bytes) -> None:
    try:
        assert isinstance(text_of(Item("a.txt", data)), str)
    except DragomanError as error:
        assert "\n" not in str(error)

"""Characters come out exactly as the file has them, or not at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents.decoding import page_of, text_of
from dragoman.documents.readers import form_of, read_page
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
    assert text_of(Item("a.txt", mark + STORY.encode(encoding))).text == STORY


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
    assert (form_of(item).read is read_page) is page


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
    assert page_of(Item("a.html", data)).text.endswith(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_of_our_errors(data: bytes) -> None:
    try:
        assert text_of(Item("a.txt", data)).text
    except DragomanError as error:
        assert "\n" not in str(error)


PRESIDENT = "Aleksandar Vučić spoke – again – of Đakovica."


@pytest.mark.parametrize(
    ("charset", "head", "encoding"),
    [
        ("windows-1250", "", "cp1250"),
        ("windows-1250", '<meta charset="utf-8">', "cp1250"),
        (None, '<meta charset="windows-1250">', "cp1250"),
        ("utf-8", '<meta charset="windows-1250">', "cp1250"),
        ("iso-8859-2", "", "cp1250"),
        ("iso-8859-1", "", "utf-8"),
        ("windows-1251", '<meta charset="windows-1252">', "utf-8"),
        (None, '<meta charset="windows-1252">', "utf-8"),
        ("no-such", "", "utf-8"),
    ],
)
def test_an_encoding_is_taken_where_the_bytes_bear_it_out(charset: str | None, head: str, encoding: str) -> None:
    page = f"<html>{head}<p>{PRESIDENT}".encode(encoding)
    assert page_of(Item("a.html", page, ".html", charset)).text.endswith(PRESIDENT)


@pytest.mark.parametrize(
    ("data", "charset", "says"),
    [
        (PRESIDENT.encode(), "windows-1252", "is UTF-8, and was read so"),
        (PRESIDENT.encode("cp1250"), "utf-8", "not in the encoding it declares"),
        (PRESIDENT.encode("cp1250"), None, "declares no encoding"),
        ("Президент сказал это.".encode("cp1251"), "windows-1252", "it may be in another encoding"),
        (PRESIDENT.encode() + b" \xff and so on", "utf-8", "1 damaged characters"),
        (PRESIDENT.encode().decode("latin-1").encode(), "utf-8", "was encoded twice; this was undone"),
        (b"plain words", "no-such", "'no-such', which is not known"),
    ],
)
def test_a_wrong_encoding_is_noticed(data: bytes, charset: str | None, says: str) -> None:
    assert says in " ".join(page_of(Item("a.html", data, ".html", charset)).warnings)


def test_what_was_encoded_twice_is_put_right() -> None:
    twice = PRESIDENT.encode().decode("latin-1").encode()
    assert page_of(Item("a.html", twice, ".html", "utf-8")).text == PRESIDENT


@pytest.mark.parametrize("text", ["Türkiye, Íslendingar, L'Île-d'Yeu", "Nguyễn Phú Trọng", PRESIDENT, "ÉTÉ"])
def test_names_in_order_are_not_doubted(text: str) -> None:
    assert page_of(Item("a.html", text.encode(), ".html", "utf-8")).warnings == ()


def test_a_plain_text_is_read_in_the_encoding_that_its_sender_declared() -> None:
    data = PRESIDENT.encode("cp1250")
    assert text_of(Item("a.txt", data, ".txt", "windows-1250")).text == PRESIDENT
    with pytest.raises(SourceError, match="is not UTF-8"):
        text_of(Item("a.txt", data, ".txt", "utf-8"))

"""PDF, Word documents and e-mails give their paragraphs; what is none of them says so in one line."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage

import pytest

from dragoman.documents import pdf, readers
from dragoman.documents.extract import document_of
from dragoman.documents.readers import FORMS, form_of
from dragoman.errors import SourceError
from dragoman.sources import files
from dragoman.sources.files import Item

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FIRST = "Envoys of the two fronts met in Juba on Tuesday and spoke for six hours about the river crossings."
SECOND = "They will meet again within ten days, their hosts said, and until then no side will move its guns."


def word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def p(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def test_a_word_document_keeps_its_paragraphs() -> None:
    split = p(FIRST[:20], FIRST[20:])
    inserted = f"<w:sdt><w:sdtContent><w:p><w:ins><w:r><w:t>{SECOND}</w:t></w:r></w:ins></w:p></w:sdtContent></w:sdt>"
    deleted = "<w:p><w:del><w:r><w:delText>Nothing was said.</w:delText></w:r></w:del></w:p>"
    table = "<w:tbl><w:tr><w:tc>" + p("Killed") + "</w:tc><w:tc>" + p("Four") + "</w:tc></w:tr></w:tbl>"
    data = word(p("Fronts meet in Juba") + p("JUBA, 4 March 2025") + split + inserted + deleted + table)
    document = document_of(Item("a.docx", data, ".docx"))
    assert document.text == (f"Fronts meet in Juba\n\nJUBA, 4 March 2025\n\n{FIRST}\n\n{SECOND}\n\nKilled | Four\n")
    assert (document.title, document.published) == ("Fronts meet in Juba", date(2025, 3, 4))
    assert form_of(Item("-", data)).name == "a Word document"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 word/ broken", "is damaged"),
        (word("<w:p>"), "is a damaged Word document"),
        (word(""), "holds no text"),
        (word('<!DOCTYPE x [<!ENTITY e "x">]>'), "is a damaged"),
    ],
)
def test_a_word_document_that_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        document_of(Item("a.docx", data, ".docx"))


def test_a_word_document_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(SourceError, match="larger than"):
        document_of(Item("a.docx", word(" " * (40 << 20)), ".docx"))


def mail(**extra: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Fronts meet in Juba – again"
    message["From"] = "River Desk <desk@river.example>"
    message["Date"] = "Tue, 04 Mar 2025 23:30:00 -0500"
    for name, value in extra.items():
        message[name] = value
    return message


def test_an_e_mail_gives_its_text_its_subject_and_the_day_it_was_sent() -> None:
    message = mail()
    message.set_content(f"{FIRST}\n\nDvořák said: {SECOND}\n", charset="iso-8859-2")
    message.add_alternative(f"<p>{FIRST}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="map.pdf")
    document = document_of(Item("a.eml", bytes(message), ".eml"))
    assert document.text.startswith(f"Fronts meet in Juba – again\n\n{FIRST}\n\nDvořák said")
    assert (document.title, document.publisher) == ("Fronts meet in Juba – again", "River Desk")
    assert (document.published, document.published_from) == (date(2025, 3, 4), "page")
    assert document.warnings == ("its attachments are not read: map.pdf",)


def test_an_e_mail_of_html_only_is_read_as_a_page() -> None:
    message = mail()
    message.set_content(f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>", subtype="html")
    document = document_of(Item("a.eml", bytes(message), ".eml"))
    assert f"{FIRST}\n\n{SECOND}" in document.text
    assert "<p>" not in document.text


@pytest.mark.parametrize("data", [b"no head at all", b"Subject: nothing more\n\n", b"\xff\xfe\x00"])
def test_what_is_no_e_mail_says_so(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^'a\.eml': "):
        document_of(Item("a.eml", data, ".eml"))


def made_pdf(source: str) -> bytes:
    return bytes(pytest.importorskip("typst").compile(source.encode()))


def test_a_pdf_keeps_its_paragraphs_and_loses_what_stands_on_every_page() -> None:
    pytest.importorskip("pdfminer")
    middle = "The road was open for a third day and lorries with flour went through to the hills. " * 40
    data = made_pdf(
        "#set page(height: 9cm, width: 12cm, header: [River Desk, report 7])\n"
        "#set page(footer: context [Page #counter(page).display()])\n"
        f"= Fronts meet in Juba\n\nJUBA, 4 March 2025\n\n{FIRST}\n\n{middle}\n\n{SECOND}\n"
    )
    document = document_of(Item("a.pdf", data, ".pdf"))
    paragraphs = document.text.strip().split("\n\n")
    assert paragraphs[:3] == ["Fronts meet in Juba", "JUBA, 4 March 2025", FIRST]
    assert paragraphs[-1] == SECOND
    assert "River Desk" not in document.text and "Page" not in document.text
    assert document.published == date(2025, 3, 4)


def test_columns_are_read_one_after_the_other() -> None:
    pytest.importorskip("pdfminer")
    told = [FIRST, SECOND, FIRST.replace("Tuesday", "Friday"), SECOND.replace("ten", "five"), FIRST, SECOND]
    data = made_pdf("#set page(columns: 2, height: 8cm)\n" + "\n\n".join(told))
    assert document_of(Item("-", data)).text.strip().split("\n\n") == told


@pytest.mark.parametrize("data", [b"%PDF-1.7 rest", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>"])
def test_a_damaged_pdf_says_so(data: bytes) -> None:
    pytest.importorskip("pdfminer")
    with pytest.raises(SourceError, match="is a PDF"):
        document_of(Item("a.pdf", data, ".pdf"))


def test_a_small_pdf_that_unpacks_to_gigabytes_is_refused() -> None:
    import zlib

    pytest.importorskip("pdfminer")
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1200)) + packer.flush()
    twice = zlib.compress(once, 9)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n"
    )
    data = head.replace(b"%d", b"%d" % len(twice)) + twice + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    assert len(data) < 100_000
    with pytest.raises(SourceError, match="too large when unpacked"):
        document_of(Item("a.pdf", data, ".pdf"))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Done:
        returncode = pdf._NOT_INSTALLED

    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: Done())
    with pytest.raises(SourceError, match=r"pip install 'dragoman\[documents-in\]'"):
        document_of(Item("a.pdf", b"%PDF-1.7", ".pdf"))


def test_every_ending_that_sources_hand_on_has_a_reader_and_no_other_has() -> None:
    known = {*files.PAGES, *files.PLAIN, *files.OFFICE, *files.MAIL}
    assert {suffix for form in FORMS for suffix in form.suffixes} == known


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (Item("a.html", b"%PDF-1.5", ".html"), "a PDF"),
        (Item("-", b"MIME-Version: 1.0\nSubject: x\n\nhello"), "an e-mail"),
        (Item("a.eml", b"From: x\n\n<html><p>hello", ".eml"), "an e-mail"),
        (Item("-", "<html>".encode("utf-16")), "a page"),
        (Item("a.md", b"# Envoys meet"), "a text"),
    ],
)
def test_the_bytes_tell_the_kind_before_the_name(item: Item, name: str) -> None:
    assert form_of(item).name == name
    assert form_of(item) in readers.FORMS


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        ("title 0 90 190 200|l1 0 90 0 80|l2 0 80 0 80", "title l1 l2"),
        ("head 0 100 180 190|a 0 40 140 170|c 50 100 140 170|b 0 40 100 130|d 50 100 100 130", "head a b c d"),
        ("a 0 40 140 170|c 50 100 140 170|b 0 40 100 130|d 50 100 100 130|foot 0 100 10 20", "a b c d foot"),
        ("a 0 40 140 170|b 0 100 100 130|c 0 60 50 90", "a b c"),
    ],
)
def test_blocks_are_read_down_the_columns(boxes: str, order: str) -> None:
    from types import SimpleNamespace

    made = []
    for one in boxes.split("|"):
        name, *edges = one.split()
        made.append(SimpleNamespace(name=name, **dict(zip(("x0", "x1", "y0", "y1"), map(float, edges), strict=True))))
    assert " ".join(one.name for one in pdf.in_order(made)) == order

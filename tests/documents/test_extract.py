"""A document keeps its text to the character, and says where its day comes from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents.extract import NO_DATE, document_of, document_of_text
from dragoman.documents.headlines import title_of
from dragoman.errors import SourceError
from dragoman.sources.files import Item, read_item

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_a_plain_text_is_kept_to_the_character(text: str) -> None:
    story = f"A headline\r\n\r\n{text}\r\n"
    assert document_of(Item("a.txt", story.encode())).text == story


def test_the_same_text_is_the_same_document() -> None:
    one, other = (document_of(Item(name, b"Talks resumed.")) for name in ("a.txt", "b.txt"))
    assert one.id == other.id
    assert one.id != document_of(Item("c.txt", b"Talks failed.")).id


def test_a_page_gives_its_text_with_the_headline_and_what_it_says_of_itself() -> None:
    document = document_of(read_item(EXAMPLES / "aid-corridor.html"))
    assert document.title == "First convoy leaves for El Fasher as army and RSF agree a corridor"
    assert document.text.startswith(document.title)
    assert document.text.count(document.title) == 1
    assert "Subscribe" not in document.text
    assert document.publisher == "The Nile Observer"
    assert document.url == "https://observer.example/sudan/el-fasher-convoy"
    assert (document.published, document.published_from) == (date(2025, 3, 4), "page")


def test_a_given_day_wins_over_the_page() -> None:
    document = document_of(read_item(EXAMPLES / "aid-corridor.html"), published=date(2025, 3, 9))
    assert (document.published, document.published_from) == (date(2025, 3, 9), "given")


@pytest.mark.parametrize(
    ("name", "day"), [("border-live.txt", date(2025, 7, 30)), ("sitrep-ituri.txt", date(2025, 2, 9))]
)
def test_a_dateline_gives_the_day(name: str, day: date) -> None:
    document = document_of(read_item(EXAMPLES / name))
    assert (document.published, document.published_from) == (day, "dateline")
    assert document.warnings == ()


def test_without_any_day_a_warning_says_what_follows() -> None:
    document = document_of(read_item(EXAMPLES / "istanbul-talks.txt"))
    assert (document.published, document.published_from) == (None, None)
    assert document.warnings == (NO_DATE,)


def test_a_weekday_that_does_not_fit_is_a_warning() -> None:
    document = document_of_text("A headline\n\nDoha, Monday 3 May 2024\n\nTalks resumed.")
    assert "weekday" in document.warnings[0]


@pytest.mark.parametrize(
    "html",
    [
        b"<!doctype html><html><body></body></html>",
        b"<html><script>var a = 1;</script></html>",
        b"<html>" + b"<div>" * 3000,
        b"<html><body><img src='x.png'></body>",
    ],
)
def test_a_page_without_text_is_an_error(html: bytes) -> None:
    with pytest.raises(SourceError, match=r"^'a\.html': holds no article text"):
        document_of(Item("a.html", html))


def test_a_copyright_line_is_no_day_of_publication() -> None:
    html = (
        "<!doctype html><html><head><title>Envoys meet again in Doha</title></head><body><article>"
        "<h1>Envoys meet again in Doha</h1><p>Envoys of both sides met in Doha for a second day.</p>"
        "<p>They will meet again on Monday, the host said in a statement to the press.</p></article>"
        "<footer>© 2019 The Observer</footer></body></html>"
    )
    assert document_of(Item("a.html", html.encode())).published is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Envoys meet in Doha\n\nEnvoys met on Monday.", "Envoys meet in Doha"),
        ("A long first sentence, with its end.\nEnvoys meet in Doha\n\nText.", "Envoys meet in Doha"),
        ("Envoys met on Monday.", None),
        ("Envoys met on Monday.\n\nThey parted on Tuesday.", None),
        ("Alone in its file", None),
        ("***\n\nEnvoys met.", None),
    ],
)
def test_the_headline_is_short_no_sentence_and_followed_by_more(text: str, title: str | None) -> None:
    assert title_of(text) == title

"""A brief is read from the top: what is due, who meets, and the rest, each with its quote."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from dragoman.delivery.brief import outline
from dragoman.delivery.brief_markdown import brief_markdown, escaped
from dragoman.delivery.brief_text import brief_text
from dragoman.process.dossier import Caution, Dossier


def printed(dossier: Dossier, *, width: int = 80, ascii_only: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    console.print(brief_text(dossier, ascii_only=ascii_only))
    return console.file.getvalue()  # type: ignore[attr-defined]


def words(text: str) -> str:
    return " ".join(text.split())


def test_what_is_due_comes_first_and_in_order(dossier: Dossier) -> None:
    due = outline(dossier).due
    assert [(one.when, one.distance, one.text) for one in due] == [
        ("Wed 23 July 2025", "in 2 days", "Third round of talks between Ukraine and Russia in Doha"),
        (
            "Tue 9 September 2025",
            "in 50 days",
            "Ultimatum by the United States to Russia: sanctions “unless a truce is reached within 50 days”",
        ),
    ]


def test_nothing_past_or_settled_is_due(dossier: Dossier) -> None:
    later = dossier.model_copy(update={"as_of": "2025-07-24"})
    assert [one.when for one in outline(later).due] == ["Tue 9 September 2025"]
    settled = dossier.commitments[0].model_copy(update={"status": "withdrawn"})
    assert len(outline(dossier.model_copy(update={"commitments": (settled,)})).due) == 1


def test_coming_meetings_stand_before_past_ones(dossier: Dossier) -> None:
    meetings = outline(dossier).sections[0].items
    assert [item.title.split(" ")[0] for item in meetings] == ["Third", "Second"]


def test_a_meeting_says_who_has_said_what(dossier: Dossier) -> None:
    text = words(printed(dossier))
    assert "✓ Qatar confirmed it" in text
    assert "– Russia has not commented" in text
    assert "? Russia (Dmitry Peskov) is sceptical" in text
    assert "Agenda: prisoner exchange and meeting of leaders" in text


def test_every_entry_shows_its_quote_and_source(dossier: Dossier) -> None:
    text = words(printed(dossier))
    for entry in dossier.entries():
        number = 1 if entry.evidence[0].document == "d1" else 2
        assert f"“{entry.evidence[0].quote}” [{number}]" in text


def test_a_quote_is_printed_in_full_once_a_section(dossier: Dossier) -> None:
    text = words(printed(dossier))
    assert text.count("“Ukraine announced talks with Russia in Doha on Wednesday.”") == 1
    assert "“Ukraine announced talks with Russia in Doha on …” [1] as above" in text


def test_an_unknown_attacker_is_said_to_be_unknown(dossier: Dossier) -> None:
    assert "By: the text does not say" in printed(dossier)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width(dossier: Dossier, width: int) -> None:
    assert max(len(line) for line in printed(dossier, width=width).split("\n")) <= width


def test_plain_terminals_get_plain_marks(dossier: Dossier) -> None:
    text = printed(dossier, ascii_only=True)
    assert "+ Qatar confirmed it" in words(text)
    assert "“Qatar" not in text


def test_an_empty_brief_is_its_headline_and_its_sources(dossier: Dossier) -> None:
    empty = Dossier(
        as_of=None,
        documents=dossier.documents[:1],
        headline="Nothing found.",
        summary=(),
        meetings=(),
        commitments=(),
        positions=(),
        violence=(),
        humanitarian=(),
        agreements=(),
        events=(),
        warnings=(Caution(code="no_day", text="no date is known"),),
    )
    text = printed(empty)
    assert text.startswith("Nothing found.\n1 document")
    assert "Note: no date is known." in text
    assert "MEETINGS" not in text
    assert brief_markdown(empty).startswith("# Nothing found.")


def test_markdown_numbers_each_passage_once(dossier: Dossier) -> None:
    page = brief_markdown(dossier)
    body, quotes = page.split("## Quotes")
    cited = {int(n) for n in re.findall(r"\[\^(\d+)\]", body)}
    listed = [int(n) for n in re.findall(r"^\[\^(\d+)\]: ", quotes, re.MULTILINE)]
    assert listed == list(range(1, len(listed) + 1))
    assert cited == set(listed)
    passages = {(e.document, e.start, e.end) for entry in dossier.entries() for e in entry.evidence}
    passages |= {(e.document, e.start, e.end) for m in dossier.meetings for s in m.stances for e in s.evidence}
    assert len(listed) == len(passages)


def test_markdown_marks_in_names_and_quotes_are_only_characters(dossier: Dossier) -> None:
    page = brief_markdown(dossier)
    assert r"Talks off? \*Not yet\*" in page
    assert r"“The \[host\] said \| nothing.”" in page
    assert escaped("1. x") == r"\1. x"


def test_json_is_the_models_dump_and_comes_back_the_same(dossier: Dossier) -> None:
    assert Dossier.model_validate_json(dossier.model_dump_json(indent=1)) == dossier


def test_a_notebook_shows_a_dossier_and_its_events(dossier: Dossier) -> None:
    html = dossier._repr_html_()
    assert "Ukraine and Russia to meet" in html
    assert "<td>meetings</td><td>2</td>" in html
    assert "<details><summary>meetings</summary><ul><li><b>Ukraine" in html
    assert f"<blockquote>{dossier.meetings[0].evidence[0].quote}</blockquote>" in html
    hostile = dossier.model_copy(update={"headline": "<script>"})
    assert "<script>" not in hostile._repr_html_()
    assert "CONSULT" in dossier.events[0]._repr_html_()

"""A brief becomes a document whose every statement carries the numbers of its quotes."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.delivery.report import FORMS, report
from dragoman.delivery.report_page import page_of
from dragoman.delivery.timeline import describe, timeline_of
from dragoman.errors import FormatError
from dragoman.process.dossier import Dossier


@pytest.fixture
def drawn() -> None:
    """Skips where the packages that draw documents are not installed."""
    for name in ("jinja2", "altair", "vl_convert", "typst"):
        pytest.importorskip(name, reason="documents are optional: pip install 'dragoman[documents]'")


def bare(dossier: Dossier, **changes: Any) -> Dossier:
    """A dossier with nothing in it that has a day."""
    lists = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements")
    return dossier.model_copy(update={**dict.fromkeys(lists, ()), **changes})


def test_quotes_are_numbered_in_the_order_of_reading(dossier: Dossier) -> None:
    page = page_of(dossier)
    assert [quote.number for quote in page.quotes] == list(range(1, len(page.quotes) + 1))
    assert page.summary[0].cites == (1,)
    cited = {n for part in page.parts for block in part.blocks for n in block.cites}
    cited |= {n for part in page.parts for block in part.blocks for line in block.lines for n in line.cites}
    cited |= {n for due in page.due for n in due.cites} | {n for line in page.summary for n in line.cites}
    assert cited == {quote.number for quote in page.quotes}
    texts = {one.id: one.text for one in dossier.documents}
    for quote in page.quotes:
        text = texts[dossier.documents[quote.source - 1].id]
        assert " ".join(text[quote.start : quote.end].split()) == quote.text


def test_html_links_each_number_to_its_quote_and_hides_nothing(dossier: Dossier, drawn: None) -> None:
    text = report(dossier, "html").decode()
    targets = set(re.findall(r'href="#([qs]\d+)"', text))
    assert targets
    assert targets <= set(re.findall(r'id="([qs]\d+)"', text))
    assert "<svg" in text
    assert "http-equiv" not in text
    assert not re.findall(r'(?:src|href)="(?!#|https://x\.example)', text)  # nothing is loaded from elsewhere


def test_words_of_an_article_are_never_markup(dossier: Dossier, drawn: None) -> None:
    hostile = '<script>x()</script> #panic("x") $1$ @a `b` \\'
    document = dossier.documents[0].model_copy(update={"title": hostile, "url": "javascript:x()"})
    changed = dossier.model_copy(update={"headline": hostile, "documents": (document, dossier.documents[1])})
    page = report(changed, "html").decode()
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert report(changed, "pdf").startswith(b"%PDF")


def test_the_same_dossier_gives_the_same_bytes_in_another_process(
    dossier: Dossier, drawn: None, tmp_path: Path
) -> None:
    path = tmp_path / "brief.json"
    path.write_text(dossier.model_dump_json(), encoding="utf-8")
    script = (
        "import hashlib, sys\nfrom pathlib import Path\n"
        "from dragoman.delivery.report import FORMS, report\n"
        "from dragoman.delivery.stored import read_dossier\n"
        "d = read_dossier(Path(sys.argv[1]))\n"
        "print(*(hashlib.sha256(report(d, form)).hexdigest() for form in FORMS))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    here = [hashlib.sha256(report(dossier, form)).hexdigest() for form in FORMS]
    assert ran.stdout.split() == here


def test_the_figure_shows_talks_above_and_the_killed_below(dossier: Dossier) -> None:
    attack = dossier.violence[0].model_copy(update={"start": "2025-07-20"})
    again = attack.model_copy(update={"killed": None})
    line = timeline_of(dossier.model_copy(update={"violence": (attack, again)}))
    assert line is not None
    assert [(m.day.isoformat(), m.kind, m.look) for m in line.marks] == [
        ("2025-06-02", "talks", "cross"),
        ("2025-07-01", "agreement", "full"),
        ("2025-07-23", "talks", "full"),
        ("2025-09-09", "deadline", "empty"),
    ]
    assert line.killed == ((date(2025, 7, 20), 3),)
    assert line.first < date(2025, 6, 2)
    assert "at least 3 killed" in describe(line)


def test_labels_of_one_day_stand_in_lanes(dossier: Dossier) -> None:
    twice = dossier.model_copy(update={"meetings": (dossier.meetings[1],) * 3})
    line = timeline_of(twice)
    assert line is not None
    assert sorted(m.lane for m in line.marks if m.kind == "talks") == [0, 1, 2]


def test_far_off_days_do_not_stretch_the_figure(dossier: Dossier) -> None:
    far = dossier.meetings[0].model_copy(update={"start": "2020-02-29"})
    line = timeline_of(dossier.model_copy(update={"meetings": (far, *dossier.meetings)}))
    assert line is not None
    assert line.outside == 1
    assert line.first.year == 2025


def test_nothing_with_a_day_is_no_figure(dossier: Dossier, drawn: None) -> None:
    empty = bare(dossier, summary=(), as_of=None)
    assert timeline_of(empty) is None
    assert b"<svg" not in report(empty, "html")
    assert report(empty, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize(("form", "package"), [("html", "jinja2"), ("pdf", "typst"), ("html", "altair")])
def test_a_missing_package_is_named(
    dossier: Dossier, drawn: None, form: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FormatError, match=r"dragoman\[documents\]"):
        report(dossier, form)


def test_an_unknown_form_is_refused(dossier: Dossier) -> None:
    with pytest.raises(FormatError, match="is no form of a report"):
        report(dossier, "docx")

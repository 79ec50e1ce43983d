"""Each kind of false claim in a brief is told with its list, index, field, value and the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from process_world import QATAR, RSF, RUSSIA, STATES, SUDAN, TURKIYE, UKRAINE, a_document, state
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.documents.document import Document
from dragoman.knowledge.gazetteer import Gazetteer
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import (
    Agreement,
    BriefDocument,
    Commitment,
    Dossier,
    Humanitarian,
    Meeting,
    Position,
    Stance,
    Violence,
)
from dragoman.process.support import DocumentReading, Passages
from dragoman.process.verify import verify
from dragoman.process.wording import prose_of
from dragoman.records.values import Actor, Count, Evidence, PlaceValue

TEXT = (
    "Kyiv and Moscow will meet for a third round in Istanbul on Wednesday. Turkish officials confirmed it. "
    "Washington threatens Russia with sanctions if no truce is reached within the next 50 days. "
    "RSF shelling killed at least four people and wounded seventeen in Omdurman on Sunday. "
    "The Sudanese army freed 1,200 prisoners. The two sides signed a ceasefire on 1 July, Qatar said. "
    "President Volodymyr Zelensky demanded a truce."
)
ARTICLE = a_document(TEXT, "2025-07-21")
MEET, CONFIRM, THREAT, SHELLS, FREED, SIGNED, DEMAND = (f"{one}." for one in TEXT.removesuffix(".").split(". "))
ISTANBUL = PlaceValue(name="Istanbul", country="TUR", geonames_id=745044, country_name="Türkiye")
OMDURMAN = PlaceValue(name="Omdurman", country="SDN")
ZELENSKY = state("Ukraine", "UKR", "Volodymyr Zelensky")


def cite(*words: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(document=ARTICLE.id, start=TEXT.index(w), end=TEXT.index(w) + len(w), quote=w) for w in words)


ENTRIES: dict[str, Any] = {
    "meetings": Meeting(
        parties=(UKRAINE, RUSSIA), mediators=(), host=TURKIYE, format="talks", place=ISTANBUL,
        start="2025-07-23", end=None, status="confirmed", round=3, agenda=(),
        stances=(Stance(actor=TURKIYE, stance="confirmed", evidence=cite(CONFIRM)),), outcome=None,
        evidence=cite(MEET),
    ),
    "commitments": Commitment(
        kind="ultimatum", by=(STATES,), to=(RUSSIA,), action="SANCTION", issue="ceasefire",
        condition="if no truce is reached within the next 50 days", due="2025-09-09", status="pending",
        evidence=cite(THREAT),
    ),
    "violence": Violence(
        kind="shelling", by=(RSF,), against=(), place=OMDURMAN, start="2025-07-20", end=None,
        killed=Count(min=4), wounded=Count(min=17, max=17), captured=None, reported_by=(),
        evidence=cite(SHELLS),
    ),
    "humanitarian": Humanitarian(
        kind="release", parties=(SUDAN,), count=1200, status="done", date=None, evidence=cite(FREED)
    ),
    "agreements": Agreement(
        kind="ceasefire", parties=(SUDAN, RSF), mediators=(QATAR,), place=None, date="2025-07-01", issues=(),
        status="signed", evidence=cite(SIGNED, "RSF", "Sudanese"),
    ),
    "positions": Position(
        actor=ZELENSKY, issue="ceasefire", stance="demands", date="2025-07-21", evidence=cite(DEMAND)
    ),
}  # fmt: skip


def brief(knowledge: Knowledge, **changed: dict[str, Any]) -> Dossier:
    """The brief of the article, with fields of the entry of a list changed."""
    lists = {name: (one.model_copy(update=changed.get(name, {})),) for name, one in ENTRIES.items()}
    cited = BriefDocument(id=ARTICLE.id, title=None, url=None, publisher=None, published="2025-07-21", text=TEXT)
    bare = Dossier(as_of="2025-07-21", documents=(cited,), headline="", summary=(), events=(), **lists)
    return bare.model_copy(update=prose_of(bare, knowledge=knowledge))


@pytest.fixture(autouse=True)
def _places(small_gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.process.support.open_gazetteer", lambda: small_gazetteer)


def test_a_true_brief_has_no_fault(knowledge: Knowledge) -> None:
    assert verify(brief(knowledge), [ARTICLE], knowledge=knowledge) == []


CHINA = Actor(name="China", country="CHN", id="state:CHN")
FALSE = [
    ("meetings", {"parties": (UKRAINE, CHINA)}, "meetings[0].parties[1] 'China': no name of it is quoted"),
    ("meetings", {"start": "2025-07-24"}, "meetings[0].start 2025-07-24: no time expression"),
    ("meetings", {"status": "held"}, "meetings[0].start 2025-07-23: lies after the article (2025-07-21)"),
    ("meetings", {"round": 4}, "meetings[0].round 4: the quotes do not state this number"),
    ("meetings", {"host": QATAR}, "meetings[0].host 'Qatar': no name of it is quoted"),
    ("meetings", {"outcome": "ended in a row"}, "meetings[0].outcome 'ended in a row': these words are not"),
    (
        "meetings",
        {"place": PlaceValue(name="Izmir", country="TUR")},
        "meetings[0].place 'Izmir': no name of it",
    ),
    (
        "meetings",
        {"stances": (Stance(actor=CHINA, stance="denied"),)},
        "meetings[0].stances[0].actor 'China'",
    ),
    ("commitments", {"due": "2025-09-10"}, "commitments[0].due 2025-09-10: no time expression"),
    ("commitments", {"condition": "if it rains"}, "commitments[0].condition 'if it rains': these words"),
    ("violence", {"killed": Count(min=5)}, "violence[0].killed.min 5: the quotes do not state this number"),
    ("violence", {"wounded": Count(min=17, max=23)}, "violence[0].wounded.max 23: the quotes do not"),
    ("violence", {"kind": "drone_strike"}, "violence[0].kind drone_strike: no word of the quotes says so"),
    ("violence", {"start": "2025-07-19"}, "violence[0].start 2025-07-19: no time expression"),
    ("humanitarian", {"count": 1300}, "humanitarian[0].count 1,300: the quotes do not state this number"),
    (
        "agreements",
        {"evidence": cite(SIGNED, "RSF")},
        "agreements[0].parties[0] 'Sudan': no name of it is quoted",
    ),
    ("agreements", {"date": "2025-06-01"}, "agreements[0].date 2025-06-01: no time expression"),
    (
        "positions",
        {"actor": state("Ukraine", "UKR", "Andriy Yermak")},
        "'Andriy Yermak (Ukraine)': nobody of",
    ),
    ("positions", {"date": "2025-07-20"}, "positions[0].date 2025-07-20: no time expression"),
    ("positions", {"events": ("e0",)}, "positions[0].events 'e0': the brief has no such event"),
]


@pytest.mark.parametrize(("name", "change", "line"), FALSE, ids=[one[2].split(":")[0] for one in FALSE])
def test_a_false_field_is_told_alone(knowledge: Knowledge, name: str, change: dict[str, Any], line: str) -> None:
    lines = verify(brief(knowledge, **{name: change}), [ARTICLE], knowledge=knowledge)
    assert len(lines) == 1
    assert line in lines[0]


def test_a_changed_quote_is_told_with_what_stands_there(knowledge: Knowledge) -> None:
    (one,) = cite(FREED)
    wrong = one.model_copy(update={"quote": one.quote.replace("1,200", "9,900")})
    lines = verify(brief(knowledge, humanitarian={"evidence": (wrong,)}), [ARTICLE], knowledge=knowledge)
    assert lines[0].startswith("humanitarian[0].evidence[0].quote 'The Sudanese army freed 9,900 prisoners.'")
    assert "are 'The Sudanese army freed 1,200 prisoners.'" in lines[0]


def test_a_month_is_supported_by_a_day_in_it(knowledge: Knowledge) -> None:
    changed = {"start": "2025-07"}
    assert verify(brief(knowledge, meetings=changed), [ARTICLE], knowledge=knowledge) == []


@pytest.mark.parametrize(("day", "borne"), [("2025-09-02", True), ("2025-09-09", True), ("2025-09-05", False)])
def test_days_are_counted_from_the_days_that_are_quoted(knowledge: Knowledge, day: str, borne: bool) -> None:
    text = "Washington threatened last week to act within 50 days."
    reading = DocumentReading(a_document(text, "2025-07-21"), knowledge)
    assert Passages([(reading, 0, len(text))]).day(day) is borne


def test_a_file_that_is_not_the_briefs_is_named(knowledge: Knowledge) -> None:
    other = Document(id="0" * 16, text="Other", source="other.txt")
    lines = verify(brief(knowledge), [other], knowledge=knowledge)
    assert any("none of the files has its text" in line for line in lines)
    assert any("'other.txt': the brief was not made from this file" in line for line in lines)


def test_a_headline_that_the_entries_do_not_say_is_told(knowledge: Knowledge) -> None:
    false = brief(knowledge).model_copy(update={"headline": "Peace at last"})
    (line,) = verify(false, [ARTICLE], knowledge=knowledge)
    assert line.startswith("headline 'Peace at last': is not what the entries say")


def test_the_command_prints_what_is_false_and_leaves_with_one(knowledge: Knowledge, tmp_path: Path) -> None:
    article, page = tmp_path / "article.txt", tmp_path / "brief.json"
    article.write_text(TEXT, encoding="utf-8")
    page.write_text(brief(knowledge).model_dump_json(), encoding="utf-8")
    told = CliRunner().invoke(app, ["verify", str(page), str(article)])
    assert (told.exit_code, told.exception) == (0, None), told.output
    page.write_text(brief(knowledge, humanitarian={"count": 7}).model_dump_json(), encoding="utf-8")
    told = CliRunner().invoke(app, ["verify", str(page), str(article)])
    assert told.exit_code == 1
    assert "humanitarian[0].count 7: the quotes do not state this number" in told.output


@pytest.mark.parametrize(
    ("text", "number", "stated"),
    [
        ("A swap of 887 prisoners", 887, True),
        ("A swap of 887 prisoners", 888, False),
        ("249 flew north and 69 south", 318, True),
        ("a man and two children died", 3, True),
        ("seventy-seven people", 77, True),
        ("some 1.2 million people", 1_200_000, True),
        ("dozens of people", 24, False),
    ],
)
def test_numbers_are_read_as_the_press_writes_them(knowledge: Knowledge, text: str, number: int, stated: bool) -> None:
    reading = DocumentReading(a_document(text, "2025-07-21"), knowledge)
    assert Passages([(reading, 0, len(text))]).number(number) is stated

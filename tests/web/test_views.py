"""What pages show, as values: nothing false on the map, no figure lost, no passage unmarked, long lists cut."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.process.dossier import Agreement, BriefDocument, Commitment, Dossier, Meeting, Position, Stance, Violence
from dragoman.records.values import Actor, Count, Evidence, PlaceValue
from dragoman.web.axis import Axis, Lanes, ticks
from dragoman.web.outlines import Box, Sheet, box_around, countries, shapes
from dragoman.web.views.article import paragraphs
from dragoman.web.views.atoms import Links, Shown, Teller
from dragoman.web.views.board import board_of, board_rows
from dragoman.web.views.head import Head
from dragoman.web.views.map import map_view
from dragoman.web.views.positions import matrix_of
from dragoman.web.views.search import marked
from dragoman.web.views.timeline import timeline_view
from dragoman.web.words import safe_url, short_day, tone, wording

UKRAINE = Actor(name="Ukraine", country="UKR", id="state:UKR")
RUSSIA = Actor(name="Russia", country="RUS", id="state:RUS")
TEXT = "Talks in Istanbul on 23 July were confirmed by both sides, officials said."
SAID = (Evidence(document="d1", start=0, end=len(TEXT), quote=TEXT),)
HEAD = Head("Board", "processes", process="ukraine-russia", path="/p/ukraine-russia")
KYIV = PlaceValue(name="Kyiv", country="UKR", latitude=50.45, longitude=30.52, precision="city")
DONETSK = PlaceValue(name="Donetsk region", country="UKR", latitude=48.0, longitude=37.8, precision="region")
ISTANBUL = PlaceValue(name="Istanbul", country="TUR", latitude=41.01, longitude=28.95, precision="city")


def meeting(number: int = 1, **changed: object) -> Meeting:
    values = {
        "evidence": SAID,
        "events": (f"e{number}",),
        "parties": (UKRAINE, RUSSIA),
        "mediators": (),
        "host": None,
        "format": "talks",
        "place": ISTANBUL,
        "start": "2025-07-23",
        "end": "2025-07-23",
        "status": "confirmed",
        "round": number,
        "agenda": ("ceasefire",),
        "stances": (Stance(actor=RUSSIA, stance="declined"),),
        "outcome": None,
    }
    return Meeting.model_validate(values | changed)


def attack(day: str | None = "2025-07-20", place: PlaceValue | None = KYIV, **changed: object) -> Violence:
    values = {
        "evidence": SAID,
        "events": ("v1",),
        "kind": "airstrike",
        "by": (RUSSIA,),
        "against": (),
        "place": place,
        "start": day,
        "end": day,
        "killed": Count(min=9, max=27),
        "wounded": None,
        "captured": None,
        "reported_by": (),
    }
    return Violence.model_validate(values | changed)


def dossier(**lists: object) -> Dossier:
    values = dict.fromkeys(
        ("summary", "meetings", "commitments", "positions", "violence", "humanitarian", "agreements", "events"), ()
    )
    told = BriefDocument(id="d1", title="On talks", url=None, publisher="Wire", published="2025-07-21", text=TEXT)
    given = {"as_of": "2025-07-21", "documents": (told,), "headline": "Talks ahead"}
    return Dossier.model_validate({**values, **given, **lists})


def teller(record: Dossier) -> Teller:
    return Teller(record, None, Links("ukraine-russia"))


def test_the_board_has_a_column_for_each_state_and_names_the_empty_ones() -> None:
    record = dossier(meetings=(meeting(), meeting(2, status="postponed"), meeting(3, status="proposed")))
    board = board_of(record, teller(record), HEAD)
    assert [(one.title, one.cards.total) for one in board.columns] == [
        ("Proposed", 1),
        ("Announced, confirmed", 1),
        ("Failed, postponed, cancelled", 1),
    ]
    assert board.empty == ("Under way", "Held")
    card = board.columns[1].cards.items[0]
    assert (card.status, card.tone, card.ahead) == ("confirmed", "good", "in 2 days")
    assert [(one.label, one.mark) for one in card.stances] == [("Russia", "no")]
    assert card.href == "/claim/e1?p=ukraine-russia"
    assert card.quotes[0].href == f"/article/d1?p=ukraine-russia&at=0-{len(TEXT)}#passage"


def test_a_planned_meeting_whose_day_has_passed_is_said_to_be_unknown() -> None:
    record = dossier(meetings=(meeting(start="2025-07-10", end="2025-07-10"),))
    card = board_of(record, teller(record), HEAD).columns[0].cards.items[0]
    assert "no report says whether it took place" in card.note
    assert card.ahead == ""


def test_long_sections_are_cut_and_can_be_asked_for_in_parts() -> None:
    record = dossier(violence=tuple(attack(events=(f"v{n}",)) for n in range(250)))
    board = board_of(record, teller(record), HEAD)
    assert (len(board.latest.items), board.latest.total, board.latest.hidden) == (6, 250, 244)
    third = board_of(record, teller(record), HEAD, shown=Shown("violence", 3)).latest
    assert (len(third.items), third.page, third.pages) == (50, 3, 3)
    assert board_of(record, teller(record), HEAD, shown=Shown("violence", 99)).latest.page == 3
    assert len(list(board_rows(record, teller(record)))) == 250


def test_what_is_next_is_told_in_order_of_days() -> None:
    due = Commitment(
        evidence=SAID, kind="deadline", by=(RUSSIA,), to=(), action=None, issue="ceasefire", condition=None,
        due="2025-07-22", status="pending",
    )  # fmt: skip
    record = dossier(meetings=(meeting(),), commitments=(due, due.model_copy(update={"due": "2025-07-01"})))
    ahead = board_of(record, teller(record), HEAD).ahead
    assert [one.ahead for one in ahead] == ["tomorrow", "in 2 days"]


def test_the_matrix_marks_what_changed_and_leaves_unknown_cells_empty() -> None:
    held = [
        Position(
            actor=RUSSIA, issue="ceasefire", stance="supports", date="2025-07-20", evidence=SAID,
            earlier=("2025-07-01 refuses",),
        ),
        Position(actor=UKRAINE, issue="sanctions", stance="demands", date=None, evidence=SAID),
    ]  # fmt: skip
    record = dossier(positions=tuple(held))
    matrix = matrix_of(record, teller(record), HEAD, days=("2025-07-01", "2025-07-20", "2025-07-21"))
    assert matrix.issues == ("Ceasefire", "Sanctions")
    cell = matrix.rows[0].cells[0]
    assert cell is not None
    assert (cell.stance, cell.tone, cell.earlier) == ("supports", "good", ("refuses (1 Jul 2025)",))
    assert matrix.rows[0].cells[1] is None
    assert matrix.changed == 1
    assert matrix.step == 2
    assert matrix.earlier_href == "/p/ukraine-russia/positions?as_of=2025-07-20"
    assert matrix.later_href == ""


def test_a_wide_matrix_is_cut_and_says_so() -> None:
    held = tuple(
        Position(actor=Actor(name=f"Group {n}"), issue="ceasefire", stance="supports", date=None, evidence=SAID)
        for n in range(30)
    )
    record = dossier(positions=held)
    assert matrix_of(record, teller(record), HEAD).hidden == 18
    assert matrix_of(record, teller(record), HEAD, whole=True).hidden == 0


def test_a_region_is_never_a_pin_on_the_map() -> None:
    record = dossier(violence=(attack(), attack(place=DONETSK), attack(place=None)))
    view = map_view(record, teller(record), HEAD)
    assert [one.name for one in view.pins] == ["Kyiv"]
    shaded = [one for one in view.lands if one.count]
    assert [(one.code, one.count, one.shade) for one in shaded] == [("UKR", 1, 1)]
    listed = {one.name: one.sureness for one in view.places.items}
    assert listed["Donetsk region"] == "a region: no point on the map"
    assert view.without == 1


def test_near_places_are_one_circle_that_leads_to_a_closer_map() -> None:
    near = PlaceValue(name="Brovary", country="UKR", latitude=50.51, longitude=30.79, precision="city")
    far = PlaceValue(name="Istanbul", country="TUR", latitude=41.0, longitude=28.9, precision="city")
    record = dossier(violence=(attack(), attack(place=near), attack(place=far)))
    pins = {one.name: one for one in map_view(record, teller(record), HEAD).pins}
    cluster = next(one for one in pins.values() if one.places == 2)
    assert cluster.count == 2
    assert "box=" in cluster.href
    box = Box(30.0, 50.0, 31.5, 51.0)
    assert len(map_view(record, teller(record), HEAD, box=box).pins) == 2


def test_the_time_axis_draws_both_figures_of_a_disputed_toll() -> None:
    record = dossier(meetings=(meeting(),), violence=(attack(), attack(start="2025-07", end=None)))
    view = timeline_view(record, teller(record), HEAD)
    bar = view.bars[0]
    assert (bar.low, bar.high, bar.attacks) == (9, 27, 1)
    assert bar.height > 0
    assert bar.more > bar.height
    assert "9 to 27 killed" in bar.label
    assert view.undated == 1
    assert view.table.items[0].what.startswith("First round")


def test_a_ceasefire_is_shaded_from_its_day_to_the_day_of_the_record() -> None:
    signed = Agreement(
        evidence=SAID, kind="ceasefire", parties=(RUSSIA, UKRAINE), mediators=(), place=None, date="2025-07-18",
        issues=("ceasefire",), status="violated",
    )  # fmt: skip
    record = dossier(agreements=(signed, signed.model_copy(update={"status": "proposed"})), violence=(attack(),))
    view = timeline_view(record, teller(record), HEAD)
    assert [(one.status, one.broken) for one in view.quiet] == [("violated", True)]
    days = view.quiet[0].width / ((view.width - view.left - 16) / 6)  # six days are drawn
    assert round(days) == 4


def test_nothing_dated_gives_no_drawing() -> None:
    record = dossier(violence=(attack(None),))
    view = timeline_view(record, teller(record), HEAD)
    assert (view.drawn, view.undated) == (False, 1)


@pytest.mark.parametrize("days", [5, 40, 300, 2000, 20_000])
def test_an_axis_never_names_more_days_than_fit(days: int) -> None:
    first = date(1970, 2, 3)
    axis = Axis(first, date.fromordinal(first.toordinal() + days), 0, 1000)
    named = ticks(axis)
    assert 2 <= len(named) <= 12
    assert all(0 <= one.x <= 1000 for one in named)


def test_labels_that_would_meet_take_other_lanes() -> None:
    lanes = Lanes(2)
    assert [lanes.place(0, 50), lanes.place(60, 90), lanes.place(40, 70), lanes.place(45, 65)] == [0, 0, 1, None]


def test_the_outlines_know_the_countries_and_are_cut_to_the_sheet() -> None:
    assert {"UKR", "COD", "SDN", "XKX", "FJI", "SSD"} <= set(countries())
    box = box_around([(29.2, -1.7)], aspect=2.0)
    seen = {one.code: one for one in shapes(Sheet(box, 1000, 500))}
    assert {"COD", "RWA", "UGA", "BDI"} <= set(seen)
    assert "UKR" not in seen
    numbers = [
        float(n)
        for one in seen.values()
        for n in one.path.replace("M", " ").replace("L", " ").replace("Z", " ").split()
    ]
    assert min(numbers) >= -7
    assert max(numbers) <= 1007


def test_a_text_is_cut_at_the_ends_of_passages_that_lie_within_and_across_each_other() -> None:
    text = "First one here.\n\nSecond two there, third."
    spans = [(0, 15, 1), (6, 9, 2), (17, 33, 3), (24, 41, 4), (24, 41, 5)]
    first, second = paragraphs(text, spans, (24, 27))
    assert [(one.text, one.records, one.depth) for one in first] == [
        ("First ", (1,), 1),
        ("one", (2, 1), 2),
        (" here.", (1,), 1),
    ]
    assert first[1].begins == (2,)
    assert first[1].ends == (2,)
    assert first[2].ends == (1,)
    assert [(one.text, set(one.records)) for one in second] == [
        ("Second ", {3}),
        ("two", {3, 4, 5}),
        (" there", {3, 4, 5}),
        (", third.", {4, 5}),
    ]
    assert [one.passage for one in second] == [False, True, False, False]
    assert [one.opens for one in second] == [False, True, False, False]
    assert [n for one in second for n in one.begins] == [3, 4, 5]


def test_no_character_of_an_article_is_lost_in_its_pieces() -> None:
    text = "A.\nB b.\n\n  C"
    shown = "".join(piece.text for paragraph in paragraphs(text, [(0, 99, 1), (-4, 2, 2)]) for piece in paragraph)
    assert shown.replace(" ", "") == "A.Bb.C"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "//host/x",
        "http:///x",
        "https://a b",
        "http://[",
        None,
        "",
    ],
)
def test_only_addresses_of_the_web_are_links(address: str | None) -> None:
    assert safe_url(address) == ""


def test_an_address_of_the_web_stays_as_it_is() -> None:
    assert safe_url(" HTTPS://example.org/a?b=c#d ") == "HTTPS://example.org/a?b=c#d"


def test_every_state_and_stance_has_a_colour_of_its_own_choice() -> None:
    from typing import get_args

    from dragoman.process import dossier as contract
    from dragoman.records.event import Status
    from dragoman.records.values import EventType

    vocabularies = (
        contract.MeetingStatus, contract.CommitmentStatus, contract.PositionStance, contract.MeetingStance,
        contract.HumanitarianStatus, contract.AgreementStatus, Status,
    )  # fmt: skip
    codes = {code for vocabulary in vocabularies for code in get_args(vocabulary)}
    assert codes <= set(wording().tones)
    assert {tone(code) for code in codes} <= {"good", "bad", "warn", "plan", "ask", "mute"}
    assert set(get_args(EventType)) == set(wording().acts)


def test_found_words_are_marked_whatever_their_ending() -> None:
    parts = list(marked("The ceasefires held; no fire.", 'ceasefire -"fire"'))
    assert [(one.text, one.found) for one in parts if one.found] == [("ceasefires", True)]
    assert "".join(one.text for one in parts) == "The ceasefires held; no fire."


def test_days_are_short_where_there_is_little_room() -> None:
    assert [short_day(one) for one in ("2025-07-03", "2025-07", "2025", "soon", None)] == [
        "3 Jul 2025", "Jul 2025", "2025", "soon", "",
    ]  # fmt: skip

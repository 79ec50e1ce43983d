"""What time expressions are found, and what they stand for."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.coding.dates import TimeExpression, due_date, find_times, resolve_from_event

SAID = date(2025, 7, 23)  # a Wednesday


def only(text: str, published: date | None = SAID) -> TimeExpression:
    found = find_times(text, published=published)
    assert len(found) == 1, [x.text for x in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("They met on 21 July 2025.", "21 July 2025", "2025-07-21"),
        ("They met on July 21, 2025.", "July 21, 2025", "2025-07-21"),
        ("The accord of 2025-07-21 holds.", "2025-07-21", "2025-07-21"),
        ("They met on July 3.", "July 3", "2025-07-03"),
        ("The talks will resume on August 2.", "August 2", "2025-08-02"),
        ("They signed it in March.", "March", "2025-03"),
        ("They signed it in late November.", "late November", "2024-11"),
        ("The war began in 2022.", "2022", "2022"),
        ("They spoke yesterday.", "yesterday", "2025-07-22"),
        ("They spoke on Monday.", "Monday", "2025-07-21"),
        ("The talks are scheduled for Friday.", "Friday", "2025-07-25"),
        ("The envoys will meet on Monday.", "Monday", "2025-07-28"),
        ("The talks are set for a week on Thursday.", "a week on Thursday", "2025-07-31"),
        ("They spoke over the weekend.", "the weekend", "2025-W29-WE"),
        ("It happened last week.", "last week", "2025-W29"),
        ("It is due by the end of next month.", "the end of next month", "2025-08"),
        ("It happened two weeks ago.", "two weeks ago", "2025-W28"),
        ("It happened earlier this year.", "earlier this year", "2025"),
        ("Exports fell in the second quarter.", "the second quarter", "2025-Q2"),
        ("It was drafted in the summer of 2024.", "the summer of 2024", "2024-SU"),
        ("A ceasefire of 30 days was agreed.", "30 days", "P30D"),
        ("The three-year-old war goes on.", "three-year-old", "P3Y"),
        ("They meet every Monday.", "every Monday", "XXXX-WXX-1"),
        ("They met at 10 a.m. on Monday.", "10 a.m. on Monday", "2025-07-21T10:00"),
        ("The border is now closed.", "now", "PRESENT_REF"),
        ("It rose in the 1990s.", "the 1990s", "199X"),
        ("It began in the 20th century.", "the 20th century", "19XX"),
        ("They fought for two and a half years.", "two and a half years", "P2Y6M"),
    ],
)
def test_value(text: str, expression: str, value: str) -> None:
    found = only(text)
    assert (found.text, found.value) == (expression, value)
    assert text[found.start : found.end] == expression


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 1701 was cited.",
        "It cost $2000 in all.",
        "More than 1945 people fled.",
        "You may march on.",
        "Jan Egeland spoke.",
        "A second group came.",
        "The 44-year-old minister spoke.",
        "The fall of the city shocked them.",
    ],
)
def test_no_time_where_words_only_look_like_it(text: str) -> None:
    assert find_times(text, published=SAID) == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("They have fought since 2022.", "2022/.."),
        ("It must end by 8 August.", "../2025-08-08"),
        ("They will wait until 1 September.", "../2025-09-01"),
        ("They spoke over the weekend.", "2025-07-19/2025-07-20"),
        ("It happened earlier this year.", "2025-01-01/2025-07-23"),
        ("It was agreed in July 2025.", "2025-07"),
        ("It was agreed in the summer of 2024.", "2024-22"),
        ("It was fought in 480 BC.", "-0479"),
    ],
)
def test_edtf(text: str, edtf: str) -> None:
    assert only(text).edtf == edtf


def test_anchor_is_recorded() -> None:
    found = only("They spoke yesterday.")
    assert (found.anchor, found.anchor_date) == ("document", SAID)
    text = "They signed on 3 May 2024. The next day the fighting resumed."
    following = find_times(text, published=SAID)[1]
    assert (following.value, following.anchor) == ("2024-05-04", "text")
    assert following.anchor_date == date(2024, 5, 3)


def test_a_look_back_goes_on_from_the_year_it_told() -> None:
    text = "On 3 May 2014 they met. In June they met again. In August they will resume."
    found = find_times(text, published=SAID)
    assert [x.value for x in found] == ["2014-05-03", "2014-06", "2025-08"]
    assert [x.anchor for x in found] == ["none", "text", "document"]


def test_without_an_anchor_there_is_no_guess() -> None:
    assert only("They will meet on Wednesday.", None).value == "XXXX-WXX-3"
    assert only("They spoke yesterday.", None).value is None
    assert only("They spoke last week.", None).first is None


def test_offset_from_an_event_waits_for_its_day() -> None:
    found = only("Two days after the signing they withdrew.")
    assert (found.value, found.anchor, found.direction) == ("P2D", "event", "after")
    assert found.first is None
    assert resolve_from_event(found, date(2025, 7, 1)).value == "2025-07-03"
    before = only("A week before the signing they withdrew.")
    assert resolve_from_event(before, date(2025, 7, 8)).first == date(2025, 7, 1)


def test_narrative_goes_on_from_its_own_dates() -> None:
    text = (
        "On 3 December 1941 the envoys met. Two days later they parted. In January the war "
        "spread. It was the worst since 1812. In March they met again. In 1942 it ended."
    )
    values = [x.value for x in find_times(text, published=None)]
    assert values == ["1941-12-03", "1941-12-05", "1942-01", "1812", "1942-03", "1942"]


def test_coordinated_dates_share_what_one_of_them_says() -> None:
    text = "From April to June 1968, and on 27-28 May 1969, from January 25-29, in 2007-08."
    values = [x.value for x in find_times(text, published=None)]
    assert values[:4] == ["1968-04", "1968-06", "1969-05-27", "1969-05-28"]
    assert values[4:] == ["1969-01-25", "1969-01-29", "2007", "2008"]


def test_tense_hint_decides_before_the_words() -> None:
    text = "The talks on Friday."
    ahead = find_times(text, published=SAID, tense=lambda start, end: "future")
    behind = find_times(text, published=SAID, tense=lambda start, end: "past")
    assert (ahead[0].value, behind[0].value) == ("2025-07-25", "2025-07-18")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("A deal must be reached within the next 50 days.", date(2025, 9, 11)),
        ("A deal must be reached within 10 days.", date(2025, 8, 2)),
        ("A deal must be reached by 8 August.", date(2025, 8, 8)),
        ("A deal must be reached before 8 August.", date(2025, 8, 7)),
        ("A deal must be reached by the end of the month.", date(2025, 7, 31)),
        ("A deal must be reached before the end of the month.", date(2025, 7, 31)),
        ("A deal must be reached by the end of next month.", date(2025, 8, 31)),
        ("They have talked since 8 July.", None),
        ("They meet every Monday.", None),
        ("Two days after the signing they withdraw.", None),
    ],
)
def test_due_date(text: str, due: date | None) -> None:
    assert due_date(only(text), said_on=SAID) == due


def test_impossible_days_are_no_dates() -> None:
    for text in ("on 31 February 2025", "in 2025-13-45", "on 99/99/9999", "at 27:99"):
        assert all(x.first is None or x.value == "2025" for x in find_times(text, published=SAID))

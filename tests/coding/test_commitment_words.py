"""What a commitment depends on, by when it is due, who owes it to whom, what it is of and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from dragoman.records.event import Event

pytestmark = pytest.mark.parser
Coded = Callable[..., Sequence[Event]]


@pytest.fixture
def one(coded: Coded) -> Callable[..., Event]:
    """The last commitment of a text."""
    return lambda text, **options: coded(text, "commitment", **options)[-1]


# --- conditions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Iran will free the hostages if Israel ends its blockade.", "if Israel ends its blockade"),
        ("Iran threatened to bomb Eilat unless Israel ended its blockade.", "unless Israel ended its blockade"),
        ("Should Iran fail to free the hostages, Israel will bomb its ports.", "Should Iran fail to free the hostages"),
        ("Iran threatened to bomb ports should Israel fail to leave Gaza.", "should Israel fail to leave Gaza"),
        ("Kenya will punish whichever side breaks the truce.", "whichever side breaks the truce"),
        ("Iran promised to free the hostages by Sunday.", None),
        ("Iran promised to free the hostages because Israel had ended its blockade.", None),
    ],
)
def test_the_condition_stands_in_the_text_s_own_words(
    one: Callable[..., Event], text: str, condition: str | None
) -> None:
    assert one(text).condition == condition


def test_a_refusal_depends_on_what_has_to_come_before(coded: Coded) -> None:
    (event,) = coded("Iran will not free the hostages before Israel lifts its blockade.", "position")
    assert event.condition == "before Israel lifts its blockade"


def test_what_stands_in_a_condition_has_not_happened(coded: Coded) -> None:
    (pulled_back,) = coded(
        "Turkey threatened to cut off gas to Syria unless Syria pulled back its troops by Friday.", "other"
    )
    assert (pulled_back.type, pulled_back.status) == ("RETREAT", "conditional")


# --- due dates; published on Wednesday 14 May 2031 ----------------------------------------------------


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by 1 June", "2031-06-01"),
        ("by Sunday", "2031-05-18"),
        ("within 72 hours", "2031-05-17"),
        ("by the end of June", "2031-06-30"),
        ("by 2 March", "2032-03-02"),  # a limit that has passed is that of the next year
        ("by 2 March 2031", None),  # unless the text names the year
        ("in 2033", "2033"),
        ("at once", None),
    ],
)
def test_the_day_by_which_it_is_due(one: Callable[..., Event], words: str, due: str | None) -> None:
    assert one(f"Iran promised to free the hostages {words}.").due == due


@pytest.mark.parametrize("gap", ["", "Ministers from many states watched it in a hall above the lake. "])
@pytest.mark.parametrize("event", ["the signing", "the accord", "its signature"])
def test_days_are_counted_from_the_signing_where_the_text_dates_it(
    one: Callable[..., Event], event: str, gap: str
) -> None:
    text = f"The accord was signed on 2 May 2031. {gap}Iran must free the hostages within 30 days of {event}."
    assert one(text).due == "2031-06-01"


def test_the_signing_may_be_told_right_after_the_limit(one: Callable[..., Event]) -> None:
    text = "Iran must free the hostages within 30 days of the signing. The accord was signed on 2 May 2031."
    assert one(text).due == "2031-06-01"


def test_days_counted_from_an_event_that_is_not_dated_give_no_day(one: Callable[..., Event]) -> None:
    assert one("Iran must free the hostages within 30 days of the wedding.").due is None


def test_a_limit_set_to_another_is_the_day_in_its_words(one: Callable[..., Event]) -> None:
    event = one("Iran gave Israel until Friday to leave Beirut.")
    assert (event.kind, event.due) == ("deadline", "2031-05-16")


def test_without_a_day_of_publication_a_weekday_sets_no_limit(one: Callable[..., Event]) -> None:
    assert one("Iran promised to free the hostages by Sunday.", published=None).due is None
    assert one("Iran promised to free the hostages by 1 June 2031.", published=None).due == "2031-06-01"


def test_a_day_before_publication_is_no_limit(one: Callable[..., Event]) -> None:
    text = "Iran promised to free the hostages on 3 May 2031."
    assert one(text).due is None
    assert one(text, published=date(2031, 5, 1)).due == "2031-05-03"


# --- who owes ------------------------------------------------------------------------------------------

ACCORD = "Sudan and the RSF signed an accord on Monday. "


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("Prisoners are to be freed by 1 June.", {"SDN", "RSF"}, set()),
        ("The RSF's prisoners are to be freed by 1 June.", {"SDN"}, {"RSF"}),
        ("The RSF's weapons are to be stored by 1 June.", {"RSF"}, set()),
        ("The RSF is to hand over its weapons by 1 June.", {"RSF"}, {"SDN"}),
        ("Kenya promised to monitor the ceasefire.", {"KEN"}, {"SDN", "RSF"}),
        ("Kenya will punish whichever side breaks the truce.", {"KEN"}, {"SDN", "RSF"}),
        ("Kenya promised to build a school.", {"KEN"}, set()),
    ],
)
def test_who_owes_an_act_and_to_whom(one: Callable[..., Event], text: str, by: set[str], to: set[str]) -> None:
    event = one(ACCORD + text)
    assert ({a.key for a in event.source}, {a.key for a in event.target}) == (by, to)


def test_an_act_in_the_passive_is_owed_by_nobody_where_the_text_has_no_two_sides(coded: Coded) -> None:
    assert coded("Prisoners are to be freed by 1 June.", "commitment") == ()


def test_a_threat_goes_to_whoever_its_condition_names(one: Callable[..., Event]) -> None:
    event = one("Iran warned that it would close the strait if Israel attacked its ports.")
    assert {a.key for a in event.target} == {"ISR"}


# --- what it is of ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "action", "issue"),
    [
        ("to withdraw its troops from Somalia", "RETREAT", "withdrawal"),
        ("to hand over its weapons to Somalia", "RETREAT", "disarmament"),
        ("to free the hostages", "CONCEDE", "hostages"),
        ("to lift sanctions on Somalia", "CONCEDE", "sanctions"),
        ("to suspend its attacks on Somalia", "RETREAT", "ceasefire"),
        ("to send troops to Somalia", "MOBILIZE", None),
        ("to send food to Somalia", "AID", "humanitarian_access"),
        ("to return to talks with Somalia", "CONSULT", "settlement"),
        ("to leave the talks with Somalia", "REJECT", "settlement"),
        ("not to sign the treaty with Somalia", "REJECT", None),
        ("elections", "COOPERATE", "elections"),
        ("Somalia money", "AID", None),
    ],
)
def test_the_act_promised_and_its_issue(one: Callable[..., Event], act: str, action: str, issue: str | None) -> None:
    event = one(f"Kenya promised {act}.")
    assert event.action == action
    assert (issue in event.issues) if issue else not event.issues


def test_a_threat_that_only_a_noun_names(one: Callable[..., Event]) -> None:
    assert one("Kenya threatened sanctions against Somalia.").action == "SANCTION"


def test_of_a_threat_the_issue_is_first_what_is_demanded(one: Callable[..., Event]) -> None:
    event = one("Turkey threatened to cut off gas to Syria unless Syria pulled back its troops by Friday.")
    assert event.issues[0] == "withdrawal"


def test_the_condition_of_a_promise_names_another_s_act_and_comes_last(one: Callable[..., Event]) -> None:
    event = one("Iran will free the hostages if Israel lifts sanctions.")
    assert event.issues == ("hostages", "sanctions")


# --- what became of it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("Iran kept its promise to free the hostages.", "fulfilled"),
        ("Iran broke its promise to free the hostages.", "violated"),
        ("Iran did not keep its promise to free the hostages.", "violated"),
        ("Iran failed to keep its promise to free the hostages.", "violated"),
        ("Iran must keep its promise to free the hostages.", None),
        ("If Iran breaks its promise to free the hostages, oil will cost more.", None),
        ("Iran missed the deadline to free the hostages.", "expired"),
        ("Iran did not meet the deadline to free the hostages.", "expired"),
        ("Iran let the deadline set by the United States pass.", "expired"),
        ("Iran repeated its promise to free the hostages.", None),
    ],
)
def test_what_became_of_a_promise_or_deadline(one: Callable[..., Event], text: str, fate: str | None) -> None:
    assert one(text).act == fate

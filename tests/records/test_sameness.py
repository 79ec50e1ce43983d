"""Whether reports tell of one happening: by named features, and never against a veto."""

from __future__ import annotations

import pytest

from archive_world import ISTANBUL, KHARKIV, RUS, TUR, UKR, document, event
from dragoman.knowledge.sameness import load_sameness
from dragoman.records.event import Event
from dragoman.records.grouping import grouped
from dragoman.records.sameness import Sameness, sameness
from dragoman.records.statement import Judgement
from dragoman.records.traits import joined, traits_of

ONE, TWO = document("One. They met. They spoke."), document("Two. They met. They spoke.")


def talks(doc: object = ONE, quote: str = "They met.", **fields: object) -> Event:
    values = {"frame": "meeting", "kind": "talks", "state": "held", "source": (RUS, UKR), "target": (RUS, UKR)}
    return event(doc, quote, **{**values, **fields})  # type: ignore[arg-type]


def compared(one: Event, other: Event) -> Sameness:
    return sameness(traits_of(one), traits_of(other))


def test_the_sum_is_that_of_the_reasons_and_every_weight_is_data() -> None:
    found = compared(talks(start="2025-07-20"), talks(TWO, start="2025-07-20", place=ISTANBUL))
    assert found.is_same
    assert found.score == pytest.approx(sum(reason.points for reason in found.reasons))
    weights = load_sameness().frames["meeting"].weights
    told = {reason.feature: reason.points for reason in found.reasons}
    assert told["day_equal"] == weights["day_equal"]
    assert told["parties_equal"] == weights["parties_equal"]


@pytest.mark.parametrize(
    ("fields", "veto"),
    [
        ({"start": "2025-07-28"}, "day_apart"),
        ({"round": 3}, "round_apart"),
        ({"kind": "call"}, "kind_apart"),
        ({"source": (TUR,), "target": (TUR,)}, "parties_apart"),
    ],
)
def test_a_veto_holds_apart_whatever_speaks_for_one(fields: dict[str, object], veto: str) -> None:
    same = {"start": "2025-07-20", "round": 2, "place": ISTANBUL, "happening": "a"}
    found = compared(talks(**same), talks(quote="They spoke.", **{**same, **fields}))  # type: ignore[arg-type]
    assert found.veto == veto
    assert not found.is_same
    assert found.score > 0


def test_the_reader_s_word_counts_within_a_document_only() -> None:
    told = {"happening": "a"}
    here = compared(talks(**told), talks(quote="They spoke.", **told))  # type: ignore[arg-type]
    there = compared(talks(**told), talks(TWO, **told))  # type: ignore[arg-type]
    assert "reader_same" in {reason.feature for reason in here.reasons}
    assert "reader_same" not in {reason.feature for reason in there.reasons}


def test_an_undated_report_can_mean_what_its_state_and_day_allow() -> None:
    before = talks(start="2025-07-19")
    ahead = compared(before, talks(TWO, state="scheduled"))
    after = compared(before, talks(TWO))
    assert "day_off" in {reason.feature for reason in ahead.reasons}
    assert "day_fits" in {reason.feature for reason in after.reasons}


def test_two_that_are_each_like_a_third_stay_apart_where_they_cannot_be_one() -> None:
    first, second = talks(start="2025-07-10", place=ISTANBUL), talks(TWO, start="2025-07-20", place=ISTANBUL)
    third = talks(document("Three. They met."), place=ISTANBUL)
    groups = grouped([first, second, third])
    assert [len(group) for group in groups] in ([1, 2], [2, 1])
    both = joined(traits_of(first), traits_of(third))
    assert sameness(both, traits_of(second)).veto == "day_apart"


def test_a_reviewer_s_word_goes_before_all_features() -> None:
    first, second = talks(start="2025-07-10"), talks(TWO, start="2025-07-20")
    same = Judgement(verdict="same", one=first.id, other=second.id, by="me")
    assert len(grouped([first, second])) == 2
    assert len(grouped([first, second], [same])) == 1
    again = talks(TWO, start="2025-07-10")
    different = Judgement(verdict="different", one=first.id, other=again.id, by="me")
    assert len(grouped([first, again], [different])) == 2


def test_a_happening_may_be_in_the_country_of_its_town_and_never_in_another_town() -> None:
    strike = {"frame": "violence", "kind": "airstrike", "state": "happened", "start": "2025-07-20"}
    country = KHARKIV.model_copy(update={"name": "Ukraine", "precision": "country"})
    one = event(ONE, "They met.", place=KHARKIV, **strike)
    assert compared(one, event(TWO, "They met.", place=country, **strike)).veto is None
    assert compared(one, event(TWO, "They met.", place=ISTANBUL, **strike)).veto == "place_apart"

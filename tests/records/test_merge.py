"""The same happening in several reports is one event; what they disagree on stays side by side."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_world import ISTANBUL, RUS, UKR, attack, document, event
from dragoman.records.copies import band_keys, is_copy, likeness, signature
from dragoman.records.event import Event
from dragoman.records.merge import merge, without_copied
from dragoman.records.statement import Judgement

ONE = document("One. A strike on Kharkiv killed 12 people, the mayor said.")
TWO = document("Two. Kharkiv was hit; 19 were killed, Moscow's envoy conceded.")
THREE = document("Three. Nobody was killed by us in Kharkiv, the ministry said.")


def first() -> Event:
    return attack(ONE, "A strike on Kharkiv killed 12 people", 12, speaker=UKR)


def test_two_reports_of_one_attack_are_one_event_with_both_tolls() -> None:
    second = attack(TWO, "19 were killed", 19, speaker=RUS)
    (found,) = merge([first(), second])
    assert found.id == first().id
    assert found.members == (first().id, second.id)
    assert (found.sources, found.disputed) == (2, ("killed",))
    assert found.quantities is not None
    assert found.quantities.killed is not None
    assert (found.quantities.killed.min, found.quantities.killed.max) == (12, 19)
    said = [(s.value["min"], s.speaker.country) for s in found.statements if s.field == "killed" and s.speaker]  # type: ignore[index,call-overload]
    assert said == [(12, "UKR"), (19, "RUS")]
    assert {e.document for e in found.evidence} == {ONE.id, TWO.id}


def test_a_denial_is_kept_beside_the_claim() -> None:
    denied = attack(THREE, "Nobody was killed by us in Kharkiv", 0, speaker=RUS, status="denied", quantities=None)
    (found,) = merge([first(), denied])
    assert found.disputed == ("status",)
    assert found.status == "happened"


def test_who_did_it_may_be_disputed_where_all_else_agrees() -> None:
    other = attack(TWO, "19 were killed", 12, source=(UKR,), alleged_by=(RUS,), state="alleged")
    (found,) = merge([first(), other])
    assert "source" in found.disputed
    assert [a.country for a in found.source] == ["RUS"]


def test_another_day_or_place_is_another_event() -> None:
    later = attack(TWO, "19 were killed", 12, start="2025-07-25")
    elsewhere = attack(TWO, "19 were killed", 12, place=ISTANBUL)
    for other in (later, elsewhere):
        assert len(merge([first(), other])) == 2


def test_talks_in_two_reports_are_one_event_whichever_side_is_named_first() -> None:
    values = {"frame": "meeting", "kind": "talks", "state": "scheduled", "start": "2025-07-23", "status": "scheduled"}
    one = event(ONE, "A strike", source=(RUS, UKR), target=(RUS, UKR), place=ISTANBUL, **values)
    two = event(TWO, "Kharkiv", source=(UKR, RUS), target=(UKR, RUS), **values)
    (found,) = merge([one, two])
    assert found.sources == 2
    assert found.place == ISTANBUL


def test_a_near_copy_repeats_and_what_it_adds_counts_as_the_same_source() -> None:
    copy = document("Agency. A strike on Kharkiv killed 12 people, the mayor said. More: 19 were killed by evening.")
    events = [first(), attack(copy, "A strike on Kharkiv killed 12 people", 12), attack(copy, "19 were killed", 19)]
    copies = {ONE.id: ONE.id, copy.id: ONE.id}
    kept = without_copied(events, copies)
    assert [e.id for e in kept] == [events[0].id, events[2].id]
    (found,) = merge(kept, copies=copies)
    assert found.sources == 1


def test_a_reviewers_word_goes_before_likeness() -> None:
    second, third = attack(TWO, "19 were killed", 19), attack(THREE, "Nobody was killed", 12, place=ISTANBUL)
    different = Judgement(verdict="different", one=first().id, other=second.id, by="me")
    same = Judgement(verdict="same", one=third.id, other=first().id, by="me")
    assert len(merge([first(), second], judgements=[different])) == 2
    assert len(merge([first(), third], judgements=[same])) == 1
    again = Judgement(verdict="same", one=second.id, other=first().id, by="me")
    assert len(merge([first(), second], judgements=[different, again])) == 1
    wrong = Judgement(verdict="wrong", one=second.id, by="me")
    assert without_copied([first(), second], {}, [wrong]) == (first(),)
    assert len(without_copied([first(), second], {}, [wrong, Judgement(verdict="right", one=second.id, by="me")])) == 2


def test_merging_is_the_same_each_time() -> None:
    events = [first(), attack(TWO, "19 were killed", 19), attack(THREE, "Nobody was killed", 3)]
    assert merge(events) == merge(events)
    assert merge([]) == ()


WORDS = [
    "the",
    "talks",
    "in",
    "Doha",
    "ended",
    "without",
    "a",
    "deal",
    "and",
    "both",
    "sides",
    "blamed",
    "each",
    "other",
    "for",
    "the",
    "failure",
    "of",
    "the",
    "round",
]


def test_a_copy_with_another_head_and_a_cut_end_is_a_copy() -> None:
    text = " ".join(f"{word}{n}" for n in range(20) for word in WORDS)
    cut = "Agency report, corrected. " + text[: int(len(text) * 0.7)]
    assert is_copy(text, cut)
    assert set(band_keys(signature(text))) & set(band_keys(signature(cut)))
    assert not is_copy(text, " ".join(reversed(text.split())))


def test_signatures_never_change() -> None:
    """They are stored: another value would part old texts from new ones."""
    assert signature("The talks will resume on Wednesday in Istanbul.").hex()[:32] == "51a33b21bfe88507d5b1493171ae8702"


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_every_text_is_like_itself(text: str) -> None:
    assert likeness(signature(text), signature(text)) == 1
    assert is_copy(text, text)

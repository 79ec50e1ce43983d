"""What stands of a document that was read again: the newest reading, and what reviewers accepted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from archive_world import RUS, UKR, attack, document
from dragoman.records.event import Event, Reason
from dragoman.records.rereading import Standing, Telling, followed, standing, successor
from dragoman.records.statement import Judgement

DOC = document("A strike on Kharkiv killed 12 people. Talks were held in Istanbul.")
QUOTE = "A strike on Kharkiv killed 12 people."


def told(hour: int, *events: Event) -> Telling:
    return Telling(datetime(2025, 8, 1, hour, tzinfo=UTC), events)


def judged(verdict: Any, one: Event, hour: int = 9, **more: Any) -> Judgement:
    return Judgement(verdict=verdict, one=one.id, by="ann", made=datetime(2025, 8, 1, hour, tzinfo=UTC), **more)


OLD = attack(DOC, QUOTE, 12)
NEW = attack(DOC, QUOTE, 12, id="e2", source=(RUS,), target=(UKR,))
SAME_AGAIN = attack(DOC, QUOTE, 12, id="e3")


def test_the_newest_reading_stands() -> None:
    found = standing([told(8, OLD), told(10, NEW)], ())
    assert found == Standing((NEW,), {OLD.id: NEW.id})


def test_what_a_reviewer_accepted_stays_as_he_saw_it() -> None:
    for verdict in ("right", "corrected"):
        found = standing([told(8, OLD), told(10, NEW)], [judged(verdict, OLD)])
        assert found == Standing((OLD,), {NEW.id: OLD.id})
    gone = standing([told(8, OLD), told(10)], [judged("right", OLD)])
    assert gone.events == (OLD,)


def test_an_event_of_one_id_stays_as_it_was_when_it_was_accepted() -> None:
    later = OLD.model_copy(update={"status": "denied"})
    tellings = [told(8, OLD), told(10, later)]
    assert standing(tellings, [judged("right", OLD, 9)]).events == (OLD,)
    assert standing(tellings, [judged("right", OLD, 11)]).events == (later,)
    assert standing(tellings, ()).events == (later,)


def test_who_changed_his_mind_accepts_nothing() -> None:
    made = [judged("right", OLD, 8), judged("wrong", OLD, 9)]
    assert standing([told(8, OLD), told(10, NEW)], made).events == (NEW,)


def test_a_wrong_claim_that_is_told_again_is_wrong_again() -> None:
    wrong = judged("wrong", OLD)
    by_id = {one.id: one for one in (OLD, NEW, SAME_AGAIN)}
    again = standing([told(8, OLD), told(10, SAME_AGAIN)], [wrong])
    assert followed([wrong], again.now, by_id)[0].one == SAME_AGAIN.id
    other = standing([told(8, OLD), told(10, NEW)], [wrong])
    assert followed([wrong], other.now, by_id)[0].one == OLD.id


def test_pairs_are_of_the_events_that_tell_the_same_now() -> None:
    pair = judged("same", OLD, other="elsewhere")
    turned = Judgement(verdict="different", one="elsewhere", other=OLD.id, by="ann")
    by_id = {OLD.id: OLD, NEW.id: NEW}
    first, second = followed([pair, turned], {OLD.id: NEW.id}, by_id)
    assert (first.one, first.other) == (NEW.id, "elsewhere")
    assert (second.one, second.other) == ("elsewhere", NEW.id)


def test_a_successor_has_the_same_frame_and_shares_the_words_of_its_type() -> None:
    def at(name: str, start: int, end: int) -> Event:
        reason = Reason(field="type", because="", start=start, end=end)
        return attack(DOC, QUOTE, 12, id=name, reasons=(reason,))

    one, near, far = at("a", 2, 8), at("b", 5, 12), at("c", 20, 26)
    assert successor(one, (far, near)) == near
    assert successor(one, (far,)) is None
    assert successor(one, (near.model_copy(update={"frame": "meeting"}),)) is None

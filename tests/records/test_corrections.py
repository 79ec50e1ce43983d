"""What reviewers' corrections make of an event, and which corrections are none."""

from __future__ import annotations

import pytest

from archive_world import KHARKIV, RUS, UKR, attack, document, event
from dragoman.errors import FormatError
from dragoman.knowledge.load import load_knowledge
from dragoman.records.corrections import CORRECTABLE, check, corrected, value_of
from dragoman.records.merge import merge, without_copied
from dragoman.records.statement import NUMBERS, Judgement
from dragoman.records.values import Actor, Count

DOC = document("A strike on Kharkiv killed 12 people, the mayor said. Officials met in Istanbul.")
STRIKE = attack(DOC, "A strike on Kharkiv killed 12 people", 12, review=True, confidence=0.4, end="2025-07-20")


def said(verdict: str, **more: object) -> Judgement:
    return Judgement(**{"verdict": verdict, "one": STRIKE.id, "by": "anna", **more})  # type: ignore[arg-type]


def fixed(field: str, value: object) -> Judgement:
    return said("corrected", field=field, value=value_of(field, value))  # type: ignore[arg-type]


def test_who_is_not_judged_is_the_same_object() -> None:
    assert corrected((STRIKE,), ())[0] is STRIKE
    assert corrected((STRIKE,), [said("wrong")])[0] is STRIKE


@pytest.mark.parametrize(
    ("field", "given", "is_now"),
    [
        ("status", "denied", "denied"),
        ("start", "2025-07-19", "2025-07-19"),
        ("start", "2025-07", "2025-07"),
        ("start", "", None),
        ("end", "2025", "2025"),
        ("source", "Wagner; Russia", (Actor(name="Wagner"), Actor(name="Russia"))),
        ("target", [UKR.model_dump(mode="json")], (UKR,)),
        ("target", "", ()),
        ("place", KHARKIV.model_dump(mode="json"), KHARKIV),
        ("place", None, None),
        ("frame", "meeting", "meeting"),
    ],
)
def test_a_field_becomes_what_it_is_corrected_to(field: str, given: object, is_now: object) -> None:
    (now,) = corrected((STRIKE,), [fixed(field, given)])
    assert getattr(now, field) == is_now
    assert not now.review
    assert now.id == STRIKE.id
    assert now.reasons[0].because == "corrected by anna"
    unchanged = set(type(now).model_fields) - {field, "review", "reasons", "date", "kind", "state"}
    assert all(getattr(now, name) == getattr(STRIKE, name) for name in unchanged)


@pytest.mark.parametrize(
    ("given", "count"),
    [("19", (19, 19)), (19, (19, 19)), ("12-19", (12, 19)), ("12 – 19", (12, 19)), ("12+", (12, None)), (None, None)],
)
def test_a_number_may_be_one_a_span_or_a_least(given: object, count: tuple[int, int | None] | None) -> None:
    (now,) = corrected((STRIKE,), [fixed("killed", given)])
    assert now.quantities is not None
    assert now.quantities.killed == (Count(min=count[0], max=count[1]) if count else None)


def test_another_type_brings_its_own_class_score_and_part_of_the_process() -> None:
    knowledge = load_knowledge()
    (now,) = corrected((STRIKE,), [fixed("type", "CONSULT")], knowledge=knowledge)
    assert (now.type, now.quad, now.frame, now.kind) == ("CONSULT", "verbal_cooperation", "other", None)
    assert now.intensity == knowledge.types["CONSULT"].score
    (near,) = corrected((STRIKE,), [fixed("type", "COERCE")], knowledge=knowledge)
    assert (near.frame, near.kind) == ("violence", "missile_strike")


def test_the_last_correction_of_a_field_holds_and_right_accepts_what_stands() -> None:
    told = [fixed("killed", "15"), fixed("status", "denied"), fixed("killed", "19"), said("right")]
    (now,) = corrected((STRIKE,), told)
    assert now.quantities is not None
    assert now.quantities.killed == Count(min=19, max=19)
    assert now.status == "denied"
    (accepted,) = corrected((STRIKE,), [said("right")])
    assert accepted == STRIKE.model_copy(update={"review": False})


def test_a_start_after_the_end_leaves_the_end_unknown() -> None:
    (now,) = corrected((STRIKE,), [fixed("start", "2025-07-21")])
    assert (now.start, now.date, now.end) == ("2025-07-21", "2025-07-21", None)


def test_a_correction_shows_in_the_claim_and_settles_the_dispute() -> None:
    other = document("Officials: A strike on Kharkiv killed 19 people on Sunday.")
    second = attack(other, "A strike on Kharkiv killed 19 people", 19)
    (claim,) = merge((STRIKE, second))
    assert claim.disputed == ("killed",)
    (settled,) = merge(corrected((STRIKE, second), [fixed("killed", "19")]))
    assert settled.disputed == ()
    killed = [one for one in settled.statements if one.field == "killed"]
    assert [one.because for one in killed] == ["corrected by anna", None]


def test_a_rejected_event_does_not_come_back_through_a_copy_of_its_article() -> None:
    copy = document(DOC.text + " Copied.")
    repeat = attack(copy, "A strike on Kharkiv killed 12 people", 12)
    copies = {DOC.id: DOC.id, copy.id: DOC.id}
    assert without_copied((STRIKE, repeat), copies, [said("wrong")]) == ()
    assert without_copied((STRIKE, repeat), copies, [said("wrong"), fixed("status", "denied")]) == (STRIKE,)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("status", "maybe"),
        ("status", None),
        ("type", "WAR"),
        ("start", "yesterday"),
        ("start", "2025-02-30"),
        ("start", 12),
        ("killed", "many"),
        ("killed", "19-12"),
        ("killed", -1),
        ("killed", True),
        ("killed", {"min": None}),
        ("killed", {"least": 3}),
        ("killed", "99999999999"),
        ("place", {"nome": "Kharkiv"}),
        ("place", 3),
        ("source", [{"name": ""}]),
        ("source", {"name": "Russia"}),
        ("confidence", 1.0),
        ("id", "x"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused_in_one_line(field: str, given: object) -> None:
    with pytest.raises(FormatError, match="expected") as told:
        value_of(field, given)  # type: ignore[arg-type]
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "faulty",
    [
        said("same"),
        said("different", other=STRIKE.id),
        said("right", other="e1"),
        said("corrected"),
        said("corrected", field="status", value="maybe"),
        said("wrong", field="status"),
        said("right", value=3),
    ],
    ids=str,
)
def test_a_judgement_has_what_its_verdict_needs_and_no_more(faulty: Judgement) -> None:
    with pytest.raises(FormatError):
        check(faulty)


def test_a_whole_judgement_is_let_through() -> None:
    for one in (said("right"), said("wrong"), said("same", other="e1"), fixed("killed", "3"), fixed("place", None)):
        check(one)


def test_every_field_that_is_offered_can_be_corrected_to_what_it_is() -> None:
    meeting = event(DOC, "Officials met", source=(RUS,), target=(UKR,), start="2025-07-20", place=KHARKIV)
    for name in CORRECTABLE:
        value = None if name in NUMBERS else meeting.model_dump(mode="json")[name]
        made = Judgement(verdict="corrected", one=meeting.id, by="a", field=name, value=value_of(name, value))
        (now,) = corrected((meeting,), [made])
        assert getattr(now, name, None) == getattr(meeting, name, None)

"""What changed between two states: one line each, with the passages that say so."""

from __future__ import annotations

from archive_world import ISTANBUL, KHARKIV, RUS, TUR, UKR
from dragoman.process.changes import changes
from dragoman.process.dossier import (
    Agreement,
    Commitment,
    Dossier,
    Humanitarian,
    Meeting,
    Position,
    Stance,
    Violence,
)
from dragoman.records.values import Actor, Count, Evidence

USA = Actor(name="United States", country="USA", sectors=("GOV",), id="state:USA")


def said(name: str) -> tuple[Evidence, ...]:
    return (Evidence(document=name, start=0, end=4, quote="said"),)


def state(day: str | None, **lists: object) -> Dossier:
    values: dict[str, object] = {
        "as_of": day, "documents": (), "headline": "", "summary": (), "meetings": (), "commitments": (),
        "positions": (), "violence": (), "humanitarian": (), "agreements": (), "events": (),
    }  # fmt: skip
    return Dossier(**{**values, **lists})  # type: ignore[arg-type]


def meeting(**fields: object) -> Meeting:
    values: dict[str, object] = {
        "parties": (RUS, UKR), "mediators": (), "host": TUR, "format": "talks", "place": ISTANBUL,
        "start": "2025-07-23", "end": None, "status": "announced", "round": 3, "agenda": (), "stances": (),
        "outcome": None, "evidence": said("a"), "events": ("e1",),
    }  # fmt: skip
    return Meeting(**{**values, **fields})  # type: ignore[arg-type]


def strike(killed: int, name: str = "a", **fields: object) -> Violence:
    values: dict[str, object] = {
        "kind": "missile_strike", "by": (RUS,), "against": (UKR,), "place": KHARKIV, "start": "2025-07-20",
        "end": None, "killed": Count(min=killed, max=killed), "wounded": None, "captured": None,
        "reported_by": (), "evidence": said(name), "events": (f"v{name}",),
    }  # fmt: skip
    return Violence(**{**values, **fields})  # type: ignore[arg-type]


def ultimatum(**fields: object) -> Commitment:
    values: dict[str, object] = {
        "kind": "ultimatum", "by": (USA,), "to": (RUS,), "action": "SANCTION", "issue": "ceasefire",
        "condition": None, "due": "2025-09-02", "status": "pending", "evidence": said("a"), "events": ("c1",),
    }  # fmt: skip
    return Commitment(**{**values, **fields})  # type: ignore[arg-type]


def texts(before: Dossier, after: Dossier) -> list[str]:
    return [one.text for one in changes(before, after)]


def test_nothing_changed() -> None:
    whole = state("2025-07-21", meetings=(meeting(),), violence=(strike(12),), commitments=(ultimatum(),))
    assert changes(whole, whole) == ()


def test_a_side_confirmed_a_round() -> None:
    stance = Stance(actor=RUS, stance="confirmed", evidence=said("b"))
    (found,) = changes(
        state("2025-07-21", meetings=(meeting(),)), state("2025-07-22", meetings=(meeting(stances=(stance,)),))
    )
    assert found.text == "Russia confirmed the third round of talks in Istanbul between Russia and Ukraine"
    assert found.evidence == said("b")


def test_a_deadline_passed_unmet_or_met() -> None:
    before = state("2025-09-01", commitments=(ultimatum(),))
    for status, word in (("expired", "unmet"), ("pending", "unmet"), ("fulfilled", "met")):
        told = texts(before, state("2025-09-03", commitments=(ultimatum(status=status),)))
        name = "the ultimatum of the United States to Russia over ceasefire"
        assert f"The deadline of 2 September 2025 passed {word}: {name}" in told
    assert texts(before, state("2025-09-02", commitments=(ultimatum(),))) == []
    gone_by = state("2025-09-04", commitments=(ultimatum(status="expired"),))
    assert texts(gone_by, state("2025-09-05", commitments=(ultimatum(status="expired"),))) == []


def test_a_toll_was_raised_and_the_passage_is_the_new_one() -> None:
    after = strike(19, evidence=(*said("a"), *said("b")))
    (found,) = changes(state("2025-07-21", violence=(strike(12),)), state("2025-07-22", violence=(after,)))
    assert found.text == ("The missile strike in Kharkiv by Russia on 20 July 2025: killed raised from 12 to 19")
    assert (found.before, found.after, found.evidence) == ("12", "19", said("b"))
    assert texts(state("2025-07-21", violence=(strike(19),)), state("2025-07-22", violence=(strike(12),)))[0].endswith(
        "killed lowered from 19 to 12"
    )


def test_an_uncertain_entry_changes_nothing_and_is_new_once_it_is_certain() -> None:
    doubted = state("2025-07-22", violence=(strike(12, confidence=0.3, uncertain=True),))
    assert texts(state("2025-07-21"), doubted) == []
    (found,) = changes(doubted, state("2025-07-23", violence=(strike(12),)))
    assert found.kind == "new"


def test_what_is_new_and_what_is_no_longer_reported() -> None:
    found = changes(state(None), state(None, meetings=(meeting(),)))
    assert [(one.kind, one.before) for one in found] == [("new", None)]
    assert found[0].text.endswith("announced on 23 July 2025")
    (gone,) = changes(state(None, meetings=(meeting(),)), state(None))
    assert gone.text.startswith("No longer reported: the third round")
    assert gone.evidence == said("a")


def test_dates_places_states_stances_and_numbers() -> None:
    step = {"kind": "prisoner_exchange", "parties": (RUS, UKR), "date": None, "evidence": said("a"), "events": ("h",)}
    deal = {
        "kind": "ceasefire", "parties": (RUS, UKR), "mediators": (), "place": None, "date": None, "issues": (),
        "evidence": said("a"), "events": ("g",),
    }  # fmt: skip
    held = {"actor": RUS, "issue": "ceasefire", "date": None, "evidence": said("a"), "events": ("p",)}
    before = state(
        "2025-07-21",
        meetings=(meeting(),),
        humanitarian=(Humanitarian(count=500, status="agreed", **step),),  # type: ignore[arg-type]
        agreements=(Agreement(status="proposed", **deal),),  # type: ignore[arg-type]
        positions=(Position(stance="opposes", **held),),  # type: ignore[arg-type]
    )
    after = state(
        "2025-07-25",
        meetings=(meeting(start="2025-07-24", status="held"),),
        humanitarian=(Humanitarian(count=1000, status="done", **step),),  # type: ignore[arg-type]
        agreements=(Agreement(status="signed", **deal),),  # type: ignore[arg-type]
        positions=(Position(stance="conditional", **held),),  # type: ignore[arg-type]
    )
    told = "\n".join(texts(before, after))
    for words in (
        "announced before, now held",
        "the date is 24 July 2025, not 23 July 2025",
        "Russia on ceasefire: opposes before, now conditional",
        "the number is 1,000, not 500",
        "agreed before, now done",
        "The ceasefire between Russia and Ukraine: proposed before, now signed",
    ):
        assert words in told

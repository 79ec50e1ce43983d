"""From frames to events: who is source and target, type and status, agenda, conditions, accusations, evidence."""

from __future__ import annotations

import pytest
from reading_world import events, frame, only, people, read, who

from dragoman.contract.frames import ACT_TYPES, STANCES, STATUSES, SUBKINDS, FrameKind
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.ontology import code_of_frame, status_of_frame


def test_the_parties_of_a_meeting_are_source_and_target() -> None:
    text = "Under Kenyan auspices the second round of talks between Sudan and the RSF on a ceasefire ended in Nairobi."
    told = frame(
        "meeting", "talks", e=3, status="held", party=["Sudan", "the RSF"], mediator=["Kenyan"], place=["Nairobi"],
        round=["second round"], agenda=["a ceasefire"],
    )  # fmt: skip
    event = only(text, "2025-03-05", told)
    assert (who(event.source), who(event.target)) == (["SDN", "RSF"], ["SDN", "RSF"])
    assert (who(event.mediators), event.round, event.agenda) == (["KEN"], 2, ("ceasefire",))
    assert (event.frame, event.kind, event.state, event.happening) == ("meeting", "talks", "held", "d:3")
    assert (event.type, event.cameo, event.status) == ("CONSULT", "040", "happened")


def test_a_mediator_is_no_party() -> None:
    text = "Qatar, Chad and Sudan met."
    event = only(
        text, "2025-03-05", frame("meeting", "met", status="held", party=["Qatar", "Chad", "Sudan"], mediator=["Qatar"])
    )
    assert who(event.source) == ["TCD", "SDN"]


@pytest.mark.parametrize(
    ("trigger", "agenda"),
    [("peace talks", ("settlement",)), ("ceasefire negotiations", ("ceasefire",)), ("talks", ()), ("held talks", ())],
)
def test_a_meeting_s_own_name_tells_its_agenda_where_no_words_do(trigger: str, agenda: tuple[str, ...]) -> None:
    text = f"Oman and Iran: {trigger} in the port city of Duqm."
    event = only(text, "2025-03-05", frame("meeting", trigger, status="held", party=["Oman", "Iran"], place=["Duqm"]))
    assert event.agenda == agenda


@pytest.mark.parametrize(
    ("text", "agenda"),
    [
        ("Indirect ceasefire talks took place in the port city of Duqm.", ("ceasefire",)),
        ("The talks on a prisoner exchange took place.", ("prisoner_exchange",)),
        ("The talks in the port city took place.", ()),
        ("They held talks over the telephone.", ()),
    ],
)
def test_words_beside_a_meeting_tell_its_agenda(text: str, agenda: tuple[str, ...]) -> None:
    assert only(text, "2025-03-05", frame("meeting", "talks", status="held")).agenda == agenda


def test_who_is_moved_is_no_party() -> None:
    told = frame("humanitarian", "freed", status="done", by=["Hamas"], party=["Kfir Dorel"])
    event = only("Hamas freed Kfir Dorel on Sunday.", "2025-03-05", told)
    assert (who(event.source), who(event.target)) == (["Hamas"], [])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("an end to the fighting", "ceasefire"),
        ("the exchange of prisoners", "prisoner_exchange"),
        ("reopening the border", "borders"),
        ("lifting the sanctions", "sanctions"),
    ],
)
def test_agenda_words_become_issues(words: str, code: str) -> None:
    event = only(f"They met on {words}.", "2025-03-05", frame("meeting", "met", status="held", agenda=[words]))
    assert event.agenda == (code,)


def test_a_word_shares_the_happening_of_its_meeting() -> None:
    text = "Chad and Sudan will meet, Chad said; Sudan has yet to comment."
    found = events(
        text,
        "2025-03-05",
        frame("meeting", "will meet", e=7, status="scheduled", party=["Chad", "Sudan"]),
        frame("word", "said", e=7, stance="announced", actor=[("Chad", 2)]),
        frame("word", "has yet to comment", e=7, stance="no_comment", actor=[("Sudan", 2)]),
    )
    assert {e.happening for e in found} == {"d:7"}
    assert [(e.frame, e.stance, who(e.source)) for e in found[1:]] == [
        ("word", "announced", ["TCD"]),
        ("word", "no_comment", ["SDN"]),
    ]


def test_an_ultimatum_keeps_its_condition_word_for_word() -> None:
    text = (
        "Unless the Front frees both judges by noon on Friday, 6 June, the army will resume its operations, "
        "President Ana Calvo of Bolivia said."
    )
    condition = "Unless the Front frees both judges"
    told = frame(
        "commitment", "will resume", kind_="ultimatum", status="pending", action="ASSAULT",
        issues=["hostages"],
        by=["the army"], condition=[condition], due=["by noon on Friday, 6 June"],
        source=["President Ana Calvo of Bolivia"],
    )  # fmt: skip
    event = only(text, "2025-06-03", told)
    assert (event.condition, event.due, event.action) == (condition, "2025-06-06", "ASSAULT")
    assert (event.type, event.status) == ("THREATEN", "threatened")
    assert who(event.source) == ["BOL"]
    assert event.attribution is not None
    assert event.attribution.speaker is not None
    assert event.attribution.speaker.person == "Ana Calvo"


def test_an_action_that_has_no_type_is_none() -> None:
    text = "Chad promised to wait."
    event = only(text, "2025-03-05", frame("commitment", "promised", status="pending", action="OTHER", by=["Chad"]))
    assert event.action is None


def test_an_accusation_is_alleged_by_who_makes_it() -> None:
    text = "M23 accuses the Congolese army of shelling Sake on Sunday."
    found = events(
        text,
        "2025-07-28",
        frame("act", "accuses", type="ACCUSE", status="happened", by=["M23"], to=["the Congolese army"]),
        frame(
            "violence",
            "shelling",
            status="alleged",
            kind_="shelling",
            by=["the Congolese army"],
            place=["Sake"],
            time=["on Sunday"],
        ),
    )
    accusation, shelling = found
    assert (accusation.type, who(accusation.source), who(accusation.target)) == ("ACCUSE", ["M23"], ["COD"])
    assert (shelling.state, who(shelling.alleged_by), shelling.start) == ("alleged", ["M23"], "2025-07-27")


def test_what_is_told_as_fact_is_alleged_by_nobody() -> None:
    text = "The army shelled Sake, M23 said."
    event = only(
        text,
        "2025-07-28",
        frame("violence", "shelled", status="happened", by=["The army"], place=["Sake"], source=["M23"]),
    )
    assert event.alleged_by == ()
    assert event.attribution is not None
    assert event.attribution.verb == "say"


def test_speech_in_quotation_marks_is_direct() -> None:
    text = 'Andrii Sybiha, the Ukrainian foreign minister: "Russia shelled Kherson."'
    told = frame("violence", "shelled", status="happened", by=["Russia"], place=["Kherson"], source=["Andrii Sybiha"])
    event = only(text, "2025-07-21", told)
    assert event.attribution is not None
    assert event.attribution.direct
    assert event.attribution.speaker is not None
    assert event.attribution.speaker.country == "UKR"


@pytest.mark.parametrize("kind", ["position", "commitment", "act", "word"])
def test_what_nobody_says_or_does_is_no_event(kind: str) -> None:
    told: dict[str, object] = {
        "position": {"stance": "demands", "actor": ["Analysts"]},
        "commitment": {"status": "pending", "by": ["Analysts"]},
        "act": {"type": "AID", "status": "happened", "by": ["Analysts"]},
        "word": {"stance": "denied", "actor": ["Analysts"]},
    }[kind]  # type: ignore[assignment]
    assert events("Analysts demand it.", "2025-03-05", frame(kind, "demand", **told)) == []  # type: ignore[arg-type]


def test_an_act_that_plover_has_no_type_for_is_no_event() -> None:
    assert (
        events("Chad dissolved a board.", None, frame("act", "dissolved", type="OTHER", status="happened", by=["Chad"]))
        == []
    )


def test_a_happening_without_parties_stays_for_what_it_tells_of_another() -> None:
    event = only("The truce has ended.", "2025-03-05", frame("agreement", "truce", e=4, kind_="truce", status="ended"))
    assert (event.state, event.happening, event.source) == ("ended", "d:4", ())
    assert event.definite


def test_a_field_has_its_characters_its_reason_and_its_probability() -> None:
    text = "Chad met Sudan in Nairobi on Sunday."
    event = only(
        text,
        "2025-03-05",
        frame("meeting", "met", status="held", party=["Chad", "Sudan"], place=["Nairobi"], time=["on Sunday"]),
    )
    assert {"type", "status", "source", "date", "place"} <= {r.field for r in event.reasons}
    assert all(r.start is not None and text[r.start : r.end] for r in event.reasons)
    assert {c.field for c in event.certainty} >= {"frame", "source", "start", "place"}
    assert event.evidence[0].quote == text
    assert event.confidence <= min(c.probability for c in event.certainty if c.field in {"frame", "source"})


def test_words_of_another_sentence_are_evidence_too() -> None:
    text = "Sudan is at war. It shelled Omdurman."
    event = only(
        text,
        "2025-03-05",
        frame("violence", "shelled", status="happened", by=["It"], place=["Omdurman"]),
        refs={"It": ["Sudan"]},
    )
    assert who(event.source) == ["SDN"]
    assert all(one.quote == text[one.start : one.end] for one in event.evidence)


def test_the_same_reading_gives_the_same_events() -> None:
    told = frame("meeting", "met", status="held", party=["Chad", "Sudan"])
    assert events("Chad met Sudan.", "2025-03-05", told) == events("Chad met Sudan.", "2025-03-05", told)


def test_a_state_is_its_leader_s_and_a_leader_his_state_s() -> None:
    text = "Petro called a meeting with the guarantors, Venezuela, Mexico and Chile."
    told = frame("meeting", "meeting", status="scheduled", party=["Petro", "Venezuela", "Mexico", "Chile"])
    event = only(text, "2023-03-29", told)
    assert sorted(who(event.source)) == ["CHL", "COL", "MEX", "VEN"]
    assert "Gustavo Petro" in people(event.source)


def test_every_frame_of_the_contract_has_a_code_and_a_status(knowledge: Knowledge) -> None:
    for kind in FrameKind:
        for sub in SUBKINDS.get(kind) or STANCES.get(kind) or ACT_TYPES[kind]:
            for status in STATUSES.get(kind, (None,)):
                code = code_of_frame(kind, sub, status, knowledge=knowledge)
                assert (code is None) == (sub == "OTHER"), (kind, sub, status)
                assert status_of_frame(kind, sub, status, knowledge=knowledge)


@pytest.mark.parametrize(
    ("kind", "sub", "status", "expected"),
    [
        ("meeting", "call", "held", ("CONSULT", "phone", "041", "happened")),
        ("meeting", "talks", "scheduled", ("CONSULT", None, "040", "scheduled")),
        ("violence", "drone_strike", "denied", ("ASSAULT", "drone", "195", "denied")),
        ("agreement", "ceasefire", "in_force", ("RETREAT", "ceasefire", "0871", "ongoing")),
        ("commitment", "ultimatum", "pending", ("THREATEN", None, "139", "threatened")),
        ("position", "demands", None, ("REQUEST", None, "100", "demanded")),
        ("humanitarian", "release", "agreed", ("RETREAT", "release", "0841", "promised")),
        ("act", "LIFT_SANCTION", "happened", ("CONCEDE", None, "085", "happened")),
    ],
)
def test_codes_of_frames(
    kind: str, sub: str, status: str | None, expected: tuple[object, ...], knowledge: Knowledge
) -> None:
    code = code_of_frame(kind, sub, status, knowledge=knowledge)
    assert code is not None
    assert (code.type, code.mode, code.cameo, status_of_frame(kind, sub, status, knowledge=knowledge)) == expected


def test_spans_of_a_reading_are_the_words_of_its_text() -> None:
    text = "Chad met Sudan."
    reading = read(text, frame("meeting", "met", status="held", party=["Chad", "Sudan"]))
    assert [f.span.within(text) for f in reading.frames[0].fillers] == ["Chad", "Sudan"]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The talks failed.", "talks", (True, False)),
        ("The Doha talks failed.", "talks", (True, False)),
        ("A second round of talks failed.", "round of talks", (False, True)),
        ("Talks failed.", "Talks", (False, False)),
        ("Oman said that it is ready to host them.", "is ready to host", (False, False)),
        ("Its envoys met.", "met", (False, False)),
    ],
)
def test_a_noun_with_a_pointer_refers_back(text: str, trigger: str, expected: tuple[bool, bool]) -> None:
    event = only(text, "2025-03-05", frame("meeting", trigger, status="failed"))
    assert (event.definite, event.distinct) == expected

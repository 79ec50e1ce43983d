"""Every sentence of a summary reads as an editor would write it, and never shows a code."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args

import pytest
from process_world import (
    CIVILIANS,
    EVIDENCE,
    HOUTHIS,
    ISTANBUL,
    PESKOV,
    QATAR,
    RSF,
    RUSSIA,
    STATES,
    SUDAN,
    TURKIYE,
    UKRAINE,
    UN,
    a_dossier,
)

from dragoman.contract.issues import IssueCode
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.wording import load_wording
from dragoman.process.dossier import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Humanitarian,
    HumanitarianKind,
    HumanitarianStatus,
    Meeting,
    MeetingFormat,
    MeetingStance,
    MeetingStatus,
    Position,
    PositionStance,
    Stance,
    Violence,
    ViolenceKind,
)
from dragoman.process.entry_sentences import (
    agreement_headline,
    agreement_sentence,
    commitment_headline,
    commitment_sentence,
    position_sentence,
)
from dragoman.process.harm_sentences import (
    humanitarian_headline,
    humanitarian_sentence,
    violence_headline,
    violence_sentence,
)
from dragoman.process.meeting_sentences import meeting_headline, meeting_sentence
from dragoman.process.phrases import Namer
from dragoman.process.wording import NOTHING_FOUND, NOTHING_STATED, prose_of
from dragoman.records.values import Count, EventType, Evidence

TODAY = date(2025, 7, 21)
NAMER = Namer(None, TODAY)
CODE = re.compile(r"[a-z]_[a-z]|\b[A-Z]{3}\.[A-Z]|\b(?:None|null|UKR|RUS|USA|SDN)\b|\d{4}-\d\d|  | [,.;]|\{|\}")


def meeting(**fields: Any) -> Meeting:
    plain: dict[str, Any] = {
        "parties": (UKRAINE, RUSSIA), "mediators": (), "host": None, "format": "talks", "place": None,
        "start": None, "end": None, "status": "held", "round": None, "agenda": (), "stances": (),
        "outcome": None, "evidence": EVIDENCE,
    }  # fmt: skip
    return Meeting(**{**plain, **fields})


def commitment(**fields: Any) -> Commitment:
    plain: dict[str, Any] = {
        "kind": "pledge", "by": (STATES,), "to": (RUSSIA,), "action": "SANCTION", "issue": None,
        "condition": None, "due": None, "status": "pending", "evidence": EVIDENCE,
    }  # fmt: skip
    return Commitment(**{**plain, **fields})


def violence(**fields: Any) -> Violence:
    plain: dict[str, Any] = {
        "kind": "shelling", "by": None, "against": (), "place": None, "start": None, "end": None,
        "killed": None, "wounded": None, "captured": None, "reported_by": (), "evidence": EVIDENCE,
    }  # fmt: skip
    return Violence(**{**plain, **fields})


def step(**fields: Any) -> Humanitarian:
    plain: dict[str, Any] = {
        "kind": "release", "parties": (), "count": None, "status": "done", "date": None, "evidence": EVIDENCE,
    }  # fmt: skip
    return Humanitarian(**{**plain, **fields})


def agreement(**fields: Any) -> Agreement:
    plain: dict[str, Any] = {
        "kind": "ceasefire", "parties": (SUDAN, RSF), "mediators": (), "place": None, "date": None,
        "issues": (), "status": "signed", "evidence": EVIDENCE,
    }  # fmt: skip
    return Agreement(**{**plain, **fields})


def says(actor: Any, stance: str) -> Stance:
    return Stance(actor=actor, stance=stance)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {
                "status": "confirmed",
                "start": "2025-07-23",
                "place": ISTANBUL,
                "host": TURKIYE,
                "stances": (
                    says(UKRAINE, "announced"),
                    says(TURKIYE, "confirmed"),
                    says(RUSSIA, "no_comment"),
                ),
            },
            "Ukraine and Russia are to hold talks in Istanbul on Wednesday 23 July 2025; Türkiye has confirmed "
            "them; Ukraine has announced them; Russia has not commented.",
        ),
        (
            {"status": "announced", "start": "2025-07-19", "format": "summit"},
            "Ukraine and Russia were to hold a summit on Saturday 19 July 2025; whether it took place is not reported.",
        ),
        (
            {"status": "proposed", "start": "2025-08", "agenda": ("ceasefire", "prisoner_exchange")},
            "Talks between Ukraine and Russia on a ceasefire and an exchange of prisoners have been proposed "
            "for August 2025.",
        ),
        (
            {
                "status": "proposed",
                "format": "summit",
                "end": "2025",
                "stances": (says(RUSSIA, "sceptical"),),
            },
            "A summit between Ukraine and Russia has been proposed before the end of 2025; Russia is sceptical.",
        ),
        (
            {"status": "announced", "format": "call", "start": "2025-07-22", "agenda": ("trade",)},
            "Ukraine and Russia are to speak by telephone about trade on Tuesday 22 July 2025.",
        ),
        (
            {"status": "held", "format": "call", "start": "2025-07-20", "parties": (STATES, RUSSIA)},
            "The United States and Russia spoke by telephone on Sunday 20 July 2025.",
        ),
        (
            {"status": "under_way", "place": ISTANBUL, "parties": (UKRAINE, RUSSIA, STATES)},
            "Ukraine, Russia and the United States are holding talks in Istanbul.",
        ),
        (
            {"status": "held", "round": 4, "mediators": (QATAR,), "start": "2025-07-18", "end": "2025-07-19"},
            "Ukraine and Russia held a fourth round of talks from Friday 18 to Saturday 19 July 2025, mediated "
            "by Qatar.",
        ),
        (
            {"status": "failed", "place": ISTANBUL, "start": "2025-06", "outcome": "ended without a deal."},
            "Talks between Ukraine and Russia in Istanbul in June 2025 failed: “ended without a deal”.",
        ),
        (
            {"status": "cancelled", "format": "summit", "start": "2025-08-01"},
            "The summit between Ukraine and Russia, planned for Friday 1 August 2025, has been called off.",
        ),
        (
            {"status": "postponed", "round": 2, "host": QATAR},
            "The second round of talks between Ukraine and Russia has been postponed.",
        ),
        (
            {"status": "held", "stances": (says(HOUTHIS, "denied"), says(QATAR, "announced"))},
            "Ukraine and Russia held talks; the Houthis deny that they took place.",
        ),
        (
            {"status": "announced", "host": QATAR, "stances": (says(RSF, "declined"),)},
            "Ukraine and Russia are to hold talks, hosted by Qatar; the RSF declines to take part.",
        ),
        (
            {"status": "held", "format": "visit", "place": ISTANBUL, "start": "2025-07-01"},
            "Ukraine and Russia met during a visit to Istanbul on Tuesday 1 July 2025.",
        ),
        (
            {"status": "announced", "format": "other", "start": "2025-08-15", "agenda": ("trade",)},
            "Ukraine and Russia are to meet for talks on trade on Friday 15 August 2025.",
        ),
        (
            {"status": "held", "parties": (HOUTHIS,), "format": "indirect_talks"},
            "The Houthis held indirect talks.",
        ),
    ],
)
def test_meetings(fields: dict[str, Any], said: str) -> None:
    assert meeting_sentence(meeting(**fields), NAMER) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"status": "confirmed", "start": "2025-07-23", "place": ISTANBUL},
            "Ukraine and Russia to hold talks in Istanbul on 23 July 2025",
        ),
        ({"status": "cancelled", "format": "summit"}, "Summit between Ukraine and Russia called off"),
        ({"status": "failed", "place": ISTANBUL}, "Talks between Ukraine and Russia in Istanbul fail"),
        ({"status": "failed", "format": "conference"}, "Conference between Ukraine and Russia fails"),
        ({"status": "announced", "start": "2025-07-19"}, "Talks between Ukraine and Russia planned"),
        ({"status": "under_way", "place": ISTANBUL}, "Ukraine and Russia hold talks in Istanbul"),
    ],
)
def test_headlines_of_meetings(fields: dict[str, Any], said: str) -> None:
    assert meeting_headline(meeting(**fields), NAMER) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {
                "kind": "ultimatum",
                "issue": "ceasefire",
                "due": "2025-09-02",
                "condition": "unless there is a truce within 50 days",
            },
            "The United States has given Russia until Tuesday 2 September 2025, threatening sanctions “unless "
            "there is a truce within 50 days”.",
        ),
        (
            {"kind": "ultimatum", "due": "2025-07-20", "by": (HOUTHIS,), "action": "ASSAULT"},
            "The Houthis had given Russia until Sunday 20 July 2025, threatening the use of force.",
        ),
        ({"kind": "threat"}, "The United States has threatened Russia with sanctions."),
        (
            {"kind": "threat", "to": (), "issue": "trade"},
            "The United States has threatened sanctions over trade.",
        ),
        ({"kind": "threat", "by": ()}, "Sanctions have been threatened against Russia."),
        (
            {"kind": "threat", "action": None, "issue": "nuclear"},
            "The United States has threatened Russia over the nuclear programme.",
        ),
        (
            {"action": "AID", "issue": "military_aid", "to": (UKRAINE,), "due": "2025-08"},
            "The United States has promised Ukraine military aid before the end of August 2025.",
        ),
        (
            {"action": "REJECT", "issue": "recognition", "to": (), "by": (HOUTHIS,)},
            "The Houthis have promised that they will not accept recognition.",
        ),
        (
            {
                "kind": "offer",
                "action": "CONCEDE",
                "issue": "hostages",
                "condition": "in return for a truce,",
            },
            "The United States has offered Russia the release of hostages “in return for a truce”.",
        ),
        (
            {"kind": "deadline", "action": None, "issue": "elections", "due": "2025-10-01"},
            "The United States has set Russia a deadline of Wednesday 1 October 2025 for elections.",
        ),
        (
            {"kind": "deadline", "action": None, "by": (), "to": (HOUTHIS,), "due": "2025-10-01"},
            "The Houthis face a deadline of Wednesday 1 October 2025.",
        ),
        (
            {
                "kind": "deadline",
                "action": None,
                "by": (),
                "to": (),
                "due": "2025-07-01",
                "issue": "withdrawal",
            },
            "The deadline for a withdrawal of forces ran out on Tuesday 1 July 2025.",
        ),
        (
            {"kind": "ultimatum", "status": "expired"},
            "The ultimatum by the United States to Russia has run out.",
        ),
        (
            {"kind": "pledge", "status": "violated", "action": "RETREAT", "to": ()},
            "The promise of a withdrawal by the United States has been broken.",
        ),
        (
            {"kind": "threat", "status": "fulfilled"},
            "The threat of sanctions by the United States against Russia has been carried out.",
        ),
    ],
)
def test_commitments(fields: dict[str, Any], said: str) -> None:
    assert commitment_sentence(commitment(**fields), NAMER) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {
                "place": ISTANBUL,
                "date": "2025-07-19",
                "mediators": (QATAR,),
                "issues": ("ceasefire", "withdrawal"),
            },
            "Sudan and the RSF signed a ceasefire in Istanbul on Saturday 19 July 2025, covering a withdrawal of "
            "forces, mediated by Qatar.",
        ),
        ({"status": "agreed", "kind": "roadmap"}, "Sudan and the RSF have agreed on a roadmap."),
        ({"status": "agreed", "kind": "other"}, "Sudan and the RSF have reached an agreement."),
        (
            {"status": "agreed", "kind": "truce", "parties": (RSF,), "date": "2025-07"},
            "The RSF declared a truce in July 2025.",
        ),
        ({"status": "proposed"}, "A ceasefire between Sudan and the RSF has been proposed."),
        ({"status": "rejected"}, "A proposal for a ceasefire between Sudan and the RSF has been rejected."),
        (
            {"status": "in_force", "date": "2025-07-01"},
            "The ceasefire between Sudan and the RSF, agreed on Tuesday 1 July 2025, is in force.",
        ),
        ({"status": "ended"}, "The ceasefire between Sudan and the RSF has ended."),
        ({"status": "violated", "parties": ()}, "The ceasefire has been violated."),
    ],
)
def test_agreements(fields: dict[str, Any], said: str) -> None:
    assert agreement_sentence(agreement(**fields), NAMER) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"against": (CIVILIANS,), "killed": Count(min=4), "wounded": Count(min=17, max=17)},
            "Shelling of civilians killed at least four people and wounded 17.",
        ),
        (
            {"kind": "ground_assault", "by": (RSF,), "against": (CIVILIANS,), "start": "2025-07-09",
             "killed": Count(min=66, max=66, civilians=66), "reported_by": (UN,)},
            "An attack by the RSF on Wednesday 9 July 2025 killed 66 civilians, according to the UN.",
        ),
        (
            {"kind": "clash", "by": (SUDAN, RSF), "killed": Count(min=20, max=30, civilians=12)},
            "Fighting between Sudan and the RSF killed between 20 and 30 people, 12 of them civilians.",
        ),
        (
            {"kind": "abduction", "by": (HOUTHIS,), "captured": Count(min=1, max=1)},
            "The Houthis abducted one person.",
        ),
        ({"kind": "arrest", "captured": Count(min=11)}, "At least 11 people were detained."),
        (
            {"kind": "drone_strike", "by": (RUSSIA,), "against": (UKRAINE,), "start": "2025-07-20",
             "reported_by": (CIVILIANS,)},
            "A drone strike by Russia on Ukraine was reported on Sunday 20 July 2025, according to residents.",
        ),
        (
            {"kind": "siege", "by": (RSF,), "place": ISTANBUL},
            "The RSF has besieged Istanbul.",
        ),
    ],
)  # fmt: skip
def test_violence(fields: dict[str, Any], said: str) -> None:
    assert violence_sentence(violence(**fields), NAMER) == said


def test_several_attacks_are_told_in_the_plural() -> None:
    strikes = (Evidence(document="d1", start=0, end=19, quote="Drone strikes hit K"),)
    one = violence(kind="drone_strike", by=(RUSSIA,), evidence=strikes)
    assert violence_sentence(one, NAMER) == "Drone strikes by Russia were reported."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"kind": "prisoner_exchange", "parties": (UKRAINE, RUSSIA), "count": 887, "date": "2025-07-14"},
            "Ukraine and Russia exchanged 887 prisoners on Monday 14 July 2025.",
        ),
        (
            {"kind": "prisoner_exchange", "parties": (UKRAINE, RUSSIA), "status": "agreed"},
            "Ukraine and Russia have agreed to exchange prisoners.",
        ),
        (
            {"kind": "prisoner_exchange", "status": "proposed", "count": 1200},
            "An exchange of 1,200 prisoners has been proposed.",
        ),
        (
            {
                "kind": "prisoner_exchange",
                "parties": (UKRAINE, RUSSIA),
                "status": "under_way",
                "date": "2025-07-21",
                "count": 50,
            },
            "Ukraine and Russia began to exchange 50 prisoners on Monday 21 July 2025.",
        ),
        ({"parties": (RSF,), "count": 1}, "One person has been released by the RSF."),
        ({"kind": "remains_return", "count": 6000}, "The remains of 6,000 people have been returned."),
        ({"kind": "aid_delivery", "date": "2025-07-01"}, "Aid was delivered on Tuesday 1 July 2025."),
        (
            {"kind": "aid_delivery", "count": 20, "status": "under_way"},
            "A delivery of 20 lorries of aid is under way.",
        ),
        ({"kind": "corridor", "status": "failed"}, "A humanitarian corridor has failed."),
        ({"kind": "displacement", "count": 1_200_000}, "1.2 million people have been displaced."),
        (
            {"kind": "children_return", "count": 7, "status": "agreed"},
            "The return of seven children has been agreed.",
        ),
    ],
)
def test_humanitarian_steps(fields: dict[str, Any], said: str) -> None:
    assert humanitarian_sentence(step(**fields), NAMER) == said


@pytest.mark.parametrize(
    ("actor", "issue", "stance", "said"),
    [
        (RUSSIA, "ceasefire", "refuses", "Russia refuses a ceasefire."),
        (HOUTHIS, "withdrawal", "demands", "The Houthis demand a withdrawal of forces."),
        (STATES, "sanctions", "demands", "The United States makes demands on sanctions."),
        (
            PESKOV,
            "settlement",
            "sceptical",
            "Dmitry Peskov of Russia is sceptical about a negotiated settlement.",
        ),
    ],
)
def test_positions(actor: Any, issue: str, stance: str, said: str) -> None:
    one = Position(actor=actor, issue=issue, stance=stance, date=None, evidence=EVIDENCE)  # type: ignore[arg-type]
    assert position_sentence(one, NAMER) == said


def test_a_person_is_named_with_his_office(knowledge: Knowledge) -> None:
    namer = Namer(knowledge, TODAY)
    assert namer.speaker(PESKOV) == "Kremlin spokesman Dmitry Peskov"
    assert namer.body(CIVILIANS) == "civilians in Sudan"


@pytest.mark.parametrize("status", get_args(MeetingStatus))
@pytest.mark.parametrize("form", get_args(MeetingFormat))
@pytest.mark.parametrize("start", [None, "2025-07-01", "2025-09-01"])
def test_no_meeting_shows_a_code(status: str, form: str, start: str | None) -> None:
    stances = tuple(says(RUSSIA, stance) for stance in get_args(MeetingStance))
    one = meeting(status=status, format=form, start=start, agenda=("nuclear", "other"), stances=stances)
    assert CODE.search(meeting_sentence(one, NAMER)) is None
    assert CODE.search(meeting_headline(one, NAMER)) is None


@pytest.mark.parametrize("kind", get_args(CommitmentKind))
@pytest.mark.parametrize("status", get_args(CommitmentStatus))
@pytest.mark.parametrize("due", [None, "2025-07-01", "2025-09"])
def test_no_commitment_shows_a_code(kind: str, status: str, due: str | None) -> None:
    for action in (None, *get_args(EventType)):
        for by, to in (((STATES,), (RUSSIA,)), ((), (HOUTHIS,)), ((HOUTHIS,), ())):
            for issue in (None, "hostages", "ceasefire"):
                one = commitment(kind=kind, status=status, due=due, action=action, issue=issue, by=by, to=to)
                for text in (commitment_sentence(one, NAMER), commitment_headline(one, NAMER)):
                    assert CODE.search(text) is None, text


@pytest.mark.parametrize("kind", get_args(ViolenceKind))
def test_no_violence_shows_a_code(kind: str) -> None:
    for by in (None, (RSF,), (SUDAN, RSF)):
        for toll in (
            {},
            {"killed": Count(min=1)},
            {"wounded": Count(max=3)},
            {"captured": Count(min=2, max=5)},
        ):
            for place in (None, ISTANBUL):
                one = violence(kind=kind, by=by, place=place, against=(CIVILIANS,), **toll)
                assert CODE.search(violence_sentence(one, NAMER)) is None
                assert CODE.search(violence_headline(one, NAMER)) is None


@pytest.mark.parametrize("kind", get_args(HumanitarianKind))
@pytest.mark.parametrize("status", get_args(HumanitarianStatus))
def test_no_humanitarian_step_shows_a_code(kind: str, status: str) -> None:
    for parties in ((), (RSF,), (SUDAN, RSF)):
        for count in (None, 1, 250):
            one = step(kind=kind, status=status, parties=parties, count=count)
            assert CODE.search(humanitarian_sentence(one, NAMER)) is None
            assert CODE.search(humanitarian_headline(one, NAMER)) is None


@pytest.mark.parametrize("kind", get_args(AgreementKind))
@pytest.mark.parametrize("status", get_args(AgreementStatus))
def test_no_agreement_shows_a_code(kind: str, status: str) -> None:
    for parties in ((), (RSF,), (SUDAN, RSF)):
        one = agreement(kind=kind, status=status, parties=parties, issues=("minority_rights",))
        assert CODE.search(agreement_sentence(one, NAMER)) is None
        assert CODE.search(agreement_headline(one, NAMER)) is None


def test_there_are_words_for_every_code_of_the_contract() -> None:
    words = load_wording()
    assert set(words.issue) == set(get_args(IssueCode))
    assert set(words.meeting) == set(get_args(MeetingFormat))
    assert set(words.says) == set(get_args(MeetingStance))
    assert set(words.stance) == set(get_args(PositionStance))
    assert set(words.violence) == set(get_args(ViolenceKind))
    assert set(words.humanitarian) == set(get_args(HumanitarianKind))
    assert set(words.agreement) == set(get_args(AgreementKind))
    assert set(words.threatened) == set(get_args(EventType)) <= set(words.promised)


def test_a_brief_without_entries_says_that_nothing_was_found(knowledge: Knowledge) -> None:
    empty = a_dossier()
    assert prose_of(empty, knowledge=knowledge)["headline"] == NOTHING_FOUND
    assert prose_of(empty, knowledge=knowledge)["summary"] == ()


def test_entries_that_no_sentence_can_tell_are_not_nothing(knowledge: Knowledge) -> None:
    untold = meeting(parties=(), start="2025-07-25")
    assert prose_of(a_dossier(meetings=(untold,)), knowledge=knowledge)["headline"] == NOTHING_STATED
    doubtful = untold.model_copy(update={"uncertain": True})
    assert prose_of(a_dossier(meetings=(doubtful,)), knowledge=knowledge)["headline"] == NOTHING_FOUND


def test_a_coming_meeting_leads_and_old_ones_come_last(knowledge: Knowledge) -> None:
    coming = meeting(status="confirmed", start="2025-07-23")
    past = meeting(status="held", start="2022-03-29")
    toll = violence(killed=Count(min=3), start="2025-07-20")
    dossier = a_dossier(meetings=(past, coming), violence=(toll,))
    texts = [one.text for one in prose_of(dossier, knowledge=knowledge)["summary"]]
    assert [text.split(" ")[-2:] for text in texts] == [
        ["July", "2025."],
        ["three", "people."],
        ["March", "2022."],
    ]
    assert prose_of(dossier, knowledge=knowledge)["headline"] == "Ukraine and Russia to hold talks on 23 July 2025"


def test_a_summary_shows_the_whole_of_a_brief(knowledge: Knowledge) -> None:
    many = tuple(meeting(status="confirmed", start=f"2025-08-0{n}") for n in range(1, 6))
    dossier = a_dossier(meetings=many, violence=(violence(killed=Count(min=1)),), agreements=(agreement(),))
    summary = prose_of(dossier, knowledge=knowledge)["summary"]
    assert len(summary) == 4
    assert sum("to hold talks" in one.text for one in summary) == 2


def test_the_evidence_of_a_sentence_is_its_entrys_and_that_of_what_is_said(knowledge: Knowledge) -> None:
    quote = Evidence(document="d1", start=6, end=8, quote="of")
    told = Stance(actor=TURKIYE, stance="confirmed", evidence=(quote,))
    dossier = a_dossier(meetings=(meeting(status="confirmed", stances=(told,)),))
    (sentence,) = prose_of(dossier, knowledge=knowledge)["summary"]
    assert sentence.evidence == (*EVIDENCE, quote)


def test_what_was_signed_at_a_meeting_is_told_once(knowledge: Knowledge) -> None:
    met = meeting(parties=(SUDAN, RSF), start="2025-07-19")
    signed = agreement(date="2025-07-19")
    summary = prose_of(a_dossier(meetings=(met,), agreements=(signed,)), knowledge=knowledge)["summary"]
    assert [one.text for one in summary] == ["Sudan and the RSF signed a ceasefire on Saturday 19 July 2025."]


def test_who_mediates_is_not_told_as_a_party_too(knowledge: Knowledge) -> None:
    both = agreement(parties=(SUDAN, RSF, QATAR), mediators=(QATAR,), status="agreed", date="2025-07-20")
    (sentence,) = prose_of(a_dossier(agreements=(both,)), knowledge=knowledge)["summary"]
    said = "Sudan and the RSF agreed on a ceasefire on Sunday 20 July 2025, mediated by Qatar."
    assert sentence.text == said

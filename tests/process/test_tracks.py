"""Entries go to the known processes of their parties; unknown parties open a process of their own."""

from __future__ import annotations

from typing import Any

from process_world import (
    CIVILIANS,
    EVIDENCE,
    HOUTHIS,
    QATAR,
    RSF,
    RUSSIA,
    STATES,
    SUDAN,
    UKRAINE,
    UN,
    a_document,
    a_dossier,
    an_event,
    state,
)

from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Agreement, BriefDocument, Commitment, Dossier, Position, Violence
from dragoman.process.tracks import entries_by_process, events_by_process, processes_of
from dragoman.records.values import Actor, PlaceValue

COASTAL = Actor(name="Coastal Front", country="KEN", sectors=("REB",))
KENYA, FIJI, PERU = state("Kenya", "KEN"), state("Fiji", "FJI"), state("Peru", "PER")


def deal(*parties: Actor) -> Agreement:
    return Agreement(
        kind="ceasefire", parties=parties, mediators=(), place=None, date=None, issues=(), status="signed",
        evidence=EVIDENCE,
    )  # fmt: skip


def attack(**fields: Any) -> Violence:
    plain: dict[str, Any] = {
        "kind": "shelling", "by": None, "against": (CIVILIANS,), "place": None, "start": None, "end": None,
        "killed": None, "wounded": None, "captured": None, "reported_by": (), "evidence": EVIDENCE,
    }  # fmt: skip
    return Violence(**{**plain, **fields})


def holds(actor: Actor) -> Position:
    return Position(actor=actor, issue="ceasefire", stance="supports", date=None, evidence=EVIDENCE)


def dated(dossier: Dossier, published: str, text: str = "Words of it.") -> Dossier:
    cited = BriefDocument(id="d1", title=None, url=None, publisher=None, published=published, text=text)
    return dossier.model_copy(update={"documents": (cited,)})


def test_two_sides_of_a_known_process(knowledge: Knowledge) -> None:
    assert processes_of(a_dossier(agreements=(deal(SUDAN, RSF),)), knowledge=knowledge) == ("process:sudan-rsf",)


def test_the_day_tells_processes_of_the_same_parties_apart(knowledge: Knowledge) -> None:
    today = a_dossier(agreements=(deal(UKRAINE, RUSSIA),))
    assert processes_of(today, knowledge=knowledge) == ("process:ukraine-russia",)
    assert processes_of(dated(today, "2015-02-12"), knowledge=knowledge) == ("process:donbas",)


def test_unknown_parties_open_a_process_of_their_own(knowledge: Knowledge) -> None:
    own = a_dossier(agreements=(deal(FIJI, PERU), deal(KENYA, COASTAL)))
    assert processes_of(own, knowledge=knowledge) == ("process:coastal-front+ken", "process:fji+per")


def test_one_side_alone_belongs_where_its_document_speaks_of_the_other(knowledge: Knowledge) -> None:
    entries = {"agreements": (deal(SUDAN, RSF),), "positions": (holds(RSF), holds(FIJI))}
    found = entries_by_process(a_dossier(**entries), knowledge=knowledge)
    assert {key: len(mine) for key, mine in found.items()} == {"process:sudan-rsf": 2}


def test_violence_without_a_known_attacker_belongs_where_it_happens(knowledge: Knowledge) -> None:
    omdurman = PlaceValue(name="Omdurman", country="SDN")
    struck = attack(place=omdurman), attack(place=PlaceValue(name="Suva", country="FJI"), against=())
    found = entries_by_process(a_dossier(agreements=(deal(SUDAN, RSF),), violence=struck), knowledge=knowledge)
    assert found == {"process:sudan-rsf": (struck[0], deal(SUDAN, RSF))}


def test_mediators_alone_belong_to_the_process_that_they_mediate(knowledge: Knowledge) -> None:
    saudis = state("Saudi Arabia", "SAU")
    found = entries_by_process(a_dossier(agreements=(deal(SUDAN, RSF), deal(STATES, saudis))), knowledge=knowledge)
    assert [len(mine) for mine in found.values()] == [2]


def test_a_name_of_the_press_tells_the_process(knowledge: Knowledge) -> None:
    alone = a_dossier(positions=(holds(SUDAN),))
    assert processes_of(alone, knowledge=knowledge) == ()
    named = dated(alone, "2025-07-21", "The Jeddah talks were on its mind.")
    assert processes_of(named, knowledge=knowledge) == ("process:sudan-rsf",)


def test_bystanders_open_no_process(knowledge: Knowledge) -> None:
    assert processes_of(a_dossier(agreements=(deal(UN, FIJI),)), knowledge=knowledge) == ()
    assert processes_of(a_dossier(), knowledge=knowledge) == ()


def test_an_article_may_belong_to_several_the_chief_one_first(knowledge: Knowledge) -> None:
    yemen = state("Yemen", "YEM")
    both = a_dossier(agreements=(deal(yemen, HOUTHIS), deal(SUDAN, RSF), deal(RSF, SUDAN)))
    assert processes_of(both, knowledge=knowledge) == ("process:sudan-rsf", "process:yemen")


def test_a_promise_to_the_other_side_counts_its_parties(knowledge: Knowledge) -> None:
    promise = Commitment(
        kind="pledge", by=(RSF,), to=(SUDAN,), action="RETREAT", issue=None, condition=None, due=None,
        status="pending", evidence=EVIDENCE,
    )  # fmt: skip
    assert processes_of(a_dossier(commitments=(promise,)), knowledge=knowledge) == ("process:sudan-rsf",)


def test_events_are_assigned_as_entries_are(knowledge: Knowledge) -> None:
    document = a_document("Sudan and the RSF met. Fiji and Peru met. Fiji denied it.", "2025-07-21")
    first = an_event(document, "Sudan and the RSF met.", frame="meeting", source=(SUDAN, RSF))
    second = an_event(
        document, "Fiji and Peru met.", frame="meeting", source=(FIJI,), target=(PERU,), agenda=("ceasefire",)
    )
    third = an_event(document, "Fiji denied it.", frame="meeting", source=(FIJI, QATAR), confidence=0.2)
    found = events_by_process((first, second, third), knowledge=knowledge)
    assert found == {"process:sudan-rsf": (first,), "process:fji+per": (second,)}
    assert processes_of((first, second), knowledge=knowledge) == ("process:fji+per", "process:sudan-rsf")


def test_there_are_processes_of_every_part_of_the_world(knowledge: Knowledge) -> None:
    assert len(knowledge.conflicts) > 100
    for one in knowledge.conflicts.values():
        assert len(one.sides) > 1, one.id
        assert one.first < one.end, one.id
        assert one.name[0].isupper(), one.id

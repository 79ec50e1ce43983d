"""The queue, judgements and what they change at once, and how well two reviewers agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive_world import RUS, UKR, attack, document, event
from dragoman.errors import FormatError, StoreError
from dragoman.records.event import Difference, ReaderSays
from dragoman.records.merge import merge
from dragoman.records.statement import Judgement
from dragoman.store.keeping import Reading
from dragoman.store.store import Store
from dragoman.web.agreement import agreement
from dragoman.web.desk import Desk
from dragoman.web.review import perhaps_same

Bearer = Callable[..., dict[str, str]]


def names(desk: Desk, kind: str, user: str | None = None, **more: Any) -> list[str]:
    return [one.one.id for one in desk.queue(kind=kind, user=user, **more).items]  # type: ignore[arg-type]


def of_type(desk: Desk, kind: str) -> Any:
    return next(one for one in desk.record("all").events if one.type == kind)


def test_what_is_uncertain_comes_newest_first(desk: Desk) -> None:
    queue = desk.queue()
    assert [one.one.type for one in queue.items] == ["SUPPORT", "REJECT", "ACCUSE"]
    assert queue.counts == {"uncertain": 3, "readers": 0, "disputed": 1, "same": 0}
    assert [one.why for one in queue.items] == ["confidence 0.50", "confidence 0.40", "confidence 0.30"]
    (disputed,) = desk.queue(kind="disputed").items
    assert disputed.why == "reports disagree on killed"


def test_what_two_readers_read_differently_is_asked_with_both_readings(
    desk: Desk, store: Store, client: TestClient
) -> None:
    doc = document("A strike on Odesa killed 3 people, or so it was feared in the port.")
    said = (ReaderSays(reader="one 1", value="happened"), ReaderSays(reader="two 2", value="alleged"))
    differing = Difference(field="state", said=said)
    told = attack(doc, doc.text[:36], 3, start="2025-06-02", differences=(differing,), review=True)
    store.keep(Reading("https://a.example/odesa", doc, (told,), "test 0"))
    (asked,) = client.get("/api/v1/queue?kind=readers").json()["items"]
    assert asked["why"] == "state: happened (one 1); alleged (two 2)"
    assert asked["one"]["differences"] == [differing.model_dump(mode="json")]
    assert told.id not in names(desk, "uncertain")
    assert "Read in two ways" in client.get("/review?kind=readers").text
    desk.judge("right", told.id, by="anna")
    assert names(desk, "readers") == []


def test_the_queue_comes_in_pages_and_by_process(desk: Desk) -> None:
    pages = [desk.queue(page=page, size=2) for page in (1, 2, 3)]
    assert [len(one.items) for one in pages] == [2, 1, 0]
    assert {one.total for one in pages} == {3}
    assert {one.pages for one in pages} == {2}
    # Who praises one side in an article that does not name the other tells nothing of the process.
    assert names(desk, "uncertain", process_id="ukraine-russia") == names(desk, "uncertain")[1:]
    assert names(desk, "uncertain", process_id="drc-m23") == []


@pytest.mark.parametrize("verdict", ["right", "wrong", "corrected"])
def test_what_a_user_judged_leaves_his_queue_and_not_the_others(desk: Desk, verdict: Any) -> None:
    one = of_type(desk, "REJECT").id
    fields: dict[str, Any] = {"field": "status", "value": "denied"} if verdict == "corrected" else {}
    desk.judge(verdict, one, by="anna", **fields)
    assert one not in names(desk, "uncertain", "anna")
    assert one not in names(desk, "uncertain", None)
    again = desk.queue(user="bela")
    assert one in [item.one.id for item in again.items]
    (second,) = [item for item in again.items if item.one.id == one]
    assert second.second
    assert second.one.status == "happened"  # as it was coded: the second opinion is his own
    desk.judge("right", one, by="bela")
    assert one not in names(desk, "uncertain", "bela")
    assert one not in names(desk, "uncertain", "carl")


def test_a_rejected_claim_is_gone_at_once_and_comes_back(desk: Desk) -> None:
    before = desk.record("ukraine-russia")
    strike = of_type(desk, "ASSAULT")
    assert len(before.violence) == 1
    made = desk.judge("wrong", strike.id, by="anna")
    assert {one.one for one in made} == set(strike.members)
    assert desk.record("ukraine-russia").violence == ()
    assert desk.happening(strike.id) is None
    desk.judge("right", strike.members[0], by="anna", whole=False)
    (one,) = desk.record("ukraine-russia").violence
    assert one.killed is not None
    assert (one.killed.min, one.killed.max) == (12, 12)


def test_a_correction_shows_in_the_dossier_at_once(desk: Desk) -> None:
    strike = of_type(desk, "ASSAULT")
    desk.judge("corrected", strike.id, by="anna", field="killed", value="19")
    (told,) = desk.record("ukraine-russia").violence
    assert told.killed is not None
    assert (told.killed.min, told.killed.max) == (19, 19)
    assert desk.queue(kind="disputed").total == 0
    talks = of_type(desk, "CONSULT")
    desk.judge("corrected", talks.id, by="anna", field="start", value="2025-08-02")
    assert desk.record("ukraine-russia").meetings[0].start == "2025-08-02"


def test_an_actor_is_taken_for_the_one_that_the_archive_knows(desk: Desk) -> None:
    accused = of_type(desk, "ACCUSE")
    (made,) = desk.judge("corrected", accused.id, by="anna", field="target", value="russia; Elbonia")
    assert [one["id"] for one in made.value] == ["state:RUS", None]  # type: ignore[index, union-attr, call-overload]
    now = desk.happening(accused.id)
    assert now is not None
    assert [one.name for one in now.target] == ["Russia", "Elbonia"]


def test_a_record_moves_to_the_process_of_its_corrected_parties(desk: Desk) -> None:
    accused = of_type(desk, "ACCUSE")
    assert accused.id not in {one.id for one in desk.record("drc-m23").events}
    parties = [{"name": "DR Congo", "country": "COD", "sectors": ["GOV"], "id": "state:COD"}]
    desk.judge("corrected", accused.id, by="anna", field="target", value=parties)
    assert accused.id in {one.id for one in desk.record("COD+RUS").events}


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_judged_record_may_be_joined_with_one_that_nobody_judged(
    desk: Desk, client: TestClient, verdict: Any
) -> None:
    accused, rejected = of_type(desk, "ACCUSE").id, of_type(desk, "REJECT").id
    desk.judge("right", accused, by="anna")
    desk.judge(verdict, accused, other=rejected, by="anna")
    for user in (None, "anna", "bela"):
        assert desk.queue(user=user).total
    for path in ("/review", "/review.csv", "/review?kind=same", "/api/v1/queue"):
        assert client.get(path).status_code == 200, path
    again = [item.one.members for item in desk.queue(user="bela").items if item.second]
    assert again == [(accused,)]


def test_pairs_that_are_almost_alike_are_asked_about(desk: Desk, store: Store) -> None:
    for number, words in enumerate(("Moscow shelled a bridge near Sumy", "Guns hit the bridge outside Sumy")):
        text = document(
            f"{words}, {('a driver', 'the council')[number]} said. " + f"{number} nothing else. " * 9, title=words
        )
        strike = attack(text, words, 3 + number, place=None, target=(UKR,) if number else ())
        store.keep(Reading(f"https://s.example/{number}", text, (strike,), "test 0"))
    pairs = desk.queue(kind="same").items
    assert pairs
    for pair in pairs:
        assert pair.other is not None
        assert not set(pair.one.members) & set(pair.other.members)
    one, other = pairs[0].one.id, pairs[0].other.id  # type: ignore[union-attr]
    desk.judge("same", one, other=other, by="anna")
    assert desk.happening(one) is desk.happening(other)
    assert frozenset({one, other}) not in {
        frozenset({p.one.id, p.other.id}) for p in desk.queue(kind="same", user="anna").items
    }  # type: ignore[union-attr]
    (second,) = [p for p in desk.queue(kind="same", user="bela").items if p.second]
    assert {second.one.id, second.other.id} == {one, other}  # type: ignore[union-attr]
    desk.judge("different", one, other=other, by="bela")
    assert desk.happening(one) is not desk.happening(other)


def test_what_is_surely_one_or_surely_two_is_not_asked_about() -> None:
    doc = document("Russia accused Ukraine. Russia accused Georgia. " + "Nothing more was said. " * 9)
    other = document("A paper: Russia accused Ukraine of it. " + "Nobody spoke. " * 9)
    told = {"type": "ACCUSE", "quad": "verbal_conflict", "source": (RUS,)}
    one = event(doc, "Russia accused Ukraine", target=(UKR,), start="2025-07-20", **told)
    same = event(other, "Russia accused Ukraine", target=(UKR,), start="2025-07-20", **told)
    apart = event(doc, "Russia accused Georgia", target=(UKR,), start="2025-07-01", **told)
    assert perhaps_same(merge([one, same])) == ()
    assert perhaps_same(merge([one, apart])) == ()


def test_faulty_judgements_are_refused_and_nothing_is_kept(desk: Desk, client: TestClient, bearer: Bearer) -> None:
    one = of_type(desk, "REJECT").id
    with pytest.raises(FormatError):
        desk.judge("corrected", one, by="anna", field="status", value="maybe")
    with pytest.raises(StoreError, match="no event"):
        desk.judge("right", "nothing", by="anna")
    headers = bearer()
    for body, status in (
        ({"verdict": "corrected", "one": one, "field": "killed", "value": "many"}, 422),
        ({"verdict": "corrected", "one": one}, 422),
        ({"verdict": "right", "one": "nothing"}, 404),
        ({"verdict": "same", "one": one}, 422),
        ({"verdict": "same", "one": one, "other": "nothing"}, 404),
        ({"verdict": "perhaps", "one": one}, 422),
        ({"verdict": "right", "one": one, "by": "somebody else"}, 422),
        ({"verdict": "right"}, 422),
    ):
        answer = client.post("/api/v1/judgements", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        assert set(answer.json()) == {"error", "detail", "status"}
    assert desk.judgements() == ()


def test_judgements_are_signed_dated_and_only_added(client: TestClient, desk: Desk, bearer: Bearer) -> None:
    one, headers = of_type(desk, "REJECT").id, bearer()
    for verdict in ("wrong", "right"):
        made = client.post(
            "/api/v1/judgements", json={"verdict": verdict, "one": one, "note": "see p. 2"}, headers=headers
        )
        assert made.status_code == 201
    listed = client.get("/api/v1/judgements", params={"event": one}).json()["items"]
    assert [(entry["verdict"], entry["by"], entry["note"]) for entry in listed] == [
        ("wrong", "anna", "see p. 2"),
        ("right", "anna", "see p. 2"),
    ]
    assert listed[0]["made"].startswith("2025-07-25T09:00")
    assert client.get("/api/v1/judgements").json()["total"] == 2


def said(verdict: Any, one: str, by: str, other: str | None = None) -> Judgement:
    return Judgement(verdict=verdict, one=one, other=other, by=by)


def test_no_alpha_without_two_opinions_on_two_records() -> None:
    assert agreement([]).claims.alpha is None
    once = [said("right", "a", "anna"), said("right", "a", "bela"), said("wrong", "b", "anna")]
    told = agreement(once).claims
    assert (told.alpha, told.units, told.reason) == (None, 1, "fewer than two were judged by two reviewers")
    alike = [*once, said("right", "b", "bela"), said("right", "b", "anna")]
    assert agreement(alike).claims.reason == "all of them were judged 'right'"


def test_alpha_is_krippendorffs_over_the_last_word_of_each() -> None:
    table = {"a": ("right", "right"), "b": ("wrong", "wrong"), "c": ("corrected", "right"), "d": ("wrong", "right")}
    told = [said("wrong", "a", "anna")]  # he thought again
    told += [
        said(verdict, one, by)
        for one, both in table.items()
        for verdict, by in zip(both, ("anna", "bela"), strict=True)
    ]
    told += [said("right", "e", "anna")]  # judged once only
    found = agreement(told).claims
    # Four pairs, two of which differ: 4 of 8 values; by chance 4×4 + 3×5 + 1×7 of 7.
    assert found.alpha == round(1 - 4 / ((4 * 4 + 3 * 5 + 1 * 7) / 7), 4)
    assert (found.units, found.reviewers, found.reason) == (4, 2, None)


def test_a_pair_is_one_unit_whichever_is_named_first(client: TestClient) -> None:
    told = [
        said("same", "a", "anna", "b"), said("same", "b", "bela", "a"),
        said("different", "c", "anna", "d"), said("different", "d", "bela", "c"),
    ]  # fmt: skip
    found = agreement(told)
    assert (found.pairs.alpha, found.pairs.units) == (1.0, 2)
    assert found.claims.units == 0
    body = client.get("/api/v1/agreement").json()
    assert body["claims"]["alpha"] is None
    assert body["claims"]["reason"]

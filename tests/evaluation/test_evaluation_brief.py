"""The scorer of briefs: what pairs with what, what counts, and what breaks the contract."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FormatError, SourceError
from dragoman.evaluation.brief import conformance, evaluate, f1, score_list, stored
from dragoman.evaluation.brief_match import (
    FIELDS,
    best_pairs,
    comparable,
    may_pair,
    period,
    rightness,
    token,
)

TEXT = "Chad and Niger will meet in Agadez on Monday."


def actor(name: str, country: str | None = None, *sectors: str) -> dict[str, Any]:
    return {"name": name, "country": country, "sectors": list(sectors), "person": None, "id": None}


def meeting(**values: Any) -> dict[str, Any]:
    evidence = [{"document": "d", "start": 0, "end": 4, "quote": "Chad"}]
    blank: dict[str, Any] = dict.fromkeys(FIELDS["meetings"])
    blank |= {"mediators": [], "agenda": [], "stances": [], "format": "talks", "status": "announced"}
    blank |= {"parties": [actor("Chad", "TCD", "GOV"), actor("Niger", "NER", "GOV")]}
    blank |= {"confidence": 0.9, "uncertain": False, "alleged_by": []}
    return blank | values | {"evidence": evidence}


def whole(**lists: Any) -> dict[str, Any]:
    document = {"id": "d", "title": None, "url": None, "publisher": None, "published": None, "text": TEXT}
    empty: dict[str, Any] = {name: [] for name in (*FIELDS, "events", "summary")}
    empty |= {"headline_entries": [], "warnings": []}
    return empty | {"as_of": "2024-05-03", "documents": [document], "headline": "Talks"} | lists


def right(name: str, field: str, gold: dict[str, Any], found: dict[str, Any]) -> float:
    return rightness(field, comparable(name, gold, {}), comparable(name, found, {}))


def pairs(name: str, gold: dict[str, Any], found: dict[str, Any]) -> bool:
    return may_pair(name, comparable(name, gold, {}), comparable(name, found, {}))


class TestActors:
    def test_a_state_and_its_bodies_are_their_country(self) -> None:
        assert token(actor("Chadian army", "TCD", "MIL"), {}) == token("TCD", {}) == "tcd"
        assert token(actor("Chad", "TCD"), {}) == "tcd"

    def test_a_body_that_is_no_state_is_its_name(self) -> None:
        assert token(actor("FACT", "TCD", "REB"), {}) == "fact"

    def test_an_alias_wins_over_the_country(self) -> None:
        assert token(actor("Séléka", "CAF", "GOV"), {"seleka": "x"}) == "x"


class TestPairing:
    def test_meetings_need_half_their_parties_one_place_and_one_time(self) -> None:
        gold = {"parties": ["TCD", "NER"], "place": "Agadez", "start": "2024-05-06"}
        assert pairs("meetings", gold, meeting(start="2024-05-07", place={"name": "Agadez"}))
        assert pairs("meetings", gold, meeting(start="2024-05", place=None))
        assert not pairs("meetings", gold, meeting(start="2024-05-08"))
        assert not pairs("meetings", gold, meeting(place={"name": "Niamey"}))
        assert not pairs("meetings", gold, meeting(parties=[actor("Mali", "MLI"), actor("Niger", "NER")]))

    def test_commitments_fall_back_on_issue_and_kind(self) -> None:
        gold = {"kind": "pledge", "by": "TCD", "issue": "transit"}
        assert pairs("commitments", gold, {"kind": "offer", "by": ["TCD"], "issue": "transit"})
        assert pairs("commitments", gold, {"kind": "pledge", "by": ["TCD"], "issue": None})
        assert not pairs("commitments", gold | {"to": "NER"}, {"kind": "pledge", "by": ["TCD"], "to": []})

    def test_an_attack_by_somebody_else_is_another_attack(self) -> None:
        gold = {"kind": "clash", "by": "TCD", "place": "Agadez"}
        assert pairs("violence", gold, {"kind": "other", "by": None, "place": {"name": "Agadez"}})
        assert not pairs("violence", gold, {"kind": "clash", "by": ["NER"]})

    def test_a_required_entry_comes_before_an_optional_one(self) -> None:
        gold = [
            {"actor": "TCD", "issue": "transit", "stance": "supports", "optional": True},
            {"actor": "TCD", "issue": "transit", "stance": "opposes"},
        ]
        found = [{"actor": "TCD", "issue": "transit", "stance": "supports"}]
        score = score_list("positions", gold, found, {})
        assert (score.gold, score.found, score.matched) == (1, 1, 1)

    def test_an_optional_entry_takes_up_only_what_is_half_right(self) -> None:
        gold = [{"kind": "release", "parties": ["TCD"], "count": 3, "status": "done", "optional": True}]
        good = {"kind": "release", "parties": ["TCD"], "count": 3, "status": "agreed"}
        bad = {"kind": "release", "parties": ["TCD", "NER"], "count": 9, "status": "agreed"}
        assert score_list("humanitarian", gold, [good], {}).found == 0
        assert score_list("humanitarian", gold, [bad], {}).found == 1

    def test_what_is_not_vouched_for_is_left_out(self) -> None:
        gold = {"parties": ["TCD", "NER"], "status": "announced"}
        score = score_list("meetings", [gold], [meeting(), meeting(uncertain=True)], {})
        assert (score.gold, score.found, score.matched) == (1, 1, 1)
        assert score_list("meetings", [gold], [meeting(uncertain=True)], {}).matched == 0

    @given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n),
                                                        min_size=1, max_size=4)))  # fmt: skip
    @settings(deadline=None, max_examples=60)
    def test_no_other_pairing_gains_more(self, gains: list[list[int]]) -> None:
        columns = [*range(len(gains[0])), *[None] * len(gains)]
        most = max(
            sum(row[c] for row, c in zip(gains, chosen, strict=True) if c is not None)
            for chosen in permutations(columns, len(gains))
        )
        chosen = best_pairs(gains)
        assert sum(gains[row][column] for row, column in chosen) == most
        assert len({column for _, column in chosen}) == len(chosen)


class TestFields:
    def test_accepted_values_are_right(self) -> None:
        gold = {"kind": "threat", "accept": {"kind": ["ultimatum"]}}
        assert right("commitments", "kind", gold, {"kind": "ultimatum"}) == 1
        assert right("commitments", "kind", gold, {"kind": "offer"}) == 0

    def test_accepted_members_of_a_set_neither_help_nor_hurt(self) -> None:
        gold = {"agenda": ["ceasefire"], "accept": {"agenda": ["borders"]}}
        assert right("meetings", "agenda", gold, {"agenda": ["ceasefire", "borders"]}) == 1
        assert right("meetings", "agenda", gold, {"agenda": ["ceasefire", "nuclear"]}) == pytest.approx(2 / 3)
        assert right("meetings", "agenda", gold, {"agenda": ["borders"]}) == 0

    def test_only_the_stated_parts_of_a_count_matter(self) -> None:
        found = {"killed": {"min": 4, "max": 9, "civilians": None}}
        assert right("violence", "killed", {"killed": {"min": 4}}, found) == 1
        assert right("violence", "killed", {"killed": {"min": 4, "max": 4}}, found) == 0
        assert right("humanitarian", "count", {"count": 40}, {"count": 40}) == 1

    def test_a_date_may_be_off_by_its_tolerance(self) -> None:
        gold = {"due": "2024-05-06", "due_tolerance_days": 2}
        assert right("commitments", "due", gold, {"due": "2024-05-08"}) == 1
        assert right("commitments", "due", gold, {"due": "2024-05-09"}) == 0
        assert right("commitments", "due", gold, {"due": "2024-05"}) == 0

    def test_an_explicit_null_must_be_null(self) -> None:
        assert right("meetings", "place", {"place": None}, {"place": {"name": "Agadez"}}) == 0
        assert right("meetings", "place", {"place": None}, {"place": None}) == 1
        assert right("violence", "by", {"by": None}, {"by": None}) == 1

    def test_a_quote_is_right_where_one_holds_the_other(self) -> None:
        gold = {"condition": "if the raids stop"}
        assert right("commitments", "condition", gold, {"condition": "only if the raids stop"}) == 1
        assert 0 < right("commitments", "condition", gold, {"condition": "if raids go on"}) < 1

    @pytest.mark.parametrize("nonsense", ["", "soon", "2024-13", "2024-02-30", "24-05-01", None, 3])
    def test_what_is_no_date_is_no_period(self, nonsense: Any) -> None:
        assert period(nonsense) is None


class TestConformance:
    def test_a_sound_brief_has_no_breach(self) -> None:
        told = [{"list": "meetings", "index": 0}]
        sentence = {"text": "Chad and Niger are to meet.", "evidence": meeting()["evidence"], "entries": told}
        alleged = meeting(alleged_by=[actor("Chad", "TCD", "GOV")], uncertain=True, confidence=0.2)
        warnings = [{"code": "no_day", "text": "No day of publication is known."}]
        brief = whole(meetings=[meeting(), alleged], headline_entries=told, summary=[sentence], warnings=warnings)
        assert list(conformance(brief, TEXT)) == []

    @pytest.mark.parametrize(
        "broken",
        [
            whole(meetings=[meeting(status="maybe")]),
            whole(meetings=[meeting(start="next Monday")]),
            whole(meetings=[meeting(confidence=1.5)]),
            whole(headline_entries=["meetings"]),
            whole(warnings=["No day of publication is known."]),
            whole(meetings=[meeting() | {"evidence": []}]),
            whole(meetings=[meeting() | {"evidence": [{"document": "d", "start": 0, "end": 4, "quote": "X"}]}]),
            whole(as_of=None),
            whole(documents=[]),
            {},
        ],
    )
    def test_a_breach_is_named(self, broken: dict[str, Any]) -> None:
        assert list(conformance(broken, TEXT))


class TestEvaluate:
    def write(self, folder: Path, gold: dict[str, Any]) -> Path:
        lists: dict[str, Any] = {name: [] for name in FIELDS}
        (folder / "one.txt").write_text(TEXT, "utf-8")
        (folder / "one.gold.json").write_text(json.dumps(lists | gold), "utf-8")
        return folder

    def test_figures_come_in_the_order_of_the_last_line(self, tmp_path: Path) -> None:
        gold = {"parties": ["TCD", "NER"], "place": "Agadez", "status": "announced"}
        folder = self.write(tmp_path, {"published": "2024-05-03", "meetings": [gold]})
        made = whole(meetings=[meeting(place={"name": "Agadez"}, status="held"), meeting(start="2020")])
        made["meetings"][0]["place"] = None
        report = evaluate(folder, maker=lambda _article, _day: made, details=True)
        assert list(report.figures) == ["entry_f1", "field_accuracy", "conformance_errors", "n"]
        assert report.figures["entry_f1"] == pytest.approx(2 / 3)
        assert report.figures["n"] == 1
        assert any("made up" in row[2] for row in report.tables[-1].rows)

    def test_nothing_to_find_and_nothing_found_is_perfect(self) -> None:
        assert f1(0, 0, 0) == (1, 1, 1)
        assert f1(0, 2, 0)[2] == 0

    def test_a_folder_without_gold_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match=r"gold\.json"):
            evaluate(tmp_path, maker=stored(tmp_path))

    def test_gold_without_its_day_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FormatError, match="day of publication"):
            evaluate(self.write(tmp_path, {}), maker=lambda _article, _day: whole())

    def test_stored_briefs_can_be_scored(self, tmp_path: Path) -> None:
        folder = self.write(tmp_path, {"published": "2024-05-03"})
        (tmp_path / "stored").mkdir()
        (tmp_path / "stored" / "one.json").write_text(json.dumps(whole()), "utf-8")
        figures = evaluate(folder, maker=stored(tmp_path / "stored")).figures
        assert (figures["entry_f1"], figures["conformance_errors"]) == (1, 0)

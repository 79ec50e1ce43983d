"""The table of conflicts is checked against the actors, and tells which conflict goes on on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small_folder import Write

from dragoman.knowledge.check import find_faults
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.reading import read_folders

ROW = '[[process]]\nid = "process:x"\nname = "War of X"\nfrom = "2001"\nsides = [["state:RUR"], ["state:GRA"]]\n'


def faults_of(folder: Path) -> list[str]:
    faults: list[str] = []
    tables = read_folders([folder], faults)
    return faults + find_faults(tables)


def test_a_good_row_has_no_fault(small: Write) -> None:
    assert faults_of(small({"processes/x.toml": ROW})) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"state:GRA"', '"state:ZZZ"', "no actor has the id 'state:ZZZ'"),
        ('[["state:RUR"], ["state:GRA"]]', '[["state:RUR"]]', "sides"),
        ('"2001"', '"soon"', "'soon' is no date"),
        ('"process:x"', '"x"', "'x' is no id"),
        ("name =", "nam =", "nam"),
    ],
)
def test_a_faulty_row_is_told(small: Write, old: str, new: str, fault: str) -> None:
    faults = faults_of(small({"processes/x.toml": ROW.replace(old, new)}))
    assert any(fault in line and line.startswith("processes/x.toml") for line in faults), faults


def test_two_conflicts_do_not_share_a_name_or_an_id(small: Write) -> None:
    named = ROW + 'names = ["War of X"]\n'
    twice = faults_of(small({"processes/x.toml": named, "processes/y.toml": named}))
    assert any("the same key stands already" in line for line in twice)
    other = named.replace("process:x", "process:y")
    shared = faults_of(small({"processes/x.toml": named, "processes/y.toml": other}))
    assert any("'War of X' already names 'process:x'" in line for line in shared)


def test_a_conflict_goes_on_from_its_first_to_its_last_day(knowledge: Knowledge) -> None:
    donbas, war = knowledge.conflicts["process:donbas"], knowledge.conflicts["process:ukraine-russia"]
    for day, going_on in ((date(2015, 2, 12), donbas), (date(2025, 7, 21), war)):
        assert [one for one in (donbas, war) if one.is_active(day)] == [going_on]
    assert war.is_active(None) and not donbas.is_active(None)
    assert war.parties >= {"state:UKR", "state:RUS"}

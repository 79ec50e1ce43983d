"""The check tells every fault with file, line and key, and the bundled files have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_folder import FILES, Write

from dragoman.errors import KnowledgeError
from dragoman.knowledge.check import check_report, find_faults
from dragoman.knowledge.load import load_folders, load_knowledge
from dragoman.knowledge.reading import read_folders


def faults_of(*folders: Path) -> list[str]:
    faults: list[str] = []
    tables = read_folders(folders, faults)
    return faults + find_faults(tables)


def more(name: str, lines: str) -> dict[str, str | None]:
    return {name: FILES[name] + lines}


def test_bundled_files_have_no_fault() -> None:
    assert check_report() == []


def test_small_folder_has_no_fault(small: Write) -> None:
    assert faults_of(small()) == []


PLANTED = {
    "unknown column": (
        {"actors/seats.tsv": "name|land|body|sectors|note\nPalace|RUR||GOV|\n"},
        "actors/seats.tsv: columns missing ['country'], unknown ['land']",
    ),
    "unknown key of a table": (
        {"ontology/issues.toml": '[[issue]]\ncode = "x"\ndefinition = "y"\nmodalty = 1\n'},
        "ontology/issues.toml issue.0.modalty: Extra inputs are not permitted",
    ),
    "no TOML": ({"ontology/issues.toml": "[[issue"}, "ontology/issues.toml: is not TOML"),
    "too many cells": (
        more("cues/reporting.tsv", "insist|say|more\n"),
        "cues/reporting.tsv:4 [insist]: 3 cells, expected 2",
    ),
    "impossible date": (
        more("actors/groups.tsv", "group:x|X Front||RUR|REB|2001-13-01|||test\n"),
        "actors/groups.tsv:3 [group:x] from: '2001-13-01' is no date",
    ),
    "end before beginning": (
        more("actors/groups.tsv", "group:x|X Front||RUR|REB|2005|2001||test\n"),
        "actors/groups.tsv:3 [group:x]: ends (2001) before it begins (2005)",
    ),
    "unknown sector": (
        more("actors/groups.tsv", "group:x|X Front||RUR|REBEL|2001|||test\n"),
        "actors/groups.tsv:3 [group:x] sectors: unknown sector 'REBEL'",
    ),
    "a type that no brief can hold": (
        more("ontology/plover.toml", FILES["ontology/plover.toml"].replace("CONSULT", "ESPIONAGE")),
        "ontology/plover.toml:9 [ESPIONAGE]: 'ESPIONAGE' is no type of PLOVER",
    ),
    "bad id": (
        more("actors/groups.tsv", "x front|X Front||RUR|REB||||test\n"),
        "actors/groups.tsv:3 [x front] id: 'x front' is no id",
    ),
    "no source": (
        more("actors/groups.tsv", "group:x|X Front||RUR|REB||||\n"),
        "actors/groups.tsv:3 [group:x] source:",
    ),
    "same key twice": (
        more("actors/groups.tsv", "group:blue|Blue Front 2||RUR|REB||||test\n"),
        "actors/groups.tsv:3 [group:blue]: the same key stands already at actors/groups.tsv:2",
    ),
    "dangling parent": (
        more("actors/groups.tsv", "group:x|X Front||RUR|REB|||group:none|test\n"),
        "actors/groups.tsv:3 [group:x] parent: no actor has the id 'group:none'",
    ),
    "dangling country": (
        more("actors/groups.tsv", "group:x|X Front||ZZZ|REB||||test\n"),
        "actors/groups.tsv:3 [group:x] country: no state has the code 'ZZZ'",
    ),
    "dangling body": (
        more("actors/people.tsv", "person:x|Xaver X||spokesman|org:none|RUR|GOV|||test\n"),
        "actors/people.tsv:5 [person:x] body: no actor has the id 'org:none'",
    ),
    "nobody's officer": (
        more("actors/people.tsv", "person:x|Xaver X||spokesman|||GOV|||test\n"),
        "actors/people.tsv:5 [person:x]: has neither a body nor a country",
    ),
    "dangling preference": (
        more("actors/ambiguous.tsv", "Blues|group:none|||no|\n"),
        "actors/ambiguous.tsv:2 [Blues] prefers: no actor has the id 'group:none'",
    ),
    "dangling seat": (
        more("actors/seats.tsv", "Blue House|ZZZ||GOV|\n"),
        "actors/seats.tsv:3 [Blue House] country: no state has the code 'ZZZ'",
    ),
    "rival whom nobody knows": (
        {"actors/rivals.tsv": "office|one|other|note\npresident|person:rudolf|person:none|claims\n"},
        "actors/rivals.tsv:2 [president]: no person has the id 'person:none'",
    ),
    "pattern of an unknown sector": (
        {"actors/state_bodies.toml": FILES["actors/state_bodies.toml"].replace('sector = "MIL"', 'sector = "ARMY"')},
        "sector: 'ARMY' is no sector",
    ),
    "sector that PLOVER does not have": (
        more("ontology/sectors.tsv", "KNG|a king\n"),
        "ontology/sectors.tsv:3 [KNG]: 'KNG' is no sector of PLOVER",
    ),
    "overlapping terms of one office": (
        more("actors/people.tsv", "person:x|Black Michael||president||RUR|GOV|2004-01-01|2006|test\n"),
        "'president' overlaps the term of 'Rudolf Rassendyll' at actors/people.tsv:2",
    ),
    "one person's office twice": (
        more(
            "actors/people.tsv",
            "person:rudolf|Rudolf Rassendyll||president||RUR|GOV|2003|2005|test\n",
        ),
        "actors/people.tsv:5 [person:rudolf]: 'president' overlaps",
    ),
    "alias of two actors": (
        more("actors/groups.tsv", "group:x|X Front|Blues|RUR|REB||||test\n"),
        "actors/groups.tsv:3 [group:x]: 'Blues' also names 'group:blue' on the same day",
    ),
    "surname alias of two people in office": (
        {
            "actors/people.tsv": FILES["actors/people.tsv"]
            + "person:x|Xaver Tarl|Tarl|spokesman||RUR|GOV|2001|2004|test\n"
            + "person:y|Ygor Tarl|Tarl|spokesman||GRA|GOV|2003|2006|test\n"
        },
        "actors/people.tsv:6 [person:y]: 'Tarl' also names 'person:x' on the same day",
    ),
    "unknown type of a code": (
        more("ontology/cameo.tsv", "043|receives a visit|2.8|CONSLUT|\n"),
        "ontology/cameo.tsv:5 [043] type: 'CONSLUT' is no event type",
    ),
    "unknown mode of a code": (
        more("ontology/cameo.tsv", "043|receives a visit|2.8|CONSULT|vist\n"),
        "ontology/cameo.tsv:5 [043] mode: CONSULT has no mode 'vist'",
    ),
    "code without a parent": (
        more("ontology/cameo.tsv", "0512|praises|3.4||\n"),
        "ontology/cameo.tsv:5 [0512]: its parent '051' is missing",
    ),
    "type with a dangling code": (
        {"ontology/plover.toml": FILES["ontology/plover.toml"].replace('"040"', '"999"')},
        "ontology/plover.toml:2 [CONSULT] cameo: '999' is no CAMEO code",
    ),
    "term of two issues": (
        {"ontology/issues.toml": FILES["ontology/issues.toml"].replace('"tariff"', '"truce"')},
        "[trade] terms: 'truce' already names 'ceasefire'",
    ),
    "issue that no brief can hold": (
        more("ontology/issues.toml", '[[issue]]\ncode = "weather"\ndefinition = "Rain."\n'),
        "[weather]: 'weather' is no issue that a brief can hold; add its terms to one of ceasefire",
    ),
    "issue left out": (
        {"ontology/issues.toml": FILES["ontology/issues.toml"].replace('"energy"', '"energie"')},
        "ontology/issues.toml: the issue 'energy' is missing",
    ),
    "more terms of no issue": (
        more("ontology/issues.toml", '[[more]]\ncode = "weather"\nterms = ["rain"]\n'),
        "'weather' is no issue that a brief can hold",
    ),
    "more terms that another issue has": (
        more("ontology/issues.toml", '[[more]]\ncode = "energy"\nterms = ["tariff"]\n'),
        "terms: 'tariff' already names 'trade'",
    ),
    "capitals in a term": (
        {"ontology/issues.toml": FILES["ontology/issues.toml"].replace('"tariff"', '"Tariff"')},
        "[trade] terms: 'Tariff' is not lower case",
    ),
    "frame of an unknown type": (
        {"ontology/frame_codes.tsv": "frame|kind|status|type|mode|cameo|note\nmeeting|*|*|TALK||040|\n"},
        "ontology/frame_codes.tsv:2 [meeting] type: 'TALK' is no event type",
    ),
    "frame with an unknown mode": (
        {"ontology/frame_codes.tsv": "frame|kind|status|type|mode|cameo|note\nmeeting|*|*|CONSULT|chat|040|\n"},
        "ontology/frame_codes.tsv:2 [meeting] mode: CONSULT has no mode 'chat'",
    ),
    "frame with an unknown code": (
        {"ontology/frame_codes.tsv": "frame|kind|status|type|mode|cameo|note\nmeeting|*|*|CONSULT||777|\n"},
        "ontology/frame_codes.tsv:2 [meeting] cameo: '777' is no CAMEO code",
    ),
    "frame of an unknown kind": (
        {"ontology/frame_statuses.tsv": "frame|kind|status|event|note\nmeeting|picnic|*|happened|\n"},
        "ontology/frame_statuses.tsv:2 [meeting] kind: meeting has no kind 'picnic'",
    ),
    "frame that no row fits": (
        {"ontology/frame_statuses.tsv": "frame|kind|status|event|note\nmeeting|*|*|happened|\n"},
        "frame_statuses.tsv: no row fits a violence of kind 'airstrike' and status 'happened'; add one",
    ),
    "member that is no actor": (
        {"actors/members.tsv": "body|members|named|called|from|to|note\norg:league|state:XXX|||||\n"},
        "actors/members.tsv:2 [org:league]: no actor has the id 'state:XXX'",
    ),
    "cue without a word": (
        more("cues/reporting.tsv", "|say\n"),
        "cues/reporting.tsv: a row has no cue",
    ),
    "file without a licence": (
        {"manifest.toml": FILES["manifest.toml"].replace('"*"', '"ontology/*"')},
        "actors/groups.tsv: is not in manifest.toml",
    ),
    "manifest of a lost file": (
        more(
            "manifest.toml",
            '[[file]]\npath = "lost.tsv"\nlicence = "Apache-2.0"\nprovenance = "test"\n',
        ),
        "[lost.tsv]: no file has this name",
    ),
    "file of no known name": (
        {"actors/gruops.tsv": "id\n"},
        "actors/gruops.tsv: is no knowledge file",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_told_with_its_place(small: Write, name: str) -> None:
    changes, expected = PLANTED[name]
    found = faults_of(small(changes))
    assert any(expected in fault for fault in found), found


def test_all_faults_are_told_at_once(small: Write) -> None:
    changes: dict[str, str | None] = {}
    for name in ("dangling country", "unknown mode of a code"):
        changes |= PLANTED[name][0]
    assert len(faults_of(small(changes))) == 3


def test_file_that_is_no_text_is_a_fault(small: Write) -> None:
    folder = small()
    (folder / "cues" / "broken.tsv").write_bytes(b"cue\n\xff\xfe\x00")
    assert faults_of(folder) == ["cues/broken.tsv: cannot be read as UTF-8 text (UnicodeDecodeError)"]


def test_faulty_file_stops_loading_with_the_whole_list(small: Write, tmp_path: Path) -> None:
    folder = small(PLANTED["dangling country"][0] | PLANTED["term of two issues"][0])
    with pytest.raises(KnowledgeError) as caught:
        load_folders([folder], cache=tmp_path / "cache")
    assert len(caught.value.faults) == 2
    assert not list((tmp_path / "cache").glob("*")), "nothing half loaded is kept"


def test_a_folder_adds_terms_to_an_issue(small: Write, tmp_path: Path) -> None:
    own = tmp_path / "own" / "ontology"
    own.mkdir(parents=True)
    (own / "issues-own.toml").write_text('[[more]]\ncode = "trade"\nterms = ["customs shed"]\n', encoding="utf-8")
    found = load_folders([small(), own.parent], cache=tmp_path / "cache").issues
    assert found["trade"].terms == ("tariff", "customs shed")


def test_overlay_is_checked_like_the_bundled_files(small: Write, tmp_path: Path) -> None:
    overlay = tmp_path / "mine"
    (overlay / "actors").mkdir(parents=True)
    (overlay / "actors" / "groups.tsv").write_text(
        FILES["actors/groups.tsv"].replace("|", "\t").replace("RUR", "QQQ"), encoding="utf-8"
    )
    assert faults_of(small(), overlay) == ["actors/groups.tsv:2 [group:blue] country: no state has the code 'QQQ'"]


def test_missing_overlay_is_a_fault(tmp_path: Path) -> None:
    assert "is no folder" in check_report(tmp_path / "none")[0]
    with pytest.raises(KnowledgeError, match="is no folder"):
        load_knowledge(tmp_path / "none")


def test_acting_overlap_of_a_handover_is_no_fault(small: Write) -> None:
    people = FILES["actors/people.tsv"].replace("2005-01-01||", "2004-12-15||")
    assert faults_of(small({"actors/people.tsv": people})) == []


def test_rivals_may_overlap_where_the_table_says_so(small: Write) -> None:
    row = "person:x|Black Michael||president||RUR|GOV|2002-01-01|2003-01-01|test\n"
    rival = "office|one|other|note\npresident|person:rudolf|person:x|rival claims\n"
    people = more("actors/people.tsv", row)
    assert len(faults_of(small(people))) == 1
    assert faults_of(small({**people, "actors/rivals.tsv": rival})) == []


def test_unknown_dates_never_count_as_overlap(small: Write) -> None:
    people = FILES["actors/people.tsv"] + "person:x|Black Michael||president||RUR|GOV|||test\n"
    assert faults_of(small({"actors/people.tsv": people})) == []

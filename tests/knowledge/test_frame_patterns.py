"""Patterns over frames: what no frame has and what contradicts itself is refused; a folder is laid over by id."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_folder import Write

from dragoman.contract.frames import FrameKind, Role
from dragoman.knowledge.check import find_faults
from dragoman.knowledge.frame_patterns import FramePattern
from dragoman.knowledge.load import Knowledge, load_folders
from dragoman.knowledge.reading import read_folders

PROOFS = """
[[pattern.examples]]
sentence = "Ann met Bob."
frames = []
becomes = []
[[pattern.not_examples]]
sentence = "Ann slept."
"""


def pattern(lines: str, name: str = "mine") -> str:
    return f'[[pattern]]\nid = "{name}"\n{lines}\n{PROOFS}'


def faults_of(*folders: Path) -> list[str]:
    faults: list[str] = []
    tables = read_folders(folders, faults)
    return faults + find_faults(tables)


NEW_MEETING = 'set = { frame = "meeting", kind = "talks", status = "held" }'
REFUSED = {
    "unknown kind of frame": ('match = { frame = "parley" }\nrefuse = true', "match.frame: Input should be 'meeting'"),
    "unknown role": ('match = { frame = "word", present = ["speaker"] }\nrefuse = true', "match.present.0: Input"),
    "role of another kind": (
        'match = { frame = "word", present = ["place"] }\nrefuse = true',
        "match present: a word has no role 'place'; expected one of actor, time",
    ),
    "filler of another kind's role": (
        'match = { frame = "word", words = { place = ["hall"] } }\nrefuse = true',
        "match words: a word has no role 'place'",
    ),
    "unknown value": (
        'match = { frame = "meeting", status = ["signed"] }\nrefuse = true',
        "match status: 'signed' is unknown; expected one of held, under_way",
    ),
    "attribute of another kind": (
        'match = { frame = "meeting", stance = ["supports"] }\nrefuse = true',
        "match stance: a meeting has no stance",
    ),
    "unknown issue": (
        'match = { frame = "position" }\nset = { issue = ["weather"] }',
        "set issue: 'weather' is unknown",
    ),
    "unknown value to set": ('match = { frame = "act" }\nset = { type = "SING" }', "set type: 'SING' is unknown"),
    "no words": (
        'match = { frame = "act", trigger = [] }\nrefuse = true',
        "match.trigger: Tuple should",
    ),
    "empty words": ('match = { frame = "act", trigger = [" "] }\nrefuse = true', "' ' holds no word"),
    "a star alone": ('match = { frame = "act", trigger = ["x *"] }\nrefuse = true', "'x *': a star stands at"),
    "a star within": ('match = { frame = "act", trigger = ["a*b"] }\nrefuse = true', "'a*b': a star stands at"),
    "with and without": (
        'match = { frame = "act", trigger = ["a", "b"], without = ["b"] }\nrefuse = true',
        "match: the trigger is to be both with and without 'b'",
    ),
    "present and absent": (
        'match = { frame = "act", present = ["by"], absent = ["by"] }\nrefuse = true',
        "match: by is both absent and present",
    ),
    "words of an absent role": (
        'match = { frame = "act", words = { by = ["x"] }, absent = ["by"] }\nrefuse = true',
        "match: by is both absent and present",
    ),
    "refused and changed": (
        'match = { frame = "act" }\nrefuse = true\nset = { type = "AID" }',
        "refuse: a frame that is refused cannot be changed too",
    ),
    "nothing to do": ('match = { frame = "act" }', "does nothing; expected set, move or refuse"),
    "nothing changed": (
        'match = { frame = "act", type = ["AID"] }\nset = { type = "AID" }',
        "set: every frame that it matches is so already",
    ),
    "neither match nor find": (NEW_MEETING, "has both match and find, or neither"),
    "both match and find": (
        f'match = {{ frame = "act" }}\nfind = {{ words = ["x"] }}\n{NEW_MEETING}',
        "has both match and find, or neither",
    ),
    "a new kind without its status": (
        'match = { frame = "act" }\nset = { frame = "meeting", kind = "talks" }',
        "set: a new meeting needs its status; expected one of held",
    ),
    "a new position without its issue": (
        'match = { frame = "word" }\nset = { frame = "position", stance = "supports" }',
        "set: a new position needs its issue",
    ),
    "moved to a role of the old kind only": (
        f'match = {{ frame = "act" }}\n{NEW_MEETING}\nmove = {{ by = "to" }}',
        "move: a meeting has no role 'to'",
    ),
    "moved from no role": ('match = { frame = "word" }\nmove = { by = "actor" }', "move: a word has no role 'by'"),
    "moved to itself": ('match = { frame = "act" }\nmove = { by = "by" }', "move: by is moved to itself"),
    "moved though absent": (
        'match = { frame = "act", absent = ["by"] }\nmove = { by = "to" }',
        "move: by is absent, so that nothing is moved",
    ),
    "fillers for a frame that was read": (
        'match = { frame = "act", type = ["AID"] }\nset = { type = "COERCE" }\nfill = { by = "actors" }',
        "fill: belongs to find",
    ),
    "a frame of no kind": ('find = { words = ["x"] }', "set: names no frame"),
    "a new frame refused": (f'find = {{ words = ["x"] }}\n{NEW_MEETING}\nrefuse = true', "find: makes a new frame"),
    "a role that nothing fills": (
        f'find = {{ words = ["x"], present = ["party"] }}\n{NEW_MEETING}',
        "find present: party is filled by nothing",
    ),
    "an unknown source of fillers": (
        f'find = {{ words = ["x"] }}\n{NEW_MEETING}\nfill = {{ party = "people" }}',
        "fill.party: Input should be 'actors'",
    ),
    "an unknown key": ('match = { frame = "act", verb = ["x"] }\nrefuse = true', "match.verb: Extra inputs"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_pattern_that_cannot_match_is_refused(small: Write, name: str) -> None:
    lines, expected = REFUSED[name]
    found = faults_of(small({"frames/mine.toml": pattern(lines)}))
    assert any(fault.startswith("frames/mine.toml") and expected in fault for fault in found), found


def test_a_pattern_needs_an_example_and_a_counter_example(small: Write) -> None:
    bare = '[[pattern]]\nid = "mine"\nmatch = { frame = "act" }\nrefuse = true\n'
    found = faults_of(small({"frames/mine.toml": bare + "examples = []\nnot_examples = []\n"}))
    assert [fault.split(":")[0].split(".")[-1] for fault in found] == ["examples", "not_examples"]


def test_a_fault_names_file_line_and_pattern(small: Write) -> None:
    lines = 'match = { frame = "act" }\nset = { type = "SING" }'
    assert faults_of(small({"frames/mine.toml": pattern(lines)}))[0].startswith("frames/mine.toml:2 [mine] set type:")


def test_two_patterns_of_one_folder_have_two_ids(small: Write) -> None:
    lines = 'match = { frame = "act", type = ["AID"] }\nset = { type = "COERCE" }'
    found = faults_of(small({"frames/mine.toml": pattern(lines) + pattern(lines)}))
    assert any("the same key stands already at frames/mine.toml:2" in fault for fault in found)


def test_a_pattern_is_the_same_from_files_and_from_the_cache(small: Write, tmp_path: Path) -> None:
    lines = (
        'match = { frame = "act", trigger = ["send*"], without = ["not"], sentence = ["arms"], type = ["AID"], '
        'words = { by = ["army"] }, present = ["to"], absent = ["place"] }\n'
        'set = { frame = "violence", kind = "other", status = "happened" }\nmove = { to = "against" }'
    )
    wanted = FramePattern(
        id="mine",
        frame=FrameKind.ACT,
        words=("send*",),
        without=("not",),
        sentence=("arms",),
        values=(("type", ("AID",)),),
        fillers=((Role.BY, ("army",)),),
        present=(Role.TO,),
        absent=(Role.PLACE,),
        becomes=(("frame", FrameKind.VIOLENCE), ("status", "happened"), ("kind", "other")),
        moves=((Role.TO, Role.AGAINST),),
    )
    folder = small({"frames/mine.toml": pattern(lines)})
    for _ in range(2):
        assert load_folders([folder], cache=tmp_path / "cache").frame_patterns == (wanted,)


def test_a_folder_s_pattern_replaces_the_one_of_its_id_in_its_place(small: Write, tmp_path: Path) -> None:
    def refusing(name: str, kind: str) -> str:
        return pattern(f'match = {{ frame = "{kind}" }}\nrefuse = true', name)

    own = tmp_path / "own" / "frames"
    own.mkdir(parents=True)
    (own / "own.toml").write_text(refusing("a", "word") + refusing("c", "act"), encoding="utf-8")
    bundled = small({"frames/ours.toml": refusing("a", "act") + refusing("b", "meeting")})
    found = load_folders([bundled, own.parent], cache=tmp_path / "cache").frame_patterns
    assert [(one.id, one.frame) for one in found] == [("a", "word"), ("b", "meeting"), ("c", "act")]


def test_the_bundled_patterns_are_few(knowledge: Knowledge) -> None:
    assert len(knowledge.frame_patterns) <= 5


def test_a_folder_s_codes_are_asked_first_and_a_replaced_row_stays_in_its_place(small: Write, tmp_path: Path) -> None:
    head = "frame\tkind\tstatus\ttype\tmode\tcameo\tnote\n"
    wide, visit, held = (f"meeting\t{kind}\t{status}\tCONSULT\t{{}}\t{{}}\t\n" for kind, status in
                         (("*", "*"), ("visit", "*"), ("*", "held")))  # fmt: skip
    own = tmp_path / "own" / "ontology"
    own.mkdir(parents=True)
    (own / "frame_codes-own.tsv").write_text(head + wide.format("", "04") + held.format("", "040"), encoding="utf-8")
    faults: list[str] = []
    bundled = small({"ontology/frame_codes.tsv": head + visit.format("visit", "042") + wide.format("", "040")})
    rows = read_folders([bundled, own.parent], faults).own_first("frame_codes")
    assert faults == []
    assert [(row.kind, row.status, row.cameo) for row in rows] == [
        (("*",), ("held",), "040"),
        (("visit",), ("*",), "042"),
        (("*",), ("*",), "04"),
    ]

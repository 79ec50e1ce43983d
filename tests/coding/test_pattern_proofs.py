"""The examples of patterns are tried: what a pattern does not do, or does to a counter-example, is a fault."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.coding.pattern_proofs import proof_faults, whole_report
from dragoman.knowledge.frame_patterns import compiled_pattern, patterns_from
from dragoman.knowledge.load import DATA, Knowledge
from dragoman.knowledge.pattern_schema import Patterns
from dragoman.knowledge.reading import Checked

SENT = '{ f = "act", t = "sent", type = "%s", status = "happened", roles = { by = ["Chad"] } }'
AID, COERCE = SENT % "AID", SENT % "COERCE"
CHANGE = f"""[[pattern]]
id = "act.sent"
match = {{ frame = "act", type = ["AID"] }}
set = {{ type = "COERCE" }}
[[pattern.examples]]
sentence = "Chad sent troops."
frames = [{AID}]
becomes = [{COERCE}]
[[pattern.not_examples]]
sentence = "Chad sent letters."
frames = [{COERCE}]
"""
MAKE = """[[pattern]]
id = "meeting.palaver"
find = { words = ["palaver*"], present = ["party"] }
set = { frame = "meeting", kind = "talks", status = "held" }
fill = { party = "actors", time = "times" }
[[pattern.examples]]
sentence = "Chad palavered with Sudan on Sunday."
[[pattern.examples.becomes]]
f = "meeting"
t = "palavered"
kind = "talks"
status = "held"
roles = { party = ["Chad", "Sudan"], time = ["Sunday"] }
[[pattern.not_examples]]
sentence = "The tourists palavered on Sunday."
"""


def faults(text: str, knowledge: Knowledge) -> list[str]:
    found = Patterns.model_validate(tomllib.loads(text)).pattern
    rows = {one.id: Checked(one, f"mine [{one.id}]") for one in found}
    return proof_faults(rows, replace(knowledge, frame_patterns=patterns_from(map(compiled_pattern, found))))


@pytest.mark.parametrize("text", [CHANGE, MAKE, CHANGE + MAKE])
def test_patterns_that_do_as_they_say_have_no_faults(text: str, knowledge: Knowledge) -> None:
    assert faults(text, knowledge) == []


WRONG = {
    "an example that it does not match": (
        CHANGE.replace(f"frames = [{AID}]", "frames = []"),
        "examples 1: does not apply to 'Chad sent troops.'",
    ),
    "another outcome": (
        CHANGE.replace(f"becomes = [{COERCE}]", f"becomes = [{SENT % 'MOBILIZE'}]"),
        "examples 1: does not leave act 'sent' (status happened; type MOBILIZE; by 'Chad' at 0)",
    ),
    "an outcome that is not told": (
        CHANGE.replace(f"becomes = [{COERCE}]", "becomes = []"),
        "examples 1: leaves act 'sent' (status happened; type COERCE; by 'Chad' at 0), which is not expected",
    ),
    "a counter-example that it matches": (
        CHANGE.replace(f"letters.\"\nframes = [{COERCE}", f"it.\"\nframes = [{AID}"),
        "not_examples 1: applies to 'Chad sent it.'; expected that it leaves it alone",
    ),
    "a trigger that is not there": (
        CHANGE.replace("Chad sent troops.", "Chad lent troops."),
        "examples 1: act 'sent': span 'sent': does not stand in sentence 1",
    ),
    "an expected role that is not there": (
        CHANGE.replace(f"becomes = [{COERCE}]", f"becomes = [{COERCE.replace('by =', 'party =')}]"),
        "examples 1: becomes: act 'sent': role 'party' is unknown",
    ),
    "an attribute that is missing": (
        CHANGE.replace('type = "COERCE", status = "happened", roles', 'type = "COERCE", roles'),
        "not_examples 1: act 'sent': status None is unknown",
    ),
    "roles that are no table": (
        CHANGE.replace('roles = { by = ["Chad"] } }]\nbecomes', 'roles = "Chad" }]\nbecomes'),
        "examples 1: act 'sent': roles: expected an object",
    ),
    "names that are not asked for": (
        MAKE.replace("Chad palavered", "Narnia palavered").replace('["Chad", "Sudan"]', '["Narnia"]'),
        "examples 1: leaves meeting 'palavered' (status held; subkind talks; party 'Sudan'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_pattern_that_does_not_do_as_it_says_is_a_fault(name: str, knowledge: Knowledge) -> None:
    text, expected = WRONG[name]
    found = faults(text, knowledge)
    assert any(fault.startswith("mine [") and expected in fault for fault in found), found


def test_a_pattern_that_an_earlier_one_leaves_nothing_is_a_fault(knowledge: Knowledge) -> None:
    first = CHANGE.replace("act.sent", "act.first").replace('type = ["AID"]', 'trigger = ["sent"], type = ["AID"]')
    (found,) = faults(first + CHANGE, knowledge)
    assert found.startswith("mine [act.sent] applies to none of its examples after the patterns before it")


@pytest.mark.parametrize("path", sorted((DATA / "frames").glob("*.toml")), ids=lambda path: path.stem)
def test_the_bundled_patterns_do_as_they_say(path: Path, knowledge: Knowledge) -> None:
    assert faults(path.read_text(encoding="utf-8"), knowledge) == []


def test_the_files_are_checked_before_anything_is_tried(tmp_path: Path) -> None:
    assert "is no folder" in whole_report(tmp_path / "none")[0]


def test_the_report_names_what_an_example_shows(tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    text = CHANGE.replace(f"frames = [{AID}]", "frames = []")
    (tmp_path / "frames" / "mine.toml").write_text(text, encoding="utf-8")
    assert whole_report(tmp_path)[0].startswith("frames/mine.toml:2 [act.sent] examples 1: does not apply")

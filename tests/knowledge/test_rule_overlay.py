"""A user's own rules are laid over the bundled ones, checked the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.rules import load_rules

OWN = """
[classes.talks]
talks = ["palaver"]

[[rule]]
id = "meeting.meet"
frame = "meeting"
type = "CONSULT"
verbs = ["palaver"]
examples = ["The chiefs palavered with the envoys."]
not_examples = ["The chiefs slept."]
"""


def write_rules(folder: Path, text: str) -> Path:
    (folder / "rules").mkdir()
    (folder / "rules" / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_rule_of_the_same_id_replaces_the_bundled_one(tmp_path: Path) -> None:
    book = load_rules(write_rules(tmp_path, OWN))
    assert [rule.verbs for rule in book.rules if rule.id == "meeting.meet"] == [("palaver",)]
    assert len(book.rules) == len(load_rules().rules)
    assert book.kind_in("talks", ("palaver",)) == "talks"


def test_every_fault_of_a_users_rules_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    faulty = OWN.replace('not_examples = ["The chiefs slept."]', "not_examples = []").replace('"meeting"', '"parley"')
    with pytest.raises(KnowledgeError) as caught:
        load_rules(write_rules(tmp_path, faulty))
    assert any("not_examples" in fault for fault in caught.value.faults)
    assert any("parley" in fault for fault in caught.value.faults)

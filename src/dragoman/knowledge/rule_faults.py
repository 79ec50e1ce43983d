"""Owns the faults of event rules that need no parser: missing proofs, unknown types, dead rules.

Does not run the rules: a test of `coding` runs every example through them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.errors import KnowledgeError
from dragoman.knowledge.reading import Tables
from dragoman.knowledge.rules import read_rule_files

PROOFS = ("examples", "not_examples")
_NOT_CONDITIONS = frozenset({"id", "examples", "not_examples", "note", "since"})
# What a rule says of a match; two rules may differ in it and still match the same sentences.
_YIELDS = frozenset({"type", "cameo", "mode", "act", "kind", "issue", "stance", "status", "yields"})


def rule_faults(tables: Tables) -> Iterator[str]:
    """Faults of every rule of `data/rules`."""
    types = {t.name: {mode.name for mode in t.mode} for t in tables.values("types")}
    codes = tables.kind("cameo")
    earlier: list[tuple[str, Mapping[str, Any]]] = []
    for rule_id, checked in tables.rules.items():
        rule = checked.value
        yield from _proof_faults(rule, checked.where)
        kind, code, mode = rule.get("type"), rule.get("cameo"), rule.get("mode")
        if isinstance(kind, str) and kind and types and kind not in types:
            yield f"{checked.where} type: {kind!r} is no event type"
        elif isinstance(kind, str) and isinstance(mode, str) and mode and mode not in types.get(kind, {mode}):
            yield f"{checked.where} mode: {kind} has no mode {mode!r}"
        if isinstance(code, str) and code and codes and code not in codes:
            yield f"{checked.where} cameo: {code!r} is no CAMEO code"
        conditions = _conditions(rule)
        if not conditions:
            yield f"{checked.where}: has no condition, so it can match nothing"
        for other_id, other in earlier:
            if _covers(other, conditions):
                yield f"{checked.where}: is never reached, {other_id!r} matches all it matches"
                break
        earlier.append((rule_id, conditions))


def rule_book_faults(folders: Sequence[Path]) -> list[str]:
    """Faults that only the rules' own reader finds: frames, noun classes and verbs that are none."""
    try:
        read_rule_files(*(folder / "rules" for folder in folders if (folder / "rules").is_dir()))
    except KnowledgeError as error:
        return list(error.faults)
    return []


def _proof_faults(rule: Mapping[str, Any], where: str) -> Iterator[str]:
    for key in PROOFS:
        sentences = rule.get(key)
        if not isinstance(sentences, list) or not sentences:
            yield f"{where} {key}: missing; expected at least one sentence"
        elif not all(isinstance(text, str) and text.strip() for text in sentences):
            yield f"{where} {key}: holds something that is no sentence"
    if all(isinstance(rule.get(key), list) for key in PROOFS):
        for text in rule["examples"]:
            if text in rule["not_examples"]:
                yield f"{where}: {text!r} is both an example and no example"


def _conditions(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in rule.items() if k not in _NOT_CONDITIONS and k not in _YIELDS}


def _covers(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether every match of the later rule is one of the earlier.

    So it is where they name the same conditions, and each list of the later one is within the
    earlier one's list and everything else is equal.
    """
    if set(earlier) != set(later):
        return False
    return all(_within(later[key], earlier[key]) for key in later)


def _within(part: Any, whole: Any) -> bool:
    if isinstance(part, list) and isinstance(whole, list):
        return all(item in whole for item in part)
    return bool(part == whole)

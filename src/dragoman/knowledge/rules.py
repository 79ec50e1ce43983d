"""Owns the event rules and noun classes: what a data file may contain, and the indexed `RuleBook`.

Does not match anything: see `coding.rules`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dragoman.errors import KnowledgeError

FRAMES = ("meeting", "agreement", "commitment", "position", "violence", "humanitarian", "other")


class Rule(BaseModel):
    """One event rule: which predicate it reads, under which constraints, and what it yields.

    Slots that `source` and `target` may name: `agent`, `patient`, `recipient`, `pp:with` (phrase on
    the predicate), `theme:between` (phrase on the noun of the constrained class), `theme:poss`,
    `theme:adj`, `complement` (the embedded clause's subject or object). The first that gives an actor wins.
    `verbs_of` adds the verbs of kinds of a class: `action_verb:RETREAT|AID`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    frame: str
    type: str
    verbs: tuple[str, ...] = ()
    verbs_of: str | None = None
    nouns: tuple[str, ...] = ()
    agent: str | None = None
    patient: str | None = None
    pp: Mapping[str, str] = Field(default_factory=dict)
    complement: tuple[str, ...] = ()
    needs: str | None = None
    mode: str | None = None
    cameo: str | None = None
    act: str | None = None
    kind: str | None = None
    stance: str | None = None
    action: str | None = None
    source: tuple[str, ...] = ("agent",)
    target: tuple[str, ...] = ()
    reciprocal: bool = False
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How specific the rule is: constraints count, so that the narrower rule wins."""
        constraints = (self.agent, self.patient, self.needs, *self.pp, *self.complement[:1])
        return 2 * sum(1 for one in constraints if one) + (1 if self.verbs else 0)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, found by verb lemma or by noun class, and the classes of nouns.

    Attributes:
        by_verb: lemma with particle to rules, most specific first.
        by_noun_class: class name to rules that read its nouns as predicates.
        classes: class name to {term: kind}; a term is one to three lower-case lemmas.
    """

    rules: tuple[Rule, ...]
    by_verb: Mapping[str, tuple[Rule, ...]]
    by_noun_class: Mapping[str, tuple[Rule, ...]]
    classes: Mapping[str, Mapping[str, str]]

    def kind_in(self, name: str, terms: Sequence[str]) -> str | None:
        """The kind of the first of the terms that belongs to the class (or classes joined by `|`)."""
        for one in name.split("|"):
            members = self.classes.get(one, {})
            for term in terms:
                if term in members:
                    return members[term]
        return None


def _folder() -> Traversable:
    return resources.files("dragoman.knowledge") / "data" / "rules"


def read_rule_files(*folders: Traversable) -> tuple[list[Rule], dict[str, dict[str, str]]]:
    """Rules and noun classes of folders, the later laid over the earlier.

    A rule of a later folder replaces the one with its id; the terms of its classes are added.

    Raises:
        KnowledgeError: any file has a fault; all faults are listed with file and key.
    """
    faults: list[str] = []
    rules: dict[str, Rule] = {}
    classes: dict[str, dict[str, str]] = {}
    for folder in folders or (_folder(),):
        rules.update(_read_folder(folder, classes, faults))
    made = [_with_verbs(rule, classes, faults) for rule in rules.values()]
    faults.extend(_dangling_classes(made, classes))
    if faults:
        raise KnowledgeError(faults)
    return made, classes


def _read_folder(folder: Traversable, classes: dict[str, dict[str, str]], faults: list[str]) -> dict[str, Rule]:
    """The rules of one folder by id; its noun classes are added to those given."""
    rules: dict[str, Rule] = {}
    seen: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
            faults.append(f"{file.name}: not readable as TOML: {error}")
            continue
        _read_classes(data.get("classes", {}), file.name, classes, faults)
        listed = data.get("rule", [])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            faults.append(f"{file.name}: 'rule' is no list of tables; expected [[rule]]")
            continue
        for number, raw in enumerate(listed, start=1):
            rule = _read_rule(raw, f"{file.name} [rule {raw.get('id', number)}]", faults)
            if rule is None:
                continue
            if rule.id in seen:
                faults.append(f"{file.name} [rule {rule.id}]: id already used in {seen[rule.id]}")
            seen[rule.id] = file.name
            rules[rule.id] = rule
    return rules


def _read_classes(read: Any, name: str, classes: dict[str, dict[str, str]], faults: list[str]) -> None:
    """Adds the terms of a file's noun classes: class, kind, terms."""
    tables = read.items() if isinstance(read, dict) else [("classes", read)]
    for class_name, kinds in tables:
        members = classes.setdefault(class_name, {})
        for kind, terms in kinds.items() if isinstance(kinds, dict) else [("", None)]:
            if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
                faults.append(f"{name} [classes.{class_name}]: expected lists of texts, such as talks = ['parley']")
                continue
            members.update(dict.fromkeys(terms, kind))


def _read_rule(raw: Mapping[str, Any], where: str, faults: list[str]) -> Rule | None:
    try:
        rule = Rule.model_validate(raw)
    except ValidationError as error:
        faults.extend(f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return None
    if rule.frame not in FRAMES:
        faults.append(f"{where}: frame {rule.frame!r}: expected one of {', '.join(FRAMES)}")
    if not rule.verbs and not rule.nouns and not rule.verbs_of:
        faults.append(f"{where}: neither verbs nor nouns: the rule can never be reached")
    if not rule.examples:
        faults.append(f"{where}: examples: expected at least one sentence")
    if not rule.not_examples:
        faults.append(f"{where}: not_examples: expected at least one sentence")
    return rule


def _with_verbs(rule: Rule, classes: Mapping[str, Mapping[str, str]], faults: list[str]) -> Rule:
    """The rule with the verbs of the class kinds that it names."""
    if rule.verbs_of is None:
        return rule
    name, _, wanted = rule.verbs_of.partition(":")
    kinds = set(wanted.split("|"))
    found = [verb for verb, kind in classes.get(name, {}).items() if kind in kinds]
    if not found:
        faults.append(f"[rule {rule.id}]: verbs_of: no verbs in {rule.verbs_of!r}")
    return rule.model_copy(update={"verbs": tuple(dict.fromkeys((*rule.verbs, *found)))})


def _dangling_classes(rules: Sequence[Rule], classes: Mapping[str, Any]) -> list[str]:
    faults = []
    for rule in rules:
        named = [rule.agent, rule.patient, *rule.pp.values(), *rule.nouns]
        for one in (part for name in named if name for part in name.split("|")):
            if one not in classes and one != "actor":
                faults.append(f"[rule {rule.id}]: unknown noun class {one!r}")
    return faults


@lru_cache(maxsize=4)
def load_rules(overlay: Path | None = None) -> RuleBook:
    """The bundled rules, indexed, with those of a user's knowledge folder laid over; read once a process.

    Raises:
        KnowledgeError: a file has a fault.
    """
    own = [overlay / "rules"] if overlay is not None and (overlay / "rules").is_dir() else []
    rules, classes = read_rule_files(_folder(), *own)
    by_verb: dict[str, list[Rule]] = {}
    by_noun: dict[str, list[Rule]] = {}
    for rule in rules:
        for verb in rule.verbs:
            by_verb.setdefault(verb, []).append(rule)
        for name in rule.nouns:
            by_noun.setdefault(name, []).append(rule)
    return RuleBook(
        rules=tuple(rules),
        by_verb={k: tuple(sorted(v, key=lambda r: -r.weight)) for k, v in by_verb.items()},
        by_noun_class={k: tuple(sorted(v, key=lambda r: -r.weight)) for k, v in by_noun.items()},
        classes=classes,
    )

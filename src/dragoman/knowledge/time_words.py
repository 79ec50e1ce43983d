"""Owns the loading of the words and the grammar of time from `data/time`.

Does not read text and does not compute dates.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.errors import KnowledgeError

WORDS_FILE = "data/time/words.tsv"
GRAMMAR_FILE = "data/time/grammar.toml"


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One rule of the grammar of time.

    Attributes:
        name: shown by `dragoman explain`.
        pattern: words (lower case), classes (upper case, `CLASS:group`) and `( | )? ` signs, with
            spaces between them; `(?= `, `(?! `, `(?<= ` and `(?<! ` look around.
        build: name of the function that reads the value.
        wrap: names of the wrappers that may stand around the pattern.
        examples: phrases that the whole rule must match.
    """

    name: str
    pattern: str
    build: str
    wrap: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeKnowledge:
    """The words and rules of time.

    Attributes:
        classes: class name to word to value.
        signs: names of classes of the grammar itself: kinds of number, articles.
        wrappers: name to prefix and suffix pattern.
        rules: in order; the earlier wins where two match the same words.
    """

    classes: Mapping[str, Mapping[str, str]]
    signs: Mapping[str, tuple[str, ...]]
    wrappers: Mapping[str, tuple[str, str]]
    rules: tuple[TimeRule, ...]

    def value(self, word: str, name: str) -> str | None:
        """The value of a word in a class, or None if it is not in it."""
        return self.classes.get(name, {}).get(word)


def _read(name: str) -> str:
    return (files("dragoman.knowledge") / name).read_text(encoding="utf-8")


def _read_words(text: str, faults: list[str]) -> dict[str, dict[str, str]]:
    classes: dict[str, dict[str, str]] = {}
    for number, line in enumerate(text.splitlines()[1:], start=2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not all(cells):
            faults.append(f"{WORDS_FILE}:{number}: expected word, class and value")
            continue
        word, name, value = cells
        if word in classes.setdefault(name, {}):
            faults.append(f"{WORDS_FILE}:{number}: {word!r} is twice in {name}")
        classes[name][word] = value
    return classes


def _read_rule(entry: Mapping[str, object], faults: list[str]) -> TimeRule | None:
    name = str(entry.get("name", "?"))
    unknown = set(entry) - {"name", "pattern", "build", "wrap", "examples"}
    missing = {"name", "pattern", "build"} - set(entry)
    wrap, examples = entry.get("wrap", []), entry.get("examples", [])
    if unknown or missing or not isinstance(wrap, list) or not isinstance(examples, list):
        wrong = ", ".join(sorted(unknown | missing)) or "wrap or examples"
        faults.append(f"{GRAMMAR_FILE} [{name}]: unknown, missing or wrong: {wrong}")
        return None
    return TimeRule(
        name=name,
        pattern=str(entry["pattern"]),
        build=str(entry["build"]),
        wrap=tuple(str(w) for w in wrap),
        examples=tuple(str(e) for e in examples),
    )


@cache
def load_time_knowledge() -> TimeKnowledge:
    """The words and rules of time, read once.

    Raises:
        KnowledgeError: a file has faults; all of them are listed.
    """
    faults: list[str] = []
    classes = _read_words(_read(WORDS_FILE), faults)
    table = tomllib.loads(_read(GRAMMAR_FILE))
    rules = [_read_rule(entry, faults) for entry in table.get("rule", [])]
    wrappers = {
        str(name): (str(pair.get("prefix", "")), str(pair.get("suffix", "")))
        for name, pair in table.get("wrapper", {}).items()
    }
    for rule in rules:
        if rule is not None and not set(rule.wrap) <= set(wrappers):
            faults.append(f"{GRAMMAR_FILE} [{rule.name}]: unknown wrapper")
    if faults:
        raise KnowledgeError(faults)
    return TimeKnowledge(
        classes=classes,
        signs={str(n): tuple(str(w) for w in ws) for n, ws in table.get("class", {}).items()},
        wrappers=wrappers,
        rules=tuple(rule for rule in rules if rule is not None),
    )

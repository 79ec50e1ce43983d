"""Owns the matching of the grammar of time against tokens.

Each token becomes one character, each rule one regular expression over those characters, so a
rule sees at most a few dozen tokens and the whole stays linear. Does not compute dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.coding.date_tokens import Token, tokenise
from dragoman.errors import KnowledgeError
from dragoman.knowledge.time_words import GRAMMAR_FILE, TimeKnowledge, TimeRule, load_time_knowledge

_SIGNS = {"(": "(?:", ")": ")", ")?": ")?", "|": "|", "(?=": "(?=", "(?!": "(?!"}
_OTHER = "."  # any word that the grammar does not know
_FIRST = 0xE000  # private-use area: one character a known word


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar.

    Attributes:
        rules: the rules with their regular expressions, in order.
        letters: the character of every word that the grammar knows.
        starts: for each character, the indexes of the rules that can begin with it.
    """

    rules: tuple[tuple[TimeRule, re.Pattern[str]], ...]
    letters: Mapping[str, str]
    starts: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a rule matches.

    Attributes:
        first, last: indexes of its first token and the one after its last.
        groups: the tokens that the rule named.
    """

    rule: TimeRule
    first: int
    last: int
    groups: Mapping[str, Token]


@cache
def load_grammar() -> Grammar:
    """The compiled grammar, made once.

    Raises:
        KnowledgeError: a rule names an unknown class or is no valid pattern.
    """
    knowledge = load_time_knowledge()
    classes: dict[str, list[str]] = {name: list(w) for name, w in knowledge.classes.items()}
    classes.update({name: list(words) for name, words in knowledge.signs.items()})
    letters = _letters(knowledge, classes)
    faults: list[str] = []
    rules: list[tuple[TimeRule, re.Pattern[str]]] = []
    for rule in knowledge.rules:
        source = _wrapped(rule, knowledge.wrappers)
        try:
            rules.append((rule, re.compile(_compile(source, classes, letters))))
        except (KeyError, re.error) as error:
            faults.append(f"{GRAMMAR_FILE} [{rule.name}]: bad pattern: {error}")
    if faults:
        raise KnowledgeError(faults)
    return Grammar(rules=tuple(rules), letters=letters, starts=_starts(rules, letters))


def _wrapped(rule: TimeRule, wrappers: Mapping[str, tuple[str, str]]) -> str:
    source = rule.pattern
    for name in rule.wrap:
        prefix, suffix = wrappers[name]
        source = f"{prefix} ( {source} ) {suffix}".strip()
    return source


def _letters(knowledge: TimeKnowledge, classes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    words = {word for members in classes.values() for word in members}
    for rule in knowledge.rules:
        for piece in _wrapped(rule, knowledge.wrappers).split():
            name = piece.rstrip("?").partition(":")[0]
            if piece not in _SIGNS and not name.isupper() and name:
                words.add(name)
    return {word: chr(_FIRST + index) for index, word in enumerate(sorted(words))}


def _compile(source: str, classes: Mapping[str, Sequence[str]], letters: Mapping[str, str]) -> str:
    out: list[str] = []
    for piece in source.split():
        if piece in _SIGNS:
            out.append(_SIGNS[piece])
            continue
        if piece.startswith("):"):  # `( … ):name` names what the bracket read
            opening = _opening(out)
            out[opening] = f"(?P<{piece[2:].rstrip('?')}>"
            out.append(")?" if piece.endswith("?") else ")")
            continue
        optional = piece.endswith("?")
        name, _, group = piece.rstrip("?").partition(":")
        words = classes[name] if name.isupper() else [name]
        body = "[" + "".join(letters[word] for word in words) + "]"
        body = f"(?P<{group}>{body})" if group else body
        out.append(body + ("?" if optional else ""))
    return "".join(out)


def _opening(out: Sequence[str]) -> int:
    depth = 0
    for index in range(len(out) - 1, -1, -1):
        if out[index] in (")", ")?"):
            depth += 1
        elif out[index].startswith("(?") and not out[index].endswith("])") and not out[index].endswith("])?"):
            if depth == 0:
                return index
            depth -= 1
    raise KeyError("bracket without opening")


def _starts(
    rules: Sequence[tuple[TimeRule, re.Pattern[str]]], letters: Mapping[str, str]
) -> dict[str, tuple[int, ...]]:
    """Which rules can begin with which word: found by asking each rule's parsed expression."""
    starts: dict[str, list[int]] = {letter: [] for letter in letters.values()}
    for index, (_, pattern) in enumerate(rules):
        for letter in _first_letters(pattern.pattern):
            starts[letter].append(index)
    return {letter: tuple(indexes) for letter, indexes in starts.items() if indexes}


def _first_letters(pattern: str) -> set[str]:
    """Letters with which a match may begin; follows optional pieces and alternatives."""
    found, _, _ = _scan_first(pattern, 0)
    return found


def _scan_first(pattern: str, index: int) -> tuple[set[str], bool, int]:
    """First letters of the alternatives from `index` to the closing bracket.

    Returns:
        The letters, whether the whole may be empty, and the index after it.
    """
    found: set[str] = set()
    any_empty = False
    empty = True
    while index < len(pattern):
        sign = pattern[index]
        if sign == "|":
            any_empty, empty, index = any_empty or empty, True, index + 1
            continue
        if sign == ")":
            break
        if sign == "(":
            inside = pattern.find(">", index) + 1 if pattern[index + 2] == "P" else index + 3
            letters, can_skip, index = _scan_first(pattern, inside)
            index += 1
        else:
            close = pattern.index("]", index)
            letters, can_skip, index = set(pattern[index + 1 : close]), False, close + 1
        if pattern[index : index + 1] == "?":
            can_skip, index = True, index + 1
        if empty:
            found |= letters
        empty = empty and can_skip
    return found, any_empty or empty, index


def encode(tokens: Sequence[Token], grammar: Grammar) -> str:
    """One character a token; `.` for a word that the grammar does not know."""
    letters = grammar.letters
    return "".join(letters.get(token.key, _OTHER) for token in tokens)


def match_at(tokens: Sequence[Token], code: str, index: int, grammar: Grammar) -> list[Match]:
    """All rules that match at a token, the longest first, then in the order of the grammar."""
    found: list[tuple[int, int, Match]] = []
    for number in grammar.starts.get(code[index], ()):
        rule, pattern = grammar.rules[number]
        hit = pattern.match(code, index)
        if hit is None or hit.end() == index:
            continue
        groups = {
            name: tokens[hit.start(name)]
            for name in pattern.groupindex
            if hit.start(name) >= 0 and hit.start(name) < hit.end(name)
        }
        found.append((-hit.end(), number, Match(rule, index, hit.end(), groups)))
    found.sort(key=lambda item: item[:2])
    return [match for _, _, match in found]


def matches_whole(text: str, name: str) -> bool:
    """Whether the rule called `name` matches all of a text: for the rules' own examples."""
    grammar = load_grammar()
    tokens = tokenise(text, load_time_knowledge())
    found = match_at(tokens, encode(tokens, grammar), 0, grammar) if tokens else []
    return any(m.rule.name == name and m.last == len(tokens) for m in found)

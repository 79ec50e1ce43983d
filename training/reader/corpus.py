"""Owns the corpus of frames as arrays: passages to word pieces, words, trigger and role targets.

A passage is read as [CLS] sentence [SEP] sentence [SEP] …; words are the tokenizer's own, so that what
is learned here is cut in the same way when a document is read.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dragoman.contract.frames import ACT_TYPES, ACTIONS, ROLES, STANCES, STATUSES, SUBKINDS, FrameKind, Role
from dragoman.contract.issues import ISSUES

KINDS = [kind.value for kind in FrameKind]
REFERENCE = len(KINDS)  # a referring phrase is asked like a trigger; its one role is the antecedent
ROLE_NAMES = [role.value for role in Role] + ["antecedent"]
ANTECEDENT = len(ROLE_NAMES) - 1
_TABLES = {"status": STATUSES, "kind": SUBKINDS, "stance": STANCES, "action": ACTIONS, "type": ACT_TYPES}
VALUES = {name: sorted({v for values in table.values() for v in values}) for name, table in _TABLES.items()}
LONGEST = 320  # word pieces of a training passage


def valid_roles() -> np.ndarray:
    """1.0 where a kind of frame has a role: kinds and the reference x roles."""
    mask = np.zeros((len(KINDS) + 1, len(ROLE_NAMES)), dtype=np.float32)
    for kind, roles in ROLES.items():
        mask[KINDS.index(kind.value), [ROLE_NAMES.index(role.value) for role in roles]] = 1.0
    mask[REFERENCE, ANTECEDENT] = 1.0
    return mask


def valid_values(name: str) -> np.ndarray:
    """1.0 where a kind of frame takes a value of the attribute: kinds and the reference x values."""
    mask = np.zeros((len(KINDS) + 1, len(VALUES[name])), dtype=np.float32)
    for kind, values in _TABLES[name].items():
        mask[KINDS.index(kind.value), [VALUES[name].index(value) for value in values]] = 1.0
    return mask


@dataclass
class Query:
    """A trigger or referring phrase with what is asked of it: word ranges are half open."""

    kind: int
    words: tuple[int, int]
    roles: list[tuple[int, int, int]]
    attributes: dict[str, int]
    issues: list[int]
    happening: int


@dataclass
class Example:
    """One passage: pieces, the first piece, characters and sentence of each word, and its queries."""

    id: str
    source: str
    pieces: list[int]
    first: list[int]
    spans: list[tuple[int, int]]
    sentence: list[int]
    queries: list[Query]
    passage: dict[str, Any] = field(repr=False)
    starts: list[int] = field(default_factory=list)


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The passages of files in the corpus form; of two with one id the later file's."""
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    passage = json.loads(line)
                    found[passage["id"]] = passage
    return list(found.values())


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def shared_with(passages: Sequence[dict[str, Any]], apart: Iterable[str], *, least: int = 40) -> list[str]:
    """Ids of passages with a sentence of a text that must not be trained on.

    Args:
        apart: the texts kept for tests.
        least: letters of the shortest sentence that counts; shorter ones are anybody's.
    """
    kept = " | ".join(_letters(text) for text in apart)
    return [
        p["id"]
        for p in passages
        if any(len(words) >= least and words in kept for words in map(_letters, p["sentences"]))
    ]


def character_span(sentences: Sequence[str], starts: Sequence[int], given: Sequence[Any]) -> tuple[int, int]:
    """Characters, in the joined sentences, of a span written as [text, sentence from 1, occurrence from 1]."""
    text, sentence = given[0], sentences[given[1] - 1]
    at = -1
    for _ in range(given[2] if len(given) > 2 else 1):
        at = sentence.find(text, at + 1)
    if at < 0:
        raise ValueError(f"not in its sentence: {given!r}")
    begin = starts[given[1] - 1] + at
    return begin, begin + len(text)


def starts_of(sentences: Sequence[str]) -> list[int]:
    """Where each sentence begins when all are joined by one space."""
    starts, at = [], 0
    for sentence in sentences:
        starts.append(at)
        at += len(sentence) + 1
    return starts


def cut(
    tokenizer: Tokenizer, sentences: Sequence[str]
) -> tuple[list[int], list[int], list[tuple[int, int]], list[int]]:
    """Pieces, first piece of each word, characters of each word in the joined text, sentence of each word."""
    pieces, first, spans, where = [tokenizer.token_to_id("[CLS]")], [], [], []
    end = tokenizer.token_to_id("[SEP]")
    for number, (sentence, begin) in enumerate(zip(sentences, starts_of(sentences), strict=True)):
        coded = tokenizer.encode(sentence, add_special_tokens=False)
        if len(pieces) + len(coded.ids) + 1 > LONGEST and number:
            break
        before = None
        for piece, word, (a, b) in zip(coded.ids, coded.word_ids, coded.offsets, strict=True):
            if len(pieces) >= LONGEST:
                break
            if word != before:
                first.append(len(pieces))
                spans.append((begin + a, begin + b))
                where.append(number)
                before = word
            else:
                spans[-1] = (spans[-1][0], begin + b)
            pieces.append(piece)
        pieces.append(end)
    return pieces, first, spans, where


def _words(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    inside = [i for i, (a, b) in enumerate(spans) if a < end and b > start]
    return (inside[0], inside[-1] + 1) if inside else None


def example_of(passage: dict[str, Any], tokenizer: Tokenizer) -> Example:
    """A passage as arrays; spans beyond the longest passage are left out."""
    sentences = passage["sentences"]
    starts = starts_of(sentences)
    pieces, first, spans, where = cut(tokenizer, sentences)

    def found(given: Sequence[Any]) -> tuple[int, int] | None:
        return _words(spans, *character_span(sentences, starts, given))

    queries = []
    for frame in passage["frames"]:
        words = found(frame["t"])
        if words is None:
            continue
        roles = [
            (ROLE_NAMES.index(role), *at)
            for role, fillers in (frame.get("roles") or {}).items()
            for filler in fillers
            if (at := found(filler)) is not None
        ]
        given = frame.get("issue")
        issues = given if isinstance(given, list) else [given] if given else []
        attributes = {name: VALUES[name].index(frame[name]) for name in VALUES if frame.get(name) in VALUES[name]}
        queries.append(
            Query(KINDS.index(frame["f"]), words, roles, attributes, [ISSUES.index(i) for i in issues], frame["e"])
        )
    for who, names in passage.get("refs") or []:
        words = found(who)
        targets = [at for name in names if (at := found(name)) is not None]
        if words is not None and targets:
            queries.append(Query(REFERENCE, words, [(ANTECEDENT, *at) for at in targets], {}, [], 0))
    return Example(passage["id"], passage.get("src", ""), pieces, first, spans, where, queries, passage, starts)


def renamed(passage: dict[str, Any], names: Sequence[dict[str, list[str]]], choose: random.Random) -> dict[str, Any]:
    """A copy in which one or more states stand for others, so that no conflict is learned by heart.

    Args:
        passage: in the corpus form.
        names: for each state the forms of its name, by what they are (name, demonym, plural, capital).
    """
    text = " ".join(passage["sentences"])
    present = [
        one for one in names if re.search(rf"\b{re.escape(one['name'][0])}\b|\b{re.escape(one['demonym'][0])}\b", text)
    ]
    if not present:
        return passage
    others = choose.sample(list(names), len(present))
    swap: dict[str, str] = {}
    for old, new in zip(present, others, strict=True):
        for what in ("plural", "demonym", "name", "capital"):
            if old[what] and new[what]:
                swap[old[what][0]] = new[what][0]
    pattern = re.compile(r"\b(" + "|".join(re.escape(w) for w in sorted(swap, key=len, reverse=True)) + r")\b")

    def put(words: str) -> str:
        return pattern.sub(lambda m: swap[m.group(1)], words)

    def put_span(given: list[Any]) -> list[Any]:
        changed = put(given[0])
        return [changed, *given[1:]]

    copy = json.loads(json.dumps(passage))
    copy["sentences"] = [put(s) for s in passage["sentences"]]
    for frame in copy["frames"]:
        frame["t"] = put_span(frame["t"])
        frame["roles"] = {role: [put_span(x) for x in fillers] for role, fillers in (frame.get("roles") or {}).items()}
    copy["refs"] = [[put_span(who), [put_span(x) for x in fillers]] for who, fillers in copy.get("refs") or []]
    return copy


def state_names(table: Path) -> list[dict[str, list[str]]]:
    """Forms of the names of states, from the knowledge's table of states."""
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    head = rows[0]
    out = []
    for row in rows[1:]:
        one = dict(zip(head, row, strict=False))
        demonyms = [d for d in one.get("demonyms", "").split(";") if d]
        if one.get("kind") != "state" or not demonyms or " " in one["name"]:
            continue
        out.append(
            {
                "name": [one["name"]],
                "demonym": demonyms[:1],
                "plural": demonyms[1:2],
                "capital": [c for c in [one.get("capital", "")] if c],
            }
        )
    return out


def safe(make: Callable[[], Example], otherwise: Callable[[], Example]) -> Example:
    """A changed copy where its spans can still be found, else the passage itself."""
    try:
        return make()
    except (ValueError, IndexError):
        return otherwise()

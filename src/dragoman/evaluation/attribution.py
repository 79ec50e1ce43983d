"""Owns the scoring of attributions (`evaluate attribution`) against files in the format of PolNeAR.

Does not find attributions: see `coding.attribution`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.documents.document import Passage
from dragoman.errors import FormatError
from dragoman.evaluation.report import Report, Table, precision_recall_f1, read_jsonl

EXPECTED = "records with text and attributions, each with source, cue and content as lists of {start, end}"
ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Roles:
    """One attribution as the scorer sees it: the indices of the words in each role."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    def of(self, role: str) -> frozenset[int]:
        """The words of a role."""
        found: frozenset[int] = getattr(self, role)
        return found


Finder = Callable[[str], Sequence[Mapping[str, Sequence[Passage]]]]


def evaluate(path: Path, *, find: Finder | None = None) -> Report:
    """Scores the attributions found in a file's texts.

    The measure. Texts are cut into words (runs of letters and digits), and a role is the set of its
    words. A found attribution agrees with a gold one if source, cue and content each share a word with
    the gold role; where the gold states no source (or no cue), the found one must state none either, and the
    other way round. Agreeing pairs are matched one to one, as many as possible, within a text.
    `precision` is matched / found, `recall` matched / gold, `f1` their harmonic mean: the overlap F1 of
    source, cue and content together. `source_f1`, `cue_f1` and `content_f1` are stricter: the F1 of the
    words of each role, words shared by matched pairs against all words of that role, found and gold.

    Args:
        path: JSON lines with `text` and `attributions`; other keys are ignored.
        find: finds the attributions of a text; the default is Dragoman's own.

    Raises:
        FormatError: a record is not of that form.
        SourceError: the file cannot be read.
        ModelMissing: the parser is not installed.
    """
    finder = find or _dragoman()
    totals: Counter[str] = Counter()
    texts = 0
    for record in read_jsonl(path, required=("text", "attributions")):
        texts += 1
        text, gold_spans = _gold(record, path, texts)
        words = _words(text)
        gold = outermost([_roles(words, spans) for spans in gold_spans])
        found = outermost([_roles(words, spans) for spans in finder(text)])
        totals.update(_score(gold, found))
    precision, recall, f1 = precision_recall_f1(totals["matched"], totals["found"], totals["gold"])
    figures: dict[str, float | int] = {"f1": f1, "precision": precision, "recall": recall}
    rows = []
    for role in ROLES:
        parts = (totals[f"{role} shared"], totals[f"{role} found"], totals[f"{role} gold"])
        by_word = precision_recall_f1(*parts)
        figures[f"{role}_f1"] = by_word[2]
        rows.append([role, *(f"{value:.3f}" for value in by_word)])
    figures |= {"texts": texts, "found": totals["found"], "matched": totals["matched"], "n": totals["gold"]}
    return Report(
        task="attribution",
        figures=figures,
        tables=[Table("Words by role, matched pairs only", ("role", "precision", "recall", "F1"), rows)],
        notes=["A pair matches if source, cue and content each share a word; missing must be missing in both."],
    )


def _dragoman() -> Finder:
    from dragoman.coding.attribution import find_attributions
    from dragoman.language.parse import parse

    def find(text: str) -> list[dict[str, Sequence[Passage]]]:
        return [
            {
                "source": [one.source] if one.source else [],
                "cue": [one.cue] if one.cue else [],
                "content": one.content,
            }
            for one in find_attributions(text, parse(text))
        ]

    return find


def _gold(record: Mapping[str, Any], path: Path, line: int) -> tuple[str, list[dict[str, list[Passage]]]]:
    """Text and attributions of a record.

    Raises:
        FormatError: a key has another type, or an offset lies outside the text.
    """
    text, attributions = record["text"], record["attributions"]
    if not isinstance(text, str) or not isinstance(attributions, list):
        raise FormatError(str(path), f"record {line}: text or attributions have a wrong type", EXPECTED)
    found = []
    for one in attributions:
        if not isinstance(one, dict):
            raise FormatError(str(path), f"record {line}: an attribution is no object", EXPECTED)
        found.append({role: _spans(one.get(role), len(text), path, line, role) for role in ROLES})
    return text, found


def _spans(value: Any, length: int, path: Path, line: int, role: str) -> list[Passage]:
    if not isinstance(value, list):
        raise FormatError(str(path), f"record {line}: {role} is no list", EXPECTED)
    spans = []
    for one in value:
        start = one.get("start") if isinstance(one, dict) else None
        end = one.get("end") if isinstance(one, dict) else None
        if type(start) is not int or type(end) is not int or not 0 <= start <= end <= length:
            raise FormatError(str(path), f"record {line}: {role} has a span outside the text", EXPECTED)
        if start < end:
            spans.append(Passage(start, end))
    return spans


def _words(text: str) -> list[int]:
    """For each character the number of the word that it belongs to, -1 between words.

    A colon or dash that attributes is a word of its own, so that such cues can be compared.
    """
    numbers: list[int] = []
    number = -1
    inside = False
    for character in text:
        if character.isalnum() or character in "'’":
            number += 0 if inside else 1
            inside = True
            numbers.append(number)
        elif character in ":–—":
            number += 1
            inside = False
            numbers.append(number)
        else:
            inside = False
            numbers.append(-1)
    return numbers


def _roles(words: Sequence[int], spans: Mapping[str, Sequence[Passage]]) -> Roles:
    def of(role: str) -> frozenset[int]:
        return frozenset(n for p in spans[role] for n in words[p.start : p.end] if n >= 0)

    return Roles(of("source"), of("cue"), of("content"))


def outermost(attributions: Sequence[Roles]) -> list[Roles]:
    """The attributions whose cue does not stand in a larger content of another ("X says that Y denied…")."""

    def inside(one: Roles, other: Roles) -> bool:
        return (
            one is not other
            and bool(one.cue)
            and one.cue <= other.content
            and (len(other.content) > len(one.content) or not other.cue <= one.content)
        )

    return [one for one in attributions if not any(inside(one, other) for other in attributions)]


def agree(gold: Roles, found: Roles) -> bool:
    """Whether each role shares a word, or is missing in both."""
    for role in ROLES:
        one, other = gold.of(role), found.of(role)
        if bool(one) != bool(other) or (one and not one & other):
            return False
    return True


def _score(gold: Sequence[Roles], found: Sequence[Roles]) -> Counter[str]:
    """Counts of one text: attributions found, gold and matched, and words of each role."""
    counts: Counter[str] = Counter({"gold": len(gold), "found": len(found)})
    for role in ROLES:
        counts[f"{role} gold"] = sum(len(one.of(role)) for one in gold)
        counts[f"{role} found"] = sum(len(one.of(role)) for one in found)
    for i, j in match(gold, found):
        counts["matched"] += 1
        for role in ROLES:
            counts[f"{role} shared"] += len(gold[i].of(role) & found[j].of(role))
    return counts


def _shared(one: Roles, other: Roles) -> int:
    return sum(len(one.of(role) & other.of(role)) for role in ROLES)


def match(gold: Sequence[Roles], found: Sequence[Roles]) -> list[tuple[int, int]]:
    """A largest one-to-one matching of agreeing pairs (gold, found); closer pairs are tried first.

    Augmenting paths (Kuhn's algorithm), written without recursion.
    """
    choices = [
        [j for _, j in sorted((-_shared(one, other), j) for j, other in enumerate(found) if agree(one, other))]
        for one in gold
    ]
    taken: dict[int, int] = {}
    for start in range(len(gold)):
        came_from: dict[int, int] = {}
        queue = [start]
        end = None
        while queue and end is None:
            i = queue.pop(0)
            for j in choices[i]:
                if j in came_from:
                    continue
                came_from[j] = i
                if j not in taken:
                    end = j
                    break
                queue.append(taken[j])
        while end is not None:
            i = came_from[end]
            following = next((j for j, owner in taken.items() if owner == i), None)
            taken[end] = i
            end = following
    return sorted((i, j) for j, i in taken.items())

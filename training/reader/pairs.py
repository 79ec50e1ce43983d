"""Owns the material of the pair's type: our own sentences and the PLV gold file given by path.

A row is a sentence with one pair of spans and its labels.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "ACCUSE", "REQUEST",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
MODES = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
        "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms",
        "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control",
        "unconventional",
    ),
}  # fmt: skip
MODE_LABELS = tuple(f"{kind}/{mode}" for kind, modes in MODES.items() for mode in modes)
STATUSES = (
    "happened", "ongoing", "scheduled", "proposed", "promised", "threatened", "demanded",
    "conditional", "denied", "negated", "hypothetical",
)  # fmt: skip
COLUMNS = ("sentence", "source", "target", "type", "mode", "status", "split")
# PLV has one root for what PLOVER 0.8 splits; a row may stand for any of these types.
PLV_ROOTS = {"YIELD": ("CONCEDE", "RETREAT")}

Span = tuple[int, int]
_MARK = re.compile(r"\[\[([ST]):([^\[\]]*)\]\]")


@dataclass(frozen=True)
class Row:
    """One sentence with one pair and its labels; `types` lists the types it may stand for."""

    sentence: str
    source: Span | None
    target: Span | None
    types: tuple[str, ...]
    mode: str = ""
    status: str = ""
    aside: bool = False
    gold: str = ""
    origin: str = "own"


class CorpusFault(ValueError):
    """A line of the own sentences is wrong; the text names file, line and fault."""


def read_own(folder: Path) -> list[Row]:
    """All rows of `folder/*.tsv`.

    Raises:
        CorpusFault: a line has an unknown label or a span that is not in the sentence.
    """
    rows: list[Row] = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise CorpusFault(f"{path.name}: the header must be {' '.join(COLUMNS)}")
            for number, record in enumerate(reader, start=2):
                rows.append(_own_row(record, f"{path.name}:{number}"))
    return rows


def _own_row(record: dict[str, str], where: str) -> Row:
    if any(record.get(column) is None for column in COLUMNS) or len(record) != len(COLUMNS):
        raise CorpusFault(f"{where}: needs {len(COLUMNS)} columns")
    marked: dict[str, Span] = {}
    text, last = "", 0
    for match in _MARK.finditer(record["sentence"]):
        text += record["sentence"][last : match.start()]
        marked[match[1]] = (len(text), len(text) + len(match[2]))
        text += match[2]
        last = match.end()
    text += record["sentence"][last:]
    kind, mode, status = record["type"], record["mode"], record["status"]
    if kind not in TYPES:
        raise CorpusFault(f"{where}: unknown type {kind!r}")
    if mode and mode not in MODES.get(kind, ()):
        raise CorpusFault(f"{where}: {mode!r} is no mode of {kind}")
    if status and status not in STATUSES:
        raise CorpusFault(f"{where}: unknown status {status!r}")
    if record["split"] not in ("", "train", "aside"):
        raise CorpusFault(f"{where}: unknown split {record['split']!r}")
    source = marked.get("S") or _find(text, record["source"], where)
    target = marked.get("T") or _find(text, record["target"], where)
    aside = record["split"] == "aside" or (not record["split"] and is_aside(text))
    return Row(text, source, target, (kind,), mode, status, aside, kind)


def _find(text: str, part: str, where: str) -> Span | None:
    if not part:
        return None
    start = text.find(part)
    if start < 0:
        raise CorpusFault(f"{where}: {part!r} is not in the sentence")
    return start, start + len(part)


def is_aside(sentence: str) -> bool:
    """Whether a sentence belongs to the tenth that is never trained on: a hash of its letters."""
    letters = re.sub(r"\W+", "", sentence.lower())
    return int(hashlib.sha256(letters.encode()).hexdigest()[:8], 16) % 10 == 0


def read_plv(path: Path) -> list[Row]:
    """Rows of a PLV gold file; a span without both offsets is None."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        spans = [
            (record[f"{side}_start"], record[f"{side}_end"])
            if record.get(f"{side}_start") is not None and record.get(f"{side}_end") is not None
            else None
            for side in ("source", "target")
        ]
        root = record["gold_root"]
        types = PLV_ROOTS.get(root, (root,))
        rows.append(Row(record["sentence"], spans[0], spans[1], types, gold=root, origin="plv"))
    return rows


def split_by_class(rows: Sequence[Row], parts: int, seed: int) -> list[list[Row]]:
    """Parts of about equal size that each have every class in proportion.

    Rows that share a sentence stay in one part, so that no test sentence was trained on.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.sentence].append(row)
    by_class: dict[str, list[list[Row]]] = defaultdict(list)
    for group in groups.values():
        by_class[group[0].gold].append(group)
    out: list[list[Row]] = [[] for _ in range(parts)]
    shuffle = random.Random(seed)
    turn = 0
    for name in sorted(by_class):
        members = by_class[name]
        shuffle.shuffle(members)
        for group in members:
            out[turn % parts].extend(group)
            turn += 1
    return out

"""Owns the cue words of reported speech and thought (`data/cues/reporting.tsv`) and their lookup.

Does not read text: see `coding.attribution`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.errors import KnowledgeError

CUES_FILE = "data/cues/reporting.tsv"
COLUMNS = ("cue", "pos", "kind", "polarity", "strength", "frames", "note")
PARTS_OF_SPEECH = frozenset({"verb", "noun", "adjective", "adverb", "phrase", "light", "speaker", "document"})
# fmt: off
KINDS = frozenset({
    "say", "deny", "doubt", "ask", "question", "judge", "threaten", "warn", "promise", "agree", "refuse",
    "criticise", "accuse", "praise", "think", "want", "plan", "learn", "show",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Cue:
    """One use of a word that tells who said, asked or thought something.

    Attributes:
        cue: the lemma, with its particle ("point out"), or the words of a phrase ("according to").
        pos: part of speech; `light` is a verb that lends its subject to a cue noun ("issued a warning"),
            `speaker` a word for those who speak in headlines ("… – spokesman");
            `document` a thing that shows what it says ("the poll found 30 cases").
        kind: what the source does: say, deny, ask, promise …
        polarity: `+` the source stands behind the content, `-` it is against it, `?` it asks.
        strength: `strong`, `plain` or `weak`: how far the source commits itself.
        frames: where the content stands: `quote`, `that` (a clause), `to` (an infinitive), `ing`, `obj`,
            `record` (an object, if the subject is a document), `small` ("called it a mistake"),
            `+for` (a phrase with that preposition); `source`, `clause`, `headline` for other words.
        note: for the reader of the table.
    """

    cue: str
    pos: str
    kind: str
    polarity: str
    strength: str
    frames: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True)
class ReportingCues:
    """All cues, found by part of speech and lemma; one lemma may have several uses."""

    by_word: Mapping[tuple[str, str], tuple[Cue, ...]]

    def find(self, pos: str, word: str, frame: str | None = None) -> Cue | None:
        """The use of that word that takes its content in that frame (None: the first use)."""
        for cue in self.by_word.get((pos, word), ()):
            if frame is None or frame in cue.frames:
                return cue
        return None

    def of(self, pos: str) -> tuple[str, ...]:
        """All cues of a part of speech, in the table's order."""
        return tuple(word for kind, word in self.by_word if kind == pos)


def parse_cues(text: str, *, name: str = CUES_FILE) -> ReportingCues:
    """The cues of a table's text.

    Raises:
        KnowledgeError: rows have faults; carries all of them with file and line.
    """
    faults: list[str] = []
    found: dict[tuple[str, str], list[Cue]] = {}
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise KnowledgeError([f"{name}:1: expected the columns {' '.join(COLUMNS)}"])
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            faults.append(f"{name}:{number}: {len(cells)} cells, expected {len(COLUMNS)}")
            continue
        cue = Cue(cells[0], cells[1], cells[2], cells[3], cells[4], frozenset(cells[5].split()), cells[6])
        faults.extend(f"{name}:{number}: {problem}" for problem in _problems(cue))
        uses = found.setdefault((cue.pos, cue.cue), [])
        faults.extend(
            f"{name}:{number}: {cue.cue!r} has {frame!r} twice"
            for other in uses
            for frame in sorted(other.frames & cue.frames)
        )
        uses.append(cue)
    if faults:
        raise KnowledgeError(faults)
    return ReportingCues({key: tuple(uses) for key, uses in found.items()})


def _problems(cue: Cue) -> list[str]:
    """What is wrong with one row."""
    problems = []
    if not cue.cue or cue.cue != cue.cue.strip().lower():
        problems.append(f"cue {cue.cue!r} is not plain lower case")
    if cue.pos not in PARTS_OF_SPEECH:
        problems.append(f"part of speech {cue.pos!r}, expected one of {' '.join(sorted(PARTS_OF_SPEECH))}")
    if cue.kind not in KINDS:
        problems.append(f"kind {cue.kind!r}, expected one of {' '.join(sorted(KINDS))}")
    if cue.polarity not in {"+", "-", "?"} or cue.strength not in {"strong", "plain", "weak"}:
        problems.append(f"polarity {cue.polarity!r} or strength {cue.strength!r} is none of the known ones")
    if not cue.frames:
        problems.append(f"{cue.cue!r} has no frames")
    return problems


@cache
def reporting_cues() -> ReportingCues:
    """The cues of the package, read once.

    Raises:
        KnowledgeError: the table has faults.
    """
    return parse_cues((files("dragoman.knowledge") / CUES_FILE).read_text(encoding="utf-8"))

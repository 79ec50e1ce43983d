"""Owns scoring whole events (type, source, target) coded from raw sentences against gold records.

Reads records in the form of the PETRARCH unit tests: `text`, `date`, `events` with `sourcecode`,
`targetcode` and CAMEO `eventcode`; a table of names and codes tells who the actors are.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError, SourceError
from dragoman.evaluation.report import Report, Table, precision_recall_f1, read_jsonl
from dragoman.knowledge.load import DATA, Knowledge, load_knowledge
from dragoman.knowledge.ontology import plover_of
from dragoman.knowledge.tables import parse_tsv
from dragoman.records.event import Event
from dragoman.records.values import Actor

Maker = Callable[[str, date | None, Sequence[tuple[str, Actor]]], Sequence[Event]]
NOBODY = {"", "---", None}
WORST = 20
# Codes that begin so name a body of no state; the next three letters tell which.
BODIES = ("IGO", "IMG", "NGO", "NGM", "MNC")


@dataclass(frozen=True, slots=True)
class Triple:
    """Who did what to whom, as far as the measure looks: actors by their own code, type by PLOVER."""

    source: str
    target: str
    types: frozenset[str]
    root: str | None

    def same_pair(self, other: Triple) -> bool:
        """Whether source and target agree."""
        return self.source == other.source and self.target == other.target

    def same_type(self, other: Triple) -> bool:
        """Whether the types agree; a gold code of no scheme cannot disagree."""
        if self.root is None:
            return True
        return bool(self.types & other.types) or self.root == other.root


def evaluate(path: Path, *, maker: Maker, actors: Path | None = None) -> Report:
    """Precision, recall and F1 of whole events over records of raw sentences.

    An event is right if source, target and type are. Actors count by the code of their name in the
    table, roles such as GOV left out: three letters, of bodies of no state six. The records number
    their events by CAMEO or by the older WEIS scheme without saying which (122 for "condemned", 223 for
    a bombing); a type is right if it falls under the root of the code in either. Codes of neither
    scheme (made-up numbers that test a dictionary) ask for the pair
    only. Records without gold events count what is coded as false.

    Args:
        path: JSON lines with `text` and `events`.
        maker: codes a text with the added actors.
        actors: TSV with `name` and `code`; None for the known actors alone.

    Raises:
        SourceError: a file cannot be read.
        FormatError: a file is of another format.
    """
    knowledge = load_knowledge()
    schemes = _schemes()
    table = _read_actors(actors) if actors else []
    added = [(name, Actor(name=code, id=f"given:{code}")) for name, code in table]
    matched = found = gold_count = pairs = 0
    misses: Counter[tuple[str, str]] = Counter()
    records = 0
    for record in read_jsonl(path, required=("text", "events")):
        records += 1
        if not isinstance(record["text"], str):
            raise FormatError(str(path), f"has {record['text']!r} as text", "JSON lines with a text in words")
        gold = _gold(record["events"], knowledge, schemes)
        coded = _coded(maker(record["text"], _day(record.get("date")), added))
        hits, pair_hits = _match(gold, coded, misses)
        matched, pairs = matched + hits, pairs + pair_hits
        found, gold_count = found + len(coded), gold_count + len(gold)
    precision, recall, f1 = precision_recall_f1(matched, found, gold_count)
    pair_f1 = precision_recall_f1(pairs, found, gold_count)[2]
    rows = [(want, got, str(n)) for (want, got), n in misses.most_common(WORST)]
    return Report(
        task="events",
        figures={"f1": f1, "precision": precision, "recall": recall, "pair_f1": pair_f1, "n": records},
        tables=(Table("Right pair, wrong type: most frequent", ("gold", "coded", "count"), rows),),
        notes=(f"{gold_count} gold events, {found} coded, {matched} right.",),
    )


def _schemes() -> dict[str, frozenset[str]]:
    """Roots of the WEIS scheme with the PLOVER types of their acts."""
    faults: list[str] = []
    text = (DATA / "ontology" / "weis.tsv").read_text(encoding="utf-8")
    return {
        row.cells["root"]: frozenset(row.cells["types"].split(";"))
        for row in parse_tsv(text, "ontology/weis.tsv", faults)
    }


def _read_actors(path: Path) -> list[tuple[str, str]]:
    expected = "a tab-separated table with the columns name and code"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except OSError as error:
        raise SourceError.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise FormatError(str(path), "is not UTF-8 text", expected) from error
    if not rows or not {"name", "code"} <= set(rows[0]):
        raise FormatError(str(path), "lacks a column", expected)
    return [(row["name"], row["code"]) for row in rows if row["name"] and row["code"] not in NOBODY]


def _day(value: Any) -> date | None:
    try:
        return datetime.strptime(str(value), "%Y%m%d").date()  # noqa: DTZ007 - a day without a time
    except ValueError:
        return None


def _gold(events: Any, knowledge: Knowledge, weis: Mapping[str, frozenset[str]]) -> list[Triple]:
    found = []
    for event in _checked(events):
        code = event["eventcode"]
        if code is None or code in NOBODY:
            continue
        known = plover_of(code, knowledge=knowledge) if code.isdigit() else None
        types = weis.get(code[:2], frozenset()) | ({known[0]} if known else set())
        root = code[:2] if code[:2] in weis else None
        found.append(Triple(_base(event["sourcecode"]), _base(event["targetcode"]), types, root))
    return list(dict.fromkeys(found))


_CODES = ("sourcecode", "targetcode", "eventcode")


def _checked(events: Any) -> list[dict[str, str | None]]:
    """The codes of a record's events, null where one lacks a code."""
    expected = "a list of events with sourcecode, targetcode, eventcode as text"
    if not isinstance(events, list):
        raise FormatError("events", "is no list", expected)
    checked = []
    for event in events:
        if not isinstance(event, dict):
            raise FormatError("events", f"holds {event!r}, which is no event", expected)
        codes = {name: event.get(name) for name in _CODES}
        wrong = next((name for name, code in codes.items() if not isinstance(code, str | None)), None)
        if wrong is not None:
            raise FormatError("events", f"has {codes[wrong]!r} as {wrong}", expected)
        checked.append(codes)
    return checked


def _base(code: str | None) -> str:
    """The actor's own code without roles: three letters, of bodies of no state six."""
    if code in NOBODY or code is None or code.startswith("---"):
        return ""
    return code[:6] if code.startswith(BODIES) else code[:3]


def _coded(events: Iterable[Event]) -> list[Triple]:
    found = []
    for event in events:
        if not event.source and not event.target:
            continue  # a toll or a meeting without parties says nothing of who did it to whom
        targets: Sequence[Actor | None] = event.target or (None,)
        for source in event.source or (None,):
            for target in targets:
                if source is not None and target is not None and _code(source) == _code(target):
                    continue
                root = event.cameo[:2] if event.cameo else None
                found.append(Triple(_code(source), _code(target), frozenset({event.type}), root))
    return list(dict.fromkeys(found))


def _code(actor: Actor | None) -> str:
    if actor is None:
        return ""
    return _base(actor.name) if (actor.id or "").startswith("given:") else actor.country or actor.name


def _match(gold: Sequence[Triple], coded: Sequence[Triple], misses: Counter[tuple[str, str]]) -> tuple[int, int]:
    """How many gold events are found whole, and how many pairs."""
    left = list(coded)
    hits = pairs = 0
    for want in gold:
        fits = [one for one in left if want.same_pair(one)]
        right = next((one for one in fits if want.same_type(one)), None)
        if right is not None:
            hits += 1
            pairs += 1
            left.remove(right)
        elif fits:
            pairs += 1
            misses["/".join(sorted(want.types)), "/".join(fits[0].types)] += 1
    return hits, pairs


__all__ = ["Triple", "evaluate"]

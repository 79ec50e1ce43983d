"""Owns scoring a reader on a file of annotated passages; the measures are `evaluation.frame_scores`'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.contract.frames import FrameKind, Role
from dragoman.errors import FormatError
from dragoman.evaluation.frame_scores import Counts, compared, counted
from dragoman.evaluation.report import Report, Table
from dragoman.language.annotations import AnnotatedReader, Passage, read_passages
from dragoman.language.two_readers import together

if TYPE_CHECKING:
    from dragoman.contract.reading import Reading, Reads

# Of each kind and source: in JSON all, in tables the first.
IN_BRIEF = ("trigger_f1", "role_f1", "status", "same_f1", "trigger_exact_f1", "role_exact_f1", "sentence_kind_f1")
SHOWN = {"trigger_f1": "trigger", "role_f1": "role", "status": "status", "same_f1": "same", "n": "frames"}
Figures = dict[str, float | int | None]


def evaluate(path: Path, *, reader: Reads, other: Reads | None = None) -> Report:
    """Scores a reader on annotated passages, or measures how far two annotations agree.

    Figures: those of `frame_scores.Counts.measures`; `n` counts gold frames, `passages` texts; `by_kind` and
    `by_source` hold the main ones of each kind of frame and each source of text. Of two readers, all of
    these are the first one's; `readers` holds the main ones of each and of both together, by name, and
    `agreement` how far they agree, the first one's reading taken for gold.

    Args:
        path: JSON lines in the form of annotations.
        reader: reads each passage. Annotations are compared by the passages' ids instead, so that those
            which only one side has are left out.
        other: a second reader, to be compared with the first.

    Raises:
        SourceError: the file cannot be read.
        FormatError: it has faults of form, or the annotations are of other passages.
    """
    passages = read_passages(path)
    notes = [f"read by {reader.name}"]
    found = _read(passages, reader, notes)
    second = _read(passages, other, notes) if other is not None else {}
    whole = Counts()
    sources: dict[str, Counts] = {}
    for one in passages:
        if one.id in found:
            counts = compared(one.reading, found[one.id])
            whole.add(counts)
            sources.setdefault(one.source or "unknown", Counts()).add(counts)
    report = _report(whole, sources, notes)
    return report if other is None else _with_second(report, passages, (reader.name, found), (other.name, second))


def _read(passages: Sequence[Passage], reader: Reads, notes: list[str]) -> dict[str, Reading]:
    """The readings of passages by their ids; those that annotations lack are left out and noted."""
    if not isinstance(reader, AnnotatedReader):
        # Lines part a headline from what follows; the offsets are those of the passage's text.
        return {one.id: reader.read("\n".join(one.sentences), published=_day(one)) for one in passages}
    found = _second_readings(passages, reader)
    if len(found) < len(passages):
        notes.append(f"left out, since {reader.source!r} has them not: {len(passages) - len(found)} passages")
    return found


def _with_second(
    report: Report,
    passages: Sequence[Passage],
    first_read: tuple[str, Mapping[str, Reading]],
    second_read: tuple[str, Mapping[str, Reading]],
) -> Report:
    """A report on one reader with how another one does, how far they agree, and what they are together."""
    (name, found), (second_name, second) = first_read, second_read
    if name == second_name:
        raise FormatError("--reader", f"{name!r} is given twice", "two readers")
    both = [one for one in passages if one.id in found and one.id in second]
    if not both:
        raise FormatError("--reader", "the two readers have no passage in common", "readings of the same passages")
    one, other = ([side[each.id] for each in both] for side in (found, second))
    gold = [each.reading for each in both]
    joint = [together(a, b, each.text) for a, b, each in zip(one, other, both, strict=True)]
    names = (name, second_name, "both together")
    readers = {
        name: _main(counted(zip(gold, side, strict=True)))
        for name, side in zip(names, (one, other, joint), strict=True)
    }
    agreement = _main(counted(zip(one, other, strict=True)))
    return replace(
        report,
        figures={**report.figures, "readers": readers, "agreement": agreement},
        tables=[*report.tables, _table("Two readers", {**readers, "the first against the second": agreement})],
        notes=[*report.notes, f"compared with {names[1]} on {len(both)} passages"],
    )


def _second_readings(passages: Sequence[Passage], reader: AnnotatedReader) -> dict[str, Reading]:
    second = {one.id: one for one in reader.passages}
    common = [one for one in passages if one.id in second]
    if not common:
        raise FormatError(reader.source, "has no passage of the gold file", "annotations with the same ids")
    for one in common:
        if second[one.id].sentences != one.sentences:
            raise FormatError(reader.source, f"passage {one.id!r} has other sentences", "the gold file's sentences")
    return {one.id: second[one.id].reading for one in common}


def _day(passage: Passage) -> date | None:
    try:
        return date.fromisoformat(passage.day or "")
    except ValueError:
        return None


def _report(whole: Counts, sources: dict[str, Counts], notes: Sequence[str]) -> Report:
    kinds = {kind.value: _main(whole, kind) for kind in FrameKind if whole.total("trigger", "gold", kind)}
    texts = {
        name: {**_main(counts), "passages": counts.passages}
        for name, counts in sorted(sources.items(), key=lambda item: -item[1].passages)
    }
    figures = {**whole.measures(), "n": whole.total("trigger", "gold"), "passages": whole.passages}
    return Report(
        task="frames",
        figures={**figures, "by_kind": kinds, "by_source": texts},
        tables=[
            Table("Frames", ("measure", "value"), [(name, _cell(value)) for name, value in figures.items()]),
            _table("By kind", kinds),
            _table("By source of text", texts),
            _roles(whole),
            Table(
                "Most frequent confusions",
                ("attribute", "gold", "found", "n"),
                [(*names, str(n)) for names, n in whole.confused.most_common(20)],
            ),
        ],
        notes=notes,
    )


def _main(counts: Counts, kind: FrameKind | None = None) -> Figures:
    measures = counts.measures(kind)
    return {**{name: measures[name] for name in IN_BRIEF}, "n": counts.total("trigger", "gold", kind)}


def _table(title: str, rows: dict[str, Figures]) -> Table:
    return Table(
        title, ("", *SHOWN.values()), [(name, *(_cell(row[one]) for one in SHOWN)) for name, row in rows.items()]
    )


def _roles(counts: Counts) -> Table:
    rows = []
    for role in Role:
        gold, found, hit = (counts.roles[role, what] for what in ("gold", "found", "hit"))
        if gold or found:
            rows.append((role.value, f"{2 * hit / (gold + found):.3f}", str(gold), str(found), str(hit)))
    return Table("By role", ("role", "f1", "gold", "found", "both"), rows)


def _cell(value: float | int | None) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)

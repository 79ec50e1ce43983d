"""Owns scoring how documents are grouped into stories, against ECB+'s subtopics or NewsWCL50's groups."""

from __future__ import annotations

from pathlib import Path

from dragoman.evaluation.clusters import b_cubed, clusters_of, muc
from dragoman.evaluation.report import Report, Table, read_jsonl
from dragoman.records.stories import ALIKE, stories


def evaluate(path: Path, *, alike: float = ALIKE) -> Report:
    """B-cubed of the stories found.

    Args:
        path: JSON lines with `doc_id`, `sentences` of tokens, and `subtopic` or `group`.
        alike: mean likeness of the documents of a story.

    Raises:
        SourceError, FormatError: the file cannot be read or is of another format.
    """
    rows = list(read_jsonl(path, required=("doc_id", "sentences")))
    texts = ["\n".join(" ".join(str(token) for token in one["tokens"]) for one in row["sentences"]) for row in rows]
    gold = clusters_of({n: str(row.get("subtopic", row.get("group"))) for n, row in enumerate(rows)})
    found = clusters_of(dict(enumerate(stories(texts, alike=alike))))
    precision, recall, f1 = b_cubed(gold, found)
    links = muc(gold, found)[2]
    return Report(
        task="stories",
        figures={
            "b_cubed_f1": f1,
            "precision": precision,
            "recall": recall,
            "muc_f1": links,
            "stories": len(found),
            "gold_stories": len(gold),
            "n": len(rows),
        },
        tables=(
            Table(
                "Stories",
                ("", "precision", "recall", "F1"),
                (("B-cubed", f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"),),
            ),
        ),
        notes=("The gold set names no days of publication, so words alone decide.",),
    )

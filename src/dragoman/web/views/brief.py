"""Owns the brief as a page for printing: the same lines and numbers as the brief's document."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest

from dragoman.delivery.report_page import Page, page_of
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import BriefDocument, Dossier
from dragoman.records.values import Evidence
from dragoman.web.views.head import Head

# Nobody prints more; of each list the newest are kept.
_MOST = 60
# Each list with the field that says of which day an entry is.
_LISTS = {
    "meetings": "start",
    "commitments": "due",
    "positions": "date",
    "violence": "start",
    "humanitarian": "date",
    "agreements": "date",
}


@dataclass(frozen=True, slots=True)
class Brief:
    """The page; `left_out` is how many entries of long lists are not on it."""

    head: Head
    brief: Page
    left_out: int


def brief_of(record: Dossier, head: Head, *, knowledge: Knowledge | None = None) -> Brief:
    """The brief of a state."""
    kept: dict[str, tuple[object, ...]] = {}
    left_out = 0
    for name, field in _LISTS.items():
        entries = getattr(record, name)
        kept[name] = entries if len(entries) <= _MOST else _newest(entries, field)
        left_out += len(entries) - len(kept[name])
    cited = {one.document for name in _LISTS for entry in kept[name] for one in _evidence(entry)}
    cited |= {one.document for sentence in record.summary for one in sentence.evidence}
    documents: tuple[BriefDocument, ...] = tuple(one for one in record.documents if one.id in cited)
    short = Dossier.model_construct(
        **{name: getattr(record, name) for name in Dossier.model_fields} | kept | {"documents": documents, "events": ()}
    )
    return Brief(head, page_of(short, knowledge=knowledge), left_out)


def _newest(entries: tuple[object, ...], field: str) -> tuple[object, ...]:
    return tuple(nlargest(_MOST, entries, key=lambda one: getattr(one, field) or ""))


def _evidence(entry: object) -> tuple[Evidence, ...]:
    found: tuple[Evidence, ...] = getattr(entry, "evidence", ())
    for stance in getattr(entry, "stances", ()):
        found += stance.evidence
    return found + tuple(getattr(entry, "decided_by", ()))

"""Owns the review page: what is to be judged next, how far the queue is, and how well reviewers agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.delivery.phrases import clean
from dragoman.records.merge import Happening
from dragoman.web.agreement import Agreement, Alpha
from dragoman.web.review import KINDS, Queue, ToReview
from dragoman.web.views.atoms import Quote, Teller
from dragoman.web.views.claim import FieldView, Gist, fields_of, gist_of
from dragoman.web.views.head import Head
from dragoman.web.views.judging import Choice, vocabulary

_TITLES = {
    "uncertain": "Uncertain",
    "readers": "Read in two ways",
    "disputed": "Contradicting",
    "same": "Perhaps the same",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to judge; `other` is the second of a pair."""

    number: int
    one: Gist
    other: Gist | None
    why: str
    second: bool
    fields: tuple[FieldView, ...]
    quotes: tuple[Quote, ...]
    other_fields: tuple[FieldView, ...]
    other_quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the queues."""

    key: str
    title: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The page of review.

    Attributes:
        done: how many the reader has judged; `total` is how many are left in this queue.
        agreement: how well reviewers agree, in sentences.
    """

    head: Head
    kind: str
    kinds: tuple[Kind, ...]
    tasks: tuple[Task, ...]
    total: int
    done: int
    page: int
    pages: int
    process: str
    processes: tuple[tuple[str, str], ...]
    agreement: tuple[str, ...]
    vocabulary: tuple[Choice, ...]


def review_of(
    queue: Queue,
    teller: Teller,
    head: Head,
    *,
    agreement: Agreement,
    done: int,
    process: str = "all",
    processes: tuple[tuple[str, str], ...] = (),
) -> Review:
    """The page of review.

    Args:
        queue: the part of the queue that is shown.
        teller: words and addresses.
        head: the frame of the page.
        agreement: of all reviewers.
        done: how many the reader has judged.
        process: whose records are asked for.
        processes: those to choose from, id and name.
    """
    return Review(
        head=head,
        kind=queue.kind,
        kinds=tuple(
            Kind(key, _TITLES[key], queue.counts.get(key, 0), address(key, process), key == queue.kind) for key in KINDS
        ),
        tasks=tuple(_task(one, number, teller) for number, one in enumerate(queue.items, start=1)),
        total=queue.total,
        done=done,
        page=queue.page,
        pages=queue.pages,
        process=process,
        processes=processes,
        agreement=tuple(_sentences(agreement)),
        vocabulary=vocabulary(),
    )


def address(kind: str, process: str = "all", page: int = 1) -> str:
    """The address of a queue."""
    more = f"&p={process}" if process != "all" else ""
    return f"/review?kind={kind}{more}" + (f"&page={page}" if page > 1 else "")


def _task(item: ToReview, number: int, teller: Teller) -> Task:
    other = item.other
    return Task(
        number=number,
        one=gist_of(item.one, teller),
        other=gist_of(other, teller) if other else None,
        why=clean(item.why),
        second=item.second,
        fields=_shown(item.one, teller),
        quotes=teller.quotes(item.one.evidence, 3),
        other_fields=_shown(other, teller) if other else (),
        other_quotes=teller.quotes(other.evidence, 3) if other else (),
    )


def _shown(one: Happening, teller: Teller) -> tuple[FieldView, ...]:
    return tuple(fields_of([one], teller))


def _sentences(agreement: Agreement) -> Iterator[str]:
    yield _sentence(agreement.claims, "accepting, correcting or rejecting records")
    yield _sentence(agreement.pairs, "whether two records are the same")


def _sentence(alpha: Alpha, what: str) -> str:
    if alpha.alpha is None:
        return f"On {what}: no figure yet, because {alpha.reason}."
    said = "well" if alpha.alpha >= 0.8 else "tolerably" if alpha.alpha >= 0.667 else "too little to rely on"
    return (
        f"On {what}, {alpha.reviewers} reviewers agree {said}: Krippendorff's alpha is {alpha.alpha:.2f} over"
        f" {alpha.units} judged by two or more (1 is perfect, 0 is chance; 0.8 is the usual bar)."
    )


def review_rows(view: Review) -> Iterator[Mapping[str, Any]]:
    """The queue's rows."""
    for one in view.tasks:
        yield {
            "kind": view.kind,
            "claim": one.one.id,
            "record": one.one.title,
            "other": one.other.id if one.other else None,
            "why": one.why,
            "quote": one.quotes[0].text if one.quotes else "",
        }

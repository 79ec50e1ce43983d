"""Owns taking articles into the archive: read, code, keep, one after the other.

What is there already is not coded again, so a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from dragoman.documents.document import Document
from dragoman.documents.extract import Told, document_of
from dragoman.errors import DragomanError, SourceError, StoreError
from dragoman.records.believed import believed
from dragoman.sources.addresses import canonical, is_web
from dragoman.sources.found import Found
from dragoman.store.keeping import Outcome
from dragoman.store.reading import Fetch
from dragoman.store.rows import Reading

if TYPE_CHECKING:
    from dragoman.coding.coder import Coding
    from dragoman.store.store import Store

Code = Callable[[Document], "Coding"]
# Faults of a coder that meets a text unlike any other; the other articles are still taken.
FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, DragomanError)
# A page is looked at again after a day, for it may have been updated.
AGAIN = timedelta(hours=20)
# What failed is tried again after half an hour, an hour, two … up to a day.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)
# So many articles are written at once, and none is held back for longer (seconds) while others are coded.
AT_ONCE, LONGEST_HELD = 100, 2.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
# A title or a publisher's name is shown in one line.
_LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one article.

    Attributes:
        place: the article as the user knows it.
        outcome: None where it was skipped.
        problem: why it was skipped.
        events: how many events were coded.
        warnings: what is doubtful about an article that was taken.
    """

    place: str
    outcome: Outcome | None
    problem: str | None = None
    events: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of all articles."""

    steps: tuple[Step, ...]

    @property
    def outcomes(self) -> dict[str, int]:
        """How many articles came out how, `skipped` among them."""
        counted = Counter(step.outcome.value if step.outcome else "skipped" for step in self.steps)
        order = (*(one.value for one in Outcome), "skipped")
        return {name: counted[name] for name in order if counted[name]}

    @property
    def skipped(self) -> tuple[Step, ...]:
        """The articles that were not taken."""
        return tuple(step for step in self.steps if step.outcome is None)

    @property
    def events(self) -> int:
        """How many events were coded."""
        return sum(step.events for step in self.steps)


def ingest(
    found: Iterable[Found],
    *,
    store: Store,
    code: Code,
    coder: str,
    published: date | None = None,
    publisher: str | None = None,
    tell: Callable[[Step], None] = lambda _: None,
) -> Summary:
    """Takes articles into the archive.

    Args:
        found: as `sources.reader` yields them.
        store: the archive.
        code: from a document to its events and the reading of which they were made.
        coder: the program's name and version; the reader's is kept beside it.
        published: day of publication of articles whose source names none.
        publisher: publisher likewise.
        tell: called after each article.

    Raises:
        StoreError: the archive cannot be written; what was taken before stays.
    """
    steps: list[Step] = []
    waiting: list[tuple[Found, Reading]] = []
    begun = 0.0

    def done(one: Found, step: Step) -> None:
        if one.fetched:
            note(one, step, store=store)
        steps.append(step)
        tell(step)

    def settle() -> None:
        batch = waiting.copy()
        waiting.clear()
        for (one, reading), outcome in zip(batch, store.keep_many(taken for _, taken in batch), strict=True):
            done(one, Step(one.place, outcome, None, len(reading.events), reading.document.warnings))

    try:
        for one in found:
            document = _document_or_step(one, published, publisher, store.clock())
            if isinstance(document, Step) or any(_is_told(taken, one, document) for _, taken in waiting):
                settle()
            taken = (
                document if isinstance(document, Step) else _read(one, document, store=store, code=code, coder=coder)
            )
            if isinstance(taken, Step):
                settle()
                done(one, taken)
                continue
            begun = begun if waiting else time.monotonic()
            waiting.append((one, taken))
            if one.fetched or len(waiting) >= AT_ONCE or time.monotonic() - begun > LONGEST_HELD:
                settle()
    finally:
        settle()
    return Summary(tuple(steps))


def _document_or_step(one: Found, published: date | None, publisher: str | None, now: datetime) -> Document | Step:
    """The document that was found, or why there is none."""
    if one.item is None:
        return Step(one.place, None, one.problem or "could not be had")
    try:
        return document_in(one, published=published, publisher=publisher, now=now)
    except SourceError as error:
        return Step(one.place, None, str(error).removeprefix(f"{error.source!r}: "))


def _is_told(taken: Reading, one: Found, document: Document) -> bool:
    """Whether a document that waits to be written has the same text or address."""
    return taken.document.id == document.id or taken.address == address_of(one, document)


def _read(one: Found, document: Document, *, store: Store, code: Code, coder: str) -> Reading | Step:
    """A document with its events, to be written; or why it need not or cannot be."""
    address = address_of(one, document)
    if store.holds(address, document.id):
        return Step(one.place, Outcome.known)
    if store.has_text(document.id):
        return Reading(address, document, (), coder)
    try:
        return coded(document, code, coder, address)
    except StoreError:
        raise
    except FAULTS as error:
        return Step(one.place, None, f"could not be coded ({type(error).__name__}: {str(error)[:120]})")


def coded(document: Document, code: Code, coder: str, address: str = "") -> Reading:
    """A document with its events, as the archive takes it."""
    made = code(document)
    name = f"{coder} {made.reading.reader}" if made.reading else coder
    return Reading(address, document, made.events, name, made.reading)


def note(one: Found, step: Step, *, store: Store) -> None:
    """Notes that a page was asked for, so that a feed which still names it need not ask again soon."""
    last = store.fetch(one.address)
    failures = (last.failures if last else 0) + 1 if step.outcome is None else 0
    outcome = "skipped" if step.outcome is None else "taken"
    store.note_fetch(Fetch(one.address, store.clock(), outcome, failures=failures, note=step.problem))


def asked_lately(address: str, *, store: Store) -> bool:
    """Whether a page was asked for within a day, or failed and its turn has not come again."""
    last = store.fetch(address)
    if last is None:
        return False
    wait = AGAIN if not last.failures else min(FIRST_WAIT * 2 ** min(last.failures, 12), LONGEST_WAIT)
    # A visit that lies ahead was noted by a clock that was wrong: it tells nothing.
    return timedelta(0) <= store.clock() - last.at < wait


def address_of(one: Found, document: Document) -> str:
    """The key of an article: where it was found, but of a saved page the address that the page names."""
    saved = one.address.startswith("file:")
    return canonical(document.url) if saved and document.url and is_web(document.url) else one.address


def document_in(one: Found, *, published: date | None, publisher: str | None, now: datetime) -> Document:
    """The document that was found, with what its source says of it where the page says nothing.

    Args:
        one: what was found.
        published: day of publication where the source names none.
        publisher: publisher likewise.
        now: the moment, in UTC; a day of publication that has not come yet is not believed.

    Raises:
        SourceError: it holds no text.
    """
    if one.item is None:
        raise SourceError(one.place, "holds nothing", "leave it out")
    document = believed(document_of(one.item, told=Told(stated=one.stated, otherwise=published)), now)
    return replace(
        document,
        title=_tidy(one.title or document.title),
        url=_tidy(one.url or document.url),
        publisher=_tidy(document.publisher or one.publisher or publisher),
        source=_tidy(one.place),
    )


def _tidy(text: str | None) -> str | None:
    return _CONTROL.sub(" ", text).strip()[:_LONGEST_NAME] or None if text else None

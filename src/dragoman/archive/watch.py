"""Owns watching feeds: when each is looked at next, and taking in what is new.

A feed's marks (ETag, date) are noted only when all its articles have been dealt with, so that a run
that was cut off misses none.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dragoman.archive.ingest import LONGEST_WAIT, Code, Step, Summary, asked_lately, ingest
from dragoman.errors import SourceError
from dragoman.sources.reader import Reader
from dragoman.store.reading import Fetch

if TYPE_CHECKING:
    from dragoman.sources.fetch import Fetcher
    from dragoman.store.store import Store

# A run of cron begins some seconds earlier or later than the last.
_EARLY = 0.9
_LONGEST_SLEEP = 60.0
# An article that failed more often than this is no longer waited for.
PATIENCE = 6


def watch(
    feeds: Sequence[str],
    *,
    store: Store,
    fetcher: Fetcher,
    code: Code,
    coder: str,
    every: float,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Summary]:
    """Looks at feeds for ever, or once; yields what became of the articles of each round.

    Args:
        feeds: addresses of feeds or of OPML lists.
        store: the archive.
        fetcher: asks for pages politely.
        code: from a document to its events and the reading of which they were made.
        coder: the program's name and version; the reader's is kept beside it.
        every: minutes between two looks at a feed.
        once: leave after one round; what is not due is passed over then, too.
        sleep: waits so many seconds.

    Raises:
        StoreError: the archive cannot be written.
    """
    while True:
        steps: list[Step] = []
        for feed in dict.fromkeys(feeds):
            if due(store.fetch(feed), store.clock(), every=every):
                steps.extend(look(feed, store=store, fetcher=fetcher, code=code, coder=coder))
        if steps or once:
            yield Summary(tuple(steps))
        if once:
            return
        sleep(min(every * 60, _LONGEST_SLEEP))


def due(last: Fetch | None, now: datetime, *, every: float) -> bool:
    """Whether a feed's turn has come; each failure in a row doubles the wait, up to a day."""
    if last is None:
        return True
    wait: timedelta = timedelta(minutes=every) * 2.0 ** min(last.failures, 12)
    since = now - last.at
    # A visit that lies ahead was noted by a clock that was wrong: it tells nothing.
    return since < timedelta(0) or since >= min(wait, max(LONGEST_WAIT, timedelta(minutes=every))) * _EARLY


def look(feed: str, *, store: Store, fetcher: Fetcher, code: Code, coder: str) -> tuple[Step, ...]:
    """Looks at one feed and takes in what is new."""
    last = store.fetch(feed)
    try:
        answer = fetcher.get(feed, etag=last.etag if last else None, modified=last.modified if last else None)
        if answer.unchanged and last is not None:
            store.note_fetch(Fetch(feed, store.clock(), "unchanged", last.etag, last.modified))
            return ()
        waiting: list[str] = []

        def known(address: str) -> bool:
            if not asked_lately(address, store=store):
                return False
            page = store.fetch(address)
            if page is not None and 0 < page.failures <= PATIENCE:
                waiting.append(address)
            return True

        reader = Reader(get=fetcher.get, known=known)
        summary = ingest(reader.answered(feed, answer), store=store, code=code, coder=coder)
    except SourceError as error:
        failures = (last.failures if last else 0) + 1
        marks = (last.etag, last.modified) if last else (None, None)
        store.note_fetch(Fetch(feed, store.clock(), "failed", *marks, failures, str(error)))
        return (Step(feed, None, str(error).removeprefix(f"{error.source!r}: ")),)
    # While an article has still to be had, the feed is asked for whole, changed or not.
    whole = not waiting and all(step.outcome is not None for step in summary.steps)
    marks = (answer.etag, answer.modified) if whole else (None, None)
    store.note_fetch(Fetch(feed, store.clock(), "taken", *marks))
    return summary.steps

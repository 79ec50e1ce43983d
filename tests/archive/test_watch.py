"""Watching: only what changed is asked for, what fails is left alone for longer, nothing is missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive_world import FILLER, code_strikes
from dragoman.archive.watch import due, look, watch
from dragoman.errors import SourceError, StoreError
from dragoman.settings import load_settings
from dragoman.sources.fetch import Answer
from dragoman.store.keeping import Outcome, Reading
from dragoman.store.reading import Fetch
from dragoman.store.store import Store, open_store

FEED = "https://a.example/rss"
NOW = datetime(2025, 9, 1, tzinfo=UTC)


def page(killed: int) -> bytes:
    story = f"<p>A strike on Kharkiv killed {killed} people, the mayor said.</p><p>{FILLER}</p>"
    return f"<html><head><title>Strike {killed}</title></head><body><article>{story}</article></body></html>".encode()


def feed(*numbers: int) -> bytes:
    items = "".join(
        f"<item><title>Strike {n}</title><link>https://a.example/{n}</link>"
        "<pubDate>Mon, 21 Jul 2025 10:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'.encode()


class Web:
    """Pages by address; an entry that is None fails. Notes what was asked for."""

    def __init__(self, **pages: bytes | None) -> None:
        self.pages: dict[str, bytes | None] = {f"https://a.example/{k.lstrip('_')}": v for k, v in pages.items()}
        self.asked: list[str] = []

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        self.asked.append(url)
        data = self.pages.get(url)
        if data is None:
            raise SourceError(url, "answers with status 503", "try later")
        mark = str(hash(data))
        if etag == mark:
            return Answer(url, b"", "text/html", mark, unchanged=True)
        return Answer(url, data, "text/html", mark)


def see(web: Web, store: Store) -> list[Outcome | None]:
    steps = look(FEED, store=store, fetcher=web, code=code_strikes, coder="t")  # type: ignore[arg-type]
    return [step.outcome for step in steps]


def test_new_articles_are_taken_and_an_unchanged_feed_is_left(store: Store) -> None:
    web = Web(rss=feed(1, 2), _1=page(1), _2=page(2))
    assert see(web, store) == [Outcome.new, Outcome.near_copy]
    assert see(web, store) == []
    web.pages[FEED] = feed(2, 3)
    web.pages["https://a.example/3"] = page(3)
    web.asked.clear()
    assert see(web, store) == [Outcome.near_copy]
    assert web.asked == [FEED, "https://a.example/3"]
    assert store.known().documents[0].publisher == "Desk" or store.known().documents[0].publisher


def test_a_feed_that_fails_waits_longer_each_time(store: Store) -> None:
    web = Web(rss=None)
    for failures in (1, 2, 3):
        assert see(web, store) == [None]
        last = store.fetch(FEED)
        assert last is not None
        assert last.failures == failures
    web.pages[FEED] = feed()
    see(web, store)
    last = store.fetch(FEED)
    assert last is not None
    assert last.failures == 0


@pytest.mark.parametrize(("failures", "minutes"), [(0, 15), (1, 30), (3, 120), (9, 24 * 60)])
def test_when_a_feed_is_due(failures: int, minutes: int) -> None:
    last = Fetch(FEED, NOW, "failed", failures=failures)
    assert not due(last, NOW + timedelta(minutes=minutes * 0.85), every=15)
    assert due(last, NOW + timedelta(minutes=minutes), every=15)
    assert due(None, NOW, every=15)


def test_an_article_that_failed_is_asked_for_again_but_not_at_once(tmp_path: Path) -> None:
    now = [NOW]
    store = open_store(tmp_path / "a.sqlite", clock=lambda: now[0])
    web = Web(rss=feed(1), _1=None)
    assert see(web, store) == [None]
    web.pages["https://a.example/1"] = page(1)
    assert see(web, store) == []  # its turn has not come
    now[0] += timedelta(hours=1)
    assert see(web, store) == [Outcome.new]
    store.close()


def test_an_updated_page_is_a_new_version_a_day_later(tmp_path: Path) -> None:
    now = [NOW]
    store = open_store(tmp_path / "a.sqlite", clock=lambda: now[0])
    web = Web(rss=feed(1), _1=page(12))
    see(web, store)
    web.pages |= {"https://a.example/1": page(19), FEED: feed(1) + b" "}
    now[0] += timedelta(days=1)
    assert see(web, store) == [Outcome.version]
    store.close()


def test_an_archive_that_fails_in_the_middle_loses_no_article(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    web = Web(rss=feed(1, 2), _1=page(1), _2=page(2))
    kept = Store.keep_many

    def fail(self: Store, found: Iterable[Reading]) -> tuple[Outcome, ...]:
        given = list(found)
        if any("killed 2 " in one.document.text for one in given):
            raise StoreError("a", "the disk is full", "make room")
        return kept(self, given)

    monkeypatch.setattr(Store, "keep_many", fail)
    with pytest.raises(StoreError):
        see(web, store)
    monkeypatch.undo()
    assert see(web, store) == [Outcome.near_copy]
    assert len(store.known().documents) == 2


def test_once_looks_once_and_for_ever_sleeps(store: Store) -> None:
    web, slept = Web(rss=feed(1), _1=page(1)), []  # type: ignore[var-annotated]
    given = {"store": store, "fetcher": web, "code": code_strikes, "coder": "t", "every": 15.0}
    assert [s.outcomes for s in watch([FEED], once=True, **given)] == [{"new": 1}]  # type: ignore[arg-type]
    assert [s.outcomes for s in watch([FEED], once=True, **given)] == [{}]  # type: ignore[arg-type]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(watch([FEED], sleep=sleep, **given))  # type: ignore[arg-type]
    assert slept == [60.0]


def test_settings_name_the_feeds(tmp_path: Path) -> None:
    file = tmp_path / "dragoman.toml"
    file.write_text(f'feeds = ["{FEED}"]\nevery = 30\n')
    assert load_settings(file, environ={}).feeds == (FEED,)

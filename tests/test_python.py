"""What a program or a notebook uses: an archive that is opened, filled and asked, and values that show in a line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

import dragoman
from archive_world import ISTANBUL, RUS, UKR, code_strikes, document, event
from desk_world import fill
from dragoman.errors import SettingsError, StoreError
from dragoman.process.dossier import Dossier


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite"


def test_an_archive_is_opened_asked_and_closed(place: Path) -> None:
    with dragoman.open_archive(place) as archive:
        fill(archive.store)
        first = archive.processes()[0]
        assert (first.id, first.newest) == ("ukraine-russia", date(2025, 7, 22))
        assert len(archive.brief("UKR+RUS").meetings) == 1
        assert archive.brief("ukraine-russia", as_of="2025-07-21").meetings == ()
        assert archive.brief(since=date(2025, 7, 21)).changes


def test_an_archive_shows_what_it_holds(place: Path) -> None:
    with dragoman.open_archive(place) as archive:
        fill(archive.store)
        assert repr(archive) == f"<Archive {place}: 6 articles, 6 events>"


def test_articles_are_taken_in_once(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.pipeline.default_coder", lambda: SimpleNamespace(coding=code_strikes))
    lines = tmp_path / "articles.jsonl"
    told = {"text": "A strike on Kharkiv killed 4 people.", "date": "2025-07-21"}
    lines.write_text(json.dumps(told), encoding="utf-8")
    with dragoman.open_archive(place) as archive:
        assert archive.ingest(lines).outcomes == {"new": 1}
        assert archive.ingest(lines).outcomes == {"known": 1}
        assert [one.killed.min for one in archive.brief().violence if one.killed] == [4]


def test_what_is_not_there_is_refused(place: Path) -> None:
    with pytest.raises(StoreError):
        dragoman.open_archive(place, create=False)
    with dragoman.open_archive(place) as archive, pytest.raises(SettingsError, match="atlantis"):
        archive.brief("atlantis")


def test_values_show_in_a_line() -> None:
    article = document("Russia and Ukraine met in Istanbul.", title="Talks <b>held</b>")
    said = event(article, "Russia and Ukraine met", source=(RUS,), target=(UKR,), place=ISTANBUL, date="2025-07-20")
    assert repr(article) == f"<Document {article.id} 2025-07-21: 'Talks <b>held</b>', 35 characters>"
    assert repr(said) == f"<Event {said.id}: CONSULT happened 2025-07-20 Istanbul Russia → Ukraine>"


def test_a_dossier_and_its_entries_show_in_a_line(place: Path) -> None:
    with dragoman.open_archive(place) as archive:
        fill(archive.store)
        state: Dossier = archive.brief("ukraine-russia")
        assert str(state) == repr(state)
        assert repr(state).startswith("<Record as of 2025-07-22: ")
        assert "1 meetings" in repr(state)
        assert repr(state.meetings[0]).startswith("<Meeting Russia, Ukraine talks · ")
        assert max(map(len, map(repr, (state, *state.entries(), *state.events)))) < 400

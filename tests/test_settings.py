"""A flag wins over the environment, that over the file, that over the default; nonsense is named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.settings import Settings, load_settings


def write(folder: Path, text: str) -> Path:
    file = folder / "dragoman.toml"
    file.write_text(text)
    return file


def test_what_wins(tmp_path: Path) -> None:
    file = write(tmp_path, 'delay = 1\nevery = 2\nlargest = 3\nagent = "me"')
    found = load_settings(file, environ={"DRAGOMAN_EVERY": "20", "DRAGOMAN_LARGEST": "30"}, largest=300, delay=None)
    assert (found.agent, found.delay, found.every, found.largest) == ("me", 1.0, 20.0, 300)
    assert found.timeout == Settings().timeout


def test_a_list_in_the_environment() -> None:
    assert load_settings(environ={"DRAGOMAN_FEEDS": "https://a.example https://b.example"}).feeds == (
        "https://a.example",
        "https://b.example",
    )


def test_the_working_folders_file_is_read_if_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environ={}) == Settings()
    write(tmp_path, "delay = 9")
    assert load_settings(environ={}).delay == 9.0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dealy = 1", "'dealy': is unknown; expected one of archive"),
        ('delay = "soon"', "'soon' is no number; expected a number of at least 0"),
        ("delay = -1", "out of range"),
        ("largest = true", "is no number; expected a whole number"),
        ("timeout = inf", "out of range"),
        ("timeout = nan", "out of range"),
        ("feeds = [1]", "is no list of texts"),
        ("agent = 5", "is no text"),
        ("delay = ", "cannot be read"),
    ],
)
def test_nonsense_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SettingsError, match="setting") as error:
        load_settings(write(tmp_path, text), environ={})
    assert problem in str(error.value)


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load_settings(tmp_path / "nothing.toml")


def test_every_setting_has_a_help_text() -> None:
    assert all(row.metadata["help"].endswith(".") for row in fields(Settings))

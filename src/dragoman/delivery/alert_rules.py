"""Owns the rules of alerts: which changes of which process go where; read from `[[alert]]` of the settings file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dragoman.errors import SettingsError
from dragoman.process.changes import Change, Kind, Part
from dragoman.process.dossier import Dossier, Entry, Humanitarian, Stance, Violence
from dragoman.records.values import Actor, Evidence
from dragoman.settings import FILE


class Rule(BaseModel):
    """One rule; what is not given does not restrict.

    A webhook's key and the mail server's password are not written here but named: the environment holds them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    process: str = "all"
    parts: tuple[Part, ...] = ()
    kinds: tuple[Kind, ...] = ()
    actor: str | None = Field(default=None, description="name, ISO code or id of an actor of the entry")
    issue: str | None = Field(default=None, description="issue code of the entry")
    at_least: int | None = Field(default=None, description="lowest number of killed, or of persons freed or moved")
    print: bool = False
    feed: Path | None = None
    webhook: str | None = Field(default=None, pattern=r"^https?://")
    key_from: str | None = Field(default=None, description="environment variable with the webhook's key")
    mail: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$")
    mail_from: str = "dragoman@localhost"
    smtp: str = Field(default="localhost:25", pattern=r"^[^:\s]+:\d{1,5}$")
    insecure: bool = Field(default=False, description="mail goes out without TLS, or to an unknown certificate")
    smtp_user: str | None = None
    smtp_password_from: str | None = Field(default=None, description="environment variable with the password")

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Rule:
        if not (self.print or self.feed or self.webhook or self.mail):
            raise ValueError("goes nowhere; give it print, feed, webhook or mail")
        if self.webhook and not self.key_from:
            raise ValueError("a webhook is signed; name the environment variable of its key in key_from")
        return self


def load_rules(file: Path | None = None) -> tuple[Rule, ...]:
    """The rules of a settings file; None for `dragoman.toml` in the working folder.

    Raises:
        SettingsError: the file cannot be read, has no rules, or a rule has a fault.
    """
    path = file or Path(FILE)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("alert", [])
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(str(path), f"cannot be read ({str(error)[:120]})", "a settings file in TOML") from error
    if not isinstance(tables, list) or not tables:
        raise SettingsError("alert", f"{str(path)!r} holds no rules", "tables [[alert]]")
    rules = []
    for number, table in enumerate(tables, start=1):
        try:
            rules.append(Rule.model_validate(table))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            key = ".".join(str(part) for part in fault["loc"])
            where = f"alert {number}{' ' + key if key else ''}"
            raise SettingsError(where, fault["msg"].removeprefix("Value error, "), "see docs/exports.md") from error
    if len({rule.name for rule in rules}) < len(rules):
        raise SettingsError("alert", "two rules have one name", "a name of its own for each")
    return tuple(rules)


def matches(rule: Rule, change: Change, now: Dossier) -> bool:
    """Whether a change falls under a rule; actor, issue and number are those of the entry that changed."""
    if (rule.parts and change.part not in rule.parts) or (rule.kinds and change.kind not in rule.kinds):
        return False
    if rule.actor is None and rule.issue is None and rule.at_least is None:
        return True
    entry = _entry_of(change, now)
    if entry is None:
        return False
    if rule.actor is not None and not any(_is(actor, rule.actor) for actor in _actors(entry)):
        return False
    if rule.issue is not None and rule.issue not in _issues(entry):
        return False
    return rule.at_least is None or _count(entry) >= rule.at_least


def _entry_of(change: Change, now: Dossier) -> Entry | None:
    told = set(change.evidence)
    entries: tuple[Entry, ...] = getattr(now, change.part)
    return next((entry for entry in entries if told & set(_passages(entry))), None)


def _passages(entry: Entry) -> Iterator[Evidence]:
    yield from entry.evidence
    for one in (*getattr(entry, "stances", ()), entry):
        yield from getattr(one, "evidence", ())
        yield from getattr(one, "decided_by", ())


def _actors(entry: Entry) -> Iterator[Actor]:
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Actor):
                yield one
            elif isinstance(one, Stance):
                yield one.actor


def _is(actor: Actor, wanted: str) -> bool:
    names = (actor.name, actor.country, actor.id, actor.person)
    return wanted.casefold() in {name.casefold() for name in names if name}


def _issues(entry: Entry) -> set[str]:
    one = getattr(entry, "issue", None)
    return {*getattr(entry, "agenda", ()), *getattr(entry, "issues", ()), *((one,) if one else ())}


def _count(entry: Entry) -> int:
    if isinstance(entry, Violence):
        return (entry.killed.min or 0) if entry.killed else 0
    return (entry.count or 0) if isinstance(entry, Humanitarian) else 0

"""Owns reading people in office from the JSON that the Wikidata query service returns.

Asks the service only when a user says so. The query is in docs/knowledge.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError, SourceError
from dragoman.knowledge.folding import plain
from dragoman.knowledge.load import DATA, Knowledge
from dragoman.knowledge.tables import is_partial_date
from dragoman.version import __version__

ENDPOINT = "https://query.wikidata.org/sparql"  # asked with the query and `format=json`
AGENT = f"dragoman/{__version__} (peace-process event coder)"
SECONDS = 120
LARGEST = 200_000_000  # bytes; the answer for all offices is far smaller
FILE = "actors/people-wikidata.tsv"
COLUMNS = ("id", "name", "aliases", "office", "body", "country", "sectors", "from", "to", "source")
EXPECTED = "the JSON of the Wikidata query service with the variables of docs/knowledge.md"
_QID = re.compile(r"Q\d+$")
_SPACE = re.compile(r"\s+")
# Wikidata writes the precision of a date beside it: 9 a year, 10 a month, 11 a day.
_PRECISION = {"9": 4, "10": 7, "11": 10}


@dataclass(frozen=True, slots=True)
class UpdateSummary:
    """What an update did.

    Attributes:
        file: the file written.
        read: rows of the result.
        added: offices written that no table held.
        known: offices that the tables hold already, left out.
        skipped: one line for each row left out, with its reason.
    """

    file: Path
    read: int
    added: int
    known: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    id: str
    name: str
    aliases: tuple[str, ...]
    office: str
    country: str
    since: str
    until: str
    source: str

    def line(self) -> str:
        """The row of the table."""
        cells = (self.id, self.name, ";".join(self.aliases), self.office, "", self.country, "GOV",
                 self.since, self.until, self.source)  # fmt: skip
        return "\t".join(cells)


def fetch_answer(service: str, into: Path) -> Path:
    """Asks a query service the query of `wikidata.rq` and keeps its answer in a file.

    Args:
        service: address of the service, http or https.
        into: file to write.

    Raises:
        SourceError: the service cannot be reached, refuses, or answers too much.
    """
    from urllib.error import URLError
    from urllib.parse import urlencode
    from urllib.request import Request, urlopen

    if not service.startswith(("https://", "http://")):
        raise SourceError(service, "is no web address", "give an address that begins with https://")
    request = Request(f"{service}?{urlencode({'query': query(), 'format': 'json'})}")
    request.add_header("User-Agent", AGENT)
    request.add_header("Accept", "application/sparql-results+json")
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            content = answer.read(LARGEST + 1)
    except (URLError, TimeoutError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise SourceError(service, f"gave no answer ({reason})", "check the network, or give a FILE") from error
    if len(content) > LARGEST:
        raise SourceError(service, f"answered more than {LARGEST} bytes", "narrow the query")
    into.write_bytes(content)
    return into


def query() -> str:
    """The query whose result `update_from_wikidata` reads."""
    return (DATA / "wikidata.rq").read_text(encoding="utf-8")


def update_from_wikidata(source: Path, into: Path, *, knowledge: Knowledge) -> UpdateSummary:
    """Writes the people of a query result into the user's folder as one more table of people.

    An office that the tables already hold from the same year on is left out, so that checked
    dates stay. People are joined to those of the tables by their whole name and country.

    Args:
        source: file with the query service's JSON.
        into: the user's folder of knowledge; made where it is missing.
        knowledge: the tables that are in force, without the file to be written.

    Raises:
        FormatError: the file is no such JSON.
        SourceError: the table cannot be written.
    """
    bindings = _bindings(source)
    skipped: list[str] = []
    terms: dict[tuple[str, str, str], _Term] = {}
    known = 0
    for number, binding in enumerate(bindings, start=1):
        term = _term(binding, number, knowledge, skipped)
        if term is None:
            continue
        if _is_known(term, knowledge):
            known += 1
            continue
        terms[(term.id, term.office, term.since)] = term
    target = into / FILE
    remark = "# People in office from Wikidata (CC0), written by `dragoman actors update`."
    lines = [remark, "\t".join(COLUMNS), *(term.line() for term in terms.values())]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")
    except OSError as error:
        raise SourceError.unwritable(target, error) from error
    return UpdateSummary(target, len(bindings), len(terms), known, tuple(skipped))


def _bindings(source: Path) -> list[Mapping[str, Any]]:
    try:
        result = json.loads(source.read_text(encoding="utf-8-sig"))
        bindings = result["results"]["bindings"]
    except OSError as error:
        raise FormatError(str(source), "cannot be read", EXPECTED) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormatError(str(source), "has no results.bindings", EXPECTED) from error
    if not isinstance(bindings, list) or not all(isinstance(b, dict) for b in bindings):
        raise FormatError(str(source), "results.bindings is no list of objects", EXPECTED)
    return bindings


def _term(binding: Mapping[str, Any], number: int, knowledge: Knowledge, skipped: list[str]) -> _Term | None:
    """One office of a row, or None with the reason among the skipped."""
    qid = _QID.search(_value(binding, "person"))
    name, office = _value(binding, "personLabel"), _value(binding, "officeLabel").casefold()
    country = _value(binding, "iso3").upper()
    here = f"row {number} ({name or '?'})"
    if qid is None or not name or _QID.fullmatch(name):
        skipped.append(f"{here}: no person with an English name")
    elif not office or _QID.fullmatch(office.upper()):
        skipped.append(f"{here}: no office with an English name")
    elif f"state:{country}" not in knowledge.numbers:
        skipped.append(f"{here}: {country!r} is no country of the tables")
    else:
        aliases = [a.strip() for a in _value(binding, "aliases").split("|")]
        return _Term(
            _person_id(name, qid.group(), country, knowledge),
            name,
            tuple(dict.fromkeys(_clean(a) for a in aliases if a and a != name)),
            _short_office(office, knowledge.entries[knowledge.numbers[f"state:{country}"]][1]),
            country,
            _date(binding, "start"),
            _date(binding, "end"),
            f"wikidata:{qid.group()}",
        )
    return None


def _value(binding: Mapping[str, Any], name: str) -> str:
    cell = binding.get(name)
    value = cell.get("value") if isinstance(cell, dict) else None
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text.replace(";", ",")).strip()


def _date(binding: Mapping[str, Any], name: str) -> str:
    """Year, month or day as precise as Wikidata says; empty where it is no such date."""
    text = _value(binding, name)[:10]
    length = _PRECISION.get(_value(binding, f"{name}Precision"), 10)
    text = text[:length]
    return text if is_partial_date(text) else ""


def _person_id(name: str, qid: str, country: str, knowledge: Knowledge) -> str:
    """The id of the person of the tables with that whole name and country, else one by number."""
    for number, how, surface, _ in knowledge.terms.get(plain(name), ()):
        whole = how == "person" and plain(surface) == plain(name) and " " in surface
        if whole and any(term[2] == country for term in knowledge.offices.get(number, ())):
            return str(knowledge.entries[number][0])
    return f"person:{qid}"


def _short_office(office: str, state: str) -> str:
    """The office without its state: "president of Ukraine" is "president"."""
    for ending in (f" of {state.casefold()}", f" of the {state.casefold()}"):
        office = office.removesuffix(ending)
    return office.replace("minister of foreign affairs", "foreign minister")


def _is_known(term: _Term, knowledge: Knowledge) -> bool:
    number = knowledge.numbers.get(term.id)
    if number is None:
        return False
    return any(
        office == term.office and country == term.country and since[:4] == term.since[:4]
        for office, _, country, _, _, _, _, since, _ in knowledge.offices.get(number, ())
    )

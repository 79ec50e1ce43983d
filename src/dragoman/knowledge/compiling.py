"""Owns turning checked rows into the plain, indexed values that the cache stores.

Does not read files and does not answer questions: `load` wraps what is compiled, `actors` asks it.
"""

from __future__ import annotations

from typing import Any

from dragoman.knowledge.folding import (
    PARTICLES,
    SOUND_START,
    plain,
    skeleton,
    skeleton_start,
    sound,
    tokenise,
)
from dragoman.knowledge.frame_patterns import compiled_pattern
from dragoman.knowledge.reading import Tables
from dragoman.knowledge.schema import Issue
from dragoman.knowledge.tables import end_day, first_day

FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "HKG", "KHM"})
STATE_KIND = "state"
LOOSE_LEAST = 6  # letters of a name that is also found in other transliterations
DEFAULT_RANK = 7  # of an office whose title is in no table
Compiled = dict[str, Any]


def compile_tables(tables: Tables) -> Compiled:
    """Everything that a running program asks, made of texts, numbers, tuples and dictionaries."""
    index = _Index()
    titles = {row.title: (row.sectors, row.rank, row.country) for row in tables.values("titles")}
    _add_states(index, tables)
    _add_bodies(index, tables)
    _add_named(index, tables, "organisations", "organisation")
    _add_named(index, tables, "groups", "group")
    _add_people(index, tables, titles)
    _add_seats(index, tables)
    nouns = {n: p.sector for p in tables.values("patterns") for n in p.nouns}
    nouns |= {row.noun: row.sector[0] for row in tables.values("sector_nouns") if row.sector}
    versions = [checked.value for checked in tables.kind("version").values()]
    return {
        "version": "+".join(versions) or "0",
        "entries": index.entries,
        "terms": {key: tuple(terms) for key, terms in index.terms.items()},
        "starts": index.starts,
        "offices": index.offices,
        "surnames": {key: tuple(sorted(ids)) for key, ids in index.surnames.items()},
        "titles": {plain(title).replace("-", " "): row for title, row in titles.items()},
        "nouns": {plain(noun).replace("-", " "): sector for noun, sector in nouns.items()},
        "ambiguous": {
            row.term: (
                row.prefers,
                tuple(row.not_after),
                tuple(row.not_before),
                row.person,
            )
            for row in tables.values("ambiguous")
        },
        "words": _words_by_kind(tables),
        "processes": [
            (p.id, p.name, p.sides, p.mediators, p.names, first_day(p.since), end_day(p.until))
            for p in tables.values("processes")
        ],
        "members": [
            (row.body, row.members, row.named == "yes", row.called, first_day(row.since), end_day(row.until))
            for row in tables.values("members")
        ],
        "frame_patterns": [compiled_pattern(pattern) for pattern in tables.values("frame_patterns")],
        **_compile_ontology(tables),
    }


def _terms_of(issue: Issue, tables: Tables) -> tuple[str, ...]:
    more = (term for row in tables.values("issue_terms") if row.code == issue.code for term in row.terms)
    return (*issue.terms, *more)


def _words_by_kind(tables: Tables) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in tables.values("words"):
        kinds.setdefault(row.kind, set()).add(row.word)
    return {kind: frozenset(words) for kind, words in kinds.items()}


def _compile_ontology(tables: Tables) -> Compiled:
    return {
        "types": [
            (t.name, t.quad, t.score, t.definition, t.recipient_required, t.cameo,
             tuple((m.name, m.score, m.definition) for m in t.mode))
            for t in tables.values("types")
        ],
        "cameo": [
            (row.code, row.label, row.goldstein, row.type, row.mode)
            for row in tables.values("cameo")
        ],
        "sectors": {row.code: row.definition for row in tables.values("sectors")},
        "contexts": {row.code: row.definition for row in tables.values("contexts")},
        "frame_codes": [
            (row.frame, row.kind, row.status, row.type, row.mode or None, row.cameo)
            for row in tables.own_first("frame_codes")
        ],
        "frame_statuses": [
            (row.frame, row.kind, row.status, row.event) for row in tables.own_first("frame_statuses")
        ],
        "issues": [
            (i.code, i.definition, _terms_of(i, tables), tuple(i.pax)) for i in tables.values("issues")
        ],
    }  # fmt: skip


class _Index:
    """Collects entries and the keys that lead to them while the tables are walked."""

    def __init__(self) -> None:
        self.entries: list[tuple[Any, ...]] = []
        self.by_id: dict[str, int] = {}
        self.terms: dict[str, list[tuple[int, str, str, tuple[str, ...]]]] = {}
        self.starts: dict[str, int] = {}
        self.offices: dict[int, list[tuple[Any, ...]]] = {}
        self.surnames: dict[str, set[int]] = {}

    def entry(self, *values: Any) -> int:
        """Adds `(id, name, kind, country, sectors, first day, end day)` and returns its number."""
        self.entries.append(values)
        self.by_id[values[0]] = len(self.entries) - 1
        return len(self.entries) - 1

    def term(
        self,
        number: int,
        how: str,
        surface: str,
        *,
        sectors: tuple[str, ...] = (),
        loose: str = "",
    ) -> None:
        """Makes a text lead to an entry; `loose` adds the keys of other transliterations."""
        tokens = tokenise(surface)
        if len(tokens) > 1 and tokens[0].plain == "the":
            tokens, surface = tokens[1:], surface[4:]
        words = [token.plain for token in tokens]
        if not words:
            return
        value = (number, how, surface, sectors)
        bare = [token.plain for token in tokens if not token.particle]
        size = len(words)
        self._lead(" ".join(words), words[0], (size, size), value)
        if not loose or not bare:
            return
        # a text may write a particle more or less, or two words as one
        few, many = len(bare), size + 1
        if bare != words:
            self._lead(" ".join(bare), bare[0], (few, many), value)
        if loose == "person" and len(bare) > 1:
            bones = skeleton(bare)
            if bones:
                start = "%" + skeleton_start(bare[0])
                self._lead("%" + bones, start, (few - 1, many), value)
        elif loose != "organisation" and len("".join(bare)) >= LOOSE_LEAST:
            if surface.isupper():
                return
            heard = "".join(sound(word) for word in bare)
            self._lead("~" + heard, "~" + heard[:SOUND_START], (few - 1, many), value)

    def _lead(self, key: str, start: str, sizes: tuple[int, int], value: tuple[Any, ...]) -> None:
        terms = self.terms.setdefault(key, [])
        # Several spellings of one name share a loose key; one of them is enough there.
        known = key[0] in "%~" and any(term[:2] == value[:2] for term in terms)
        if not known and value not in terms:
            terms.append(value)
        for size in range(max(1, sizes[0]), sizes[1] + 1):
            self.starts[start] = self.starts.get(start, 0) | 1 << size


def _add_states(index: _Index, tables: Tables) -> None:
    for row in tables.values("states"):
        days = (first_day(row.since), end_day(row.until))
        number = index.entry(row.id, row.name, STATE_KIND, row.iso3, (), *days)
        for name in (row.name, *row.aliases):
            index.term(number, "name", name)
        for demonym in row.demonyms:
            index.term(number, "demonym", demonym)
        for capital in row.capital:
            if capital != row.name:
                index.term(number, "capital", capital, sectors=("GOV",))
    for row in tables.values("titles"):
        state = index.by_id.get(f"state:{row.country}")
        if state is not None:
            index.term(state, "title", row.title, sectors=tuple(row.sectors))


def _add_seats(index: _Index, tables: Tables) -> None:
    for row in tables.values("seats"):
        number = index.by_id.get(row.body or f"state:{row.country}")
        if number is not None:
            how = "capital" if row.body else "seat"
            index.term(number, how, row.name, sectors=tuple(row.sectors))


def _add_bodies(index: _Index, tables: Tables) -> None:
    for row in tables.values("bodies"):
        body_id = f"body:{row.country}:" + "-".join(plain(row.names[0]).split())
        days = (first_day(row.since), end_day(row.until))
        number = index.entry(body_id, row.names[0], "body", row.country, tuple(row.sectors), *days)
        for name in row.names:
            index.term(number, "body", name)


def _add_named(index: _Index, tables: Tables, table: str, kind: str) -> None:
    for row in tables.values(table):
        country = row.country[0] if row.country else ""
        days = (first_day(row.since), end_day(row.until))
        number = index.entry(row.id, row.name, kind, country, tuple(row.sectors), *days)
        for name in (row.name, *row.aliases):
            index.term(number, kind, name, loose=kind)


def _add_people(index: _Index, tables: Tables, titles: dict[str, Any]) -> None:
    for row in tables.values("people"):
        number = index.by_id.get(row.id)
        if number is None:
            days = (first_day(""), end_day(""))
            number = index.entry(row.id, row.name, "person", row.country, (), *days)
        for name in (row.name, *row.aliases):
            index.term(number, "person", name, loose="person")
        for surname in _surnames(row.name, row.country):
            index.surnames.setdefault(surname, set()).add(number)
            index.surnames.setdefault("~" + sound(surname), set()).add(number)
        index.offices.setdefault(number, []).append(
            (row.office, row.body, row.country, tuple(row.sectors), first_day(row.since),
             end_day(row.until), rank_of(row.office, titles), row.since, row.until)
        )  # fmt: skip


def _surnames(name: str, country: str) -> tuple[str, ...]:
    words = [token.plain for token in tokenise(name) if token.plain not in PARTICLES]
    if len(words) < 2:
        return tuple(words)
    if country in FAMILY_NAME_FIRST:
        return (words[0], words[-1]) if len(words) == 2 else (words[0],)
    return (words[-1],)


def rank_of(office: str, titles: dict[str, Any]) -> int:
    """Rank of an office by the longest title that it opens with, else contains; 1 is highest."""
    office = office.casefold()
    padded = f" {office} "
    opening = [t for t in titles if padded.startswith(f" {t} ")]
    inside = opening or [t for t in titles if f" {t} " in padded]
    return int(titles[max(inside, key=len)][1]) if inside else DEFAULT_RANK

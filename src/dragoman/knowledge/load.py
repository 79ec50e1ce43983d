"""Owns loading: the folders of files become one frozen `Knowledge`, through a compiled cache.

Does not say what a row may hold (`schema`) nor how names are matched (`actors`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack

from dragoman.errors import KnowledgeError
from dragoman.knowledge.caches import drop_older, read_cache, write_cache
from dragoman.knowledge.conflicts import Conflict, conflicts_from
from dragoman.knowledge.folder import TABLES, items_of
from dragoman.knowledge.frame_patterns import FramePattern, patterns_from
from dragoman.knowledge.members import Members, members_from
from dragoman.knowledge.ontology import CameoCode, EventType, FrameCode, FrameStatus, Issue, ontology_of

DATA = Path(__file__).parent / "data"
FORMAT = 7  # raised whenever what `compiling` makes changes its shape


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the program knows of the political world, indexed and never changed.

    Attributes:
        version: of the files, from their manifests; an overlay's is added after `+`.
        entries: id, name, kind, country, sectors, first day and end day of every actor.
        terms: folded name to the entries it may stand for.
        starts: folded first word to the numbers of words of the names that start so, as bits.
        offices: number of a person's entry to the offices he held.
        surnames: folded family name to numbers of people's entries.
        titles: folded title to sectors, rank and country.
        nouns: folded noun to the sector of whom it names.
        ambiguous: name to what it prefers and the words that show another meaning.
        words: kind to words by which noun phrases are read.
        types: PLOVER's event types by name.
        cameo: CAMEO's codes.
        sectors: PLOVER's sectors with definitions.
        contexts: PLOVER's contexts with definitions.
        issues: the contract's issues by code.
        conflicts: conflicts and peace processes by id.
        numbers: id to number of an entry.
        members: id of a body to those for whom the news names it.
        frame_codes: PLOVER's types and CAMEO's codes of frames; the first that fits counts.
        frame_statuses: statuses of events of frames; the first that fits counts.
        frame_patterns: what changes, refuses and makes frames, in the order in which it is asked.
    """

    version: str
    entries: Sequence[tuple[Any, ...]]
    terms: Mapping[str, tuple[tuple[Any, ...], ...]]
    starts: Mapping[str, int]
    offices: Mapping[int, Sequence[tuple[Any, ...]]]
    surnames: Mapping[str, tuple[int, ...]]
    titles: Mapping[str, tuple[Any, ...]]
    nouns: Mapping[str, str]
    ambiguous: Mapping[str, tuple[Any, ...]]
    words: Mapping[str, frozenset[str]]
    types: Mapping[str, EventType]
    cameo: Mapping[str, CameoCode]
    sectors: Mapping[str, str]
    contexts: Mapping[str, str]
    issues: Mapping[str, Issue]
    conflicts: Mapping[str, Conflict]
    numbers: Mapping[str, int]
    members: Mapping[str, tuple[Members, ...]]
    frame_codes: tuple[FrameCode, ...]
    frame_statuses: tuple[FrameStatus, ...]
    frame_patterns: tuple[FramePattern, ...]


def load_knowledge(overlay: Path | None = None, *, cache: Path | None = None) -> Knowledge:
    """The bundled knowledge with the user's folder laid over it.

    Args:
        overlay: folder of files with the bundled files' names; a row with the same key replaces
            the bundled one, any other is added.
        cache: folder for the compiled form; the user's cache folder where None. A cache that
            cannot be read or written is done without.

    Raises:
        KnowledgeError: a file has faults; all of them are listed and nothing is loaded.
    """
    return load_folders(folders_of(overlay), cache=cache)


def folders_of(overlay: Path | None) -> list[Path]:
    """The bundled folder and the user's.

    Raises:
        KnowledgeError: the user's folder does not exist.
    """
    if overlay is not None and not overlay.is_dir():
        raise KnowledgeError([f"{str(overlay)!r}: is no folder; expected a folder of knowledge"])
    return [DATA] if overlay is None else [DATA, overlay]


def load_folders(folders: Sequence[Path], *, cache: Path | None = None) -> Knowledge:
    """The knowledge of folders, the later laid over the earlier; see `load_knowledge`."""
    place = _cache_file(folders, cache)
    kept = _read_cache(place)
    if kept is not None:
        return kept
    payload = _packed(_compile(folders))
    if write_cache(place, payload):
        # Settings may alternate overlays.
        drop_older(place.parent, "knowledge-*.bin", most=4)
    return _wrap(_unpacked(payload))


def _compile(folders: Sequence[Path]) -> dict[str, Any]:
    # Pydantic is imported only here: a cached start does without it.
    from dragoman.knowledge.check import find_faults
    from dragoman.knowledge.compiling import compile_tables
    from dragoman.knowledge.reading import read_folders

    faults: list[str] = []
    tables = read_folders(folders, faults)
    faults += find_faults(tables)
    if faults:
        raise KnowledgeError(faults)
    return compile_tables(tables)


def _wrap(compiled: dict[str, Any]) -> Knowledge:
    entries = compiled["entries"]
    return Knowledge(
        version=compiled["version"],
        entries=entries,
        terms=compiled["terms"],
        starts=compiled["starts"],
        offices=compiled["offices"],
        surnames=compiled["surnames"],
        titles=compiled["titles"],
        nouns=compiled["nouns"],
        ambiguous=compiled["ambiguous"],
        words={kind: frozenset(words) for kind, words in compiled["words"].items()},
        conflicts=conflicts_from(compiled["processes"]),
        numbers={entry[0]: number for number, entry in enumerate(entries)},
        members=members_from(compiled["members"]),
        frame_patterns=patterns_from(compiled["frame_patterns"]),
        **ontology_of(compiled),
    )


def fingerprint(folders: Sequence[Path]) -> str:
    """Digest of the files' names, sizes and times of change, and the form."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(str(FORMAT).encode())
    # The program's own files count: a changed compiler makes an older cache stale.
    for folder in (*folders, Path(__file__).parent):
        digest.update(str(folder.resolve()).encode("utf-8", "surrogateescape"))
        suffixes = {".py"} if folder == Path(__file__).parent else TABLES
        for path, size, changed in sorted(_states(folder, suffixes)):
            digest.update(f"{path} {size} {changed}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _states(folder: Path, suffixes: Collection[str]) -> Iterator[tuple[str, int, int]]:
    for item in items_of(folder):
        if Path(item.name).suffix in suffixes:
            try:
                state = item.stat()
            except OSError:  # a link that leads nowhere
                yield item.path, -1, -1
                continue
            yield item.path, state.st_size, state.st_mtime_ns


def _cache_file(folders: Sequence[Path], cache: Path | None) -> Path:
    if cache is None:
        from platformdirs import user_cache_dir

        cache = Path(user_cache_dir("dragoman", appauthor=False))
    return cache / f"knowledge-{fingerprint(folders)}.bin"


def _read_cache(place: Path) -> Knowledge | None:
    """The knowledge that the cache holds; None where there is none, or it is another's or damaged."""
    payload = read_cache(place)
    try:
        return None if payload is None else _wrap(_unpacked(payload))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # made to look whole
        return None


def _packed(compiled: dict[str, Any]) -> bytes:
    """The compiled form as MessagePack, which holds plain values only: whoever made it, reading it runs nothing."""
    packed: bytes = msgpack.packb(compiled, default=sorted)
    return packed


def _unpacked(payload: bytes) -> dict[str, Any]:
    unpacked: dict[str, Any] = msgpack.unpackb(payload, use_list=False, strict_map_key=False)
    return unpacked

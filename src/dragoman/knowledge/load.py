"""Owns loading: the folders of files become one frozen `Knowledge`, through a compiled cache.

Does not say what a row may hold (`schema`) nor how names are matched (`actors`).
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import KnowledgeError
from dragoman.knowledge.conflicts import Conflict, conflicts_from
from dragoman.knowledge.members import Members, members_from
from dragoman.knowledge.ontology import CameoCode, EventType, FrameCode, FrameStatus, Issue, ontology_of

DATA = Path(__file__).parent / "data"
FORMAT = 6  # raised whenever what `compiling` makes changes its shape
_DIGEST = 32


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
        cues: file of cues to cue to its rows.
        conflicts: conflicts and peace processes by id.
        numbers: id to number of an entry.
        members: id of a body to those for whom the news names it.
        frame_codes: PLOVER's types and CAMEO's codes of frames; the first that fits counts.
        frame_statuses: statuses of events of frames; the first that fits counts.
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
    cues: Mapping[str, Mapping[str, tuple[Mapping[str, str], ...]]]
    conflicts: Mapping[str, Conflict]
    numbers: Mapping[str, int]
    members: Mapping[str, tuple[Members, ...]]
    frame_codes: tuple[FrameCode, ...]
    frame_statuses: tuple[FrameStatus, ...]


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
    compiled = _read_cache(place)
    if compiled is None:
        compiled = _compile(folders)
        _write_cache(place, compiled)
    return _wrap(compiled)


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
        words=compiled["words"],
        cues=compiled["cues"],
        conflicts=conflicts_from(compiled["processes"]),
        numbers={entry[0]: number for number, entry in enumerate(entries)},
        members=members_from(compiled["members"]),
        **ontology_of(compiled),
    )


def fingerprint(folders: Sequence[Path]) -> str:
    """Digest of the files' names, sizes and times of change, the form and the interpreter."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{FORMAT} {sys.version_info[:3]} {marshal.version}".encode())
    # The program's own files count: a changed compiler makes an older cache stale.
    for folder in (*folders, Path(__file__).parent):
        digest.update(str(folder.resolve()).encode("utf-8", "surrogateescape"))
        suffixes = {".py"} if folder == Path(__file__).parent else {".tsv", ".toml"}
        for path, size, changed in sorted(_walk(folder, suffixes)):
            digest.update(f"{path} {size} {changed}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _walk(folder: Path, suffixes: set[str]) -> list[tuple[str, int, int]]:
    found = []
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as items:
            for item in items:
                if item.is_dir(follow_symlinks=False):  # as the files are read; a link may lead in a circle
                    if suffixes != {".py"}:
                        pending.append(item.path)
                elif Path(item.name).suffix in suffixes:
                    state = item.stat()
                    found.append((item.path, state.st_size, state.st_mtime_ns))
    return found


def _cache_file(folders: Sequence[Path], cache: Path | None) -> Path:
    if cache is None:
        from platformdirs import user_cache_dir

        cache = Path(user_cache_dir("dragoman", appauthor=False))
    return cache / f"knowledge-{fingerprint(folders)}.bin"


def _read_cache(place: Path) -> dict[str, Any] | None:
    """What the cache holds; None where there is none or its digest does not fit its bytes."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    payload = data[_DIGEST:]
    # The digest comes first: `marshal` must never see bytes that it did not write itself.
    if hashlib.blake2b(payload, digest_size=_DIGEST).digest() != data[:_DIGEST]:
        return None
    try:
        compiled = marshal.loads(payload)
    except (EOFError, ValueError, TypeError):
        return None
    return compiled if isinstance(compiled, dict) else None


def _write_cache(place: Path, compiled: dict[str, Any]) -> None:
    """Writes beside and renames, so that another process sees the old or the new, never half."""
    import tempfile  # slow to import, and only the first start writes

    payload = marshal.dumps(compiled)
    digest = hashlib.blake2b(payload, digest_size=_DIGEST).digest()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.stem, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(digest + payload)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        return
    _drop_older(place)


def _drop_older(place: Path) -> None:
    """Removes what older files left, keeping the four newest: settings may alternate overlays."""
    try:
        old = sorted(place.parent.glob("knowledge-*.bin"), key=lambda p: p.stat().st_mtime)[:-4]
        for path in old:
            path.unlink(missing_ok=True)
    except OSError:
        return

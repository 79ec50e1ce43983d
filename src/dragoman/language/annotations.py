"""Owns annotated passages as readings: lines of the corpus form, and the reader that gives them back.

What a line may say is `language.annotation_form`'s business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.contract.frames import ATTRIBUTES, ISSUED, FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.errors import FormatError, SourceError
from dragoman.language.alignment import Letters, moved, mover
from dragoman.language.annotation_form import checked, issues_of, occurrences
from dragoman.language.sentences import sentences as cut

if TYPE_CHECKING:
    from datetime import date

FORM = "JSON lines with 'sentences', 'frames' and 'refs'"
# Annotations' name of an attribute, where a frame's own is another.
_FIELDS = {"kind": "subkind"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences with what a reader or annotator found in them.

    Attributes:
        id: as its file names it; the number of its line where it does not.
        source: where the text is from, such as the name of a publication; empty where unknown.
        day: as its file has it, not checked.
        sentences: as given.
        text: the sentences, each parted from the next by a blank.
        reading: in offsets of `text`.
    """

    id: str
    source: str
    day: str | None
    sentences: tuple[str, ...]
    text: str
    reading: Reading


def passage_of(line: Mapping[str, Any], *, name: str = "annotations", reader: str = "annotations") -> Passage:
    """The passage of one line of the corpus form.

    Args:
        line: the line's object.
        name: what to call its file in a fault.
        reader: who has read it, as the reading keeps it.

    Raises:
        FormatError: the line has faults of form; names the first.
    """
    faults = checked(line)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise FormatError(name, f"passage {line.get('id')!r}: {faults[0]}{more}", f"{FORM} in the corpus form")
    sentences = tuple(line["sentences"])
    starts: list[int] = []
    text = ""
    for sentence in sentences:
        starts.append(len(text))
        text += sentence + " "
    day = line.get("date")
    return Passage(
        id=str(line.get("id", "")),
        source=str(line.get("src") or ""),
        day=day if isinstance(day, str) else None,
        sentences=sentences,
        text=text[:-1],
        reading=_reading(line, sentences, starts, reader),
    )


def read_passages(path: Path, *, reader: str = "annotations") -> tuple[Passage, ...]:
    """The annotated passages of a file, in its order.

    Args:
        path: JSON lines in the corpus form.
        reader: who has read them, as the readings keep it.

    Raises:
        SourceError: the file cannot be read.
        FormatError: a line is no JSON object or has faults of form, or two passages have one id.
    """
    passages: dict[str, Passage] = {}
    for number, line in lines_of(path):
        found = passage_of({**line, "id": line.get("id") or f"line {number}"}, name=str(path), reader=reader)
        if found.id in passages:
            raise FormatError(str(path), f"line {number}: the id {found.id!r} has come before", "one line a passage")
        passages[found.id] = found
    if not passages:
        raise FormatError(str(path), "is empty", FORM)
    return tuple(passages.values())


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a file has found: how much it holds, and every fault with its line and passage."""

    passages: int
    frames: int
    faults: tuple[str, ...]


def check_file(path: Path) -> Checked:
    """Every fault of form in a file of annotated passages.

    Raises:
        SourceError: the file cannot be read.
        FormatError: it is empty, or a line is no JSON object.
    """
    faults: list[str] = []
    seen: set[str] = set()
    passages = frames = 0
    for number, line in lines_of(path):
        name = str(line.get("id") or "without id")
        found = [*checked(line), *(["the id has come before"] if name in seen else [])]
        faults += (f"line {number}: {name}: {fault}" for fault in found)
        seen |= {name} if line.get("id") else set()
        passages += 1
        frames += len(line["frames"]) if isinstance(line.get("frames"), list) else 0
    if not passages:
        raise FormatError(str(path), "is empty", FORM)
    return Checked(passages, frames, tuple(faults))


def lines_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with the numbers of their lines, counted from 1.

    Raises:
        SourceError: the file cannot be read.
        FormatError: a line is no JSON object; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise FormatError(str(path), "is not UTF-8 text", FORM) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(str(path), f"line {number} is no JSON", FORM) from error
        if not isinstance(found, dict):
            raise FormatError(str(path), f"line {number} is no JSON object", FORM)
        yield number, found


@dataclass(frozen=True, slots=True)
class AnnotatedReader:
    """A reader that gives back annotations, wherever their sentences stand in a document.

    Attributes:
        passages: what is annotated, in the order of its file.
        source: the file's name, for errors.
        name: with a fingerprint of the annotations.
    """

    passages: tuple[Passage, ...]
    source: str = "annotations"
    name: str = "annotations"

    @classmethod
    def of(cls, path: Path) -> AnnotatedReader:
        """The reader of a file in the corpus form.

        Raises:
            SourceError: the file cannot be read.
            FormatError: it has faults of form.
        """
        passages = read_passages(path)
        fingerprint = hashlib.sha256(repr(passages).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return cls(passages, source=str(path), name=f"annotations {fingerprint}")

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """The annotations of the passages that stand in the text, as one reading.

        White space may differ. Happenings of several passages are kept apart.

        Raises:
            FormatError: no passage stands in the text, or a sentence of one that stands there for the
                greater part does not; names the first sentence that is missing.
        """
        return _joined(self._placed(text), text, self.name)

    def require(self, texts: Iterable[str]) -> None:
        """Makes sure that every passage stands in at least one of these texts.

        Raises:
            FormatError: one does not; names its first sentence that is missing.
        """
        known = [Letters.of(text) for text in texts]
        for passage in self.passages:
            tried = [_place(passage, letters, 0) for letters in known]
            best = max(tried, key=lambda one: one.found, default=_Placed(passage))
            if best.missing is not None:
                raise self._missing(passage, best.missing)

    def _placed(self, text: str) -> list[_Placed]:
        letters = Letters.of(text)
        placed: list[_Placed] = []
        begin, worst = 0, None
        for passage in self.passages:
            tried = _place(passage, letters, begin)
            if tried.missing is not None:
                tried = _place(passage, letters, 0)
            if tried.missing is None:
                begin = tried.end
                placed.append(tried)
            elif tried.found * 2 >= len(passage.sentences):
                raise self._missing(passage, tried.missing)
            elif worst is None:
                worst = tried
        if not placed and worst is not None and worst.missing is not None:
            raise self._missing(worst.passage, worst.missing)
        return placed

    def _missing(self, passage: Passage, sentence: str) -> FormatError:
        problem = f"passage {passage.id!r}: the sentence {sentence[:160]!r} does not stand in the document"
        return FormatError(self.source, problem, "annotations of the document's own sentences, in their order")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A passage in a document: the offset of each of its characters but white space, as far as found.

    Attributes:
        found: sentences that stand in the document, up to the first that does not.
        end: where the search for the next passage begins, in characters but white space.
    """

    passage: Passage
    places: tuple[int, ...] = ()
    found: int = 0
    end: int = 0

    @property
    def missing(self) -> str | None:
        """The first sentence that does not stand in the document."""
        return self.passage.sentences[self.found] if self.found < len(self.passage.sentences) else None

    @property
    def reading(self) -> Reading:
        """What the passage tells, in offsets of the document."""
        return moved(self.passage.reading, mover(Letters.of(self.passage.text).places, self.places))


def _place(passage: Passage, letters: Letters, begin: int) -> _Placed:
    """Where a passage stands: in one piece if it can be, else sentence after sentence."""
    sentences = [Letters.of(sentence).text for sentence in passage.sentences]
    whole = "".join(sentences)
    at = letters.find(whole, begin)
    if at >= 0:
        return _Placed(passage, letters.places[at : at + len(whole)], len(sentences), at + len(whole))
    places: list[int] = []
    for found, sentence in enumerate(sentences):
        at = letters.find(sentence, begin)
        if at < 0:
            return _Placed(passage, found=found)
        begin = at + len(sentence)
        places += letters.places[at:begin]
    return _Placed(passage, tuple(places), len(sentences), begin)


def _joined(placed: Sequence[_Placed], text: str, reader: str) -> Reading:
    frames: list[Frame] = []
    references: set[Reference] = set()
    sentences: set[Span] = set()
    happenings: dict[tuple[int, int], int] = {}
    told: set[tuple[FrameKind, Span]] = set()
    for number, one in enumerate(placed):
        own = one.reading
        # Passages may share sentences: what an earlier one has told is not told again.
        fresh = [frame for frame in own.frames if (frame.kind, frame.trigger) not in told]
        for frame in fresh:
            happening = happenings.setdefault((number, frame.happening), len(happenings) + 1)
            frames.append(replace(frame, happening=happening))
        told.update((frame.kind, frame.trigger) for frame in fresh)
        sentences.update(own.sentences)
        references.update(own.references)
    return Reading(
        reader=reader,
        sentences=_with_the_rest(sorted(sentences), text),
        frames=tuple(sorted(frames, key=lambda frame: frame.trigger)),
        references=tuple(sorted(references, key=lambda one: (one.span, one.antecedents))),
    )


def _with_the_rest(found: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The sentences found and those between them."""
    rest: list[Span] = []
    begin = 0
    for sentence in (*found, Span(len(text), len(text))):
        between = cut(text[begin : max(begin, sentence.start)])
        rest += (Span(begin + one.start, begin + one.end) for one in between)
        begin = max(begin, sentence.end)
    return tuple(sorted((*found, *rest)))


def _reading(line: Mapping[str, Any], sentences: Sequence[str], starts: Sequence[int], reader: str) -> Reading:
    def span(given: Sequence[Any]) -> Span:
        text, number, k = given[0], given[1], given[2] if len(given) > 2 else 1
        start = starts[number - 1] + occurrences(text, sentences[number - 1])[k - 1]
        return Span(start, start + len(text))

    whole = [
        Span(start + len(one) - len(one.lstrip()), start + len(one.rstrip()))
        for start, one in zip(starts, sentences, strict=True)
    ]
    frames = [_frame(one, span, whole[one["t"][1] - 1]) for one in line["frames"]]
    references = [
        Reference(span(words), tuple(span(one) for one in names)) for words, names in line.get("refs") or () if names
    ]
    return Reading(
        reader=reader,
        sentences=tuple(whole),
        frames=tuple(sorted(frames, key=lambda frame: frame.trigger)),
        references=tuple(sorted(references, key=lambda one: one.span)),
    )


def _frame(given: Mapping[str, Any], span: Callable[[Sequence[Any]], Span], sentence: Span) -> Frame:
    kind = FrameKind(given["f"])
    fillers = [Filler(Role(role), span(one)) for role, spans in (given.get("roles") or {}).items() for one in spans]
    values = {_FIELDS.get(name, name): given[name] for name, table in ATTRIBUTES.items() if kind in table}
    return Frame(
        kind=kind,
        trigger=span(given["t"]),
        sentence=sentence,
        happening=given["e"],
        issues=issues_of(given) if kind in ISSUED else (),
        fillers=tuple(sorted(fillers, key=lambda one: one.span)),
        **values,
    )

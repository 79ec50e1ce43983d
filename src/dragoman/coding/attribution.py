"""Owns who said, asked or thought what: sources, cues and contents of reported speech in a text.

Gives the source as a passage of the text; which actor that is, with the office held on that date, is the
coder's question. Rules and cue words only: every attribution carries the rule that found it.
"""

from __future__ import annotations

import sys
from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.coding.attribution_clauses import clause_drafts
from dragoman.coding.attribution_direct import Setting, direct_drafts
from dragoman.coding.attribution_draft import Draft, trim, without
from dragoman.coding.attribution_phrases import line_drafts, phrase_drafts
from dragoman.coding.attribution_quotes import QuoteIndex, paragraphs
from dragoman.documents.document import Passage
from dragoman.knowledge.reporting import reporting_cues

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something that a source says, asks, promises or thinks.

    Attributes:
        source: the speaker's noun phrase; None where the text does not state one.
        cue: the words that attribute ("said", "according to").
        content: what is attributed; several passages where the cue or other words interrupt it.
        verb: lemma of the cue ("say"), or the cue's words.
        kind: what the source does: say, deny, ask, promise, think … (see `knowledge.reporting.KINDS`).
        direct: whether the content is a direct quotation.
        parent: index of the innermost attribution in whose content this one stands, None if none.
        reason: the rule that found it.
    """

    source: Passage | None
    cue: Passage | None
    content: tuple[Passage, ...]
    verb: str | None
    kind: str
    direct: bool
    parent: int | None
    reason: str


def find_attributions(text: str, doc: Doc) -> list[Attribution]:
    """All attributions of a text, in the order of their first character.

    Args:
        text: the text.
        doc: the parse of the whole text; where the parser read less, only that part is searched.
    """
    if not len(doc) or not text.strip():
        return []
    cues = reporting_cues()
    index = QuoteIndex.of(text)
    starts = tuple(token.idx for token in doc)
    setting = Setting(text, doc, index, starts, tuple(paragraphs(text)))
    direct = direct_drafts(setting, cues)
    lines = [setting.line_at(start) for start in starts]
    clauses = [draft for draft in clause_drafts(doc, cues, lines) if not _own_words(setting, draft)]
    sources = [draft.source for draft in (*direct, *clauses) if draft.source is not None]
    known = frozenset(word for source in sources for word in source.quote(text).split())
    named = line_drafts(setting, cues, known)
    drafts = _unite(direct, [*named, *phrase_drafts(setting, cues), *clauses])
    finished = [_finish(setting, draft) for draft in drafts]
    found = sorted((one for one in finished if one is not None), key=_place)
    return _nest(found)


def _own_words(setting: Setting, draft: Draft) -> bool:
    """Whether a cue inside a quotation only says what the quoted speaker says anyway ("I think…")."""
    if draft.cue is None or setting.index.at(draft.cue.start) is None:
        return False
    if draft.source is None:
        return True
    return draft.source.quote(setting.text).lower() in FIRST_PERSON


def _unite(direct: Iterable[Draft], others: Iterable[Draft]) -> list[Draft]:
    """One draft for each cue; a quotation's own draft takes in what the tree adds to it."""
    by_anchor: dict[int, Draft] = {}
    for draft in direct:
        by_anchor[draft.anchor] = draft
    for draft in others:
        first = by_anchor.get(draft.anchor)
        if first is None:
            by_anchor[draft.anchor] = draft
        elif first.direct and not any(_overlap(a, b) for a in first.content for b in draft.content):
            by_anchor[draft.anchor] = replace(first, content=first.content + draft.content)
    return list(by_anchor.values())


def _overlap(one: Passage, other: Passage) -> bool:
    return one.start < other.end and other.start < one.end


def _finish(setting: Setting, draft: Draft) -> Attribution | None:
    """The draft with trimmed content that holds neither its own cue and source nor half a quotation."""
    text = setting.text
    draft = replace(draft, source=_source_in_line(setting, draft))
    holes = [(p.start, p.end) for p in (draft.cue, draft.source) if p is not None]
    found: list[Passage] = []
    for passage in draft.content:
        wide = passage if draft.direct else _whole_quotes(setting, _in_line(setting, passage, draft), draft.cue)
        for start, end in without(wide, holes):
            trimmed = Passage(start, end) if draft.direct else trim(text, start, end)
            if trimmed is not None and any(c.isalnum() for c in trimmed.quote(text)):
                found.append(trimmed)
    if not found:
        return None
    return Attribution(
        source=draft.source,
        cue=draft.cue,
        content=_joined(found),
        verb=draft.verb,
        kind=draft.kind,
        direct=draft.direct,
        parent=None,
        reason=draft.reason,
    )


def _source_in_line(setting: Setting, draft: Draft) -> Passage | None:
    """The source cut to the cue's paragraph; a source that stands wholly in another line is an error."""
    if draft.source is None or draft.cue is None:
        return draft.source
    around = setting.paragraph_at(draft.cue.start)
    start, end = max(draft.source.start, around.start), min(draft.source.end, around.end)
    return Passage(start, end) if start < end else None


def _in_line(setting: Setting, passage: Passage, draft: Draft) -> Passage:
    """The part of a passage in the cue's own paragraph: parsers run over the ends of lines."""
    if draft.cue is None:
        return passage
    around = setting.paragraph_at(draft.cue.start)
    start, end = max(passage.start, around.start), min(passage.end, around.end)
    return Passage(start, end) if start < end else passage


def _whole_quotes(setting: Setting, passage: Passage, cue: Passage | None) -> Passage:
    """The passage with the quotations that it cuts taken in whole, unless the cue stands in them."""
    start, end = passage.start, passage.end
    inside = setting.index.at(cue.start) if cue is not None else None
    for position in (start, end - 1):
        number = setting.index.at(position)
        if number is not None and number != inside:
            quote = setting.index.quotes[number].passage
            start, end = min(start, quote.start), max(end, quote.end)
    return Passage(start, end)


def _joined(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages in order, overlapping ones made one."""
    joined: list[Passage] = []
    for passage in sorted(passages):
        if joined and passage.start <= joined[-1].end:
            joined[-1] = Passage(joined[-1].start, max(joined[-1].end, passage.end))
        else:
            joined.append(passage)
    return tuple(joined)


def _place(one: Attribution) -> tuple[int, int]:
    return min(p.start for p in one.content), one.cue.start if one.cue else 0


def _nest(found: list[Attribution]) -> list[Attribution]:
    """The attributions with `parent` set: the shortest content that holds the cue of another.

    One sweep over the text with the open contents, so that deep nesting costs no recursion.
    """
    opening = sorted((p.start, p.end, number) for number, one in enumerate(found) for p in one.content)
    queries = sorted((one.cue.end - 1, number) for number, one in enumerate(found) if one.cue is not None)
    sizes = [sum(p.end - p.start for p in one.content) for one in found]
    parents: list[int | None] = [None] * len(found)
    active: list[tuple[int, int, int]] = []
    pending = 0
    for position, number in queries:
        while pending < len(opening) and opening[pending][0] <= position:
            _, end, other = opening[pending]
            insort(active, (sizes[other], -other, end))
            pending += 1
        # Only a larger content can be around: without that, two crossing ones would be each other's parent.
        place = bisect_right(active, (sizes[number], -number, sys.maxsize))
        while place < len(active) and active[place][2] <= position:
            del active[place]
        if place < len(active):
            parents[number] = -active[place][1]
    return [replace(one, parent=parent) for one, parent in zip(found, parents, strict=True)]


def speaker_at(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """The innermost attribution whose content covers the characters `start` to `end`, None outside."""
    around = [one for one in attributions if any(p.start <= start and end <= p.end for p in one.content)]
    return min(around, key=lambda one: sum(p.end - p.start for p in one.content), default=None)

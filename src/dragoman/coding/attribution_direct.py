"""Owns direct speech: which cue introduces, follows or interrupts a quotation.

Works on the words around the quotation marks first, because parsers fail inside long quotations.
Does not treat clauses: see `coding.attribution_clauses`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.attribution_clauses import verb_cue
from dragoman.coding.attribution_draft import Draft, token_passage
from dragoman.coding.attribution_quotes import Quote, QuoteIndex
from dragoman.coding.attribution_source import adjacent_source, verb_source
from dragoman.documents.document import Passage
from dragoman.knowledge.reporting import ReportingCues
from dragoman.language import tree, tree_reports

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How many words may stand between a quotation and the verb that attributes it.
REACH = 30
STOPS = frozenset({".", "!", "?", ";"})


@dataclass(frozen=True, slots=True)
class Setting:
    """The text, its parse and its quotations, with the way from characters to tokens."""

    text: str
    doc: Doc
    index: QuoteIndex
    starts: tuple[int, ...]
    paragraphs: tuple[Passage, ...]

    def token_at(self, position: int) -> int:
        """Index of the first token that starts at or after a character."""
        return bisect_left(self.starts, position)

    def paragraph_at(self, position: int) -> Passage:
        """The paragraph around a character."""
        return self.paragraphs[self.line_at(position)]

    def line_at(self, position: int) -> int:
        """Number of the paragraph around a character."""
        return max(0, bisect_right(self.paragraphs, position, key=lambda p: p.start) - 1)


@dataclass(frozen=True, slots=True)
class _Link:
    """A quotation with the verb that attributes it."""

    quote: int
    verb: int
    after: bool


def direct_drafts(setting: Setting, cues: ReportingCues) -> list[Draft]:
    """One draft for each verb that attributes quotations, with all that it attributes."""
    by_verb: dict[int, list[int]] = {}
    after: dict[int, bool] = {}
    previous: _Link | None = None
    for number, quote in enumerate(setting.index.quotes):
        link = None if quote.single else _link(setting, number, cues)
        if link is None and previous is not None and _continues(setting, previous, number):
            link = _Link(number, previous.verb, previous.after)
        if link is not None:
            by_verb.setdefault(link.verb, []).append(number)
            after.setdefault(link.verb, link.after)
            previous = link
    return [_draft(setting, verb, numbers, after[verb], cues) for verb, numbers in sorted(by_verb.items())]


def _draft(setting: Setting, verb: int, numbers: list[int], after: bool, cues: ReportingCues) -> Draft:
    doc = setting.doc
    token = doc[verb]
    cue = verb_cue(token, cues, "quote") or verb_cue(token, cues)
    content = tuple(setting.index.quotes[n].passage for n in numbers)
    first, last = tree_reports.verb_group(token)
    reason = f"quotation with {'following' if after else 'leading'} {token.lemma_.lower()}"
    kind = cue.kind if cue else "say"
    lemma = cue.cue if cue else token.lemma_.lower()
    source = _source(setting, token, content)
    return Draft(source, token_passage(doc, first, last), content, lemma, kind, True, verb, reason)


def _source(setting: Setting, verb: Token, content: tuple[Passage, ...]) -> Passage | None:
    """The speaker outside of the quotations: the tree's subject, else the neighbouring noun phrase."""
    low, high = _bounds(setting, verb)
    found = verb_source(verb)
    if found is not None:
        inside = setting.index.at(found.start) is not None or setting.index.at(found.end - 1) is not None
        if not inside and setting.text.count("\n", min(found.start, verb.idx), max(found.end, verb.idx)) == 0:
            return found
    return adjacent_source(setting.doc, verb.i, low, high) if verb.tag_ != "VBG" else None


def _bounds(setting: Setting, verb: Token) -> tuple[int, int]:
    """Tokens between the quotations (or paragraph ends) around a verb: first, and one after the last."""
    paragraph = setting.paragraph_at(verb.idx)
    low, high = paragraph.start, paragraph.end
    number = bisect_left(setting.index.starts, verb.idx)
    if number < len(setting.index.quotes):
        high = min(high, setting.index.quotes[number].passage.start)
    if number > 0:
        low = max(low, min(verb.idx, setting.index.quotes[number - 1].passage.end))
    return setting.token_at(low), setting.token_at(high)


def _link(setting: Setting, number: int, cues: ReportingCues) -> _Link | None:
    quote = setting.index.quotes[number]
    verb = _verb_after(setting, number, cues)
    if verb is not None:
        return _Link(number, verb, True)
    verb = _verb_before(setting, number, cues)
    return _Link(number, verb, False) if verb is not None else _from_line_before(setting, quote, cues)


def _gap_after(setting: Setting, number: int) -> tuple[int, int]:
    """Characters from a quotation's end to the next quotation or the paragraph's end."""
    quote = setting.index.quotes[number]
    end = setting.paragraphs[quote.paragraph].end
    if number + 1 < len(setting.index.quotes):
        end = min(end, setting.index.quotes[number + 1].passage.start)
    return quote.passage.end, max(quote.passage.end, end)


def _gap_before(setting: Setting, number: int) -> tuple[int, int]:
    """Characters from the quotation before (or the paragraph's start) to a quotation."""
    quote = setting.index.quotes[number]
    start = setting.paragraphs[quote.paragraph].start
    if number > 0:
        start = max(start, setting.index.quotes[number - 1].passage.end)
    return min(start, quote.passage.start), quote.passage.start


def _verb_after(setting: Setting, number: int, cues: ReportingCues) -> int | None:
    """The verb that follows a quotation as in "…," X said."""
    quote = setting.index.quotes[number]
    text = setting.text
    start, end = _gap_after(setting, number)
    inner = text[quote.passage.start : quote.passage.end].rstrip("”\"»'’ ")
    if not quote.closed or (inner.endswith(".") and not text.startswith(",", start)):
        return None
    low, high = setting.token_at(start), setting.token_at(end)
    if not _is_utterance(setting, quote, start):
        return None
    for index in range(low, min(high, low + REACH)):
        token = setting.doc[index]
        if token.text in STOPS:
            return None
        if token.lower_ in {"and", "but", "that", "which", "as"} and index - low <= 1:
            return None
        if not tree.is_verbal(token) or token.dep_ in {"relcl", "acl"}:
            continue
        return index if verb_cue(token, cues, "quote") is not None else None
    return None


def _is_utterance(setting: Setting, quote: Quote, end: int) -> bool:
    """Whether the quotation is a sentence of its own rather than some words within the writer's."""
    inner = setting.text[quote.passage.start : quote.passage.end].strip("“”\"«»„'‘’ ")
    if not inner or _is_title(inner):
        return False
    if inner[-1] in ",?!—–…-" or setting.text.startswith(",", end):
        before = setting.text[max(0, quote.passage.start - 2) : quote.passage.start].strip()
        return not before or before[-1] in '.,:;!?”"—–)' or inner[0].isupper()
    return False


def _is_title(words: str) -> bool:
    """Whether the quoted words are the title of a work: few, and all long ones capitalised."""
    parts = [word.strip(".,!?'’") for word in words.split()]
    long = [word for word in parts if len(word) > 3]
    return 1 < len(parts) <= 10 and len(long) > 1 and all(word[:1].isupper() for word in long)


def _verb_before(setting: Setting, number: int, cues: ReportingCues) -> int | None:
    """The verb that leads to a quotation as in X said, "…"."""
    start, end = _gap_before(setting, number)
    if start == end:
        return None
    low, high = setting.token_at(start), setting.token_at(end)
    last = high - 1
    while last >= low and setting.doc[last].is_space:
        last -= 1
    if last < low:
        return None
    final = setting.doc[last]
    if final.text in {",", ":"} or final.text.endswith(":"):
        return _search_back(setting, last, low, cues, strict=final.text == ",")
    if tree.is_verbal(final) and verb_cue(final, cues, "quote") is not None:
        # threatening "severe" sanctions: a quotation within a longer phrase is not direct speech.
        return final.i if _ends_phrase(setting, number) else None
    if final.lower_ == "that" and last > low:
        return _search_back(setting, last, max(low, last - 3), cues, strict=True)
    return None


def _ends_phrase(setting: Setting, number: int) -> bool:
    """Whether nothing of the writer's own phrase follows a quotation before the next mark."""
    quote = setting.index.quotes[number]
    rest = setting.text[quote.passage.end : quote.passage.end + 40].lstrip(" \u00a0")
    inner = setting.text[quote.passage.start : quote.passage.end].rstrip("”\"»'’ ")
    return not rest or rest[0] in ".,;:!?\n—–)" or inner[-1:] in ".,!?"


def _search_back(setting: Setting, last: int, low: int, cues: ReportingCues, *, strict: bool) -> int | None:
    """The nearest cue verb before a token in its sentence; `strict`: nothing but its complements between."""
    for index in range(last, max(low - 1, last - REACH), -1):
        token = setting.doc[index]
        if token.text in STOPS:
            return None
        if not tree.is_verbal(token):
            continue
        if verb_cue(token, cues, "quote") is not None:
            return index
        if strict and token.tag_ in {"VBD", "VBZ", "VBP"} and token.dep_ not in {"relcl", "advcl"}:
            return None
    return None


def _from_line_before(setting: Setting, quote: Quote, cues: ReportingCues) -> _Link | None:
    """A quotation that opens a paragraph after a line such as "X continued:"."""
    if quote.paragraph == 0 or quote.passage.start != setting.paragraphs[quote.paragraph].start:
        return None
    above = setting.paragraphs[quote.paragraph - 1]
    if setting.text[above.end - 1] not in ":,":
        return None
    last = setting.token_at(above.end) - 1
    verb = _search_back(setting, last, setting.token_at(above.start), cues, strict=False)
    number = bisect_left(setting.index.starts, quote.passage.start)
    return None if verb is None else _Link(number, verb, False)


def _continues(setting: Setting, previous: _Link, number: int) -> bool:
    """Whether a quotation without a cue goes on with the speech of the one before it."""
    earlier, quote = setting.index.quotes[previous.quote], setting.index.quotes[number]
    if quote.single or number != previous.quote + 1:
        return False
    if earlier.paragraph != quote.paragraph:
        opens = quote.passage.start == setting.paragraphs[quote.paragraph].start
        return not earlier.closed and opens and quote.paragraph == earlier.paragraph + 1
    low, high = setting.token_at(earlier.passage.end), setting.token_at(quote.passage.start)
    stops = sum(setting.doc[i].text in STOPS for i in range(low, high))
    between = setting.text[earlier.passage.end : quote.passage.start].strip()
    if not between:
        return True
    ends = between[-1] in ".,:!?" or between[-1] in "…"
    return previous.verb >= low and stops <= 1 and ends and previous.verb < high

"""Owns attributions without a reporting verb: "according to", "reportedly", "X: …", "… – spokesman".

Does not treat verbs and nouns: see `coding.attribution_clauses`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.coding.attribution_direct import Setting
from dragoman.coding.attribution_draft import QUOTE_MARKS, Draft, source_passage, token_passage, without
from dragoman.documents.document import Passage
from dragoman.knowledge.reporting import ReportingCues
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words in the name before a colon or after a dash.
LONGEST_NAME = 7
LONGEST_HEADLINE = 200
SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "NORP"})


def phrase_drafts(setting: Setting, cues: ReportingCues) -> Iterator[Draft]:
    """Attributions by prepositional phrases and adverbs."""
    phrases = {tuple(words.split()): words for words in cues.of("phrase")}
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    doc = setting.doc
    lowered = [t.lower_ for t in doc]
    for token in doc:
        for length in sorted(lengths.get(lowered[token.i], ()), reverse=True):
            words = phrases.get(tuple(lowered[token.i : token.i + length]))
            if words is not None:
                draft = _phrase_draft(token, length, words, cues)
                if draft is not None:
                    yield draft
                break
        if token.pos_ == "ADV" and cues.find("adverb", token.lower_) is not None:
            draft = _adverb_draft(token, cues)
            if draft is not None:
                yield draft


def _phrase_draft(first: Token, length: int, words: str, cues: ReportingCues) -> Draft | None:
    """ "according to X": X is the source, the rest of the clause is the content."""
    doc = first.doc
    last = doc[first.i + length - 1]
    cue = cues.find("phrase", words)
    head = next((c for c in last.children if c.dep_ in {"pobj", "pcomp"}), None)
    if head is None:
        head = next((doc[i] for i in range(last.i + 1, min(last.i + 8, len(doc))) if tree.is_nominal(doc[i])), None)
        if head is None:
            return None
    source = source_passage(head, keep_from=last.i)
    content = _rest_of_clause(first, Passage(first.idx, max(source.end, last.idx + len(last))))
    if cue is None or not content:
        return None
    passage = token_passage(doc, first.i, last.i)
    return Draft(source, passage, content, words, cue.kind, False, first.i, f"phrase {words}")


def _rest_of_clause(first: Token, hole: Passage) -> tuple[Passage, ...]:
    """The clause on which a phrase hangs, without the phrase."""
    head = first.head if first.head.i != first.i else first
    clause_head = tree.clause_head(head)
    clause = tree.clause(clause_head)
    whole = Passage(clause.start_char, clause.end_char)
    if whole.end - whole.start <= hole.end - hole.start:
        sentence = first.sent
        whole = Passage(sentence.start_char, sentence.end_char)
    parts = without(whole, [(hole.start, hole.end)])
    return tuple(Passage(a, b) for a, b in parts if b - a > 2)


def _adverb_draft(adverb: Token, cues: ReportingCues) -> Draft | None:
    """ "reportedly": the clause is somebody's claim, nobody says whose."""
    cue = cues.find("adverb", adverb.lower_)
    passage = token_passage(adverb.doc, adverb.i, adverb.i)
    content = _rest_of_clause(adverb, passage)
    if cue is None or not content:
        return None
    return Draft(None, passage, content, adverb.lower_, cue.kind, False, adverb.i, f"adverb {adverb.lower_}")


def line_drafts(setting: Setting, cues: ReportingCues, known: frozenset[str]) -> Iterator[Draft]:
    """Attributions by the form of a line: "NAME: words" and "Words – spokesman".

    Args:
        setting: the text.
        cues: the cue words.
        known: words of the sources found in the text; a headline's name among them is a speaker.
    """
    for number, paragraph in enumerate(setting.paragraphs):
        draft = _colon_draft(setting, paragraph, number == 0, cues, known)
        if draft is None and number == 0 and paragraph.end - paragraph.start <= LONGEST_HEADLINE:
            draft = _dash_draft(setting, paragraph, cues)
        if draft is not None:
            yield draft


def _colon_draft(
    setting: Setting, paragraph: Passage, headline: bool, cues: ReportingCues, known: frozenset[str]
) -> Draft | None:
    text, doc = setting.text, setting.doc
    colon = text.find(":", paragraph.start, min(paragraph.end, paragraph.start + 60))
    if colon < 0 or colon + 2 >= paragraph.end or not text[colon + 1].isspace():
        return None
    start = paragraph.start + (1 if text[paragraph.start] in QUOTE_MARKS else 0)
    first, last = setting.token_at(start), setting.token_at(colon) - 1
    words = [t for t in doc[first : last + 1] if not t.is_punct and not t.is_space]
    if not words or len(words) > LONGEST_NAME:
        return None
    name = text[start:colon].rstrip()
    speaker = any(cues.find("speaker", w.lemma_.lower()) is not None for w in words)
    named = all(w.pos_ == "PROPN" for w in words)
    entity = any(w.ent_type_ in SPEAKING_ENTITIES for w in words)
    spoken = text[colon + 1 : colon + 4].strip()[:1] in set("“\"‘'«")
    if name.isupper() and len(words) <= 4 and not headline:
        # A transcript names its speakers again and again; "UPDATE:" and "CORRECTION:" stand alone.
        fits = name in known or text.count(f"{name}:") > 1
    elif headline:
        fits = speaker or (named and (entity or spoken or words[-1].text in known))
    else:
        fits = named and entity and len(words) <= 3 and spoken
    if not fits or not name:
        return None
    content = Passage(colon + 1, paragraph.end)
    source = Passage(start, start + len(name))
    return Draft(source, Passage(colon, colon + 1), (content,), ":", "say", not headline, first, "name and colon")


def _dash_draft(setting: Setting, paragraph: Passage, cues: ReportingCues) -> Draft | None:
    text, doc = setting.text, setting.doc
    dash = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in (" – ", " — ", " - "))
    if dash < 0:
        return None
    first, last = setting.token_at(dash + 3), setting.token_at(paragraph.end) - 1
    words = [t for t in doc[first : last + 1] if not t.is_punct]
    if not words or len(words) > LONGEST_NAME or dash - paragraph.start < 12:
        return None
    speaker = any(cues.find("speaker", w.lemma_.lower()) is not None for w in words)
    if not speaker and not all(w.ent_type_ in {"PERSON", "ORG"} for w in words):
        return None
    source = token_passage(doc, words[0].i, words[-1].i)
    content = Passage(paragraph.start, dash)
    return Draft(source, Passage(dash + 1, dash + 2), (content,), "–", "say", False, first, "dash and name")

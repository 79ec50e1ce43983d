"""Owns indirect speech: reporting verbs, nouns and adjectives with the clause or phrase they govern.

Does not treat whole quotations: see `coding.attribution_direct`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.coding.attribution_draft import QUOTE_MARKS, Draft, token_passage
from dragoman.coding.attribution_source import adjacent_source, nearest_subjects, noun_source, verb_source
from dragoman.documents.document import Passage
from dragoman.knowledge.reporting import Cue, ReportingCues
from dragoman.language import tree, tree_reports

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Words after "…, he said" at the end of a sentence ("on Monday in Geneva").
LONGEST_TAIL = 5
# "In March, he said": a sentence that starts with such a word has an adverbial before the comma.
NOT_CONTENT = frozenset({"ADP", "SCONJ", "ADV", "CCONJ"})
# Kinds whose content goes on after the object ("accused X of Y", "described X as Y"), and how.
WITH_REASON = frozenset({"accuse", "judge", "criticise", "promise", "praise"})
REASONS = ("+of", "+as", "+to", "+for", "+on")
# Nouns for statements that nobody needs to own: "reports that …" are reported although by nobody.
UNOWNED = frozenset({"say", "accuse"})


def clause_drafts(doc: Doc, cues: ReportingCues, lines: Sequence[int]) -> Iterator[Draft]:
    """Attributions made by verbs, nouns and adjectives, in the order of the cues.

    Args:
        doc: the parsed text.
        cues: the cue words.
        lines: for each token the number of its paragraph; a cue's content stands in the cue's own.
    """
    for token in doc:
        if tree.is_verbal(token):
            draft = _verb_draft(token, cues, lines)
        elif token.pos_ == "NOUN":
            draft = _noun_draft(token, cues)
        elif token.pos_ == "ADJ":
            draft = _adjective_draft(token, cues)
        else:
            draft = None
        if draft is not None:
            yield draft


def _word(verb: Token) -> tuple[str, ...]:
    """The lemma with its particle, then without it."""
    particle = tree.particle(verb)
    lemma = verb.lemma_.lower()
    return (f"{lemma} {particle}", lemma) if particle else (lemma,)


def verb_cue(verb: Token, cues: ReportingCues, frame: str | None = None) -> Cue | None:
    """The use of the verb that fits the frame."""
    for word in _word(verb):
        cue = cues.find("verb", word, frame)
        if cue is not None:
            return cue
    return None


def _verb_draft(verb: Token, cues: ReportingCues, lines: Sequence[int]) -> Draft | None:
    if verb_cue(verb, cues) is None or _inside_other(verb, cues):
        return None
    frames = {
        name: near
        for name, found in tree_reports.content_frames(verb).items()
        if (near := [head for head in found if lines[head.i] == lines[verb.i]])
    }
    passive = tree.is_passive(verb)
    if passive and "passive" in frames:
        draft = _passive_draft(verb, frames, cues)
        if draft is not None:
            return draft
    if passive and not _reports_without_subject(verb, frames):
        return None
    cue = None
    heads: list[Token] = []
    name = ""
    for name in _frame_order(frames):
        cue = verb_cue(verb, cues, name)
        if cue is not None:
            heads = frames[name]
            break
    if cue is None and "obj" in frames and _shows(verb, cues):
        cue, heads, name = verb_cue(verb, cues, "record"), frames["obj"], "record"
    if cue is None and "small" in frames:
        cue, heads, name = verb_cue(verb, cues, "that"), frames["small"], "that"
    clause = tree_reports.clause_of_object(verb)
    if cue is None and clause is not None:
        cue, heads, name = verb_cue(verb, cues, "that"), [clause], "that"
    if cue is None:
        return _inserted_draft(verb, cues) or _fronted_draft(verb, cues)
    spans = [_content_span(head, name, verb) for head in heads]
    if name == "small":
        spans += [_content_span(head, "obj", verb) for head in frames.get("obj", [])]
    if name.startswith("+") and cue.kind == "ask":
        spans += [_content_span(h, "to", verb) for h in frames.get("to", []) + frames.get("purpose", [])]
    if name == "to":
        spans += [_content_span(h, "obj", verb) for h in frames.get("obj", []) if cue.kind == "ask"]
    if name == "obj":
        if _lends_subject(verb, heads[0], cues):
            return None
        if cue.kind in WITH_REASON:
            for other in REASONS:
                spans += [_content_span(h, other, verb) for h in frames.get(other, [])]
    if name in REASONS:
        spans += [_content_span(h, "obj", verb) for h in frames.get("obj", [])]
    return _make(verb, cue, _source(verb), spans, f"verb {cue.cue} + {name}", frame=name)


def _source(verb: Token) -> Passage | None:
    """The verb's source, also where the parser coordinated the verb with the wrong one."""
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not tree.auxiliaries(verb):
        return None  # "Asked about the plan, X …": X was asked
    above = tree_reports.reattached(verb)
    found = verb_source(above if above is not None else verb)
    if found is None and verb.tag_ in {"VBD", "VBZ", "VBP"} and not tree.is_passive(verb):
        sentence = verb.sent
        return adjacent_source(verb.doc, verb.i, sentence.start, sentence.end)
    return found


def _fronted_draft(verb: Token, cues: ReportingCues) -> Draft | None:
    """ "People like him, she said.": what stands before the comma is the content, whatever its parse."""
    cue = verb_cue(verb, cues, "quote")
    own = nearest_subjects(verb)
    if cue is None or not own or own[0].i > verb.i:
        return None
    doc, start = verb.doc, verb.sent.start
    if "that" not in cue.frames:
        return None
    comma = own[0].left_edge.i - 1
    while comma > start and doc[comma].text in QUOTE_MARKS:
        comma -= 1
    after = [t for t in doc[verb.i + 1 : verb.sent.end] if not t.is_punct and not t.is_space]
    if comma <= start or doc[comma].text != "," or len(after) > LONGEST_TAIL:
        return None
    if doc[start].pos_ in NOT_CONTENT or doc[start].tag_ in {"VBN", "VBG"}:
        return None
    return _make(verb, cue, verb_source(verb), [(start, comma - 1)], f"verb {cue.cue} after content")


def _reports_without_subject(verb: Token, frames: dict[str, list[Token]]) -> bool:
    """Whether a passive verb reports: "found to be …", "asked by X", but not "a firm called Y"."""
    return "that" in frames or "passive" in frames or bool(tree.agents(verb)) or bool(tree.own_subjects(verb))


def _frame_order(frames: dict[str, list[Token]]) -> list[str]:
    prepositions = [name for name in frames if name.startswith("+") and not _is_time(frames[name][0])]
    first = [name for name in ("that", "to", "ing", "small") if name in frames]
    last = [name for name in ("obj",) if name in frames]
    accusing = [name for name in prepositions if name in {"+of", "+as", "+to"}]
    return first + accusing + last + [p for p in prepositions if p not in accusing]


def _shows(verb: Token, cues: ReportingCues) -> bool:
    """Whether the verb's subject is a poll, a report or another document."""
    return any(cues.find("document", s.lemma_.lower()) is not None for s in tree.subjects(verb))


def _is_time(preposition: Token) -> bool:
    """Whether the phrase tells a time ("spoke on Thursday")."""
    return any(c.dep_ == "pobj" and c.ent_type_ in {"DATE", "TIME"} for c in preposition.children)


def _lends_subject(verb: Token, noun: Token, cues: ReportingCues) -> bool:
    """Whether the verb only lends its subject to a cue noun with its content ("expressed concern about")."""
    if cues.find("light", verb.lemma_.lower()) is None:
        return False
    lemma = noun.lemma_.lower()
    return any(cues.find("noun", lemma, name) is not None for name in tree_reports.content_frames(noun))


def _inside_other(verb: Token, cues: ReportingCues) -> bool:
    """Whether the verb is only the infinitive of another cue ("refused to say")."""
    head = verb.head
    if verb.dep_ != "xcomp" or not tree.is_verbal(head) or not tree_reports.is_infinitive(verb):
        return False
    return verb_cue(head, cues, "to") is not None


def _passive_draft(verb: Token, frames: dict[str, list[Token]], cues: ReportingCues) -> Draft | None:
    """ "X is said to …", "X was accused of …", "the deal was reported by Y"."""
    subject = frames["passive"][0]
    for name in ("that", "to", "+of", "+as", "+for", "small"):
        if name in frames:
            cue = verb_cue(verb, cues, name) or (verb_cue(verb, cues, "that") if name == "to" else None)
            if cue is None:
                continue
            spans = [_content_span(head, name, verb) for head in frames[name]]
            if subject.lower_ != "it" and name != "that":
                spans.insert(0, _content_span(subject, "obj", verb))
            return _make(verb, cue, verb_source(verb), spans, f"passive {cue.cue} + {name}")
    cue = verb_cue(verb, cues, "obj")
    if cue is None and tree.agents(verb):
        cue = verb_cue(verb, cues, "that")
    if cue is None or subject.lower_ in {"it", "that", "who", "which"}:
        return None
    source = verb_source(verb)
    if source is None and cue.kind not in {"criticise", "accuse"}:
        return None
    return _make(verb, cue, source, [_content_span(subject, "obj", verb)], f"passive {cue.cue}")


def _inserted_draft(verb: Token, cues: ReportingCues) -> Draft | None:
    """ "…, he said, …" and "as he said": the clause around the cue is the content."""
    host = tree_reports.reports_main_clause(verb)
    cue = verb_cue(verb, cues, "that")
    if host is None or cue is None or tree.is_passive(verb):
        return None
    clause = tree.clause(host)
    own = tree.clause(verb)
    spans = []
    if clause.start < own.start:
        spans.append((clause.start, own.start - 1))
    if own.end < clause.end:
        spans.append((own.end, clause.end - 1))
    return _make(verb, cue, verb_source(verb), spans, f"verb {cue.cue} inserted")


def _content_span(head: Token, name: str, cue: Token) -> tuple[int, int]:
    """Tokens of a content phrase, cut so that they do not run over the cue."""
    first, last = head.left_edge.i, _right_end(head, cue)
    if name.startswith("+") and last > head.i and head.dep_ in tree_reports.PREPOSITIONAL:
        first = head.i + 1
    if first <= cue.i <= last:
        if head.i < cue.i:
            last = cue.left_edge.i - 1 if cue.left_edge.i > head.i else cue.i - 1
        else:
            first = cue.i + 1
    return first, max(first, last)


def _right_end(head: Token, cue: Token) -> int:
    """Last token of a content phrase, without a verb that really is coordinated with the cue."""
    last = int(head.right_edge.i)
    for verb in tree.conjuncts(head)[1:]:
        if tree_reports.reattached(verb) == cue:
            before = int(verb.left_edge.i) - 1
            while before > head.i and head.doc[before].dep_ in {"cc", "punct"}:
                before -= 1
            return min(last, before)
    for clause in head.children:
        # A relative clause after a name and a comma is the writer's remark, not part of the content.
        if clause.dep_ == "relcl" and head.pos_ == "PROPN" and clause.left_edge.i > head.i + 1:
            before = clause.left_edge.i - 1
            if head.doc[before].text == ",":
                last = min(last, before - 1)
    return last


def _make(
    token: Token,
    cue: Cue,
    source: Passage | None,
    spans: list[tuple[int, int]],
    reason: str,
    *,
    frame: str = "",
) -> Draft | None:
    doc = token.doc
    if not spans:
        return None
    first, last = tree_reports.verb_group(token)
    if frame.startswith("+") and last + 1 < len(doc) and doc[last + 1].lower_ == frame[1:]:
        last += 1
    content = tuple(token_passage(doc, low, high) for low, high in sorted(set(spans)))
    verb = cue.cue if cue.pos == "verb" else token.lemma_.lower()
    return Draft(source, token_passage(doc, first, last), content, verb, cue.kind, False, token.i, reason)


def _noun_draft(noun: Token, cues: ReportingCues) -> Draft | None:
    """ "the claim that …", "X's call for …", "issued a warning that …"."""
    lemma = noun.lemma_.lower()
    if cues.find("noun", lemma) is None:
        return None
    frames = tree_reports.content_frames(noun)
    for name in frames:
        cue = cues.find("noun", lemma, name)
        if cue is None:
            continue
        source = noun_source(noun)
        anchor = noun
        if source is None and _is_lent(noun, cues):
            source = verb_source(noun.head)
            anchor = noun.head
        if source is None and (name != "that" or cue.kind not in UNOWNED):
            continue
        spans = [_content_span(head, name, noun) for head in frames[name]]
        draft = _make(noun, cue, source, spans, f"noun {lemma} + {name}", frame=name)
        if draft is not None and anchor is not noun and anchor.i < noun.i:
            low, _ = tree_reports.verb_group(anchor)
            group = token_passage(noun.doc, low, noun.i)
            return Draft(source, group, draft.content, lemma, cue.kind, False, noun.i, draft.reason)
        return draft
    return None


def _is_lent(noun: Token, cues: ReportingCues) -> bool:
    """Whether the noun is the object of a verb that lends it its subject ("issued a warning")."""
    verb = noun.head
    light = tree.is_verbal(verb) and cues.find("light", verb.lemma_.lower()) is not None
    return light and noun.dep_ in tree.OBJECTS


def _adjective_draft(adjective: Token, cues: ReportingCues) -> Draft | None:
    """ "X is confident that …", "X is ready to …"."""
    lemma = adjective.lemma_.lower()
    if cues.find("adjective", lemma) is None:
        return None
    verb = adjective.head
    if adjective.dep_ not in {"acomp", "conj", "oprd", "ccomp"} or not tree.is_verbal(verb):
        return None
    frames = tree_reports.content_frames(adjective)
    for name in frames:
        cue = cues.find("adjective", lemma, name)
        source = verb_source(verb)
        if cue is not None and source is not None:
            spans = [_content_span(head, name, adjective) for head in frames[name]]
            return _make(adjective, cue, source, spans, f"adjective {lemma} + {name}", frame=name)
    return None

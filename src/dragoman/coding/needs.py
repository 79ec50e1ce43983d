"""Owns the named constraints (`needs`) that rules put on a predicate beyond noun classes.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from dragoman.coding.lexicon import Lexicon, Need, below, has_issue, terms_of, through_of
from dragoman.coding.lexicon import is_named as _named
from dragoman.coding.lexicon import words_of as _words
from dragoman.coding.needs_force import NEEDS_OF_FORCE
from dragoman.coding.needs_meeting import NEEDS_OF_MEETING
from dragoman.coding.needs_relief import NEEDS_OF_RELIEF
from dragoman.coding.needs_speech import NEEDS_OF_SPEECH
from dragoman.coding.needs_stance import NEEDS_OF_STANCE
from dragoman.coding.needs_taking import NEEDS_OF_TAKING
from dragoman.coding.predicates import Predicate
from dragoman.language import tree


def _with_talks(predicate: Predicate, lexicon: Lexicon) -> bool:
    near = [*predicate.patients, *(h for _, h in predicate.prepositions)]
    deep = [t for c in predicate.complements for t in (*tree.subjects(c), *below(c, depth=1))]
    return lexicon.any_is([*near, *deep], "talks")


def _with_agreement(predicate: Predicate, lexicon: Lexicon) -> bool:
    near = [*predicate.patients, *predicate.pp("from", "of", "to", "out", "with")]
    deep = [t for c in predicate.complements for t in below(c, depth=1)]
    return lexicon.any_is([*near, *deep], "agreement")


def _purpose(predicate: Predicate, lexicon: Lexicon) -> bool:
    if predicate.lemma == "visit" and _named(predicate.patients):
        return True
    if lexicon.any_is(predicate.pp("for", "to"), "talks"):
        return True
    meeting = {"meet", "discuss", "negotiate", "hold", "brief", "confer", "see", "attend"}
    clauses = [*predicate.complements, *tree.condition_clauses(predicate.token)]
    return any(c.lemma_.lower() in meeting and c.tag_ == "VB" for c in clauses)


def _failure(predicate: Predicate, lexicon: Lexicon) -> bool:
    if predicate.token.lemma_.lower() != "end":
        return True
    return bool(_words(predicate) & {"without", "failure", "deadlock", "acrimony", "disarray", "impasse"})


def _disapproval(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    if lemma in {"call", "attack", "blast", "slam", "complain", "protest"}:
        return lemma in {"slam", "complain"} and (bool(predicate.patients) or bool(predicate.pp("about")))
    return bool(predicate.patients) or bool(predicate.complements)


def _forces(predicate: Predicate, lexicon: Lexicon) -> bool:
    if lexicon.any_is(predicate.patients, "force"):
        return True
    away = [*predicate.pp("from", "of"), *predicate.patients]
    place = lexicon.any_is(away, "territory") or _named(away)
    return place and (lexicon.any_is(predicate.agents, "force|people_attacked"))


def _weapons(predicate: Predicate, lexicon: Lexicon) -> bool:
    arms = {"weapon", "arm", "arms", "gun", "arsenal", "stockpile", "site", "warhead", "programme", "program"}
    if predicate.token.lemma_.lower() == "disarm":
        return True
    return any(one.lemma_.lower() in arms for t in predicate.patients for one in through_of(t)) or (
        lexicon.any_is(predicate.patients, "weapon")
    )


def _protest(predicate: Predicate, lexicon: Lexicon) -> bool:
    who = lexicon.any_is(predicate.agents, "people|people_attacked|party") or _named(predicate.agents)
    return who and bool(predicate.pp("against", "at", "outside", "over", "on", "in", "demanding"))


def _meeting_before(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether "it" or "that" stands for a meeting ahead of which the sentence before tells."""
    start = predicate.token.sent.start
    if start == 0 or not any(t.lower_ in {"it", "this", "that"} for t in predicate.patients):
        return False
    before = predicate.token.doc[start - 1].sent
    return any(
        t.lemma_.lower() in {"meet", "sign", "hold", "come", "attend", "travel", "host", "convene", "visit", "resume"}
        and set(tree.auxiliaries(t)) & {"will", "would", "to", "shall"}
        for t in before
        if tree.is_verbal(t)
    )


def _together(predicate: Predicate, lexicon: Lexicon) -> bool:
    return not predicate.patients and "together" in {c.lower_ for c in predicate.token.children}


def _talk_again(predicate: Predicate, lexicon: Lexicon) -> bool:
    again = {"again", "soon", "later"} & {c.lower_ for c in predicate.token.children}
    return bool(again) and not predicate.patients and "to" in tree.auxiliaries(predicate.token)


def _open_points(predicate: Predicate, lexicon: Lexicon) -> bool:
    words = {"outstanding", "open", "remaining", "last", "final", "disputed", "contentious"}
    return any(words & {c.lower_ for c in t.children} for t in predicate.patients)


def _called_off(predicate: Predicate, lexicon: Lexicon) -> bool:
    off = [c for c in predicate.token.children if c.lower_ == "off" and not any(True for _ in c.children)]
    return bool(off) and not predicate.patients


def _set_or_dated(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether what is agreed is set in a place or on a day: an agreement, not only an intention."""
    near = [h for name, h in predicate.prepositions if name in {"in", "at", "on"}]
    return any(h.pos_ == "PROPN" or h.ent_type_ == "DATE" for h in near)


def _none_kept(predicate: Predicate, lexicon: Lexicon) -> bool:
    none = {"none", "neither", "no", "never", "not", "hardly", "scarcely", "barely", "n't"}
    near = [*predicate.token.children, *(c for t in predicate.patients for c in (t, *t.children))]
    return any(t.lower_ in none for t in near)


def _to_talks(predicate: Predicate, lexicon: Lexicon) -> bool:
    if any(t.ent_type_ == "DATE" for t in predicate.pp("for", "on")) and predicate.patients:
        return True
    meets = any(c.lemma_.lower() in {"meet", "negotiate", "talk", "attend"} for c in predicate.complements)
    guests = _named(predicate.patients) or lexicon.any_is(predicate.patients, "party")
    if guests and any(t.ent_type_ == "GPE" for t in predicate.pp("to")):
        return True
    return meets or lexicon.any_is(predicate.pp("to", "for"), "talks")


def _no_comment(predicate: Predicate, lexicon: Lexicon) -> bool:
    verb = predicate.token
    if tree.is_negated(verb):
        return True
    above = verb.head
    unwilling = {"decline", "refuse", "fail"}
    if verb.dep_ == "xcomp" and above.lemma_.lower() in unwilling:
        return True
    return verb.dep_ == "xcomp" and any(c.lower_ == "yet" for c in above.children)


def _detail(predicate: Predicate, lexicon: Lexicon) -> bool:
    token = predicate.token
    if predicate.pp("between", "with") or tree.possessors(token):
        return True
    return any(c.dep_ in {"nummod", "relcl", "acl"} or c.ent_type_ == "DATE" for c in token.children)


def _in_terms(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the sentence tells what a known agreement holds ("under the deal", "the deal obliges")."""
    noun = predicate.token
    if not {"the", "this", "its"} & {c.lower_ for c in noun.children}:
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ in {"under", "in", "by"}:
        return True
    telling = {"oblige", "provide", "require", "commit", "bind", "call", "foresee", "stipulate", "include"}
    return noun.dep_ in tree.SUBJECTS and noun.head.lemma_.lower() in telling


NEEDS: dict[str, Need] = {
    **NEEDS_OF_FORCE,
    **NEEDS_OF_MEETING,
    **NEEDS_OF_RELIEF,
    **NEEDS_OF_SPEECH,
    **NEEDS_OF_STANCE,
    **NEEDS_OF_TAKING,
    "clause": lambda p, _: bool(p.complements),
    "object": lambda p, _: bool(p.patients),
    "with": lambda p, _: bool(p.pp("with")),
    "no_object": lambda p, _: not p.patients and not p.complements,
    "negated": lambda p, _: tree.is_negated(p.token),
    "infinitive": lambda p, _: any(c.tag_ == "VB" for c in p.complements),
    "object_or_to": lambda p, _: bool(p.patients or p.pp("to")),
    "object_or_clause": lambda p, _: bool(p.patients or p.complements),
    "clause_or_for": lambda p, _: bool(p.complements or p.pp("for", "on", "to")),
    "shake_hands": lambda p, _: any(t.lemma_.lower() == "hand" for t in p.patients),
    "issue": has_issue,
    "of_talks": _with_talks,
    "of_agreement": _with_agreement,
    "in_terms": _in_terms,
    "between": lambda p, _: bool(p.pp("between", "among")),
    "together": lambda p, _: bool(p.patients) and "together" in _words(p),
    "no_appeal": lambda p, _: p.lemma != "call" or not p.pp("for", "to", "on"),
    "meeting_purpose": _purpose,
    "failure": _failure,
    "disapproval": _disapproval,
    "forces_or_place": _forces,
    "weapons": _weapons,
    "protest": _protest,
    "to_talks": _to_talks,
    "meeting_before": _meeting_before,
    "sit_together": _together,
    "talk_again": _talk_again,
    "open_points": _open_points,
    "called_off": _called_off,
    "set_or_dated": _set_or_dated,
    "none_kept": _none_kept,
    "no_comment": _no_comment,
    "agreement_detail": _detail,
}

__all__ = ["NEEDS", "Lexicon", "Need", "below", "has_issue", "terms_of", "through_of"]

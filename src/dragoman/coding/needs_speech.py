"""Owns the named constraints (`needs`) of the rules of commitments and positions: what is said, and how.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, below, has_issue, words_of
from dragoman.coding.needs_owed import NEEDS_OF_OWED, is_conditioned
from dragoman.coding.needs_stance import issues_said
from dragoman.coding.predicates import Predicate, lemma_of
from dragoman.language import tree
from dragoman.language.tree_tense import tense

if TYPE_CHECKING:
    from spacy.tokens import Token


def _complement_has(predicate: Predicate, words: set[str]) -> bool:
    return any(words & {a.lower() for a in tree.auxiliaries(c)} for c in predicate.complements)


def _threat(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    things = [*predicate.patients, *predicate.pp("of", "with")]
    if lexicon.any_is(things, "sanction|attack|weapon|consequence"):
        return True
    if lemma in {"threaten", "vow"}:
        return any(c.tag_ in {"VB", "VBG"} or tense(c) == "future" for c in predicate.complements) or (
            _complement_has(predicate, {"would", "will"})
        )
    return _complement_has(predicate, {"would", "will", "could", "'ll"})


def _promise(predicate: Predicate, lexicon: Lexicon) -> bool:
    if any(c.tag_ == "VB" for c in predicate.complements):
        return True
    if _complement_has(predicate, {"will", "would", "'ll"}):
        return True
    gerund = any(c.tag_ == "VBG" for c in predicate.complements)
    if gerund and predicate.token.lemma_.lower() == "commit":
        return True
    return predicate.token.lemma_.lower() not in {"agree", "swear"} and (
        lexicon.any_is(predicate.patients, "aid|money|force|talks") or has_issue(predicate, lexicon)
    )


def _own_doing(predicate: Predicate) -> Iterable[Token]:
    """Complement verbs that the speaker himself is to do: its subject is he, his, we or the speaker."""
    for clause in predicate.complements:
        for subject in tree.own_subjects(clause):
            own = subject.pos_ == "PRON" or any(p.pos_ == "PRON" for p in tree.possessors(subject))
            same = {t.lower_ for t in tree.core_phrase(subject)} & {
                t.lower_ for a in predicate.agents for t in tree.phrase(a) if t.pos_ == "PROPN"
            }
            if own or same:
                yield clause


def _will_clause(predicate: Predicate, lexicon: Lexicon) -> bool:
    return any(
        not tree.is_negated(c)
        and {"will", "would", "'ll", "shall"} & set(tree.auxiliaries(c))
        and c.lemma_.lower() not in {"be", "have"}
        for c in _own_doing(predicate)
    )


def _ready(predicate: Predicate, lexicon: Lexicon) -> bool:
    return bool(words_of(predicate) & {"ready", "prepared", "willing"})


def _demand(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    taken_up = lemma in {"demand", "seek", "request", "want"} and bool(issues_said(predicate, lexicon))
    if not has_issue(predicate, lexicon) and not taken_up:
        return False
    must = {"must", "should", "need", "ought"}
    if lemma in {"say", "argue", "recall", "stress", "expect", "maintain", "remind", "reiterate"}:
        return _complement_has(predicate, must)
    if lemma == "call":
        return bool(predicate.pp("for", "on", "upon")) or bool(predicate.complements)
    if lemma in {"tell", "order", "ask", "press", "push", "appeal", "urge", "plead", "remind", "instruct"}:
        infinitive = any("to" in tree.auxiliaries(c) for c in predicate.complements)
        own = any(p.pos_ == "PRON" for t in predicate.patients for p in tree.possessors(t))
        asked = infinitive or _complement_has(predicate, must) or bool(predicate.pp("for"))
        return asked and not own
    if lemma in {"hold", "campaign", "lobby", "clamour", "clamor", "fight", "demonstrate"}:
        return bool(predicate.pp("for"))
    if lemma in {"want", "expect", "require"}:
        return bool(predicate.complements) or bool(predicate.patients)
    return True


def _support(predicate: Predicate, lexicon: Lexicon) -> bool:
    if not has_issue(predicate, lexicon):
        return False
    lemma = predicate.token.lemma_.lower()
    if lemma == "stand":
        return bool(predicate.pp("by", "behind"))
    if lemma == "declare":
        return bool(words_of(predicate) & {"favour", "favor", "support", "readiness", "commitment"})
    if lemma in {"hope", "urge", "encourage", "commit", "thank", "affirm", "reaffirm"}:
        return bool(predicate.complements) or bool(predicate.pp("for", "to")) or bool(predicate.patients)
    return bool(predicate.patients) or bool(predicate.complements)


def _willing(predicate: Predicate, lexicon: Lexicon) -> bool:
    ready = {"ready", "willing", "prepared", "open", "keen", "eager"}
    return bool({c.lower_ for c in predicate.token.children} & ready) and has_issue(predicate, lexicon)


def _will_not(predicate: Predicate, lexicon: Lexicon) -> bool:
    modals = {"will", "would", "wo", "shall", "'ll", "ca", "can", "could"}
    if predicate.token.lemma_.lower() in {"recognise", "recognize", "accept", "tolerate"}:
        modals |= {"do", "does", "did"}
    modal = modals & set(tree.auxiliaries(predicate.token))
    return bool(modal) and tree.is_negated(predicate.token) and bool(issues_said(predicate, lexicon))


def _scepticism(predicate: Predicate, lexicon: Lexicon) -> bool:
    doubt = {"scepticism", "skepticism", "doubt", "doubts", "pessimism", "caution", "hopes", "expectations"}
    if predicate.token.lemma_.lower() in {"doubt", "question"}:
        return has_issue(predicate, lexicon) or lexicon.any_is(below(predicate.token), "talks")
    return bool(words_of(predicate) & doubt)


_READY = frozenset({"ready", "prepared", "willing", "happy", "poised"})


def ready_act(predicate: Predicate) -> Token | None:
    """The infinitive of "is prepared to lift…"."""
    for child in predicate.token.children:
        if child.lower_ in _READY or child.lemma_.lower() in {"prepare"}:
            for clause in child.children:
                if clause.tag_ == "VB" and clause.dep_ in {"xcomp", "ccomp", "advcl"}:
                    return clause
    for clause in predicate.complements:
        if clause.lower_ in _READY:
            return next((c for c in clause.children if c.tag_ == "VB"), None)
    return None


def _ready_to(predicate: Predicate, lexicon: Lexicon) -> bool:
    act = ready_act(predicate)
    if act is None or tree.is_negated(predicate.token):
        return False
    kind = lexicon.book.kind_in("action_verb", (lemma_of(act), act.lemma_.lower()))
    helps = kind in {"AID", "CONCEDE", "RETREAT", "SUPPORT", "MOBILIZE", "SANCTION", "ASSAULT", "COERCE"}
    return helps or is_conditioned(act) or is_conditioned(predicate.token)


def _decided_act(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Has decided to make available": an infinitive of an act that peace processes deal with."""
    for act in predicate.complements:
        kind = lexicon.book.kind_in("action_verb", (lemma_of(act), act.lemma_.lower()))
        things = [*tree.objects(act), *(h for _, h in tree.prepositional(act))]
        known = act.tag_ == "VB" and (kind is not None or act.lemma_.lower() == "make")
        if known and lexicon.any_is(things, "aid|money|force|sanction|promised_noun|weapon|captive"):
            return True
    return False


def _or_face(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Leave by Sunday or face attack": what follows for those who do not comply."""
    verb = predicate.token
    return any(t.lower_ in {"or", "otherwise"} for t in verb.doc[max(verb.sent.start, verb.i - 4) : verb.i])


def acts_ahead(predicate: Predicate) -> bool:
    """Whether an infinitive tells what is to be done."""
    clauses = [*predicate.complements, *(c for c in predicate.token.children if c.dep_ == "advcl")]
    return any("to" in tree.auxiliaries(c) for c in clauses)


def _limit(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Gave X until Friday to…", "told X to leave by Sunday": a day set for what another is to do."""
    acts = [c for c in predicate.complements if "to" in tree.auxiliaries(c)]
    if predicate.lemma == "give":
        ends = [*predicate.pp("until", "till", "to")]
        # "gave the militia 48 hours to surrender": the parser takes the time for an adverb.
        ends.extend(c for c in predicate.token.children if acts_ahead(predicate) and c.dep_ == "npadvmod")
        return bool(predicate.recipients or predicate.patients) and any(t.ent_type_ in {"DATE", "TIME"} for t in ends)
    for act in acts:
        limits = [h for n, h in tree.prepositional(act) if n in {"by", "before", "within", "until"}]
        if any(t.ent_type_ in {"DATE", "TIME"} for h in limits for t in tree.phrase(h)):
            return True
    return False


def _noun_promise(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Its promise to free them", "a pledge of 2 billion dollars", "a commitment to elections"."""
    token = predicate.token
    if predicate.light is not None and predicate.light.lemma_.lower() == "take":
        return False
    if any(c.tag_ == "VB" for c in predicate.complements):
        return True
    things = predicate.pp("of", "to", "on")
    return (
        lexicon.any_is(things, "promised_noun|aid|money|force|agreement")
        or any(lexicon.issues.codes(tree.phrase(t)) for t in things)
        or any(p.tag_ == "VBG" for c in token.children if c.dep_ == "prep" for p in c.children)
    )


NEEDS_OF_SPEECH: dict[str, Need] = {
    **NEEDS_OF_OWED,
    "ready_to": _ready_to,
    "or_face": _or_face,
    "decided_act": _decided_act,
    "limit": _limit,
    "noun_promise": _noun_promise,
    "but_to": lambda p, _: any(c.tag_ == "VB" for t in p.patients for c in t.subtree),
    "threat": _threat,
    "promise": _promise,
    "will_clause": _will_clause,
    "ready": _ready,
    "demand": _demand,
    "support": _support,
    "willing": _willing,
    "will_not": _will_not,
    "scepticism": _scepticism,
}

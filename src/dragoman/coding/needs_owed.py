"""Owns the named constraints (`needs`) of acts that are owed, threatened or offered by the act's own verb.

"Is to give up its weapons", "must leave within 30 days", "would lift the embargo if…", "will table a resolution".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, has_issue
from dragoman.coding.predicates import Predicate, lemma_of
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

# Participles and adjectives by which an act is owed ("is required to", "are due to").
_BOUND = frozenset(
    [
        "oblige",
        "require",
        "bind",
        "obligate",
        "schedule",
        "suppose",
        "task",
        "due",
        "obliged",
        "required",
        "bound",
        "set",
        "expect",
        "commit",
        "slate",
        "compel",
        "duty-bound",
    ]
)
# What texts do to those who agreed to them ("The accord obliges both armies to…").
_BINDING = frozenset(
    [
        "oblige",
        "require",
        "bind",
        "commit",
        "obligate",
        "provide",
        "stipulate",
        "compel",
        "foresee",
        "envisage",
        "mandate",
        "call",
        "say",
        "state",
    ]
)
_PROMISING = frozenset({"undertake", "agree", "promise", "pledge", "commit", "vow", "swear", "consent"})
_TIME_NOUNS = frozenset({"hour", "day", "week", "month", "year", "deadline", "time"})
_SOON = frozenset({"will", "'ll", "shall"})


def binding_of(verb: Token) -> str | None:
    """How an act is owed: `must`, `will`, `to` ("is to", "has until Friday to"), `text` ("obliges X to").

    None where it is not.
    """
    words = set(tree.auxiliaries(verb)) | set(tree.auxiliaries(tree.first_conjunct(verb)))
    if tree.is_negated(verb):
        return None
    over = verb.head.head if verb.head.pos_ in {"ADP", "ADV"} or verb.head.tag_ == "RP" else verb.head
    if verb.tag_ == "VBG" and over.lemma_.lower() in {"go", "keep", "continue"} and not words:
        return "will" if set(tree.auxiliaries(over)) & _SOON else None
    if "must" in words:
        return "must"
    if words & _SOON:
        return "will"
    first = tree.first_conjunct(verb)
    if "to" not in words or first.head.i == first.i:
        return _headline(verb) if "to" in words and first.head.i == first.i else None
    head = first.head
    lemma = head.lemma_.lower()
    if verb.i != first.i and lemma in _PROMISING and verb.tag_ == "VB":
        return "to"
    if lemma in _TIME_NOUNS and head.head.lemma_.lower() in {"have", "be"}:
        return "to"
    if lemma == "be" and first.dep_ in {"xcomp", "ccomp", "advcl"} and head.tag_ != "VB":
        return "to" if not any(c.dep_ in {"attr", "acomp"} for c in head.children) else None
    if lemma == "have":
        return "to"
    if lemma in _BOUND and (tree.is_passive(head) or head.pos_ == "ADJ" or head.dep_ == "acomp"):
        return "to"
    if lemma in _BINDING and any(tree.subjects(head)) and not tree.is_passive(head):
        return "text"
    return None


def _headline(verb: Token) -> str | None:
    """ "Ministers to free prisoners": an infinitive that heads its sentence after its subject."""
    return "to" if any(s.i < verb.i for s in tree.own_subjects(verb)) else None


def _reported(verb: Token) -> bool:
    """Whether the act stands in what somebody says or demands."""
    above = tree.first_conjunct(verb)
    while above.dep_ in {"xcomp", "conj", "advcl"} and tree.is_verbal(above.head) and above.head.i != above.i:
        above = above.head
    return bool(above.dep_ == "ccomp" and above.head.i != above.i)


def _dated(verb: Token) -> bool:
    return any(t.ent_type_ in {"DATE", "TIME"} for t in tree.clause(verb))


def _under_agreement(verb: Token, lexicon: Lexicon) -> bool:
    return any(t.pos_ == "NOUN" and lexicon.is_a(t, "agreement") for t in verb.sent)


def _touches(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the act is done to what peace processes deal with."""
    things = [*predicate.patients, *predicate.agents, *predicate.pp("from", "of", "to", "on")]
    told = any(lexicon.issues.codes(tree.phrase(a)) for a in predicate.agents)
    return (
        told
        or has_issue(predicate, lexicon)
        or lexicon.any_is(things, "force|weapon|captive|sanction|agreement|promised_noun|aid|money")
    )


def _by_its_terms(verb: Token, lexicon: Lexicon) -> bool:
    """ "Under the accord the fighters lay down their arms": what the terms say, told in the present."""
    if verb.tag_ not in {"VBP", "VBZ"} or tree.is_negated(verb) or tree.auxiliaries(verb):
        return False
    under = [h for t in {verb, tree.first_conjunct(verb)} for n, h in tree.prepositional(t) if n == "under"]
    return lexicon.any_is(under, "agreement")


def _owed(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Is to give up its weapons", "must leave within 30 days", "has until Friday to free them"."""
    verb = predicate.token
    how = binding_of(verb)
    if how is None and _by_its_terms(verb, lexicon):
        how = "to"
    if how is None or not _touches(predicate, lexicon):
        return False
    if how == "text":
        return lexicon.any_is(tree.subjects(tree.first_conjunct(verb).head), "agreement")
    if how == "must":
        return not _reported(verb) and (_dated(verb) or _under_agreement(verb, lexicon))
    if how == "will":
        kind = lexicon.book.kind_in("action_verb", (lemma_of(verb), verb.lemma_.lower()))
        vague = kind in {"COOPERATE", "AGREE"} and not predicate.patients and not predicate.complements
        return not _is_condition(verb) and not vague and not _arranged(predicate, lexicon)
    return not _arranged(predicate, lexicon) or _until(verb)


_BEGINNING = frozenset({"begin", "start", "open", "resume", "launch", "convene", "hold", "take", "continue"})


def _arranged(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether it is a date in the diary and no duty: talks that are to open, a truce that is to begin."""
    verb = predicate.token
    kind = lexicon.book.kind_in("action_verb", (lemma_of(verb), verb.lemma_.lower()))
    if kind == "CONSULT" or any(t.lemma_.lower() == "place" for t in predicate.patients):
        return True
    if verb.lemma_.lower() not in _BEGINNING:
        return False
    things = [*predicate.patients, *predicate.agents]
    return lexicon.any_is(things, "talks") or (not predicate.patients and lexicon.any_is(things, "agreement"))


def _until(verb: Token) -> bool:
    """Whether the time to act is limited ("have until Friday to", "have a week to"), not merely arranged."""
    head = tree.first_conjunct(verb).head
    return head.lemma_.lower() in _TIME_NOUNS | {"have"} or head.lemma_.lower() in _PROMISING


def _be_out(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "All foreign fighters must be out of the country": to be gone by a day."""
    gone = any(c.lower_ in {"out", "gone", "home"} for c in predicate.token.children)
    return gone and binding_of(predicate.token) in {"must", "to", "will"} and not _reported(predicate.token)


def _is_condition(verb: Token) -> bool:
    marker = tree.clause_marker(tree.clause_head(verb))
    return marker in {"if", "unless", "once", "when", "whether", "until", "before", "after", "that", "what"}


def is_conditioned(verb: Token) -> bool:
    """Whether an if-clause, "unless", "once" or an inverted "should" hangs on the act."""
    opening = {"if", "unless", "once", "provided", "should", "until", "as"}
    for clause in tree.condition_clauses(verb):
        words = {
            tree.clause_marker(clause) or "",
            tree.clause(clause)[0].lower_,
            *(c.lower_ for c in clause.children),
        }
        if words & opening:
            return True
    return verb.sent[0].lower_ in {"should", "if", "unless", "once"} or any(
        c.lower_ in {"unless", "provided"} for c in verb.children
    )


def _would_if(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Would lift the embargo if…": an act offered or threatened under a condition."""
    words = set(tree.auxiliaries(predicate.token))
    ahead = bool(words & (_SOON | {"would"}))
    return ahead and not tree.is_negated(predicate.token) and is_conditioned(predicate.token)


def _hostile(predicate: Predicate, lexicon: Lexicon) -> bool:
    """A hostile act that is announced ("will table a resolution", "would resume strikes unless")."""
    verb = predicate.token
    words = set(tree.auxiliaries(verb)) | set(tree.auxiliaries(tree.first_conjunct(verb)))
    if tree.is_negated(verb) or not words & (_SOON | {"would"}) or _is_condition(verb):
        return False
    things = [*predicate.patients, *predicate.pp("to", "against", "on", "from")]
    answers = verb.lemma_.lower() in {"retaliate", "avenge"} or predicate.lemma in {"hit back", "strike back"}
    fit = (
        answers or has_issue(predicate, lexicon) or lexicon.any_is(things, "sanction|attack|hostile_noun|force|weapon")
    )
    return fit and ("would" not in words or is_conditioned(verb) or _reported(verb))


_TRIGGERS = frozenset(
    ["failure", "refusal", "violation", "breach", "attempt", "delay", "defiance", "incursion", "aggression", "attack"]
)


def _ahead(verb: Token) -> bool:
    return bool(set(tree.auxiliaries(verb)) & (_SOON | {"would"})) and not tree.is_negated(verb)


def _consequence_follows(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Sanctions will follow if…", "there would be consequences"."""
    things = [*predicate.agents, *predicate.patients, *(c for c in predicate.token.children if c.dep_ == "attr")]
    grave = lexicon.any_is(things, "sanction|consequence") and not any(t.ent_type_ for t in things)
    return grave and _ahead(predicate.token) and (is_conditioned(predicate.token) or _reported(predicate.token))


def _brings_consequence(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Failure to comply will lead to sanctions"."""
    cause = any(t.lemma_.lower() in _TRIGGERS or _any_such(t) for t in predicate.agents)
    things = [*predicate.patients, *predicate.pp("to", "in", "on")]
    return cause and _ahead(predicate.token) and lexicon.any_is(things, "sanction|consequence|attack")


def _treated_as(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Any intervention would be treated as an act of war", "will be met with force"."""
    if not tree.is_passive(predicate.token) or not _ahead(predicate.token):
        return False
    if not any(_any_such(t) or t.lemma_.lower() in _TRIGGERS for t in predicate.patients):
        return False
    if predicate.lemma in {"meet", "answer"}:
        return lexicon.any_is(predicate.pp("with", "by"), "hostile_noun|consequence|attack|fire")
    grave = {"war", "aggression", "attack", "target", "enemy", "invasion", "provocation"}
    return any(t.lemma_.lower() in grave for one in predicate.pp("as") for t in tree.phrase(one))


def _any_such(noun: Token) -> bool:
    return any(c.lower_ in {"any", "another", "such", "every", "further"} for c in noun.children)


NEEDS_OF_OWED: dict[str, Need] = {
    "owed": _owed,
    "would_if": _would_if,
    "hostile": _hostile,
    "be_out": _be_out,
    "consequence_follows": _consequence_follows,
    "brings_consequence": _brings_consequence,
    "treated_as": _treated_as,
}

"""Owns the named constraints (`needs`) of the rules of positions beyond plain demands and support.

Which issue a stance is on is asked of the words of the clause, of what a relative clause takes up,
and of the sentence before where the text says only "it".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, words_of
from dragoman.coding.predicates import Predicate
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

_REFERRING = frozenset({"it", "them", "this", "that", "so", "these", "both", "which", "whole", "such"})
# Nouns that take up what was said before ("rejects the demand").
_TAKING_UP = frozenset(
    [
        "demand",
        "proposal",
        "plan",
        "idea",
        "offer",
        "request",
        "call",
        "clause",
        "condition",
        "thing",
        "claim",
        "step",
        "move",
        "provision",
        "term",
        "suggestion",
        "bid",
        "appeal",
        "formula",
        "initiative",
    ]
)
_SPEECH = frozenset({"say", "comment", "reply", "answer", "respond", "disclose", "confirm", "speak"})
_CONDITIONS = frozenset({"without", "unless", "until", "before"})


def _stands_beside(other: Token, token: Token) -> bool:
    """Whether a word heads another act than the predicate's: coordinated, or a participle beside it."""
    own = other.head.i == token.i
    if other.dep_ == "conj" and tree.is_verbal(other):
        return own or bool(tree.own_subjects(other)) or other.tag_ in {"VBZ", "VBD", "VBP"}
    return own and other.dep_ == "advcl" and other.tag_ == "VBG" and not tree.has_mark(other)


def own_tokens(predicate: Predicate) -> list[Token]:
    """The words of a predicate's clause without its subject and without clauses coordinated with it or under it."""
    token = predicate.light or predicate.token
    if token.dep_ == "ccomp" and token.head.i > token.i and tree.is_verbal(token.head):
        # "X will not sign, its president has said, before…": the parenthesis heads the clause for the parser.
        others = {t.i for s in tree.subjects(token.head) for t in tree.phrase(s)}
        others |= {t.i for a in predicate.agents for t in tree.phrase(a)}
        return [t for t in tree.clause(token.head) if t.i not in others]
    out = {t.i for a in predicate.agents for t in tree.phrase(a)}
    for other in tree.clause(token):
        if other.i != token.i and _stands_beside(other, token):
            out |= {t.i for t in other.subtree}
    return [t for t in tree.clause(token) if t.i not in out]


def told_before(token: Token, lexicon: Lexicon) -> list[str]:
    """The issues named before a predicate in its paragraph, in order."""
    start = token.i
    while start > 0 and "\n" not in token.doc[start - 1].text_with_ws:
        start -= 1
    return [m.code for m in lexicon.issues.find(list(token.doc[start : token.i]))]


def issues_said(predicate: Predicate, lexicon: Lexicon) -> tuple[str, ...]:
    """The issues of which a predicate speaks, nearest words first."""
    tokens = own_tokens(predicate)
    found = list(lexicon.issues.codes(tokens))
    if not found:
        taken_up = [p for p in predicate.patients if p.i not in {t.i for t in tokens}]
        for noun in taken_up:
            found.extend(lexicon.issues.codes(tree.phrase(noun)))
            if not found:
                found.extend(lexicon.issues.codes(tree.clause(tree.clause_head(noun))))
    refers = any(t.lower_ in _REFERRING for t in tokens) or any(
        t.lemma_.lower() in _TAKING_UP and any(c.lower_ in {"the", "any", "every"} for c in t.children)
        for t in predicate.patients
    )
    refers = refers or any(t.lemma_.lower() == "protest" for t in tokens)
    if not found and refers:
        protest = any(t.lemma_.lower() == "protest" for t in tokens)
        found.extend(told_before(predicate.token, lexicon)[: 1 if protest else None][-1:])
    return tuple(dict.fromkeys(found))


def joined_issues(predicate: Predicate, lexicon: Lexicon) -> tuple[str, ...]:
    """The issues of coordinated objects ("objected to A and to B"), one for each; empty where there is one object."""
    things = [*predicate.patients, *predicate.pp("to", "for", "of", "on", "against")]
    found = []
    for thing in things:
        inside = [t for t in thing.subtree if not any(a.dep_ == "conj" and a.i > thing.i for a in (t, *t.ancestors))]
        codes = [c for c in lexicon.issues.codes(inside) if c not in {"settlement", "other"}]
        found.extend(codes[:1])
    return tuple(dict.fromkeys(found)) if len(things) > 1 else ()


def _says_issue(predicate: Predicate, lexicon: Lexicon) -> bool:
    return bool(issues_said(predicate, lexicon))


def _refusal(predicate: Predicate, lexicon: Lexicon) -> bool:
    """A refusal of something, not of an answer, and not the denial of a report."""
    lemma = predicate.token.lemma_.lower()
    if any(c.lemma_.lower() in _SPEECH for c in predicate.complements):
        return False
    clauses = [c for c in predicate.complements if c.tag_ != "VB" and c.tag_ != "VBG"]
    if lemma in {"deny", "dismiss"} and (clauses or not predicate.patients):
        return False
    if lemma == "deny" and not predicate.recipients:
        return False
    if lexicon.any_is(predicate.patients, "claim"):
        return False
    return _says_issue(predicate, lexicon)


def _against(predicate: Predicate, lexicon: Lexicon) -> bool:
    return bool(predicate.pp("against")) and _says_issue(predicate, lexicon)


def _in_favour(predicate: Predicate, lexicon: Lexicon) -> bool:
    favour = any(t.lemma_.lower() in {"favour", "favor", "support"} for t in predicate.pp("in"))
    voted = predicate.token.lemma_.lower() in {"vote", "campaign", "argue"} and bool(predicate.pp("for"))
    return (favour or voted) and _says_issue(predicate, lexicon)


def _sceptical(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Is sceptical about", "has little confidence in", "still had questions about"."""
    verb = predicate.token
    near = {c.lower_ for c in verb.children}
    about = _says_issue(predicate, lexicon) or lexicon.any_is([h for _, h in predicate.prepositions], "talks")
    if verb.lemma_.lower() in {"be", "remain", "stay", "sound", "appear"}:
        return bool(near & set(lexicon.book.classes["doubting_word"])) and about
    objects = [t for t in predicate.patients if lexicon.is_a(t, "doubt_noun")]
    trust = [t for t in predicate.patients if t.lemma_.lower() in {"confidence", "faith", "trust", "hope", "hopes"}]
    few = any(c.lower_ in {"little", "no", "few", "scant"} for t in trust for c in t.children)
    return (bool(objects) or few or (bool(trust) and tree.is_negated(verb))) and (about or few)


def _yet(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and any(c.lower_ == "yet" for c in verb.head.children)


def _undecided(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Has yet to decide", "would study the plan", "has not said whether", "withheld his signature"."""
    verb = predicate.token
    lemma = verb.lemma_.lower()
    if not _says_issue(predicate, lexicon):
        return False
    if lemma == "withhold":
        return any(t.lemma_.lower() in {"signature", "consent", "approval", "support"} for t in predicate.patients)
    if lemma == "leave":
        return "open" in {c.lower_ for c in verb.children}
    if lemma in {"decide", "commit", "answer", "reply", "respond", "say"}:  # "yet to" binds above the verb
        whether = any(tree.clause_marker(c) in {"whether", "if"} for c in predicate.complements)
        open_ = tree.is_negated(verb) or _yet(verb)
        return open_ and (lemma != "say" or whether)
    ahead = {"will", "would", "'ll", "to", "is", "are", "was", "were", "still"} & set(words_of(predicate))
    return bool(ahead) and not tree.is_negated(verb)


def _nothing_less(predicate: Predicate, lexicon: Lexicon) -> bool:
    words = [t.lower_ for t in tree.clause(predicate.token)]
    joined = " ".join(words)
    return any(w in joined for w in ("nothing less", "nothing short", "nothing but", "no less than")) and _says_issue(
        predicate, lexicon
    )


def _no_without(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Said there could be no deal without guarantees"."""
    for clause in predicate.complements:
        words = {t.lower_ for t in tree.clause(clause)}
        if words & {"no", "not", "never"} and words & _CONDITIONS:
            return _says_issue(predicate, lexicon)
    return False


def _conditional_on(predicate: Predicate, lexicon: Lexicon) -> bool:
    tied = bool(
        {"conditional", "dependent", "contingent", "condition", "precondition", "prerequisite"} & words_of(predicate)
    )
    linked = predicate.token.lemma_.lower() in {"tie", "link", "condition", "subordinate"} and bool(
        predicate.pp("to", "on")
    )
    return (tied or linked) and _says_issue(predicate, lexicon)


def _judged(name: str) -> Need:
    """A need: the thing spoken of is called something of a class of words ("a historic step", "a fraud")."""

    def need(predicate: Predicate, lexicon: Lexicon) -> bool:
        words = set(lexicon.book.classes[name])
        verb = predicate.token
        if verb.lemma_.lower() in {"say", "tell", "argue", "believe", "think", "declare", "add"}:
            named = [c for c in predicate.complements if c.lemma_.lower() in {"be", "mean", "amount", "represent"}]
            return any(words & {t.lower_ for t in tree.clause(c)} for c in named) and _says_issue(predicate, lexicon)
        return bool(words & words_of(predicate)) and _says_issue(predicate, lexicon)

    return need


def _walks_out(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Suspended the talks", "walked out of the negotiations", "will boycott the conference"."""
    things = [*predicate.patients, *predicate.pp("from", "of", "out", "with")]
    polls = predicate.lemma in {"boycott", "shun"} and any(
        "elections" in lexicon.issues.codes(tree.phrase(t)) for t in things
    )
    return (
        (polls or lexicon.any_is(things, "talks"))
        and not tree.is_negated(predicate.token)
        and not tree.is_passive(predicate.token)
    )


def _in_protest(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Left the coalition in protest": what is protested against is told with it or just before."""
    return any(t.lemma_.lower() == "protest" and t.head.lower_ == "in" for t in tree.clause(predicate.token))


def _says_no(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Said no to elections"."""
    refuses = any(c.lower_ == "no" for c in predicate.token.children)
    return refuses and any(lexicon.issues.codes(tree.phrase(t)) for t in predicate.pp("to"))


def _no_intention(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Has no intention of recognising", "sees no reason for talks"."""
    wills = {"intention", "plan", "wish", "desire", "interest", "need", "reason", "willingness", "appetite", "point"}
    none = [
        t
        for t in predicate.patients
        if t.lemma_.lower() in wills and any(c.lower_ in {"no", "little"} for c in t.children)
    ]
    return any(lexicon.issues.codes(tree.phrase(t)) for t in none)


_NO_QUESTION = frozenset(
    {"question", "decision", "chance", "prospect", "possibility", "reason", "need", "plan", "intention"}
)


def _none_to_be(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "There will be no truce", "there is no question of talks", as somebody says."""
    verb = predicate.token
    if not any(c.dep_ == "expl" for c in verb.children) or verb.dep_ != "ccomp":
        return False
    ahead = bool({"will", "would", "can", "could", "'ll", "shall"} & set(tree.auxiliaries(verb)))
    for noun in (c for c in verb.children if c.dep_ == "attr"):
        none = any(c.lower_ == "no" for c in noun.children)
        if none and (ahead or noun.lemma_.lower() in _NO_QUESTION):
            return bool(lexicon.issues.codes(tree.phrase(noun)))
    return False


def _only_if(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Will only sign if…", "would lift the sanctions only after…"."""
    verb = predicate.token
    ahead = {"will", "would", "'ll", "can", "could", "shall"} & set(tree.auxiliaries(verb))
    clauses = tree.condition_clauses(verb)
    tied = any((tree.clause_marker(c) or "") in {"if", "once", "when", "after", "provided"} for c in clauses)
    only = any(t.lower_ == "only" for t in tree.clause(verb) if not any(t in c.subtree and t.i > c.i for c in clauses))
    return bool(ahead) and tied and only and not tree.is_negated(verb) and _says_issue(predicate, lexicon)


def _noun_stance(predicate: Predicate, lexicon: Lexicon) -> bool:
    """A noun of stance that says on what: "its demand for elections", "opposition to the deployment"."""
    token = predicate.token
    inside = [t for t in token.subtree if t.i > token.i]
    return bool(lexicon.issues.find(inside))


NEEDS_OF_STANCE: dict[str, Need] = {
    "says_issue": _says_issue,
    "refusal": _refusal,
    "against": _against,
    "in_favour": _in_favour,
    "is_sceptical": _sceptical,
    "undecided": _undecided,
    "nothing_less": _nothing_less,
    "no_without": _no_without,
    "conditional_on": _conditional_on,
    "approving": _judged("approving_word"),
    "disapproving": _judged("disapproving_word"),
    "noun_stance": _noun_stance,
    "walks_out": _walks_out,
    "in_protest": _in_protest,
    "says_no": _says_no,
    "no_intention": _no_intention,
    "only_if": _only_if,
    "none_to_be": _none_to_be,
}

"""Owns the named constraints (`needs`) that rules put on a predicate beyond noun classes.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.issues import IssueFinder
from dragoman.coding.predicates import Predicate
from dragoman.knowledge.rules import RuleBook
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What matching needs to know: the rules with their noun classes, and the issue terms."""

    book: RuleBook
    issues: IssueFinder

    def is_a(self, token: Token, name: str) -> bool:
        """Whether the noun, or the noun behind its "of", belongs to the class."""
        return self.kind(token, name) is not None

    def kind(self, token: Token, name: str) -> str | None:
        """The kind of the noun in the class, None if it is not in it."""
        return self.book.kind_in(name, terms_of(token))

    def any_is(self, tokens: Iterable[Token], name: str) -> bool:
        """Whether one of the nouns, or what stands behind its "of", belongs to the class."""
        return any(self.is_a(one, name) for token in tokens for one in through_of(token))


def terms_of(token: Token) -> tuple[str, ...]:
    """Lower-case lemma terms of a noun, the longest first: "air strike", "strike"."""
    lemma = token.lemma_.lower()
    before = [c.lemma_.lower() for c in token.children if c.dep_ in {"compound", "amod", "nmod"}]
    found = []
    if len(before) >= 2:
        found.append(" ".join((*before[-2:], lemma)))
    found.extend(f"{word} {lemma}" for word in before)
    if token.lower_ != lemma:
        found.extend(f"{word} {token.lower_}" for word in before)
        found.append(token.lower_)
    found.append(lemma)
    return tuple(found)


def through_of(token: Token) -> Iterable[Token]:
    """The noun, and the noun behind "of": the "talks" of "a round of talks"."""
    yield token
    for name, head in tree.prepositional(token):
        if name == "of":
            yield head


def below(token: Token, *, depth: int = 3) -> Iterable[Token]:
    """Objects and prepositional objects under a predicate and its complements, to a small depth."""
    if depth == 0:
        return
    for child in [*tree.objects(token), *(head for _, head in tree.prepositional(token))]:
        yield child
        yield from through_of(child)
    for child in tree.complements(token):
        yield from tree.subjects(child)
        yield from below(child, depth=depth - 1)


def _words(predicate: Predicate) -> set[str]:
    return {t.lower_ for t in tree.clause(predicate.token)}


def _named(tokens: Iterable[Token]) -> bool:
    """Whether one of the phrases holds a proper name or a capitalised adjective."""
    return any(
        t.pos_ == "PROPN" or (t.pos_ == "ADJ" and t.text[:1].isupper())
        for one in tokens
        for t in tree.core_phrase(one)
    )


def has_issue(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the predicate's clause, its subject left out, names an issue."""
    left_out = {t.i for a in predicate.agents for t in tree.phrase(a)}
    tokens = [t for t in tree.clause(predicate.token) if t.i not in left_out]
    return bool(lexicon.issues.find(tokens))


def _complement_has(predicate: Predicate, words: set[str]) -> bool:
    return any(words & {a.lower() for a in tree.auxiliaries(c)} for c in predicate.complements)


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


def _victims(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    if lemma in {"die", "perish"}:
        return lexicon.any_is(predicate.agents, "people_attacked") or _counted(predicate.agents)
    if lemma in {"claim", "cost"}:
        return any(t.lemma_.lower() == "life" for t in predicate.patients)
    if lemma == "leave":
        return bool(_words(predicate) & {"dead", "wounded", "injured"})
    people = [*predicate.patients]
    return lexicon.any_is(people, "people_attacked|force|party") or _counted(people) or _named(people)


def _counted(tokens: Iterable[Token]) -> bool:
    return any(t.pos_ == "NUM" or t.like_num or any(c.dep_ == "nummod" for c in t.children) for t in tokens)


_STRONG_ATTACK = frozenset(
    ["storm", "raid", "invade", "overrun", "ambush", "besiege", "encircle", "torch", "loot", "ransack"]
)


def _violent_object(predicate: Predicate, lexicon: Lexicon) -> bool:
    objects = [*predicate.patients, *predicate.pp("on", "at", "upon")]
    if not objects:
        return False
    lemma = predicate.token.lemma_.lower()
    armed = lexicon.any_is(predicate.agents, "force|weapon|people_attacked")
    place = lexicon.any_is(objects, "territory|force|people_attacked")
    if lemma in {"fire", "open"}:
        return bool(
            _words(predicate)
            & {"fire", "shot", "shots", "rocket", "rockets", "missile", "missiles", "shells", "drones"}
        ) and (place or _named(objects))
    if lemma in _STRONG_ATTACK or lemma in {"attack", "assault", "bombard"}:
        return place or _named(objects)
    if any(t.lemma_.lower() == "target" for t in objects):
        return _named(predicate.agents) or armed or any(t.pos_ == "PRON" for t in predicate.agents)
    return (place and (armed or _named(predicate.agents))) or (_named(objects) and armed)


def _fighting(predicate: Predicate, lexicon: Lexicon) -> bool:
    sides = [*predicate.agents, *predicate.patients, *predicate.pp("with", "against")]
    if len(sides) < 2:
        return False
    return lexicon.any_is(sides, "force|people_attacked") or all(_named([s]) for s in sides)


def _captives(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    people = lexicon.any_is(predicate.patients, "people_attacked|people|captive") or _counted(
        predicate.patients
    )
    if lemma in {"abduct", "kidnap"}:
        return people or _named(predicate.patients)
    words = _words(predicate)
    if lemma in {"drag", "snatch"}:
        return people
    if lemma in {"take", "hold"}:
        return people and bool(words & {"hostage", "hostages", "captive", "prisoner", "prisoners"})
    return people and lexicon.any_is(predicate.patients, "people_attacked")


def _siege(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    if lemma == "forbid":
        return any(t.lemma_.lower() in {"movement", "travel", "exit", "entry"} for t in predicate.patients)
    return (
        lexicon.any_is(predicate.patients, "territory|force|people")
        or (_named(predicate.patients) and lexicon.any_is(predicate.agents, "force|people_attacked"))
        or (_named(predicate.patients) and _named(predicate.agents))
    )


def _real_attack(predicate: Predicate, lexicon: Lexicon) -> bool:
    kind = lexicon.kind(predicate.token, "attack")
    sides = [*predicate.agents, *predicate.patients, *predicate.pp("between", "in", "near")]
    if kind in {"airstrike", "drone_strike", "missile_strike", "shelling", "bombing"}:
        return predicate.token.dep_ != "compound"
    return _named(sides) or lexicon.any_is(sides, "force|people_attacked|territory")


def _captives_freed(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    captives = [t for t in predicate.patients]
    for clause in predicate.complements:
        captives.extend(tree.subjects(clause))
    if not lexicon.any_is(captives, "captive") and not _counted(captives):
        return False
    words = _words(predicate)
    if lemma in {"free", "release", "liberate", "pardon"}:
        return lemma != "release" or lexicon.any_is(captives, "captive") or _counted(captives)
    if lemma in {"set", "let"}:
        return bool(words & {"free", "go"})
    if lemma in {"send", "return"}:
        return "home" in words and lexicon.any_is(captives, "captive")
    strict = {"prisoner", "hostage", "detainee", "captive", "pow"}
    return any(t.lemma_.lower() in strict for t in captives)


def _captives_home(predicate: Predicate, lexicon: Lexicon) -> bool:
    strict = {"prisoner", "hostage", "detainee", "captive", "pow", "abductee"}
    home = bool(_words(predicate) & {"home", "free"})
    return home and any(one.lemma_.lower() in strict for t in predicate.agents for one in through_of(t))


def _displaced(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    homes = bool(_words(predicate) & {"home", "homes", "house", "houses", "villages", "village"})
    if lemma in {"flee", "escape"}:
        return lexicon.any_is(predicate.agents, "people") or _counted(predicate.agents)
    if lemma in {"leave", "abandon"}:
        return homes and (lexicon.any_is(predicate.agents, "people") or _counted(predicate.agents))
    people = lexicon.any_is(predicate.patients, "people") or _counted(predicate.patients)
    if lemma in {"displace", "uproot"}:
        return people
    return people and homes


def _evacuees(predicate: Predicate, lexicon: Lexicon) -> bool:
    people = lexicon.any_is(predicate.patients, "people|captive") or _counted(predicate.patients)
    if predicate.token.lemma_.lower() in {"evacuate", "airlift", "rescue"}:
        return people
    return people and bool({"out"} & _words(predicate) or predicate.pp("from"))


def _relief(predicate: Predicate, lexicon: Lexicon) -> bool:
    moving = predicate.token.lemma_.lower() in {"enter", "arrive", "cross", "roll", "reach"}
    for token in predicate.agents if moving else predicate.patients:
        for one in through_of(token):
            if lexicon.kind(one, "aid") == "aid_delivery":
                return True
    return False


def _access(predicate: Predicate, lexicon: Lexicon) -> bool:
    tokens = [*predicate.patients, *(t for c in predicate.complements for t in tree.subjects(c))]
    return any(lexicon.kind(one, "aid") == "aid_delivery" for t in tokens for one in through_of(t)) or any(
        "humanitarian_access" in lexicon.issues.codes(tree.phrase(t)) for t in tokens
    )


def _remains(predicate: Predicate, lexicon: Lexicon) -> bool:
    return any(
        lexicon.kind(one, "captive") in {"remains_return", "children_return"}
        for t in predicate.patients
        for one in through_of(t)
    )


def _humanitarian_noun(predicate: Predicate, lexicon: Lexicon) -> bool:
    token = predicate.token
    if len(lexicon.book.kind_in("exchange", terms_of(token)[:1]) or "") and " " in terms_of(token)[0]:
        return True
    if token.lemma_.lower() in {"corridor", "convoy", "displacement", "exodus", "evacuation"}:
        return True
    captives = [*predicate.pp("of"), *tree.modifiers(token)]
    return lexicon.any_is(captives, "captive")


def _threat(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    things = [*predicate.patients, *predicate.pp("of", "with")]
    if lexicon.any_is(things, "sanction|attack|weapon"):
        return True
    if lemma in {"threaten", "vow"}:
        return any(c.tag_ in {"VB", "VBG"} or tree.tense(c) == "future" for c in predicate.complements) or (
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
        {"will", "would", "'ll", "shall"} & set(tree.auxiliaries(c))
        and c.lemma_.lower() not in {"be", "have"}
        for c in _own_doing(predicate)
    )


def _ready(predicate: Predicate, lexicon: Lexicon) -> bool:
    return bool(_words(predicate) & {"ready", "prepared", "willing"})


def _demand(predicate: Predicate, lexicon: Lexicon) -> bool:
    if not has_issue(predicate, lexicon):
        return False
    lemma = predicate.token.lemma_.lower()
    must = {"must", "should", "need", "ought"}
    if lemma in {"say", "argue", "recall", "stress", "expect", "maintain", "remind", "reiterate"}:
        return _complement_has(predicate, must)
    if lemma == "call":
        return bool(predicate.pp("for", "on", "upon")) or bool(predicate.complements)
    if lemma in {"tell", "order", "ask", "press", "push", "appeal", "urge", "plead"}:
        return bool(predicate.complements) or bool(predicate.pp("for"))
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
        return bool(_words(predicate) & {"favour", "favor", "support", "readiness", "commitment"})
    if lemma in {"hope", "urge", "encourage", "commit", "thank", "affirm", "reaffirm"}:
        return bool(predicate.complements) or bool(predicate.pp("for", "to")) or bool(predicate.patients)
    return bool(predicate.patients) or bool(predicate.complements)


def _willing(predicate: Predicate, lexicon: Lexicon) -> bool:
    ready = {"ready", "willing", "prepared", "open", "keen", "eager"}
    return bool({c.lower_ for c in predicate.token.children} & ready) and has_issue(predicate, lexicon)


def _will_not(predicate: Predicate, lexicon: Lexicon) -> bool:
    modal = {"will", "would", "wo", "shall", "'ll", "ca", "can", "could"} & set(
        tree.auxiliaries(predicate.token)
    )
    return bool(modal) and tree.is_negated(predicate.token) and has_issue(predicate, lexicon)


def _scepticism(predicate: Predicate, lexicon: Lexicon) -> bool:
    doubt = {"scepticism", "skepticism", "doubt", "doubts", "pessimism", "caution", "hopes", "expectations"}
    if predicate.token.lemma_.lower() in {"doubt", "question"}:
        return has_issue(predicate, lexicon) or lexicon.any_is(below(predicate.token), "talks")
    return bool(_words(predicate) & doubt)


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


def _to_talks(predicate: Predicate, lexicon: Lexicon) -> bool:
    meets = any(c.lemma_.lower() in {"meet", "negotiate", "talk", "attend"} for c in predicate.complements)
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


Need = Callable[[Predicate, Lexicon], bool]

NEEDS: dict[str, Need] = {
    "clause": lambda p, _: bool(p.complements),
    "object": lambda p, _: bool(p.patients),
    "with": lambda p, _: bool(p.pp("with")),
    "no_object": lambda p, _: not p.patients and not p.complements,
    "negated": lambda p, _: tree.is_negated(p.token),
    "infinitive": lambda p, _: any(c.tag_ == "VB" for c in p.complements),
    "object_or_to": lambda p, _: bool(p.patients or p.pp("to")),
    "object_or_clause": lambda p, _: bool(p.patients or p.complements),
    "clause_or_for": lambda p, _: bool(p.complements or p.pp("for", "on", "to")),
    "by_telephone": lambda p, _: any(
        t.lemma_.lower() in {"telephone", "phone"} for t in p.pp("by", "on", "over")
    ),
    "shake_hands": lambda p, _: any(t.lemma_.lower() == "hand" for t in p.patients),
    "issue": has_issue,
    "of_talks": _with_talks,
    "of_agreement": _with_agreement,
    "meeting_purpose": _purpose,
    "failure": _failure,
    "victims": _victims,
    "violent_object": _violent_object,
    "fighting": _fighting,
    "captives": _captives,
    "siege": _siege,
    "real_attack": _real_attack,
    "captives_freed": _captives_freed,
    "captives_home": _captives_home,
    "displaced": _displaced,
    "evacuees": _evacuees,
    "relief": _relief,
    "access_for_relief": _access,
    "remains": _remains,
    "humanitarian_noun": _humanitarian_noun,
    "threat": _threat,
    "promise": _promise,
    "will_clause": _will_clause,
    "ready": _ready,
    "demand": _demand,
    "support": _support,
    "willing": _willing,
    "will_not": _will_not,
    "scepticism": _scepticism,
    "disapproval": _disapproval,
    "forces_or_place": _forces,
    "weapons": _weapons,
    "protest": _protest,
    "to_talks": _to_talks,
    "no_comment": _no_comment,
    "agreement_detail": _detail,
}

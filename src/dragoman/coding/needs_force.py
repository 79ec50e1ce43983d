"""Owns the named constraints (`needs`) of the rules of violence and humanitarian steps.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, is_counted, is_named, terms_of, through_of, words_of
from dragoman.coding.predicates import Predicate
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token


def _victims(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    if lemma in {"die", "perish"}:
        return lexicon.any_is(predicate.agents, "people_attacked") or is_counted(predicate.agents)
    if lemma in {"claim", "cost"}:
        return any(t.lemma_.lower() == "life" for t in predicate.patients)
    if lemma == "leave":
        return bool(words_of(predicate) & {"dead", "wounded", "injured"})
    people = [*predicate.patients]
    return lexicon.any_is(people, "people_attacked|force|party") or is_counted(people) or is_named(people)


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
            words_of(predicate)
            & {"fire", "shot", "shots", "rocket", "rockets", "missile", "missiles", "shells", "drones"}
        ) and (place or is_named(objects))
    if lemma in _STRONG_ATTACK or lemma in {"attack", "assault", "bombard"}:
        return place or is_named(objects)
    if any(t.lemma_.lower() == "target" for t in objects):
        return is_named(predicate.agents) or armed or any(t.pos_ == "PRON" for t in predicate.agents)
    return (place and (armed or is_named(predicate.agents))) or (is_named(objects) and armed)


def _fighting(predicate: Predicate, lexicon: Lexicon) -> bool:
    sides = [*predicate.agents, *predicate.patients, *predicate.pp("with", "against")]
    if len(sides) < 2:
        return False
    return lexicon.any_is(sides, "force|people_attacked") or all(is_named([s]) for s in sides)


def _captives(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    people = lexicon.any_is(predicate.patients, "people_attacked|people|captive") or is_counted(
        predicate.patients
    )
    if lemma in {"abduct", "kidnap"}:
        return people or is_named(predicate.patients)
    words = words_of(predicate)
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
        or (is_named(predicate.patients) and lexicon.any_is(predicate.agents, "force|people_attacked"))
        or (is_named(predicate.patients) and is_named(predicate.agents))
    )


def _real_attack(predicate: Predicate, lexicon: Lexicon) -> bool:
    kind = lexicon.kind(predicate.token, "attack")
    sides = [*predicate.agents, *predicate.patients, *predicate.pp("between", "in", "near")]
    if kind in {"airstrike", "drone_strike", "missile_strike", "shelling", "bombing"}:
        return predicate.token.dep_ != "compound"
    return is_named(sides) or lexicon.any_is(sides, "force|people_attacked|territory")


def _captives_freed(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    captives = [t for t in predicate.patients]
    for clause in predicate.complements:
        captives.extend(tree.subjects(clause))
    if not lexicon.any_is(captives, "captive") and not is_counted(captives):
        return False
    words = words_of(predicate)
    if lemma in {"free", "release", "liberate", "pardon"}:
        return lemma != "release" or lexicon.any_is(captives, "captive") or is_counted(captives)
    if lemma in {"set", "let"}:
        return bool(words & {"free", "go"})
    if lemma in {"send", "return"}:
        return "home" in words and lexicon.any_is(captives, "captive")
    strict = {"prisoner", "hostage", "detainee", "captive", "pow"}
    return any(t.lemma_.lower() in strict for t in captives)


def _captives_home(predicate: Predicate, lexicon: Lexicon) -> bool:
    strict = {"prisoner", "hostage", "detainee", "captive", "pow", "abductee"}
    home = bool(words_of(predicate) & {"home", "free"})
    return home and any(one.lemma_.lower() in strict for t in predicate.agents for one in through_of(t))


def _displaced(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    homes = bool(words_of(predicate) & {"home", "homes", "house", "houses", "villages", "village"})
    if lemma in {"flee", "escape"}:
        return lexicon.any_is(predicate.agents, "people") or is_counted(predicate.agents)
    if lemma in {"leave", "abandon"}:
        return homes and (lexicon.any_is(predicate.agents, "people") or is_counted(predicate.agents))
    people = lexicon.any_is(predicate.patients, "people") or is_counted(predicate.patients)
    if lemma in {"displace", "uproot"}:
        return people
    return people and homes


def _evacuees(predicate: Predicate, lexicon: Lexicon) -> bool:
    people = lexicon.any_is(predicate.patients, "people|captive") or is_counted(predicate.patients)
    if predicate.token.lemma_.lower() in {"evacuate", "airlift", "rescue"}:
        return people
    return people and bool({"out"} & words_of(predicate) or predicate.pp("from"))


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


NEEDS_OF_FORCE: dict[str, Need] = {
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
}

"""Owns the named constraints (`needs`) of the rules of humanitarian steps.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, is_counted, is_named, terms_of, through_of, words_of
from dragoman.coding.predicates import Predicate
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

CAPTIVES = frozenset({"prisoner", "hostage", "detainee", "captive", "pow", "abductee", "inmate"})
HELD = frozenset({"captured", "kidnapped", "abducted", "detained", "imprisoned", "jailed", "held", "captive"})


def _are_captives(tokens: Iterable[Token]) -> bool:
    """Whether one of the phrases is of captives: by its noun, or by what is said of it ("kidnapped")."""
    for token in tokens:
        for one in through_of(token):
            if one.lemma_.lower() in CAPTIVES:
                return True
        if any(t.lower_ in HELD for t in tree.phrase(token)):
            return True
    return False


def _captives_freed(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    captives = list(predicate.patients)
    for clause in predicate.complements:
        captives.extend(tree.subjects(clause))
    # "sets free three detainees": the parser may hang the captives on "free".
    if lemma == "set":
        captives.extend(o for c in predicate.token.children if c.lower_ == "free" for o in tree.objects(c))
    if not lexicon.any_is(captives, "captive") and not (is_counted(captives) and _are_captives(captives)):
        return False
    words = words_of(predicate)
    if lemma in {"free", "release", "liberate", "pardon"}:
        return True
    if lemma in {"set", "let"}:
        return bool(words & {"free", "go"})
    if lemma in {"send", "return", "repatriate"} and "home" in words:
        return True
    return _are_captives(captives)


def _captives_home(predicate: Predicate, lexicon: Lexicon) -> bool:
    home = bool(words_of(predicate) & {"home", "free", "freedom", "liberty"})
    return home and _are_captives(predicate.agents)


def _wants_freed(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether what is wanted is that captives be freed or sent home."""
    jailed = words_of(predicate) & {"jail", "prison", "custody", "captivity"}
    for clause in predicate.complements:
        lemma = clause.lemma_.lower()
        freed = lemma in {"free", "release", "repatriate"} or (
            lemma in {"send", "set", "let", "bring", "return", "go", "hand"}
            and bool({t.lower_ for t in clause.subtree} & {"home", "free", "back", "over"})
        )
        people = [*tree.subjects(clause), *tree.objects(clause), *predicate.patients]
        if freed and (jailed or _are_captives(people)):
            return True
    return False


def _step_of_people(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the step is one of captives, civilians or relief goods, not of goods or views."""
    lemma, words = predicate.token.lemma_.lower(), words_of(predicate)
    if lemma == "turn" and not words & {"back", "away", "round", "around"}:
        return False
    if (lemma == "take" and "place" not in words) or (lemma == "fall" and not words & {"through", "apart"}):
        return False
    for token in (*predicate.agents, *predicate.patients):
        for one in through_of(token):
            if lexicon.is_a(one, "exchange") and _is_step(one, lexicon):
                return True
            if lexicon.is_a(one, "relief") and _is_relief(one, lexicon):
                return True
    return False


def _is_step(noun: Token, lexicon: Lexicon) -> bool:
    term = next((t for t in terms_of(noun) if lexicon.book.kind_in("exchange", (t,))), "")
    if " " in term or noun.lemma_.lower() in {"exodus", "airlift"}:
        return True
    of = [head for name, head in tree.prepositional(noun) if name in {"of", "for"}]
    about = [*of, *tree.modifiers(noun)]
    if noun.lemma_.lower() in {"evacuation", "displacement"}:
        hurt = any(t.lower_ in {"wounded", "injured", "sick"} for t in of)
        return hurt or lexicon.any_is(of, "people|captive|people_attacked") or is_counted(of) or is_named(about)
    if noun.lemma_.lower() == "corridor":
        return any(t.lower_ in {"humanitarian", "safe", "aid", "evacuation"} for t in about)
    return any(lexicon.is_a(one, "captive") for t in about for one in through_of(t))


def _is_relief(noun: Token, lexicon: Lexicon) -> bool:
    """Whether goods or lorries are relief: by what is said of them, or by who sends them."""
    words = {t.lower_ for t in tree.phrase(noun)} | {t.lemma_.lower() for t in tree.phrase(noun)}
    return bool(words & set(lexicon.book.classes["relief_word"]))


def _failed_rescue(predicate: Predicate, lexicon: Lexicon) -> bool:
    for token in (*predicate.agents, *predicate.patients):
        if token.lemma_.lower() in {"attempt", "effort", "bid", "operation"}:
            for clause in token.children:
                if clause.lemma_.lower() in {"evacuate", "rescue", "airlift"}:
                    people = tree.objects(clause)
                    return lexicon.any_is(people, "people|captive|people_attacked") or is_counted(people)
    return False


def _returned_to(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Remains are always a matter of the parties; children only where parties or families get them back."""
    kinds = {lexicon.kind(one, "returned") for t in predicate.patients for one in through_of(t)}
    if "remains_return" in kinds:
        return predicate.token.lemma_.lower() != "recover" or bool(predicate.pp("from"))
    if predicate.token.lemma_.lower() == "reunite":
        return any(t.lemma_.lower() in {"family", "parent", "relative", "mother"} for t in predicate.pp("with"))
    named = is_named(predicate.agents) or is_named(predicate.patients)
    words = words_of(predicate)
    return named and bool(words & {"families", "home", "parents", "relatives", "back", "to"})


_ARRIVING = frozenset(["shelter", "seek", "take", "find", "arrive", "stream", "pour"])
_FLIGHT = frozenset(
    ["flee", "fleeing", "fled", "camp", "camps", "displaced", "refugee", "refugees", "violence", "fighting", "border"]
)


def _seek_safety(predicate: Predicate, lexicon: Lexicon, words: set[str]) -> bool:
    """Whether people in numbers look for safety, or arrive where those go who flee."""
    if not (lexicon.any_is(predicate.agents, "people") and is_counted(predicate.agents)):
        return False
    lemma = predicate.token.lemma_.lower()
    if lemma == "shelter":
        return True
    if lemma in {"seek", "take", "find"}:
        return any(t.lemma_.lower() in {"refuge", "shelter", "safety", "asylum"} for t in predicate.patients)
    return bool(words & _FLIGHT)


def _displaced(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    words = words_of(predicate)
    homes = bool(words & {"home", "homes", "house", "houses", "villages", "village"})
    if lemma in {"flee", "escape"}:
        return lexicon.any_is(predicate.agents, "people") or is_counted(predicate.agents)
    if lemma in _ARRIVING:
        return _seek_safety(predicate, lexicon, words)
    if lemma == "lose":
        disaster = any(t.lemma_.lower() in lexicon.book.classes["mishap"] for t in tree.clause(predicate.token))
        return homes and not disaster and is_counted(predicate.agents)
    if lemma in {"leave", "abandon", "quit"}:
        return homes and (lexicon.any_is(predicate.agents, "people") or is_counted(predicate.agents))
    if lemma == "cross":
        return is_counted(predicate.agents) and any(
            t.lemma_.lower() in {"refugee", "civilian"} for t in predicate.agents
        )
    people = lexicon.any_is(predicate.patients, "people") or is_counted(predicate.patients)
    if lemma in {"displace", "uproot", "deport"}:
        return people
    return people and homes


def _evacuees(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    people = lexicon.any_is(predicate.patients, "people|captive") or is_counted(predicate.patients)
    if lemma in {"evacuate", "airlift"}:
        return people or is_named(predicate.patients)
    words = words_of(predicate)
    if any(t.lemma_.lower() == "safety" for t in predicate.pp("to")):
        return people
    if lemma in {"rescue", "bus", "ferry"}:
        return people and bool(predicate.pp("from"))
    if lemma in {"fly", "lift", "bring", "get", "take", "move", "pull"}:
        return people and "out" in words and is_counted(predicate.patients)
    return False


def _relief_goods(predicate: Predicate, lexicon: Lexicon) -> bool:
    if any(_is_relief(one, lexicon) for t in predicate.patients for one in through_of(t)):
        if predicate.token.lemma_.lower() in {"airdrop", "parachute"} or is_counted(predicate.pp("to", "for")):
            return True
        words = words_of(predicate)
        aid = words & {
            "aid",
            "relief",
            "humanitarian",
            "shelters",
            "refugees",
            "famine",
            "displaced",
            "tonnes",
        }
        return bool(aid) or is_named([*predicate.agents, *predicate.pp("to", "into", "over")])
    return False


def _relief_moves(predicate: Predicate, lexicon: Lexicon) -> bool:
    moving = [one for t in predicate.agents for one in through_of(t) if lexicon.is_a(one, "relief|vessel")]
    return any(_is_relief(one, lexicon) for one in moving)


def _access(predicate: Predicate, lexicon: Lexicon) -> bool:
    tokens = [*predicate.patients, *(t for c in predicate.complements for t in tree.subjects(c))]
    return any(lexicon.is_a(one, "relief") for t in tokens for one in through_of(t)) or any(
        "humanitarian_access" in lexicon.issues.codes(tree.phrase(t)) for t in tokens
    )


def _humanitarian_noun(predicate: Predicate, lexicon: Lexicon) -> bool:
    return _is_step(predicate.token, lexicon)


NEEDS_OF_RELIEF: dict[str, Need] = {
    "captives_freed": _captives_freed,
    "captives_home": _captives_home,
    "wants_freed": _wants_freed,
    "step_of_people": _step_of_people,
    "failed_rescue": _failed_rescue,
    "returned_to": _returned_to,
    "displaced": _displaced,
    "evacuees": _evacuees,
    "relief_goods": _relief_goods,
    "relief_moves": _relief_moves,
    "access_for_relief": _access,
    "humanitarian_noun": _humanitarian_noun,
}

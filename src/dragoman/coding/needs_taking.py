"""Owns the named constraints (`needs`) of the rules of persons and places taken, and of fire and death dealt by hand.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from dragoman.coding.lexicon import Lexicon, Need, is_counted, is_named, words_of
from dragoman.coding.needs_force import ARMED, PLACES, armed, bodies, named_bodies
from dragoman.coding.predicates import Predicate
from dragoman.language import tree


def _to_death(predicate: Predicate, lexicon: Lexicon) -> bool:
    people = lexicon.any_is(predicate.patients, "people_attacked|force|captive") or is_counted(predicate.patients)
    below = [*predicate.pp("to"), *(o for t in predicate.patients for n, o in tree.prepositional(t) if n == "to")]
    return people and any(t.lower_ == "death" for t in below)


def _sets_fire(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether somebody sets fire to what can be struck; a blaze without a hand in it is none."""
    if not predicate.agents and not tree.is_passive(predicate.token):
        return False
    fire = any(t.lower_ == "fire" for t in predicate.patients)
    ablaze = {"ablaze", "alight"} & words_of(predicate)
    on_fire = any(t.lower_ == "fire" for t in predicate.pp("on"))
    burnt = [one for t in predicate.patients for one in (t, *tree.modifiers(t))]
    struck = predicate.pp("to") if fire else burnt
    return bool(fire or ablaze or on_fire) and bodies(struck, lexicon, labels=PLACES)


def _falls_to(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether a place falls to a force, or into its hands."""
    taker = [*predicate.pp("to", "under")]
    for hand in predicate.pp("into"):
        if hand.lemma_.lower() in {"hand", "control"}:
            taker.extend([*tree.possessors(hand), *(h for n, h in tree.prepositional(hand) if n == "of")])
    place = bodies(predicate.agents, lexicon, labels=PLACES)
    return place and (lexicon.any_is(taker, ARMED) or any(t.ent_type_ in {"ORG", "NORP"} for t in taker))


def _control_of_place(predicate: Predicate, lexicon: Lexicon) -> bool:
    held = [*predicate.pp("of", "over"), *(h for t in predicate.patients for _, h in tree.prepositional(t))]
    place = lexicon.any_is(held, "territory") or any(t.ent_type_ in {"GPE", "LOC"} for t in held)
    return place and armed(predicate, lexicon)


def _captives(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    people = lexicon.any_is(predicate.patients, "people_attacked|people|captive")
    if lemma in {"abduct", "kidnap"}:
        return people or is_counted(predicate.patients) or is_named(predicate.patients)
    words = words_of(predicate)
    if lemma == "drag":
        return people
    if lemma == "snatch":
        return people and not words & {"victory", "win", "draw"}
    if lemma in {"take", "hold"}:
        held = {"hostage", "hostages", "captive", "prisoner", "prisoners"}
        return (people or is_counted(predicate.patients)) and bool(words & held)
    return lexicon.any_is(predicate.patients, "people_attacked") and armed(predicate, lexicon)


def _siege(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    if lemma == "forbid":
        return any(t.lemma_.lower() in {"movement", "travel", "exit", "entry"} for t in predicate.patients)
    return (
        lexicon.any_is(predicate.patients, "territory|force|people")
        or (is_named(predicate.patients) and lexicon.any_is(predicate.agents, "force|people_attacked"))
        or (is_named(predicate.patients) and is_named(predicate.agents))
    )


def _political_arrest(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Arrests of the process: of opponents, fighters, reporters, officials, or of another people."""
    if not lexicon.any_is(predicate.patients, "detained"):
        foreign = named_bodies(predicate.patients) and named_bodies(predicate.agents)
        return bool(foreign)
    return not words_of(predicate) & {"drunk", "drugs", "murder", "fraud", "burglary", "rape", "doping"}


NEEDS_OF_TAKING: dict[str, Need] = {
    "captives": _captives,
    "siege": _siege,
    "control_of_place": _control_of_place,
    "political_arrest": _political_arrest,
    "to_death": _to_death,
    "sets_fire": _sets_fire,
    "falls_to": _falls_to,
}

"""Owns the named constraints (`needs`) of the rules of violence and humanitarian steps.

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

# Classes of nouns that can be struck, and of those that can strike.
STRUCK = "territory|struck|force|people_attacked|vessel"
ARMED = "force|weapon|people_attacked|armed"
PLACES = frozenset({"GPE", "LOC", "FAC"})
BODIES = frozenset({"GPE", "LOC", "FAC", "NORP", "ORG"})


# --- shared questions -------------------------------------------------------------------------------------


def _mishap(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the text names an accident, illness or disaster as the cause, and no attack beside it."""
    causes = [*predicate.agents, *predicate.pp("in", "by", "from", "of", "during", "with", "after")]
    near = [one for cause in causes for token in through_of(cause) for one in (token, *tree.modifiers(token))]
    for clause in predicate.token.children:
        if clause.dep_ in {"advcl", "relcl"}:
            near.extend(clause.subtree)
    named = any(t.lemma_.lower() in lexicon.book.classes["mishap"] for t in near)
    return named and not any(_is_violent(t, lexicon) for t in tree.clause(predicate.token))


def _is_violent(token: Token, lexicon: Lexicon) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and any(
        lexicon.kind(token, name) is not None for name in ("attack", "weapon", "fire")
    )


def _is_figure(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a modifier makes the attack a figure of speech ("heart attack", "charm offensive")."""
    words = lexicon.book.classes["figurative"]
    return any(c.lemma_.lower() in words or c.lower_ in words for c in tree.modifiers(noun))


def bodies(tokens: Iterable[Token], lexicon: Lexicon, *, labels: frozenset[str] = BODIES) -> bool:
    """Whether one of the phrases names a place, people or body, or is a force, building or person struck."""
    for token in tokens:
        if lexicon.any_is([token], STRUCK):
            return True
        if any(t.ent_type_ in labels for t in tree.core_phrase(token)):
            return True
    return False


def _is_time(token: Token) -> bool:
    return token.ent_type_ in {"DATE", "TIME"}


def armed(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether who acts bears arms, or is a people, state or body."""
    return lexicon.any_is(predicate.agents, ARMED) or any(
        t.ent_type_ in {"GPE", "NORP"} or (t.pos_ == "PROPN" and t.ent_type_ == "ORG")
        for agent in predicate.agents
        for t in tree.core_phrase(agent)
    )


# --- violence ---------------------------------------------------------------------------------------------


def _victims(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    if _mishap(predicate, lexicon):
        return False
    if lemma in {"die", "perish"}:
        return lexicon.any_is(predicate.agents, "people_attacked") or is_counted(predicate.agents)
    if lemma in {"claim", "cost", "lose", "take"}:
        lives = any(t.lemma_.lower() == "life" for t in predicate.patients)
        of_people = lexicon.any_is(predicate.agents, "people_attacked") or is_counted(predicate.agents)
        return lives and (lemma != "lose" or of_people)
    if lemma == "leave":
        return bool(words_of(predicate) & {"dead", "wounded", "injured"})
    people = predicate.patients
    if any(lexicon.kind(one, "weapon|vessel") is not None for t in people for one in through_of(t)):
        return False
    if lemma in {"wound", "hurt", "shoot", "hang", "execute"} and not is_counted(people):
        return lexicon.any_is(people, "people_attacked|force") or _persons(people)
    if lemma == "gun" and predicate.lemma == "gun":
        return False
    return lexicon.any_is(people, "people_attacked|force|party") or is_counted(people) or is_named(people)


def _persons(tokens: Iterable[Token]) -> bool:
    return any(t.ent_type_ in {"PERSON", "NORP"} for one in tokens for t in tree.core_phrase(one))


def _toll(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether a number of dead is given, and the sentence is no report of an accident."""
    if _mishap(predicate, lexicon):
        return False
    sentence = list(predicate.token.sent)
    mishap = lexicon.book.classes["mishap"]
    if any(t.lemma_.lower() in mishap for t in sentence) and not any(_is_violent(t, lexicon) for t in sentence):
        return False
    lemma = predicate.token.lemma_.lower()
    if not any(t.like_num or t.pos_ == "NUM" for t in sentence):
        return False
    if lemma in {"lose", "mourn", "bury"}:
        return lexicon.any_is(predicate.patients, "force") or any(
            t.lemma_.lower() in {"fighter", "soldier", "man", "troop", "policeman"} and is_counted([t])
            for t in predicate.patients
        )
    holders = [*predicate.agents, *predicate.patients]
    money = any(t.ent_type_ in {"MONEY", "PERCENT"} for t in sentence)
    for holder in holders:
        kind = lexicon.kind(holder, "toll")
        if kind == "toll" and not money:
            return holder.lemma_.lower() not in {"toll", "loss", "losses"} or _deadly(sentence, holder, lexicon)
        if kind == "number":
            below = {t.lemma_.lower() for t in tree.phrase(holder)} | {t.lower_ for t in tree.phrase(holder)}
            return bool(below & {"dead", "killed", "death", "kill", "casualty"})
    return False


def _others_toll(predicate: Predicate, lexicon: Lexicon) -> bool:
    own = predicate.token.lemma_.lower() == "put" and any(t.lemma_.lower() == "loss" for t in predicate.patients)
    return not own and _toll(predicate, lexicon)


def _own_losses(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether a side tells of its own dead: "put its losses at one", "lost 40 soldiers"."""
    of_losses = any(t.lemma_.lower() == "loss" for t in predicate.patients)
    return (of_losses or predicate.token.lemma_.lower() != "put") and _toll(predicate, lexicon)


def _deadly(sentence: list[Token], holder: Token, lexicon: Lexicon) -> bool:
    """Whether a toll or loss is one of lives: "death toll", "his losses", never one of money or of games."""
    if any(c.lemma_.lower() in {"death", "casualty"} for c in holder.children):
        return True
    words = {t.lower_ for t in sentence}
    if holder.lemma_.lower() == "toll":
        told = bool(words & {"dead", "killed", "wounded", "deaths", "casualties", "victims"})
        return told or any(_is_violent(t, lexicon) for t in sentence)
    return bool(tree.possessors(holder)) and not words & {"profit", "shares", "quarter", "company", "season"}


_FIRE = frozenset(["fire", "shot", "shots", "bullets", "gunfire"])


def _opens_fire(predicate: Predicate, lexicon: Lexicon) -> bool:
    at = predicate.pp("on", "at", "upon", "into", "towards", "toward")
    shots = any(t.lower_ in _FIRE for t in predicate.patients)
    if predicate.token.lemma_.lower() in {"open", "spray"} and not shots:
        return False
    if predicate.token.lemma_.lower() == "shoot" and (predicate.patients or not predicate.pp("at")):
        return False
    if predicate.patients and not shots:
        return False
    return bodies(at, lexicon) or (shots and (bool(at) or armed(predicate, lexicon)))


def _aimed(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.lemma
    if lemma in {"plant", "detonate", "set off", "lay", "explode"}:
        return True
    at = [t for t in predicate.pp("at", "on", "against", "towards", "toward", "over") if not _is_time(t)]
    if bodies(at, lexicon) or is_named(at):
        return True
    return any(t.ent_type_ == "GPE" or lexicon.is_a(t, "territory|struck") for t in predicate.pp("into"))


def _struck_place(predicate: Predicate, lexicon: Lexicon) -> bool:
    by_force = lexicon.any_is(predicate.agents, "force|weapon|vessel") or any(
        t.ent_type_ in {"GPE", "NORP"} for a in predicate.agents for t in tree.core_phrase(a)
    )
    places = bodies(predicate.patients, lexicon, labels=PLACES)
    return places or (by_force and bool(predicate.patients) and is_named(predicate.patients))


def _weapon_falls(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Aircraft that crash or land are no attack; a weapon that strikes or bursts is."""
    lemma = predicate.token.lemma_.lower()
    flown = any(lexicon.kind(one, "weapon") == "airstrike" for a in predicate.agents for one in through_of(a))
    if any(_is_figure(one, lexicon) for a in predicate.agents for one in through_of(a)):
        return False
    if lemma == "fall" and not predicate.pp("on", "in", "into", "near", "at", "outside", "around", "close"):
        return False
    if lemma in {"crash", "land", "fall", "explode", "target"} and flown:
        return lemma == "target" and bool(predicate.patients)
    if any(t.lower_ == "fire" and not _of_arms(t, lexicon) for t in predicate.agents):
        return False
    if lemma in {"set", "tear", "rip", "see"}:
        return bool(predicate.patients or predicate.pp("through"))
    if lemma in {"hit", "strike", "destroy", "damage", "target", "attack", "bomb", "shell"}:
        return bool(predicate.patients)
    return True


def _of_arms(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the fire is that of arms ("mortar fire"), no blaze."""
    return any(" " in term and lexicon.book.kind_in("fire", (term,)) is not None for term in terms_of(noun))


def _armed_or_named(predicate: Predicate, lexicon: Lexicon) -> bool:
    return armed(predicate, lexicon) and not _mishap(predicate, lexicon)


def _under_fire(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Fire is real where it is of arms, or where a place, force or building comes under it."""
    if predicate.pp("for", "over"):
        return False
    of_arms = any(" " in terms_of(t)[0] and lexicon.is_a(t, "fire|attack") for t in predicate.pp("under"))
    if of_arms and is_named(predicate.agents):
        return True
    if any(t.ent_type_ == "PERSON" for t in predicate.agents):
        return False
    place = any(t.ent_type_ in PLACES for a in predicate.agents for t in tree.core_phrase(a))
    return place or lexicon.any_is(predicate.agents, "territory|struck|force|vessel|people_attacked")


# Of what these do, nobody needs to be named: "three houses were torched".
_UNMISTAKABLE = frozenset(["blow up", "burn down", "raze", "attack", "torch"])
_STRONG_ATTACK = frozenset(
    ["storm", "raid", "invade", "overrun", "ambush", "besiege", "encircle", "torch", "loot", "ransack"]
)


def _violent_object(predicate: Predicate, lexicon: Lexicon) -> bool:
    objects = [*predicate.patients, *predicate.pp("on", "at", "upon", "into")]
    lemma = predicate.token.lemma_.lower()
    if not objects or _mishap(predicate, lexicon) or _is_own(predicate):
        return False
    with_arms = lexicon.any_is(predicate.agents, ARMED)
    place = bodies(objects, lexicon, labels=PLACES)
    if lemma in {"advance", "penetrate", "swoop", "sweep"}:
        return place and with_arms
    if lemma in _STRONG_ATTACK or lemma in {"bombard"}:
        return place or is_named(objects)
    if any(t.lemma_.lower() == "target" for t in objects):
        return is_named(predicate.agents) or with_arms or any(t.pos_ == "PRON" for t in predicate.agents)
    if predicate.lemma in _UNMISTAKABLE and not predicate.agents and tree.is_passive(predicate.token):
        return place
    if lemma in {"attack", "assault"}:
        if all(t.ent_type_ == "PERSON" for t in (*predicate.agents, *objects)):
            return False
        return place or (is_named(objects) and with_arms) or bool(named_bodies(objects))
    if predicate.lemma in _UNMISTAKABLE and any(t.pos_ == "PRON" for t in predicate.agents):
        return place
    return (place and (with_arms or is_named(predicate.agents))) or (is_named(objects) and with_arms)


def _is_own(predicate: Predicate) -> bool:
    """Whether what is struck belongs to who strikes ("blew up the tunnels of its test site")."""
    own = {"its", "own", "his", "her"}
    return any(t.lower_ in own for one in predicate.patients for t in tree.phrase(one))


def named_bodies(tokens: Iterable[Token]) -> list[Token]:
    return [t for one in tokens for t in tree.core_phrase(one) if t.ent_type_ in {"NORP", "GPE"}]


def _fighting(predicate: Predicate, lexicon: Lexicon) -> bool:
    words = words_of(predicate)
    if "alongside" in words or any(t.lemma_.lower() == "side" for t in predicate.pp("on", "by")):
        return False
    sides = [*predicate.agents, *predicate.patients, *predicate.pp("with", "against")]
    if len(sides) < 2 and not any(len(tree.conjuncts(s)) > 1 for s in sides):
        return False
    return lexicon.any_is(sides, "force|people_attacked") or all(is_named([s]) for s in sides)


def _set_somewhere(predicate: Predicate, lexicon: Lexicon) -> bool:
    if predicate.token.lemma_.lower() == "take" and "place" not in words_of(predicate):
        return False
    nouns = [t for t in predicate.agents if lexicon.is_a(t, "combat")]
    near = [*predicate.pp("in", "near", "between", "around", "at", "with", "along", "across")]
    for noun in nouns:
        near.extend(h for _, h in tree.prepositional(noun))
        near.extend(tree.modifiers(noun))
    return bodies(near, lexicon) and not any(_is_figure(n, lexicon) for n in nouns)


def _real_combat(predicate: Predicate, lexicon: Lexicon) -> bool:
    if _is_figure(predicate.token, lexicon):
        return False
    sides = [*predicate.agents, *predicate.pp("between", "in", "near", "with", "against", "around", "at")]
    above = predicate.token.head
    if predicate.token.dep_ == "nsubjpass" and above.lemma_.lower() in {"report", "hear", "see", "record"}:
        sides.extend(h for name, h in tree.prepositional(above) if name in {"in", "near", "around", "at", "along"})
    if any(t.lemma_.lower() in {"for", "over", "to"} for t in predicate.token.children if t.dep_ == "prep"):
        return named_bodies(sides) != []
    return bodies(sides, lexicon)


def _real_attack(predicate: Predicate, lexicon: Lexicon) -> bool:
    token = predicate.token
    kind = lexicon.kind(token, "attack")
    if kind == "clash" or token.dep_ == "compound" or _is_figure(token, lexicon):
        return False
    sides = [*predicate.agents, *predicate.patients, *predicate.pp("between", "in", "near", "at", "across")]
    if token.lemma_.lower() == "operation":
        return bodies(predicate.pp("against"), lexicon)
    if kind in {"airstrike", "drone_strike", "missile_strike", "shelling"}:
        return token.lemma_.lower() not in {"drone", "missile", "rocket", "shell"} or bodies(sides, lexicon)
    if kind == "bombing":
        return bodies(sides, lexicon) and not _mishap(predicate, lexicon)
    if sides and all(t.ent_type_ == "PERSON" for t in sides):
        return False
    persons = any(t.ent_type_ == "PERSON" for t in predicate.agents)
    if persons and not bodies(predicate.patients, lexicon):
        return False
    if kind == "other" and token.lemma_.lower() == "strike":
        return bodies(predicate.patients, lexicon)
    return bodies(sides, lexicon)


def _no_denial(predicate: Predicate, lexicon: Lexicon) -> bool:
    return tree.is_passive(predicate.token) and not tree.is_negated(predicate.token)


NEEDS_OF_FORCE: dict[str, Need] = {
    "victims": _victims,
    "violent_object": _violent_object,
    "fighting": _fighting,
    "real_attack": _real_attack,
    "toll": _others_toll,
    "own_losses": _own_losses,
    "opens_fire": _opens_fire,
    "aimed": _aimed,
    "struck_place": _struck_place,
    "weapon_falls": _weapon_falls,
    "armed_or_named": _armed_or_named,
    "under_fire": _under_fire,
    "set_somewhere": _set_somewhere,
    "real_combat": _real_combat,
    "no_denial": _no_denial,
}

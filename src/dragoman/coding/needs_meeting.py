"""Owns the named constraints (`needs`) of rules on meetings, calls and what becomes of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, below, is_named
from dragoman.coding.predicates import Predicate
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

TELEPHONE = frozenset({"telephone", "phone", "videolink", "videoconference", "link", "hotline", "videophone", "zoom"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
HELD_FIRE = frozenset(
    ["fire", "fighting", "hostility", "hostilities", "gun", "shooting", "shelling", "attack", "combat", "battle", "war"]
)


def _by_telephone(predicate: Predicate, lexicon: Lexicon) -> bool:
    near = [*predicate.pp("by", "on", "over", "via", "through")]
    if predicate.lemma == "be":
        near = list(predicate.pp("on"))
    return any(t.lemma_.lower() in TELEPHONE for t in near)


def _person(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or token.lemma_.lower() in {"counterpart", "president", "premier", "colleague"}


def _rings(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Biden called Netanyahu on Sunday": a person called, and nothing said that he is called."""
    if predicate.complements or predicate.recipients or predicate.pp("for", "to"):
        return False
    extra = {"oprd", "xcomp", "ccomp", "attr", "acomp", "prt", "advcl"}
    if any(c.dep_ in extra for c in predicate.token.children) or predicate.lemma != "call":
        return False
    return len(predicate.patients) == 1 and _person(predicate.patients[0]) and is_named(predicate.agents)


def _calls_on(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "The envoy called on the president in Baabda": a visit, no appeal."""
    if predicate.complements or predicate.pp("for", "to") or predicate.patients:
        return False
    hosts = [*predicate.pp("on")]
    titles = {"leader", "minister", "king", "emir", "pope", "chancellor", "sultan", "chairman"}
    return any(_person(t) or t.lemma_.lower() in titles for t in hosts) and bool(predicate.agents)


GUESTS = frozenset(
    ["president", "premier", "minister", "leader", "envoy", "counterpart", "chancellor", "ambassador", "mediator"]
)


def _receives(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "The king received Lavrov", "Macron hosted the Ukrainian president": a person received by someone."""
    guests = [t for t in predicate.patients if t.ent_type_ in {"PERSON", "NORP"} or t.lemma_.lower() in GUESTS]
    hosts = [t for t in predicate.agents if t.ent_type_ or t.lemma_.lower() in GUESTS or t.pos_ == "PROPN" or _rules(t)]
    placed = any(t.ent_type_ in PLACES for t in predicate.pp("in", "at"))
    return bool(guests and hosts) and (predicate.lemma != "see" or placed)


def _rules(token: Token) -> bool:
    return token.lemma_.lower() in {
        "king",
        "emir",
        "sultan",
        "pope",
        "queen",
        "prince",
        "general",
        "government",
        "he",
        "she",
    }


def _together_there(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Delegates from both sides arrived in Oslo": the two come to one place."""
    words = {t.lower_ for one in predicate.agents for t in one.subtree}
    both = bool(words & {"both", "two", "rival", "warring", "opposing"}) or len(predicate.agents) > 1
    return both and any(t.ent_type_ in PLACES for t in predicate.pp("in", "at"))


def _separate_rooms(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "The delegations sat in separate rooms"."""
    rooms = {"room", "tent", "building", "hotel", "wing", "floor", "villa", "hall", "suite", "table"}
    apart = {"separate", "different", "adjoining", "adjacent"}
    near = predicate.pp("in", "at", "on")
    return any(t.lemma_.lower() in rooms and apart & {c.lower_ for c in t.children} for t in near)


def _due_somewhere(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Experts are due in Brussels", "the delegations are expected in Vienna": they will meet there."""
    verb = predicate.token
    several = any(
        t.tag_ in {"NNS", "NNPS"} or list(tree.conjuncts(t))[1:] for t in (*predicate.patients, *predicate.agents)
    )
    places = [*predicate.pp("in", "at")]
    if predicate.lemma == "be":
        due = [c for c in verb.children if c.lower_ == "due" and c.dep_ in {"acomp", "advmod", "amod"}]
        places.extend(h for c in due for name, h in tree.prepositional(c) if name in {"in", "at"})
        return several and bool(due) and any(t.ent_type_ in PLACES for t in places)
    return several and not predicate.complements and any(t.ent_type_ in PLACES for t in places)


def _face_to_face(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Sat together", "face each other", "came face to face", "sat opposite X"."""
    words = [t.lower_ for t in tree.clause(predicate.token)]
    joined = " ".join(words)
    if predicate.lemma == "face":
        return "each other" in joined or "one another" in joined
    if "face to face" in joined or "face-to-face" in joined:
        return True
    near = {c.lower_ for c in predicate.token.children}
    return predicate.lemma == "sit" and bool(near & {"together", "opposite"})


def _at_table(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "To the negotiating table", "back at the table"."""
    for token in predicate.pp("to", "at"):
        before = {c.lower_ for c in token.children}
        bare = before <= {"the"} and predicate.lemma in {"be", "come", "return", "go", "get", "come back", "go back"}
        if token.lemma_.lower() == "table" and (
            before & {"negotiating", "bargaining", "conference", "negotiation"} or bare
        ):
            return True
    return False


def _away_from_talks(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Stayed away from the talks": the talks hang on the verb or on "away"."""
    away = [c for c in predicate.token.children if c.lower_ == "away"]
    near = [*predicate.pp("from"), *(h for c in away for name, h in tree.prepositional(c) if name == "from")]
    return bool(away) and lexicon.any_is(near, "talks")


def _participation(predicate: Predicate, lexicon: Lexicon) -> bool:
    taking_part = {"participation", "involvement", "attendance", "presence"}
    return any(t.lemma_.lower() in taking_part for t in predicate.patients)


def _gathers(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Envoys, ministers or leaders in the plural who come together, not a crowd."""
    if predicate.patients or predicate.complements:
        return False
    return any(t.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in t.children) for t in predicate.agents)


def _in_place(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "The ceasefire has been in place since May", "is in force", "is intact"."""
    near = predicate.pp("in", "into")
    states = {"intact"} & {c.lower_ for c in predicate.token.children}
    return bool(states) or any(t.lower_ in {"place", "force", "effect"} for t in near)


def _is_over(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "The truce is over", "is dead", "is in tatters"."""
    words = {"over", "dead", "finished", "void", "defunct", "moribund"} & {c.lower_ for c in predicate.token.children}
    ruins = any(t.lower_ in {"tatters", "ruins", "shreds", "pieces"} for t in predicate.pp("in"))
    return bool(words) or ruins


def _declared_over(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "Declared the ceasefire over", "declared an end to the truce"."""
    for token in predicate.patients:
        if token.lemma_.lower() in {"end", "termination"}:
            return any(lexicon.is_a(h, "agreement") for n, h in tree.prepositional(token) if n in {"of", "to"})
    near = [*predicate.patients, *(s for c in predicate.complements for s in tree.subjects(c))]
    over = {"over", "dead", "void", "ended", "finished", "null"}
    words = {t.lower_ for t in tree.clause(predicate.token)}
    return bool(words & over) and lexicon.any_is(near, "agreement")


def _unbound(predicate: Predicate, lexicon: Lexicon) -> bool:
    """ "No longer considers itself bound by the ceasefire"."""
    clause = list(tree.clause(predicate.token))
    if not any(t.lower_ == "bound" for t in clause):
        return False
    words = {t.lower_ for t in clause}
    free = tree.is_negated(predicate.token) or "longer" in words
    return free and any(lexicon.is_a(t, "agreement") for t in clause if t.pos_ == "NOUN")


def _stop_fighting(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether what is agreed is to stop the fighting: "to hold their fire", "to silence their guns"."""
    for clause in predicate.complements:
        if clause.lemma_.lower() in {"hold", "cease", "stop", "halt", "silence", "suspend", "end"}:
            near = [*tree.objects(clause), *below(clause, depth=1), *tree.complements(clause)]
            if any(t.lemma_.lower() in HELD_FIRE or t.lower_ == "fighting" for t in near):
                return True
    return False


NEEDS_OF_MEETING: dict[str, Need] = {
    "by_telephone": _by_telephone,
    "rings": _rings,
    "calls_on": _calls_on,
    "due_somewhere": _due_somewhere,
    "face_to_face": _face_to_face,
    "at_table": _at_table,
    "away_from_talks": _away_from_talks,
    "receives": _receives,
    "together_there": _together_there,
    "separate_rooms": _separate_rooms,
    "participation": _participation,
    "gathers": _gathers,
    "in_place": _in_place,
    "is_over": _is_over,
    "declared_over": _declared_over,
    "unbound": _unbound,
    "stop_fighting": _stop_fighting,
}

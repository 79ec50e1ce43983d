"""Owns looking up what an embedding word makes of its complement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.modality_local import noun_class
from dragoman.knowledge.status_cues import Signature, StatusCues
from dragoman.language import tree, tree_links

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.language.tree_links import Link


def governed(step: Link, token: Token, cues: StatusCues) -> tuple[Link, Signature | None]:
    """The entry for the governing word, or for the verb behind it where only that has one."""
    found = signature_of(step, token, cues)
    if found is None:
        wider = tree_links.wider_governor(step)
        further = signature_of(wider, token, cues) if wider is not None else None
        if wider is not None and further is not None:
            return wider, further
    return step, found


def signature_of(step: Link, token: Token, cues: StatusCues) -> Signature | None:
    """The entry for the governing word in this construction; None if the tables have none."""
    if step.frame == "that" and tree.is_nominal(step.above) and not tree.has_mark(token):
        return None
    keys = _frames(step, token, cues)
    pos = _part(step.above)
    for word in _names(step.above, pos):
        for part in ("N", "A") if pos == "A" else ("A", "V") if pos == "AV" else (pos,):
            for frame in keys:
                found = cues.embedding.get((word, part, frame))
                if found is not None:
                    return found
    return _goal(step, cues)


def _goal(step: Link, cues: StatusCues) -> Signature | None:
    """ "The aim is to end…": the subject of the copula embeds; "he is to meet": an appointment."""
    if step.frame != "inf" or step.above.lemma_ != "be":
        return None
    for subject in tree.own_subjects(step.above):
        found = cues.embedding.get((subject.lemma_.lower(), "N", "inf"))
        if found is not None:
            return found
    return cues.embedding.get(("be", "V", "inf"))


def _part(token: Token) -> str:
    if token.pos_ in {"NOUN", "PROPN"}:
        return "N"
    if token.pos_ in {"ADJ", "ADV", "ADP"}:
        return "A"
    return "AV" if tree_links.is_predicative(token) else "V"


def _names(token: Token, pos: str) -> list[str]:
    names = [tree_links.name(token), token.lemma_.lower(), token.lower_]
    if pos == "N" or token.pos_ == "AUX":
        names = names[1:]
    if token.lemma_.lower() == "be" and pos != "N":
        names = ["be"]
    return list(dict.fromkeys(names))


def _frames(step: Link, token: Token, cues: StatusCues) -> list[str]:
    if step.frame == "prep":
        return [f"p:{step.word}"]
    if step.frame == "inf" and step.above.lemma_ == "be":
        return []
    if step.frame == "inf" and step.passive:
        return ["pinf", "inf"]
    if step.frame == "obj":
        prospective = noun_class(token, cues) != "plain"
        return ["objp", "obj"] if prospective else ["obj"]
    return [step.frame]

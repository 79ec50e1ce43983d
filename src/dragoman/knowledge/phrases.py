"""Owns reading a noun phrase as an actor: state, body or group, sector, and the person in it.

Does not resolve pronouns, surnames or phrases without a name ("the army"): `coding.actors` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from dragoman.knowledge.actors import ActorMention, mentions_of
from dragoman.knowledge.entries import ActorReading, read_entry, read_person_for
from dragoman.knowledge.folding import Token, tokenise
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.phrase_parts import Part, cut

STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})  # of bodies of a state
GENERAL_RANK = 6  # titles from here down ("spokesman", "chief") take the sector of their body
_BREAK = re.compile(r"[,;:()\[\]–—]|\s-\s")
_HERE = frozenset({"CVL", "REB", "OPP", "REF", "MED", "JRN", "REL", "SOC"})  # named by their place
_CIVILIANS = "civilians"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the segments of a phrase have told so far."""

    head: ActorMention | None = None
    owner: ActorMention | None = None
    title: Part | None = None
    modifier: Part | None = None
    unknown: str | None = None
    label: str = ""


def read_noun_phrase(text: str, *, on: date | None, knowledge: Knowledge) -> ActorReading | None:
    """The actor that a noun phrase stands for, or None if the tables cannot tell.

    "Ukrainian President Volodymyr Zelensky", "Sudan's army", "a senior Ukrainian official",
    "Jordan's king, Abdullah" are such phrases. An
    unknown person with a title gets the state or body that the title names; a body without a
    state ("army aircraft") names nobody.
    """
    words = knowledge.words
    called = _first(text, words["called"])
    if called:
        person = _person_in(text[called.end :], on, knowledge)
        text = text[: called.start] + (f", {person.text}" if person else "")
    clause = _first(text, words["clause"])
    if clause and clause.start:
        text = text[: clause.start]
    split = [piece for piece in _BREAK.split(text)[:6] if piece.strip()]
    pieces = [_read_parts(cut(piece, on, knowledge), knowledge) for piece in split]
    if not pieces:
        return None
    found = pieces[0]
    for more in pieces[1:]:
        found = _merge(found, more)
    former = _first(text, words["former"]) is not None
    return _reading(found, on, knowledge, former=former)


def _first(text: str, words: frozenset[str]) -> Token | None:
    """The first of some words in a text."""
    return next((token for token in tokenise(text) if token.plain in words), None)


def _person_in(text: str, on: date | None, knowledge: Knowledge) -> ActorMention | None:
    mentions = mentions_of(text, tokenise(text), on, knowledge)
    return next((mention for mention in mentions if mention.kind == "person"), None)


def _read_parts(parts: list[Part], knowledge: Knowledge) -> _Found:
    """What one segment tells; the head is the last name, title or capital before a preposition."""
    parts = _first_of_several(parts, knowledge)
    end = next((n for n, part in enumerate(parts) if part.kind == "P" and n), len(parts))
    front, back = parts[:end], parts[end:]
    heads = [n for n, part in enumerate(front) if part.kind in "MTC"]
    if not heads:
        return _Found()
    last = front[heads[-1]]
    trailing = front[heads[-1] + 1 :]
    if any(part.kind == "w" for part in trailing) and last.kind != "T":
        return _Found()  # "Russian attacks": the head is no actor
    titles = [part for part in front if part.kind == "T" and not part.owner]
    behind = _person_behind(back)
    if behind and titles:  # "ambassador to Ukraine Bridget Brink"
        owner = next((p.mention for p in reversed(front) if p.kind == "M"), None)
        return _Found(head=behind, owner=owner, title=titles[-1])
    title = titles[-1] if titles else None
    # "military officials", "army spokesman": the noun before a general title tells the sector
    modifier = titles[-2] if len(titles) > 1 else None
    mentions = [part.mention for part in front if part.kind == "M" and part.mention]
    if last.kind == "M" and last.mention and not last.owner:
        head = last.mention
        owner = mentions[-2] if len(mentions) > 1 else None
        if head.kind in {"demonym", "capital"} and title and front.index(title) < heads[-1]:
            return _Found(owner=head, title=title, modifier=modifier)
        return _Found(head=head, owner=owner, title=title, modifier=modifier)
    owner = mentions[-1] if mentions else _owner_behind(back, title, knowledge)
    unknown = _unknown_name(front, title) or _name_behind(back, title)
    label = " ".join(p.text for p in front if p.kind in "MC" or (p.kind == "T" and mentions))
    if last.kind == "T" and title is None:
        title = last
    return _Found(None, owner, title, modifier, unknown, label)


def _first_of_several(parts: list[Part], knowledge: Knowledge) -> list[Part]:
    """What stands before "and", where that is an actor by itself: "Libya and Iraq"."""
    for place, part in enumerate(parts):
        if place and part.text.casefold() in knowledge.words["and"]:
            before = parts[place - 1]
            adjective = before.mention is not None and before.mention.kind == "demonym"
            if before.kind in "MT" and not before.owner and not adjective:
                return parts[:place]
    return parts


def _owner_behind(back: list[Part], title: Part | None, knowledge: Knowledge) -> ActorMention | None:
    """Whose a title is by what follows it: "the government of Rwanda", "rebels in Syria"."""
    for position, part in enumerate(back[:-1]):
        if part.kind != "P":
            continue
        word = part.text.casefold()
        kind = "owner"
        if title and "spokes" in title.text:
            kind = "speaker"
        elif title and (title.sector in _HERE or title.text in knowledge.words["local"]):
            kind = "place"
        if word not in knowledge.words[kind]:
            continue
        for follower in back[position + 1 :]:
            if follower.kind == "M" and follower.mention:
                return follower.mention
            if follower.kind == "P":
                break
    return None


def _unknown_name(front: list[Part], title: Part | None) -> str | None:
    """The capitalised words behind the title, or alone in a segment, that name a person."""
    behind = front[front.index(title) + 1 :] if title in front else front
    words = [part for part in behind if part.kind == "C"]
    if not words or any(part.kind == "M" for part in behind):
        return None
    if title is None and (not 2 <= len(words) <= 4 or len(words) != len(front)):
        return None
    return " ".join(part.text for part in words)


def _name_behind(back: list[Part], title: Part | None) -> str | None:
    """The name that ends a title with a place in it: "ambassador to Ukraine Jane Roe"."""
    words: list[Part] = []
    for part in reversed(back):
        if part.kind != "C":
            known = part.kind == "M" and part.mention and part.mention.kind != "person"
            return " ".join(w.text for w in reversed(words)) if known and title and words else None
        words.append(part)
    return None


def _person_behind(back: list[Part]) -> ActorMention | None:
    """The known person whose name ends a title with a place in it."""
    if len(back) < 3 or back[-2].kind not in "MC":
        return None
    last = back[-1].mention
    return last if last and last.kind == "person" and not back[-1].owner else None


def _merge(found: _Found, more: _Found) -> _Found:
    """An apposition adds what the first segment did not tell; a known person counts most."""
    head = found.head
    if more.head and more.head.kind == "person" and (head is None or head.kind != "person"):
        owner = found.owner or (head if head and found.title else None)
        return replace(more, owner=owner or more.owner, title=found.title or more.title)
    if head is not None or found.owner is not None:
        if head is not None and head.kind != "person" and found.title is None:
            return found  # "Istanbul, Türkiye": a list or a place, not an apposition
        if head is not None and head.kind == "person":
            owner = found.owner or more.owner or (more.head if more.title else None)
            return replace(found, owner=owner, title=found.title or more.title)
        return replace(found, unknown=found.unknown or more.unknown)
    if found.unknown or found.title:
        owner = more.owner or more.head
        return replace(
            found,
            owner=owner,
            title=found.title or more.title,
            modifier=found.modifier or more.modifier,
            unknown=found.unknown or more.unknown,
        )
    return found


def _reading(found: _Found, on: date | None, knowledge: Knowledge, *, former: bool) -> ActorReading | None:
    if found.head is not None:
        reading = _in_owner_s_service(found, on, knowledge) or found.head.reading
        if reading is None or not reading.person or reading.id or former or not found.title:
            return reading
        # The tables know no office of his on that date, but the text names one: believe it.
        owner = _owner_reading(found, on, knowledge) or _own_state(reading, on, knowledge)
        sector, office = _sector_of(found)
        known = replace(found, unknown=reading.person)
        return _with_owner(known, owner, sector, office) if owner else reading
    if found.title is None:
        return _named_thing(found)
    sector, office = _sector_of(found)
    owner = _owner_reading(found, on, knowledge)
    if owner is None:
        return _without_owner(found, sector, office)
    return _with_owner(found, owner, sector, office)


def _own_state(reading: ActorReading, on: date | None, knowledge: Knowledge) -> ActorReading | None:
    number = knowledge.numbers.get(f"state:{reading.country}")
    return None if number is None else read_entry(number, "state", (), on, knowledge)


def _in_owner_s_service(found: _Found, on: date | None, knowledge: Knowledge) -> ActorReading | None:
    """The office that a person holds in the body that the phrase names, of several."""
    owner = found.owner.reading if found.owner else None
    if found.head is None or found.head.kind != "person" or owner is None or owner.id is None:
        return None
    number = knowledge.numbers[found.head.candidates[0].id]
    return read_person_for(number, owner.id, on, knowledge)


def _sector_of(found: _Found) -> tuple[str, str]:
    title, modifier = found.title, found.modifier
    assert title is not None
    general = title.rank >= GENERAL_RANK or title.rank == 0
    if modifier is not None and general and modifier.sector != "GOV" and title.sector == "GOV":
        return modifier.sector, f"{modifier.text} {title.text}"
    return title.sector, f"{modifier.text} {title.text}" if modifier else title.text


def _owner_reading(found: _Found, on: date | None, knowledge: Knowledge) -> ActorReading | None:
    if found.owner is not None:
        return found.owner.reading
    if found.title is not None and found.title.country:
        number = knowledge.numbers.get(f"state:{found.title.country}")
        if number is not None:
            return read_entry(number, "title", (found.title.sector,), on, knowledge)
    return None


def _with_owner(found: _Found, owner: ActorReading, sector: str, office: str) -> ActorReading:
    title = found.title
    assert title is not None
    said = office if title.rank or found.unknown else None
    reason = f"{owner.reason} + {office!r}"
    person = found.unknown if title.rank else None
    state = owner.id is not None and owner.id.startswith(("state:", "territory:", "body:"))
    if not state and owner.id is not None:  # a group's or organisation's own people
        return ActorReading(owner.name, owner.country, owner.sectors, person, owner.id, said, reason)
    if sector in STATE_SECTORS or (title.rank and sector not in _HERE | {"OPP", "REB", "REL"}):
        kept = sector if sector in STATE_SECTORS else (owner.sectors or (sector,))[0]
        if owner.sectors and kept == "GOV" and (title.rank >= GENERAL_RANK or not title.rank):
            return ActorReading(owner.name, owner.country, owner.sectors, person, owner.id, said, reason)
        return ActorReading(owner.name, owner.country, (kept,), person, owner.id, said, reason)
    if sector == "CVL" and not person:
        return ActorReading(_CIVILIANS, owner.country, ("CVL",), None, None, None, reason)
    name = person or found.label or office
    return ActorReading(name, owner.country, (sector,), person, None, said, reason)


def _without_owner(found: _Found, sector: str, office: str) -> ActorReading | None:
    title = found.title
    assert title is not None
    if found.unknown and title.rank:
        reason = f"unknown person with title {office!r}"
        return ActorReading(found.unknown, None, (sector,) if sector else (), found.unknown, None, office, reason)
    if sector == "CVL":
        return ActorReading(_CIVILIANS, None, ("CVL",), None, None, None, f"noun {office!r}")
    return None


def _named_thing(found: _Found) -> ActorReading | None:
    """A capitalised name that the tables lack, with the state it stands under: "Bank of China"."""
    if found.owner is None or found.owner.reading is None or not found.label:
        return None
    country = found.owner.reading.country
    reason = f"unknown name of {country}"
    return ActorReading(found.label, country, (), None, None, None, reason)

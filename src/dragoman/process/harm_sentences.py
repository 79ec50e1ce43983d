"""Owns how violence and humanitarian steps read: as sentences and as headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.knowledge.wording import HumanitarianWords, load_wording
from dragoman.process.dossier import Humanitarian, Violence
from dragoman.process.phrases import (
    Namer,
    capital,
    clean,
    in_place,
    listed,
    on_date,
    on_period,
    say_number,
    say_toll,
    verb,
)
from dragoman.process.things import among
from dragoman.records.values import Actor

_SEVERAL = re.compile(
    r"\b(?:(?:air)?strikes|attacks|raids|drones|missiles|rockets|bombings|shootings|clashes|sieges|blasts"
    r"|explosions|killings|executions|abductions|kidnappings|arrests|detentions|battles|assaults)\b",
    re.IGNORECASE,
)


def violence_sentence(one: Violence, namer: Namer) -> str:
    """`Air strikes by Israel in Gaza killed at least 12 people and wounded 40, according to …`"""
    where = in_place(one.place)
    when = on_period(one.start, one.end)
    source = _according_to(one.reported_by, namer)
    words = load_wording().violence[one.kind]
    taken = say_toll(one.captured)
    tolls = _tolls(one)
    if words.done and (taken or tolls) and not (tolls and taken):
        whom = taken or say_toll(one.killed) or say_toll(one.wounded)
        if one.by:
            return f"{capital(namer.bodies(one.by))} {words.done} {whom}{where}{when}{source}."
        were = "was" if whom.split(" ")[-2] == "one" else "were"
        return f"{capital(whom)} {were} {words.done}{where}{when}{source}."
    subject = _attack(one, namer)
    if tolls:
        return f"{capital(subject)}{where}{when} {tolls}{source}."
    if taken:
        return f"{capital(subject)}{where}{when} led to the capture of {taken}{source}."
    if one.kind == "siege" and one.by and (one.against or one.place):
        whom = namer.bodies(one.against) or clean(one.place.name if one.place else "")
        has = verb(one.by, "has", "have")
        return f"{capital(namer.bodies(one.by))} {has} besieged {whom}{when}{source}."
    were = "were" if subject.split(" ")[0].endswith("s") or "strikes" in subject[:16] else "was"
    return f"{capital(subject)} {were} reported{where}{when}{source}."


def violence_headline(one: Violence, namer: Namer) -> str:
    """`At least 77 people killed in air strikes in Gaza`."""
    words = load_wording().violence[one.kind]
    noun = words.many if _is_several(one) else words.one
    where = in_place(one.place)
    killed, taken = say_toll(one.killed), say_toll(one.captured)
    if killed:
        return capital(f"{killed} killed in {noun}{where}")
    if taken and words.done:
        return capital(f"{taken} {words.done}{where}")
    bare = noun.removeprefix("a ").removeprefix("an ")
    if one.by and one.kind != "clash":
        return capital(f"{bare} by {namer.bodies(one.by)}{where or _upon(one.against, words.upon, namer)}")
    return capital(f"{bare}{among(one.by, namer) if one.by else ''}{where or _upon(one.against, words.upon, namer)}")


def _attack(one: Violence, namer: Namer) -> str:
    words = load_wording().violence[one.kind]
    noun = words.many if _is_several(one) else words.one
    if one.kind == "clash" and one.by and len(one.by) > 1:
        return noun + among(one.by, namer)
    by = f" by {namer.bodies(one.by)}" if one.by else ""
    if "civilian" in say_toll(one.killed) and all(a.name == "civilians" for a in one.against):
        return noun + by  # the toll says it
    return f"{noun}{by}{_upon(one.against, words.upon, namer)}"


def _upon(actors: Sequence[Actor], word: str, namer: Namer) -> str:
    return f" {word} {namer.bodies(actors)}" if actors else ""


def _is_several(one: Violence) -> bool:
    return one.end not in {None, one.start} or any(_SEVERAL.search(e.quote) for e in one.evidence)


def _tolls(one: Violence) -> str:
    killed, wounded = say_toll(one.killed), say_toll(one.wounded)
    if killed and wounded:
        short = wounded.replace(" people", "", 1) if " people" in killed else wounded
        return f"killed {killed} and wounded {short}"
    return f"killed {killed}" if killed else f"wounded {wounded}" if wounded else ""


def _according_to(actors: Sequence[Actor], namer: Namer) -> str:
    if not actors:
        return ""
    names = ["residents" if a.name == "civilians" else namer.body(a) for a in actors]
    return f", according to {listed(names)}"


def humanitarian_sentence(one: Humanitarian, namer: Namer) -> str:
    """`Yemen and the Houthis exchanged 887 prisoners on Friday 14 April 2023.`"""
    words = load_wording().humanitarian[one.kind]
    when = on_date(one.date)
    who = namer.bodies(one.parties)
    if one.kind == "prisoner_exchange" and len(one.parties) > 1 and one.status in {"done", "under_way", "agreed"}:
        whom = _counted(one, words)
        said = {
            "done": "exchanged" if one.date else "have exchanged",
            "under_way": "began to exchange" if one.date else "are exchanging",
            "agreed": "have agreed to exchange",
        }[one.status]
        return f"{capital(who)} {said} {whom}{'' if one.status == 'agreed' else when}."
    if one.status == "done":
        whom = _counted(one, words, passive=True)
        single = one.kind == "corridor" or (one.count is None and words.uncounted is not None)
        many = one.kind == "remains_return" or (one.count != 1 and not single)
        past = ("were" if many else "was") if one.date else ("have been" if many else "has been")
        return f"{capital(whom)} {past} {words.done}{_helpers(one, who)}{when}."
    end = {
        "proposed": "has been proposed",
        "agreed": "has been agreed",
        "under_way": "is under way",
        "failed": "has failed",
    }[one.status]
    day = when if one.status == "failed" else ""
    return f"{capital(_step(one, words))}{_helpers(one, who)} {end}{day}."


def humanitarian_headline(one: Humanitarian, namer: Namer) -> str:
    """`Yemen and the Houthis exchange 887 prisoners`."""
    words = load_wording().humanitarian[one.kind]
    who = namer.bodies(one.parties)
    if one.kind == "prisoner_exchange" and len(one.parties) > 1 and one.status in {"done", "under_way", "agreed"}:
        does = "agree to exchange" if one.status == "agreed" else "exchange"
        return capital(f"{who} {does} {_counted(one, words)}")
    if one.status == "done":
        return capital(f"{_counted(one, words, passive=True)} {words.done}")
    noun = _step(one, words).removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return capital(f"{noun} {one.status.replace('_', ' ')}")


def _counted(one: Humanitarian, words: HumanitarianWords, *, passive: bool = False) -> str:
    what = f"{words.what} " if words.what and passive else ""
    if one.kind == "corridor" and passive:
        return words.bare or "a corridor"
    if one.count is None:
        return what + (words.uncounted or words.whom_many)
    return f"{what}{say_number(one.count)} {words.whom if one.count == 1 else words.whom_many}"


def _step(one: Humanitarian, words: HumanitarianWords) -> str:
    if words.bare and one.count is None:
        return words.bare
    return words.noun.format(count=_counted(one, words))


def _helpers(one: Humanitarian, who: str) -> str:
    """Who acts; whose side it is that was displaced is not said by the entry."""
    if not who or one.kind == "displacement":
        return ""
    if one.kind in {"prisoner_exchange", "remains_return", "children_return"} and len(one.parties) > 1:
        return f" between {who}" if len(one.parties) == 2 else f" among {who}"
    return f" by {who}"

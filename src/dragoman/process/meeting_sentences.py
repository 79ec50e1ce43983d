"""Owns how a meeting reads: as a sentence of the summary, and as a headline.

Tense follows the day that the dossier speaks for; which meeting is told is `wording`'s choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.knowledge.wording import load_wording
from dragoman.process.dossier import Meeting, Stance
from dragoman.process.phrases import (
    Namer,
    article,
    bounds,
    capital,
    in_place,
    is_many,
    on_period,
    ordinal,
    quoted,
    say_date,
    verb,
)
from dragoman.process.things import among, things
from dragoman.records.values import Actor

PAST = frozenset({"held", "failed"})
OFF = frozenset({"postponed", "cancelled"})
_OFF_WORDS = {"postponed": "been postponed", "cancelled": "been called off"}
# The order in which what the actors say is told, and which of it counts for a meeting that is past or off.
_SAYINGS = (*("confirmed", "announced", "accepted", "conditional", "declined", "denied", "sceptical", "no_comment"),)
_STILL_SAID = frozenset({"denied"})


def meeting_sentence(meeting: Meeting, namer: Namer) -> str:
    """`Ukraine and Russia are to hold talks in Istanbul on …; Türkiye has confirmed them.`"""
    told = "; ".join((_told(meeting, namer), *_said(meeting, namer)))
    end = f": {quoted(meeting.outcome)}" if meeting.outcome and meeting.status in PAST else ""
    return f"{capital(told)}{end}."


def meeting_headline(meeting: Meeting, namer: Namer) -> str:
    """`Ukraine and Russia to hold talks in Istanbul on 23 July 2025`."""
    who = namer.bodies(meeting.parties)
    where, when = in_place(meeting.place), on_period(meeting.start, meeting.end, weekday=False)
    if meeting.status in {"announced", "confirmed"} and is_ahead(meeting, namer):
        bare = meeting.model_copy(update={"agenda": ()})
        return capital(f"{who} {_infinitive(bare)}{when}")
    if meeting.status == "under_way":
        noun = f"talks{_visit(meeting)}" if meeting.format == "visit" else _noun(meeting) + where
        return capital(f"{who} {verb(meeting.parties, 'holds', 'hold')} {noun}")
    if meeting.status == "held":
        return capital(f"{who} {_past(meeting.model_copy(update={'agenda': ()}))}{when}")
    one, many = {
        "failed": ("fails", "fail"),
        "postponed": ("postponed", "postponed"),
        "cancelled": ("called off", "called off"),
        "proposed": ("proposed", "proposed"),
    }.get(meeting.status, ("planned", "planned"))
    return capital(f"{_subject(meeting, namer, bare=True)}{where} {many if _plural(meeting) else one}")


def is_ahead(meeting: Meeting, namer: Namer) -> bool:
    """Whether the meeting may still come: its last day is not over, or no day is known."""
    limits = bounds(meeting.end or meeting.start)
    return limits is None or namer.on is None or limits[1] >= namer.on


def told_stances(meeting: Meeting) -> Iterator[Stance]:
    """The stances that the sentence tells."""
    for stance in meeting.stances:
        if meeting.status in PAST | OFF and stance.stance not in _STILL_SAID:
            continue
        if not (stance.stance == "announced" and _says(meeting, stance.actor, "confirmed")):
            yield stance


def _told(meeting: Meeting, namer: Namer) -> str:
    parties = meeting.parties
    who = namer.bodies(parties)
    when = on_period(meeting.start, meeting.end)
    tail = _tail(meeting, namer)
    have = "have" if _plural(meeting) else "has"
    if meeting.status == "proposed":
        for_when = _for_time(meeting) if is_ahead(meeting, namer) else ""
        return f"{_subject(meeting, namer)}{in_place(meeting.place)} {have} been proposed{for_when}{tail}"
    if meeting.status in {"announced", "confirmed"}:
        return f"{who} {_to_come(meeting, namer)}{when}{tail}{_unknown(meeting, namer)}"
    if meeting.status == "under_way":
        held = f"holding {_noun(meeting)}{_about(meeting)}{in_place(meeting.place)}"
        if meeting.format == "visit":
            held = f"holding talks{_about(meeting)}{_visit(meeting)}"
        return f"{who} {verb(parties, 'is', 'are')} {held}{tail}"
    if meeting.status == "held":
        return f"{who} {_past(meeting)}{when}{tail}"
    where = in_place(meeting.place)
    if meeting.status == "failed":
        return f"{_subject(meeting, namer)}{where}{when}{tail} failed"
    due = _for_time(meeting) + where
    planned = f", planned{due}," if due else ""
    return f"{_subject(meeting, namer)}{planned} {have} {_OFF_WORDS[meeting.status]}"


def _to_come(meeting: Meeting, namer: Namer) -> str:
    if is_ahead(meeting, namer):
        return f"{verb(meeting.parties, 'is', 'are')} {_infinitive(meeting)}"
    return f"{verb(meeting.parties, 'was', 'were')} {_infinitive(meeting)}"


def _unknown(meeting: Meeting, namer: Namer) -> str:
    if is_ahead(meeting, namer):
        return ""
    return f"; whether {'they' if _plural(meeting) else 'it'} took place is not reported"


def _infinitive(meeting: Meeting) -> str:
    return "to " + _predicate(meeting, call="speak", visit="hold talks", plain="meet", other="hold")


def _past(meeting: Meeting) -> str:
    return _predicate(meeting, call="spoke", visit="met", plain="met", other="held")


def _predicate(meeting: Meeting, *, call: str, visit: str, plain: str, other: str) -> str:
    """What they do, by the form of the meeting, each with its own verb: `met in Doha for talks on …`."""
    where = in_place(meeting.place)
    if meeting.format == "call" and len(meeting.parties) > 1:
        return f"{call} by telephone{_about(meeting, 'about')}"
    if meeting.format == "visit":
        return f"{visit}{_visit(meeting)}{_about(meeting, 'about')}"
    if _is_plain(meeting):
        return f"{plain}{where}{_about(meeting, 'for talks on')}"
    return f"{other} {_noun(meeting)}{_about(meeting)}{where}"


def _is_plain(meeting: Meeting) -> bool:
    """Whether nothing more is known of its form than that they meet."""
    return meeting.format == "other" and meeting.round is None and len(meeting.parties) > 1


def _visit(meeting: Meeting) -> str:
    """` during a visit to Kigali`."""
    where = in_place(meeting.place).removeprefix(" in ").removeprefix(" at ")
    return f" during a visit to {where}" if where else " during a visit"


def _noun(meeting: Meeting) -> str:
    words = load_wording().meeting[meeting.format]
    if meeting.round is None:
        return words.noun
    return f"{article(ordinal(meeting.round))} {ordinal(meeting.round)} {words.round}"


def _subject(meeting: Meeting, namer: Namer, *, bare: bool = False) -> str:
    """`Talks between Ukraine and Russia on a ceasefire`; a numbered round takes `the`."""
    noun = _noun(meeting)
    if meeting.round is not None:
        noun = f"the {noun.split(' ', 1)[1]}"
    if bare:
        noun = noun.removeprefix("a ").removeprefix("an ").removeprefix("the ")
        return noun + among(meeting.parties, namer)
    if meeting.status in {"failed", "postponed", "cancelled"} and noun.startswith(("a ", "an ")):
        noun = f"the {noun.split(' ', 1)[1]}"
    return noun + among(meeting.parties, namer) + _about(meeting)


def _plural(meeting: Meeting) -> bool:
    return load_wording().meeting[meeting.format].plural and meeting.round is None


def _about(meeting: Meeting, word: str = "on") -> str:
    said = things(meeting.agenda[:3])
    return f" {word} {said}" if said else ""


def _for_time(meeting: Meeting) -> str:
    """When a meeting would be: ` for Wednesday 23 July 2025`, ` for October 2025`, ` by …`."""
    day = say_date(meeting.start)
    if not day or meeting.end not in {None, meeting.start}:
        return on_period(meeting.start, meeting.end)
    return f" for {day}"


def _tail(meeting: Meeting, namer: Namer) -> str:
    """Mediators, and the host where the place does not tell it."""
    told = []
    host = meeting.host
    if meeting.mediators:
        told.append(f"mediated by {namer.bodies(meeting.mediators)}")
    others = {a.key for a in (*meeting.parties, *meeting.mediators)}
    if host is not None and host.key not in others and (meeting.place is None or meeting.place.country != host.country):
        told.append(f"hosted by {namer.body(host)}")
    return f", {' and '.join(told)}" if told else ""


def _said(meeting: Meeting, namer: Namer) -> Iterator[str]:
    plural = _plural(meeting)
    words = {
        "them": "them" if plural else "it",
        "they": "they" if plural else "it",
        "they_are": "they are" if plural else "it is",
    }
    by_stance: dict[str, list[Actor]] = {}
    for stance in told_stances(meeting):
        known = by_stance.setdefault(stance.stance, [])
        if stance.actor.key not in {a.key for a in known}:
            known.append(stance.actor)
    for name in _SAYINGS:
        actors: Sequence[Actor] = by_stance.get(name, [])
        if actors:
            predicate = load_wording().says[name].form(many=is_many(actors), open_=meeting.status in PAST)
            yield f"{namer.bodies(actors)} {predicate.format(**words)}"


def _says(meeting: Meeting, actor: Actor, stance: str) -> bool:
    return any(s.stance == stance and s.actor.key == actor.key for s in meeting.stances)

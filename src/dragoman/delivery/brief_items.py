"""Owns how each kind of entry reads: its title, its particulars and its facts.

One function a kind; the order of entries and sections is `brief`'s business.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.delivery.outline import Fact, Item
from dragoman.delivery.phrases import (
    Namer,
    action_words,
    capital,
    clean,
    code_words,
    listed,
    ordinal,
    say_count,
    say_day,
    say_period,
    say_place,
)
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Agreement, Commitment, Humanitarian, Meeting, Stance, Violence
from dragoman.records.values import Actor

_FORMATS = {
    "talks": "Talks",
    "indirect_talks": "Indirect talks",
    "summit": "Summit",
    "ministerial": "Meeting of ministers",
    "call": "Call",
    "conference": "Conference",
    "visit": "Visit",
    "other": "Meeting",
}
_STANCES = {
    "announced": ("yes", "announced it"),
    "confirmed": ("yes", "confirmed it"),
    "accepted": ("yes", "will take part"),
    "declined": ("no", "declined"),
    "denied": ("no", "denies it"),
    "conditional": ("open", "sets conditions"),
    "sceptical": ("open", "is sceptical"),
    "no_comment": ("silent", "has not commented"),
}
_VIOLENCE = {
    "airstrike": "Air strikes",
    "drone_strike": "Drone attacks",
    "missile_strike": "Missile attacks",
    "shelling": "Shelling",
    "ground_assault": "Ground assault",
    "clash": "Fighting",
    "bombing": "Bombing",
    "shooting": "Shooting",
    "abduction": "Abduction",
    "execution": "Execution",
    "arrest": "Arrest",
    "siege": "Siege",
    "other": "Violence",
}
_HUMANITARIAN = {
    "release": "Release of captives",
    "remains_return": "Return of remains",
    "children_return": "Return of children",
    "aid_delivery": "Delivery of aid",
    "corridor": "Humanitarian corridor",
}


def meeting_title(meeting: Meeting, namer: Namer) -> str:
    """`Fourth round of talks between Sudan and the RSF`."""
    what = _FORMATS[meeting.format]
    if meeting.round is not None:
        noun = "talks" if meeting.format == "talks" else what.lower()
        what = f"{ordinal(meeting.round)} round of {noun}"
    return what + _between(meeting.parties, namer)


def meeting_item(meeting: Meeting, namer: Namer, knowledge: Knowledge | None) -> Item:
    """A meeting with who has said what of it."""
    facts = []
    if meeting.host:
        facts.append(Fact("Host", namer.name(meeting.host)))
    if meeting.mediators:
        facts.append(Fact("Mediated by", namer.bodies(meeting.mediators)))
    if meeting.agenda:
        facts.append(Fact("Agenda", listed([code_words(code) for code in meeting.agenda])))
    facts.extend(_stance(stance, namer) for stance in meeting.stances)
    if meeting.outcome:
        facts.append(Fact("Outcome", f"“{clean(meeting.outcome)}”"))
    return Item(
        title=meeting_title(meeting, namer),
        particulars=_joined(
            code_words(meeting.status),
            say_period(meeting.start, meeting.end),
            say_place(meeting.place, knowledge),
        ),
        facts=tuple(facts),
        evidence=meeting.evidence,
    )


def _stance(stance: Stance, namer: Namer) -> Fact:
    mark, words = _STANCES[stance.stance]
    return Fact(capital(namer.name(stance.actor)), words, mark, stance.evidence)


def commitment_item(one: Commitment, namer: Namer) -> Item:
    """An ultimatum, threat, pledge, offer or deadline."""
    to = f" to {namer.bodies(one.to)}" if one.to else ""
    by = namer.bodies(one.by)
    if one.kind == "deadline":
        title = f"Deadline for {namer.bodies(one.by or one.to)}" if one.by or one.to else "Deadline"
    elif one.kind == "threat":
        title = f"Threat by {by}" if by else "Threat"
        title += f" against {namer.bodies(one.to)}" if one.to else ""
    else:
        title = f"{capital(one.kind)} by {by}{to}" if by else f"{capital(one.kind)}{to}"
    facts = []
    if one.action is not None:
        label = {"ultimatum": "Threatened", "threat": "Threatened"}.get(one.kind, "Promised")
        facts.append(
            Fact(
                "Due" if one.kind == "deadline" else label,
                action_words(one.action, threatened=label == "Threatened"),
            )
        )
    if one.issue is not None:
        facts.append(Fact("About", code_words(one.issue)))
    if one.condition:
        facts.append(Fact("Condition", f"“{clean(one.condition)}”"))
    if one.decided_by:
        facts.append(Fact("Settled by", f"now {one.status}", evidence=one.decided_by))
    speakers = [actor for actor in one.by if actor.person]
    if speakers:
        facts.append(Fact("Said by", namer.names(speakers)))
    due = f"by {say_day(one.due)}" if one.due else "no date"
    return Item(title, _joined(code_words(one.status), due), tuple(facts), one.evidence)


def violence_item(one: Violence, namer: Namer, knowledge: Knowledge | None) -> Item:
    """An attack with its tolls and who reports them."""
    title = _VIOLENCE[one.kind]
    if one.kind == "clash" and one.by and len(one.by) > 1:
        title += _between(one.by, namer)
    elif one.by:
        title += f" by {namer.bodies(one.by)}"
    if one.against:
        title += f" {'of' if one.kind in {'abduction', 'arrest', 'execution', 'siege'} else 'on'} "
        title += namer.bodies(one.against)
    facts = []
    tolls = [("killed", one.killed), ("wounded", one.wounded), ("captured", one.captured)]
    said = [f"{say_count(count)} {label}" for label, count in tolls if say_count(count)]
    if said:
        facts.append(Fact("Toll", ", ".join(said)))
    if one.reported_by:
        facts.append(Fact("Reported by", namer.names(one.reported_by)))
    if not one.by:
        facts.append(Fact("By", "the text does not say"))
    where = say_place(one.place, knowledge)
    return Item(title, _joined(say_period(one.start, one.end), where), tuple(facts), one.evidence)


def humanitarian_item(one: Humanitarian, namer: Namer) -> Item:
    """An exchange, release, evacuation, delivery or displacement."""
    title = _HUMANITARIAN.get(one.kind, capital(code_words(one.kind)))
    if one.parties:
        exchange = one.kind == "prisoner_exchange"
        title += _between(one.parties, namer) if exchange else f": {namer.bodies(one.parties)}"
    count = ""
    if one.count is not None:
        count = f"{one.count:,} {'lorries' if one.kind == 'aid_delivery' else 'people'}"
    return Item(title, _joined(code_words(one.status), count, say_day(one.date)), (), one.evidence)


def agreement_item(one: Agreement, namer: Namer, knowledge: Knowledge | None) -> Item:
    """An agreement from proposed to ended."""
    title = "Agreement" if one.kind == "other" else capital(code_words(one.kind))
    if one.kind in {"framework", "comprehensive"}:
        title += " agreement"
    facts = []
    if one.mediators:
        facts.append(Fact("Mediated by", namer.bodies(one.mediators)))
    if one.issues:
        facts.append(Fact("Issues", listed([code_words(code) for code in one.issues])))
    particulars = _joined(code_words(one.status), say_day(one.date), say_place(one.place, knowledge))
    return Item(title + _between(one.parties, namer), particulars, tuple(facts), one.evidence)


def _between(actors: Sequence[Actor], namer: Namer) -> str:
    if not actors:
        return ""
    word = "with" if len(actors) == 1 else "between" if len(actors) == 2 else "of"
    return f" {word} {namer.bodies(actors)}"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)

"""Owns how agreements, commitments and positions read: as sentences and as headlines.

Meetings are in `meeting_sentences`, violence and humanitarian steps in `harm_sentences`.
"""

from __future__ import annotations

from dragoman.knowledge.wording import load_wording
from dragoman.process.dossier import Agreement, Commitment, Position
from dragoman.process.phrases import (
    Namer,
    before_date,
    bounds,
    capital,
    in_place,
    is_many,
    on_date,
    quoted,
    say_date,
    verb,
)
from dragoman.process.things import among, thing, things, undertaking

_OWN_ISSUES = frozenset({"settlement", "other"})
_TRUCES = frozenset({"ceasefire", "truce"})
_ENDED = {
    "ultimatum": {"fulfilled": "met", "expired": "run out", "violated": "defied", "withdrawn": "withdrawn"},
    "deadline": {"fulfilled": "met", "expired": "passed", "violated": "missed", "withdrawn": "lifted"},
    "threat": {"fulfilled": "carried out", "expired": "lapsed", "violated": "defied"},
    "pledge": {"fulfilled": "kept", "expired": "lapsed", "violated": "broken"},
    "offer": {"fulfilled": "carried out", "expired": "lapsed", "violated": "broken"},
}
_ACTIVE = frozenset({"run out", "passed", "lapsed"})


def agreement_sentence(one: Agreement, namer: Namer) -> str:
    """`The DRC and M23 signed a ceasefire in Doha on Saturday 19 July 2025, mediated by Qatar.`"""
    noun = load_wording().agreement[one.kind]
    where, when = in_place(one.place), on_date(one.date)
    tail = _covering(one) + (f", mediated by {namer.bodies(one.mediators)}" if one.mediators else "")
    if one.status in {"agreed", "signed"}:
        return f"{capital(_concluded(one, noun, namer))}{where}{when}{tail}."
    subject = f"{noun}{among(one.parties, namer)}"
    if one.status == "proposed":
        return f"{capital(subject)} has been proposed{where}{tail}."
    if one.status == "rejected":
        return f"{capital('a proposal for ' + subject)} has been rejected{tail}."
    subject = subject.replace(noun, f"the {noun.split(' ', 1)[1]}", 1)
    since = f", agreed{where}{when}," if where or when else ""
    end = {"in_force": "is in force", "violated": "has been violated", "ended": "has ended"}[one.status]
    return f"{capital(subject)}{since} {end}."


def agreement_headline(one: Agreement, namer: Namer) -> str:
    """`Kosovo and Serbia agree on a roadmap`."""
    noun = load_wording().agreement[one.kind]
    many = is_many(one.parties)
    if one.status in {"agreed", "signed"} and one.parties:
        if len(one.parties) == 1 and one.kind in _TRUCES:
            does = "declare" if many else "declares"
        else:
            reach = ("reach", "enters into") if "agreement" in noun else ("agree on", "agrees to")
            does = (("sign", "signs") if one.status == "signed" else reach)[0 if many else 1]
        return capital(f"{namer.bodies(one.parties)} {does} {noun}{in_place(one.place)}")
    subject = noun.split(" ", 1)[1] + among(one.parties, namer)
    return capital(f"{subject} {'in force' if one.status == 'in_force' else one.status}")


def _concluded(one: Agreement, noun: str, namer: Namer) -> str:
    """Who agreed on what; in the past tense with a day, else in the present perfect."""
    if not one.parties:
        return f"{noun} {'was' if one.date else 'has been'} {one.status}"
    if len(one.parties) == 1 and one.kind in _TRUCES:
        done = "declared"
    else:
        reached = ("reached", "entered into") if "agreement" in noun else ("agreed on", "agreed to")
        done = "signed" if one.status == "signed" else reached[0 if len(one.parties) > 1 else 1]
    have = "" if one.date else f"{verb(one.parties, 'has', 'have')} "
    return f"{namer.bodies(one.parties)} {have}{done} {noun}"


def _covering(one: Agreement) -> str:
    own = {*_OWN_ISSUES, *({"ceasefire"} if one.kind in {*_TRUCES, "extension"} else ())}
    said = things([issue for issue in one.issues if issue not in own][:3])
    return f", covering {said}" if said else ""


def commitment_sentence(one: Commitment, namer: Namer) -> str:
    """`The United States has given Russia until … to …, threatening sanctions “if no …”.`"""
    threatened = one.kind in {"ultimatum", "threat"}
    # Where the condition is quoted, it says what the threat is about.
    issue = None if threatened and one.action and one.condition else one.issue
    what = undertaking(one.action, issue, threatened=threatened, many=is_many(one.by))
    if one.status != "pending":
        return f"{capital(_ended(one, what, namer))}."
    by, to = namer.bodies(one.by), namer.bodies(one.to)
    has = verb(one.by, "has", "have")
    condition = f" {quoted(one.condition)}" if one.condition else ""
    if one.kind == "deadline":
        return f"{capital(_deadline(one, namer))}{condition}."
    if one.kind in {"ultimatum", "threat"}:
        return f"{capital(_threat(one, what, namer))}{condition}."
    done = "promised" if one.kind == "pledge" else "offered"
    due = before_date(one.due)
    if not by:
        has = "have" if what.endswith("s") else "has"
        return f"{capital(what)} {has} been {done}{' to ' + to if to else ''}{due}{condition}."
    whom = f" {to}" if to else ""
    return f"{capital(by)} {has} {done}{whom} {what}{due}{condition}."


def commitment_headline(one: Commitment, namer: Namer) -> str:
    """`The United States gives Russia until 9 September 2025`."""
    what = undertaking(one.action, one.issue, threatened=one.kind in {"ultimatum", "threat"}, many=is_many(one.by))
    by, to = namer.bodies(one.by), namer.bodies(one.to)
    if one.status != "pending":
        return capital(_ended(one, what, namer, short=True))
    if one.kind in {"ultimatum", "deadline"} and one.due and by and to:
        gives = verb(one.by, "gives", "give")
        over = f" over {thing(one.issue)}" if one.issue and one.issue != "other" else ""
        return capital(f"{by} {gives} {to} until {say_date(one.due, weekday=False)}{over}")
    if one.kind == "deadline":
        return capital(_deadline(one, namer, weekday=False))
    if not by:
        return capital(f"{what} {'threatened' if one.kind in {'ultimatum', 'threat'} else one.kind + 'd'}")
    if one.kind in {"ultimatum", "threat"}:
        threatens = verb(one.by, "threatens", "threaten")
        if one.action is None:
            return capital(f"{by} {threatens} {to} over {what}" if to else f"threats by {by} over {what}")
        return capital(f"{by} {threatens} {to + ' with ' if to else ''}{what}")
    does = verb(one.by, "promises", "promise") if one.kind == "pledge" else verb(one.by, "offers", "offer")
    return capital(f"{by} {does} {to + ' ' if to else ''}{what}{before_date(one.due, weekday=False)}")


def _threat(one: Commitment, what: str, namer: Namer) -> str:
    by, to, has = namer.bodies(one.by), namer.bodies(one.to), verb(one.by, "has", "have")
    if one.due and by and to:
        gave = has if _is_ahead(one.due, namer) else "had"
        end = f", threatening {what}" if one.action else f" over {what}"
        return f"{by} {gave} given {to} until {say_date(one.due)}{end}"
    due = before_date(one.due)
    if not by:
        have = "have" if what.endswith("s") else "has"
        return f"{what} {have} been threatened{' against ' + to if to else ''}{due}"
    if one.action is None:
        return f"{by} {has} {'threatened ' + to if to else 'made threats'} over {what}{due}"
    return f"{by} {has} threatened {to + ' with ' if to else ''}{what}{due}"


def _deadline(one: Commitment, namer: Namer, *, weekday: bool = True) -> str:
    day = say_date(one.due, weekday=weekday)
    what = f" for {thing(one.issue)}" if one.issue and one.issue != "other" else ""
    by, to = namer.bodies(one.by), namer.bodies(one.to)
    limit = f"a deadline of {day}{what}" if day else f"a deadline{what}"
    if by and to:
        return f"{by} {verb(one.by, 'has', 'have')} set {to} {limit}"
    if by or to:
        faces = verb(one.by or one.to, "faces", "face")
        return f"{by or to} {faces} {limit}"
    runs = "runs out" if one.due is None or _is_ahead(one.due, namer) else "ran out"
    return f"the deadline{what} {runs}{on_date(one.due, weekday=weekday)}" if day else f"{limit} has been set"


def _ended(one: Commitment, what: str, namer: Namer, *, short: bool = False) -> str:
    end = _ENDED[one.kind].get(one.status, one.status)
    by = f" by {namer.bodies(one.by)}" if one.by else ""
    to = f" to {namer.bodies(one.to)}" if one.to and one.kind != "threat" else ""
    against = f" against {namer.bodies(one.to)}" if one.to and one.kind == "threat" else ""
    noun = "promise" if one.kind == "pledge" else one.kind
    of_what = "" if one.kind in {"ultimatum", "deadline"} or what.startswith("that ") else f" of {what}"
    said = f"the {noun}{of_what}{by}{to}{against}{' ' + what if what.startswith('that ') else ''}"
    if short:
        return f"{said.removeprefix('the ')} {end}"
    return f"{said} has {end}" if end in _ACTIVE else f"{said} has been {end}"


def position_sentence(one: Position, namer: Namer) -> str:
    """`Kremlin spokesman Dmitry Peskov is sceptical about a negotiated settlement.`"""
    return f"{position_headline(one, namer)}."


def position_headline(one: Position, namer: Namer) -> str:
    """The same without a stop."""
    words = load_wording()
    known = words.issue.get(one.issue)
    many = one.actor.person is None and is_many([one.actor])
    predicate = words.stance[one.stance].form(many=many, open_=known is not None and known.open)
    return capital(f"{namer.speaker(one.actor)} {predicate.format(thing=thing(one.issue))}")


def _is_ahead(day: str, namer: Namer) -> bool:
    limits = bounds(day)
    return limits is None or namer.on is None or limits[1] >= namer.on

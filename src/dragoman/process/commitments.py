"""Owns commitments: threats, ultimatums, pledges, offers and deadlines, and whether they were met."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.process.commitment_index import Deeds, Gathered, deeds_of
from dragoman.process.comparing import days_of, evidence_of, joined, keys
from dragoman.process.dossier import Commitment
from dragoman.records.event import Event
from dragoman.records.values import Actor, Evidence, IssueCode

UNREAL = frozenset({"negated", "denied", "hypothetical", "demanded"})
# Acts that bind whoever is to do them; talks still to come are meetings.
OWED_ACTS = frozenset({"RETREAT", "CONCEDE", "AID", "COOPERATE"})
# What is announced against somebody is a threat, however it is worded.
HOSTILE = frozenset({"SANCTION", "ASSAULT", "COERCE", "REJECT", "THREATEN"})
FATES = frozenset({"fulfilled", "expired", "violated", "withdrawn"})
# In return for something: a pledge under such a condition is an offer.
_EXCHANGE = re.compile(r"^(only )?(if|unless|provided|in return|in exchange|should|whichever)\b", re.IGNORECASE)


def commitments_of(events: Sequence[Event], *, as_of: str | None) -> tuple[Commitment, ...]:
    """The commitments of the events, each once, with their state on a day."""
    gathered = Gathered()
    first: dict[tuple[object, ...], int] = {}
    for event in events:
        if not event.source or not _real(event):
            continue
        if event.frame != "commitment" and not owed(event):
            continue
        entry = _commitment(event)
        if entry.action is None and entry.due is None and entry.kind == "pledge":
            continue
        if entry.action is None and entry.issue is None and (entry.due is None or not entry.to):
            continue
        number = _same_breath(entry, gathered)
        key: tuple[object, ...] = (frozenset(keys(entry.by)), entry.action, entry.issue, entry.due)
        if number is None:
            number = first.get(key)
        if number is None:
            number = next((n for n in gathered.alike(entry) if _alike(gathered.entries[n], entry)), None)
        if number is None:
            first[key] = gathered.put(entry)
        else:
            gathered.put(_joined(gathered.entries[number], entry), number)
    deeds = deeds_of(events, {entry.action for entry in gathered.entries})
    return tuple(_decided(entry, deeds, as_of) for entry in gathered.entries)


def _real(event: Event) -> bool:
    """Whether it is said in earnest: a duty told in the article's own voice counts, one that somebody demands not."""
    if event.act == "owed":
        speaker = event.attribution.speaker if event.attribution is not None else None
        own = speaker is None or speaker.key in keys(event.source)
        binding = event.status != "demanded" or (own and event.attribution is None)
        parties = all(a.is_state or {"REB", "IGO", "UAF", "OPP", "MIL"} & set(a.sectors) for a in event.source)
        return binding and parties and event.status not in {"negated", "denied"}
    return event.status not in UNREAL


def owed(event: Event) -> bool:
    """Whether an event of another frame is an act that a party still owes ("troops are to pull back")."""
    if event.status not in {"scheduled", "promised"} or event.type not in OWED_ACTS:
        return False
    return any(a.is_state or {"REB", "IGO", "UAF"} & set(a.sectors) for a in event.source)


def _commitment(event: Event) -> Commitment:
    kind = (event.kind or "pledge") if event.frame == "commitment" else "pledge"
    if kind in {"pledge", "offer"} and event.action in HOSTILE and event.frame == "commitment":
        kind = "threat"
    if kind == "threat" and event.due and event.condition:
        kind = "ultimatum"
    elif kind == "pledge" and event.condition and _EXCHANGE.match(event.condition):
        kind = "offer"
    by = joined(event.source, ())
    return Commitment(
        kind=kind,
        by=by,
        to=tuple(a for a in joined(event.target, ()) if a.key not in keys(by)),
        action=event.action if event.frame == "commitment" else event.type,
        issue=_issue(event),
        condition=event.condition,
        due=event.due,
        status=event.act if event.act in FATES else "pending",
        evidence=event.evidence,
        events=(event.id,),
    )


def _alike(known: Commitment, entry: Commitment) -> bool:
    """The same act by the same actor, where one report leaves out what the other tells."""
    if keys(known.by) != keys(entry.by) or known.action != entry.action or known.action is None:
        return False
    issues = {known.issue, entry.issue} - {None}
    dues = {known.due, entry.due} - {None}
    return len(issues) <= 1 and len(dues) <= 1


def _issue(event: Event) -> IssueCode | None:
    """What is demanded or promised: the issue of a threat's condition, else of what is said itself."""
    if event.kind in {"threat", "ultimatum"}:
        demanded = [i for i in event.issues if i not in {"sanctions", "settlement"}]
        return demanded[0] if demanded else (event.issues[0] if event.issues else None)
    particular = [i for i in event.issues if i not in {"settlement", "other"}]
    return particular[0] if particular else (event.issues[0] if event.issues else None)


def _same_breath(entry: Commitment, gathered: Gathered) -> int | None:
    """The commitment of the same actor in the same sentence that says less or as much ("a warning, threatening…")."""
    return next((n for n in gathered.near(entry) if _in_one_breath(gathered.entries[n], entry)), None)


def _in_one_breath(known: Commitment, entry: Commitment) -> bool:
    if _missed_twice(known, entry):
        return True
    if known.evidence[0] != entry.evidence[0]:
        return False
    one, other = keys(known.by), keys(entry.by)
    if (
        known.due == entry.due
        and known.due is not None
        and known.action == entry.action
        and (one < other or other < one)
    ):
        return True
    if one != other:
        return False
    if _menaced({known.kind, entry.kind}):
        return True
    same = known.action == entry.action or None in {known.action, entry.action}
    if same and (known.issue == entry.issue or None in {known.issue, entry.issue}):
        return True
    return same and {known.kind, entry.kind} <= {"threat", "ultimatum"}


def _menaced(kinds: set[str]) -> bool:
    """Whether one sentence sets a day and says what else will come: "until Sunday to free him, or face sanctions"."""
    return "deadline" in kinds and bool(kinds & {"threat", "ultimatum"})


def _missed_twice(known: Commitment, entry: Commitment) -> bool:
    """One deadline told twice, as of a headline and its article: the parties of one are among the other's."""
    if {known.kind, entry.kind} != {"deadline"} or known.status != entry.status or known.status == "pending":
        return False
    one, other = keys(known.by), keys(entry.by)
    dues = {known.due, entry.due} - {None}
    return (one <= other or other <= one) and len(dues) <= 1


def _by(known: Commitment, entry: Commitment) -> tuple[Actor, ...]:
    """Of two readings of one undertaking the narrower; of a deadline told twice all its parties."""
    if known.kind == entry.kind == "deadline":
        return joined(known.by, entry.by)
    return min((known.by, entry.by), key=len)


def _joined(known: Commitment, entry: Commitment) -> Commitment:
    order = ("deadline", "pledge", "offer", "threat", "ultimatum")
    kind = max(known.kind, entry.kind, key=order.index)
    action, issue = known.action or entry.action, known.issue or entry.issue
    if _menaced({known.kind, entry.kind}):
        # What is demanded is the deadline's, what is threatened the threat's.
        kind = "ultimatum"
        demand, threat = (known, entry) if known.kind == "deadline" else (entry, known)
        action, issue = threat.action or demand.action, demand.issue or threat.issue
    return known.model_copy(
        update={
            "kind": kind,
            "to": joined(known.to, entry.to),
            "condition": known.condition or entry.condition,
            "action": action,
            "issue": issue,
            "by": _by(known, entry),
            "due": known.due or entry.due,
            "status": entry.status if entry.status in FATES else known.status,
            "evidence": tuple(dict.fromkeys((*known.evidence, *entry.evidence))),
            "events": (*known.events, *entry.events),
        }
    )


def _decided(entry: Commitment, deeds: Deeds, as_of: str | None) -> Commitment:
    """The commitment with its state: what a later event did, else whether its day has passed."""
    if entry.status in FATES:
        return entry
    done = _fulfilment(entry, deeds)
    if done is not None:
        return entry.model_copy(update={"status": "fulfilled", "decided_by": done})
    due, today = days_of(entry.due), days_of(as_of)
    if due and today and due[1] < today[0] and entry.kind in {"ultimatum", "deadline"}:
        return entry.model_copy(update={"status": "expired"})
    return entry


def _fulfilment(entry: Commitment, deeds: Deeds) -> tuple[Evidence, ...] | None:
    """Passages of a later event in which the same actor did to the same target what was said."""
    learned = {day for one in entry.evidence for day in deeds.learned.get(one.document, ())}
    if entry.action is None or not learned:
        return None
    event = deeds.first(entry, after=max(learned))
    return evidence_of([event]) if event is not None else None

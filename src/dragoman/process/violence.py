"""Owns violence: which events speak of the same attack, with its tolls and who reports them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.process.comparing import (
    SAME_DAY,
    closer_place,
    dates_agree,
    evidence_of,
    finer,
    joined,
    keys,
    parties_agree,
    places_agree,
)
from dragoman.process.dossier import Violence
from dragoman.records.days import DayIndex
from dragoman.records.event import Event
from dragoman.records.values import Actor, Count, PlaceValue

REAL = frozenset({"happened", "ongoing"})
# Reports of one attack in one text stand at most this far apart (characters).
NEAR = 600
# Verbs of those who deny what others tell.
DENIALS = frozenset({"deny", "reject", "dismiss", "refute", "rule out"})
# Kinds of act to which a bare toll ("37 have been killed") never belongs.
NO_TOLLS = frozenset({"arrest", "abduction"})
# Kinds that texts use for one and the same act.
ALIKE = (
    frozenset({"clash", "ground_assault"}),
    frozenset({"shelling", "missile_strike"}),
    frozenset({"airstrike", "bombing"}),
    frozenset({"shooting", "ground_assault"}),
    frozenset({"siege", "clash"}),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An attack while its mentions are gathered."""

    events: tuple[Event, ...]
    kind: str
    by: tuple[Actor, ...]
    against: tuple[Actor, ...]
    place: PlaceValue | None
    start: str | None
    end: str | None
    killed: Count | None
    wounded: Count | None
    captured: Count | None
    reported_by: tuple[Actor, ...]
    definite: bool
    paragraph: int


def violence_of(events: Sequence[Event]) -> tuple[Violence, ...]:
    """The attacks of which the events speak, in the order of their first mention."""
    drafts: list[Draft] = []
    days = DayIndex(SAME_DAY)
    told: dict[str, set[int]] = {}
    for event in events:
        if event.frame != "violence" or not _is_told(event):
            continue
        draft = _draft(event)
        document = event.evidence[0].document
        # Two mentions are of one attack in one text, or where both say when and where.
        about = days.about(draft.start) if draft.place is not None and draft.start is not None else set()
        near = sorted(about | told.get(document, set()), reverse=True)
        number = next((n for n in near if _agree(drafts[n], draft)), None)
        if number is None:
            number = len(drafts)
            drafts.append(draft)
        else:
            last = drafts[number].events[-1].evidence[0].document
            told[last].discard(number)
            drafts[number] = _merged(drafts[number], draft)
        told.setdefault(document, set()).add(number)
        if drafts[number].place is not None and drafts[number].start is not None:
            days.put(number, drafts[number].start)
    return tuple(_finished(d) for d in drafts if _tellable(d))


def _is_told(event: Event) -> bool:
    """Whether somebody tells of it as a fact: what one side denies stays told by the other."""
    if event.status in REAL:
        return True
    verb = event.attribution.verb if event.attribution else None
    if event.status == "denied":
        return event.quantities is not None and verb is not None and verb not in DENIALS
    return event.status == "hypothetical" and event.coder.endswith(".guns_heard")


def _draft(event: Event) -> Draft:
    """A toll that a party gives is told by it, and suffered by it where the losses are its own."""
    if event.coder.endswith((".toll", ".losses")):
        own = tuple(a for a in event.source if a.is_state or "REB" in a.sectors)
        suffered = event.target or (own if event.coder.endswith(".losses") else ())
        draft = _plain(event.model_copy(update={"source": (), "target": suffered}))
        return replace(draft, reported_by=joined(draft.reported_by, own))
    return _plain(event)


def _plain(event: Event) -> Draft:
    numbers = event.quantities
    speaker = event.attribution.speaker if event.attribution else None
    by = tuple(a for a in joined(event.source, ()) if a.name != "civilians")
    against = tuple(a for a in joined(event.target, ()) if a.key not in keys(by) or event.kind == "clash")
    if event.kind == "clash" and keys(event.source) == keys(event.target):
        against = ()
    return Draft(
        events=(event,),
        kind=event.kind or "other",
        by=by,
        against=against,
        place=event.place,
        start=event.start,
        end=event.end if event.end != event.start else None,
        killed=numbers.killed if numbers else None,
        wounded=numbers.wounded if numbers else None,
        captured=(numbers.captured or numbers.persons) if numbers and event.kind in {"abduction", "arrest"} else None,
        reported_by=(speaker.without_person(),) if speaker and speaker.name != "civilians" else (),
        definite=event.definite,
        paragraph=event.paragraph,
    )


def _agree(known: Draft, draft: Draft) -> bool:
    """Whether two mentions are of one attack: the same sentence, or nothing against and much shared."""
    a, b = known.events[-1].evidence[0], draft.events[0].evidence[0]
    if not places_agree(known.place, draft.place) or not dates_agree(known.start, draft.start):
        return False
    if known.by and draft.by and not parties_agree(known.by, draft.by):
        return False
    if _other_toll(known, draft):
        return False
    vague = "other" in {known.kind, draft.kind}
    alike = vague or known.kind == draft.kind or {known.kind, draft.kind} in ALIKE
    if (a.document, a.start, a.end) == (b.document, b.start, b.end):
        return alike
    near = a.document == b.document and abs(a.start - b.start) < NEAR
    if near and _is_bare(draft) and known.kind not in NO_TOLLS and _one_breath(known, draft):
        return True
    shared = bool(keys(known.by) & keys(draft.by))
    if near and vague and draft.place is None and draft.killed is None and shared:
        return True
    if near and alike and shared and draft.killed is None and (draft.definite or draft.place is None):
        return True
    if known.kind != draft.kind and not (vague and draft.definite):
        return False
    same_place = known.place is not None and draft.place is not None
    same_date = known.start is not None and draft.start is not None
    if same_place and same_date:
        return True
    return near and draft.definite and (same_place or same_date or shared)


def _other_toll(known: Draft, draft: Draft) -> bool:
    """Whether one voice gives two different tolls: then it tells of two attacks."""
    if known.killed is None or draft.killed is None or known.killed.min == draft.killed.min:
        return False
    rivals = keys(known.reported_by) ^ keys(draft.reported_by)
    return not rivals and not draft.definite and not _is_told_toll(draft)


def _is_told_toll(draft: Draft) -> bool:
    return draft.events[0].coder.endswith((".toll", ".losses"))


def _is_bare(draft: Draft) -> bool:
    """Whether it is a mere toll: no act, author or place of its own."""
    return draft.kind == "other" and not draft.by and draft.place is None and bool(draft.killed or draft.wounded)


def _one_breath(known: Draft, draft: Draft) -> bool:
    """Whether a toll follows in the paragraph of the attack, as its victims would."""
    own = {a.key for a in (*known.by, *known.against)}
    victims = {a.key for a in draft.against if a.name != "civilians"}
    return known.paragraph == draft.paragraph and (not victims or not own or bool(victims & own))


def _merged(known: Draft, draft: Draft) -> Draft:
    return replace(
        known,
        events=(*known.events, *draft.events),
        kind=draft.kind if known.kind == "other" else known.kind,
        by=joined(known.by, draft.by),
        against=tuple(a for a in joined(known.against, draft.against)),
        place=closer_place(known.place, draft.place),
        start=finer(known.start, draft.start),
        end=known.end or draft.end,
        killed=_span(known.killed, draft.killed),
        wounded=_span(known.wounded, draft.wounded),
        captured=_span(known.captured, draft.captured),
        reported_by=joined(known.reported_by, draft.reported_by),
    )


def _span(one: Count | None, other: Count | None) -> Count | None:
    """Rival tolls as one: from the lowest to the highest said."""
    if one is None or other is None or one == other:
        return one or other
    if one.min is None and one.max is None:
        return other
    if other.min is None and other.max is None:
        return one
    lows = [c.min for c in (one, other) if c.min is not None]
    open_end = one.max is None or other.max is None
    highs = [n for c in (one, other) for n in (c.min, c.max) if n is not None]
    low, high = min(lows, default=None), None if open_end else max(highs, default=None)
    return Count(min=low, max=high, civilians=one.civilians or other.civilians)


def _tellable(draft: Draft) -> bool:
    toll = draft.killed or draft.wounded or draft.captured
    if draft.kind == "siege" and not draft.by and not draft.place:
        return False
    if draft.kind == "other":
        named = bool(draft.by) and bool(draft.against or draft.place)
        others = any(a.name != "civilians" for a in draft.against)
        set_somewhere = bool(draft.by or draft.place or others or (draft.against and draft.start))
        return named or (bool(toll) and set_somewhere)
    return bool(draft.by or draft.against or (toll and draft.place) or (draft.place and draft.start))


def _stated(count: Count | None) -> Count | None:
    """A toll with no number in it ("dozens") is none that can be given."""
    return None if count is None or (count.min is None and count.max is None) else count


def _finished(draft: Draft) -> Violence:
    return Violence(
        kind=draft.kind,
        by=draft.by or None,
        against=draft.against,
        place=draft.place,
        start=draft.start,
        end=draft.end,
        killed=_stated(draft.killed),
        wounded=_stated(draft.wounded),
        captured=_stated(draft.captured),
        reported_by=draft.reported_by,
        evidence=evidence_of(draft.events),
        events=tuple(e.id for e in draft.events),
    )

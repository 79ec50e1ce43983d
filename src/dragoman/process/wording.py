"""Owns which entries a dossier's headline and summary tell, and in what order.

How one entry reads is in the `*_sentences` modules; every sentence carries its entry's evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.knowledge.load import Knowledge
from dragoman.process.comparing import keys
from dragoman.process.dossier import (
    LISTS,
    Agreement,
    Commitment,
    Dossier,
    Entry,
    EntryRef,
    Humanitarian,
    Meeting,
    Position,
    Sentence,
    Violence,
)
from dragoman.process.entry_sentences import (
    agreement_headline,
    agreement_sentence,
    commitment_headline,
    commitment_sentence,
    position_headline,
    position_sentence,
)
from dragoman.process.harm_sentences import (
    humanitarian_headline,
    humanitarian_sentence,
    violence_headline,
    violence_sentence,
)
from dragoman.process.meeting_sentences import meeting_headline, meeting_sentence, told_stances
from dragoman.process.phrases import Namer, bounds
from dragoman.process.telling import may_be_stated
from dragoman.records.values import Evidence

NOTHING_FOUND = "No conflict or diplomacy found in the text."
# Entries that say too little or are too unsure for a sentence are found all the same.
NOTHING_STATED = "Nothing is told clearly enough to be stated; see the entries."
MOST_SENTENCES = 4
# Of one list, so many sentences at most: a summary shows the whole of a brief, not one part of it.
MOST_OF_ONE_KIND = 2
# Weights of the kinds and statuses; only their order matters.
_MEETING = {"confirmed": 100, "under_way": 98, "cancelled": 97, "announced": 94, "failed": 92, "held": 88,
            "postponed": 88, "proposed": 58}  # fmt: skip
_AGREEMENT = {
    "signed": 96,
    "agreed": 94,
    "violated": 84,
    "ended": 84,
    "rejected": 78,
    "in_force": 66,
    "proposed": 48,
}
_COMMITMENT = {"ultimatum": 82, "deadline": 66, "threat": 54, "offer": 44, "pledge": 42}
_HUMANITARIAN = {"done": 60, "under_way": 66, "agreed": 58, "proposed": 40, "failed": 58}
_POSITION = {"demands": 30, "refuses": 32, "conditional": 32}
_DAYS_STILL_NEW = 14
_LOST_BY_AGE = 45
_AT_THE_TOP = 400  # characters of a text in which it says what matters most


def prose_of(dossier: Dossier, *, knowledge: Knowledge) -> dict[str, Any]:
    """Headline and summary of a dossier, with the entries that each tells of, as its fields."""
    ranked = _ranked(dossier)
    namer = _namer(dossier, knowledge)
    return {
        "headline": _headline(ranked[0].entry, namer) if ranked else _nothing(dossier),
        "headline_entries": (ranked[0].ref,) if ranked else (),
        "summary": _summary(ranked, namer),
    }


def _nothing(dossier: Dossier) -> str:
    """The headline where no entry can be told: whether there is any that is vouched for."""
    return NOTHING_FOUND if all(entry.uncertain for entry in dossier.entries()) else NOTHING_STATED


def _summary(ranked: Iterable[_Ranked], namer: Namer) -> tuple[Sentence, ...]:
    """Up to four sentences, one an entry, the weightiest first, at most two from one list."""
    told: list[Sentence] = []
    kinds: dict[type, int] = {}
    used: list[Entry] = []
    for one in ranked:
        entry = one.entry
        if len(told) == MOST_SENTENCES:
            break
        if kinds.get(type(entry), 0) == MOST_OF_ONE_KIND:
            continue
        text = _sentence(entry, namer)
        if text in {sentence.text for sentence in told} or any(_says_as_much(other, entry) for other in used):
            continue
        used.append(entry)
        kinds[type(entry)] = kinds.get(type(entry), 0) + 1
        told.append(Sentence(text=text, evidence=_evidence(entry), entries=(one.ref,)))
    return tuple(told)


def _says_as_much(told: Entry, entry: Entry) -> bool:
    """Whether a sentence already told says it: that those met who there and then signed something."""
    if isinstance(told, Meeting) and isinstance(entry, Agreement):
        told, entry = entry, told
    if not isinstance(told, Agreement) or not isinstance(entry, Meeting) or entry.status != "held":
        return False
    same_day = told.date is not None and told.date == entry.start
    return told.status in {"signed", "agreed"} and same_day and keys(told.parties) == keys(entry.parties)


@dataclass(frozen=True, slots=True)
class _Scale:
    today: date | None
    newest: frozenset[str]
    many: bool


@dataclass(frozen=True, slots=True)
class _Ranked:
    entry: Entry
    ref: EntryRef


def _ranked(dossier: Dossier) -> list[_Ranked]:
    """The certain entries that can be told, the weightiest first."""
    limits = bounds(dossier.as_of)
    days = [document.published or "" for document in dossier.documents]
    last = max(days, default="")
    newest = frozenset(d.id for d in dossier.documents if (d.published or "") == last)
    scale = _Scale(limits[0] if limits else None, newest, len(dossier.documents) > 1)
    entries = [
        _Ranked(entry, EntryRef(list=name, index=index))
        for name in LISTS
        for index, entry in enumerate(getattr(dossier, name))
        if may_be_stated(entry) and _is_tellable(entry)
    ]
    return sorted(entries, key=lambda one: -_weight(one.entry, scale))


def _is_tellable(entry: Entry) -> bool:
    """Whether a sentence of it would say anything: who, whom, or how many."""
    if isinstance(entry, Meeting | Agreement):
        return bool(entry.parties)
    if isinstance(entry, Commitment):
        return bool(entry.by or entry.to)
    if isinstance(entry, Violence):
        return any((entry.by, entry.against, entry.place, entry.killed, entry.wounded, entry.captured))
    return True


def _weight(entry: Entry, scale: _Scale) -> float:
    weight = float(_kind_weight(entry)) - _age_loss(entry, scale.today)
    first = min(entry.evidence, key=lambda one: one.start)
    weight += 12 if first.start < _AT_THE_TOP else 0
    weight += min(len(entry.evidence), 4)
    if scale.many and any(one.document in scale.newest for one in entry.evidence):
        weight += 10
    return weight


def _kind_weight(entry: Entry) -> int:
    if isinstance(entry, Meeting):
        past = entry.status == "held"
        return _MEETING[entry.status] - (26 if past and entry.format in {"call", "visit"} else 0)
    if isinstance(entry, Agreement):
        return _AGREEMENT[entry.status] - (14 if entry.kind == "other" and entry.date is None else 0)
    if isinstance(entry, Commitment):
        return _COMMITMENT[entry.kind] + (6 if entry.due else 0) + (0 if entry.status == "pending" else 8)
    if isinstance(entry, Violence):
        dead = entry.killed.min or entry.killed.max or 0 if entry.killed else 0
        return 34 + (24 if dead else 0) + (16 if dead >= 10 else 0) + (16 if dead >= 50 else 0)
    if isinstance(entry, Humanitarian):
        return _HUMANITARIAN[entry.status] + (18 if entry.kind in {"prisoner_exchange", "release"} else 0)
    return _POSITION.get(entry.stance, 24) if isinstance(entry, Position) else 0


def _age_loss(entry: Entry, today: date | None) -> float:
    """What is long past weighs less; what has no day weighs a little less than what has one."""
    day = next((getattr(entry, name) for name in ("start", "date", "due", "end") if getattr(entry, name, None)), None)
    limits = bounds(day)
    if limits is None or today is None:
        return 4.0
    return float(_LOST_BY_AGE) if (today - limits[1]).days > _DAYS_STILL_NEW else 0.0


def _namer(dossier: Dossier, knowledge: Knowledge) -> Namer:
    limits = bounds(dossier.as_of)
    return Namer(knowledge, limits[0] if limits else None)


def _evidence(entry: Entry) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(_passages(entry)))


def _passages(entry: Entry) -> Iterator[Evidence]:
    yield from entry.evidence
    further: Iterable[Evidence] = ()
    if isinstance(entry, Meeting):
        further = (one for stance in told_stances(entry) for one in stance.evidence)
    elif isinstance(entry, Commitment):
        further = entry.decided_by
    yield from further


def _principals(entry: Entry) -> Entry:
    """The entry without parties that it also names as mediators: prose says each actor once."""
    if not isinstance(entry, Meeting | Agreement) or not entry.mediators:
        return entry
    between = tuple(party for party in entry.parties if party.key not in keys(entry.mediators))
    return entry.model_copy(update={"parties": between}) if between else entry


def _sentence(entry: Entry, namer: Namer) -> str:
    entry = _principals(entry)
    match entry:
        case Meeting():
            return meeting_sentence(entry, namer)
        case Commitment():
            return commitment_sentence(entry, namer)
        case Violence():
            return violence_sentence(entry, namer)
        case Humanitarian():
            return humanitarian_sentence(entry, namer)
        case Agreement():
            return agreement_sentence(entry, namer)
        case Position():
            return position_sentence(entry, namer)
    raise TypeError(f"{type(entry).__name__} is no kind of entry that can be told")


def _headline(entry: Entry, namer: Namer) -> str:
    entry = _principals(entry)
    match entry:
        case Meeting():
            return meeting_headline(entry, namer)
        case Commitment():
            return commitment_headline(entry, namer)
        case Violence():
            return violence_headline(entry, namer)
        case Humanitarian():
            return humanitarian_headline(entry, namer)
        case Agreement():
            return agreement_headline(entry, namer)
        case Position():
            return position_headline(entry, namer)
    raise TypeError(f"{type(entry).__name__} is no kind of entry that can be told")

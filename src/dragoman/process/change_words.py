"""Owns the short names by which changes speak of entries: "the third round of talks in Istanbul".

Pure functions from entries to words; what changed is `changes`' business.
"""

from __future__ import annotations

from dragoman.process.dossier import (
    Agreement,
    Commitment,
    Entry,
    Humanitarian,
    Meeting,
    Position,
    Violence,
)
from dragoman.process.phrases import Namer, on_date, ordinal, say_date
from dragoman.records.values import Count

# How an actor's stance on a meeting reads before its name.
_STANCES = {
    "announced": "announced",
    "confirmed": "confirmed",
    "accepted": "accepted",
    "declined": "declined",
    "denied": "denied",
    "conditional": "set a condition for",
    "no_comment": "would not comment on",
    "sceptical": "doubted",
}
_FORMATS = {"indirect_talks": "indirect talks", "ministerial": "ministerial meeting", "other": "meeting"}


def code(name: str) -> str:
    """A code of the contract in words."""
    return name.replace("_", " ")


def describe(entry: Entry, namer: Namer) -> str:
    """An entry in one line, with its state."""
    if isinstance(entry, Meeting):
        return f"{meeting(entry, namer)}: {code(entry.status)}" + _when(entry.start)
    if isinstance(entry, Commitment):
        due = f", due {say_date(entry.due, weekday=False)}" if entry.due else ""
        return f"{commitment(entry, namer)}{due}: {code(entry.status)}"
    if isinstance(entry, Position):
        return f"{namer.body(entry.actor)} on {code(entry.issue)}: {code(entry.stance)}"
    if isinstance(entry, Violence):
        tolls = (("killed", entry.killed), ("wounded", entry.wounded), ("captured", entry.captured))
        told = [f"{number(count)} {name}" for name, count in tolls if number(count)]
        return violence(entry, namer) + (": " + ", ".join(told) if told else "")
    if isinstance(entry, Humanitarian):
        many = f" of {entry.count:,}" if entry.count is not None else ""
        return f"{humanitarian(entry, namer)}{many}: {code(entry.status)}" + _when(entry.date)
    if isinstance(entry, Agreement):
        return f"{agreement(entry, namer)}: {code(entry.status)}" + _when(entry.date)
    return entry.evidence[0].quote


def meeting(entry: Meeting, namer: Namer) -> str:
    """`the third round of talks in Istanbul between Russia and Ukraine`."""
    form = _FORMATS.get(entry.format, entry.format)
    name = f"the {ordinal(entry.round)} round of talks" if entry.round else f"the {form}"
    where = f" in {entry.place.name}" if entry.place else ""
    return f"{name}{where}{_between(entry, namer)}"


def commitment(entry: Commitment, namer: Namer) -> str:
    """`the ultimatum of the United States to Russia over ceasefire`."""
    to = f" to {namer.bodies(entry.to)}" if entry.to else ""
    over = f" over {code(entry.issue)}" if entry.issue else ""
    return f"the {entry.kind} of {namer.bodies(entry.by)}{to}{over}"


def violence(entry: Violence, namer: Namer) -> str:
    """`the airstrike on Kharkiv by Russia on 20 July 2025`."""
    kind = "violence" if entry.kind == "other" else code(entry.kind)
    where = f" in {entry.place.name}" if entry.place else ""
    by = f" by {namer.bodies(entry.by)}" if entry.by else ""
    return f"the {kind}{where}{by}" + _when(entry.start)


def humanitarian(entry: Humanitarian, namer: Namer) -> str:
    """`the prisoner exchange between Russia and Ukraine`."""
    return f"the {code(entry.kind)}{_between(entry, namer)}"


def agreement(entry: Agreement, namer: Namer) -> str:
    """`the ceasefire between Armenia and Azerbaijan`."""
    kind: str = "agreement" if entry.kind == "other" else entry.kind
    kind = f"{kind} agreement" if kind in {"framework", "comprehensive"} else kind
    return f"the {kind}{_between(entry, namer)}"


def stance_of_meeting(who: str, stance: str, name: str) -> str:
    """`Russia confirmed the talks in Istanbul`."""
    return f"{who} {_STANCES[stance]} {name}"


def number(count: Count | None) -> str | None:
    """`12`, `at least 12`, `12 to 19`; None where no number is said."""
    if count is None or (count.min is None and count.max is None):
        return None
    if count.max is None:
        return f"at least {count.min:,}"
    if count.min is None or count.min == count.max:
        return f"{count.max:,}" if count.min is not None else f"up to {count.max:,}"
    return f"{count.min:,} to {count.max:,}"


def rise(old: Count | None, new: Count | None) -> str:
    """`raised from 12 to 19`, by the highest number that is said; else what was and is said."""
    tops = [count.max if count.max is not None else count.min for count in (old, new) if count is not None]
    if len(tops) == 2 and tops[0] is not None and tops[1] is not None and tops[0] != tops[1]:
        return f"{'raised' if tops[1] > tops[0] else 'lowered'} from {tops[0]:,} to {tops[1]:,}"
    return f"{number(new)}, not {number(old)}"


def _between(entry: Meeting | Humanitarian | Agreement, namer: Namer) -> str:
    if not entry.parties:
        return ""
    return (" between " if len(entry.parties) > 1 else " of ") + namer.bodies(entry.parties)


def _when(day: str | None) -> str:
    return on_date(day, weekday=False)

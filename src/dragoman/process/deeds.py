"""Owns what of later reports keeps or carries out a commitment: the act, by who owes it, to whom it is owed.

Finds the event and nothing else: what becomes of the commitment is `commitments`' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.process.comparing import keys
from dragoman.process.dossier import Commitment
from dragoman.records.event import Event

# For each act promised or threatened the frames, kinds and states of what carries it out.
_DEEDS: Mapping[str, tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = {
    "AID": (
        ("act", frozenset({"AID"}), frozenset({"happened"})),
        ("humanitarian", frozenset({"aid_delivery"}), frozenset({"done"})),
    ),
    "RETREAT": (("act", frozenset({"RETREAT"}), frozenset({"happened"})),),
    "SANCTION": (("act", frozenset({"SANCTION"}), frozenset({"happened"})),),
    "CONCEDE": (
        ("act", frozenset({"LIFT_SANCTION", "RECOGNISE"}), frozenset({"happened"})),
        ("humanitarian", frozenset({"release", "prisoner_exchange", "remains_return"}), frozenset({"done"})),
    ),
    "CONSULT": (("meeting", frozenset(), frozenset({"held"})),),
    "AGREE": (("agreement", frozenset(), frozenset({"agreed", "signed"})),),
}
# Issues that a kind of deed settles; a deed of another kind settles any.
_SETTLES: Mapping[str, frozenset[str]] = {
    "release": frozenset({"hostages", "prisoner_exchange", "detention"}),
    "prisoner_exchange": frozenset({"hostages", "prisoner_exchange", "detention"}),
    "remains_return": frozenset({"remains_return"}),
    "LIFT_SANCTION": frozenset({"sanctions", "energy", "trade", "assets"}),
    "RECOGNISE": frozenset({"recognition", "sovereignty"}),
}
# What is agreed or met on must be done by and with all whom the promise names.
_TOGETHER = frozenset({"meeting", "agreement"})


@dataclass(slots=True)
class Deeds:
    """What happened, found by frame and by who did it."""

    _by: dict[tuple[str, str], list[Event]] = field(default_factory=dict)

    def first(self, entry: Commitment, *, after: int) -> Event | None:
        """The first event, in the order learned, that does what was promised or threatened.

        Args:
            entry: the commitment.
            after: ordinal of the day on which it was last told as pending; a deed is learned later.
        """
        for frame, kinds, states in _DEEDS.get(entry.action or "", ()):
            for actor in sorted(keys(entry.by)):
                for event in self._by.get((frame, actor), ()):
                    later = event.learned is not None and event.learned.toordinal() > after
                    if (
                        later
                        and event.state in states
                        and event.kind in (kinds or {event.kind})
                        and _fits(event, entry)
                    ):
                        return event
        return None


def deeds_of(events: Iterable[Event]) -> Deeds:
    """What happened in some events, in the order in which they were learned."""
    deeds = Deeds()
    frames = {frame for listed in _DEEDS.values() for frame, _, _ in listed}
    for event in events:
        if event.frame in frames:
            for actor in dict.fromkeys(actor.key for actor in event.source):
                deeds._by.setdefault((event.frame, actor), []).append(event)
    return deeds


def _fits(event: Event, entry: Commitment) -> bool:
    """Whether it is done to whom it was promised, and on what."""
    source, target = keys(event.source), keys(event.target)
    if event.frame in _TOGETHER:
        about: Sequence[str] = event.issues if event.frame == "agreement" else event.agenda
        known = entry.issue in {None, "settlement"} or not about or entry.issue in about
        return keys(entry.by) | keys(entry.to) <= source | target and len(source | target) > 1 and known
    settles = _SETTLES.get(event.kind or "")
    if settles is not None and entry.issue is not None and entry.issue not in settles:
        return False
    return not entry.to or bool(keys(entry.to) & (target | source))

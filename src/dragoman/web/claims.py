"""Owns a single claim made from the archive: its reports with their copies, and itself with the newest judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.records.corrections import corrected
from dragoman.records.event import Event
from dragoman.records.merge import Happening, merge, without_copied
from dragoman.records.statement import Judgement
from dragoman.store import lookups

if TYPE_CHECKING:
    from dragoman.documents.document import Document
    from dragoman.knowledge.load import Knowledge
    from dragoman.store.store import Store


@dataclass(frozen=True, slots=True)
class Report:
    """One document that tells of a claim.

    Attributes:
        events: its events that are reports of it, as they stand; none where it only repeats another text.
        copy_of: id of the text of which it is a near copy; None where it is none.
    """

    document: Document
    events: tuple[Event, ...]
    copy_of: str | None


def reports(
    store: Store, members: Sequence[str], judgements: Sequence[Judgement], *, knowledge: Knowledge
) -> tuple[Report, ...]:
    """The documents that tell of a claim, in the order learned, each followed by its near copies.

    Args:
        store: the archive.
        members: ids of the claim's events.
        judgements: those on them.
        knowledge: for corrections.
    """
    told: dict[str, list[Event]] = {}
    coded = lookups.events(store, members)
    standing = corrected([coded[name] for name in members if name in coded], judgements, knowledge=knowledge)
    for event in standing:
        told.setdefault(event.evidence[0].document, []).append(event)
    copies = lookups.copies_of(store, told)
    repeats: dict[str, list[str]] = {}
    for name, first in sorted(copies.items()):
        if name not in told:
            repeats.setdefault(first, []).append(name)
    kept = lookups.documents(store, {*told, *copies})
    found = []
    for name, events in told.items():
        first = copies.get(name, name)
        found.append(Report(kept[name].document, tuple(events), first if first != name else None))
        found += [Report(kept[one].document, (), first) for one in repeats.pop(first, ())]
    return tuple(found)


def claim_now(
    store: Store,
    name: str,
    *,
    members_of: Callable[[str], Iterable[str]],
    judgements: Sequence[Judgement],
    knowledge: Knowledge,
) -> Happening | None:
    """The claim of an event with every judgement, where the state that holds it has not been made anew yet.

    Args:
        store: the archive.
        name: id of one of its events.
        members_of: the events of the claim to which an event belonged in the last state, itself among them.
        judgements: all of them, in order.
        knowledge: for corrections.
    """
    ids = dict.fromkeys(members_of(name))
    for one in judgements:
        if one.verdict == "same" and one.other is not None and (one.one in ids or one.other in ids):
            ids |= dict.fromkeys([*members_of(one.one), *members_of(one.other)])
    coded = lookups.events(store, ids)
    copies = lookups.copies_of(store, {event.evidence[0].document for event in coded.values()})
    order = {name: number for number, name in enumerate(ids)}
    known = sorted(coded.values(), key=lambda event: (str(event.learned or ""), order[event.id]))
    left = corrected(without_copied(known, copies, judgements), judgements, knowledge=knowledge)
    claims = merge(left, copies=copies, judgements=judgements)
    return next((one for one in claims if name in one.members), None)

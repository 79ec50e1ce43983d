"""Owns a round of alerts: what changed in the archive since the last round goes to whom the rules name.

The first round only notes the state. What a receiver did not take stays in the outbox for the next round.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dragoman.archive.state import record
from dragoman.delivery.alert_channels import FEED_LENGTH, NotTaken, channels_of, send, write_feed
from dragoman.delivery.alert_rules import Rule, matches
from dragoman.delivery.outbox import Message, Outbox
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.processes import find_process
from dragoman.process.changes import Change, changes
from dragoman.process.dossier import Dossier
from dragoman.store.store import Store

# What another program was just writing may not have been seen; it is looked at again, and known ids are left out.
OVERLAP = timedelta(minutes=2)
AGAIN = timedelta(days=1)
WAITS = (1.0, 4.0)  # seconds between attempts within a round


@dataclass(frozen=True, slots=True)
class Round:
    """How a round went."""

    found: int
    sent: int
    waiting: int
    faults: tuple[str, ...]


def run_alerts(
    store: Store,
    rules: Sequence[Rule],
    outbox: Outbox,
    *,
    knowledge: Knowledge,
    show: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Round:
    """Looks for changes since the last round, writes them down, and sends what is waiting.

    Args:
        store: the archive; its clock says what time it is.
        rules: which changes go where.
        outbox: what has been found and sent so far.
        knowledge: names for prose.
        show: prints one line, for rules with `print`.
        sleep: waits between attempts.
    """
    found = 0
    for process in dict.fromkeys(rule.process for rule in rules):
        moment = store.clock()
        mine = [rule for rule in rules if rule.process == process]
        messages = list(_messages(store, process, mine, outbox, knowledge, moment))
        # The first round takes the archive as it is; only what comes later is news.
        looked = moment if outbox.looked(process) else moment + OVERLAP
        found += outbox.add(process, looked, messages)
    sent, faults = _deliver(outbox, {rule.name: rule for rule in rules}, show, sleep)
    return Round(found, sent, len(outbox.pending()), faults)


def _messages(
    store: Store, process: str, rules: Sequence[Rule], outbox: Outbox, knowledge: Knowledge, moment: datetime
) -> Iterator[Message]:
    last = outbox.looked(process)
    if last is None:
        return
    wanted = find_process(process, knowledge=knowledge)
    # A last round that lies ahead was noted by a clock that was wrong: then a day is looked at again.
    since = last - OVERLAP if last <= moment + OVERLAP else moment - AGAIN
    then = record(store, wanted, knowledge=knowledge, recorded_by=since)
    now = record(store, wanted, knowledge=knowledge)  # both by the newest readings: reading again is no news
    for change in changes(then, now, knowledge=knowledge):
        body = _body(change, process, now)
        for rule in rules:
            if matches(rule, change, now):
                for channel in channels_of(rule):
                    yield Message(_id(change, process), rule.name, channel, body, moment.isoformat(timespec="seconds"))


def _id(change: Change, process: str) -> str:
    """The same change has the same identifier in every round."""
    first = change.evidence[0]
    said = (change.part, change.kind, change.text, change.before, change.after)
    parts = (process, *said, first.document, first.start, first.end)
    return hashlib.sha256("|".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _body(change: Change, process: str, now: Dossier) -> dict[str, Any]:
    documents = {one.id: one for one in now.documents}
    passages = []
    for one in change.evidence:
        known = documents.get(one.document)
        words = (known.title, known.publisher, known.published) if known else ()
        source = ", ".join(part for part in words if part) or one.document
        passages.append({**one.model_dump(), "url": known.url if known else None, "source": source})
    return {"process": process, **change.model_dump(mode="json", exclude={"evidence"}), "evidence": passages}


def _deliver(
    outbox: Outbox, rules: dict[str, Rule], show: Callable[[str], None], sleep: Callable[[float], None]
) -> tuple[int, tuple[str, ...]]:
    sent = 0
    down: dict[tuple[str, str], str] = {}
    fed: set[str] = set()
    for message in outbox.pending():
        rule = rules.get(message.rule)
        # A rule that was taken out keeps its messages: it may come back.
        if rule is None or message.channel not in channels_of(rule) or (message.rule, message.channel) in down:
            continue
        try:
            if message.channel == "feed" and rule.feed is not None:
                if rule.name not in fed:
                    write_feed(rule.feed, rule, outbox.of(rule.name, "feed", FEED_LENGTH))
                    fed.add(rule.name)
            else:
                _try(message, rule, show, sleep)
        except NotTaken as error:
            down[message.rule, message.channel] = str(error)
            continue
        outbox.mark_sent(message)
        sent += 1
    return sent, tuple(down.values())


def _try(message: Message, rule: Rule, show: Callable[[str], None], sleep: Callable[[float], None]) -> None:
    for wait in WAITS:
        try:
            return send(message, rule, show=show)
        except NotTaken:
            sleep(wait)
    return send(message, rule, show=show)

"""Owns comparing a brief's entries with gold entries: which two are the same thing, and how right it is.

Gold names actors by token (ISO code of a state, else the body's name) and places by name. Does no counting.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.process.dossier import Agreement, Commitment, Entry, Humanitarian, Meeting, Position, Violence
from dragoman.process.phrases import bounds
from dragoman.records.values import STATE_SECTORS

MODELS: Mapping[str, type[Entry]] = {
    "meetings": Meeting,
    "commitments": Commitment,
    "positions": Position,
    "violence": Violence,
    "humanitarian": Humanitarian,
    "agreements": Agreement,
}
# What gold does not state: where an entry comes from, and how far it is vouched for.
UNSCORED = frozenset({"evidence", "events", "decided_by", "earlier", "confidence", "uncertain", "alleged_by"})
FIELDS = {name: tuple(field for field in model.model_fields if field not in UNSCORED) for name, model in MODELS.items()}
WHOLE_GROUPS = frozenset({"parties", "mediators"})  # every member counts
ANY_ACTOR = frozenset({"host", "by", "to", "against", "actor", "reported_by"})  # one right member is enough
ACTORS = WHOLE_GROUPS | ANY_ACTOR
CODES = frozenset({"agenda", "issues"})
DAYS = frozenset({"start", "end", "due", "date"})
COUNTS = frozenset({"killed", "wounded", "captured", "count"})
QUOTED = frozenset({"condition", "outcome"})

HALF = 0.5  # share of parties that makes two entries the same; also what a debatable entry needs to be right


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold entry, or a predicted one, in a form that can be compared.

    Attributes:
        values: the fields that are stated, each in comparable form.
        also: for a field, further values that are right, or members that neither help nor hurt.
        optional: whether the entry is debatable.
        slack: days by which a date may be off.
    """

    values: Mapping[str, Any]
    also: Mapping[str, frozenset[Any] | tuple[Any, ...]]
    optional: bool
    slack: Mapping[str, int]


def fold(text: object) -> str:
    """The text without case, accents and doubled spaces."""
    apart = unicodedata.normalize("NFKD", str(text))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).casefold().split())


def listed(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, anything else as its only member."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def comparable(name: str, entry: Mapping[str, Any], aliases: Mapping[str, str]) -> Gold:
    """An entry of the list `name`, in gold's form or in the contract's, made comparable."""
    also: dict[str, frozenset[Any] | tuple[Any, ...]] = {}
    for field, right in (entry.get("accept") or {}).items():
        parts = [_value(field, one, aliases) for one in listed(right)]
        sets = [part for part in parts if isinstance(part, frozenset)]
        also[field] = frozenset[Any]().union(*sets) if sets else tuple(parts)
    return Gold(
        values={field: _value(field, entry[field], aliases) for field in FIELDS[name] if field in entry},
        also=also,
        optional=bool(entry.get("optional")),
        slack={field: int(entry.get(f"{field}_tolerance_days", 0)) for field in DAYS},
    )


def _value(field: str, value: Any, aliases: Mapping[str, str]) -> Any:
    if field in ACTORS:
        return frozenset(token(actor, aliases) for actor in listed(value))
    if field in CODES:
        return frozenset(fold(code) for code in listed(value))
    if field == "stances":
        said = [one for one in listed(value) if isinstance(one, Mapping)]
        return frozenset((token(one.get("actor"), aliases), fold(one.get("stance"))) for one in said)
    if value is None or field in COUNTS:
        return value
    if field == "place":
        name = fold(value.get("name") if isinstance(value, Mapping) else value)
        return aliases.get(name, name)
    return fold(value)[:10] if field in DAYS else fold(value)


def token(actor: Any, aliases: Mapping[str, str]) -> str:
    """What stands for an actor: a state and its bodies by the state's code, all others by name."""
    name = actor
    if isinstance(actor, Mapping):
        name = actor.get("name") or actor.get("person")
        sectors = {str(sector) for sector in listed(actor.get("sectors"))}
        of_state = not sectors or bool(sectors & STATE_SECTORS)
        if actor.get("country") and of_state and fold(name or "") not in aliases:
            name = actor["country"]
    folded = fold(name or "")
    return aliases.get(folded, folded)


def period(value: Any) -> tuple[date, date] | None:
    """First and last day of a day, month or year as the contract writes it; None for anything else."""
    return bounds(value) if isinstance(value, str) else None


def may_pair(name: str, gold: Gold, found: Gold) -> bool:
    """Whether the two can be the same thing, by the fields that identify an entry of the list `name`."""
    if name == "meetings":
        no_place = gold.values.get("place") is None or found.values.get("place") is None
        near = _near(gold.values.get("start"), found.values.get("start")) or _agree("start", gold, found)
        return near and _parties(gold, found) >= HALF and (no_place or _agree("place", gold, found))
    if name == "commitments":
        keys = [field for field in ("to", "action") if gold.values.get(field)]
        keys += ["issue", "kind"][: 2 - len(keys)]
        return _agree("by", gold, found) and any(_agree(field, gold, found) for field in keys)
    if name == "positions":
        return _agree("actor", gold, found) and _agree("issue", gold, found)
    if name == "violence":
        unknown = not gold.values.get("by") or not found.values.get("by")
        known = [_agree(field, gold, found) for field in ("kind", "place", "against")]
        return any(known) and (unknown or _agree("by", gold, found))
    return _agree("kind", gold, found) and _parties(gold, found) >= HALF


def _agree(field: str, gold: Gold, found: Gold) -> bool:
    want, have, also = gold.values.get(field), found.values.get(field), gold.also.get(field, ())
    if field in ACTORS:
        return not (frozenset(want or ()) | frozenset(also)).isdisjoint(have or ())
    return want is not None and (have == want or have in also)


def _parties(gold: Gold, found: Gold) -> float:
    want: frozenset[str] = gold.values.get("parties", frozenset())
    if not want:
        return 1.0
    have = found.values.get("parties", frozenset()) - (frozenset(gold.also.get("parties", ())) - want)
    return len(want & have) / len(want | have)


def _near(one: str | None, other: str | None) -> bool:
    first, second = period(one), period(other)
    if first is None or second is None:
        return True
    if first[0] == first[1] and second[0] == second[1]:
        return abs((first[0] - second[0]).days) <= 1
    outer, inner = (first, second) if first[0] <= second[0] and second[1] <= first[1] else (second, first)
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def rightness(field: str, gold: Gold, found: Gold) -> float:
    """How right the found value of a field is that gold states, from 0 to 1."""
    want, have, also = gold.values[field], found.values.get(field), gold.also.get(field, ())
    if isinstance(want, frozenset):
        if field in ANY_ACTOR and want:
            return float(_agree(field, gold, found))
        return _overlap(want, frozenset(have or ()) - (frozenset(also) - want))
    if have == want or have in also:
        return 1.0
    if want is None or have is None:
        return 0.0
    if field in COUNTS:
        return float(_same_count(want, have))
    if field in QUOTED:
        return 1.0 if want in have or have in want else _overlap(set(want.split()), set(have.split()))
    if field in DAYS and gold.slack[field] and len(have) == len("2000-01-01"):
        first, second = period(want), period(have)
        return float(bool(first and second and abs((first[0] - second[0]).days) <= gold.slack[field]))
    return 0.0


def _same_count(want: Any, have: Any) -> bool:
    stated = want if isinstance(want, Mapping) else {"min": want}
    said = have if isinstance(have, Mapping) else {"min": have, "max": have}
    return all(said.get(part) == number for part, number in stated.items())


def _overlap(one: Iterable[Any], other: Iterable[Any]) -> float:
    first, second = set(one), set(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


def pair_up(name: str, golds: Sequence[Gold], found: Sequence[Gold]) -> list[tuple[int, int]]:
    """Index pairs (gold, found), none used twice; required gold comes first, optional gold last."""
    gains = [[_gain(name, gold, one) for one in found] for gold in golds]
    return [(row, column) for row, column in best_pairs(gains) if gains[row][column] > 0]


def _gain(name: str, gold: Gold, found: Gold) -> float:
    if not may_pair(name, gold, found):
        return 0.0
    right = [rightness(field, gold, found) for field in gold.values]
    share = sum(right) / len(right) if right else 1.0
    if gold.optional:  # a small gain, so that it never takes an entry that a required one needs
        return 0.1 + share / 100 if share >= HALF else 0.0
    return 1000.0 + 10 * share


def best_pairs(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column), none used twice, whose gains add up to the most.

    Kuhn-Munkres with potentials in O(rows² · columns); each row has a column of its own with no gain, so that
    it may stay alone.
    """
    rows, real = len(gains), len(gains[0]) if gains else 0
    columns = real + rows
    cost = [[-gain for gain in row] + [0.0] * rows for row in gains]
    of_row, of_column = [0.0] * rows, [0.0] * columns
    owner: list[int | None] = [None] * columns
    for start in range(rows):
        slack, came_from = [float("inf")] * columns, [-1] * columns
        done: set[int] = set()
        row, column = start, -1
        while True:
            for free in set(range(columns)) - done:
                reduced = cost[row][free] - of_row[row] - of_column[free]
                if reduced < slack[free]:
                    slack[free], came_from[free] = reduced, column
            nearest = min(set(range(columns)) - done, key=lambda c: (slack[c], c))
            step = slack[nearest]
            of_row[start] += step
            for seen in done:
                of_column[seen] -= step
                of_row[owner[seen] or 0] += step
            slack = [value if c in done else value - step for c, value in enumerate(slack)]
            done.add(nearest)
            column = nearest
            taken = owner[nearest]
            if taken is None:
                break
            row = taken
        while column >= 0:
            before = came_from[column]
            owner[column] = owner[before] if before >= 0 else start
            column = before
    return sorted((row, column) for column, row in enumerate(owner[:real]) if row is not None)

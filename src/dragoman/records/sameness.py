"""Owns whether reports tell of one happening: named features, their weights, and what holds two apart.

Compares `Traits` with each other and says why; which ones are compared is `happenings`' business. The weights and
vetoes are data (`knowledge.sameness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from math import exp

from dragoman.knowledge.sameness import FrameWeights, load_sameness
from dragoman.records.days import Span, spans_agree
from dragoman.records.traits import Site, Traits

# Time zones and "overnight" move the day of a report by one.
NEAR_DAYS = 1
# Days of signature and of entry into force lie within so many days.
FAR_DAYS = 30
# A deal told as made so many days after one was made is another one.
ANEW_DAYS = 21
# What is told as going on and later as over lies within so many days.
LONGEST = 60
# A meeting that was put off is held within so many days of the day first named.
PUT_OFF_DAYS = 45
_FACTS = frozenset({"held", "failed", "under_way"})
_OVER = frozenset({"held", "failed"})
_COMING = frozenset({"scheduled", "proposed", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature that holds of two groups of reports, and what it adds to the sum."""

    feature: str
    points: float


@dataclass(frozen=True, slots=True)
class Sameness:
    """How much speaks for two groups of reports telling of one happening.

    Attributes:
        score: the sum of the reasons' points.
        enough: the sum from which they are one.
        reasons: every feature that holds.
        veto: the feature that holds them apart; None where none does.
    """

    score: float
    enough: float
    reasons: tuple[Reason, ...]
    veto: str | None

    @property
    def is_same(self) -> bool:
        """Whether they are one happening."""
        return self.veto is None and self.score >= self.enough


def sameness(one: Traits, other: Traits, *, whole: bool = True) -> Sameness:
    """How much speaks for two groups of reports of one family telling of one happening.

    Args:
        one: what is known so far.
        other: a later or further report.
        whole: all reasons; else the first veto ends the comparison.
    """
    table = load_sameness()
    weights = table.frames[one.family]
    reasons = []
    veto = None
    for feature, value in _features(one, other, weights, table.fading):
        if feature in weights.vetoes and veto is None:
            veto = feature
            if not whole:
                return Sameness(0.0, weights.enough, (), veto)
        points = weights.weights.get(feature, 0.0) * value
        if points or feature in weights.vetoes:
            reasons.append(Reason(feature, points))
    return Sameness(sum(reason.points for reason in reasons), weights.enough, tuple(reasons), veto)


def _features(one: Traits, other: Traits, weights: FrameWeights, fading: float) -> Iterator[tuple[str, float]]:
    """The features that hold, each with its strength, 0 to 1."""
    yield from _day(one, other)
    yield from _reader(one, other)
    yield from _set("parties", one.names, other.names)
    yield from _set("source", one.source, other.source)
    yield from _some("target", one.target, other.target)
    yield from _turned(one, other)
    yield from _places(one.sites, other.sites)
    yield from _rounds(one, other)
    yield from _kinds(one, other, weights)
    yield from _numbers(one, other)
    yield from _some("issue", one.issues, other.issues)
    yield from _action(one, other)
    yield from _due(one, other)
    if one.mediators & other.mediators:
        yield "mediators_some", 1.0
    if other.definite:
        yield "definite", 1.0
    if other.distinct and not other.days & one.days and (one.documents & other.documents or not one.states <= _COMING):
        yield "distinct", 1.0  # "new talks" are those that were announced, not those that are over
    yield from _state(one, other)
    if one.stances and other.stances:
        yield ("stance_equal" if one.stances & other.stances else "stance_apart"), 1.0
    if not one.documents & other.documents:  # within a document everything is near
        yield "close", _closeness(one, other, fading)
        yield "words", _shared(one.words, other.words)


def _reader(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    """What the reader itself holds for one, within a document that both stand in."""
    if one.told & other.told:
        yield "reader_same", 1.0
    elif one.documents & other.documents and one.told and other.told:
        yield "reader_apart", 1.0
        if one.passages & other.passages and one.states == other.states:
            yield "sentence_same", 1.0


def _set(name: str, one: Set[str], other: Set[str]) -> Iterator[tuple[str, float]]:
    if not one or not other:
        return
    if one == other:
        yield f"{name}_equal", 1.0
    elif one <= other or other <= one:
        yield (f"{name}_within" if name == "parties" else f"{name}_some"), 1.0
    else:
        yield (f"{name}_some" if one & other else f"{name}_apart"), 1.0


def _some(name: str, one: Set[str], other: Set[str]) -> Iterator[tuple[str, float]]:
    if one and other:
        yield (f"{name}_some" if one & other else f"{name}_apart"), 1.0


def _turned(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    """Who does it in one report suffers it in the other."""
    if one.source and other.source and one.source <= other.target and other.source <= one.target:
        yield "roles_turned", 1.0


def _day(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    """How the days of two groups of reports stand to each other."""
    if one.days and other.days:
        yield from _stated(one, other)
    elif one.days or other.days:
        known, window = (one.days, other.window) if one.days else (other.days, one.window)
        if window is not None:
            yield ("day_fits" if _may_mean(one, other, known, window) else "day_off"), 1.0
    elif one.window is not None and other.window is not None and not _meet(one.window, other.window):
        yield "day_off", 1.0


def _may_mean(one: Traits, other: Traits, days: Set[Span], window: Span) -> bool:
    """Whether an undated report can mean what is told of certain days."""
    if _is_ahead(one, other) or _is_ahead(other, one):
        return False
    first, last = min(day[0] for day in days), max(day[1] for day in days)
    # A meeting that goes on ends after the day on which it began.
    reach = LONGEST if one.open and other.states & _FACTS else 0
    return _meet((first, last + reach), window)


def _is_ahead(past: Traits, ahead: Traits) -> bool:
    """Whether one was over by the day on which the other was told as still to come."""
    if not past.states & _OVER or past.open or not ahead.states <= _COMING or not ahead.states:
        return False
    if past.learned is None or ahead.learned is None:
        return False
    return min([past.learned[0], *(day[1] for day in past.days)]) <= ahead.learned[0]


def _stated(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    pairs = [(a, b) for a in one.days for b in other.days]
    exact = [(a, b) for a, b in pairs if a[0] == a[1] and b[0] == b[1]]
    first, then = min(day[0] for day in one.days), min(day[0] for day in other.days)
    if any(a == b for a, b in exact):
        yield "day_equal", 1.0
    elif any(abs(a[0] - b[0]) <= NEAR_DAYS for a, b in exact):
        yield "day_near", 1.0
    elif any(spans_agree(a, b, near=NEAR_DAYS) for a, b in pairs):
        yield "day_within", 1.0
    elif one.open and other.states & _FACTS and 0 <= then - first <= LONGEST:
        yield "day_closes", 1.0
    elif one.put_off and 0 <= then - first <= PUT_OFF_DAYS:
        yield "day_moved", 1.0
    else:
        yield "day_apart", 1.0
        if min(max(a[0] - b[1], b[0] - a[1]) for a, b in pairs) > FAR_DAYS:
            yield "day_far", 1.0


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _places(one: Set[Site], other: Set[Site]) -> Iterator[tuple[str, float]]:
    if not one or not other:
        return
    pairs = [(a, b) for a in one for b in other]
    if any(not a.wide and not b.wide and _is_one_site(a, b) for a, b in pairs):
        yield "place_equal", 1.0
    elif any((a.wide or b.wide) and (a.country == b.country or a.name == b.name) for a, b in pairs):
        yield "place_within", 1.0
    else:
        yield "place_apart", 1.0


def _is_one_site(one: Site, other: Site) -> bool:
    return one.name == other.name or (one.id is not None and one.id == other.id)


def _rounds(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    if one.rounds and other.rounds:
        yield ("round_equal" if one.rounds & other.rounds else "round_apart"), 1.0
    elif other.rounds and one.states & _FACTS and not one.open:
        yield "round_one", 1.0


def _kinds(one: Traits, other: Traits, weights: FrameWeights) -> Iterator[tuple[str, float]]:
    if not one.kinds or not other.kinds:
        return
    if one.kinds & other.kinds:
        yield "kind_equal", 1.0
    elif any(weights.are_alike(a, b) for a in one.kinds for b in other.kinds):
        yield "kind_alike", 1.0
    elif "other" in one.kinds | other.kinds:
        yield "kind_other", 1.0
    else:
        yield "kind_apart", 1.0


def _numbers(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    mine, theirs = dict(one.numbers), dict(other.numbers)
    shared = mine.keys() & theirs.keys()
    if one.numbers & other.numbers:
        yield "toll_equal", 1.0
    elif shared:
        yield "toll_apart", 1.0


def _action(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    if one.actions and other.actions:
        yield ("action_equal" if one.actions & other.actions else "action_apart"), 1.0


def _due(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    known = one.dues
    if not known or not other.dues:
        # What is threatened or promised anew, after the day was over, is another word.
        if known and other.states == {"pending"} and other.learned and max(known)[1] < other.learned[0]:
            yield "due_past", 1.0
        return
    if known & other.dues:
        yield "due_equal", 1.0
    elif any(spans_agree(a, b, near=NEAR_DAYS) for a in known for b in other.dues):
        yield "due_near", 1.0
    else:
        yield ("due_moved" if "extended" in other.states else "due_apart"), 1.0


_MADE = frozenset({"agreed", "signed", "in_force"})
_LATER = frozenset({"in_force", "violated", "alleged_violated", "ended", "extended"}) | frozenset(
    {"fulfilled", "expired", "withdrawn"}
)


def _state(one: Traits, other: Traits) -> Iterator[tuple[str, float]]:
    """A later state refers to what was made before; a proposal made after it is another."""
    if other.states & _LATER and not one.states & {"rejected"}:
        yield "state_on", 1.0
    elif other.states <= {"proposed", "hypothetical"} and other.states and one.states & _MADE:
        yield "state_back", 1.0
    elif _is_made_again(one, other) and not other.definite and _later(one, other) > ANEW_DAYS:
        yield "state_anew", 1.0


def _is_made_again(one: Traits, other: Traits) -> bool:
    """Whether what was agreed is told as agreed, or what was signed as signed: a signature after accord is its end."""
    if "signed" in other.states:
        return bool(one.states & {"signed", "in_force"})
    return "agreed" in other.states and bool(one.states & _MADE)


def _later(one: Traits, other: Traits) -> int:
    """Days from the first report of one to the first report of the other."""
    return other.learned[0] - one.learned[0] if one.learned and other.learned else 0


def _closeness(one: Traits, other: Traits, fading: float) -> float:
    """1 for reports of one time, fading with the days between them; half where no time is known."""
    known, later = _when(one), _when(other)
    if known is None or later is None:
        return 0.5
    apart = max(0, later[0] - known[1], known[0] - later[1])
    return exp(-apart / fading)


def _when(traits: Traits) -> Span | None:
    if traits.days:
        return min(day[0] for day in traits.days), max(day[1] for day in traits.days)
    return traits.learned


def _shared(one: Set[str], other: Set[str]) -> float:
    """Share of the words of the shorter passage that the other has too, from a half upwards."""
    least = min(len(one), len(other))
    if not least:
        return 0.0
    return max(0.0, 2 * len(one & other) / least - 1)

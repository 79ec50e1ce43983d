"""Owns the closed vocabularies of frames: kinds, roles and the values of each attribute.

They follow the annotation guide: the trainer, the network's labels, the checker of annotations and
the makers of events all take them from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from dragoman.contract.issues import ISSUES


class FrameKind(StrEnum):
    """What kind of happening, saying or text a frame tells of."""

    MEETING = "meeting"
    WORD = "word"
    POSITION = "position"
    COMMITMENT = "commitment"
    VIOLENCE = "violence"
    HUMANITARIAN = "humanitarian"
    AGREEMENT = "agreement"
    ACT = "act"


class Role(StrEnum):
    """What a filler is to its frame."""

    PARTY = "party"
    MEDIATOR = "mediator"
    HOST = "host"
    PLACE = "place"
    TIME = "time"
    ROUND = "round"
    AGENDA = "agenda"
    SOURCE = "source"
    ACTOR = "actor"
    TARGET = "target"
    CONDITION = "condition"
    BY = "by"
    TO = "to"
    DUE = "due"
    AGAINST = "against"
    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    COUNT = "count"


def _table(rows: Mapping[FrameKind, str]) -> Mapping[FrameKind, tuple[str, ...]]:
    return MappingProxyType({kind: tuple(words.split()) for kind, words in rows.items()})


ROLES: Mapping[FrameKind, tuple[Role, ...]] = MappingProxyType(
    {
        kind: tuple(Role(name) for name in names)
        for kind, names in _table(
            {
                FrameKind.MEETING: "party mediator host place time round agenda source",
                FrameKind.WORD: "actor time",
                FrameKind.POSITION: "actor target condition time",
                FrameKind.COMMITMENT: "by to due condition time source",
                FrameKind.VIOLENCE: "by against place time killed wounded captured source",
                FrameKind.HUMANITARIAN: "by party count place time source",
                FrameKind.AGREEMENT: "party mediator place time source",
                FrameKind.ACT: "by to place time source",
            }
        ).items()
    }
)

STATUSES = _table(
    {
        FrameKind.MEETING: "held under_way scheduled proposed failed postponed cancelled denied hypothetical",
        FrameKind.COMMITMENT: "pending fulfilled expired violated withdrawn extended denied",
        FrameKind.VIOLENCE: "happened ongoing alleged denied scheduled hypothetical",
        FrameKind.HUMANITARIAN: "proposed agreed under_way done failed denied",
        FrameKind.AGREEMENT: (
            "proposed agreed signed in_force violated alleged_violated ended rejected denied hypothetical"
        ),
        FrameKind.ACT: "happened scheduled alleged denied hypothetical",
    }
)

SUBKINDS = _table(
    {
        FrameKind.MEETING: "talks indirect_talks summit ministerial call conference visit other",
        FrameKind.COMMITMENT: "ultimatum threat pledge offer deadline",
        FrameKind.VIOLENCE: (
            "airstrike drone_strike missile_strike shelling ground_assault clash bombing shooting abduction "
            "execution arrest siege other"
        ),
        FrameKind.HUMANITARIAN: (
            "prisoner_exchange release remains_return children_return evacuation aid_delivery corridor displacement"
        ),
        FrameKind.AGREEMENT: "ceasefire truce framework roadmap comprehensive declaration extension other",
    }
)

STANCES = _table(
    {
        FrameKind.WORD: "announced confirmed accepted declined denied conditional no_comment sceptical",
        FrameKind.POSITION: "supports opposes demands offers refuses conditional sceptical undecided",
    }
)

ACTIONS = _table(
    {
        FrameKind.COMMITMENT: "SANCTION AID ASSAULT COERCE RETREAT CONCEDE COOPERATE CONSULT MOBILIZE AGREE OTHER",
    }
)

ACT_TYPES = _table(
    {
        FrameKind.ACT: (
            "SANCTION LIFT_SANCTION AID RETREAT MOBILIZE COERCE COOPERATE RECOGNISE EXPEL ACCUSE PROTEST OTHER"
        ),
    }
)

ISSUED: Mapping[FrameKind, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys((FrameKind.POSITION, FrameKind.COMMITMENT, FrameKind.AGREEMENT), ISSUES)
)

# Attributes with one value each, by the name that they have in annotations; `issue` takes several.
ATTRIBUTES: Mapping[str, Mapping[FrameKind, tuple[str, ...]]] = MappingProxyType(
    {"status": STATUSES, "kind": SUBKINDS, "stance": STANCES, "action": ACTIONS, "type": ACT_TYPES}
)

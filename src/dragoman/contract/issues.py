"""Owns the closed list of issue codes of the brief's contract.

What each is about and how the press names it stands in `ontology/issues.toml`, which is checked against this list.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

IssueCode: TypeAlias = Literal[
    "ceasefire",
    "settlement",
    "prisoner_exchange",
    "hostages",
    "remains_return",
    "children_return",
    "missing_persons",
    "humanitarian_access",
    "refugees_return",
    "territory",
    "borders",
    "autonomy",
    "recognition",
    "sovereignty",
    "withdrawal",
    "disarmament",
    "security_guarantees",
    "peacekeeping",
    "monitoring",
    "nuclear",
    "military_aid",
    "sanctions",
    "assets",
    "reparations",
    "reconstruction",
    "trade",
    "energy",
    "maritime",
    "transit",
    "elections",
    "constitution",
    "power_sharing",
    "justice",
    "amnesty",
    "minority_rights",
    "language_rights",
    "leaders_meeting",
    "detention",
    "other",
]

ISSUES: tuple[str, ...] = get_args(IssueCode)

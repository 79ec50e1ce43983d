"""Owns the closed list of issue codes of the brief's contract."""

from __future__ import annotations

ISSUES: tuple[str, ...] = tuple(
    """ceasefire settlement prisoner_exchange hostages remains_return children_return missing_persons
    humanitarian_access refugees_return territory borders autonomy recognition sovereignty withdrawal disarmament
    security_guarantees peacekeeping monitoring nuclear military_aid sanctions assets reparations reconstruction trade
    energy maritime transit elections constitution power_sharing justice amnesty minority_rights language_rights
    leaders_meeting detention other""".split()  # noqa: SIM905  read at a glance
)

"""Owns how issues, promises and groups of actors read inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge.wording import load_wording
from dragoman.process.phrases import Namer, listed
from dragoman.records.values import Actor


def thing(issue: str) -> str:
    """An issue inside a sentence: `a ceasefire`."""
    known = load_wording().issue.get(issue)
    return known.thing if known else issue.replace("_", " ")


def things(issues: Sequence[str]) -> str:
    """Several issues; `other` says nothing and is left out."""
    return listed([thing(issue) for issue in issues if issue != "other"])


def undertaking(action: str | None, issue: str | None, *, threatened: bool, many: bool = False) -> str:
    """What is promised or threatened: `military aid`, `sanctions over a ceasefire`.

    Args:
        action: event type of what is promised or threatened.
        issue: what it is about.
        threatened: a threat or ultimatum, not a promise.
        many: those who promise are several.
    """
    words = load_wording()
    about = None if issue in {None, "other"} else thing(str(issue))
    is_open = issue in words.issue and words.issue[str(issue)].open
    if action is None:
        return f"steps on {about}" if about and is_open and not threatened else about or "further steps"
    if f"{action} {issue}" in words.together:
        return words.together[f"{action} {issue}"]
    phrases = words.threatened if threatened else words.promised
    phrase = phrases.get(f"{action} open" if is_open and about else action) or phrases[action]
    if "{thing}" in phrase:
        return phrase.format(thing=about or "what is asked", it="they" if many else "it")
    # Whatever is done in a peace process is about its settlement.
    return f"{phrase} {'over' if threatened else 'on'} {about}" if about and issue != "settlement" else phrase


def among(actors: Sequence[Actor], namer: Namer) -> str:
    """` between A and B`, ` among A, B and C`, ` involving A`, or nothing."""
    if not actors:
        return ""
    word = {1: "involving", 2: "between"}.get(len(actors), "among")
    return f" {word} {namer.bodies(actors)}"

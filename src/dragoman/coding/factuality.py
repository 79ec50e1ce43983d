"""Owns the expected factuality of an event, from -3 (certainly not) to +3 (certainly so).

The weights in `knowledge/data/cues/factuality.tsv` are least-squares estimates over the crowd
judgements of the UW factuality data (Lee et al. 2015), development part only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.modality_state import State
from dragoman.knowledge.status_cues import StatusCues
from dragoman.language import tree, tree_links

if TYPE_CHECKING:
    from spacy.tokens import Token

# Where no weight is known: what the status alone suggests.
PRIOR = {
    "happened": 2.7,
    "ongoing": 2.6,
    "scheduled": 1.4,
    "promised": 1.3,
    "proposed": 0.6,
    "threatened": 0.5,
    "demanded": 0.3,
    "conditional": 0.3,
    "hypothetical": 0.6,
    "denied": -1.5,
    "negated": -2.0,
}


def expected_factuality(token: Token, state: State, cues: StatusCues) -> float:
    """The sum of the weights of the state's features, within the scale."""
    if not cues.factuality:
        return PRIOR[state.status]
    value = sum(cues.factuality.get(name, 0.0) for name in factuality_features(token, state))
    return round(max(-3.0, min(3.0, value)), 2)


def factuality_features(token: Token, state: State) -> tuple[str, ...]:
    """Names of everything that bears on an event's factuality."""
    part = "verb" if tree.is_verbal(token) else "noun" if tree.is_nominal(token) else "other"
    names = ["bias", f"status={state.status}", f"part={part}", f"{part}:{state.status}", f"tag={token.tag_}"]
    names.append(f"lemma={token.lemma_.lower()}")
    names.extend(state.features)
    names.extend(_surroundings(token, part))
    names.append(f"explicit={state.explicit}/{state.status}")
    if state.condition is not None:
        names.append("has-condition")
    return tuple(dict.fromkeys(names))


def _surroundings(token: Token, part: str) -> list[str]:
    """How definite a noun is, and who a verb's subject is: generic "you" and plurals are less sure."""
    if part == "noun":
        words = [c.lower_ for c in token.children if c.pos_ in {"DET", "PRON"} and c.i < token.i]
        return [f"det={words[0] if words else 'none'}/{token.tag_}"]
    subject = next(iter(tree.own_subjects(token)), None)
    names = [f"verb-subject={subject.lower_ if subject is not None and subject.pos_ == 'PRON' else 'other'}"]
    step = tree_links.link(token)
    names.append(f"under={step.frame}/{step.word}" if step is not None else "top")
    if token.sent[-1].text == "?":
        names.append("asked")
    return names

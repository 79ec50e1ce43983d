"""Owns the terms of an agreement: issues of the sentences after it that tell what is owed under it.

Reads obligations only ("are to hand over", "undertakes to", "the deal provides for"); what was agreed
itself is in the agreement's own sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.coding.rules import Match
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

MADE = frozenset({"signed", "agreed", "in_force", "announced"})
# The terms follow within so many characters of the sentence that tells of the agreement.
TERMS_BEHIND = 800
_OBLIGING = frozenset(
    {"oblige", "undertake", "provide", "foresee", "stipulate", "require", "promise", "commit", "contain"}
)
_SAID_BY_OTHERS = re.compile(
    r"[\"“”]|\b(?:said|says|warned|told|according to|demand\w*|insist\w*|if|unless)\b", re.IGNORECASE
)
# Issues that what is owed under an agreement names in so many words; wider ones (trade, borders) are
# as often the scene of an obligation as its matter.
PARTICULAR = frozenset(
    {
        "ceasefire",
        "disarmament",
        "withdrawal",
        "prisoner_exchange",
        "hostages",
        "remains_return",
        "children_return",
        "humanitarian_access",
        "refugees_return",
        "monitoring",
        "amnesty",
        "power_sharing",
        "elections",
        "justice",
        "missing_persons",
        "autonomy",
        "reparations",
        "peacekeeping",
        "detention",
        "language_rights",
    }
)


def terms_of(match: Match, around: Surroundings) -> tuple[str, ...]:
    """Issue codes of the obligations told in the sentences after an agreement that was made."""
    if match.rule.act not in MADE:
        return ()
    sent = match.predicate.token.sent
    codes: list[str] = []
    doc, end = sent.doc, sent.end
    while end < len(doc) and doc[end].idx - sent.end_char <= TERMS_BEHIND:
        following = doc[end].sent
        end = max(following.end, end + 1)
        if _obliges(following) and not _SAID_BY_OTHERS.search(following.text):
            found = around.lexicon.issues.codes(following)
            codes.extend(c for c in found if c in PARTICULAR)
    return tuple(dict.fromkeys(codes))


def _obliges(sent: Span) -> bool:
    return any(tree.is_verbal(token) and _owed(token) for token in sent)


def _owed(verb: Token) -> bool:
    if verb.lemma_.lower() in _OBLIGING and not tree.is_negated(verb):
        return True
    words = {c.lower_ for c in verb.children if c.dep_ in tree.AUXILIARIES}
    if words & {"will", "must", "shall"}:
        return True
    above = verb.head
    return "to" in words and verb.dep_ == "xcomp" and above.lemma_.lower() == "be" and above.tag_ in {"VBP", "VBZ"}

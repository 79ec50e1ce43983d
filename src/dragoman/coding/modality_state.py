"""Owns what is known of a predicate while its status is being composed, and how states combine.

Knows neither the tree nor the cue tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.documents.document import Passage

REAL = frozenset({"happened", "ongoing"})
REFUTED = frozenset({"negated", "denied"})
# What somebody has only bound himself or been fixed to do: an embedding verb in this state will be done.
INTENDED = frozenset({"scheduled", "promised"})
IRREALIS = frozenset({"hypothetical", "conditional", "demanded", "proposed", "threatened"})


@dataclass(frozen=True, slots=True)
class State:
    """A status on the way.

    Attributes:
        status: a status of the contract.
        explicit: whether a word of the predicate's own clause decided it (and not mere tense).
        features: names of the decisions, for the expected factuality.
        cues: passages of the deciding words.
        path: the decisions in words, innermost first.
        condition: the clause on which it depends.
    """

    status: str
    explicit: bool = False
    features: tuple[str, ...] = ()
    cues: tuple[Passage, ...] = ()
    path: tuple[str, ...] = ()
    condition: Passage | None = None

    def step(
        self,
        status: str,
        *,
        why: str,
        feature: str | None = None,
        word: str | None = None,
        cue: Passage | None = None,
        explicit: bool = True,
    ) -> State:
        """The state after one more decision; `word` names the embedding word and its construction."""
        names = tuple(name for name in (feature, f"by={word}" if word else None) if name)
        return replace(
            self,
            status=status,
            explicit=self.explicit or explicit,
            features=(*self.features, *names),
            cues=(*self.cues, cue) if cue and cue not in self.cues else self.cues,
            path=(*self.path, why),
        )

    def beneath(self, outer: State) -> State:
        """This state with the decisions taken on the word that embeds it added."""
        above = (f"up:{name}" for name in outer.features if not name.startswith("up:up:"))
        return replace(
            self,
            features=(*self.features, *above),
            cues=(*self.cues, *(c for c in outer.cues if c not in self.cues)),
            path=(*self.path, *outer.path),
            condition=self.condition or outer.condition,
        )


def opposite(status: str) -> str:
    """What becomes of a complement that happens exactly if its governor does not."""
    if status in REAL:
        return "negated"
    if status in REFUTED:
        return "happened"
    return "negated" if status in INTENDED else "hypothetical"


def embedded(code: str, *, outer: str, inner: str) -> str:
    """The status of a complement from its governor's code and status and its own status.

    Args:
        code: an affirmative code if the governor holds, else its negative code (see
            `knowledge.status_cues.CODES`).
        outer: status of the governor.
        inner: status that the complement's own clause gives it.
    """
    if code == "+":
        return inner
    if code == "=":
        return outer if inner in REAL | INTENDED else inner
    if code == "~":
        return opposite(outer)
    if code.endswith("?"):
        return _future_only(code[:-1], outer=outer, inner=inner)
    if inner in REFUTED:
        return inner
    if outer in REAL | REFUTED:
        return code
    if code in REAL:
        return outer
    if outer in INTENDED:
        return code
    return code if code in REFUTED and outer != "hypothetical" else outer


def _future_only(code: str, *, outer: str, inner: str) -> str:
    if inner in {"scheduled", "promised", "hypothetical", "demanded"} or (
        inner == "conditional" and code in {"threatened", "promised"}
    ):
        return outer if outer in IRREALIS else code
    return inner

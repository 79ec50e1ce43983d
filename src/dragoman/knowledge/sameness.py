"""Owns the table by which two reports are held for one happening: weights, vetoes and windows of time, by frame.

Reads `data/sameness/weights.toml`; does not compare anything: see `records.sameness`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from dragoman.errors import KnowledgeError

FILE = "sameness/weights.toml"


class FrameWeights(BaseModel):
    """How reports of one frame are compared.

    Attributes:
        limit: probability below which an entry is uncertain.
        enough: sum of weights from which two reports are of one happening.
        vetoes: features that hold two reports apart, whatever speaks for them.
        alike: groups of kinds that texts use for one and the same thing.
        weights: what each feature speaks for (above 0) or against (below 0).
        window: by state, days before (below 0) and after the day of the report that an undated one can mean.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: float
    enough: float
    vetoes: frozenset[str]
    alike: tuple[frozenset[str], ...]
    weights: Mapping[str, float]
    window: Mapping[str, tuple[int, int]]

    def are_alike(self, one: str, other: str) -> bool:
        """Whether two kinds may be of one and the same thing."""
        return one == other or any(one in group and other in group for group in self.alike)


class SamenessTable(BaseModel):
    """The weights of all frames.

    Attributes:
        sure: probability from which a field of a report is taken as told.
        stated: probability from which an entry is told in prose and alerts.
        share: of the surest telling's certainty, from which another one counts beside it.
        party: of the surest party's certainty, from which another one counts beside it.
        fading: days by which closeness in time fades to a third.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sure: float
    stated: float
    share: float
    party: float
    fading: float
    frames: Mapping[str, FrameWeights]


@cache
def load_sameness() -> SamenessTable:
    """The table, checked.

    Raises:
        KnowledgeError: the file does not fit its form.
    """
    path = files("dragoman.knowledge") / "data" / FILE
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        single = {name: rows.pop(name) for name in ("sure", "stated", "share", "party", "fading")}
        return SamenessTable(**single, frames=rows)
    except (KeyError, ValidationError) as error:
        raise KnowledgeError([f"{FILE}: {error}"]) from error

"""A brief of some texts and the dossier of an archive of the same texts tell the same."""

from __future__ import annotations

import random

import pytest

from dragoman.archive.state import record
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.process.assemble import assemble
from dragoman.process.dossier import LISTS
from dragoman.store.store import Store
from large_archive import THEATRES, readings


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_texts_give_the_same_entries_in_whatever_order(store: Store, knowledge: Knowledge, seed: int) -> None:
    texts = list(readings(events=80, seed=seed, theatres=THEATRES[:2]))
    for one in texts:
        store.keep(one)
    kept = record(store, None, knowledge=knowledge)
    known = {one.id for one in kept.documents}
    distinct = [one for one in texts if one.document.id in known]
    random.Random(seed).shuffle(distinct)
    documents = [one.document for one in distinct]
    events = [event for one in distinct for event in one.events]
    brief = assemble(documents, events, knowledge=knowledge)
    assert any(getattr(brief, name) for name in LISTS)
    for name in (*LISTS, "headline", "headline_entries", "summary"):
        assert getattr(brief, name) == getattr(kept, name), name

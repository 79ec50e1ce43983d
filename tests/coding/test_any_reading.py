"""Whatever a reader finds, coding makes events of it or none, and every quote stands in the text."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from reading_world import coder_of, sentences_of

from dragoman.contract.frames import ACT_TYPES, ACTIONS, ROLES, STANCES, STATUSES, SUBKINDS, FrameKind
from dragoman.contract.issues import ISSUES
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.documents.document import Document

TEXT = (
    "Talks of both sides\n\nOn 3 May 2024 the army of Mali, led by Gen. A. B. (CMA), shot at \"them\" — 72 per "
    "cent; he's said: «no»! Half of the 40 rebels' men... and, of whom two; U.S.-backed X-Y met in the capital?\n"
    "What happened in Kidal?\nEgypt and Qatar, 5-7 June. Mr O'Neil's 2nd round on 30 February failed "
    "within 99999 days.\n"
)  # fmt: skip
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 40)).map(lambda p: Span(p[0], min(len(TEXT), p[0] + p[1])))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    kind = draw(st.sampled_from(list(FrameKind)))
    pick = lambda table: draw(st.sampled_from((*table.get(kind, ()), None)))  # noqa: E731
    return Frame(
        kind=kind,
        trigger=draw(SPANS),
        sentence=draw(SPANS),
        happening=draw(st.integers(0, 3)),
        status=pick(STATUSES),
        subkind=pick(SUBKINDS),
        stance=pick(STANCES),
        action=pick(ACTIONS),
        type=pick(ACT_TYPES),
        issues=tuple(draw(st.lists(st.sampled_from(ISSUES), max_size=2))),
        fillers=tuple(
            Filler(draw(st.sampled_from(ROLES[kind])), draw(SPANS), draw(st.floats(0, 1)))
            for _ in range(draw(st.integers(0, 5)))
        ),
        confidence=draw(st.floats(0, 1)),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(frames(), max_size=4), st.lists(st.tuples(SPANS, SPANS), max_size=3), st.booleans())
def test_any_reading_is_coded(found: list[Frame], pointed: list[tuple[Span, Span]], dated: bool) -> None:
    references = tuple(Reference(one, (other,)) for one, other in pointed)
    reading = Reading("any", sentences_of(TEXT), tuple(found), references)
    document = Document(id="d", text=TEXT, published=date(2024, 5, 5) if dated else None)
    for event in coder_of(reading).code(document):
        assert all(one.quote == TEXT[one.start : one.end] for one in event.evidence)
        assert 0 <= event.confidence <= 1

"""Patterns over frames at work: what they match, what becomes of it, what they make, and that no span is made up."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from reading_world import Given, frame, read, span_in
from rich.console import Console

from dragoman.coding.coder import Coder
from dragoman.coding.patterns import Mentions, no_mentions, patterned
from dragoman.contract.frames import ACT_TYPES, ISSUED, ROLES, STANCES, STATUSES, SUBKINDS, FrameKind
from dragoman.contract.reading import Filler, Frame, Reading, Span
from dragoman.delivery.explanation import explanation_text
from dragoman.documents.document import Document
from dragoman.knowledge.frame_patterns import FramePattern, compiled_pattern, patterns_from
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.pattern_schema import Patterns
from dragoman.pipeline import explain
from dragoman.records.explanation import Explanation

PROOFS = {"examples": [{"sentence": "x", "becomes": []}], "not_examples": [{"sentence": "y"}]}


def patterns(text: str) -> tuple[FramePattern, ...]:
    """Patterns as a file has them, without their examples."""
    given = [{"id": f"p{n}", **PROOFS, **one} for n, one in enumerate(tomllib.loads(text)["pattern"], start=1)]
    return patterns_from(compiled_pattern(one) for one in Patterns.model_validate({"pattern": given}).pattern)


def named(text: str, **words: Sequence[str]) -> Mentions:
    """Mentions by their words."""
    return lambda what: [span_in(text, one) for one in words.get(what, ())]


def after(text: str, told: Any, rules: str, *, mentions: Mentions = no_mentions) -> tuple[Frame, ...]:
    """The frames of a text after patterns, from one frame or None."""
    given = [] if told is None else [told]
    return patterned(read(text, *given), text, patterns(rules), mentions=mentions).frames


def fillers(one: Frame, text: str) -> list[tuple[str, str]]:
    return [(filler.role, filler.span.within(text)) for filler in one.fillers]


SENT = "The army SENT the rebels’ camp  troops in Zell."


def act(**told: object) -> Any:
    given = {"type": "AID", "status": "happened", "by": ["The army"], "to": ["the rebels’ camp"], **told}
    return frame("act", "SENT the rebels’ camp  troops", **given)


@pytest.mark.parametrize(
    "condition",
    [
        "",
        'trigger = ["sent"]',
        'trigger = ["rebels\' camp troops"]',
        'trigger = ["sen*"]',
        'trigger = ["*ent"]',
        'trigger = ["lent", "sent"]',
        'without = ["not"]',
        'sentence = ["zell"]',
        'type = ["COERCE", "AID"]',
        'status = ["happened"]',
        'present = ["by", "to"]',
        'absent = ["place"]',
        'words = { by = ["army"], to = ["camp"] }',
    ],
)
def test_a_frame_matches_where_every_condition_holds(condition: str) -> None:
    rule = f'[[pattern]]\nset = {{ type = "MOBILIZE" }}\n[pattern.match]\nframe = "act"\n{condition}'
    assert [(one.type, one.patterns) for one in after(SENT, act(), rule)] == [("MOBILIZE", ("p1",))]


@pytest.mark.parametrize(
    "condition",
    [
        'trigger = ["sen"]',
        'trigger = ["ent"]',
        'trigger = ["army"]',
        'trigger = ["sent troops"]',
        'without = ["sent"]',
        'sentence = ["Nowhere"]',
        'type = ["COERCE"]',
        'status = ["denied", "alleged"]',
        'present = ["by", "place"]',
        'absent = ["place", "to"]',
        'words = { by = ["camp"] }',
        'words = { source = ["army"] }',
    ],
)
def test_a_frame_stays_where_one_condition_does_not_hold(condition: str) -> None:
    rule = f'[[pattern]]\nset = {{ type = "MOBILIZE" }}\n[pattern.match]\nframe = "act"\n{condition}'
    reading = read(SENT, act())
    assert patterned(reading, SENT, patterns(rule)) is reading


def test_a_frame_of_another_kind_stays() -> None:
    rule = '[[pattern]]\nmatch = { frame = "word" }\nrefuse = true'
    assert len(after(SENT, act(), rule)) == 1


def test_one_of_several_issues_is_enough() -> None:
    text = "Ann offers a truce."
    told = frame("position", "offers", stance="offers", issues=["trade", "ceasefire"])
    rule = '[[pattern]]\nmatch = { frame = "position", issue = ["ceasefire"] }\nset = { issue = ["monitoring"] }'
    assert after(text, told, rule)[0].issues == ("monitoring",)


def test_a_refused_frame_is_gone() -> None:
    assert after(SENT, act(), '[[pattern]]\nmatch = { frame = "act" }\nrefuse = true') == ()


def test_a_frame_of_a_new_kind_has_only_what_the_kind_has() -> None:
    rule = """[[pattern]]
match = { frame = "act" }
set = { frame = "meeting", kind = "talks", status = "held" }
move = { by = "party" }"""
    found = after(SENT, act(place=["Zell"]), rule)[0]
    assert (found.kind, found.subkind, found.status, found.type) == (FrameKind.MEETING, "talks", "held", None)
    assert fillers(found, SENT) == [("party", "The army"), ("place", "Zell")]


def test_fillers_change_places() -> None:
    rule = '[[pattern]]\nmatch = { frame = "act" }\nmove = { by = "to", to = "by" }'
    assert fillers(after(SENT, act(), rule)[0], SENT) == [("to", "The army"), ("by", "the rebels’ camp")]


def test_only_fillers_with_the_words_asked_for_are_moved() -> None:
    text = "Chad, Sudan and the Qatari mediators met."
    told = frame("meeting", "met", status="held", party=["Chad", "Sudan", "the Qatari mediators"])
    rule = """[[pattern]]
match = { frame = "meeting", words = { party = ["mediator*"] } }
move = { party = "mediator" }"""
    found = fillers(after(text, told, rule)[0], text)
    assert found == [("party", "Chad"), ("party", "Sudan"), ("mediator", "the Qatari mediators")]


def test_each_pattern_sees_what_the_one_before_has_left() -> None:
    rule = """[[pattern]]
match = { frame = "act", type = ["AID"] }
set = { type = "COERCE" }
[[pattern]]
match = { frame = "act", type = ["COERCE"] }
set = { type = "MOBILIZE" }
[[pattern]]
match = { frame = "act", type = ["AID"] }
refuse = true"""
    assert [(one.type, one.patterns) for one in after(SENT, act(), rule)] == [("MOBILIZE", ("p1", "p2"))]


def test_a_probability_stays_with_the_value_that_the_reader_gave() -> None:
    reading = read(SENT, act())
    sure = replace(reading, frames=(replace(reading.frames[0], sure={"type": 0.4, "status": 0.9}),))
    other = '[[pattern]]\nmatch = { frame = "act" }\nset = { type = "COERCE" }'
    same = '[[pattern]]\nmatch = { frame = "act" }\nset = { type = "AID" }'
    assert patterned(sure, SENT, patterns(other)).frames[0].sure == {"status": 0.9}
    assert patterned(sure, SENT, patterns(same)) is sure


# --- new frames ------------------------------------------------------------------------------------------

PALAVER = "Ann slept. On Sunday Chad palavered with Sudan in Zell. Peru palavered."
MEETING = """[[pattern]]
set = { frame = "meeting", kind = "talks", status = "held" }
fill = { party = "actors", place = "places", time = "times" }
find = { words = ["palaver*"], sentence = ["with"], present = ["party"] }"""


def test_words_become_a_frame_with_the_names_of_their_sentence() -> None:
    mentions = named(PALAVER, actors=["Chad", "Sudan", "Peru", "Ann"], places=["Zell"], times=["On Sunday"])
    found = after(PALAVER, None, MEETING, mentions=mentions)
    assert [(one.trigger.within(PALAVER), one.subkind, one.status, one.patterns) for one in found] == [
        ("palavered", "talks", "held", ("p1",))
    ]
    assert fillers(found[0], PALAVER) == [
        ("time", "On Sunday"), ("party", "Chad"), ("party", "Sudan"), ("place", "Zell"),
    ]  # fmt: skip
    assert found[0].sentence.within(PALAVER).startswith("On Sunday")


def test_words_without_the_names_that_are_needed_are_no_frame() -> None:
    assert after(PALAVER, None, MEETING, mentions=named(PALAVER, actors=["Ann", "Peru"])) == ()


@pytest.mark.parametrize(
    ("kind", "trigger"), [("meeting", "palavered"), ("meeting", "palavered with"), ("act", "palavered with")]
)
def test_words_marked_as_the_same_or_within_a_longer_trigger_are_no_frame_of_their_own(kind: str, trigger: str) -> None:
    found = after(PALAVER, frame(kind, trigger, status="happened"), MEETING, mentions=named(PALAVER, actors=["Chad"]))
    assert [(one.kind, one.status, one.patterns) for one in found] == [(kind, "happened", ())]


def test_what_the_reader_took_the_same_words_for_gives_way() -> None:
    told = frame("violence", "palavered", status="happened")
    found = after(PALAVER, told, MEETING, mentions=named(PALAVER, actors=["Chad"]))
    assert [one.kind for one in found] == [FrameKind.MEETING]
    assert [one.kind for one in after(PALAVER, told, MEETING)] == [FrameKind.VIOLENCE]


def test_who_stands_before_the_word_does_it_to_who_stands_behind() -> None:
    text = "Chad snubbed Sudan."
    rule = """[[pattern]]
find = { words = ["snubbed"] }
set = { frame = "act", type = "PROTEST", status = "happened" }
fill = { by = "actors before", to = "actors after" }"""
    found = after(text, None, rule, mentions=named(text, actors=["Chad", "Sudan"]))
    assert fillers(found[0], text) == [("by", "Chad"), ("to", "Sudan")]


def test_a_new_frame_tells_of_a_happening_of_its_own() -> None:
    told = frame("meeting", "slept", e=9, status="held")
    found = after(PALAVER, told, MEETING, mentions=named(PALAVER, actors=["Chad"]))
    assert [one.happening for one in found] == [9, 10]
    assert [one.trigger for one in found] == sorted(one.trigger for one in found)


def test_names_are_not_looked_for_where_no_words_are_found() -> None:
    def never(what: str) -> Sequence[Span]:
        raise AssertionError(what)

    assert after("Chad met Sudan.", None, MEETING, mentions=never) == ()


# --- no span is made up ----------------------------------------------------------------------------------

WORDS = ["met", "the", "İstanbul", "army", "ß", "n't", "with", "Chad", "été"]
PHRASES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS).map("{}*".format), st.text(min_size=1, max_size=6)),
    min_size=1,
    max_size=3,
)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=12).map(" ".join)


def chosen(table: Any, kind: FrameKind) -> st.SearchStrategy[str | None]:
    return st.sampled_from(table[kind]) if kind in table else st.none()


@st.composite
def any_pattern(draw: st.DrawFn) -> dict[str, Any]:
    """A pattern that the form allows, whatever it says."""
    kind = draw(st.sampled_from(tuple(FrameKind)))
    becomes: dict[str, Any] = {
        "frame": kind,
        "status": draw(chosen(STATUSES, kind)),
        "kind": draw(chosen(SUBKINDS, kind)),
        "stance": draw(chosen(STANCES, kind)),
        "type": draw(chosen(ACT_TYPES, kind)),
        "issue": draw(st.lists(st.sampled_from(ISSUED[kind]), min_size=1, max_size=2)) if kind in ISSUED else None,
    }
    roles = st.sampled_from(ROLES[kind])
    given = {"id": "p", **PROOFS, "set": becomes}
    if draw(st.booleans()):
        source = st.sampled_from(["actors", "actors before", "actors after", "places", "times"])
        find = {"words": draw(PHRASES), "sentence": draw(st.none() | PHRASES)}
        return {**given, "find": find, "fill": draw(st.dictionaries(roles, source, max_size=3))}
    old = draw(st.sampled_from(tuple(FrameKind)))
    match = {"frame": old, "trigger": draw(st.none() | PHRASES), "without": draw(st.none() | PHRASES)}
    moves = draw(st.dictionaries(st.sampled_from(ROLES[old]), roles, max_size=3))
    return {**given, "match": match, "move": moves, "refuse": draw(st.booleans())}


@st.composite
def any_span(draw: st.DrawFn, within: Span) -> Span:
    start = draw(st.integers(within.start, within.end - 1))
    return Span(start, draw(st.integers(start + 1, within.end)))


@st.composite
def any_reading(draw: st.DrawFn, text: str) -> Reading:
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=3))})
    sentences = tuple(Span(a, b) for a, b in pairwise(cuts))
    frames = []
    for number in range(draw(st.integers(0, 3))):
        sentence = draw(st.sampled_from(sentences))
        kind = draw(st.sampled_from(tuple(FrameKind)))
        roles = draw(st.lists(st.sampled_from(ROLES[kind]), max_size=3))
        told = tuple(Filler(role, draw(any_span(Span(0, len(text))))) for role in roles)
        frames.append(Frame(kind, draw(any_span(sentence)), sentence, number, fillers=told))
    return Reading("any", sentences, tuple(sorted(frames, key=lambda one: one.trigger)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_set_of_patterns_makes_a_span_outside_the_text(data: st.DataObject) -> None:
    text = data.draw(TEXTS.filter(bool))
    try:
        given = Patterns.model_validate({"pattern": data.draw(st.lists(any_pattern(), min_size=1, max_size=4))})
    except ValidationError:
        assume(False)
    spans = data.draw(st.lists(st.builds(Span, st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
    reading = data.draw(any_reading(text))
    rules = patterns_from(compiled_pattern(one) for one in given.pattern)
    found = patterned(reading, text, rules, mentions=lambda what: spans)
    assert found.sentences == reading.sentences
    for one in found.frames:
        assert 0 <= one.sentence.start <= one.trigger.start < one.trigger.end <= one.sentence.end <= len(text)
        assert one.sentence in reading.sentences
        for filler in one.fillers:
            assert 0 <= filler.span.start < filler.span.end <= len(text)
            assert filler.role in ROLES[one.kind]
    assert patterned(reading, text, rules, mentions=lambda what: spans) == found


# --- between reading and coding --------------------------------------------------------------------------

JUBA = "South Sudan palavered with Sudan in Juba on Sunday."
IN_JUBA = MEETING.replace('["party"]', '["party", "place"]')


def coder(knowledge: Knowledge, reading: Reading, rules: str) -> Coder:
    return Coder(replace(knowledge, frame_patterns=patterns(rules)), Given(reading), triage=False)


def test_an_event_s_reasons_name_the_pattern(knowledge: Knowledge) -> None:
    document = Document(id="d", text=JUBA, published=date(2025, 3, 4))
    (event,) = coder(knowledge, read(JUBA), IN_JUBA).code(document)
    assert [actor.country for actor in event.source] == ["SSD", "SDN"]
    assert (event.frame, event.kind, event.start) == ("meeting", "talks", "2025-03-02")
    assert event.place is not None
    assert event.place.name == "Juba"
    reason = next(one for one in event.reasons if one.because == "pattern p1")
    assert (reason.field, JUBA[reason.start : reason.end]) == ("frame", "palavered")


def test_the_explanation_shows_the_pattern(knowledge: Knowledge) -> None:
    document = Document(id="d", text=JUBA, published=date(2025, 3, 4))
    events = coder(knowledge, read(JUBA), IN_JUBA).code(document)
    out = io.StringIO()
    Console(file=out, width=100).print(explanation_text(Explanation(document, events), knowledge=knowledge))
    assert "pattern p1 “palavered”" in out.getvalue()


def test_a_frame_that_a_pattern_refuses_is_no_event(knowledge: Knowledge) -> None:
    told = frame("meeting", "palavered", status="held", party=["South Sudan", ("Sudan", 2)])
    refused = '[[pattern]]\nmatch = { frame = "meeting", trigger = ["palaver*"] }\nrefuse = true'
    document = Document(id="d", text=JUBA, published=date(2025, 3, 4))
    assert len(coder(knowledge, read(JUBA, told), MEETING).code(document)) == 1
    assert coder(knowledge, read(JUBA, told), refused).code(document) == ()


@pytest.mark.parametrize("rule", ['[[pattern]]\nmatch = { frame = "violence" }\nrefuse = true', IN_JUBA])
def test_the_explanation_names_what_a_pattern_has_refused(knowledge: Knowledge, rule: str) -> None:
    told = frame("violence", "palavered", status="happened", by=["South Sudan"])
    explained = explain(JUBA, published="2025-03-04", coder=coder(knowledge, read(JUBA, told), rule))
    out = io.StringIO()
    Console(file=out, width=100).print(explanation_text(explained, knowledge=knowledge))
    assert "Refused by pattern p1: violence “palavered” 12–21" in out.getvalue()

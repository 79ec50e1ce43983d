"""A reading written as annotations is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.language.annotation_form import checked
from dragoman.language.annotation_writing import line_of
from dragoman.language.annotations import passage_of

TEXT = "Chad met Chad's foe. It offered a truce."
FIRST, SECOND = Span(0, 20), Span(21, 40)


def at(words: str, start: int = 0) -> Span:
    begin = TEXT.index(words, start)
    return Span(begin, begin + len(words))


MEETING = Frame(
    FrameKind.MEETING,
    at("met"),
    FIRST,
    4,
    status="held",
    subkind="talks",
    fillers=(Filler(Role.PARTY, at("Chad")), Filler(Role.PARTY, at("Chad's foe"))),
)
POSITION = Frame(
    FrameKind.POSITION,
    at("offered"),
    SECOND,
    5,
    stance="offers",
    issues=("ceasefire", "trade"),
    fillers=(Filler(Role.ACTOR, at("It")),),
)
READING = Reading(
    "annotations", (FIRST, SECOND), (MEETING, POSITION), (Reference(at("It"), (at("Chad", 5), at("Chad's foe"))),)
)


def test_a_reading_is_the_same_after_writing_and_reading() -> None:
    line = line_of(READING, TEXT, name="p", day=date(2025, 3, 4), source="own")
    assert checked(line) == ()
    passage = passage_of(line)
    assert (passage.id, passage.day, passage.source, passage.text) == ("p", "2025-03-04", "own", TEXT)
    assert passage.reading == READING


def test_what_no_sentence_holds_whole_is_left_out() -> None:
    across = Filler(Role.PARTY, Span(15, 25))
    wide = replace(
        READING, frames=(replace(MEETING, fillers=(*MEETING.fillers, across)), replace(POSITION, trigger=Span(18, 30)))
    )
    line = line_of(wide, TEXT, name="p")
    assert checked(line) == ()
    assert [frame["t"] for frame in line["frames"]] == [["met", 1]]
    assert line["frames"][0]["roles"] == {"party": [["Chad", 1, 1], ["Chad's foe", 1]]}


def test_white_space_around_and_between_sentences_is_no_part_of_them() -> None:
    spaced = TEXT.replace(". It", ".\nIt")
    line = line_of(replace(READING, sentences=(Span(0, 21), Span(21, 21), SECOND)), spaced, name="p")
    assert line["sentences"] == ["Chad met Chad's foe.", "It offered a truce."]
    assert "date" not in line

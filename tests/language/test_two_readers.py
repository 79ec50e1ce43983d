"""Two readers put together: agreement makes surer, differences are kept with who says what."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Difference, Filler, Frame, Reading, Reference, Span
from dragoman.language.reading_form import reading_json, reading_of
from dragoman.language.two_readers import TwoReaders, together

TEXT = "The army will meet the Front in Zell. It shelled Tora, the Front said."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


SENTENCES = (Span(0, 37), Span(38, len(TEXT)))
MEETING = Frame(
    FrameKind.MEETING, span("will meet"), SENTENCES[0], 1, status="scheduled", subkind="talks",
    fillers=(Filler(Role.PARTY, span("The army"), 0.8), Filler(Role.PLACE, span("Zell"), 0.5)),
    confidence=0.5, sure={"status": 0.6, "kind": 0.9},
)  # fmt: skip
ATTACK = Frame(
    FrameKind.VIOLENCE, span("shelled"), SENTENCES[1], 2, status="alleged", subkind="shelling", confidence=0.4
)


def reading(name: str, *frames: Frame, references: tuple[Reference, ...] = ()) -> Reading:
    return Reading(name, SENTENCES, frames, references)


def test_what_both_tell_is_surer() -> None:
    (frame,) = together(reading("a", MEETING), reading("b", MEETING), TEXT).frames
    assert (frame.confidence, frame.sure) == (0.75, {"status": 0.84, "kind": 0.99})
    assert [one.confidence for one in frame.fillers] == [0.96, 0.75]
    assert frame.differences == ()


def test_what_they_differ_on_is_the_surer_ones_at_half_and_both_are_kept() -> None:
    other = replace(MEETING, status="held", sure={"status": 0.8, "kind": 0.9})
    (frame,) = together(reading("a", MEETING), reading("b", other), TEXT).frames
    assert (frame.status, frame.sure["status"]) == ("held", 0.4)
    assert frame.differences == (Difference("status", (("a", "scheduled"), ("b", "held"))),)


def test_a_role_filled_by_other_words_is_a_difference() -> None:
    other = replace(MEETING, fillers=(Filler(Role.PARTY, span("the Front"), 0.6),))
    (frame,) = together(reading("a", MEETING), reading("b", other), TEXT).frames
    assert frame.differences == (Difference("party", (("a", "The army"), ("b", "the Front"))),)
    assert [(one.span, one.confidence) for one in frame.of(Role.PARTY)] == [
        (span("The army"), 0.4),
        (span("the Front"), 0.3),
    ]


def test_what_one_alone_tells_is_kept_at_half() -> None:
    one, two = together(reading("a", MEETING), reading("b", ATTACK), TEXT).frames
    assert (one.confidence, two.confidence) == (0.25, 0.2)
    assert two.differences == (Difference("frame", (("b", "violence"), ("a", None))),)
    assert one.happening != two.happening


def test_two_kinds_at_the_same_words_are_one_frame() -> None:
    act = Frame(FrameKind.ACT, span("shelled"), SENTENCES[1], 1, status="happened", confidence=0.3)
    (frame,) = together(reading("a", act), reading("b", ATTACK), TEXT).frames
    assert (frame.kind, frame.happening, frame.confidence) == (FrameKind.VIOLENCE, 1, 0.2)
    assert frame.differences == (Difference("frame", (("a", "act"), ("b", "violence"))),)


def test_happenings_of_the_second_are_those_of_the_first_where_a_frame_is_shared() -> None:
    again = replace(ATTACK, trigger=span("It shelled"), happening=9)
    more = Frame(FrameKind.VIOLENCE, span("said"), SENTENCES[1], 9, status="alleged", subkind="shelling")
    found = together(reading("a", MEETING, ATTACK), reading("b", again, more), TEXT)
    assert [frame.happening for frame in found.frames] == [1, 2, 2]


def test_pronouns_are_surer_where_both_name_the_same() -> None:
    army, front = (Reference(span("It"), (span(words),), 0.5) for words in ("The army", "the Front"))
    same = together(reading("a", references=(army,)), reading("b", references=(army,)), TEXT).references
    apart = together(reading("a", references=(army,)), reading("b", references=(front,)), TEXT).references
    assert ([one.confidence for one in same], [one.confidence for one in apart]) == ([0.75], [0.25])


def test_both_readings_are_kept_beside_the_joint_one() -> None:
    @dataclass(frozen=True)
    class Given:
        name: str
        frame: Frame

        def read(self, text: str, *, title_end: int = 0, published: object = None) -> Reading:
            return reading(self.name, self.frame)

    both = TwoReaders(Given("a", MEETING), Given("b", ATTACK))
    found = both.read(TEXT)
    assert found.reader == both.name == "a + b"
    assert found.beside == (reading("a", MEETING), reading("b", ATTACK))
    assert reading_of(json.loads(json.dumps(reading_json(found)))) == found

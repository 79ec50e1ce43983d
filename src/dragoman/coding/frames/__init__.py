"""Owns the makers of events, one a kind of frame: which role becomes which field."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.coding.frames import act, agreement, commitment, humanitarian, meeting, position, violence, word
from dragoman.coding.frames.fields import Maker
from dragoman.contract.frames import FrameKind

MAKERS: Mapping[FrameKind, Maker] = {
    FrameKind.MEETING: Maker(meeting.fields, meeting.NEEDED),
    FrameKind.WORD: Maker(word.fields, word.NEEDED, somebody=True),
    FrameKind.POSITION: Maker(position.fields, position.NEEDED, somebody=True),
    FrameKind.COMMITMENT: Maker(commitment.fields, commitment.NEEDED, somebody=True),
    FrameKind.VIOLENCE: Maker(violence.fields, violence.NEEDED),
    FrameKind.HUMANITARIAN: Maker(humanitarian.fields, humanitarian.NEEDED),
    FrameKind.AGREEMENT: Maker(agreement.fields, agreement.NEEDED),
    FrameKind.ACT: Maker(act.fields, act.NEEDED, somebody=True),
}

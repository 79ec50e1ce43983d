"""Owns the form of an annotated passage as JSON: what a line may say, and where its spans stand.

A span is `[text, n]` or `[text, n, k]`: the k-th occurrence of the text in sentence n, both counted from 1.
Vocabularies come from `contract.frames`. What a line means is `language.annotations`' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from dragoman.contract.frames import ATTRIBUTES, ROLES, FrameKind
from dragoman.contract.issues import ISSUES

# More codes than these say nothing of what is at issue.
MOST_ISSUES = 3


def checked(passage: Mapping[str, Any]) -> tuple[str, ...]:
    """Every fault of form of an annotated passage, one line each; nothing where it is sound.

    Args:
        passage: a line of the corpus: `sentences`, `frames`, and `refs` where it has any.
    """
    sentences = passage.get("sentences")
    if not _texts(sentences):
        return ("sentences: expected a list of sentences, none of them blank",)
    frames, references = passage.get("frames"), passage.get("refs") or []
    faults = [] if isinstance(frames, list) else ["frames: expected a list, empty where the passage tells of nothing"]
    for frame in frames if isinstance(frames, list) else []:
        faults += frame_faults(frame, sentences)
    if not isinstance(references, list):
        return (*faults, "refs: expected a list")
    for reference in references:
        faults += reference_faults(reference, sentences)
    return tuple(faults)


def frame_faults(frame: object, sentences: Sequence[str]) -> tuple[str, ...]:
    """Every fault of form of one frame of a passage with these sentences."""
    if not isinstance(frame, Mapping):
        return (f"frame {frame!r:.80}: expected an object",)
    kind = frame.get("f")
    if kind not in tuple(FrameKind):
        return (f"frame {_words(frame.get('t'))}: kind {kind!r} is unknown; expected one of {', '.join(FrameKind)}",)
    found = [*span_faults(frame.get("t"), sentences)]
    if not _whole(frame.get("e")):
        found.append("e is missing; expected the number of the happening")
    found += _attribute_faults(frame, FrameKind(kind))
    found += _issue_faults(frame, FrameKind(kind))
    found += _role_faults(frame.get("roles") or {}, FrameKind(kind), sentences)
    return tuple(f"{kind} {_words(frame.get('t'))}: {fault}" for fault in found)


def reference_faults(reference: object, sentences: Sequence[str]) -> tuple[str, ...]:
    """Every fault of form of one entry of `refs`: a span, and the spans that name whom it stands for."""
    if not isinstance(reference, list) or len(reference) != 2 or not isinstance(reference[1], list):
        return (f"reference {reference!r:.80}: expected a span and a list of spans",)
    spans = [reference[0], *reference[1]]
    return tuple(f"reference {_words(reference[0])}: {fault}" for one in spans for fault in span_faults(one, sentences))


def span_faults(span: object, sentences: Sequence[str]) -> tuple[str, ...]:
    """What is wrong with a span; at most one line."""
    if not _is_span(span):
        return (f"span {span!r:.80}: expected [text, sentence] or [text, sentence, k]",)
    text, number, k = span[0], span[1], span[2] if len(span) == 3 else None
    if not 1 <= number <= len(sentences):
        return (f"span {text!r}: there is no sentence {number}, only {len(sentences)}",)
    times = len(occurrences(text, sentences[number - 1]))
    if not text or text != text.strip():
        return (f"span {text!r}: expected words without blanks at their ends",)
    if not times:
        return (f"span {text!r}: does not stand in sentence {number}",)
    if k is None and times > 1:
        return (f"span {text!r}: stands {times} times in sentence {number}; give k as a third element",)
    if k is not None and not 1 <= k <= times:
        return (f"span {text!r}: stands {times} times in sentence {number}, so that k cannot be {k}",)
    return ()


def occurrences(text: str, sentence: str) -> tuple[int, ...]:
    """Where a text begins in a sentence, overlaps left out."""
    found: list[int] = []
    at = sentence.find(text) if text else -1
    while at >= 0:
        found.append(at)
        at = sentence.find(text, at + len(text))
    return tuple(found)


def issues_of(frame: Mapping[str, Any]) -> tuple[Any, ...]:
    """The issue codes of a frame, given as one or as a list."""
    issue = frame.get("issue")
    return tuple(issue) if isinstance(issue, list) else (issue,) if issue else ()


def _attribute_faults(frame: Mapping[str, Any], kind: FrameKind) -> Iterator[str]:
    for name, table in ATTRIBUTES.items():
        allowed = table.get(kind)
        if allowed is not None and frame.get(name) not in allowed:
            yield f"{name} {frame.get(name)!r} is unknown; expected one of {', '.join(allowed)}"


def _issue_faults(frame: Mapping[str, Any], kind: FrameKind) -> Iterator[str]:
    issues = issues_of(frame)
    if kind is FrameKind.POSITION and not issues:
        yield "issue is missing; expected a code or a list of codes"
    if len(issues) > MOST_ISSUES:
        yield f"has {len(issues)} issues; expected at most {MOST_ISSUES}"
    for issue in issues:
        if issue not in ISSUES:
            yield f"issue {issue!r} is unknown; expected one of {', '.join(ISSUES)}"


def _role_faults(roles: object, kind: FrameKind, sentences: Sequence[str]) -> Iterator[str]:
    if not isinstance(roles, Mapping):
        yield "roles: expected an object of roles and their spans"
        return
    for role, spans in roles.items():
        if role not in ROLES[kind]:
            yield f"role {role!r} is unknown; expected one of {', '.join(ROLES[kind])}"
        if not isinstance(spans, list):
            yield f"role {role!r}: expected a list of spans"
            continue
        for span in spans:
            yield from (f"role {role!r}: {fault}" for fault in span_faults(span, sentences))


def _is_span(span: object) -> TypeGuard[list[Any]]:
    return (
        isinstance(span, list)
        and len(span) in {2, 3}
        and isinstance(span[0], str)
        and all(_whole(number) for number in span[1:])
    )


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one.strip() for one in value)


def _words(span: object) -> str:
    return repr(span[0] if isinstance(span, list) and span else span)[:80]

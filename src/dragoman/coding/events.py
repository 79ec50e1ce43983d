"""Owns the making of one `Event`: a judged candidate in its surroundings, every field with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.coding import particulars
from dragoman.coding.actions import action_of, issues_of
from dragoman.coding.candidates import Candidate
from dragoman.coding.conditions import condition_of
from dragoman.coding.dates import TimeExpression
from dragoman.coding.described_places import described_place, destination
from dragoman.coding.due_dates import due_of
from dragoman.coding.event_times import in_order, nearest, tells_when
from dragoman.coding.event_type import TypeJudgement
from dragoman.coding.fate import fate_of
from dragoman.coding.mediators import mediators_of
from dragoman.coding.needs_stance import issues_said, joined_issues
from dragoman.coding.places import PlaceMention
from dragoman.coding.surroundings import Surroundings
from dragoman.coding.terms import terms_of
from dragoman.coding.told import civilians_in, days_of_event, office_of, place_told, since_of
from dragoman.coding.tolls import moved_of, tolls_of
from dragoman.knowledge.entries import state_name
from dragoman.knowledge.ontology import cameo_of, goldstein_of, quad_of
from dragoman.language import tree
from dragoman.language.tree_tense import tense
from dragoman.records.event import Event, Quantities, Reason, event_id
from dragoman.records.values import Actor, Evidence, PlaceValue, Speaker
from dragoman.version import __version__

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from dragoman.knowledge.load import Knowledge

# Events below this confidence are kept and flagged for review.
REVIEW_BELOW = 0.5
# What is still to be done may have a day by which it is due.
OWED = frozenset({"scheduled", "promised"})
# Acts on a meeting that have a day of their own.
ENDINGS = frozenset({"postponed", "cancelled", "failed"})
# Frames in which the place may stand elsewhere in the sentence.
WIDE_PLACE = frozenset({"violence", "agreement", "meeting"})


@dataclass(frozen=True, slots=True)
class _Setting:
    """When and where of one candidate, with the words."""

    time: TimeExpression | None
    place: PlaceMention | None


def build_event(candidate: Candidate, judgement: TypeJudgement, around: Surroundings) -> Event | None:
    """The event of a judged candidate; None where it would have no actor and no number at all."""
    match = candidate.match
    theme = match.theme if match else None
    frame = match.rule.frame if match else "other"
    numbers = _numbers(candidate, around, theme, frame)
    setting = _setting(candidate, around, theme, frame)
    days = days_of_event(setting.time, around)
    if match is not None and match.rule.act == "now" and days[0] is None and around.document.published:
        days = (around.document.published.isoformat(),) * 2
    told = numbers is not None or theme is not None or (frame == "violence" and setting.place is not None)
    if not candidate.roles.source and not candidate.roles.target and not told:
        return None
    start, end = around.quote(candidate.token.sent)
    knowledge = around.resolver.knowledge
    by_rule = match is not None and match.rule.type == judgement.type and match.rule.cameo is not None
    cameo = (
        match.rule.cameo
        if match is not None and by_rule
        else cameo_of(judgement.type, judgement.mode, knowledge=knowledge)
    )
    score = goldstein_of(cameo or "", knowledge=knowledge)
    detail = _details(candidate, around, frame) if match else {}
    status = _status(candidate, frame, setting, around)
    fields: dict[str, Any] = {
        "id": event_id(
            around.document.id,
            candidate.token.idx,
            candidate.token.idx + len(candidate.token),
            frame,
            judgement.type,
            match.rule.id if match else "encoder",
        ),
        "date": days[0],
        "start": days[0],
        "end": days[1],
        "source": candidate.roles.source,
        "target": _struck(candidate, around) if frame == "violence" else candidate.roles.target,
        "type": judgement.type,
        "mode": judgement.mode,
        "cameo": cameo,
        "quad": quad_of(judgement.type, knowledge=knowledge),
        "intensity": knowledge.types[judgement.type].score if score is None else score,
        "status": status,
        "place": _place_value(setting.place, knowledge),
        "quantities": numbers,
        "attribution": _speaker(candidate, around, setting, frame),
        "coder": f"dragoman {__version__} {match.rule.id if match else 'encoder'}",
        "confidence": round(judgement.confidence, 3),
        "evidence": _evidence(around, start, end, setting),
        "review": judgement.confidence < REVIEW_BELOW,
        "frame": frame,
        "paragraph": around.document.text.rfind("\n", 0, start) + 1,
        "learned": around.document.published,
        "reasons": _reasons(candidate, judgement, setting),
    }
    return Event(**(fields | detail))


def _status(candidate: Candidate, frame: str, setting: _Setting, around: Surroundings) -> str:
    """The status of the modality, corrected by what the date says.

    The present tense of a chronology ("26 May. The first round opens") tells of the past.
    """
    status = candidate.modality.status
    if _is_begun(candidate, frame):
        return "ongoing"
    time, published = setting.time, around.document.published
    process = frame in {"meeting", "agreement"}
    if status == "hypothetical" and process and _tells_when_clause(candidate, setting, around):
        return "happened"
    if status == "happened" and process and _by_whoever(candidate):
        return "hypothetical"
    if status in {"ongoing", "scheduled"} and time is not None and time.last is not None and published:
        at_head = time.end <= candidate.token.sent.start_char
        if at_head and time.last < published and tense(candidate.token) == "present":
            return "happened"
    return status


def _tells_when_clause(candidate: Candidate, setting: _Setting, around: Surroundings) -> bool:
    """Whether a clause with "when" tells of a day that is past: "When the two met last Saturday, …"."""
    time, published = setting.time, around.document.published
    if time is None or time.last is None or published is None or time.last >= published:
        return False
    return tree.clause_marker(candidate.token) in {"when", "as", "after", "before", "since", "while"} and (
        tense(candidate.token) == "past"
    )


def _by_whoever(candidate: Candidate) -> bool:
    """Whether no one in particular does it: "whichever side breaks the truce"."""
    words = {c.lower_ for a in candidate.predicate.agents for c in (a, *a.children)}
    return bool(words & {"whichever", "whoever", "anyone", "whatever"})


def _numbers(candidate: Candidate, around: Surroundings, theme: Token | None, frame: str) -> Quantities | None:
    if frame == "violence":
        return tolls_of(candidate.predicate, theme, around)
    if frame == "humanitarian":
        return moved_of(candidate.predicate, theme, around)
    return particulars.quantities_of(around.quantities_of(candidate.token, theme))


def _struck(candidate: Candidate, around: Surroundings) -> tuple[Actor, ...]:
    """Who was hit: the target, else civilians where the victims or what was hit show it."""
    if candidate.roles.target:
        return candidate.roles.target
    predicate, theme = candidate.predicate, candidate.match.theme if candidate.match else None
    dying = candidate.match is not None and "agent" in candidate.match.rule.target
    things = [*(predicate.agents if dying else predicate.patients)]
    if theme is not None:
        things.extend(head for name, head in tree.prepositional(theme) if name in {"on", "at", "against"})
    return civilians_in(things, around)


def _is_begun(candidate: Candidate, frame: str) -> bool:
    """Whether the text says that a step has begun and not that it is done ("began to exchange")."""
    verb = candidate.predicate.light or candidate.token
    above = verb.head if verb.dep_ in {"xcomp", "dobj"} else verb
    begun = above.lemma_.lower() in {"begin", "start", "continue", "resume"}
    return frame == "humanitarian" and begun and candidate.modality.status == "happened"


def _setting(candidate: Candidate, around: Surroundings, theme: Token | None, frame: str) -> _Setting:
    used = list(candidate.roles.tokens)
    place = around.place_of(candidate.token, theme, used, wide=frame in WIDE_PLACE)
    if frame in {"meeting", "agreement"}:
        place = _told_place(candidate, place, around)
    time = around.time_of(candidate.token, theme)
    if time is None and frame in {"violence", "humanitarian"} and candidate.modality.status == "happened":
        time = since_of(candidate.token, around) or around.told_date(candidate.token)
    if place is None and frame in WIDE_PLACE:
        place = around.asked_place(candidate.token)
    if place is None and frame == "violence":
        things = (*candidate.predicate.patients, *(candidate.predicate.agents if candidate.predicate.verbal else ()))
        place = place_told(candidate.token, things, around)
    act = candidate.match.rule.act if candidate.match else None
    if act in ENDINGS and theme is not None and theme.sent.start != candidate.token.sent.start:
        time = None  # "It was adjourned a week later": the day of the adjournment, not of the talks
    if act == "mentioned" and theme is not None and time is not None and not tells_when(theme, time):
        time = None
    return _Setting(in_order(nearest(time, candidate, around), candidate, around), place)


def _told_place(candidate: Candidate, place: PlaceMention | None, around: Surroundings) -> PlaceMention | None:
    """The place by name; where the text only describes it, or travels to a town, that one."""
    match = candidate.match
    if match is not None and match.kind == "visit" and match.rule.verbs:
        return destination(candidate.token, around) or place
    return described_place(candidate.token, match.theme if match else None, around, known=place) or place


def _place_value(mention: PlaceMention | None, knowledge: Knowledge) -> PlaceValue | None:
    if mention is None or mention.place is None:
        return None
    place = mention.place
    return PlaceValue(
        name=_shown_name(mention.text, place.name),
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        geonames_id=place.geonames_id,
        precision=place.precision,
        country_name=state_name(place.country, knowledge=knowledge) if place.country else None,
    )


def _shown_name(text: str, name: str) -> str:
    """The name as the text has it where the gazetteer's is another word ("Kobani", not "Ayn al Arab")."""
    written, known = text.strip(), name.strip("‘’'`")
    if len(written) > 3 and written[:1].isupper() and written[:1].casefold() != known[:1].casefold():
        return written
    return name


def _speaker(candidate: Candidate, around: Surroundings, setting: _Setting, frame: str) -> Speaker | None:
    attribution = around.speaker_of(candidate.token)
    if attribution is None:
        return None
    speaker = None
    if attribution.source is not None:
        span = around.doc.char_span(attribution.source.start, attribution.source.end, alignment_mode="expand")
        if span is not None and len(span):
            found = around.resolver.actors([span.root])
            speaker = found[0] if found else None
            if speaker is None and frame == "violence":
                place = setting.place.place if setting.place else None
                parties = (*candidate.roles.source, *candidate.roles.target)
                speaker = office_of(
                    span.root, place.country if place else None, parties, knowledge=around.resolver.knowledge
                )
    return Speaker(speaker=speaker, verb=attribution.verb, direct=attribution.direct)


def _evidence(around: Surroundings, start: int, end: int, setting: _Setting) -> tuple[Evidence, ...]:
    """The sentence, and the words elsewhere that give the date or place."""
    text = around.document.text
    passages = [(start, end)]
    for words in (setting.time, setting.place):
        if words is not None and not (start <= words.start and words.end <= end):
            passages.append((words.start, words.end))
    return tuple(Evidence(document=around.document.id, start=a, end=b, quote=text[a:b]) for a, b in passages if b > a)


def _details(candidate: Candidate, around: Surroundings, frame: str) -> dict[str, Any]:
    """The fields beyond the contract that the frame needs."""
    match = candidate.match
    if match is None:
        return {}
    theme = match.theme
    definite, distinct = particulars.reference_of(theme) if theme is not None else (False, False)
    if theme is not None and theme.sent.start != candidate.token.sent.start:
        definite, distinct = True, False
    detail: dict[str, Any] = {
        "kind": match.kind,
        "act": match.rule.act,
        "stance": match.rule.stance,
        "definite": definite,
        "distinct": distinct,
        "theme": tree.core_phrase(theme).text if theme is not None else None,
        "issues": _issues(candidate, around),
    }
    condition = condition_of(match, _stated_condition(candidate, around))
    detail["condition"] = condition.text if condition is not None else None
    if frame in {"meeting", "agreement"}:
        detail["mediators"] = mediators_of(match, around, candidate.roles)
        detail["agenda"] = particulars.agenda_of(match, around)
    if frame == "meeting" and candidate.modality.status in {*OWED, "demanded"}:
        detail["due"] = due_of(match, around, condition)
    if frame == "agreement":
        detail["agenda"] = terms_of(match, around)
        detail["issues"] = _agreed_issues(candidate, around, detail["issues"])
    if frame == "meeting":
        detail["kind"] = particulars.format_of(match, around, candidate.roles)
        detail["round"] = particulars.round_of(match)
    if frame == "position":
        said = issues_said(match.predicate, around.lexicon)
        detail["issues"] = said or detail["issues"]
        detail["agenda"] = joined_issues(match.predicate, around.lexicon)
    if frame == "commitment":
        detail["action"] = action_of(match, around.lexicon)
        detail["issues"] = issues_of(match, condition, around.lexicon)
        detail["act"] = fate_of(match, around.lexicon) or match.rule.act
        detail["due"] = due_of(match, around, condition)
    if frame in {"other", "humanitarian", "agreement"} and candidate.modality.status in OWED:
        detail["due"] = due_of(match, around, condition)
    return detail


def _stated_condition(candidate: Candidate, around: Surroundings) -> Span | None:
    passage = candidate.modality.condition
    if passage is None:
        return None
    return around.doc.char_span(passage.start, passage.end, alignment_mode="contract")


def _issues(candidate: Candidate, around: Surroundings) -> tuple[str, ...]:
    """Issues named in the clause, the subject's own phrase left out."""
    left_out = {t.i for a in candidate.predicate.agents for t in tree.phrase(a)}
    match = candidate.match
    span = tree.clause(candidate.token)
    if match is not None and match.theme is not None and not candidate.predicate.verbal:
        span = tree.phrase(match.theme)
        left_out = set()
    return around.lexicon.issues.codes([t for t in span if t.i not in left_out])


def _agreed_issues(candidate: Candidate, around: Surroundings, issues: tuple[str, ...]) -> tuple[str, ...]:
    """Particular issues before the general one; what carries a deal out tells what the deal is on."""
    if candidate.predicate.lemma in {"carry out", "implement", "fulfil"}:
        doing = [t for a in candidate.predicate.agents for t in tree.phrase(a)]
        issues = (*around.lexicon.issues.codes(doing), *issues)
    particular = tuple(i for i in dict.fromkeys(issues) if i != "settlement")
    return particular or issues


def _reasons(candidate: Candidate, judgement: TypeJudgement, setting: _Setting) -> tuple[Reason, ...]:
    token = candidate.token
    reasons = [
        Reason(field="type", because=judgement.because, start=token.idx, end=token.idx + len(token)),
        Reason(field="status", because=candidate.modality.reason),
    ]
    if judgement.mode is not None:
        rule = candidate.match.rule if candidate.match else None
        by = f"rule {rule.id}" if rule is not None and rule.mode == judgement.mode else "encoder"
        reasons.append(Reason(field="mode", because=by))
    for text in candidate.roles.because:
        reasons.append(Reason(field=text.split(" ", 1)[0], because=text))
    for cue in candidate.modality.cues:
        reasons.append(Reason(field="status", because="cue", start=cue.start, end=cue.end))
    if setting.time is not None:
        because = f"{setting.time.reason}, anchored on {setting.time.anchor}"
        reasons.append(Reason(field="date", because=because, start=setting.time.start, end=setting.time.end))
    if setting.place is not None:
        reasons.append(
            Reason(field="place", because=setting.place.reason, start=setting.place.start, end=setting.place.end)
        )
    return tuple(reasons)

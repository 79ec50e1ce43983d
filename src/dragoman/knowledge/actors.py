"""Owns looking up actors: a whole name on a date, and all the names in a text.

Does not read articles: who "he" or "the two sides" are, and surnames after a full name, are
`coding.actors`' business. `phrases.read_noun_phrase` reads phrases; it is offered here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.knowledge.entries import (
    ActorEntry,
    ActorReading,
    entry_of,
    is_active,
    prose_name,
    read_entry,
    state_name,
    term_on,
)
from dragoman.knowledge.folding import (
    MAX_TOKENS,
    PARTICLES,
    SOUND_START,
    Token,
    is_acronym,
    plain,
    shape,
    skeleton,
    skeleton_start,
    sound,
    sound_start,
    tokenise,
)
from dragoman.knowledge.load import Knowledge

__all__ = [
    "ActorEntry",
    "ActorMention",
    "ActorReading",
    "actor_at",
    "entries_named",
    "find",
    "find_actors",
    "mentions_of",
    "people_by_surname",
    "prose_name",
    "state_name",
]
_JOINTS = frozenset({"", " ", "-", "‐", "‑", "–", "/", " & ", ".", ". ", "' ", "’ ", "'s ", "’s ",
                     "\n", "\u00a0", "  ", " - ", ".-", "'s-", "’s-", "+"})  # fmt: skip
_HOW_ORDER = {"name": 0, "group": 0, "organisation": 0, "body": 1, "person": 1, "seat": 1,
              "demonym": 2, "capital": 3, "title": 4}  # fmt: skip
Term = tuple[int, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A name of the knowledge base in a text.

    Attributes:
        start: first character.
        end: one past the last; a possessive ending is outside.
        text: its characters.
        kind: name, demonym, capital, seat, person, group, organisation, body or title.
        candidates: the entries it may stand for, the likeliest first.
        reading: what it stands for on the date; None where several are equally likely.
    """

    start: int
    end: int
    text: str
    kind: str
    candidates: tuple[ActorEntry, ...]
    reading: ActorReading | None


def actor_at(name: str, on: date | None, *, knowledge: Knowledge) -> ActorReading | None:
    """What a whole name stands for on a date; None if nobody has it or several have it equally.

    Args:
        name: a name, alias, demonym or capital, in any usual transliteration.
        on: the date; None for the present state of the tables.
        knowledge: the tables.
    """
    tokens = tokenise(name)
    terms = _whole(tokens, knowledge)
    return _settle(terms, on, knowledge)[1] if terms else None


def entries_named(name: str, on: date | None, *, knowledge: Knowledge) -> list[ActorReading]:
    """Every reading that a whole name may have on a date, the likeliest first."""
    terms = _whole(tokenise(name), knowledge)
    ordered = _settle(terms, on, knowledge)[0] if terms else ()
    return [read_entry(number, how, sectors, on, knowledge) for number, how, _, sectors in ordered]


def find(name: str, on: date | None, *, knowledge: Knowledge) -> list[ActorReading]:
    """All that a name or a family name alone may stand for on a date, the likeliest first."""
    readings = entries_named(name, on, knowledge=knowledge)
    for entry in people_by_surname(name, on, knowledge=knowledge):
        reading = read_entry(knowledge.numbers[entry.id], "person", (), on, knowledge)
        if " " not in name.strip() and all(reading.person != known.person for known in readings):
            readings.append(reading)
    return readings


def find_actors(text: str, *, on: date | None, knowledge: Knowledge) -> list[ActorMention]:
    """All names of the knowledge base in a text, none overlapping, the longest at each place."""
    return mentions_of(text, tokenise(text), on, knowledge)


def mentions_of(text: str, tokens: list[Token], on: date | None, knowledge: Knowledge) -> list[ActorMention]:
    """As `find_actors`, for a text whose words are at hand."""
    mentions: list[ActorMention] = []
    settled: dict[tuple[Term, ...], tuple[list[Term], ActorReading | None]] = {}
    place = 0
    while place < len(tokens):
        found = _longest(text, tokens, place, knowledge) if _may_start(tokens, place) else None
        if found is None:
            place += 1
            continue
        length, terms = found
        start, end = tokens[place].start, tokens[place + length - 1].end
        if place and tokens[place - 1].particle and text[tokens[place - 1].end : start] == "-":
            start = tokens[place - 1].start  # "al-" of "al-Burhan"
        key = tuple(terms)
        if key not in settled:
            settled[key] = _settle(terms, on, knowledge)
        ordered, reading = settled[key]
        if mentions and _is_others(ordered[0], text[mentions[-1].end : start], mentions, knowledge):
            place += length
            continue
        entries = tuple(dict.fromkeys(entry_of(term[0], knowledge) for term in ordered))
        mentions.append(ActorMention(start, end, text[start:end], ordered[0][1], entries, reading))
        place += length
    return mentions


def _is_others(term: Term, gap: str, mentions: list[ActorMention], knowledge: Knowledge) -> bool:
    """Whether a body's general name belongs to the state before it: "the Philippine Senate"."""
    if gap not in {" ", "'s ", "’s ", "' ", "’ "} or plain(term[2]) not in knowledge.nouns:
        return False
    before = mentions[-1].candidates[0]
    own = before.country == knowledge.entries[term[0]][3]
    return term[1] in {"body", "organisation", "seat"} and before.kind == "state" and not own


def people_by_surname(surname: str, on: date | None, *, knowledge: Knowledge) -> list[ActorEntry]:
    """People with that family name, those in office on the date first, then by rank of office."""
    words = [token.plain for token in tokenise(surname) if token.plain not in PARTICLES]
    if not words:
        return []
    key = words[-1]
    numbers = knowledge.surnames.get(key) or knowledge.surnames.get("~" + sound(key), ())

    def order(number: int) -> tuple[bool, int]:
        term, holds = term_on(number, on, knowledge)
        return (not holds, term[6])

    return [entry_of(number, knowledge) for number in sorted(numbers, key=order)]


def _may_start(tokens: list[Token], place: int) -> bool:
    first = tokens[place].raw[0]
    return first.isupper() or first.isdigit() or not (first.islower() or tokens[place].particle)


def _whole(tokens: list[Token], knowledge: Knowledge) -> list[Term]:
    """Terms of a whole name, whatever its case; an article before it does not count."""
    if len(tokens) > 1 and tokens[0].plain == "the":
        tokens = tokens[1:]
    for key in _keys(tokens):
        terms = list(knowledge.terms.get(key, ()))
        exact = [term for term in terms if _same_case(term[2], term[1], tokens)]
        # a name typed in lower case will do, but "us" and "it" are no acronyms
        fits = exact or [term for term in terms if not is_acronym(term[2].split()[0])]
        if fits:
            return fits
    return []


def _keys(tokens: list[Token], kinds: str = " ~%") -> Iterator[str]:
    """The keys under which a span of words may stand, from strict to loose."""
    bare = [token.plain for token in tokens if not token.particle]
    if " " in kinds:
        yield " ".join([token.plain for token in tokens])
        if bare and len(bare) != len(tokens):
            yield " ".join(bare)
    if "~" in kinds and bare:
        heard = "".join([sound(word) for word in bare])
        if len(heard) > SOUND_START:
            yield "~" + heard
    if "%" in kinds and len(bare) > 1:
        bones = skeleton(bare)
        if bones:
            yield "%" + bones


def _sizes(tokens: list[Token], place: int, text: str, knowledge: Knowledge) -> tuple[tuple[int, int, int], int]:
    """Numbers of words, as bits, of the names that may start here by kind of key; the most."""
    word = tokens[place].plain
    following = [t.plain for t in tokens[place : place + 3] if not t.particle][:2]
    starts = knowledge.starts
    sizes = (
        starts.get(word, 0),
        starts.get("~" + sound_start(following), 0),
        starts.get("%" + skeleton_start(word), 0),
    )
    most = (sizes[0] | sizes[1] | sizes[2]).bit_length() - 1
    most = min(most, MAX_TOKENS, len(tokens) - place)
    for n in range(1, most):
        left, right = tokens[place + n - 1], tokens[place + n]
        gap = text[left.end : right.start]
        if gap not in _JOINTS or (gap in {". ", "."} and len(left.raw) > 3):
            return sizes, n
    return sizes, most


def _longest(text: str, tokens: list[Token], place: int, knowledge: Knowledge) -> tuple[int, list[Term]] | None:
    sizes, most = _sizes(tokens, place, text, knowledge)
    for length in range(most, 0, -1):
        kinds = "".join([kind for kind, bits in zip(" ~%", sizes, strict=True) if bits >> length & 1])
        if not kinds or (length > 1 and tokens[place + length - 1].particle):
            continue
        span = tokens[place : place + length]
        for key in _keys(span, kinds):
            terms = [
                term
                for term in knowledge.terms.get(key, ())
                if _same_case(term[2], term[1], span) and not _is_other(term, text, tokens, place, length, knowledge)
            ]
            if terms:
                return length, terms
    return None


def _same_case(surface: str, how: str, span: list[Token]) -> bool:
    """Whether the text's capitals allow the name: lower-case words never stand for a name."""
    if how in {"person", "title"}:
        if how == "person" and len(span) > 1 and span[-1].raw[0].islower():
            joined = span[-1].start == span[-2].end + 1 and shape(surface)[-1][0].isupper()
            return bool(joined and len(span) > 2)  # "Kim Jong-un", but not "The reason"
        return any(token.raw[0].isupper() for token in span if not token.particle)
    words = shape(surface)
    shown = [token for token in span if token.plain != "the"]
    if len(words) != len(shown):  # loose spellings: every longer word begins with a capital
        return all(t.raw[0].isupper() for t in shown if len(t.raw) > 3 and not t.particle)
    return all(_fits(word, token.raw) for word, token in zip(words, shown, strict=True))


def _fits(known: str, shown: str) -> bool:
    if is_acronym(known):
        letters, given = known.replace(".", ""), shown.replace(".", "")
        return letters == given or (len(letters) > 3 and given[0].isupper())
    return not known[0].isupper() or shown[0].isupper() or known[0] == shown[0]


def _is_other(term: Term, text: str, tokens: list[Token], place: int, length: int, knowledge: Knowledge) -> bool:
    """Whether the words beside a name show that it is something else: a person, a river."""
    rule = knowledge.ambiguous.get(term[2])
    if rule is None or (length > 1 and " " not in term[2]):
        return False
    _, not_after, not_before, person = rule
    left = tokens[place - 1] if place else None
    right = tokens[place + length] if place + length < len(tokens) else None
    near_left = left is not None and text[left.end : tokens[place].start] in {" ", ", "}
    near_right = right is not None and text[tokens[place + length - 1].end : right.start] == " "
    if near_left and left is not None and left.raw in not_after:
        return True
    if near_right and right is not None and right.raw in not_before:
        return True
    if person == "capitals":
        return tokens[place].raw != term[2]
    if person != "yes":
        return False
    beside = []
    if left is not None and near_left and text[left.end : tokens[place].start] == " ":
        beside.append(left)
    if right is not None and near_right:
        beside.append(right)
    return any(_is_unknown_name(token, knowledge) for token in beside)


def _is_unknown_name(token: Token, knowledge: Knowledge) -> bool:
    """Whether a capitalised word beside a name makes it look like a person's."""
    word = token.plain
    if not token.raw[0].isupper() or token.raw.isupper() or token.start == 0:
        return False
    return (
        word not in knowledge.terms
        and word not in knowledge.starts
        and word not in knowledge.titles
        and word not in knowledge.nouns
        and word not in knowledge.words["no_name"]
    )


def _settle(terms: list[Term], on: date | None, knowledge: Knowledge) -> tuple[list[Term], ActorReading | None]:
    """Terms ordered by likelihood, and the reading of the first if it is likelier than the next."""
    day = on.toordinal() if on else None
    prefers = {knowledge.ambiguous[term[2]][0] for term in terms if term[2] in knowledge.ambiguous}

    def order(term: Term) -> tuple[Any, ...]:
        number, how, _, _ = term
        entry = knowledge.entries[number]
        active = is_active(number, day, knowledge)
        if entry[2] == "person":
            office, holds = term_on(number, on, knowledge)
            return (entry[0] not in prefers, not holds, _HOW_ORDER[how], office[6])
        return (entry[0] not in prefers, not active, _HOW_ORDER[how], 0)

    ordered = sorted(terms, key=order)
    first = ordered[0]
    for other in ordered[1:]:
        if other[0] != first[0] and order(other) == order(first):
            return ordered, None
    return ordered, read_entry(first[0], first[1], first[3], on, knowledge)

"""Owns whom a description stands for: "the rebels", "the army", "the mediators", "rice farmers".

Asks the cast only; names, pronouns and references are for `resolver`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.coding.who.cast import GROUPS, Cast
from dragoman.coding.who.names import state_sectors
from dragoman.coding.who.words import Word, head_of, in_set, sector_of, sector_of_phrase, singular
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.word_sets import word_set
from dragoman.records.values import Actor

_STATE_SECTORS = ("GOV", "MIL", "LEG", "COP")
CIVILIANS = Actor(name="civilians", sectors=("CVL",))
OfficeOf = Callable[[Actor], str | None]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without a name of its own.

    Attributes:
        at: its first character in the text.
        words: its words.
        head: the noun that it is about.
        inner: its words up to the head, in lower case.
        named: whether it holds a proper name.
    """

    at: int
    words: tuple[Word, ...]
    head: Word
    inner: tuple[str, ...]
    named: bool

    @property
    def definite(self) -> bool:
        """Whether an article or the like says that it is known."""
        return bool(set(self.inner) & word_set("definite_words"))


def phrase_of(words: Sequence[Word], knowledge: Knowledge, opens: Callable[[Word], bool]) -> Phrase | None:
    """The phrase of some words; None where they have no head.

    Args:
        words: in the order of the text.
        knowledge: the tables.
        opens: whether a word opens a sentence, where a capital says nothing.
    """
    head = head_of(words, knowledge)
    if head is None:
        return None
    inner = tuple(w.lower for w in words if w.end <= head.end)
    return Phrase(words[0].start, tuple(words), head, inner, _has_name(words, knowledge, opens))


def _has_name(words: Sequence[Word], knowledge: Knowledge, opens: Callable[[Word], bool]) -> bool:
    """Whether words hold a proper name, and not only a noun written with a capital."""
    bare = [w for w in words if not in_set(w.lower, "definite_words")]
    if bare and sector_of(" ".join(w.lower for w in bare), knowledge) is not None:
        return False
    return any(
        w.is_name and not opens(w) and sector_of(w.lower, knowledge) is None and w.lower not in knowledge.titles
        for w in bare
    )


def described(phrase: Phrase, cast: Cast, office_of: OfficeOf) -> tuple[Actor, ...]:
    """Whom the text has named before and now describes; empty where it is nobody in particular."""
    if in_set(phrase.head.lower, "mediator_nouns") and cast.mediators:
        return cast.mediators
    found = _group(phrase, cast) or _country(phrase, cast) or _body(phrase, cast, office_of)
    if found is not None:
        return (found,)
    return (CIVILIANS,) if _are_people(phrase, cast.knowledge) else ()


def _group(phrase: Phrase, cast: Cast) -> Actor | None:
    """ "The rebels", "gunmen": the group of the text; of several the last one, where the phrase points back."""
    armed = sector_of(phrase.head.lower, cast.knowledge) in {"REB", "UAF"}
    grouped = armed or any(in_set(w, "group_nouns") for w in phrase.inner)
    if not grouped or phrase.named or _of_the_state(phrase.inner):
        return None
    groups = [a for a in cast.by_key.values() if GROUPS & set(a.sectors)]
    if len(groups) == 1:
        return groups[0]
    last = cast.last(phrase.at, lambda a: bool(GROUPS & set(a.sectors))) if phrase.definite else None
    return last.without_person() if last is not None else _opposition(phrase, cast)


def _opposition(phrase: Phrase, cast: Cast) -> Actor | None:
    """ "The opposition" of a state that has no other group in the text."""
    home = cast.home() if phrase.definite and len(phrase.inner) == 2 else None
    if home is None or sector_of(phrase.head.lower, cast.knowledge) != "OPP":
        return None
    return Actor(name=phrase.head.lower, country=home.country, sectors=("OPP",))


def _country(phrase: Phrase, cast: Cast) -> Actor | None:
    """ "The country": the state that the text is about; "the bloc": the body of states named last."""
    if not phrase.definite or len(phrase.inner) > 2:
        return None
    if phrase.head.lower in word_set("country_nouns"):
        return cast.state(cast.centre)
    if phrase.head.lower in word_set("bloc_nouns"):
        last = cast.last(phrase.at, lambda a: "IGO" in a.sectors and a.id != "org:un")
        return last.without_person() if last is not None else None
    return None


def _body(phrase: Phrase, cast: Cast, office_of: OfficeOf) -> Actor | None:
    """The body of a state that stands without its state's name: "the army", "government soldiers"."""
    if phrase.named:
        return None
    head = phrase.head.lower
    sector = _state_sector(phrase, cast.knowledge)
    vague = in_set(head, "vague_nouns") and not phrase.definite and not _of_the_state(phrase.inner[:-1])
    if sector is None or vague:
        return None
    if phrase.definite and singular(head) == head and head in cast.knowledge.titles:
        holder = cast.last(phrase.at, lambda a: head in (office_of(a) or ""))
        if holder is not None:
            return holder
    state = cast.home()
    return state.model_copy(update={"sectors": state_sectors(sector)}) if state is not None else None


def _state_sector(phrase: Phrase, knowledge: Knowledge) -> str | None:
    """The sector of a state's body that the head or a word before it names ("army patrol", "interior ministry")."""
    head = phrase.head.lower
    for word in (head, *reversed(phrase.inner[:-1])):
        for sector in _STATE_SECTORS:
            if in_set(word, f"state_nouns_{sector}"):
                men = sector == "GOV" and in_set(head, "acting_nouns") and sector_of(head, knowledge) == "MIL"
                return "MIL" if men else sector
    if any(in_set(word, "regular_words") for word in phrase.inner[:-1]):
        return "MIL" if sector_of(head, knowledge) in {"MIL", "UAF", "REB"} else None
    words = [w for w in phrase.words if w.end <= phrase.head.end]
    named = sector_of_phrase(words, knowledge) if len(words) > 1 else None
    return named if named in {*_STATE_SECTORS, "JUD"} else None


def _of_the_state(words: Sequence[str]) -> bool:
    """Whether a word makes men the state's: "government forces", "army commanders"."""
    return any(in_set(w, "state_nouns_GOV", "state_nouns_MIL", "state_nouns_COP", "regular_words") for w in words)


def _are_people(phrase: Phrase, knowledge: Knowledge) -> bool:
    """ "Rice farmers", "displaced persons": civilians, where no name says of whom."""
    head = phrase.head.lower
    return not phrase.named and (in_set(head, "civilian_nouns") or sector_of(head, knowledge) in {"CVL", "REF"})

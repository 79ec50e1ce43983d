"""Owns finding the words of a text that may name a place, with what speaks for and against each.

Does not weigh them (`coding.place_likelihood`) nor say which place is meant (`coding.place_choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.coding.place_features import joint_features, name_features, sort_of
from dragoman.knowledge.gazetteer import ABBREVIATION, ALONE, DEMONYM, SHORT, Entry, Gazetteer, fold
from dragoman.knowledge.place_words import PlaceWords

LONGEST_NAME = 6
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# Initials such as U.S. or W.Va., else letters and digits with inner apostrophes.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,4}(?:[^\W\d_]{1,4}\.)?|[A-Z]\.[A-Z][a-z]{1,3}\.|[^\W_]+(?:['’‘ʼ][^\W_]+){0,3}")
_POSSESSIVE = ("'s", "’s")
_GAP = re.compile(r"\.?[ \t\u00a0]{1,3}|[ \t]*\n[ \t]*|-")
_POINTED = frozenset({"st", "ste", "mt", "ft", "s", "n", "e", "w", "co", "va", "gen"})
_QUALIFIER_GAP = re.compile(r"\s{0,3},\s{1,3}|\s{0,2}\(\s{0,2}")
# What stands between the last word of a sentence and the first of the next.
_SENTENCE_END = re.compile(r"""[.!?:;]["'”’)]{0,2}\s{1,9}["'“‘(]{0,2}$|\n\s{0,9}["'“‘(]{0,2}$""")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text; `before` is what stands between it and the previous one."""

    start: int
    end: int
    text: str
    before: str

    @property
    def lower(self) -> str:
        return self.text.casefold().rstrip(".")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name a place.

    Attributes:
        first, last: numbers of the first and of the last token.
        entries: places of that name; empty for a name that only the parser takes for a place.
        features: what speaks for and against, by name.
        label: the parser's label of the entity that overlaps it, or None.
        inside: whether that entity is longer than the candidate.
        qualifier: entries of the larger place after a comma (`Ohio` in `Paris, Ohio`).
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    entries: tuple[Entry, ...]
    features: Mapping[str, float]
    label: str | None
    inside: bool
    qualifier: tuple[Entry, ...] = ()

    @property
    def is_demonym(self) -> bool:
        return bool(self.entries) and all(entry.how == DEMONYM for entry in self.entries)


def tokens_of(text: str) -> list[Token]:
    """The words of the text; a possessive ending is left off."""
    found, end = [], 0
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        word = match.group()
        if word.endswith(_POSSESSIVE) and len(word) > 2:
            stop -= 2
        found.append(Token(start, stop, text[start:stop], text[end:start]))
        end = stop
    return found


def _usable(entries: Sequence[Entry], name: str, qualified: bool) -> tuple[Entry, ...]:
    """Entries that this spelling can stand for: abbreviations need their point or a town before."""
    kept, word = [], name.replace(".", "")
    for entry in entries:
        if entry.how in (ABBREVIATION, ALONE):
            if not (qualified or (entry.how == ALONE and "." in name)):
                continue
        elif word.isupper() and len(word) <= 3 and entry.kind not in ("country", "region"):
            if entry.population < 1_000_000:
                continue
        elif word.islower():
            continue
        kept.append(entry)
    if word.casefold() == "us" and word != "US":
        return ()
    if any(entry.how == DEMONYM for entry in kept):
        # Towns called Spanish or Polish exist; the people are meant.
        kept = [e for e in kept if e.how == DEMONYM or e.kind == "country"]
    return tuple(kept)


class Finder:
    """Finds the candidates of one text; made anew for each text."""

    def __init__(
        self,
        text: str,
        entities: Sequence[tuple[int, int, str]],
        gazetteer: Gazetteer,
        words: PlaceWords,
    ) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.gazetteer = gazetteer
        self.words = words
        self.entities = sorted(entities)
        self._label_at: dict[int, tuple[int, int, str]] = {}
        for start, end, label in self.entities:
            for number in range(start, end):
                self._label_at[number] = (start, end, label)
        self.surnames = {
            text[s:e].split()[-1].casefold()
            for s, e, label in self.entities
            if label == "PERSON" and len(text[s:e].split()) > 1
        }

    def classes(self, number: int) -> frozenset[str]:
        """Classes of the token of that number; none beyond the text."""
        if 0 <= number < len(self.tokens):
            return self.words.classes.get(self.tokens[number].lower, frozenset())
        return frozenset()

    def words_beside(self, candidate: Candidate) -> set[str]:
        """Classes of the kind words beside a name: `Marib province`, `the city of Aden`."""
        beside: set[str] = set()
        kinds = {"region_word", "county_word", "city_word", "region_office", "city_office"}
        after, before = candidate.last + 1, candidate.first - 1
        if after < len(self.tokens) and self.tokens[after].before in (" ", "\n", "\u00a0"):
            beside |= self.classes(after) & kinds
        if before > 0 and self.tokens[before].lower == "of" and self.tokens[candidate.first].before == " ":
            beside |= self.classes(before - 1) & kinds
        return beside

    def candidates(self) -> list[Candidate]:
        """All candidates, in order, none overlapping another."""
        found: list[Candidate] = []
        number = 0
        while number < len(self.tokens):
            token = self.tokens[number]
            if not token.text[0].isupper() or token.lower == "the":
                number += 1
                continue
            shared = self._shared_region(number)
            if shared:
                found.append(_with(self._candidate(number, number, shared), {"shared region": 1.0}))
                number += 1
                continue
            last, entries = self._longest(number, found[-1] if found else None)
            compound = self._compound(number)
            divided = any(e.kind in ("country", "region", "county") and e.how != SHORT for e in entries)
            if compound and (not entries or (compound > last and not divided)):
                found.append(self._candidate(number, compound, ()))
                number = compound + 1
            elif entries:
                found.append(self._candidate(number, last, entries))
                number = last + 1
            else:
                number += 1
        found += self._only_entities(found)
        found.sort(key=lambda c: c.start)
        return self._qualified(found)

    def _joined(self, first: int) -> Iterator[int]:
        """Numbers of the tokens that may end a name that starts at `first`."""
        yield first
        for number in range(first + 1, min(first + LONGEST_NAME, len(self.tokens))):
            gap = self.tokens[number].before
            if not _GAP.fullmatch(gap):
                return
            if gap[0] == "." and self.tokens[number - 1].lower not in _POINTED:
                return
            if self.text[self.tokens[number - 1].end : self.tokens[number].start][:1] in "'’":
                return
            yield number

    def _compound(self, first: int) -> int:
        """Number of the word that makes a street, a river or the like of the name; 0 if none does."""
        opens = "feature_opener" in self.classes(first)
        for number in list(self._joined(first))[1:]:
            if not self.tokens[number].text[0].isupper() and not self.tokens[number].text.isdigit():
                break
            if opens or not self.classes(number).isdisjoint(("street", "facility")):
                return number
        return 0

    def _longest(self, first: int, previous: Candidate | None) -> tuple[int, tuple[Entry, ...]]:
        ends = [n for n in self._joined(first) if not self.tokens[n].text.islower()]
        qualified = bool(
            previous and previous.last == first - 1 and _QUALIFIER_GAP.fullmatch(self.tokens[first].before)
        )
        for last in reversed(ends):
            name = self.text[self.tokens[first].start : self.tokens[last].end]
            entries = self.gazetteer.find(name)
            end = self.tokens[last].end
            if not entries or (last > first and self._of_a_body(last)):
                continue
            if self.text[end : end + 1] == ".":
                name += "."
            entries = _usable(entries, name, qualified)
            if last == first and "direction" in self.classes(first):
                continue
            if entries:
                return last, entries
        return first, ()

    def _shared_region(self, number: int) -> tuple[Entry, ...]:
        """Places of `North Kivu` where the text says `North and South Kivu`."""
        rest = self.tokens[number + 1 : number + 4]
        if "direction" not in self.classes(number) or len(rest) < 3:
            return ()
        joined = rest[0].lower in ("and", "or") and "direction" in self.classes(number + 2)
        if not joined or not rest[2].text[0].isupper() or rest[2].before != " ":
            return ()
        return self.gazetteer.find(f"{self.tokens[number].text} {rest[2].text}")

    def _of_a_body(self, last: int) -> bool:
        """Whether `City` or `Township` belongs to the next word, as in `Springfield City Council`."""
        after = last + 1
        return (
            "city_word" in self.classes(last)
            and after < len(self.tokens)
            and self.tokens[after].text[0].isupper()
            and self.tokens[after].before == " "
        )

    def _only_entities(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """The parser's places that the gazetteer does not have."""
        taken = {n for c in found for n in range(c.start, c.end)}
        for start, end, label in self.entities:
            if label not in PLACE_LABELS or any(n in taken for n in range(start, end)):
                continue
            inside = [n for n, t in enumerate(self.tokens) if start <= t.start and t.end <= end]
            while inside and not self.tokens[inside[0]].text[0].isupper():
                inside.pop(0)
            if inside and not any(map(str.isdigit, self.text[start:end])):
                yield self._candidate(inside[0], inside[-1], ())

    def _qualified(self, found: list[Candidate]) -> list[Candidate]:
        """Candidates with the larger place that follows after a comma."""
        result = list(found)
        for at, (one, after) in enumerate(pairwise(found)):
            gap = self.text[one.end : after.start]
            if not _QUALIFIER_GAP.fullmatch(gap):
                continue
            larger = tuple(
                e for e in after.entries if e.kind in ("region", "country", "county", "area") and e.how != DEMONYM
            )
            fits = any(_lies_in(e, larger) for e in one.entries)
            if larger and (fits or any(e.kind in ("region", "country") for e in larger)):
                features = {**one.features, "then larger": 1.0}
                if fits:
                    features["then fitting larger"] = 1.0
                    result[at + 1] = _with(result[at + 1], {"is larger": 1.0})
                result[at] = _with(result[at], features, larger)
        return result

    def _candidate(self, first: int, last: int, entries: tuple[Entry, ...]) -> Candidate:
        start, end = self.tokens[first].start, self.tokens[last].end
        text = self.text[start:end]
        if "." in text or (entries and entries[0].how == ABBREVIATION and len(text) > 2):
            end += self.text[end : end + 1] == "." and entries != ()
            text = self.text[start:end]
        label, inside, features = self._entity_features(start, end)
        features.update(self._word_features(first, last))
        features.update(name_features(text, entries))
        features.update(self._inner_features(first, last))
        features.update(joint_features(features, sort_of(entries)))
        if not entries and last > first:
            for name in self.classes(last) & {"street", "facility"}:
                features[f"a {name}"] = 1.0
        if fold(text) in self.surnames or text.casefold() in self.surnames:
            features["surname in text"] = 1.0
        return Candidate(start, end, text, first, last, entries, features, label, inside)

    def _inner_features(self, first: int, last: int) -> dict[str, float]:
        """What the words of the name themselves are: English words, given names, titles."""
        if first == last:
            return {f"is {name}": 1.0 for name in self.classes(first)}
        inner = {f"has {name}": 1.0 for n in range(first, last + 1) for name in self.classes(n)}
        if "given_name" in self.classes(first) or "person_title" in self.classes(first):
            inner["opens as a person"] = 1.0
        return inner

    def _entity_features(self, start: int, end: int) -> tuple[str | None, bool, dict[str, float]]:
        spans = [self._label_at[n] for n in (start, end - 1) if n in self._label_at]
        if not spans:
            return None, False, {"no entity": 1.0}
        s, e, label = spans[0]
        if s >= start - 4 and e <= end + 2:
            where = "whole"
        elif s >= start - 4:
            where = "first of"
        elif e <= end + 2:
            where = "last of"
        else:
            where = "middle of"
        return label, where != "whole", {f"{where} {label}": 1.0}

    def _word_features(self, first: int, last: int) -> dict[str, float]:
        features: dict[str, float] = {}
        tokens, count = self.tokens, len(self.tokens)
        before, after = first - 1, last + 1
        starts = bool(_SENTENCE_END.search(tokens[first].before)) or first == 0
        features["sentence start"] = float(starts)
        if not starts and _GAP.fullmatch(tokens[first].before):
            for name in self.classes(before):
                features[f"after {name}"] = 1.0
            if tokens[before].text[0].isupper():
                features["after capital"] = 1.0
                if len(tokens[before].text) == 1:
                    features["after initial"] = 1.0
            elif not self.classes(before):
                features["after other word"] = 1.0
        elif not starts:
            features[f"after {tokens[first].before.strip()[:1]!r}"] = 1.0
        if after < count and _GAP.fullmatch(tokens[after].before):
            for name in self.classes(after):
                features[f"before {name}"] = 1.0
            if tokens[after].text[0].isupper():
                features["before capital"] = 1.0
                if not self.classes(after):
                    features["before other capital"] = 1.0
                for name in self.classes(after + 1):
                    features[f"before that {name}"] = 1.0
            elif not self.classes(after):
                features["before other word"] = 1.0
            if tokens[after].before == "-":
                features["before hyphen"] = 1.0
        else:
            end = tokens[last].end
            features[f"before {self.text[end : end + 2].strip()[:2]!r}"] = 1.0
        return features


def _lies_in(entry: Entry, larger: Sequence[Entry]) -> bool:
    """Whether a place lies in one of the divisions or countries."""
    if entry.kind == "country":
        return False
    for other in larger:
        if other.kind in ("region", "county") and entry.admin == other.admin != "":
            return True
        if other.kind == "country" and entry.country == other.country:
            return True
    return False


def _with(candidate: Candidate, features: Mapping[str, float], qualifier: tuple[Entry, ...] | None = None) -> Candidate:
    return Candidate(
        candidate.start, candidate.end, candidate.text, candidate.first, candidate.last,
        candidate.entries, {**candidate.features, **features}, candidate.label, candidate.inside,
        candidate.qualifier if qualifier is None else qualifier,
    )  # fmt: skip

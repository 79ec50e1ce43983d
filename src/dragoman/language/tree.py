"""Owns the questions that are asked of a parsed sentence: subject, object, clause, negation…

The only module that knows dependency labels. Works on spaCy tokens and knows no vocabulary
of politics. All functions are pure; tokens and spans come from the same parsed document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
INDIRECT_OBJECTS = frozenset({"dative", "iobj"})
CLAUSE_COMPLEMENTS = frozenset({"ccomp", "xcomp", "pcomp"})
AUXILIARIES = frozenset({"aux", "auxpass"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# Labels of children that lead out of a noun phrase's core; used to keep names short.
LOOSE = frozenset({"relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "parataxis", "prep"})
CLAUSE_HEADS = frozenset(
    {"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis"}
)


def is_verbal(token: Token) -> bool:
    """Whether the token can head a clause of its own.

    A "noun" with a subject is a verb that the tagger missed ("the leaders meet at …").
    """
    if token.pos_ in {"VERB", "AUX"}:
        return token.dep_ not in AUXILIARIES
    return token.pos_ == "NOUN" and token.dep_ == "ROOT" and any(c.dep_ in SUBJECTS for c in token.children)


def is_nominal(token: Token) -> bool:
    """Whether the token can head a noun phrase."""
    return token.pos_ in NOMINAL


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive voice, reduced relatives ("talks mediated by") included."""
    if any(child.dep_ in {"nsubjpass", "auxpass", "csubjpass"} for child in verb.children):
        return True
    if verb.tag_ == "VBN" and any(child.dep_ == "agent" for child in verb.children):
        return True
    reduced = verb.dep_ in {"acl", "relcl"} if verb.tag_ == "VBN" else verb.tag_ == "VBD" and verb.dep_ == "acl"
    told = has_mark(verb) and any(c.dep_ == "nsubj" for c in verb.children)  # "reports that troops exchanged fire"
    return reduced and not told and "have" not in {c.lemma_ for c in verb.children if c.dep_ in AUXILIARIES}


def auxiliaries(verb: Token) -> tuple[str, ...]:
    """Lower-cased words of the verb's auxiliaries in order, the first conjunct's where it shares them."""
    own = tuple(c.lower_ for c in verb.children if c.dep_ in AUXILIARIES)
    if not own and verb.dep_ == "conj" and is_verbal(verb.head) and verb.tag_ == verb.head.tag_:
        return auxiliaries(verb.head)
    return own


def particle(verb: Token) -> str | None:
    """The verb's particle ("off" of "call off"), lower-cased."""
    for child in verb.children:
        if child.dep_ == "prt" or (child.dep_ in {"advmod", "prep"} and child.lower_ in _LOOSE_PARTICLES):
            return str(child.lower_)
    return None


# Words that the parser often labels as adverbs or prepositions where they belong to the verb.
_LOOSE_PARTICLES = frozenset({"out", "off", "away", "apart"})


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated after it ("X, Y and Z" of X)."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found.extend(conjuncts(child))
        elif child.dep_ == "appos" and token.tag_ in {"NN", "NNP"}:  # "its envoy, X, and the minister, Y, met"
            found.extend(c for c in conjuncts(child)[1:] if c.left_edge.i > 1 and c.left_edge.nbor(-2).text == ",")
    return found


def first_conjunct(token: Token) -> Token:
    """The first member of the coordination to which the token belongs."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def coordinated_verbs(verb: Token) -> list[Token]:
    """Verbs coordinated after this one."""
    return [one for one in conjuncts(verb)[1:] if is_verbal(one)]


def is_negated(token: Token) -> bool:
    """Whether the token itself is negated by "not", "never", "no longer" or a determiner "no"."""
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in {"never", "n't", "nowhere", "neither", "hardly"}:
            return True
        if child.dep_ == "det" and child.lower_ in {"no", "neither"}:
            return True
        if child.dep_ == "advmod" and child.lower_ == "longer":
            return True
    return False


def own_subjects(verb: Token) -> list[Token]:
    """Heads of the verb's own subject phrases, coordination spread out."""
    heads = [_behind_date(child) for child in verb.children if child.dep_ in SUBJECTS]
    return [one for head in heads for one in conjuncts(head)]


def _behind_date(head: Token) -> Token:
    """The subject after a date at the head of a line, to which the parser hangs it ("4 May – X and Y met")."""
    if head.ent_type_ != "DATE":
        return head
    dashed = [c for c in head.children if c.dep_ == "appos" and c.left_edge.nbor(-1).text in {"–", "—", "-", ":", "."}]
    return dashed[0] if dashed else head


def subjects(verb: Token) -> list[Token]:
    """Heads of the phrases that are understood as the verb's grammatical subject.

    Follows coordination, control and raising, participles and relative clauses. Empty where the
    sentence gives none.
    """
    seen: set[int] = set()
    current = verb
    while current.i not in seen:
        seen.add(current.i)
        own = own_subjects(current)
        if own:
            return _resolve_relative(own, current)
        stolen = _stolen_subject(current)
        if stolen:
            return stolen
        step = _subject_step(current)
        if isinstance(step, list):
            return step
        if step is None:
            return []
        current = step
    return []


def _stolen_subject(verb: Token) -> list[Token]:
    """The subject that the parser gave to a participle before the verb ("Talks, meant to …, are to open")."""
    for child in verb.children:
        if child.dep_ == "advcl" and child.i < verb.i and child.tag_ in {"VBD", "VBN"}:
            found = [s for s in own_subjects(child) if s.i < child.i]
            if found and not has_mark(child):
                return found
        if child.dep_ == "prep" and child.i < verb.i and verb.tag_ in {"VBD", "VBP", "VBZ"}:  # "In A, X and Y met"
            for place in (c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"):
                later = conjuncts(place)[1:]
                if len(later) >= 2 and later[0].left_edge.nbor(-1).text == ",":
                    return later
    return []


def _subject_step(verb: Token) -> Token | list[Token] | None:
    """Where to look next for the subject of a verb without one: a verb, or the phrases themselves."""
    head = verb.head
    if verb.dep_ == "conj" and is_verbal(head):
        return head
    if (
        verb.dep_ != "pcomp"
        and head.pos_ in {"ADJ", "ADV", "ADP"}
        and head.dep_ in {"acomp", "prep", "advmod", "attr", "oprd"}
        and is_verbal(head.head)
    ):
        return head.head  # "is about to restore", "is ready to talk"
    if verb.dep_ in {"relcl", "acl"} and is_nominal(head):
        return conjuncts(head) if verb.tag_ != "VB" else _holder(head)
    if verb.dep_ == "xcomp":
        objects = [c for c in head.children if c.dep_ in OBJECTS | INDIRECT_OBJECTS]
        if objects and head.lemma_.lower() not in SUBJECT_CONTROL:
            return [one for o in objects for one in conjuncts(o)]
        return head
    if verb.dep_ == "ccomp" and verb.tag_ == "VB" and not has_mark(verb):
        objects = [c for c in head.children if c.dep_ in OBJECTS | INDIRECT_OBJECTS]
        return [one for o in objects for one in conjuncts(o)] or head
    if verb.dep_ == "advcl" and verb.tag_ in {"VBG", "VB", "VBN"} and is_verbal(head):
        given = [c for c in head.children if c.dep_ in OBJECTS | INDIRECT_OBJECTS and head.lemma_ == "give"]
        return conjuncts(given[0]) if given and verb.tag_ == "VB" else head  # "gave X until May to leave"
    if verb.dep_ == "dobj" and head.dep_ == "relcl" and verb.i > head.i and verb.tag_ in {"VBD", "VBN"}:
        return conjuncts(head.head)  # a main verb that the parser pulled into the relative clause
    if verb.dep_ == "pcomp" and head.dep_ in {"prep", "agent"}:
        governor = head.head
        controlled = [c for c in governor.children if c.dep_ in OBJECTS]
        if controlled and is_verbal(governor) and head.lower_ in {"for", "of", "from", "into"}:
            return [one for o in controlled for one in conjuncts(o)]
        return governor if is_verbal(governor) else _holder(governor)
    return None


# Verbs whose infinitive is done by their subject although they take an object ("promised X to…").
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten", "swear"})


def has_mark(verb: Token) -> bool:
    """Whether a subordinating word introduces the verb's clause."""
    return any(child.dep_ == "mark" for child in verb.children)


def _holder(noun: Token) -> list[Token] | Token | None:
    """Who does what a noun governs: its possessor, its agent, or the clause's subject."""
    owners = possessors(noun)
    if owners:
        return owners
    governor = noun.head
    if noun.dep_ in OBJECTS | {"attr", "pobj"} and is_verbal(governor):
        return governor
    return None


def _resolve_relative(heads: list[Token], verb: Token) -> list[Token]:
    """Relative pronouns replaced by the nouns to which they refer."""
    found: list[Token] = []
    for head in heads:
        if head.tag_ in {"WDT", "WP"} or (head.lower_ == "that" and head.pos_ == "PRON"):
            clause = clause_head(verb)
            target = clause.head if clause.dep_ == "relcl" else None
            found.extend(conjuncts(target) if target is not None else [head])
        else:
            found.append(head)
    return found


def objects(verb: Token) -> list[Token]:
    """Heads of the verb's direct object phrases, spread out; the second verb may share the first's."""
    heads = [child for child in verb.children if child.dep_ in OBJECTS]
    found = [one for head in heads for one in conjuncts(head)]
    if not found and verb.dep_ == "relcl" and not is_passive(verb):
        subject_is_relative = any(c.tag_ in {"WDT", "WP"} for c in verb.children if c.dep_ in SUBJECTS)
        if own_subjects(verb) and not subject_is_relative:
            return conjuncts(verb.head)
    if not found:
        for other in coordinated_verbs(verb):
            later = [c for c in other.children if c.dep_ in OBJECTS]
            if later and not any(c.dep_ in {"prep", "ccomp", "xcomp"} for c in verb.children):
                return [one for head in later for one in conjuncts(head)]
    return _resolve_relative(found, verb)


def indirect_objects(verb: Token) -> list[Token]:
    """Heads of the verb's indirect objects ("told X", "gave X")."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in INDIRECT_OBJECTS:
            if child.pos_ == "ADP":
                found.extend(one for c in child.children if c.dep_ == "pobj" for one in conjuncts(c))
            else:
                found.extend(conjuncts(child))
    return found


def agents(verb: Token) -> list[Token]:
    """Heads of the "by" phrases of a passive verb."""
    return [
        one
        for child in verb.children
        if child.dep_ == "agent"
        for grandchild in child.children
        if grandchild.dep_ == "pobj" and grandchild.ent_type_ not in {"DATE", "TIME"}
        for one in conjuncts(grandchild)
    ]


def prepositional(token: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, head of its noun phrase) of the phrases that hang on the token.

    Chains such as "together with" and "ahead of" give their last preposition; "because of" stays
    one ("because of"). Coordinated nouns are spread out.
    """
    for child in token.children:
        # "Is to be freed by Friday": the parser takes the day for who frees.
        day = child.dep_ == "agent" and any(c.ent_type_ in {"DATE", "TIME"} for c in child.children)
        if (day or child.dep_ in {"prep", "dative"}) and child.pos_ in {
            "ADP",
            "SCONJ",
            "VERB",
            "ADV",
            "ADJ",
        }:
            yield from _prepositional_child(child)


def _prepositional_child(preposition: Token) -> Iterator[tuple[str, Token]]:
    according = preposition.lower_ == "according"
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from ((preposition.lower_, one) for one in conjuncts(child))
        elif child.dep_ == "prep":
            word = "according to" if according else str(child.lower_)
            yield from ((word, one) for inner in child.children if inner.dep_ == "pobj" for one in conjuncts(inner))
        elif child.dep_ == "conj" and child.pos_ == "ADP":
            yield from _prepositional_child(child)


def possessors(noun: Token) -> list[Token]:
    """Heads of the noun's possessive phrases ("Russia's" of "Russia's attack")."""
    return [one for c in noun.children if c.dep_ == "poss" for one in conjuncts(c)]


def modifiers(noun: Token) -> list[Token]:
    """Adjectives and nouns that stand before the noun and describe it."""
    return [c for c in noun.children if c.dep_ in {"amod", "compound", "nmod", "nummod"}]


def appositions(noun: Token) -> list[Token]:
    """Heads of the noun's appositions ("Peskov" of "the spokesman, Peskov")."""
    return [c for c in noun.children if c.dep_ == "appos"]


def complements(verb: Token) -> list[Token]:
    """Verbs of the clauses that complete the verb ("said that X agreed": agreed)."""
    found = []
    for child in verb.children:
        if child.dep_ in CLAUSE_COMPLEMENTS and (is_verbal(child) or child.pos_ in NOMINAL | {"ADJ"}):
            found.append(child)
        elif child.dep_ == "prep":
            found.extend(c for c in child.children if c.dep_ == "pcomp")
    return found


def clause_head(token: Token) -> Token:
    """The verb (or other word) that heads the smallest clause around the token."""
    current = token
    while current.dep_ not in CLAUSE_HEADS and current.head.i != current.i:
        if current.dep_ == "conj" and is_verbal(current):
            return current
        current = current.head
    return current


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """Words above the token up to the root, nearest first, with the label of the step."""
    current = token
    while current.head.i != current.i:
        yield current.head, current.dep_
        current = current.head


def condition_clauses(verb: Token) -> list[Token]:
    """Heads of the adverbial clauses ("if…", "unless…", "until…", "before…") that hang on the verb."""
    return [c for c in verb.children if c.dep_ == "advcl"]


def clause_marker(verb: Token) -> str | None:
    """The word that introduces the verb's clause ("if", "that", "after"), lower-cased."""
    for child in verb.children:
        if child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB"):
            return str(child.lower_)
    return None


def phrase(token: Token) -> Span:
    """The whole noun phrase around its head: everything below it, without trailing punctuation."""
    doc: Doc = token.doc
    left, right = token.left_edge.i, token.right_edge.i
    while right > token.i and doc[right].is_punct:
        right -= 1
    while left < token.i and (doc[left].is_punct or doc[left].dep_ == "cc"):
        left += 1
    return doc[left : right + 1]


def core_phrase(token: Token) -> Span:
    """The noun phrase without relative clauses, appositions, coordination and most prepositions."""
    doc: Doc = token.doc
    left = token.i
    right = token.i
    for child in token.children:
        if child.dep_ in LOOSE:
            continue
        if child.i < token.i:
            left = min(left, child.left_edge.i)
        else:
            right = max(right, child.right_edge.i)
    return doc[left : right + 1]


def clause(verb: Token) -> Span:
    """The whole clause of a verb: everything below it, without surrounding punctuation."""
    doc: Doc = verb.doc
    left, right = verb.left_edge.i, verb.right_edge.i
    while right > left and doc[right].is_punct:
        right -= 1
    while left < right and doc[left].is_punct:
        left += 1
    return doc[left : right + 1]

"""Owns one question of the tree: by which word and in which construction is a predicate embedded?

Like `language.tree` it knows dependency labels and no vocabulary of politics.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Link:
    """The step from a predicate to the word that governs it.

    Attributes:
        above: the governing word.
        frame: inf | ing | that | whether | bare | obj | subj | prep | compound | clause | relative |
            predicate | conj.
        word: the preposition of a `prep`, the marker of a `clause`.
        passive: whether the governing word is a passive verb.
    """

    above: Token
    frame: str
    word: str | None = None
    passive: bool = False


def has_to(verb: Token) -> bool:
    """Whether the verb is an infinitive with "to", or shares the "to" of the verb before it."""
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not _has_finite_auxiliary(verb):
        return verb.head.tag_ == "VB" and not tree.own_subjects(verb) and has_to(verb.head)
    return False


def _has_finite_auxiliary(verb: Token) -> bool:
    return any(c.dep_ in tree.AUXILIARIES and c.lower_ != "to" for c in verb.children)


def is_finite(verb: Token) -> bool:
    """Whether the verb has a finite form, its own or an auxiliary's."""
    if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    words = [c for c in verb.children if c.dep_ in tree.AUXILIARIES]
    return any(c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in words)


def link(token: Token) -> Link | None:
    """The word that governs a predicate and how; None at the top of the sentence."""
    if token.head.i == token.i:
        return None
    if token.dep_ == "conj":
        return Link(token.head, "conj")
    if tree.is_verbal(token) or (token.pos_ == "AUX" and token.dep_ not in tree.AUXILIARIES):
        return _verb_link(token)
    return _noun_link(token)


def _verb_link(verb: Token) -> Link | None:
    head, dep = verb.head, verb.dep_
    if dep in {"xcomp", "ccomp"}:
        return _complement(verb, _real_head(head))
    if dep == "pcomp":
        return _prepositional(head, verb)
    if dep == "relcl":
        return Link(head, "inf" if has_to(verb) and not is_finite(verb) else "relative")
    if dep == "acl":
        if has_to(verb) and not is_finite(verb):
            return Link(head, "inf")
        return Link(head, "that" if tree.has_mark(verb) else "relative")
    if dep == "advcl":
        return _adverbial(verb)
    if dep in {"csubj", "csubjpass"}:
        return Link(head, "subj")
    if dep == "amod":
        return Link(head, "relative")
    if dep in {"dobj", "nsubj", "nsubjpass", "pobj", "attr", "compound"}:
        return _noun_link(verb)
    return None


def _adverbial(verb: Token) -> Link:
    head = verb.head
    marker = clause_marker(verb)
    if marker is None and has_to(verb):
        predicate = adjective_of(head) or head
        if predicate.pos_ in {"ADJ", "ADV"}:
            return Link(predicate, "inf")
        return Link(head, "clause", "to")
    return Link(head, "clause", marker, tree.is_passive(head) if tree.is_verbal(head) else False)


def clause_marker(verb: Token) -> str | None:
    """The words that introduce an adverbial clause: "if", "as soon as", "when", "on condition"…"""
    words = [c for c in verb.children if c.dep_ == "mark" or (c.dep_ == "advmod" and c.tag_ == "WRB")]
    if words:
        word = words[0].lower_
        before = verb.doc[max(0, words[0].i - 2) : words[0].i].text.lower()
        if word == "as" and before in {"as soon", "as long", "so long"}:
            return f"{before} as"
        if word == "that" and before.endswith(("in case", "on condition", "in the event")):
            return str(before)
        return str(word)
    # "Should talks fail", "had they met": inversion stands for "if".
    if is_inverted(verb) and tree.auxiliaries(verb)[0] in {"should", "had", "were"}:
        return "if"
    start = verb.left_edge
    if start.lower_ in {"provided", "providing", "supposing", "assuming", "once", "unless", "if"}:
        return str(start.lower_)
    return None


def _real_head(head: Token) -> Token:
    """The adjective or noun of a copula in place of the copula itself."""
    if head.lemma_ == "be" and head.dep_ not in tree.AUXILIARIES:
        return adjective_of(head) or head
    return head


def adjective_of(verb: Token) -> Token | None:
    """The predicate adjective of a verb ("possible" of "is possible")."""
    for child in verb.children:
        if child.dep_ in {"acomp", "oprd"} and child.pos_ in {"ADJ", "VERB", "ADV", "ADP"}:
            return child
    return None


def predicate_words(verb: Token) -> list[Token]:
    """What is said of a copula's subject: its adjective, noun, adverb or preposition."""
    kinds = {"acomp", "attr", "oprd", "advmod", "prep", "prt"}
    return [c for c in verb.children if c.dep_ in kinds and c.i > verb.i]


def _complement(verb: Token, above: Token) -> Link:
    passive = tree.is_verbal(above) and tree.is_passive(above)
    if any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in verb.children):
        return Link(above, "whether", None, passive)
    if is_finite(verb):
        return Link(above, "that", None, passive)
    if has_to(verb):
        return Link(above, "inf", None, passive)
    if verb.tag_ == "VBG":
        return Link(above, "ing", None, passive)
    # "demanded that it withdraw": a bare form behind "that".
    return Link(above, "that" if tree.has_mark(verb) else "bare", None, passive)


def _prepositional(preposition: Token, token: Token) -> Link | None:
    """Climbs a chain such as "ahead of", "instead of" to the word on which it hangs."""
    before = [c.lower_ for c in preposition.children if c.dep_ == "advmod" and c.i == preposition.i - 1]
    words = [*before, preposition.lower_]
    current = preposition
    while current.head.i != current.i and current.head.pos_ in {"ADP", "ADV", "SCONJ"}:
        if current.dep_ not in {"prep", "pcomp", "pobj", "conj"}:
            break
        current = current.head
        if current.i < preposition.i:
            words.insert(0, current.lower_)
    if (
        current.dep_ == "prep"
        and current.head.dep_ == "pobj"
        and current.head.lower_
        in {
            "place",
            "case",
            "event",
            "lieu",
            "absence",
            "lack",
            "want",
            "return",
            "exchange",
            "favour",
            "favor",
        }
    ):
        inner = current.head
        outer = inner.head
        article = "the " if any(c.lower_ == "the" for c in inner.children) else ""
        words = [outer.lower_, *(["the"] if article else []), inner.lower_, *words]
        current = outer
    if current.head.i == current.i:
        return None
    above = current.head
    if current.dep_ == "agent":
        words = ["by"]
    passive = tree.is_verbal(above) and tree.is_passive(above)
    return Link(_real_head(above), "prep", " ".join(words), passive)


def _noun_link(token: Token) -> Link | None:
    head, dep = token.head, token.dep_
    passive = tree.is_verbal(head) and tree.is_passive(head)
    if dep in {"dobj", "obj", "nsubjpass", "dative", "iobj"}:
        return Link(head, "obj", None, passive)
    if dep == "attr":
        return Link(head, "obj")
    if dep in {"nsubj", "csubj"}:
        expletive = any(c.dep_ == "expl" for c in head.children)
        return Link(head, "obj" if expletive or passive else "subj")
    if dep in {"acomp", "oprd"}:
        return Link(head, "predicate")
    if dep in {"pobj", "pcomp"}:
        return _prepositional(head, token)
    if dep in {"compound", "amod", "nmod"}:
        return Link(head, "compound")
    if dep == "appos":
        return Link(head, "relative")
    if dep in {"ccomp", "xcomp"}:
        return Link(_real_head(head), "obj")
    if dep in {"advcl", "npadvmod"}:
        return Link(head, "clause", clause_marker(token))
    return None


def occurrence(verb: Token) -> Token:
    """The verb that says what becomes of a subject, below raising verbs and copulas.

    "talks are expected to begin": begin of are expected; "talks are due to open": open.
    """
    current = verb
    for _ in range(4):
        below = [c for c in current.children if c.dep_ == "xcomp" and (has_to(c) or c.tag_ == "VBG")]
        adjective = adjective_of(current)
        if not below and adjective is not None:
            below = [c for c in adjective.children if c.dep_ in {"xcomp", "ccomp"} and has_to(c)]
        if not below or any(c.dep_ == "dobj" for c in current.children):
            break
        current = below[0]
    return current


def subject_link(verb: Token) -> Link:
    """The step from a subject to its verb, as an object's where the verb is passive."""
    passive = tree.is_passive(verb)
    return Link(verb, "obj" if passive else "subj", None, passive)


def is_verb_like(token: Token) -> bool:
    """Whether the token is a verb or an auxiliary used as one."""
    return token.pos_ in {"VERB", "AUX"}


def name(token: Token) -> str:
    """The lemma with its particle: "call off"."""
    lemma = token.lemma_.lower()
    part = tree.particle(token) if is_verb_like(token) else None
    return f"{lemma} {part}" if part else lemma


def same_subject(verb: Token, speaker_verb: Token) -> bool:
    """Whether the subject of a reported clause stands for the one who speaks ("it", "its troops")."""
    own = tree.own_subjects(verb)
    speakers = {one.lemma_.lower() for one in tree.subjects(speaker_verb)}
    for subject in own:
        if subject.lower_ in {"i", "we", "it", "he", "she", "they"}:
            return True
        if subject.lemma_.lower() in speakers:
            return True
        own_words = {c.lower_ for c in subject.children if c.dep_ == "poss"}
        if own_words & {"its", "his", "her", "their", "our", "my"}:
            return True
    return False


def has_word(token: Token, words: frozenset[str]) -> bool:
    """Whether one of the words hangs on the token ("yet" of "have yet to")."""
    return any(c.lower_ in words for c in token.children)


def adverbial_clauses(verb: Token) -> list[Token]:
    """Heads of the adverbial clauses of a verb; "provided that…" counts as one."""
    markers = {"provided", "providing", "assuming", "supposing"}
    return [c for c in verb.children if c.dep_ == "advcl" or c.lower_ in markers]


def auxiliary(verb: Token, word: str) -> Token | None:
    """The auxiliary of that form, the one of an earlier coordinated verb included."""
    current = verb
    for _ in range(6):
        for child in current.children:
            if child.lower_ == word and child.dep_ in tree.AUXILIARIES:
                return child
        if current.head.i == current.i:
            return None
        current = current.head
    return None


def is_complement(verb: Token) -> bool:
    """Whether the verb completes another verb."""
    return verb.dep_ in {"ccomp", "xcomp"}


def stands_alone(verb: Token) -> bool:
    """Whether the verb is the sentence's own or what somebody is reported to have said."""
    return bool(verb.head.i == verb.i or verb.dep_ == "ccomp")


def is_imperative(verb: Token) -> bool:
    """Whether the verb's bare form is an order ("Withdraw your troops")."""
    if verb.tag_ != "VB" or tree.auxiliaries(verb) or tree.own_subjects(verb):
        return False
    if verb.dep_ in {"ROOT", "conj"}:
        shared = verb.dep_ == "conj" and tree.is_verbal(verb.head)
        return is_imperative(verb.head) if shared else not tree.subjects(verb)
    return bool(verb.i == verb.sent.start or (verb.i > 0 and verb.nbor(-1).is_quote))


def participles(noun: Token) -> list[Token]:
    """Participles and adjectives behind the noun ("scheduled" of "talks scheduled for June")."""
    kinds = {"acl", "amod", "advcl"}
    return [c for c in noun.children if c.i > noun.i and c.dep_ in kinds and c.tag_ in {"VBN", "VBD", "JJ"}]


def is_definite(noun: Token) -> bool:
    """Whether the noun names something taken as known ("the attack", "its attack")."""
    words = {c.lower_ for c in noun.children if c.dep_ == "det"}
    return bool(words & {"the", "this", "that", "these", "those"}) or bool(tree.possessors(noun))


def is_predicative(token: Token) -> bool:
    """Whether the token is what a verb says of its subject ("due" of "is due")."""
    return token.dep_ in {"acomp", "oprd"}


def is_inverted(verb: Token) -> bool:
    """Whether the verb's first auxiliary (or the copula itself) stands before its subject."""
    first = next((c for c in verb.children if c.dep_ in tree.AUXILIARIES), None)
    subject = next(iter(tree.own_subjects(verb)), None)
    return first is not None and subject is not None and first.i < subject.i


def wider_governor(step: Link) -> Link | None:
    """For an infinitive read as part of a noun, the verb on which the noun hangs.

    The parser joins "to withdraw" to "Rwanda" in "calls on Rwanda to withdraw".
    """
    noun = step.above
    if step.frame != "inf" or not tree.is_nominal(noun):
        return None
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    named = noun.dep_ in {"dobj", "dative", "nsubjpass"} and noun.pos_ in {"PROPN", "PRON"}
    if not tree.is_verbal(verb) or not (named or noun.dep_ == "pobj"):
        return None
    return Link(verb, "inf", None, tree.is_passive(verb))

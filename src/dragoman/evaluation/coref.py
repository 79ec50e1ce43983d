"""Owns scoring event coreference over gold mentions: a baseline of stories and head words.

The mentions are the gold set's, which are mostly no events of ours; so it is not our merging that is
scored but what the plain signs that it rests on are worth.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.evaluation.clusters import b_cubed, ceaf, clusters_of, conll, muc
from dragoman.evaluation.report import Report, Table, read_jsonl
from dragoman.records.stories import stories

if TYPE_CHECKING:
    from spacy.language import Language

# A noun and its verb ("announced", "announcement") share their first letters; swept on ECB+'s development
# part: 0.745 at 4 letters, 0.742 at 6 and with whole lemmas. Asking the sentences to share words as well
# only lost (0.745 at a tenth, 0.731 at three tenths).
_STEM = 4


@dataclass(frozen=True, slots=True)
class _Mention:
    id: tuple[int, int]
    chain: str
    story: int
    stem: str


def evaluate(path: Path) -> Report:
    """MUC, B-cubed, entity CEAF and their mean, over all mentions and over those that corefer.

    Args:
        path: JSON lines with `doc_id`, `sentences` of tokens and `event_mentions`.

    Raises:
        SourceError, FormatError: the file cannot be read or is of another format.
        ModelMissing: the parser is not installed.
    """
    rows = list(read_jsonl(path, required=("doc_id", "sentences", "event_mentions")))
    mentions = list(_mentions(rows))
    gold: dict[Hashable, Hashable] = {one.id: one.chain for one in mentions}
    found: dict[Hashable, Hashable] = {one.id: (one.story, one.stem) for one in mentions}
    table, figures = [], {}
    for title, counted in (("all", set(gold)), ("no singletons", _coreferring(gold))):
        a = clusters_of({item: gold[item] for item in gold if item in counted})
        b = clusters_of({item: found[item] for item in gold if item in counted})
        scores = (muc(a, b)[2], b_cubed(a, b)[2], ceaf(a, b)[2], conll(a, b))
        table.append((title, *(f"{score:.3f}" for score in scores)))
        figures[title] = scores
    every, some = figures["all"], figures["no singletons"]
    return Report(
        task="coref",
        figures={
            "conll_f1": every[3],
            "muc_f1": every[0],
            "b_cubed_f1": every[1],
            "ceaf_f1": every[2],
            "conll_f1_no_singletons": some[3],
            "n": len(mentions),
        },
        tables=(Table("Event coreference", ("", "MUC", "B-cubed", "CEAF", "CoNLL"), table),),
        notes=("Mentions are gold, stories are found: one head word in one story is one event.",),
    )


def _mentions(rows: Sequence[dict[str, Any]]) -> Iterator[_Mention]:
    from dragoman.language.parse import load_parser

    parser = load_parser()
    texts = ["\n".join(" ".join(one["tokens"]) for one in row["sentences"]) for row in rows]
    groups = stories(texts)
    for number, row in enumerate(rows):
        sentences = {one["sent_id"]: one["tokens"] for one in row["sentences"]}
        parsed: dict[Any, Any] = {}
        for place, mention in enumerate(row["event_mentions"]):
            sentence = mention["sent_id"]
            if sentence not in parsed:
                parsed[sentence] = _parse(parser, sentences[sentence])
            doc = parsed[sentence]
            first, last = min(mention["tokens_number"]), max(mention["tokens_number"])
            head = doc[first : last + 1].root
            yield _Mention((number, place), mention["coref_chain"], groups[number], head.lemma_.lower()[:_STEM])


def _parse(parser: Language, tokens: Sequence[str]) -> Any:
    from spacy.tokens import Doc

    return parser(Doc(parser.vocab, words=[token or " " for token in tokens]))


def _coreferring(gold: dict[Hashable, Hashable]) -> set[Hashable]:
    return {item for cluster in clusters_of(gold) if len(cluster) > 1 for item in cluster}

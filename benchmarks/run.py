"""Measures the whole way and its stages against spaCy's full pipeline on the same text, in the same run.

    python benchmarks/run.py [--words 5000] [--rounds 2] [--scales 1,10,100] [--json FILE]

Text: the folders `bulk_agnews` and `bulk_bbc` under `../shared/gold` where they are there, else the
examples, repeated. Times are processor time of one core; a ratio above 1 means faster than spaCy. Without
spaCy and its English pipeline (the extra `parser`) the times are told without ratios.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
DAY = date(2004, 9, 15)
# What `watch` has to bear on two cores.
ARTICLES_A_DAY, CORE_SECONDS_A_DAY = 300_000, 2 * 86_400
WORDS_AN_ARTICLE = 400  # the BBC's have 391
LEAST = 0.05  # microseconds a word below which a stage had nothing to do
# Stages in the order of the report, with what each does; those set in are part of the one above them.
STAGES = {
    "whole": "from the file to lines of events",
    "whole, no triage": "the same, every text read",
    "take in": "from the file to documents",
    "triage": "all documents",
    "reading": "the reader on what triage left: sentences, windows, both passes of the network",
    "  windows": "sentences, pieces, windows",
    "  first pass": "the encoder over the windows",
    "code": "from the reading to events",
    "assemble": "from events to entries",
}


@dataclass(frozen=True)
class Text:
    """A corpus: its name, its articles, and where they are from."""

    name: str
    articles: tuple[str, ...]
    source: str

    @property
    def words(self) -> int:
        """Words, as white space parts them."""
        return sum(len(one.split()) for one in self.articles)


def texts(words: int) -> list[Text]:
    """The conflict news and the mixed stream, each of about so many words."""
    news, mixed = _bulk("bulk_agnews"), _bulk("bulk_bbc")
    if not news:
        told = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))}
        conflict = [text for name, text in told.items() if name != "cup-final.txt"]
        other = [told["cup-final.txt"]] * 4
        return [_cut("conflict", conflict, words, "examples"), _cut("mixed", [*conflict, *other], words, "examples")]
    world = [_joined(one) for one in news if one["label"] == "World"]
    every = [_joined(one) for one in news]
    # One BBC article for every eight of the short ones gives both about the same number of words.
    long = iter([one["text"] for one in mixed])
    stream = [text for n, one in enumerate(every) for text in ([one, *islice(long, 1)] if n % 8 == 0 else [one])]
    return [_cut("conflict", world, words, "AG News, World"), _cut("mixed", stream, words, "AG News and BBC")]


def _bulk(name: str) -> list[dict[str, Any]]:
    path = GOLD / name / "dev.jsonl"
    return [json.loads(line) for line in path.open(encoding="utf-8")] if path.is_file() else []


def _joined(one: dict[str, Any]) -> str:
    return f"{one['title']}\n\n{one['text']}\n"


def _cut(name: str, articles: Sequence[str], words: int, source: str) -> Text:
    taken: list[str] = []
    count = 0
    for one in cycle(articles):
        if count >= words:
            break
        taken.append(one)
        count += len(one.split())
    return Text(name, tuple(taken), source)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def stages(text: Text, coder: Any, spacy_full: Any | None, rounds: int) -> dict[str, float]:
    """Microseconds a word of each stage, of the whole way, and of spaCy if it is there; the best of the rounds."""
    from dragoman.batch import Reading, coded
    from dragoman.language.triage import relevance
    from dragoman.pipeline import assemble
    from dragoman.sources.reader import Reader

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        write_articles(path, text.articles)
        documents = list(_documents(Reader().read(str(path))))
        codings = [coder.coding(one) for one in documents]
        read = [(one, made.reading) for one, made in zip(documents, codings, strict=True) if made.reading is not None]
        events = [event for made in codings for event in made.events]
        cut = [_windows(one, coder.reader.network) for one, _ in read]
        works: dict[str, Callable[[], object]] = {
            "whole": lambda: list(coded(Reader().read(str(path)), coder=coder, reading=Reading(DAY))),
            "whole, no triage": lambda: list(coded(documents, coder=replace(coder, triage=False), triage=False)),
            "take in": lambda: list(_documents(Reader().read(str(path)))),
            "triage": lambda: [relevance(one.text) for one in documents],
            "reading": lambda: [
                coder.reader.read(one.text, title_end=_title_end(one), published=one.published) for one, _ in read
            ],
            "  windows": lambda: [_windows(one, coder.reader.network) for one, _ in read],
            "  first pass": lambda: [coder.reader.network.see(windows) for windows in cut],
            "code": lambda: [coder.again(one, reading) for one, reading in read],
            "assemble": lambda: assemble(documents, events, as_of=None, coder=coder),
        }
        if spacy_full is not None:
            works["spacy"] = lambda: list(spacy_full.pipe(text.articles))
        best: dict[str, float] = {}
        for _ in range(rounds):
            for name, work in works.items():
                took = seconds(work) / text.words * 1e6
                best[name] = min(best.get(name, took), took)
    return best | {"read documents": len(read) / len(documents), "events": float(len(events))}


def _documents(found: Any) -> Iterator[Any]:
    from dragoman.archive.ingest import document_in

    return (document_in(one, published=DAY, publisher=None, now=datetime.now(UTC)) for one in found)


def _title_end(document: Any) -> int:
    """Where the title ends in the text, 0 where it does not begin with it."""
    title = document.title or ""
    return len(title) if document.text.startswith(title) else 0


def _windows(document: Any, network: Any) -> list[Any]:
    """The windows of a document, as the reader makes them."""
    from dragoman.language.sentences import sentences
    from dragoman.language.windows import windows, words_of

    spans = sentences(document.text)
    words = words_of(document.text, spans, network.tokenizer)
    title = sum(1 for one in words if spans[one.sentence].end <= _title_end(document))
    start, end = (network.tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]"))
    return windows(words, title=title, start=start, end=end)


def english_pipeline() -> Any | None:
    """spaCy's English pipeline with all its pipes, None where it is not installed."""
    from dragoman.language.parse import PARSERS

    installed = [one for one in PARSERS if importlib.util.find_spec(one) is not None]
    if importlib.util.find_spec("spacy") is None or not installed:
        return None
    import spacy

    return spacy.load(installed[0])


def write_articles(path: Path, articles: Sequence[str]) -> None:
    """A file of JSON lines; the number keeps articles that are repeated apart."""
    with path.open("w", encoding="utf-8") as out:
        for number, one in enumerate(articles):
            out.write(json.dumps({"id": str(number), "text": f"{one}\n({number})"}) + "\n")


def growth(text: Text, scales: Sequence[int]) -> list[dict[str, float]]:
    """Processor time and peak memory of `dragoman code` by size of the input."""
    rows = []
    for scale in scales:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.jsonl"
            many = Text(text.name, text.articles * scale, text.source)
            write_articles(path, many.articles)
            command = [sys.executable, "-m", "dragoman", "code", str(path), "--date", DAY.isoformat()]
            process = subprocess.Popen(
                [*command, "-o", str(path.with_name("events.jsonl"))], stderr=subprocess.DEVNULL, env={**os.environ}
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise SystemExit(f"dragoman code ended with {process.returncode}")
        used = usage.ru_utime + usage.ru_stime
        rows.append({"scale": scale, "words": many.words, "seconds": used, "peak_mb": usage.ru_maxrss / 1024})
    return rows


def store_stage() -> list[tuple[str, str]]:
    """The archive's own figures; see `archive.py` for larger ones."""
    from archive import measure

    return [(f"{row.what}, {row.events} events", row.note or f"{row.cpu:.2f} s") for row in measure([1_000])]


def report(measured: dict[str, Any]) -> Iterator[str]:
    """The figures as lines for people."""
    for name, one in measured["texts"].items():
        spacy = one.get("spacy")
        yield f"{name}: {one['articles']} articles, {one['words']} words ({one['source']})"
        yield f"  {'stage':<18}{'us/word':>9}{'words/s':>10}{'ratio to spaCy':>16}"
        for stage in (*(["spacy"] if spacy else []), *STAGES):
            if one[stage] < LEAST:
                yield f"  {stage:<18}{'-':>9}{'-':>10}{'-':>16}  {STAGES[stage]}"
                continue
            cost = one[stage]
            ratio = f"{spacy / cost:.2f}" if spacy else "no spaCy here"
            yield f"  {stage:<18}{cost:>9.1f}{1e6 / cost:>10,.0f}{ratio:>16}  {STAGES.get(stage, 'all pipes')}"
        yield f"  documents read after triage: {one['read documents']:.0%}; events: {one['events']:.0f}"
        hours = ARTICLES_A_DAY * WORDS_AN_ARTICLE * one["whole"] / 1e6 / 3600
        verdict = "keeps up" if hours * 3600 <= CORE_SECONDS_A_DAY else "does not keep up"
        yield (
            f"  {ARTICLES_A_DAY:,} articles a day of {WORDS_AN_ARTICLE} words: "
            f"{hours:.1f} of {CORE_SECONDS_A_DAY / 3600:.0f} core hours: {verdict}"
        )
    for row in measured["growth"]:
        cost = row["seconds"] / row["words"] * 1e6
        yield (
            f"input x{row['scale']}: {row['words']} words, {row['seconds']:.1f} s with the start, "
            f"{cost:.0f} us/word, peak {row['peak_mb']:.0f} MB"
        )
    yield from (f"store: {key}: {value}" for key, value in measured["store"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints it."""
    parser = argparse.ArgumentParser(description="Speed against spaCy's full pipeline, in one run.")
    parser.add_argument("--words", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scales", default="1,10,100")
    parser.add_argument("--no-store", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from dragoman.pipeline import load_coder

    coder, full = load_coder(), english_pipeline()
    measured: dict[str, Any] = {"texts": {}, "growth": [], "store": [] if given.no_store else store_stage()}
    for text in texts(given.words):
        facts = {"articles": len(text.articles), "words": text.words, "source": text.source}
        measured["texts"][text.name] = facts | stages(text, coder, full, given.rounds)
    scales = [int(one) for one in given.scales.split(",") if one]
    if scales:
        measured["growth"] = growth(texts(max(50, given.words // 10))[0], scales)
    for line in report(measured):
        print(line)
    if given.json:
        given.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Owns annotations of texts that may not be copied here: passages by id and offsets, text only where one has it.

    python training/reader/standoff.py pack  PASSAGES.jsonl TEXTS… --out FILE
    python training/reader/standoff.py unpack FILE TEXTS… --out PASSAGES.jsonl

A packed passage names a text by its id, its sentences by characters of that text (line breaks count as blanks), and
every span by characters of its sentence.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Span = list[Any]


def texts_of(paths: Iterable[Path]) -> dict[str, str]:
    """The texts of JSON-lines files by their ids, line breaks as blanks."""
    found = {}
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                found[one["id"]] = one["text"].replace("\n", " ")
    return found


def _mapped(passage: Mapping[str, Any], change: Callable[[Span], Span]) -> dict[str, Any]:
    frames = [
        {**f, "t": change(f["t"]), "roles": {r: [change(x) for x in xs] for r, xs in (f.get("roles") or {}).items()}}
        for f in passage["frames"]
    ]
    refs = [[change(who), [change(x) for x in names]] for who, names in passage.get("refs") or []]
    return {"frames": frames, "refs": refs}


def packed(passage: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any] | None:
    """The passage without its words; None where its text is not at hand or differs."""
    name = passage["id"].removeprefix("n-").partition("#")[0]
    text, at, places = texts.get(name), 0, []
    if text is None:
        return None
    for sentence in passage["sentences"]:
        at = text.find(sentence, at)
        if at < 0:
            return None
        places.append([at, at + len(sentence)])
        at += len(sentence)

    def offsets(span: Span) -> Span:
        sentence, begin = passage["sentences"][span[1] - 1], -1
        for _ in range(span[2] if len(span) > 2 else 1):
            begin = sentence.find(span[0], begin + 1)
        return [span[1], begin, begin + len(span[0])]

    head = {"id": passage["id"], "text": name, "date": passage.get("date"), "src": passage.get("src", "")}
    return {**head, "sentences": places, **_mapped(passage, offsets)}


def unpacked(line: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any] | None:
    """The passage with its words; None where its text is not at hand."""
    text = texts.get(line["text"])
    if text is None:
        return None
    sentences = [text[a:z] for a, z in line["sentences"]]

    def words(span: Span) -> Span:
        number, begin, end = span
        sentence = sentences[number - 1]
        found = sentence[begin:end]
        before, at = 0, sentence.find(found)
        while 0 <= at < begin:
            before, at = before + 1, sentence.find(found, at + 1)
        more = sentence.count(found) > 1 or before
        return [found, number, before + 1] if more else [found, number]

    return {k: line[k] for k in ("id", "date", "src")} | {"sentences": sentences, **_mapped(line, words)}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pack", "unpack"])
    parser.add_argument("file", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    texts = texts_of(given.texts)
    change = packed if given.what == "pack" else unpacked
    made = [change(line, texts) for line in _lines(given.file)]
    kept = [one for one in made if one is not None]
    with given.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in kept)
    print(f"{len(kept)} passages, {len(made) - len(kept)} without their text")


if __name__ == "__main__":
    main()

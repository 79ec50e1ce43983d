"""Owns the training loop: batches, losses, checkpoints that a stopped run goes on from.

python training/reader/fit.py --train FILES --dev FILE --base FOLDER --run FOLDER [--minutes M] [--decay-epochs N]

The rate stays level until a file named `finish` lies in the run's folder or the minutes are over, then falls to
nothing over the decay's epochs. Weights are averaged along the way; the average is what is measured and shipped.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from corpus import (  # noqa: E402
    KINDS,
    ROLE_NAMES,
    VALUES,
    Example,
    cut,
    example_of,
    read,
    renamed,
    safe,
    shared_with,
    state_names,
    valid_roles,
    valid_values,
)
from decode import reading_of, score  # noqa: E402
from network import Reader  # noqa: E402
from pairs import MODE_LABELS, PLV_ROOTS, STATUSES, TYPES, Row, read_own, read_plv, split_by_class  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from dragoman.contract.issues import ISSUES  # noqa: E402

ROLE_MASK = torch.from_numpy(valid_roles())
VALUE_MASK = {name: torch.from_numpy(valid_values(name)) for name in VALUES}
STATES = HERE.parents[1] / "src" / "dragoman" / "knowledge" / "data" / "actors" / "states.tsv"


def tensors(batch: list[Example]) -> dict[str, Tensor]:
    """A batch padded to its longest passage, with the targets."""
    n, w = max(len(e.pieces) for e in batch), max(len(e.first) for e in batch)
    b, q = len(batch), sum(len(e.queries) for e in batch)
    out = {
        "pieces": np.zeros((b, n), np.int64),
        "mask": np.zeros((b, n), np.int64),
        "first": np.zeros((b, w), np.int64),
        "real": np.zeros((b, w), np.float32),
        "sentence": np.zeros((b, w), np.int64),
        "tags": np.zeros((b, w, 2 * len(KINDS)), np.float32),
        "at": np.zeros(q, np.int64),
        "kind": np.zeros(q, np.int64),
        "inside": np.zeros((q, w), np.float32),
        "roles": np.zeros((q, w, 2 * len(ROLE_NAMES)), np.float32),
        "happening": np.zeros(q, np.int64),
        "issues": np.zeros((q, len(ISSUES)), np.float32),
        **{"of_" + name: np.full(q, -1, np.int64) for name in VALUES},
    }
    k, r, row = len(KINDS), len(ROLE_NAMES), 0
    for i, e in enumerate(batch):
        out["pieces"][i, : len(e.pieces)] = e.pieces
        out["mask"][i, : len(e.pieces)] = 1
        out["first"][i, : len(e.first)] = e.first
        out["real"][i, : len(e.first)] = 1.0
        out["sentence"][i, : len(e.sentence)] = e.sentence
        for query in e.queries:
            a, z = query.words
            if query.kind < k:
                out["tags"][i, a:z, query.kind] = 1.0
                out["tags"][i, a, k + query.kind] = 1.0
            out["at"][row], out["kind"][row], out["happening"][row] = i, query.kind, query.happening
            out["inside"][row, a:z] = 1.0
            for role, start, end in query.roles:
                out["roles"][row, start:end, role] = 1.0
                out["roles"][row, start, r + role] = 1.0
            for name, value in query.attributes.items():
                out["of_" + name][row] = value
            out["issues"][row, query.issues] = 1.0
            row += 1
    return {name: torch.from_numpy(value) for name, value in out.items()}


def loss_of(model: Reader, t: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum of all losses of a batch, and each part."""
    words = model.encode(t["pieces"], t["mask"], t["first"])
    tag = F.binary_cross_entropy_with_logits(model.tags(words), t["tags"], reduction="none").sum(-1)
    parts = {"trigger": 0.06 * (tag * t["real"]).sum() / len(words)}
    if len(t["at"]):
        roles, summary, happening = model.ask(words, t["real"], t["sentence"], t["at"], t["kind"], t["inside"])
        allowed = ROLE_MASK[t["kind"]].repeat(1, 2).unsqueeze(1) * t["real"][t["at"]].unsqueeze(-1)
        role = F.binary_cross_entropy_with_logits(roles, t["roles"], reduction="none") * allowed
        parts["role"] = 0.16 * role.sum() / len(t["at"])
        for name in VALUES:
            gold = t["of_" + name]
            own = gold >= 0
            if own.any():
                logits = model.attribute["of_" + name](summary[own])
                logits = logits + (VALUE_MASK[name][t["kind"][own]] - 1.0) * 1e4
                parts[name] = 0.6 * F.cross_entropy(logits, gold[own])
        issued = t["issues"].sum(-1) > 0
        if issued.any():
            bce = F.binary_cross_entropy_with_logits(
                model.issue(summary[issued]), t["issues"][issued], reduction="none"
            )
            parts["issue"] = 0.5 * bce.sum(-1).mean()
        one, two = _pairs(t)
        if len(one):
            same = (t["happening"][one] == t["happening"][two]).float()
            parts["same"] = 0.9 * F.binary_cross_entropy_with_logits(model.pairs(happening[one], happening[two]), same)
    total = torch.stack(list(parts.values())).sum()
    return total, {name: float(value.detach()) for name, value in parts.items()}


def hide(pieces: Tensor, mask: Tensor, share: float, token: int) -> Tensor:
    """Some word pieces at random become the mask token, so that no single word decides."""
    plain = (mask > 0) & (pieces > 103)  # 100 to 103 are the special tokens
    return torch.where((torch.rand(pieces.shape) < share) & plain, token, pieces)


TYPE_INDEX = {name: n for n, name in enumerate(TYPES)}
MODE_INDEX = {name: n for n, name in enumerate(MODE_LABELS)}
STATUS_INDEX = {name: n for n, name in enumerate(STATUSES)}


def pair_tensors(rows: list[Row], tokenizer: Tokenizer) -> dict[str, Tensor]:
    """A batch of sentences with one pair each."""
    cuts = [cut(tokenizer, [row.sentence]) for row in rows]
    n, w = max(len(c[0]) for c in cuts), max(len(c[1]) for c in cuts)
    pieces, mask = torch.zeros(len(rows), n, dtype=torch.long), torch.zeros(len(rows), n, dtype=torch.long)
    first, real = torch.zeros(len(rows), w, dtype=torch.long), torch.zeros(len(rows), w)
    sides = torch.zeros(2, len(rows), w)
    for i, (row, (ids, firsts, spans, _)) in enumerate(zip(rows, cuts, strict=True)):
        pieces[i, : len(ids)], mask[i, : len(ids)] = torch.tensor(ids), 1
        first[i, : len(firsts)], real[i, : len(firsts)] = torch.tensor(firsts), 1.0
        for side, span in enumerate((row.source, row.target)):
            if span is not None:
                for k, (a, b) in enumerate(spans):
                    sides[side, i, k] = float(max(a, span[0]) < min(b, span[1]))
    return {"pieces": pieces, "mask": mask, "first": first, "real": real, "source": sides[0], "target": sides[1]}


def pair_logits(model: Reader, t: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Logits of types, modes and statuses, one row a sentence."""
    words = model.encode(t["pieces"], t["mask"], t["first"])
    return model.pair(words, t["real"], torch.arange(len(words)), t["source"], t["target"])


def pair_loss(out: tuple[Tensor, Tensor, Tensor], rows: list[Row], smoothing: float = 0.1) -> Tensor:
    """Cross-entropy of the type, and of mode and status where a row has them.

    A row whose label stands for several types counts their summed probability.
    """
    logs = F.log_softmax(out[0], dim=-1)
    allowed = torch.full_like(logs, -1e4)
    for n, row in enumerate(rows):
        allowed[n, [TYPE_INDEX[name] for name in row.types]] = 0.0
    right = torch.logsumexp(logs + allowed, dim=-1)
    loss = -((1 - smoothing) * right + smoothing * logs.mean(-1)).mean()
    modes = [(n, MODE_INDEX[f"{r.types[0]}/{r.mode}"]) for n, r in enumerate(rows) if r.mode]
    status = [(n, STATUS_INDEX[r.status]) for n, r in enumerate(rows) if r.status]
    for logits, known in ((out[1], modes), (out[2], status)):
        if known:
            gold = torch.tensor([label for _, label in known])
            loss = loss + 0.3 * F.cross_entropy(logits[[n for n, _ in known]], gold) * len(known) / len(rows)
    return loss


@torch.no_grad()
def pair_figures(model: Reader, rows: list[Row], tokenizer: Tokenizer) -> dict[str, float]:
    """Macro-F1 and accuracy of the type over rows; a root that stands for two types counts as either."""
    hit: dict[str, list[int]] = {}
    for i in range(0, len(rows), 32):
        part = rows[i : i + 32]
        probability = torch.softmax(pair_logits(model, pair_tensors(part, tokenizer))[0][:, : TYPE_INDEX["NONE"]], -1)
        for row, p in zip(part, probability, strict=True):
            scores = {r: float(sum(p[TYPE_INDEX[t]] for t in ts)) for r, ts in ROOTS.items()}
            best = max(scores, key=lambda r: scores[r])
            hit.setdefault(row.gold, [0, 0, 0])[0] += 1
            hit.setdefault(best, [0, 0, 0])[1] += 1
            hit[row.gold][2] += best == row.gold
    f1 = [2 * h / (g + f) for g, f, h in hit.values() if g]
    return {
        "pair_macro_f1": round(sum(f1) / max(1, len(f1)), 4),
        "pair_accuracy": round(sum(h for _, _, h in hit.values()) / max(1, len(rows)), 4),
    }


ROOTS = {name: (name,) for name in TYPES if name not in {"NONE", "CONCEDE", "RETREAT"}} | PLV_ROOTS


def _pairs(t: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Index pairs of questions of one passage that may tell of one happening."""
    kind, at = t["kind"], t["at"]
    group = torch.where(kind == 1, torch.zeros_like(kind), kind)  # a word goes with its meeting
    fits = (at[:, None] == at[None]) & (group[:, None] == group[None]) & (kind < len(KINDS))[:, None]
    return torch.nonzero(torch.triu(fits, diagonal=1), as_tuple=True)


def batches(examples: list[Example], size: int, choose: random.Random) -> list[list[Example]]:
    """Batches of passages of like length, in random order."""
    order = list(examples)
    choose.shuffle(order)
    pools = [sorted(order[i : i + size * 24], key=lambda e: len(e.pieces)) for i in range(0, len(order), size * 24)]
    out = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    choose.shuffle(out)
    return out


def new_reader(base: Path, dropout: float = 0.1, *, exact: bool = False) -> Reader:
    """A reader on the base encoder; the vectors of word pieces are not trained. `exact` is for the export."""
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(base)
    config.attention_probs_dropout_prob = 0.0
    config.hidden_dropout_prob = 0.0  # a third of the time on a CPU; hidden pieces regularise as well
    encoder = AutoModel.from_pretrained(
        base, config=config, add_pooling_layer=False, attn_implementation="eager" if exact else "sdpa"
    )
    for table in encoder.embeddings.parameters():
        table.requires_grad_(False)
    return Reader(encoder, config.hidden_size, dropout)


def groups(model: Reader, rate: float, head_rate: float, decay: float) -> list[dict[str, Any]]:
    """Parameters with their rates: lower layers learn more slowly."""
    layers = model.encoder.encoder.layer
    out = [
        {"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - i)}
        for i, layer in enumerate(layers)
    ]
    own = {id(p) for part in (model.encoder, model.pair) for p in part.parameters()}
    out.append({"params": [p for p in model.parameters() if id(p) not in own], "lr": head_rate})
    for group in out:
        group["peak"] = group["lr"]
    return out


class Run:
    """One run: the model, its average, the optimiser, and where it stands."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given, self.folder = given, given.run
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model = new_reader(given.base)
        self.optimiser = torch.optim.AdamW(
            groups(self.model, given.rate, given.head_rate, 0.92), weight_decay=0.02, fused=True
        )
        self.pair_optimiser = torch.optim.AdamW(self.model.pair.parameters(), lr=7e-4, fused=True)
        self._reset_average()
        self.step, self.epoch, self.decay_from, self.spent = 0, 0, None, 0.0
        last = self.folder / "last.pt"
        if last.is_file():
            self._load(torch.load(last))
            self._freeze(given.freeze)
        elif given.start:
            kept = torch.load(given.start)["model"]  # half as exact, and without the word pieces' vectors
            self.model.load_state_dict({name: value.float() for name, value in kept.items()}, strict=False)
            self._reset_average()

    def _freeze(self, count: int) -> None:
        """The lowest layers stay as their average: late in a run they hardly move, and cost a fifth of a step."""
        for number, layer in enumerate(self.model.encoder.encoder.layer[:count]):
            for name, value in layer.named_parameters():
                whole = f"encoder.encoder.layer.{number}.{name}"
                if whole in self.average:
                    value.data.copy_(self.average[whole])
                value.requires_grad_(False)

    def _reset_average(self) -> None:
        self.average = {n: p.detach().clone() for n, p in self.model.named_parameters() if p.requires_grad}

    def _load(self, kept: dict[str, Any]) -> None:
        self.model.load_state_dict(kept["model"], strict=False)
        self.optimiser.load_state_dict(kept["optimiser"])
        if "pair_optimiser" in kept:
            self.pair_optimiser.load_state_dict(kept["pair_optimiser"])
        self.average |= kept["average"]
        self.step, self.epoch, self.decay_from, self.spent = (kept[n] for n in ("step", "epoch", "decay_from", "spent"))

    def save(self) -> None:
        """Writes the checkpoint in one go, so that a killed run leaves the one before."""
        kept = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "pair_optimiser": self.pair_optimiser.state_dict(),
            "average": self.average,
            **{n: getattr(self, n) for n in ("step", "epoch", "decay_from", "spent")},
        }
        torch.save(kept, self.folder / "last.tmp")
        (self.folder / "last.tmp").replace(self.folder / "last.pt")

    def rate_at(self, per_epoch: int) -> float:
        """Share of the peak rate: warm-up, level, then a straight fall."""
        up = min(1.0, (self.step + 1) / 250)
        if self.decay_from is None:
            return up
        length = max(1, self.given.decay_epochs * per_epoch)
        return up * max(0.0, 1.0 - (self.step - self.decay_from) / length)

    def learn(
        self, batch: list[Example], rows: dict[str, Tensor] | None, labels: list[Row], per_epoch: int
    ) -> dict[str, float]:
        """One step over a batch of passages and, where there is one, a batch of pairs."""
        share = self.rate_at(per_epoch)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        self.model.train()
        given = tensors(batch)
        given["pieces"] = hide(given["pieces"], given["mask"], self.given.hide, 103)
        loss, parts = loss_of(self.model, given)
        if rows is not None:
            rows["pieces"] = hide(rows["pieces"], rows["mask"], self.given.hide, 103)
            of_pairs = pair_loss(pair_logits(self.model, rows), labels)
            parts["pair"] = float(of_pairs.detach())
            loss = loss + 0.7 * of_pairs
        self.optimiser.zero_grad(set_to_none=True)
        self.pair_optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        if rows is not None:
            self.pair_optimiser.param_groups[0]["lr"] = 7e-4 * share
            self.pair_optimiser.step()
        self.step += 1
        keep = min(self.given.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.model.named_parameters():
                if name in self.average:
                    self.average[name].lerp_(value, 1 - keep)
        return parts

    def averaged(self) -> Reader:
        """The model with averaged weights."""
        copy = new_reader(self.given.base)
        state = dict(self.model.state_dict())
        state.update(self.average)
        copy.load_state_dict(state)
        return copy.eval()


def example_in(
    passage: dict[str, Any],
    names: list[dict[str, list[str]]],
    share: float,
    choose: random.Random,
    tokenizer: Tokenizer,
) -> Example:
    """The passage as it is learned in one epoch: a share of them with other states' names."""
    if choose.random() < share:
        return safe(
            lambda: example_of(renamed(passage, names, choose), tokenizer), lambda: example_of(passage, tokenizer)
        )
    return example_of(passage, tokenizer)


def texts_apart(paths: Iterable[Path]) -> list[str]:
    """The texts of files: a .txt as it is, of JSON lines their `text` or `sentences`."""
    out = []
    for path in paths:
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".txt":
            out.append(content)
            continue
        rows = [json.loads(line) for line in content.splitlines() if line.strip()]
        out += [row["text"] if "text" in row else " ".join(row["sentences"]) for row in rows]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to begin with, such as training/checkpoint/reader.pt")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--average", type=float, default=0.997)
    parser.add_argument("--decay-epochs", type=float, default=3)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rename", type=float, default=0.3)
    parser.add_argument("--hide", type=float, default=0.06)
    parser.add_argument("--plv", type=Path, help="the PLV gold file; a fifth of it is kept apart")
    parser.add_argument("--pairs-every", type=int, default=2)
    parser.add_argument("--apart", type=Path, nargs="*", default=[], help="texts (.txt, .jsonl) never to train on")
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers of the encoder that learn no more")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    dev = [example_of(p, tokenizer) for p in read([given.dev])]
    names = state_names(STATES)
    caught = set(shared_with(read(given.train), [*texts_apart(given.apart), *texts_apart([given.dev])]))
    print(f"{len(caught)} passages left out: they share a sentence with a text kept apart", flush=True)
    run = Run(given)
    folds = split_by_class(read_plv(given.plv), 5, 1) if given.plv else []
    rows = [r for r in read_own(HERE.parent / "sentences") if not r.aside] + [r for f in folds[1:] for r in f]
    while True:
        choose = random.Random(given.seed * 1000 + run.step)  # a run gone on with does not begin the same order again
        passages = [p for p in read(given.train) if p["id"] not in caught]
        if given.limit:
            passages = random.Random(given.seed).sample(passages, given.limit)
        examples = [example_in(p, names, given.rename, choose, tokenizer) for p in passages]
        parts_of_epoch: dict[str, list[float]] = {}
        begun = saved = time.monotonic()
        todo = batches(examples, given.batch, choose)
        for number, batch in enumerate(todo):
            finish = (given.run / "finish").is_file() or run.spent > given.minutes * 60
            if finish and run.decay_from is None:
                run.decay_from = run.step
                print("decay begins", run.step, flush=True)
            then = time.monotonic()
            labels = choose.sample(rows, 32) if folds and number % given.pairs_every == 0 else []
            pairs = pair_tensors(labels, tokenizer) if labels else None
            for name, value in run.learn(batch, pairs, labels, len(todo)).items():
                parts_of_epoch.setdefault(name, []).append(value)
            run.spent += time.monotonic() - then
            if time.monotonic() - saved > 240:
                run.save()
                saved = time.monotonic()
                print(f"  {number}/{len(todo)} {time.monotonic() - begun:.0f} s", flush=True)
            if run.decay_from is not None and run.rate_at(len(todo)) <= 0:
                break
        run.epoch += 1
        run.save()
        model = run.averaged()
        torch.save({"model": model.state_dict(), "epoch": run.epoch}, given.run / "average.pt")
        figures = score(dev, [reading_of(model, e) for e in dev])
        if folds:
            figures |= pair_figures(model, folds[0], tokenizer)
        losses = {n: round(sum(v) / len(v), 3) for n, v in parts_of_epoch.items()}
        line = {"epoch": run.epoch, "seconds": round(time.monotonic() - begun), **figures, "losses": losses}
        print(json.dumps(line), flush=True)
        with (given.run / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if (run.decay_from is not None and run.rate_at(len(todo)) <= 0) or not math.isfinite(sum(losses.values())):
            break


if __name__ == "__main__":
    main()

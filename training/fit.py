"""Owns the training loop: rows to a trained network, with a fixed seed on a CPU.

Does not read files of sentences, measure or export.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from corpus import MODE_LABELS, STATUSES, TYPES, Row, Span
from network import Network
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

TYPE_INDEX = {name: n for n, name in enumerate(TYPES)}
MODE_INDEX = {name: n for n, name in enumerate(MODE_LABELS)}
STATUS_INDEX = {name: n for n, name in enumerate(STATUSES)}
MAX_TOKENS = 160


@dataclass(frozen=True)
class Recipe:
    """The settings of a training run."""

    seed: int = 7
    epochs: int = 4
    batch: int = 32
    rate: float = 1.5e-4
    layer_decay: float = 0.9
    head_rate: float = 7e-4
    hidden_words: float = 0.1
    smoothing: float = 0.1
    auxiliary: float = 0.3
    warmup: float = 0.1
    average_from: float = 0.6


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def open_tokenizer(base: Path) -> Tokenizer:
    """The base encoder's own tokenizer, without padding."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def new_network(base: Path, seed: int, *, exact: bool = False) -> Network:
    """A network with the base encoder's weights and a new head; `exact` for the export."""
    torch.manual_seed(seed)
    kind = "eager" if exact else "sdpa"
    # No dropout inside the encoder: on a CPU it costs a third of the time, and hiding whole
    # words regularises as well. The word vectors stay as they are, which halves the cost again.
    encoder = AutoModel.from_pretrained(
        str(base),
        attn_implementation=kind,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    encoder.pooler = None
    for parameter in encoder.embeddings.parameters():
        parameter.requires_grad = False
    return Network(encoder, encoder.config.hidden_size)


def collate(rows: Sequence[Row], tokenizer: Tokenizer) -> Batch:
    """Tensors of one batch, one pair a sentence."""
    encoded = [tokenizer.encode(row.sentence) for row in rows]
    width = max(len(one.ids) for one in encoded)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask = torch.zeros(len(rows), width, dtype=torch.long)
    sides = torch.zeros(2, len(rows), width)
    for n, (row, one) in enumerate(zip(rows, encoded, strict=True)):
        count = len(one.ids)
        ids[n, :count] = torch.tensor(one.ids)
        mask[n, :count] = 1
        for side, span in enumerate((row.source, row.target)):
            sides[side, n, :count] = torch.tensor(_overlap(one.offsets, span))
    return ids, mask, torch.arange(len(rows)), sides[0], sides[1]


def _hide_words(batch: Batch, tokenizer: Tokenizer, recipe: Recipe) -> Batch:
    """Some word pieces at random become the mask token, so that no single word decides."""
    ids, mask, index, source, target = batch
    special = {tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]")}
    plain = torch.ones_like(ids, dtype=torch.bool)
    for number in special:
        plain &= ids != number
    chosen = (torch.rand(ids.shape) < recipe.hidden_words) & plain
    hidden = torch.where(chosen, tokenizer.token_to_id("[MASK]"), ids)
    return hidden, mask, index, source, target


def _overlap(offsets: Sequence[Span], span: Span | None) -> list[float]:
    # The same rule as dragoman.language.encoder.token_mask, which a test compares.
    if span is None:
        return [0.0] * len(offsets)
    return [1.0 if max(a, span[0]) < min(b, span[1]) else 0.0 for a, b in offsets]


def train(rows: Sequence[Row], base: Path, recipe: Recipe, say: Callable[[str], None] = print) -> Network:
    """A network trained on the rows; the weights are a mean over the last part of the steps."""
    random.seed(recipe.seed)
    tokenizer = open_tokenizer(base)
    network = new_network(base, recipe.seed)
    groups = _parameter_groups(network, recipe)
    optimizer = torch.optim.AdamW(groups, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    total = recipe.epochs * math.ceil(len(rows) / recipe.batch)
    mean = torch.optim.swa_utils.AveragedModel(network)
    step, started = 0, time.monotonic()
    network.train()
    for epoch in range(recipe.epochs):
        lost = 0.0
        for batch in _batches(rows, recipe):
            share = step / total
            scale = min(1.0, share / recipe.warmup) * max(0.05, 1.0 - share)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * max(scale, 1e-3)
            seen = _hide_words(collate(batch, tokenizer), tokenizer, recipe)
            loss = _loss(network(*seen), batch, recipe)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            lost += float(loss.detach())
            if share >= recipe.average_from and step % 10 == 0:
                mean.update_parameters(network)
        took = time.monotonic() - started
        say(f"epoch {epoch + 1}/{recipe.epochs}: loss {lost * recipe.epochs / total:.3f}, {took:.0f} s")
    network.load_state_dict(mean.module.state_dict())
    return network.eval()


def _parameter_groups(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    """Lower layers learn more slowly."""
    layers = network.encoder.config.num_hidden_layers
    groups: list[dict[str, object]] = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = recipe.head_rate
        if name.startswith("encoder."):
            layer = int(name.split(".layer.")[1].split(".")[0])
            rate = recipe.rate * recipe.layer_decay ** (layers - 1 - layer)
        decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def _batches(rows: Sequence[Row], recipe: Recipe) -> Iterator[list[Row]]:
    """All rows once, in batches of sentences of like length, in random order."""
    order = list(range(len(rows)))
    random.shuffle(order)
    large = recipe.batch * 8
    batches = []
    for start in range(0, len(order), large):
        chunk = sorted(order[start : start + large], key=lambda n: len(rows[n].sentence))
        batches += [chunk[n : n + recipe.batch] for n in range(0, len(chunk), recipe.batch)]
    random.shuffle(batches)
    for batch in batches:
        yield [rows[n] for n in batch]


def _loss(out: tuple[Tensor, Tensor, Tensor], rows: Sequence[Row], recipe: Recipe) -> Tensor:
    """Cross-entropy of the type, and of mode and status where a row has them.

    A row whose gold label stands for several types counts their summed probability.
    """
    logs = functional.log_softmax(out[0], dim=-1)
    allowed = torch.full_like(logs, -1e4)
    for n, row in enumerate(rows):
        allowed[n, [TYPE_INDEX[name] for name in row.types]] = 0.0
    right = torch.logsumexp(logs + allowed, dim=-1)
    loss = -((1 - recipe.smoothing) * right + recipe.smoothing * logs.mean(-1)).mean()
    modes = [(n, MODE_INDEX[f"{r.types[0]}/{r.mode}"]) for n, r in enumerate(rows) if r.mode]
    status = [(n, STATUS_INDEX[r.status]) for n, r in enumerate(rows) if r.status]
    for logits, known in ((out[1], modes), (out[2], status)):
        if known:
            own = logits[[n for n, _ in known]]
            gold = torch.tensor([label for _, label in known])
            part = functional.cross_entropy(own, gold) * len(known) / len(rows)
            loss = loss + recipe.auxiliary * part
    return loss


def predict(network: Network, rows: Sequence[Row], base: Path) -> tuple[Tensor, Tensor, Tensor]:
    """Logits of types, modes and statuses of the rows."""
    tokenizer = open_tokenizer(base)
    network.eval()
    parts: list[tuple[Tensor, Tensor, Tensor]] = []
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            parts.append(network(*collate(rows[start : start + 32], tokenizer)))
    return tuple(torch.cat([part[n] for part in parts]) for n in range(3))  # type: ignore[return-value]

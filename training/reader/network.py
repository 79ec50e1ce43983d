"""Owns the reader's network: an encoder, trigger tags, and questions asked of each trigger.

A question is a trigger (or a referring phrase) with its kind. One narrow transformer layer looks at the
passage's words in the light of the question; role tags, attributes and sameness are read from it.
"""

from __future__ import annotations

import torch
from corpus import KINDS, ROLE_NAMES, VALUES
from pairs import MODE_LABELS, STATUSES, TYPES
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.contract.issues import ISSUES

NARROW = 192
HEADS = 4
FAR = 16  # buckets of distance to one side
SENTENCES = 3  # sentences to one side told apart


def bucket(gap: Tensor) -> Tensor:
    """Signed distance in words to one of 2 x FAR + 1 buckets, finer near the trigger."""
    size = torch.clamp((torch.log2(gap.abs().float() + 1.0) * 2.0).long(), max=FAR)
    return torch.sign(gap) * size + FAR


class Asked(nn.Module):
    """The passage's words in the light of each question."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.kind = nn.Embedding(len(KINDS) + 1, NARROW)
        self.distance = nn.Embedding(2 * FAR + 1, NARROW)
        self.near = nn.Embedding(2 * SENTENCES + 1, NARROW)
        self.inside = nn.Parameter(torch.zeros(NARROW))
        self.word, self.gate = nn.Linear(width, NARROW), nn.Linear(width, NARROW)
        self.of_trigger, self.gate_trigger = nn.Linear(width, NARROW), nn.Linear(width, NARROW)
        self.first = nn.LayerNorm(NARROW)
        self.qkv, self.out = nn.Linear(NARROW, 3 * NARROW), nn.Linear(NARROW, NARROW)
        self.second, self.third = nn.LayerNorm(NARROW), nn.LayerNorm(NARROW)
        self.up, self.down = nn.Linear(NARROW, 2 * NARROW), nn.Linear(2 * NARROW, NARROW)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, words: Tensor, real: Tensor, sentence: Tensor, at: Tensor, kind: Tensor, inside: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Vectors of each question's words and of its trigger.

        Args:
            words: passages x words x width; real: 1.0 for words that are there.
            sentence: number of each word's sentence, passages x words.
            at: passage of each question; kind: its kind; inside: 1.0 on the trigger's words, questions x words.
        """
        trigger = (words[at] * inside.unsqueeze(-1)).sum(1) / inside.sum(1, keepdim=True)
        number = torch.arange(words.shape[1])
        middle = (inside * number).sum(1) / inside.sum(1)
        gap = number.unsqueeze(0) - middle.long().unsqueeze(1)
        own = ((inside * sentence[at]).sum(1) / inside.sum(1)).round().long()
        apart = torch.clamp(sentence[at] - own.unsqueeze(1), -SENTENCES, SENTENCES) + SENTENCES
        seen = self.word(words)[at] + self.of_trigger(trigger).unsqueeze(1)
        seen = seen + self.gate(words)[at] * self.gate_trigger(trigger).unsqueeze(1)
        seen = seen + (self.kind(kind).unsqueeze(1) + self.distance(bucket(gap)) + self.near(apart))
        seen = self.first(seen + inside.unsqueeze(-1) * self.inside)
        shape = (seen.shape[0], seen.shape[1], 3, HEADS, NARROW // HEADS)
        query, key, value = self.qkv(seen).reshape(shape).permute(2, 0, 3, 1, 4)
        mask = (real[at] > 0)[:, None, None, :]
        looked = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = self.second(seen + self.drop(self.out(looked.transpose(1, 2).reshape(seen.shape))))
        seen = self.third(seen + self.drop(self.down(F.gelu(self.up(seen)))))
        return seen, trigger


class PairHead(nn.Module):
    """The type of what one span does to another, from the vectors of their sentence's words.

    The predicate between two actors is found by attention over the words with a query made of both
    spans, so one encoder pass serves any number of pairs.
    """

    def __init__(self, width: int, heads: int = 6, inner: int = 512, dropout: float = 0.2) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.null = nn.Parameter(torch.zeros(2, width))
        self.query, self.key, self.value = nn.Linear(3 * width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.near = nn.Parameter(torch.zeros(3, heads))
        self.inner = nn.Sequential(nn.Dropout(dropout), nn.Linear(5 * width, inner), nn.GELU(), nn.Dropout(dropout))
        self.to_type = nn.Linear(inner, len(TYPES))
        self.to_mode = nn.Linear(inner, len(MODE_LABELS))
        self.to_status = nn.Linear(inner, len(STATUSES))

    def forward(
        self, words: Tensor, real: Tensor, at: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of types, modes and statuses, one row a pair.

        Args:
            words: passages x words x width; real: 1.0 for words that are there.
            at: the passage of each pair; source, target: 1.0 for each span's words; all 0 = no span.
        """
        own, there = words[at], real[at]
        spans = [self._pool(own, span, side) for side, span in enumerate((source, target))]
        whole = (own * there.unsqueeze(-1)).sum(1) / there.sum(1, keepdim=True)
        pairs, length = there.shape
        query = self.query(torch.cat([whole, *spans], -1)).view(pairs, 1, self.heads, self.size)
        key = self.key(own).view(pairs, length, self.heads, self.size)
        value = self.value(own).view(pairs, length, self.heads, self.size)
        score = (query * key).sum(-1) / self.size**0.5
        role = torch.stack([source, target, there - torch.clamp(source + target, max=1.0)], dim=-1)
        score = score + role @ self.near + (there.unsqueeze(-1) - 1.0) * 1e4
        found = (torch.softmax(score, dim=1).unsqueeze(-1) * value).sum(1).reshape(pairs, -1)
        out = self.inner(torch.cat([whole, *spans, spans[0] - spans[1], found], -1))
        return self.to_type(out), self.to_mode(out), self.to_status(out)

    def _pool(self, own: Tensor, span: Tensor, side: int) -> Tensor:
        count = span.sum(1, keepdim=True)
        mean = (own * span.unsqueeze(-1)).sum(1) / torch.clamp(count, min=1.0)
        return torch.where(count > 0, mean, self.null[side].unsqueeze(0).expand_as(mean))


class Reader(nn.Module):
    """The encoder with all heads; every tensor in and out is plain, so that it can be exported."""

    def __init__(self, encoder: nn.Module, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(dropout)
        self.trigger = nn.Sequential(
            nn.Linear(width, 256), nn.GELU(), nn.Dropout(dropout), nn.Linear(256, 2 * len(KINDS))
        )
        self.asked = Asked(width, dropout)
        self.role = nn.Sequential(nn.Linear(NARROW, NARROW), nn.GELU(), nn.Linear(NARROW, 2 * len(ROLE_NAMES)))
        self.weigh = nn.Linear(NARROW, 1)
        whole = width + 2 * NARROW
        self.summary = nn.Sequential(nn.Linear(whole, 256), nn.GELU(), nn.Dropout(dropout))
        self.attribute = nn.ModuleDict({"of_" + name: nn.Linear(256, len(values)) for name, values in VALUES.items()})
        self.issue = nn.Linear(256, len(ISSUES))
        self.happening = nn.Linear(whole, 128)
        self.pair = PairHead(width)
        self.same = nn.Sequential(nn.Linear(4 * 128, 128), nn.ReLU(), nn.Linear(128, 1))

    def encode(self, pieces: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Vectors of words: passages x words x width, from the first piece of each."""
        hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        return self.drop(torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])))

    def tags(self, words: Tensor) -> Tensor:
        """Logits of being inside and of beginning a trigger: passages x words x (2 x kinds)."""
        return self.trigger(words)

    def ask(
        self, words: Tensor, real: Tensor, sentence: Tensor, at: Tensor, kind: Tensor, inside: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Role logits (questions x words x 2 roles), summaries for attributes, vectors for sameness."""
        seen, trigger = self.asked(words, real, sentence, at, kind, inside)
        own = (seen * inside.unsqueeze(-1)).sum(1) / inside.sum(1, keepdim=True)
        score = self.weigh(seen).squeeze(-1) + (real[at] - 1.0) * 1e4
        found = (torch.softmax(score, -1).unsqueeze(-1) * seen).sum(1)
        whole = torch.cat([trigger, own, found], -1)
        return self.role(seen), self.summary(whole), self.happening(whole)

    def pairs(self, first: Tensor, second: Tensor) -> Tensor:
        """Logit that two questions tell of one happening."""
        return self.same(torch.cat([first, second, first * second, (first - second).abs()], -1)).squeeze(-1)

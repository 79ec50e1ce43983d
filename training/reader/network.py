"""Owns the reader's network: an encoder, trigger tags, and questions asked of each trigger.

A question is a trigger (or a referring phrase) with its kind. One narrow transformer layer looks at the
passage's words in the light of the question; role tags, attributes and sameness are read from it.
"""

from __future__ import annotations

import torch
from corpus import KINDS, ROLE_NAMES, VALUES
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


class Reader(nn.Module):
    """The encoder with all heads; every tensor in and out is plain, so that it can be exported."""

    def __init__(self, encoder: nn.Module, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(dropout)
        self.trigger = nn.Sequential(nn.Linear(width, 256), nn.GELU(), nn.Dropout(dropout), nn.Linear(256, 2 * len(KINDS)))
        self.asked = Asked(width, dropout)
        self.role = nn.Sequential(nn.Linear(NARROW, NARROW), nn.GELU(), nn.Linear(NARROW, 2 * len(ROLE_NAMES)))
        self.weigh = nn.Linear(NARROW, 1)
        whole = width + 2 * NARROW
        self.summary = nn.Sequential(nn.Linear(whole, 256), nn.GELU(), nn.Dropout(dropout))
        self.attribute = nn.ModuleDict({"of_" + name: nn.Linear(256, len(values)) for name, values in VALUES.items()})
        self.issue = nn.Linear(256, len(ISSUES))
        self.happening = nn.Linear(whole, 128)
        self.same = nn.Sequential(nn.Linear(4 * 128, 128), nn.GELU(), nn.Linear(128, 1))

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

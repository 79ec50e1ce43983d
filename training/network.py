"""Owns the network: a sentence encoder, spans pooled from its token vectors, three heads.

Does not know files, training or export.
"""

from __future__ import annotations

import torch
from corpus import MODE_LABELS, STATUSES, TYPES
from torch import Tensor, nn


class PairHead(nn.Module):
    """Judges pairs of spans from the token vectors of one pass over their sentences.

    The predicate between two actors is found by attention over the sentence's tokens with a
    query made of both spans, so one encoder pass serves any number of pairs.
    """

    def __init__(self, width: int, heads: int = 6, inner: int = 512, dropout: float = 0.2) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.null = nn.Parameter(torch.zeros(2, width))
        self.query = nn.Linear(3 * width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.near = nn.Parameter(torch.zeros(3, heads))
        self.inner = nn.Sequential(nn.Dropout(dropout), nn.Linear(5 * width, inner), nn.GELU(), nn.Dropout(dropout))
        self.to_type = nn.Linear(inner, len(TYPES))
        self.to_mode = nn.Linear(inner, len(MODE_LABELS))
        self.to_status = nn.Linear(inner, len(STATUSES))

    def forward(
        self, hidden: Tensor, mask: Tensor, index: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of types, modes and statuses, one row a pair.

        Args:
            hidden: token vectors, sentences x tokens x width.
            mask: 1.0 for real tokens, sentences x tokens.
            index: the sentence of each pair.
            source, target: 1.0 for the tokens of each span, pairs x tokens; all 0 = no span.
        """
        tokens, real = hidden[index], mask[index]
        spans = [self._pool(tokens, span, side) for side, span in enumerate((source, target))]
        whole = (tokens * real.unsqueeze(-1)).sum(1) / real.sum(1, keepdim=True)
        # The extra axis makes the export write MatMul, which is stored in 8 bits; Gemm is not.
        query = self.query(torch.cat([whole, *spans], dim=-1).unsqueeze(1))
        pairs, length = real.shape
        query = query.view(pairs, 1, self.heads, self.size)
        key = self.key(tokens).view(pairs, length, self.heads, self.size)
        value = self.value(tokens).view(pairs, length, self.heads, self.size)
        score = (query * key).sum(-1) / self.size**0.5
        role = torch.stack([source, target, real - torch.clamp(source + target, max=1.0)], dim=-1)
        score = score + role @ self.near + (real.unsqueeze(-1) - 1.0) * 1e4
        weight = torch.softmax(score, dim=1)
        found = (weight.unsqueeze(-1) * value).sum(1).reshape(pairs, self.heads * self.size)
        seen = torch.cat([whole, *spans, spans[0] - spans[1], found], dim=-1)
        out = self.inner(seen.unsqueeze(1))
        heads = (self.to_type(out), self.to_mode(out), self.to_status(out))
        return heads[0].squeeze(1), heads[1].squeeze(1), heads[2].squeeze(1)

    def _pool(self, tokens: Tensor, span: Tensor, side: int) -> Tensor:
        count = span.sum(1, keepdim=True)
        mean = (tokens * span.unsqueeze(-1)).sum(1) / torch.clamp(count, min=1.0)
        return torch.where(count > 0, mean, self.null[side].unsqueeze(0).expand_as(mean))


class Network(nn.Module):
    """The encoder and its head as one module with plain tensors in and out."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = PairHead(width)

    def forward(
        self, ids: Tensor, mask: Tensor, index: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.head(hidden, mask.to(hidden.dtype), index, source, target)

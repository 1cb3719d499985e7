"""A decoder in plain PyTorch with the formulas of Headscope's: pre-norm, learned positions, GELU in its tanh form."""

import math

import torch
from torch import nn
from torch.nn import functional as F

# What is compared: width, layers, heads, context, batch, vocabulary. D is the shape of the sample `cat-decoder`.
SHAPES = {
    "A": (64, 2, 4, 32, 32, 256),
    "B": (128, 4, 8, 64, 32, 512),
    "C": (384, 6, 6, 256, 8, 65),
    "D": (128, 4, 8, 64, 32, 380),
}


class Block(nn.Module):
    def __init__(self, width, heads, keeps_weights):
        super().__init__()
        self.heads, self.keeps_weights = heads, keeps_weights
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp_in, self.mlp_out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, hidden):
        batch, length, width = x.shape
        q, k, v = self.query_key_value(self.norm1(x)).view(
            batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = None
        if self.keeps_weights:
            scores = q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)
            weights = torch.softmax(scores.masked_fill(hidden, -math.inf), dim=-1)
            z = weights @ v
        else:
            z = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(z.transpose(1, 2).reshape(batch, length, width))
        return x + self.mlp_out(F.gelu(self.mlp_in(self.norm2(x)), approximate="tanh")), weights


class Decoder(nn.Module):
    """Returns the mean loss, and where asked each block's attention weights, which a screen would draw."""

    def __init__(self, shape, keeps_weights):
        super().__init__()
        width, layers, heads, context, _, vocabulary = shape
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads, keeps_weights) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.register_buffer("hidden", torch.ones(context, context, dtype=torch.bool).triu(1))
        self.register_buffer("places", torch.arange(context))

    def forward(self, ids, targets):
        x = self.tokens(ids) + self.positions(self.places)
        weights = []
        for block in self.blocks:
            x, weight = block(x, self.hidden)
            weights.append(weight)
        logits = self.norm(x) @ self.tokens.weight.T
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten()), weights

"""Transformers in plain PyTorch with the formulas of Headscope's: a decoder as GPT-2 (pre-norm, GELU in its tanh form), an
encoder as BERT and an encoder–decoder as BART (post-norm, GELU's exact form); and recurrent networks."""

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
    "E": (128, 4, 8, 64, 32, 512),
    "T": (128, 2, 8, 64, 32, 512),
    "R": (128, 2, 1, 64, 32, 512),
    "G": (128, 2, 1, 64, 32, 512),
}
# Of shapes that are no decoders; an encoder–decoder has as many blocks in either half.
ARCHITECTURES = {"E": "encoder", "T": "encoder-decoder", "R": "lstm", "G": "gru"}


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


class Attention(nn.Module):
    """Attention of a post-norm block to itself or to another sequence, with the sum and the norm after it."""

    def __init__(self, width, heads, keeps_weights, is_cross=False):
        super().__init__()
        self.heads, self.keeps_weights, self.is_cross = heads, keeps_weights, is_cross
        self.query = nn.Linear(width, width if is_cross else 3 * width)
        self.key_value = nn.Linear(width, 2 * width) if is_cross else None
        self.out, self.norm = nn.Linear(width, width), nn.LayerNorm(width)

    def forward(self, x, other, hidden):
        batch, length, width = x.shape
        split = lambda t, parts: t.view(batch, -1, parts, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if self.is_cross:
            (q,), (k, v) = split(self.query(x), 1), split(self.key_value(other), 2)
        else:
            q, k, v = split(self.query(x), 3)
        weights = None
        if self.keeps_weights:
            scores = q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)
            weights = torch.softmax(scores if hidden is None else scores.masked_fill(hidden, -math.inf), dim=-1)
            z = weights @ v
        else:
            z = F.scaled_dot_product_attention(q, k, v, is_causal=hidden is not None)
        return self.norm(x + self.out(z.transpose(1, 2).reshape(batch, length, width))), weights


class PostNormBlock(nn.Module):
    def __init__(self, width, heads, keeps_weights, has_cross):
        super().__init__()
        self.attention = Attention(width, heads, keeps_weights)
        self.cross = Attention(width, heads, keeps_weights, is_cross=True) if has_cross else None
        self.mlp_in, self.mlp_out, self.norm = nn.Linear(width, 4 * width), nn.Linear(4 * width, width), nn.LayerNorm(width)

    def forward(self, x, source, hidden):
        x, weights = self.attention(x, None, hidden)
        if self.cross is not None:
            x, weights = self.cross(x, source, None)
        return self.norm(x + self.mlp_out(F.gelu(self.mlp_in(x)))), weights


class Embedding(nn.Module):
    def __init__(self, tokens, context, width):
        super().__init__()
        self.tokens, self.positions, self.norm = tokens, nn.Embedding(context, width), nn.LayerNorm(width)
        self.register_buffer("places", torch.arange(context))

    def forward(self, ids):
        return self.norm(self.tokens(ids) + self.positions(self.places))


class Encoder(nn.Module):
    """As BERT with its head for hidden words; returns what the decoder above returns."""

    def __init__(self, shape, keeps_weights):
        super().__init__()
        width, layers, heads, context, _, vocabulary = shape
        self.tokens = nn.Embedding(vocabulary, width)
        self.segments = nn.Parameter(torch.zeros(width))
        self.embedding = Embedding(self.tokens, context, width)
        self.blocks = nn.ModuleList(PostNormBlock(width, heads, keeps_weights, False) for _ in range(layers))
        self.transform, self.norm = nn.Linear(width, width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, ids, targets):
        embedding = self.embedding
        x = embedding.norm(self.tokens(ids) + self.segments + embedding.positions(embedding.places))
        weights = []
        for block in self.blocks:
            x, weight = block(x, None, None)
            weights.append(weight)
        logits = self.norm(F.gelu(self.transform(x))) @ self.tokens.weight.T + self.bias
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten()), weights


class EncoderDecoder(nn.Module):
    """As BART; the source is the target's ids, reversed: what is read costs the same whatever it says."""

    def __init__(self, shape, keeps_weights):
        super().__init__()
        width, layers, heads, context, _, vocabulary = shape
        self.tokens = nn.Embedding(vocabulary, width)
        self.source, self.target = (Embedding(self.tokens, context, width) for _ in range(2))
        self.encoder, self.decoder = (
            nn.ModuleList(PostNormBlock(width, heads, keeps_weights, has_cross) for _ in range(layers))
            for has_cross in (False, True))
        self.register_buffer("hidden", torch.ones(context, context, dtype=torch.bool).triu(1))

    def forward(self, ids, targets):
        source, x, weights = self.source(ids.flip(1)), self.target(ids), []
        for block in self.encoder:
            source, weight = block(source, None, None)
            weights.append(weight)
        for block in self.decoder:
            x, weight = block(x, source, self.hidden)
            weights.append(weight)
        logits = x @ self.tokens.weight.T
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten()), weights


class Recurrent(nn.Module):
    """Embedding, PyTorch's own recurrent layers, and the embedding once more as the unembedding; there are no weights to return."""

    def __init__(self, shape, keeps_weights, kind):
        super().__init__()
        width, layers, _, _, _, vocabulary = shape
        self.tokens, self.layers = nn.Embedding(vocabulary, width), kind(width, width, layers, batch_first=True)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, ids, targets):
        logits = self.layers(self.tokens(ids))[0] @ self.tokens.weight.T + self.bias
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten()), None


MODELS = {
    "decoder": Decoder, "encoder": Encoder, "encoder-decoder": EncoderDecoder,
    "lstm": lambda *options: Recurrent(*options, nn.LSTM), "gru": lambda *options: Recurrent(*options, nn.GRU)}

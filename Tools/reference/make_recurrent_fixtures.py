"""Writes the recurrent networks' reference models, activations, gradients and training steps that the engine's tests compare
with.

    python make_recurrent_fixtures.py [OUTPUT]        # default: Tests/Fixtures

Tiny networks of an embedding, PyTorch's own RNN, GRU or LSTM, and a linear layer. For each the folder holds the same files as
make_fixtures.py's. PyTorch does not show what goes on inside of its layers; gates and states are computed here by the formulas
of its documentation, and checked against the hidden states that it returns.
"""

import json

import torch
from fixtures import BATCH, IGNORED, LENGTH, main, write
from safetensors.torch import save_file

MODELS = {
    "tiny-elman": dict(model_type="elman", hidden_size=10, num_hidden_layers=1, vocab_size=31, max_position_embeddings=13,
                       tie_word_embeddings=False),
    "tiny-gru": dict(model_type="gru", hidden_size=13, num_hidden_layers=2, vocab_size=31, max_position_embeddings=13,
                     tie_word_embeddings=True),
    "tiny-lstm": dict(model_type="lstm", hidden_size=21, num_hidden_layers=2, vocab_size=97, max_position_embeddings=19,
                      tie_word_embeddings=True),
}
LAYERS = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


class Network(torch.nn.Module):
    """What a recurrent network of Headscope is in PyTorch."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        width = config["hidden_size"]
        self.encoder = torch.nn.Embedding(config["vocab_size"], width)
        self.rnn = LAYERS[config["model_type"]](width, width, config["num_hidden_layers"], batch_first=True)
        self.decoder = torch.nn.Linear(width, config["vocab_size"])
        if config["tie_word_embeddings"]:
            self.decoder.weight = self.encoder.weight

    def forward(self, ids):
        return self.decoder(self.rnn(self.encoder(ids))[0])

    def save_pretrained(self, folder):
        (folder / "config.json").write_text(json.dumps(self.config, indent=2) + "\n")
        tensors = {name: p.detach().clone() for name, p in self.named_parameters()}
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def make_model(config, seed):
    """A network with random weights large enough that its gates open and close."""
    torch.manual_seed(seed)
    model = Network(config)
    with torch.no_grad():
        for parameter in model.parameters():
            scale = 0.3 if parameter.dim() == 1 else 1.5 / parameter.shape[1] ** 0.5
            parameter.copy_(scale * torch.randn_like(parameter))
    return model


def make_batch(config, generator):
    """Random ids, and targets of which some are ignored."""
    ids, targets = (torch.randint(config["vocab_size"], (BATCH, LENGTH), generator=generator) for _ in range(2))
    return ids, torch.where(torch.rand(ids.shape, generator=generator) < 0.2, IGNORED, targets)


def activations(model, ids):
    """Every activation of one sequence."""
    trace, kind, rnn = {}, model.config["model_type"], model.rnn
    with torch.no_grad():
        below = model.encoder(ids)
        trace["hook_embed"] = below
        for layer in range(model.config["num_hidden_layers"]):
            name, hidden, cell = f"blocks.{layer}.cell", torch.zeros(below.shape[1]).double(), None
            inputs, past, input_bias, past_bias = (
                getattr(rnn, f"{part}_l{layer}") for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
            rows = {}
            for x in below:
                a, b = inputs @ x + input_bias, past @ hidden + past_bias
                if kind == "elman":
                    hidden, step = (a + b).tanh(), {}
                elif kind == "gru":
                    (ar, az, an), (br, bz, bn) = a.chunk(3), b.chunk(3)
                    r, z = (ar + br).sigmoid(), (az + bz).sigmoid()
                    n = (an + r * bn).tanh()
                    hidden, step = (1 - z) * n + z * hidden, dict(r=r, z=z, n=n, n_past=bn)
                else:
                    i, f, g, o = (a + b).chunk(4)
                    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
                    cell = i * g + (f * cell if cell is not None else 0)
                    hidden, step = o * cell.tanh(), dict(i=i, f=f, g=g, o=o, c=cell)
                for part, row in (step | dict(h=hidden)).items():
                    rows.setdefault(part, []).append(row)
            trace |= {f"{name}.hook_{part}": torch.stack(steps) for part, steps in rows.items()}
            below = trace[f"{name}.hook_h"]
        torch.testing.assert_close(below, rnn(model.encoder(ids[None]))[0][0])
        trace["logits"] = model(ids[None])[0]
    return trace


def loss_of(model, ids, targets):
    logits = model(ids)
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED), logits


def make(folder, options, seed):
    write(folder, make_model(options, seed), seed, ("input_ids", "targets"), make_batch, loss_of,
          lambda model, batch, _: activations(model, batch[0][0]), dict)


if __name__ == "__main__":
    main(MODELS, make, first_seed=120)

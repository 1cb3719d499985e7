"""Writes whole runs of the Playground for the engine's tests to compare with.

    python make_playground_fixtures.py [OUTPUT]        # default: Tests/Fixtures

For each of its six data sets a network of `Linear`s learns for a hundred epochs, in double precision, by PyTorch's optimisers
and a regulariser after each update as TensorFlow Playground has it (a weight that would cross 0 is 0 from then on).
`playground/runs.safetensors` holds under each data set's name the points (x1, x2, target) to train on, in the order of an
epoch, and to test with, the first and the last parameters, and the losses before every epoch and after the last.
"""

import math
import pathlib
import sys

import torch
from fixtures import save

FEATURES = {
    "x1": lambda x, y: x, "x2": lambda x, y: y, "x1^2": lambda x, y: x * x, "x2^2": lambda x, y: y * y,
    "x1x2": lambda x, y: x * y, "sin(x1)": lambda x, y: x.sin(), "sin(x2)": lambda x, y: y.sin(),
}
ACTIVATIONS = {
    "relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid, "linear": torch.nn.Identity,
    "gelu": torch.nn.GELU, "leaky-relu": torch.nn.LeakyReLU,
}
# The same table stands in PlaygroundParityTests.swift.
RUNS = {
    "circle": dict(features=["x1", "x2"], layers=[(4, "tanh"), (2, "tanh")], batch=10, rule="sgd", rate=0.03),
    "xor": dict(features=["x1", "x2"], layers=[(8, "relu"), (4, "leaky-relu")], batch=7, rule="momentum", rate=0.01,
                regularization="l2", strength=0.003),
    "gaussian": dict(features=list(FEATURES), layers=[(6, "sigmoid")], batch=10, rule="adam", rate=0.01,
                     regularization="l1", strength=0.03),
    "spiral": dict(features=["x1", "x2", "sin(x1)", "sin(x2)"], layers=[(8, "gelu"), (8, "gelu"), (8, "tanh")], batch=10,
                   rule="adam", rate=0.003),
    "plane": dict(features=["x1", "x2"], layers=[(3, "linear"), (3, "tanh")], batch=13, rule="sgd", rate=0.01,
                  regularization="l1", strength=0.01),
    "multi-gaussian": dict(features=["x1", "x2", "x1^2", "x2^2", "x1x2"],
                           layers=[(8, "tanh"), (8, "sigmoid"), (4, "gelu"), (4, "leaky-relu")], batch=10, rule="momentum",
                           rate=0.003, regularization="l2", strength=0.001),
}
POINTS, EPOCHS, NOISE = 60, 100, 0.1


def uniform(reach, *shape):
    return (2 * torch.rand(*shape) - 1) * reach


def points(name, count):
    """Points of a data set by TensorFlow Playground's formulas, in any order: (count, 3)."""
    if name == "circle":
        inside = torch.arange(count) % 2 == 0
        r = torch.where(inside, 2.5 * torch.rand(count), 3.5 + 1.5 * torch.rand(count))
        angle = 2 * math.pi * torch.rand(count)
        xy = torch.stack([r * angle.sin(), r * angle.cos()], 1)
        target = torch.where((xy + uniform(5, count, 2) * NOISE).norm(dim=1) < 2.5, 1.0, -1.0)
    elif name == "xor":
        xy = uniform(5, count, 2)
        xy += torch.where(xy > 0, 0.3, -0.3)
        target = torch.where((xy + uniform(5, count, 2) * NOISE).prod(1) >= 0, 1.0, -1.0)
    elif name == "gaussian":
        target = torch.where(torch.arange(count) % 2 == 0, 1.0, -1.0)
        xy = 2 * target[:, None] + math.sqrt(0.5 + NOISE / 0.5 * 3.5) * torch.randn(count, 2)
    elif name == "spiral":
        target = torch.where(torch.arange(count) % 2 == 0, 1.0, -1.0)
        share = torch.randint(250, (count,)) / 250
        angle = 1.75 * share * 2 * math.pi + torch.where(target > 0, 0.0, math.pi)
        xy = 5 * share[:, None] * torch.stack([angle.sin(), angle.cos()], 1) + uniform(1, count, 2) * NOISE
    else:
        xy = uniform(6, count, 2)
        moved = xy + uniform(6, count, 2) * NOISE
        if name == "plane":
            target = moved.sum(1) / 10
        else:
            centres = torch.tensor([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
            signs = torch.tensor([1.0, -1, 1, -1, 1, -1])
            values = signs * (1 - (moved[:, None] - centres).norm(dim=2) / 2).clamp(0, 1)
            target = values.gather(1, values.abs().argmax(1, keepdim=True))[:, 0]
    return torch.cat([xy, target[:, None]], 1)


def make(name, run):
    """A run's tensors."""
    training, test = points(name, POINTS), points(name, POINTS)
    widths = [len(run["features"])] + [units for units, _ in run["layers"]] + [1]
    linears = [torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:])]
    for linear in linears:
        torch.nn.init.uniform_(linear.weight, -0.5, 0.5)
        torch.nn.init.constant_(linear.bias, 0.1)
    is_regression = name in ("plane", "multi-gaussian")
    kinds = [kind for _, kind in run["layers"]] + ["linear" if is_regression else "tanh"]
    parts = [part for linear, kind in zip(linears, kinds) for part in (linear, ACTIVATIONS[kind]())]
    model = torch.nn.Sequential(*parts)

    def parameters():
        return {f"layers.{i}.{kind}": getattr(linear, kind).detach().clone()
                for i, linear in enumerate(linears) for kind in ("weight", "bias")}

    def loss(rows):
        x, y, target = rows.double().unbind(1)
        inputs = torch.stack([FEATURES[feature](x, y) for feature in run["features"]], 1)
        return 0.5 * (model(inputs)[:, 0] - target).pow(2).mean()

    first = parameters()
    model.double()
    optimizer = (torch.optim.Adam(model.parameters(), lr=run["rate"]) if run["rule"] == "adam" else
                 torch.optim.SGD(model.parameters(), lr=run["rate"], momentum=0.9 if run["rule"] == "momentum" else 0))
    alive = [torch.ones_like(linear.weight) for linear in linears]
    pull = run["rate"] * run.get("strength", 0)
    losses = []
    for epoch in range(EPOCHS + 1):
        with torch.no_grad():
            losses.append(torch.stack([loss(training), loss(test)]))
        if epoch == EPOCHS:
            break
        for batch in training.split(run["batch"]):
            optimizer.zero_grad()
            loss(batch).backward()
            optimizer.step()
            with torch.no_grad():
                for linear, living in zip(linears, alive):
                    w = linear.weight
                    w *= living
                    if run.get("regularization") == "l2":
                        w -= pull * w
                    elif run.get("regularization") == "l1":
                        pulled = w - pull * w.sign()
                        living[w * pulled < 0] = 0
                        w.copy_(pulled * living)
    dead = sum(int((living == 0).sum()) for living in alive)
    print(name, "losses", losses[0].tolist(), losses[-1].tolist(), "dead", dead)
    tensors = {"training": training, "test": test, "losses": torch.stack(losses), "dead": torch.tensor([dead])}
    tensors |= {f"first.{key}": tensor for key, tensor in first.items()}
    tensors |= {f"last.{key}": tensor for key, tensor in parameters().items()}
    return {f"{name}.{key}": tensor for key, tensor in tensors.items()}


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    folder = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests" / "Fixtures") / "playground"
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for seed, (name, run) in enumerate(RUNS.items(), start=1):
        torch.manual_seed(seed)
        tensors |= make(name, run)
    save(folder / "runs.safetensors", tensors)

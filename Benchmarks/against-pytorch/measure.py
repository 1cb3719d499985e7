#!/usr/bin/env python3
"""Whole training steps of Headscope and of PyTorch on the same shapes, in turn within one run.

    Benchmarks/against-pytorch/measure.sh [--shapes A,B,C,D,E,T,R,G] [--threads 1,2] [--pairs 7] [--seconds 1.5] [--compile] [--memory] [--json]

Both sides train the same network on random tokens: float32, AdamW, no dropout, no clipping. Headscope keeps the attention
weights in any case. PyTorch runs with scaled_dot_product_attention and with the weights returned, each with AdamW
fused and over lists of tensors ("foreach"); the fastest of these in the same round is what counts. Benchmarks/README.md
says what the figures mean.
"""

import argparse
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import torch

from model import ARCHITECTURES, MODELS, SHAPES

ROOT = pathlib.Path(__file__).resolve().parents[2]
VARIANTS = [(weights, optimizer) for weights in (False, True) for optimizer in ("fused", "foreach")]


class TorchTraining:
    """Steps on one batch of random tokens."""

    def __init__(self, shape, keeps_weights, optimizer, compiles, architecture="decoder"):
        torch.manual_seed(1)
        self.shape = shape
        self.name = ("weights" if keeps_weights else "sdpa") + " " + optimizer + (" compiled" if compiles else "")
        _, _, _, context, batch, vocabulary = shape
        model = MODELS[architecture](shape, keeps_weights)
        self.optimizer = torch.optim.AdamW(
            model.parameters(), lr=1e-4, weight_decay=0.01, **{optimizer: True})
        self.model = torch.compile(model) if compiles else model
        tokens = torch.randint(vocabulary, (batch, context + 1))
        self.ids, self.targets = tokens[:, :-1].contiguous(), tokens[:, 1:].contiguous()
        for _ in range(3):
            self.step()

    def step(self):
        loss, self.weights = self.model(self.ids, self.targets)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()

    def rate(self, seconds):
        """Tokens a second: the median step's."""
        times, end = [], time.perf_counter() + seconds
        while len(times) < 3 or time.perf_counter() < end:
            start = time.perf_counter()
            self.step()
            times.append(time.perf_counter() - start)
        return self.ids.numel() / statistics.median(times)


def headscope(program, shape, threads, seconds, architecture="decoder"):
    width, layers, heads, context, batch, vocabulary = map(str, shape)
    output = subprocess.run(
        [program, "bench", "train", "--width", width, "--layers", layers, "--heads", heads, "--context", context,
         "--batch", batch, "--vocab", vocabulary, "--threads", str(threads), "--seconds", str(seconds),
         "--architecture", architecture, "--format", "json"], check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def compare(program, name, threads, options):
    """The pairs of one shape: in each, Headscope and every variant of PyTorch, one after the other."""
    torch.set_num_threads(threads)
    architecture = ARCHITECTURES.get(name, "decoder")
    trainings = [TorchTraining(SHAPES[name], weights, optimizer, False, architecture) for weights, optimizer in VARIANTS]
    if options.compile:
        trainings.append(TorchTraining(SHAPES[name], False, "fused", True, architecture))
    rows = []
    for pair in range(options.pairs):
        sides = [lambda: headscope(program, SHAPES[name], threads, options.seconds, architecture)]
        sides += [lambda training=training: training.rate(options.seconds / 2) for training in trainings]
        # Every other round the other way about, so that what drifts favours nobody.
        order = range(len(sides)) if pair % 2 == 0 else reversed(range(len(sides)))
        results = {index: sides[index]() for index in order}
        ours = results[0]
        theirs = {training.name: results[index + 1] for index, training in enumerate(trainings)}
        eager = {variant: rate for variant, rate in theirs.items() if "compiled" not in variant}
        fastest = max(eager, key=eager.get)
        rows.append({
            "headscope": ours["tokens_per_second"]["median"], "share": ours["fma_peak_share"]["median"],
            "pytorch": theirs, "fastest": fastest, "ratio": ours["tokens_per_second"]["median"] / eager[fastest]})
    return rows


def peak(command):
    """Bytes that a process takes at its peak."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=pathlib.Path(__file__).parent)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} ended with status {status}")
    return usage.ru_maxrss * 1024


def memory(program, name, threads):
    """Peak resident memory of both sides, each in a process of its own that makes some steps."""
    width, layers, heads, context, batch, vocabulary = map(str, SHAPES[name])
    ours = peak([program, "bench", "train", "--width", width, "--layers", layers, "--heads", heads, "--context", context,
                 "--batch", batch, "--vocab", vocabulary, "--threads", str(threads), "--seconds", "0.5",
         "--architecture", ARCHITECTURES.get(name, "decoder")])
    theirs = {}
    for weights in (False, True):
        code = (f"import torch, measure; torch.set_num_threads({threads}); "
                f"t = measure.TorchTraining(measure.SHAPES[{name!r}], {weights}, 'fused', False, measure.ARCHITECTURES.get({name!r}, 'decoder')); [t.step() for _ in range(5)]")
        theirs["weights" if weights else "sdpa"] = peak([sys.executable, "-c", code])
    print(f"{name} {threads} thread(s), peak memory: Headscope {ours / 1e6:.0f} MB, "
          + ", ".join(f"PyTorch {variant} {size / 1e6:.0f} MB" for variant, size in theirs.items()), flush=True)


def summary(values):
    ordered = sorted(values)
    return {"median": statistics.median(ordered), "low": ordered[0], "high": ordered[-1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build/release/headscope"))
    parser.add_argument("--shapes", default="A,B,C,D")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--compile", action="store_true", help="also torch.compile")
    parser.add_argument("--memory", action="store_true", help="peak memory instead of speed")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    reports = []
    for name in options.shapes.split(","):
        for threads in map(int, options.threads.split(",")):
            if options.memory:
                memory(options.program, name, threads)
                continue
            rows = compare(options.program, name, threads, options)
            report = {
                "shape": name, "sizes": SHAPES[name], "threads": threads, "pairs": len(rows),
                "ratio": summary([row["ratio"] for row in rows]),
                "headscope_tokens_per_second": summary([row["headscope"] for row in rows]),
                "fma_peak_share": summary([row["share"] for row in rows]),
                "pytorch_tokens_per_second": {
                    variant: summary([row["pytorch"][variant] for row in rows]) for variant in rows[0]["pytorch"]},
            }
            reports.append(report)
            if not options.json:
                print_report(report)
    if options.json:
        print(json.dumps({"date": str(datetime.date.today()), "cpu": cpu(), "torch": torch.__version__, "reports": reports}))


def print_report(report):
    ratio, share = report["ratio"], report["fma_peak_share"]
    print(f"{report['shape']} {report['threads']} thread(s): {ratio['median']:.2f} x PyTorch "
          f"({ratio['low']:.2f} to {ratio['high']:.2f}, {report['pairs']} pairs), "
          f"{report['headscope_tokens_per_second']['median']:,.0f} tokens/s, {share['median']:.1%} of the FMA peak")
    for variant, rate in report["pytorch_tokens_per_second"].items():
        print(f"    PyTorch {variant}: {rate['median']:,.0f} ({rate['low']:,.0f} to {rate['high']:,.0f})")
    sys.stdout.flush()


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return os.uname().machine


if __name__ == "__main__":
    main()

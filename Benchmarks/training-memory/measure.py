#!/usr/bin/env python3
"""How much memory training takes, against what `headscope doctor` reckons beforehand.

For each shape and number of threads a run of some steps, with a validation, a checkpoint and the saved model; the peak
of its resident memory (ru_maxrss) is compared with the estimate. Goal: within 15 %.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / ".build" / "release" / "headscope"
SHAPES = {
    "preset cat": "--preset cat",
    "preset tiny": "--preset tiny",
    "A": "--width 64 --layers 2 --heads 4 --context 32 --batch 32",
    "B": "--width 128 --layers 4 --heads 8 --context 64 --batch 32",
    "C": "--width 384 --layers 6 --heads 6 --context 256 --batch 8",
    "C, all but the last block frozen": "--width 384 --layers 6 --heads 6 --context 256 --batch 8 --freeze embeddings,0,1,2,3,4",
    "D": "--width 512 --layers 8 --heads 8 --context 128 --batch 16",
}


def peak(arguments):
    """Bytes that a run takes at its peak."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([PROGRAM, "train", "--headless", "--steps", "4", "--out", folder + "/run", *arguments],
                                   stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"train {' '.join(arguments)} ended with status {status}")
        return usage.ru_maxrss * 1024


worst = 0
for name, shape in SHAPES.items():
    for threads in ("1", "2"):
        arguments = [*shape.split(), "--threads", threads]
        report = subprocess.run([PROGRAM, "doctor", "--format", "json", *arguments], capture_output=True, text=True, check=True)
        estimate = next(iter(json.loads(report.stdout)["training"].values()))["total"]
        found = peak(arguments)
        worst = max(worst, abs(estimate / found - 1))
        print(f"{name}, {threads} thread(s): estimate {estimate / 1e6:.1f} MB, peak {found / 1e6:.1f} MB, "
              f"{(estimate / found - 1) * 100:+.1f} %", flush=True)
print(f"worst: {worst * 100:.1f} %")

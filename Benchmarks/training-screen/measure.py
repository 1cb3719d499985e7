#!/usr/bin/env python3
"""What the Train screen costs: training with and without it, and how soon a key shows while training.

    Benchmarks/training-screen/measure.py [--program PATH] [--pairs 5] [--seconds 12] [--keys 300] [--json]

The program runs on a pseudo-terminal of 200×60 whose other end is read here. Benchmarks/README.md says what each figure
means. Needs Linux (for /proc) and Python's standard library alone.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import select
import signal
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZE = (200, 60)
# Threads are started and documents drawn before the first step.
WARM_UP_SECONDS = 3


def screen_latency():
    """The benchmark beside this one, for its terminal."""
    path = ROOT / "Benchmarks/screen-latency/measure.py"
    spec = importlib.util.spec_from_file_location("screen_latency", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


latency = screen_latency()


def steps_done(log):
    """Steps whose lines stand in the log, which is written after each."""
    lines = log.read_bytes().splitlines() if log.exists() else []
    return sum(line.startswith(b'{"step":') and b'"loss"' in line for line in lines)


def rate(folder, seconds, meanwhile):
    """Steps a second by the clock on the wall, after a warm-up: what happens between two steps counts too."""
    log = pathlib.Path(folder) / "log.jsonl"
    while steps_done(log) == 0:
        meanwhile()
    counts, times = [], []
    for wait in (WARM_UP_SECONDS, seconds):
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline:
            meanwhile()
        times.append(time.monotonic())
        counts.append(steps_done(log))
    return (counts[1] - counts[0]) / (times[1] - times[0])


def headless(program, seconds):
    """Steps a second without a screen."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [program, "train", "--headless", "--preset", "cat", "--validate-every", "100000", "--out", folder + "/run"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return rate(folder + "/run", seconds, lambda: time.sleep(0.05))
        finally:
            process.terminate()
            process.wait()


def on_screen(program, seconds, redraws):
    """Steps a second on the Train screen, its frames a second and its bytes a second.

    Where `redraws`, the whole screen is asked for 30 times a second, as a terminal does that changes its size: every cell
    is written.
    """
    with tempfile.TemporaryDirectory() as folder:
        screen = latency.Screen(
            program,
            ["train", "--preset", "cat", "--validate-every", "100000", "--out", folder + "/run"], *SIZE)
        next_redraw = time.monotonic()

        def read():
            nonlocal next_redraw
            # Seldom, so that the reader takes little from the training: what a pseudo-terminal holds is read at once.
            time.sleep(0.005)
            while select.select([screen.holder], [], [], 0)[0]:
                screen.bytes += len(os.read(screen.holder, 1 << 16))
            if redraws and time.monotonic() >= next_redraw:
                next_redraw += 1 / 30
                os.kill(screen.process, signal.SIGWINCH)

        begin = time.monotonic()
        try:
            return rate(folder + "/run", seconds, read), screen.bytes / (time.monotonic() - begin)
        finally:
            screen.end()


def keys(program, count):
    """Milliseconds from a key that changes the page to the last byte of the words by which the page is known."""
    pages = [(b"s", b"learning"), (b"o", b"ontrols")]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        screen = latency.Screen(
            program, ["train", "--preset", "cat", "--lang", "en", "--out", folder + "/run"], *SIZE)

        def await_text(text, seconds=20):
            seen, deadline = b"", time.perf_counter() + seconds
            while text not in seen:
                ready, _, _ = select.select([screen.holder], [], [], max(0, deadline - time.perf_counter()))
                if not ready:
                    raise SystemExit(f"{text!r} never came: {seen[-500:]!r}")
                seen = seen[-64:] + os.read(screen.holder, 1 << 16)
            return time.perf_counter()

        try:
            await_text(b"training")
            deadline = time.monotonic() + WARM_UP_SECONDS
            while time.monotonic() < deadline:
                if select.select([screen.holder], [], [], 0.05)[0]:
                    os.read(screen.holder, 1 << 16)
            for index in range(count):
                key, text = pages[index % 2]
                pressed = screen.press(key)
                found.append((await_text(text) - pressed) * 1e3)
                # A person's pause, of no fixed length, so that keys fall anywhere between two frames.
                deadline = time.monotonic() + 0.06 + 0.0017 * (index % 23)
                while (left := deadline - time.monotonic()) > 0:
                    if select.select([screen.holder], [], [], left)[0]:
                        os.read(screen.holder, 1 << 16)
        finally:
            screen.end()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build/release/headscope"))
    parser.add_argument("--pairs", type=int, default=5, help="how often each kind of run is measured, in turn")
    parser.add_argument("--seconds", type=float, default=12, help="of each run, after a warm-up")
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    live, redrawn, alone, traffic = [], [], [], {"live": [], "redrawn": []}
    for _ in range(options.pairs):
        alone.append(headless(options.program, options.seconds))
        steps, written = on_screen(options.program, options.seconds, redraws=False)
        live.append(steps)
        traffic["live"].append(written)
        alone.append(headless(options.program, options.seconds))
        steps, written = on_screen(options.program, options.seconds, redraws=True)
        redrawn.append(steps)
        traffic["redrawn"].append(written)
    # Each run on the screen against the mean of the headless ones before and after it.
    neighbours = [(alone[i] + alone[min(i + 1, len(alone) - 1)]) / 2 for i in range(len(alone))]
    pressed = keys(options.program, options.keys)
    result = {
        "headless_steps_per_second": statistics.median(alone),
        "live_share": statistics.median(steps / base for steps, base in zip(live, neighbours[0::2])),
        "redrawn_share": statistics.median(steps / base for steps, base in zip(redrawn, neighbours[1::2])),
        "live_kilobytes_per_second": statistics.median(traffic["live"]) / 1e3,
        "redrawn_kilobytes_per_second": statistics.median(traffic["redrawn"]) / 1e3,
        "key_to_frame_ms": {"median": latency.share(pressed, 0.5), "p99": latency.share(pressed, 0.99)},
    }
    if options.json:
        print(json.dumps(result))
        return
    print(f"headless          {result['headless_steps_per_second']:.1f} steps/s")
    print(f"live screen       {100 * result['live_share']:.1f} %  ({result['live_kilobytes_per_second']:.0f} kB/s)")
    print(f"every cell, 30/s  {100 * result['redrawn_share']:.1f} %  ({result['redrawn_kilobytes_per_second']:.0f} kB/s)")
    print("key to frame      median {median:.1f} ms, p99 {p99:.1f} ms".format(**result["key_to_frame_ms"]))


if __name__ == "__main__":
    main()

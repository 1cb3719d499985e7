#!/usr/bin/env python3
"""How fast the screen is: start to first frame, key to frame, memory, and wake-ups while idle.

    Benchmarks/screen-latency/measure.py [--program PATH] [--size 120x40] [--text SENTENCE] [--keys 600] [--json]

The program runs on a pseudo-terminal of the given size whose other end is read here. Benchmarks/README.md says what
each figure means and when it is fair. Needs Linux (for /proc) and Python's standard library alone.
"""

import argparse
import fcntl
import json
import os
import pathlib
import select
import signal
import struct
import sys
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A frame is over when the program sleeps and nothing has come for so long. The wait itself is never counted.
QUIET_SECONDS = 0.030
GIVE_UP_SECONDS = 30


class Screen:
    """The program on a terminal of its own."""

    def __init__(self, program, arguments, columns, rows, term="xterm-256color", truecolor=True):
        self.holder, own_end = os.openpty()
        fcntl.ioctl(self.holder, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        name = os.ttyname(own_end)
        os.close(own_end)
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLORTERM", "LC_ALL")}
        environment |= {"TERM": term, "LANG": "C.UTF-8"} | ({"COLORTERM": "truecolor"} if truecolor else {})
        self.bytes = 0
        self.start = time.perf_counter()
        # The first terminal that a session's leader opens becomes the session's own.
        self.process = os.posix_spawn(
            program, [program, *arguments], environment, setsid=True,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ])

    def press(self, key):
        """Types a key; returns when."""
        now = time.perf_counter()
        os.write(self.holder, key)
        return now

    def frame_end(self, must_contain=()):
        """Reads until the frame is whole; returns the moment of its last byte, None where nothing came, and its text.

        The frame is whole when every thread sleeps, none has run and no byte has come for QUIET_SECONDS.
        """
        last, text, begin = None, bytearray(), time.perf_counter()
        switches = None
        while True:
            ready, _, _ = select.select([self.holder], [], [], QUIET_SECONDS)
            if ready:
                try:
                    chunk = os.read(self.holder, 1 << 16)
                except OSError:
                    raise SystemExit(f"the program ended: {bytes(text[-500:])!r}")
                last = time.perf_counter()
                text += chunk
                self.bytes += len(chunk)
                switches = None
                continue
            now = self.context_switches()
            complete = all(part in text for part in must_contain)
            if complete and now == switches and self.is_asleep():
                return last, bytes(text)
            switches = now
            if time.perf_counter() - begin > GIVE_UP_SECONDS:
                raise SystemExit(f"no whole frame within {GIVE_UP_SECONDS} s: {bytes(text[-500:])!r}")

    def status(self, name):
        """A figure of /proc/PID/status in kB."""
        for line in pathlib.Path(f"/proc/{self.process}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        return 0

    def threads(self, name):
        """The text of a file of /proc for each thread."""
        texts = {}
        for folder in pathlib.Path(f"/proc/{self.process}/task").iterdir():
            try:
                texts[folder.name] = (folder / name).read_text()
            except (FileNotFoundError, ProcessLookupError):
                pass  # The thread has just ended.
        return texts

    def context_switches(self):
        """How often each thread has gone to sleep or been interrupted: none runs without being counted here."""
        return {
            thread: sum(int(line.split()[1]) for line in text.splitlines() if "ctxt_switches" in line)
            for thread, text in self.threads("status").items()
        }

    def processor_seconds(self):
        """Processor time of all living threads: what is left of a latency on a machine that does other things too."""
        return sum(int(text.split()[0]) for text in self.threads("schedstat").values()) / 1e9

    def is_asleep(self):
        """Whether every thread waits for something."""
        return all(text.rsplit(")", 1)[1].split()[0] == "S" for text in self.threads("stat").values())

    def wakeups(self, seconds):
        """How often anything in the program runs in so much time without a key; a thread that ends counts as one."""
        before = self.context_switches()
        time.sleep(seconds)
        after = self.context_switches()
        gone = len(before.keys() - after.keys())
        return gone + sum(count - before.get(thread, 0) for thread, count in after.items())

    def end(self):
        """Ends the program and waits for it."""
        os.kill(self.process, signal.SIGTERM)
        while True:
            try:
                if not os.read(self.holder, 1 << 16):
                    break
            except OSError:
                break
        os.waitpid(self.process, 0)
        os.close(self.holder)


def stolen_ticks():
    """Hundredths of seconds that the host has kept all processors of this machine from running what was ready."""
    return int(pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[8])


def script(count):
    """Keys as a person mixes them: heads, panels, tokens, colours, edits. Each comes with what it is."""
    moves = [b"l", b"j", b"h", b"k", b"\x1b[C", b"\x1b[B", b"\x1b[D", b"\x1b[A"]
    keys = []
    while len(keys) < count:
        for key in moves * 3:
            keys.append(("move", key))
        for key in (b"\t", b"l", b"j", b"\t", b"j", b"\t", b"j", b"\t", b"j", b"\t", b"j", b"\t"):
            keys.append(("move", key))
        for key in (b",", b",", b".", b",", b".", b"."):
            keys.append(("token", key))
        keys.append(("move", b"e"))
        for key in (b"\x7f", b"\x7f", b"\x7f", b"c", b"a", b"t", b" ", b"o", b"n", b" ", b"t", b"h", b"e"):
            keys.append(("edit", key))
        for _ in range(10):
            keys.append(("edit", b"\x7f"))
        for key in (b"m", b"a", b"t"):
            keys.append(("edit", key))
        keys.append(("move", b"\r"))
    return keys[:count]


def share(values, part):
    """The value that a share of the values doesn't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def measure(program, text, columns, rows, key_count, starts, idle_seconds):
    """All figures at one size."""
    first_frames, start_processor = [], []
    for _ in range(starts):
        screen = Screen(program, ["explore", *text], columns, rows)
        end, _ = screen.frame_end(must_contain=("Next token".encode(), "quit".encode()))
        first_frames.append((end - screen.start) * 1e3)
        start_processor.append(screen.processor_seconds() * 1e3)
        screen.end()

    screen = Screen(program, ["explore", *text], columns, rows)
    screen.frame_end(must_contain=(b"quit",))
    latencies, processor, undisturbed, silent = [], [], [], 0
    for kind, key in script(key_count):
        used, stolen = screen.processor_seconds(), stolen_ticks()
        pressed = screen.press(key)
        end, output = screen.frame_end()
        processor.append((screen.processor_seconds() - used) * 1e3)
        if end is None:
            silent += 1
        else:
            latencies.append((kind, (end - pressed) * 1e3, len(output), key))
            if stolen_ticks() == stolen:
                undisturbed.append(latencies[-1][1])
    resident, peak = screen.status("VmRSS"), screen.status("VmHWM")
    wakeups = screen.wakeups(idle_seconds)
    screen.end()

    milliseconds = [latency for _, latency, _, _ in latencies]
    kinds = {
        kind: {"median": share(values, 0.5), "p99": share(values, 0.99), "count": len(values)}
        for kind in ("move", "token", "edit")
        if (values := [latency for k, latency, _, _ in latencies if k == kind])
    }
    return {
        "size": f"{columns}x{rows}",
        "first_frame_milliseconds": {"median": share(first_frames, 0.5), "worst": max(first_frames)},
        "key_to_frame_milliseconds": {
            "median": share(milliseconds, 0.5), "p99": share(milliseconds, 0.99), "worst": max(milliseconds)},
        "undisturbed_keys": {
            "median": share(undisturbed, 0.5), "p99": share(undisturbed, 0.99), "worst": max(undisturbed),
            "count": len(undisturbed)} if undisturbed else None,
        "start_processor_milliseconds": {"median": share(start_processor, 0.5), "worst": max(start_processor)},
        "key_processor_milliseconds": {"median": share(processor, 0.5), "p99": share(processor, 0.99)},
        "by_kind": kinds, "keys": len(latencies), "keys_without_output": silent,
        "bytes_a_frame": sum(length for _, _, length, _ in latencies) // len(latencies),
        "slowest": [
            {"key": key.decode(errors="replace"), "kind": kind, "milliseconds": latency, "bytes": length}
            for kind, latency, length, key in sorted(latencies, key=lambda row: -row[1])[:5]],
        "resident_megabytes": resident / 1024, "peak_megabytes": peak / 1024,
        "idle_wakeups": wakeups, "idle_seconds": idle_seconds,
        "load_average": os.getloadavg()[0],
    }


def rounded(value):
    """Numbers to hundredths, wherever they stand."""
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {name: rounded(inner) for name, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/headscope"))
    parser.add_argument("--size", action="append", help="columns x rows; may be given several times")
    parser.add_argument("--text", nargs=1, default=[], help="a sentence in the place of the standard one")
    parser.add_argument("--keys", type=int, default=600)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--idle-seconds", type=float, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not os.access(options.program, os.X_OK):
        sys.exit(f"{options.program}: there is no program; run swift build -c release first, or give --program")
    for size in options.size or ["120x40", "200x60"]:
        columns, rows = map(int, size.split("x"))
        report = rounded(
            measure(options.program, options.text, columns, rows, options.keys, options.starts, options.idle_seconds))
        if options.json:
            print(json.dumps(report), flush=True)
            continue
        print(report["size"] + f"  (load average {report['load_average']})")
        for name, value in report.items():
            if name not in ("size", "load_average"):
                print(f"  {name}: {value}", flush=True)


if __name__ == "__main__":
    main()

"""Times BertViz from the start of the process to the page of its head view: imports, reading the model, tokens, a forward pass
with attentions, the page as a string.

    python bertviz_speed.py MODEL [--text "The cat sat on the mat."] [--runs 5]

MODEL is a folder. Each run is a process of its own. Prints one JSON object with the best and the median time in seconds, by
the clock and of the processors, and the largest resident set in megabytes. Needs `pip install bertviz` besides the packages of
the other scripts.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"


def view(folder, text):
    """What a user of BertViz writes; returns how long the page is."""
    from bertviz import head_view
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, attn_implementation="eager", output_attentions=True).eval()
    inputs = tokenizer(text, return_tensors="pt")
    attention = model(**inputs).attentions
    tokens = tokenizer.convert_ids_to_tokens(inputs["input_ids"][0])
    page = head_view(attention, tokens, html_action="return").data
    assert all(token in page for token in tokens)
    return len(page), len(tokens)


def used():
    """Seconds of processor time that finished child processes took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--text", default="The cat sat on the mat.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        length, tokens = view(options.model, options.text)
        print(json.dumps({"page": length, "tokens": tokens,
                          "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return

    seconds, processor, peaks = [], [], []
    for _ in range(options.runs):
        start, before = time.perf_counter(), used()
        child = subprocess.run([sys.executable, __file__, options.model, "--text", options.text, "--once"],
                               check=True, capture_output=True, text=True)
        seconds.append(time.perf_counter() - start)
        processor.append(used() - before)
        result = json.loads(child.stdout.splitlines()[-1])
        peaks.append(result["peak"])

    import bertviz
    import torch
    import transformers
    print(json.dumps({
        "seconds": {"best": round(min(seconds), 2), "median": round(statistics.median(seconds), 2)},
        "processor_seconds": {"best": round(min(processor), 2), "median": round(statistics.median(processor), 2)},
        "megabytes": {"least": round(min(peaks)), "median": round(statistics.median(peaks))},
        "all_seconds": [round(value, 2) for value in seconds], "tokens": result["tokens"], "page": result["page"],
        "torch": torch.__version__, "transformers": transformers.__version__,
    }))


if __name__ == "__main__":
    main()

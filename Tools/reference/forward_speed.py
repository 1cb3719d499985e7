"""Times transformers' GPT-2 on the shape of the sample `cat-decoder`, with attentions and hidden states returned.

    python forward_speed.py [--threads 2] [--tokens 16] [--calls 300]

Prints one JSON object with the best and the median time of a call in milliseconds.
"""

import argparse
import json
import os
import statistics
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import GPT2Config, GPT2LMHeadModel

WARM_UP = 30


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--calls", type=int, default=300)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    config = GPT2Config(n_layer=4, n_head=8, n_embd=128, vocab_size=380, n_positions=64, bos_token_id=1, eos_token_id=2)
    config._attn_implementation = "eager"
    model = GPT2LMHeadModel(config).eval()
    ids = torch.randint(config.vocab_size, (1, options.tokens))

    times = []
    with torch.no_grad():
        for call in range(WARM_UP + options.calls):
            start = time.perf_counter()
            output = model(ids, output_attentions=True, output_hidden_states=True)
            if call >= WARM_UP:
                times.append((time.perf_counter() - start) * 1000)
    assert len(output.attentions) == config.n_layer and len(output.hidden_states) == config.n_layer + 1
    print(json.dumps({
        "milliseconds": {"best": round(min(times), 4), "median": round(statistics.median(times), 4)},
        "tokens": options.tokens, "threads": options.threads, "calls": options.calls,
        "shape": {"layers": 4, "heads": 8, "width": 128, "vocabulary": 380}, "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()

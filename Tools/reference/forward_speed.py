"""Times transformers' GPT-2 on the shape of the sample `cat-decoder`, or its BERT on that of MiniLM (an encoder without a
head), with attentions and hidden states returned.

    python forward_speed.py [--shape minilm] [--threads 2] [--tokens 16] [--calls 300]

The same of Headscope: `headscope bench forward` with the options of the shape; of MiniLM `--architecture encoder --headless
--layers 6 --heads 12 --width 384 --vocab 30522 --context 512`.

Prints one JSON object with the best and the median time of a call in milliseconds.
"""

import argparse
import json
import os
import statistics
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import BertConfig, BertModel, GPT2Config, GPT2LMHeadModel

WARM_UP = 30
SHAPES = {
    "cat": {"layers": 4, "heads": 8, "width": 128, "vocabulary": 380},
    "minilm": {"layers": 6, "heads": 12, "width": 384, "vocabulary": 30522},
}


def build(name):
    """The model of a shape, with its attentions computed as its formulas say."""
    shape = SHAPES[name]
    if name == "cat":
        config = GPT2Config(
            n_layer=shape["layers"], n_head=shape["heads"], n_embd=shape["width"], vocab_size=shape["vocabulary"],
            n_positions=64, bos_token_id=1, eos_token_id=2)
        config._attn_implementation = "eager"
        return GPT2LMHeadModel(config).eval()
    config = BertConfig(
        num_hidden_layers=shape["layers"], num_attention_heads=shape["heads"], hidden_size=shape["width"],
        intermediate_size=4 * shape["width"], vocab_size=shape["vocabulary"])
    config._attn_implementation = "eager"
    return BertModel(config, add_pooling_layer=False).eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", choices=SHAPES, default="cat")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--calls", type=int, default=300)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    shape = SHAPES[options.shape]
    model = build(options.shape)
    ids = torch.randint(shape["vocabulary"], (1, options.tokens))

    times = []
    with torch.no_grad():
        for call in range(WARM_UP + options.calls):
            start = time.perf_counter()
            output = model(ids, output_attentions=True, output_hidden_states=True)
            if call >= WARM_UP:
                times.append((time.perf_counter() - start) * 1000)
    assert len(output.attentions) == shape["layers"] and len(output.hidden_states) == shape["layers"] + 1
    print(json.dumps({
        "milliseconds": {"best": round(min(times), 4), "median": round(statistics.median(times), 4)},
        "tokens": options.tokens, "threads": options.threads, "calls": options.calls,
        "shape": shape, "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()

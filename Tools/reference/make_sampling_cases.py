"""Writes what transformers' warpers leave of random logits.

    python make_sampling_cases.py [OUTPUT]        # default: Tests/Fixtures/sampling/cases.json

A list of objects with `logits` (floats that JSON holds exactly), `temperature`, `top_k` (0 for none), `top_p`, and the
`probabilities` after TemperatureLogitsWarper, TopKLogitsWarper and TopPLogitsWarper, computed in double precision. Some
lists of logits hold equal ones, to show what top-k does with them; the nucleus never ends among equal ones, because what
the library does there depends on the sort.
"""

import itertools
import json
import pathlib
import sys

import torch
from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

VOCABULARY = 23


def filtered(logits, temperature, top_k, top_p):
    scores = torch.tensor([logits], dtype=torch.float64)
    scores = TemperatureLogitsWarper(temperature)(None, scores)
    if top_k:
        scores = TopKLogitsWarper(top_k)(None, scores)
    if top_p < 1:
        scores = TopPLogitsWarper(top_p)(None, scores)
    return scores.softmax(-1)[0].tolist()


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests/Fixtures/sampling/cases.json"
    generator = torch.Generator().manual_seed(4)
    cases = []
    for temperature, top_k, top_p in itertools.product((0.3, 1.0, 2.5), (0, 1, 5, 40), (0.0, 0.3, 0.9, 1.0)):
        logits = (torch.randn(VOCABULARY, generator=generator) * 3).tolist()
        if top_p == 1.0:  # Some equal logits: all that equal the k-th stay.
            logits = [float(round(logit)) for logit in logits]
        cases.append({"logits": logits, "temperature": temperature, "top_k": top_k, "top_p": top_p,
                      "probabilities": filtered(logits, temperature, top_k, top_p)})
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()

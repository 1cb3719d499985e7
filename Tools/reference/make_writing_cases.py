"""Writes what transformers' logits processors make of random logits.

    python make_writing_cases.py [OUTPUT]        # default: Tests/Fixtures/sampling/writing.json

A list of objects with `settings` as in generation_config.json, `ids` (the text so far), `prompt` (how many of them are the
prompt's), `logits`, and `processed`: the logits after all processors that `generate` takes for such settings, null for −∞.
"""

import json
import pathlib
import sys

import torch
from transformers import BartConfig, BartForConditionalGeneration, GenerationConfig

VOCABULARY = 19
SETTINGS = [
    {}, {"repetition_penalty": 1.3}, {"repetition_penalty": 0.7}, {"no_repeat_ngram_size": 1}, {"no_repeat_ngram_size": 2}, {"no_repeat_ngram_size": 3},
    {"no_repeat_ngram_size": 9}, {"min_length": 7}, {"min_length": 6}, {"min_new_tokens": 4}, {"min_new_tokens": 3}, {"suppress_tokens": [4, 5]},
    {"begin_suppress_tokens": [6, 2]}, {"forced_bos_token_id": 8, "begin_suppress_tokens": [6]}, {"forced_bos_token_id": 8, "suppress_tokens": [3]},
    {"forced_eos_token_id": [2, 5], "max_length": 7}, {"forced_eos_token_id": 9, "max_length": 4, "suppress_tokens": [3]},
    {"repetition_penalty": 1.2, "no_repeat_ngram_size": 2, "min_length": 9, "suppress_tokens": [7]},
]
TEXTS = [([5], 1), ([5, 8], 1), ([5, 4, 3], 3), ([5, 4, 9, 4, 9, 4], 3), ([5, 4, 9, 4, 9, 4, 11], 3), ([5, 5, 5, 5], 1)]


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests/Fixtures/sampling/writing.json"
    generator = torch.Generator().manual_seed(8)
    model = BartForConditionalGeneration(BartConfig(
        vocab_size=VOCABULARY, d_model=4, encoder_layers=1, decoder_layers=1, encoder_attention_heads=1, decoder_attention_heads=1,
        encoder_ffn_dim=4, decoder_ffn_dim=4, max_position_embeddings=16))
    cases = []
    for settings in SETTINGS:
        for ids, prompt in TEXTS:
            configuration = GenerationConfig(**{"bos_token_id": 0, "eos_token_id": [2, 10], "max_length": 1000} | settings)
            model._prepare_special_tokens(configuration)
            logits = torch.randn(1, VOCABULARY, generator=generator) * 3
            processors = model._get_logits_processor(configuration, input_ids_seq_length=prompt)
            processed = processors(torch.tensor([ids]), logits.clone())[0].tolist()
            cases.append({"settings": settings, "ids": ids, "prompt": prompt, "logits": logits[0].tolist(),
                          "processed": [None if value == -torch.inf else value for value in processed]})
    output.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()

"""Opens a saved model's folder with transformers, as a user would, and fails at any error or warning.

    python check_model.py FOLDER [--text "The cat sat on the mat."]

Prints one JSON object: sizes, dtype, tokens of the text, and the most probable next token. `--ids` and `--logits FILE`
(safetensors, tensor `logits`) compare the model's logits with those that Headscope wrote.
"""

import argparse
import json
import logging
import os
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "warning"
warnings.simplefilter("error")


class Refuse(logging.Handler):
    """A warning in the log is as bad as an error."""

    def emit(self, record):
        if record.levelno >= logging.WARNING:
            raise SystemExit(f"warning from {record.name}: {record.getMessage()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--text", default="The cat sat on the mat.")
    parser.add_argument("--ids", help="comma-separated ids in the place of a text")
    parser.add_argument("--logits", help="a safetensors file with the logits that are expected")
    options = parser.parse_args()

    import torch
    import transformers
    from safetensors.torch import load_file

    logging.getLogger("transformers").addHandler(Refuse())
    logging.getLogger().addHandler(Refuse())
    transformers.utils.logging.disable_progress_bar()

    config = transformers.AutoConfig.from_pretrained(options.folder)
    model, report = transformers.GPT2LMHeadModel.from_pretrained(options.folder, output_loading_info=True)
    for kind, names in report.items():
        if names:
            raise SystemExit(f"{kind}: {names}")
    result = {"model_type": config.model_type, "layers": config.n_layer, "heads": config.n_head, "width": config.n_embd,
              "vocabulary": config.vocab_size, "dtype": str(model.dtype), "tied": config.tie_word_embeddings}
    if options.ids:
        ids = torch.tensor([[int(part) for part in options.ids.split(",")]])
    else:
        tokenizer = transformers.AutoTokenizer.from_pretrained(options.folder)
        encoded = tokenizer(options.text, return_tensors="pt")
        ids = encoded["input_ids"]
        result["tokens"] = tokenizer.convert_ids_to_tokens(ids[0])
        result["decoded"] = tokenizer.decode(ids[0], skip_special_tokens=True)
        result["special"] = {name: token for name, token in tokenizer.special_tokens_map.items()}
        result["length"] = tokenizer.model_max_length
    with torch.no_grad():
        logits = model.eval().float()(ids).logits[0]
    result["next_id"] = int(logits[-1].argmax())
    if options.logits:
        expected = load_file(options.logits)["logits"]
        result["largest_difference"] = float((logits - expected).abs().max())
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()

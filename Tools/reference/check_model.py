"""Opens a saved model's folder with transformers, as a user would, and fails at any error or warning.

    python check_model.py FOLDER [--text "The cat sat on the mat."]

Prints one JSON object: sizes, dtype, tokens of the text, and the most probable next token (of an encoder, the word in the place of the first mask; of an encoder–decoder, the translation; of a classifier, the label). `--ids` and `--logits FILE`
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
    sorts = config.architectures == ["BertForSequenceClassification"]
    kind = {"gpt2": transformers.GPT2LMHeadModel,
            "bert": transformers.BertForSequenceClassification if sorts else transformers.BertForMaskedLM,
            "bart": transformers.BartForConditionalGeneration}[config.model_type]
    model, report = kind.from_pretrained(options.folder, output_loading_info=True, attn_implementation="eager")
    for kind, names in report.items():
        if names:
            raise SystemExit(f"{kind}: {names}")
    result = {"model_type": config.model_type, "layers": config.num_hidden_layers, "heads": config.num_attention_heads,
              "width": config.hidden_size, "vocabulary": config.vocab_size, "dtype": str(model.dtype), "tied": config.tie_word_embeddings}
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
    model = model.eval().float().requires_grad_(False)
    if config.model_type == "bart":
        result["translation"] = tokenizer.decode(
            model.generate(ids, num_beams=1, do_sample=False, max_new_tokens=39)[0], skip_special_tokens=True)
        if options.logits:
            expected = load_file(options.logits)
            output = model(expected["input_ids"][None], decoder_input_ids=expected["decoder_input_ids"][None],
                           output_attentions=True)
            result["largest_difference"] = float((output.logits[0] - expected["logits"]).abs().max())
            result["cross_difference"] = max(
                float((weights[0] - expected[f"decoder.blocks.{layer}.cross_attn.hook_pattern"]).abs().max())
                for layer, weights in enumerate(output.cross_attentions))
        print(json.dumps(result, ensure_ascii=False))
        return
    with torch.no_grad():
        logits = model(ids).logits[0]
    if sorts:
        label = int(logits.argmax())
        result["label"] = config.id2label[label]
        result["probability"] = round(float(logits.softmax(-1)[label]), 4)
        assert config.label2id[result["label"]] == label
        if options.logits:
            # Headscope's rows say what the head makes of each token; the first stands for the text.
            expected = load_file(options.logits)["logits"][0]
            result["largest_difference"] = float((logits - expected).abs().max())
        print(json.dumps(result, ensure_ascii=False))
        return
    # A decoder says what comes next, an encoder what stands in the mask's place.
    place = -1 if config.model_type == "gpt2" else int((ids[0] == tokenizer.mask_token_id).int().argmax())
    result["next_id"] = int(logits[place].argmax())
    if options.logits:
        expected = load_file(options.logits)["logits"]
        result["largest_difference"] = float((logits - expected).abs().max())
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Puts settings of slow tokenizers beside the vocabularies of Tests/Fixtures/tokenizers, and writes what AutoTokenizer makes of texts.

    python make_older_tokenizer_cases.py [--fixtures FOLDER]

FOLDER/older.json (default: Tests/Fixtures/tokenizers) holds for each folder the fixture whose vocabulary it takes, the settings'
files, the name of a SentencePiece file, and texts with ids and offsets in bytes. Runs after make_family_tokenizer_cases.py.
"""

import argparse
import json
import os
import pathlib
import shutil
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
from transformers import AutoTokenizer  # noqa: E402

TEXTS = ["", " ", "the cat sat", "The <s> hi</s> x", " a <mask> b<mask>", "<|endoftext|>the<|endoftext|>", "<unk> été", "[MASK] the [SEP]", "new one, ünit",
         "new one  two <new> <NEW> x", "the\nthe  in", "en_XX ro_RO <pad>", "NEW ONE", "\u00e9\u732b\U0001f600"]
TOKEN = {"lstrip": False, "rstrip": False, "normalized": False, "single_word": False}
LEFT = TOKEN | {"content": "<mask>", "lstrip": True}
OLD = TOKEN | {"__type": "AddedToken", "content": "<|endoftext|>", "normalized": True}
CONFIG, SETTINGS, MAP, ADDED = "config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"
FOLDERS = [
    ("bert-added", "bert", {CONFIG: {"model_type": "bert"}, ADDED: {"new one": 400, "<NEW>": 401}}),
    ("bert-map", "bert", {MAP: {"mask_token": TOKEN | {"content": "[MASK]", "lstrip": True}, "additional_special_tokens": ["<new>"]}, ADDED: {"<new>": 400},
                          CONFIG: {"model_type": "bert"}}),
    ("bert-decoder-first", "bert", {SETTINGS: {"added_tokens_decoder": {"400": TOKEN | {"content": "<new>", "special": True}}}, MAP: {"mask_token": "the"},
                                    ADDED: {"cat": 900}, CONFIG: {"model_type": "bert"}}),
    ("gpt2-added", "gpt2", {SETTINGS: {"tokenizer_class": "GPT2Tokenizer"}, ADDED: {"new one": 500, "<new>": 501}, CONFIG: {"model_type": "gpt2"}}),
    ("gpt2-map", "gpt2", {MAP: {"bos_token": "<s>", "mask_token": LEFT, "additional_special_tokens": ["<new>", "the"]}, CONFIG: {"model_type": "gpt2"}}),
    ("gpt2-settings", "gpt2", {SETTINGS: {"pad_token": "<pad>", "bos_token": OLD, "additional_special_tokens": ["<new>"], "extra_token": "new"},
                               ADDED: {"two": 500}, CONFIG: {"model_type": "gpt2"}}),
    ("gpt2-framed", "gpt2", {SETTINGS: {"tokenizer_class": "GPT2Tokenizer", "add_bos_token": True}, CONFIG: {"model_type": "gpt2"}}),
    ("gpt2-framed-twice", "gpt2", {SETTINGS: {"add_bos_token": True, "add_eos_token": True, "eos_token": "</s>"}, CONFIG: {"model_type": "gpt2"}}),
    ("opt", "roberta", {SETTINGS: {"model_max_length": 9}, CONFIG: {"model_type": "gpt_neo"}}),
    ("bart", "roberta", {SETTINGS: {"model_max_length": 1024}, CONFIG: {"model_type": "bart"}}),
    ("bart-class", "roberta", {SETTINGS: {"add_bos_token": True}, CONFIG: {"model_type": "gpt2", "tokenizer_class": "BartTokenizerFast"}}),
    ("roberta-mask", "roberta", {MAP: {"mask_token": LEFT}, CONFIG: {"model_type": "roberta"}}),
    ("llama", "sentencepiece-bpe", {SETTINGS: {"tokenizer_class": "LlamaTokenizer"}, CONFIG: {"model_type": "llama"}}),
    ("llama-framed", "sentencepiece-bpe", {SETTINGS: {"tokenizer_class": "LlamaTokenizerFast", "add_bos_token": True, "add_eos_token": True, "legacy": True},
                                           MAP: {"pad_token": "<pad>"}, CONFIG: {"model_type": "llama"}}),
    ("llama-unspaced", "sentencepiece-bpe", {SETTINGS: {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": False, "legacy": False},
                                             CONFIG: {"model_type": "llama"}}),
    ("mbart", "sentencepiece-unigram", {SETTINGS: {"tokenizer_class": "MBartTokenizer"}, CONFIG: {"model_type": "mbart"}}),
    ("mbart-family", "sentencepiece-unigram", {SETTINGS: {"src_lang": "ro_RO"}, CONFIG: {"model_type": "mbart"}}),
]


def write_folder(folder, fixture, files, piece_file):
    """Takes the fixture's vocabulary apart into the older files."""
    if (fixture / "tokenizer.model").exists():
        shutil.copy(fixture / "tokenizer.model", folder / piece_file)
    else:
        model = json.loads((fixture / "tokenizer.json").read_text())["model"]
        if "merges" in model:
            (folder / "vocab.json").write_text(json.dumps(model["vocab"]))
            merges = "".join(" ".join(merge) + "\n" for merge in model["merges"])
            (folder / "merges.txt").write_text("#version: 0.2\n" + merges)
        else:
            (folder / "vocab.txt").write_text("".join(token + "\n" for token in sorted(model["vocab"], key=model["vocab"].get)))
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value))


def main():
    parser = argparse.ArgumentParser()
    root = pathlib.Path(__file__).parents[2]
    parser.add_argument("--fixtures", type=pathlib.Path, default=root / "Tests/Fixtures/tokenizers")
    fixtures = parser.parse_args().fixtures
    folders = []
    for name, vocabulary, files in FOLDERS:
        piece_file = "sentencepiece.bpe.model" if name == "mbart" else "tokenizer.model"
        with tempfile.TemporaryDirectory() as folder:
            write_folder(pathlib.Path(folder), fixtures / vocabulary, files, piece_file)
            tokenizer = AutoTokenizer.from_pretrained(folder)
        cases = []
        for text in TEXTS:
            encoding = tokenizer(text, return_offsets_mapping=True)
            offsets = [[len(text[:end].encode()) for end in pair] for pair in encoding["offset_mapping"]]
            cases.append({"text": text, "ids": encoding["input_ids"], "tokens": encoding.tokens(), "offsets": offsets})
        special = sorted(id for id, token in tokenizer.added_tokens_decoder.items() if token.special)
        folders.append({"name": name, "vocabulary": vocabulary, "pieces": piece_file, "files": files, "special": special, "cases": cases})
    lines = ",\n".join(json.dumps(folder, separators=(",", ":")) for folder in folders)
    (fixtures / "older.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()

"""Writes what the `tokenizers` library makes of pairs of texts with the tokenizers of Tests/Fixtures/tokenizers.

    python make_pair_cases.py [--count N] [--seed N] [--fixtures FOLDER]

Into each folder that holds a tokenizer.json goes pairs.json: both texts, ids, type ids, offsets in UTF-8 bytes of each token's own
text, and ids and type ids without control tokens. The texts are those of cases.json, joined at random.
"""

import argparse
import json
import pathlib
import random

from tokenizers import Tokenizer


def byte_offsets(text):
    places, total = [], 0
    for character in text:
        places.append(total)
        total += len(character.encode())
    return places + [total]


def case(tokenizer, first, second):
    with_control = tokenizer.encode(first, second)
    bare = tokenizer.encode(first, second, add_special_tokens=False)
    places = [byte_offsets(first), byte_offsets(second)]
    offsets = [[places[sequence or 0][start], places[sequence or 0][end]] if sequence is not None else [0, 0]
               for (start, end), sequence in zip(with_control.offsets, with_control.sequence_ids)]
    return {"first": first, "second": second, "ids": with_control.ids, "types": with_control.type_ids, "offsets": offsets,
            "bare_ids": bare.ids, "bare_types": bare.type_ids}


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=25)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--fixtures", type=pathlib.Path, default=here.parents[1] / "Tests/Fixtures/tokenizers")
    options = parser.parse_args()
    for folder in sorted(path.parent for path in options.fixtures.glob("*/tokenizer.json")):
        generator = random.Random(options.seed)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        texts = [entry["text"] for entry in json.loads((folder / "cases.json").read_text())]
        pairs = [(generator.choice(texts), generator.choice(texts)) for _ in range(options.count)]
        cases = [case(tokenizer, *pair) for pair in pairs]
        lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
        (folder / "pairs.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()

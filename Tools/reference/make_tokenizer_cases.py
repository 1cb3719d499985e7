"""Writes a WordLevel tokenizer and what the `tokenizers` library makes of random texts with it.

    python make_tokenizer_cases.py [--count N] [--seed N] [--output FOLDER]

Into the folder (default: Tests/Fixtures/tokenizer) go tokenizer.json and cases.json: a list of objects with `text`, the
`ids`, `tokens`, `offsets` in UTF-8 bytes, and what `decode` gives `with` and `without` special tokens. The test also takes
another folder, from the environment variable HEADSCOPE_TOKENIZER_CASES.
"""

import argparse
import json
import pathlib
import random

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

WORDS = ("The the cat cats sat on mat dog dogs near is are a an it . , ? ! ; : do not does é e\u0301 naïve 猫 今天 天气 晴 "
         "_under 12 x2 don ' t K \u212A ß ﬁ ½ Ⅳ ² ... -- 😀 👩‍💻 हिन्दी العربية ไทย ").split()
SPECIALS = ["<pad>", "<s>", "</s>", "<unk>"]
ADDED = [
    AddedToken("[MASK]", lstrip=True, rstrip=False, special=True),
    AddedToken("[R]", rstrip=True, special=True),
    AddedToken("<both>", lstrip=True, rstrip=True, special=True),
    AddedToken("solo", single_word=True, special=False, normalized=False),
    AddedToken("lone猫", single_word=True, special=False, normalized=True),
    AddedToken("New York", special=False, normalized=True),
    AddedToken("New", special=False, normalized=True),
    AddedToken("York <s>", special=False, normalized=False),
    AddedToken("<s><s>", special=True),
    AddedToken("  ", special=False, normalized=False),
]
SPACES = [" ", " ", " ", " ", "  ", "   ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "\u2028", "\u200B", "\u0085", ""]
ODD = ["xyz", "Zürich", "foo_bar", "a-b", "don't", "3.14", "٣٤", "①", "e\u0301\u0302", "\u0301", "\u200D", "\0", "\x1b[0m",
       "\u202E", "\uFEFF", "\uFFFD", "🇨🇭", "👨‍👩‍👧", "한국어", "か\u3099", "ⓐ", "𝒳", "\U000E0041", "…", "«", "»", "“", "”",
       "solosolo", "a solo", "solo.", "Newer", "NewYork", "sat.", "mat?!", "..", "<s", "s>", "[MASK", "<unk>"]


def make_tokenizer():
    vocabulary = {word: index for index, word in enumerate(SPECIALS + WORDS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in SPECIALS])
    for token in ADDED:
        (tokenizer.add_special_tokens if token.special else tokenizer.add_tokens)([token])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    tokenizer.decoder = decoders.Sequence(
        [decoders.WordPiece(prefix="##", cleanup=False)]
        + [decoders.Replace(" " + mark, mark) for mark in ".,?!;:"])
    return tokenizer


def make_text(generator):
    def piece():
        kind = generator.random()
        if kind < 0.5:
            return generator.choice(WORDS)
        if kind < 0.65:
            return generator.choice(ADDED).content
        if kind < 0.72:
            return generator.choice(SPECIALS)
        if kind < 0.93:
            return generator.choice(ODD)
        if kind < 0.98:
            return chr(generator.choice([generator.randrange(0x20, 0x2100), generator.randrange(0x2100, 0xD800)]))
        return chr(generator.randrange(0x1F000, 0x1FA00))
    return "".join(piece() + generator.choice(SPACES) for _ in range(generator.choice([0, 1, 2, 4, 8, 14])))


def case(tokenizer, text):
    encoding = tokenizer.encode(text)
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode()))
    return {
        "text": text, "ids": encoding.ids, "tokens": encoding.tokens,
        "offsets": [[starts[begin], starts[end]] for begin, end in encoding.offsets],
        "with": tokenizer.decode(encoding.ids, skip_special_tokens=False),
        "without": tokenizer.decode(encoding.ids, skip_special_tokens=True),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "tokenizer")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    tokenizer, generator = make_tokenizer(), random.Random(options.seed)
    tokenizer.save(str(options.output / "tokenizer.json"))
    cases = [case(tokenizer, make_text(generator)) for _ in range(options.count)]
    lines = ",\n".join(json.dumps(c, ensure_ascii=True, separators=(",", ":")) for c in cases)
    (options.output / "cases.json").write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    main()

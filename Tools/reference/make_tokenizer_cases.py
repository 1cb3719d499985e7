"""Writes tokenizers of several kinds and what the `tokenizers` library makes of random texts with them.

    python make_tokenizer_cases.py [--count N] [--seed N] [--output FOLDER]

Whole words, byte pairs, pieces of words written without spaces, and characters. Into a folder for each (default:
Tests/Fixtures/tokenizer, tokenizer-pairs, tokenizer-pieces and tokenizer-characters) go tokenizer.json and cases.json: a list of objects with `text`, the
`ids`, `tokens`, `offsets` in UTF-8 bytes, and what `decode` gives `with` and `without` special tokens. The test also takes
another folder, from the environment variable HEADSCOPE_TOKENIZER_CASES.
"""

import argparse
import json
import pathlib
import random

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

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


def finished(tokenizer, decoder):
    """With the control tokens of Headscope's own decoders."""
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in SPECIALS])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    tokenizer.decoder = decoder
    return tokenizer


def make_pairs():
    """Byte pairs, learnt from texts like those of the cases."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    generator = random.Random(99)
    tokenizer.train_from_iterator([make_text(generator) for _ in range(400)], trainers.BpeTrainer(
        vocab_size=600, special_tokens=SPECIALS, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return finished(tokenizer, decoders.ByteLevel())


def make_pieces():
    """The longest known piece, again and again, without a prefix."""
    words = ["今天", "天气", "今", "天", "猫", "猫们", "坐", "坐在", "在", "垫子", "上", "。", "，", "The", "Th", "e", "cat", "cats", "s", "é"]
    vocabulary = {word: index for index, word in enumerate(SPECIALS + words)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="<unk>", continuing_subword_prefix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return finished(tokenizer, decoders.Fuse())


def make_characters():
    """Each character a token: byte pairs that never join."""
    letters = sorted(set("The cat sat on the mat.\n猫坐在垫子上。é\u0301😀"))
    vocabulary = {word: index for index, word in enumerate(SPECIALS + letters)}
    return finished(Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>")), decoders.Fuse())


KINDS = {"": make_tokenizer, "-pairs": make_pairs, "-pieces": make_pieces, "-characters": make_characters}


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
                        default=pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "tokenizer",
                        help="the first kind's folder; the others' names go on from it")
    options = parser.parse_args()
    for kind, make in KINDS.items():
        folder = options.output.with_name(options.output.name + kind)
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer, generator = make(), random.Random(options.seed)
        tokenizer.save(str(folder / "tokenizer.json"))
        chinese = ["今天天气", "猫坐在垫子上。", "The猫cats", "今天下雨", "天天", "'s don't I'll 'Re we've  x", "  \n\n a\t\tb ", "12ab３٣x"]
        texts = [make_text(generator) for _ in range(options.count)] + (chinese if kind else [])
        lines = ",\n".join(
            json.dumps(case(tokenizer, text), ensure_ascii=True, separators=(",", ":")) for text in texts)
        (folder / "cases.json").write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    main()

"""Trains small tokenizers of every kind that models come with, and writes what the `tokenizers` library makes of texts with them.

    python make_family_tokenizer_cases.py [--count N] [--seed N] [--output FOLDER] [--again]

The texts that they are trained on and those of the cases are made up here; what is learnt differs a little from run to run, since
the library's trainers do not order equals; --again takes the tokenizers that stand in FOLDER. Into FOLDER/KIND (default:
Tests/Fixtures/tokenizers) go tokenizer.json and cases.json, as make_tokenizer_cases.py writes them; FOLDER/sentencepiece-* hold
tokenizer.model alone, and what the `sentencepiece` library makes of the texts.
"""

import argparse
import io
import json
import pathlib
import random
import tempfile

import sentencepiece
from tokenizers import (AddedToken, NormalizedString, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
                        trainers)

LETTERS = "etaoinshrdlucmfwypvbgk"
FOREIGN = ["été", "naïve", "Zürich", "ÅNGSTRÖM", "ﬁne", "Straße", "İstanbul", "ΣΊΣΥΦΟΣ", "привет", "Ёлка", "हिन्दी", "العربية", "ไทย", "한국어",
           "조선말", "猫", "今天天气很好", "東京", "カタカナ", "ひらがな", "ｶﾞｷﾞ", "が", "e\u0301a\u0300", "o\u0323\u0302", "\u1e9b\u0323", "①②", "½", "x²",
           "Ⅳ", "ﷺ", "㍿", "™", "№", "Ａｂｃ１２３", "𝒳𝔄", "😀", "👩\u200d💻", "👨\u200d👩\u200d👧", "🇨🇭", "👍🏽", "a\u0301\u0302\u0323b", "\u0301x", "ꞌ", "ǆ"]
ODD = ["don't", "I'll", "WE'VE", "it'S", "they're", "'s", "'", "''", "foo_bar", "a-b", "e.g.", "3.14", "1,234,567", "x=1;", "(a)", "[b]", "{c}", "#!", "--",
       "...", "…", "«»", "“quoted”", "‘x’", "http://a.b/c?d=e&f", "a@b.c", "\\n", "$5", "50%", "~", "^", "`", "|", "\0", "\x01", "\x1b[0m", "\x7f",
       "\u0085", "\u00ad", "\u200b", "\u200e", "\u202e", "\u2060", "\ufeff", "\ufffd", "\ue000", "\U000e0041", "\u0600", "\u2028", "▁", "▁▁", "Ġ", "##", "##s",
       "</w>", "<0x41>", "[MASK]", "[mask]", "<s>", "</s>", "<unk>", "<mask>", "[UNK]", "<|endoftext|>", "<Extra>", "extra", "Ünit", "ünit", "u\u0308nit"]
SPACES = [" "] * 12 + ["  ", "   ", "     ", "\n", "\n\n", "\r\n", "\t", " \n ", "\u00a0", "\u3000", "\u2009", "", "", ""]


def word(generator):
    return "".join(generator.choice(LETTERS[:generator.randrange(3, 23)]) for _ in range(generator.choice([1, 2, 3, 4, 5, 7, 11])))


def make_text(generator, words):
    def piece():
        kind = generator.random()
        if kind < 0.5:
            text = generator.choice(words)
            return generator.choice([text] * 6 + [text.capitalize(), text.upper(), text + generator.choice(".,;:!?")])
        if kind < 0.58:
            return word(generator)
        if kind < 0.64:
            return str(generator.randrange(10 ** generator.randrange(1, 8)))
        if kind < 0.78:
            return generator.choice(FOREIGN)
        if kind < 0.95:
            return generator.choice(ODD)
        while True:
            point = generator.choice([generator.randrange(0x20, 0x2100), generator.randrange(0x2100, 0xFFFE),
                                      generator.randrange(0x10000, 0x20000)])
            if not 0xD800 <= point < 0xE000:
                return chr(point)
    text = "".join(piece() + generator.choice(SPACES) for _ in range(generator.choice([0, 1, 1, 2, 3, 5, 8, 13])))
    return generator.choice([""] * 4 + [" ", "  "]) + text


def corpus(seed=7):
    generator = random.Random(seed)
    words = sorted({word(generator) for _ in range(160)})
    weights = [1 / (1 + index) for index in range(len(words))]
    lines = [" ".join(generator.choices(words, weights, k=12)) for _ in range(500)]
    lines += [make_text(generator, words) for _ in range(150)]
    return words, lines


WORDS, LINES = corpus()
ADDED = [AddedToken("<Extra>", normalized=True, special=False), AddedToken("ünit", normalized=True, special=False, single_word=True),
         AddedToken("extra", normalized=False, special=False, lstrip=True)]
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace("{1,3}", "")
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def special(text, **flags):
    return AddedToken(text, special=True, normalized=False, **flags)


def trained(model, trainer, normalizer=None, pre_tokenizer=None):
    tokenizer = Tokenizer(model)
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre_tokenizer:
        tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.train_from_iterator(LINES, trainer)
    return tokenizer


def bert(lowercase=True, size=400):
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = trained(models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(vocab_size=size, special_tokens=names, show_progress=False),
                        normalizers.BertNormalizer(lowercase=lowercase, strip_accents=None if lowercase else False), pre_tokenizers.BertPreTokenizer())
    tokenizer.add_special_tokens([special("[MASK]", lstrip=True)])
    tokenizer.add_tokens(ADDED)
    tokenizer.post_processor = (processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
                                                              special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
                                if lowercase else processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2)))
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def byte_pairs(pre_tokenizer, names=("<|endoftext|>",), size=500, ignore_merges=False):
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(names), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                  show_progress=False)
    tokenizer = trained(models.BPE(ignore_merges=ignore_merges), trainer, None, pre_tokenizer)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def gpt2():
    tokenizer = byte_pairs(pre_tokenizers.ByteLevel(add_prefix_space=False))
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def roberta():
    tokenizer = byte_pairs(pre_tokenizers.ByteLevel(add_prefix_space=True), ["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.add_special_tokens([special("<mask>", lstrip=True)])
    tokenizer.add_tokens(ADDED)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    return tokenizer


def split(pattern, **options):
    tokenizer = byte_pairs(pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), **options), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]),
        ["<|begin|>", "<|endoftext|>"], ignore_merges=pattern == LLAMA3)
    tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(
        single="<|begin|> $A", pair="<|begin|> $A <|begin|>:1 $B:1", special_tokens=[("<|begin|>", 0)])])
    return tokenizer


def byte_fallback(normalizer, pre_tokenizer, size=700):
    names = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = trained(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True),
                        trainers.BpeTrainer(vocab_size=size, special_tokens=names, limit_alphabet=60, show_progress=False), normalizer, pre_tokenizer)
    state = json.loads(tokenizer.to_str())
    state["added_tokens"] = [token for token in state["added_tokens"] if not token["content"].startswith("<0x")]
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    return tokenizer


def llama():
    return byte_fallback(normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), None)


def mistral():
    return byte_fallback(None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False))


def gemma():
    return byte_fallback(normalizers.Replace(" ", "▁"), pre_tokenizers.Split(" ", "merged_with_previous"))


def charsmap():
    """A table of SentencePiece, out of a model that it trains."""
    model = train_sentencepiece("unigram", size=300)
    fields = protobuf_fields(next(value for number, value in protobuf_fields(model) if number == 3))
    return next(value for number, value in fields if number == 2)


def unigram(precompiled=False):
    names = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer = trained(models.Unigram(), trainers.UnigramTrainer(vocab_size=350, special_tokens=names, unk_token="<unk>", show_progress=False),
                        normalizers.Sequence([normalizers.Precompiled(charsmap()) if precompiled else normalizers.NFKC(),
                                              normalizers.Replace(Regex(" {2,}"), " ")]), pre_tokenizers.Metaspace())
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>",
                                                             special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.add_special_tokens([special("<mask>", lstrip=True)])
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def word_ends():
    """As CLIP and the first GPT: small letters, and a mark at the end of each word."""
    tokenizer = trained(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"),
                        trainers.BpeTrainer(vocab_size=400, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False),
                        normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()]), pre_tokenizers.BertPreTokenizer())
    tokenizer.decoder = decoders.BPEDecoder(suffix="</w>")
    return tokenizer


def word_insides():
    tokenizer = trained(models.BPE(unk_token="<unk>", continuing_subword_prefix="##", fuse_unk=True),
                        trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], continuing_subword_prefix="##", limit_alphabet=40,
                                            show_progress=False),
                        normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Strip()]),
                        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("contiguous"),
                                                 pre_tokenizers.Digits(individual_digits=True)]))
    tokenizer.add_tokens(ADDED)
    tokenizer.decoder = decoders.WordPiece(cleanup=False)
    return tokenizer


def words(pre_tokenizer, normalizer):
    tokenizer = trained(models.WordLevel(unk_token="<unk>"), trainers.WordLevelTrainer(vocab_size=200, special_tokens=["<unk>"], show_progress=False),
                        normalizer, pre_tokenizer)
    tokenizer.add_tokens(ADDED)
    return tokenizer


def protobuf_fields(data):
    """The fields of a protocol buffer: number and value."""
    place = 0

    def number():
        nonlocal place
        value = shift = 0
        while True:
            byte = data[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while place < len(data):
        key = number()
        if key & 7 == 0:
            yield key >> 3, number()
        else:
            size = {1: 8, 5: 4}.get(key & 7) or number()
            yield key >> 3, data[place:place + size]
            place += size


def table():
    """What our SentencePiece models write instead of what: white space of all kinds, wide letters, some ligatures and marks."""
    rules = {chr(0xFF21 + place): chr(0x41 + place) for place in range(26)} | {chr(0xFF41 + place): chr(0x61 + place) for place in range(26)}
    rules |= {space: " " for space in "\t\n\r\u00a0\u2009\u2028\u3000"} | {control: "" for control in "\x01\x1b\x7f\u200b\ufeff"}
    rules |= {"…": "...", "ﬁ": "fi", "™": "TM", "㍿": "株式会社", "e\u0301": "é", "u\u0308": "ü", "①": "1", "ｶﾞ": "ガ", "ｶ": "カ", "\r\n": " "}
    return "".join("{}\t{}\n".format(*(" ".join(f"{ord(letter):X}" for letter in text) for text in rule)) for rule in rules.items())


def train_sentencepiece(kind, size=400, rule=None, **options):
    """rule: the name of one of SentencePiece's own tables; without it ours."""
    model = io.BytesIO()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write(table())
        file.flush()
        rules = {"normalization_rule_name": rule} if rule else {"normalization_rule_tsv": file.name}
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(line.replace("\0", "") for line in LINES if line), model_writer=model, vocab_size=size,
            model_type=kind, character_coverage=0.99, hard_vocab_limit=False, minloglevel=2, num_threads=1, **rules, **options)
    return model.getvalue()


KINDS = {
    "bert": bert, "bert-cased": lambda: bert(lowercase=False), "gpt2": gpt2, "roberta": roberta,
    "llama3": lambda: split(LLAMA3, behavior="isolated"), "qwen2": lambda: split(QWEN2, behavior="removed", invert=True),
    "gpt2-split": lambda: split(GPT2, behavior="isolated"),
    "llama": llama, "mistral": mistral, "gemma": gemma, "unigram": unigram, "precompiled": lambda: unigram(precompiled=True), "word-ends": word_ends, "word-insides": word_insides,
    "words-nfkd": lambda: words(pre_tokenizers.Sequence([pre_tokenizers.CharDelimiterSplit("a"), pre_tokenizers.Digits(),
                                                         pre_tokenizers.Punctuation("merged_with_next")]), normalizers.NFKD()),
}
SENTENCEPIECES = {
    "sentencepiece-unigram": dict(kind="unigram"),
    "sentencepiece-bpe": dict(kind="bpe", rule="identity", size=700, byte_fallback=True, remove_extra_whitespaces=False,
                              user_defined_symbols=["<Extra>", "▁▁"]),
}


def starts_of(text):
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode()))
    return starts


def case(tokenizer, text):
    encoding, starts = tokenizer.encode(text), starts_of(text)
    return {"text": text, "ids": encoding.ids, "tokens": encoding.tokens, "special": encoding.special_tokens_mask,
            "offsets": [[starts[begin], starts[end]] for begin, end in encoding.offsets],
            "with": tokenizer.decode(encoding.ids, skip_special_tokens=False), "without": tokenizer.decode(encoding.ids)}


def sentencepiece_case(processor, text):
    """SentencePiece counts bytes. Of a character's byte tokens all but the last take no room there; here each stands where the
    character stands, as in `tokenizers`."""
    pieces = processor.encode(text, return_type="proto").pieces
    offsets = []
    for index, piece in enumerate(pieces):
        if not processor.is_byte(piece.id):
            offsets.append([piece.begin, piece.end])
        elif 0x80 <= (byte := int(piece.piece[3:5], 16)) < 0xC0:
            offsets.append(offsets[-1])
        else:
            width = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            offsets.append([piece.begin, pieces[index + width - 1].end])
    return {"text": text, "ids": [piece.id for piece in pieces], "tokens": [piece.piece for piece in pieces], "offsets": offsets,
            "with": processor.decode([piece.id for piece in pieces])}


def write(folder, cases):
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    (folder / "cases.json").write_text("[\n" + lines + "\n]\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=130)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "tokenizers")
    parser.add_argument("--again", action="store_true", help="make new cases of the tokenizers that are there")
    options = parser.parse_args()
    for kind, make in KINDS.items():
        folder, generator = options.output / kind, random.Random(options.seed)
        folder.mkdir(parents=True, exist_ok=True)
        if options.again:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        else:
            tokenizer = make()
            (folder / "tokenizer.json").write_text(tokenizer.to_str())
        write(folder, [case(tokenizer, make_text(generator, WORDS)) for _ in range(options.count)])
    for kind, settings in SENTENCEPIECES.items():
        folder, generator = options.output / kind, random.Random(options.seed)
        folder.mkdir(parents=True, exist_ok=True)
        model = (folder / "tokenizer.model").read_bytes() if options.again else train_sentencepiece(**settings)
        (folder / "tokenizer.model").write_bytes(model)
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        texts = [make_text(generator, WORDS) for _ in range(options.count)]
        write(folder, [sentencepiece_case(processor, text) for text in texts])


if __name__ == "__main__":
    main()

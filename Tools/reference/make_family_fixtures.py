"""Writes small random models of every family that Headscope opens, and what transformers makes of them.

    python make_family_fixtures.py [OUTPUT] [--only NAME ...]        # default: Tests/Fixtures/families

Every model is run by transformers with eager attention in single precision, after it was read back from its folder: so the
folder is one that transformers opens without a word. A folder holds

    config.json, model.safetensors   what save_pretrained writes, changed where older files differ (see MODELS)
    cases.safetensors                inputs and expected numbers, F32 and I64, without a batch axis

A case's tensors are named CASE.TENSOR. Cases of a decoder and of an encoder are `length-1`, `length-2`, `length-17` and
`length-63`; an encoder's are also `padded`, 17 ids of which the first 9 count, and BERT's `segments`, ids of two segments
(elsewhere all are of segment 0). An encoder–decoder's are `lengths-S-T`, with S ids of the source and T that the decoder
reads, and `padded`, a source of 17 ids of which 9 count. What is expected of a padded case is cut to what counts. A model
that shares weights with another, or differs from it by its activation only, has no case of 63 ids.

    input_ids              T         what an encoder or a decoder reads
    length                 1         how many of them count (of an encoder–decoder, all)
    token_type_ids         T         segments, of `segments` only
    source_ids             S         what an encoder–decoder's encoder reads
    source_length          1         how many of them count
    attentions.l           H, T, T   self-attention of layer l, of an encoder–decoder the decoder's
    cross_attentions.l     H, T, S   the decoder's attention to the source
    encoder_attentions.l   H, S, S   the encoder's
    hidden_states.l        T, D      what enters layer l; the last is what leaves the network, behind the final norm if any
    encoder_hidden_states.l  S, D    the same of the encoder
    logits                 T, V      unless the model has no head
    pooled                 D         BERT's pooler, if it is there

Families that write have, under `generate.`, the ids `prompt` that the decoder begins with (and `source_ids`), and `ids`, the
fifty most probable ones that follow. The end token is never among them, and the second choice is never close.

Prints how far single precision is from double, which tolerances of tests have to leave room for.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import (BartConfig, BartForConditionalGeneration, BertConfig, BertForMaskedLM, BertModel, DistilBertConfig,
                          DistilBertForMaskedLM, DistilBertModel, GPT2Config, GPT2LMHeadModel, GPT2Model, LlamaConfig,
                          LlamaForCausalLM, MBartConfig, MBartForConditionalGeneration)

VOCABULARY, POSITIONS, END = 97, 67, 2
LENGTHS = (1, 2, 17, 63)
PAIRS = ((1, 1), (2, 17), (17, 2), (63, 17))
PADDED, COUNTED = 17, 9
# How many ids are written, and by how much the chosen one's logit lies above the next.
NEW_IDS, MARGIN = 50, 5e-3
# What a test may allow; single precision must stay well below.
TOLERANCES = {"attentions": 2e-5, "hidden_states": 5e-5, "logits": 2e-4}


# Models

class Model:
    """How a folder is made.

    kind, config: the class whose random weights it has, and what config.json says; seed: what they are drawn from, the same
    seed for the same weights; read: the class that reads it back, with `options`; save(model, folder): how it is written;
    brief: no case of 63 ids.
    """

    def __init__(self, kind, config, seed, save=None, read=None, options={}, brief=False):
        self.kind, self.config, self.seed, self.brief = kind, config, seed, brief
        self.save = save or (lambda model, folder: model.save_pretrained(folder))
        self.read, self.options = read or kind, options

    def make(self):
        torch.manual_seed(self.seed)
        model = self.kind(self.config).eval()
        randomize(model)
        return model


def randomize(model):
    """Weights large enough that every head looks somewhere and every activation bends; no gain is 1 and no bias 0."""
    drawn = set()  # a tied head is the table once more
    with torch.no_grad():
        for path, module in model.named_modules():
            for name, parameter in module.named_parameters(recurse=False):
                if parameter in drawn:
                    continue
                drawn.add(parameter)
                noise = torch.randn_like(parameter)
                if type(module).__name__.endswith("Norm") and name == "weight":
                    parameter.copy_(1 + 0.2 * noise)
                elif name == "bias":
                    parameter.copy_(0.2 * noise)
                elif isinstance(module, torch.nn.Embedding):
                    # Positions weigh enough that what is written goes on changing. A table of sines is left as it is.
                    if parameter.requires_grad:
                        parameter.copy_((1.5 if "pos" in path or "wpe" in path else 0.8) * noise)
                else:
                    inputs = parameter.shape[0 if type(module).__name__ == "Conv1D" else 1]
                    parameter.copy_((2.6 if path == "lm_head" else 1.3) * noise / inputs ** 0.5)
            if hasattr(module, "final_logits_bias"):
                module.final_logits_bias.copy_(0.5 * torch.randn_like(module.final_logits_bias))


def gpt2(**more):
    return GPT2Config(**dict(vocab_size=VOCABULARY, n_positions=POSITIONS, n_embd=15, n_head=3, n_layer=2, bos_token_id=1,
                             eos_token_id=END) | more)


def bert(**more):
    return BertConfig(**dict(vocab_size=VOCABULARY, max_position_embeddings=POSITIONS, hidden_size=15, num_attention_heads=3,
                             num_hidden_layers=2, intermediate_size=26) | more)


def distilbert(**more):
    return DistilBertConfig(**dict(vocab_size=VOCABULARY, max_position_embeddings=POSITIONS, dim=15, n_heads=3, n_layers=2,
                                   hidden_dim=26, sinusoidal_pos_embds=False) | more)


def llama(**more):
    return LlamaConfig(**dict(vocab_size=VOCABULARY, max_position_embeddings=128, hidden_size=16, num_attention_heads=2,
                              num_key_value_heads=1, num_hidden_layers=2, intermediate_size=22, bos_token_id=1,
                              eos_token_id=END) | more)


def bart(kind=BartConfig, **more):
    return kind(**dict(vocab_size=VOCABULARY, max_position_embeddings=POSITIONS, d_model=15, encoder_layers=1,
                       encoder_attention_heads=3, encoder_ffn_dim=22, decoder_layers=2, decoder_attention_heads=5,
                       decoder_ffn_dim=34, scale_embedding=True, activation_function="gelu", decoder_start_token_id=END,
                       forced_eos_token_id=None) | more)


LINEAR = {"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0}
# Of the four wavelengths of a head of eight numbers (6.3, 30, 140, 664 positions) the first is short, the second between.
LLAMA_3 = {"rope_type": "llama3", "rope_theta": 500.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
           "original_max_position_embeddings": 64}


# Folders that save_pretrained wouldn't write

def rewrite(folder, change):
    """Replaces the tensors of a folder's file by change(tensors)."""
    path = folder / "model.safetensors"
    save_file({name: tensor.contiguous() for name, tensor in change(load_file(path)).items()}, path, metadata={"format": "pt"})


def rewrite_config(folder, change):
    path = folder / "config.json"
    path.write_text(json.dumps(change(json.loads(path.read_text())), indent=2) + "\n")


def save_headless_gpt2(model, folder):
    """As the first GPT-2's file: no prefix, no head, and each block's triangle of what is visible."""
    model.transformer.save_pretrained(folder)
    visible = torch.ones(1, 1, POSITIONS, POSITIONS).tril()
    rewrite(folder, lambda tensors: tensors | {f"h.{layer}.attn.bias": visible.clone() for layer in range(model.config.n_layer)})


def save_headless_bert(model, folder):
    """As a sentence encoder's file: no prefix, no head but the pooler, and the numbers of the positions."""
    bare = BertModel(model.config, add_pooling_layer=True)
    randomize(bare)
    bare.load_state_dict(model.bert.state_dict(), strict=False)
    bare.save_pretrained(folder)
    rewrite(folder, lambda tensors: tensors | {"embeddings.position_ids": torch.arange(POSITIONS)[None]})


def save_old_bert(model, folder):
    """As the first BERT's file: gamma and beta, the tied decoder once more, and the head that tells whether a text follows."""
    model.save_pretrained(folder)
    width = model.config.hidden_size

    def change(tensors):
        old = {name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): tensor
               for name, tensor in tensors.items()}
        return old | {"cls.predictions.decoder.weight": tensors["bert.embeddings.word_embeddings.weight"].clone(),
                      "bert.pooler.dense.weight": torch.randn(width, width), "bert.pooler.dense.bias": torch.randn(width),
                      "cls.seq_relationship.weight": torch.randn(2, width), "cls.seq_relationship.bias": torch.randn(2)}
    rewrite(folder, change)


def save_with_old_config(spelling):
    """A config.json as version 4 wrote it; spelling: its keys that differ."""
    def save(model, folder):
        model.save_pretrained(folder)
        rewrite_config(folder, lambda config: {
            name: value for name, value in config.items() if name not in ("rope_parameters", "dtype")
        } | {"torch_dtype": "float32", "transformers_version": "4.38.2"} | spelling)
    return save


def save_first_llama(model, folder):
    """As the first LLaMA's: halves, nothing of rotation, of key heads and of their width in config.json, and the frequencies
    of each block in the file."""
    frequencies = model.model.rotary_emb.inv_freq.clone()
    model.half().save_pretrained(folder)
    absent = ("rope_parameters", "dtype", "num_key_value_heads", "head_dim", "attention_bias", "attention_dropout", "mlp_bias",
              "pretraining_tp", "use_cache")
    rewrite_config(folder, lambda config: {name: value for name, value in config.items() if name not in absent}
                   | {"torch_dtype": "float16", "transformers_version": "4.28.0", "rms_norm_eps": 1e-06})
    rewrite(folder, lambda tensors: tensors | {
        f"model.layers.{layer}.self_attn.rotary_emb.inv_freq": frequencies.clone()
        for layer in range(model.config.num_hidden_layers)})


MODELS = {
    # Heads of odd width, an MLP narrower than the width's double, GELU by the error function, a head of its own.
    "gpt2-scaled": Model(GPT2LMHeadModel, gpt2(
        n_layer=3, n_inner=23, activation_function="gelu", scale_attn_by_inverse_layer_idx=True, reorder_and_upcast_attn=True,
        tie_word_embeddings=False), seed=201),
    # Scores that are not divided by anything.
    "gpt2-unscaled": Model(GPT2LMHeadModel, gpt2(activation_function="relu", scale_attn_weights=False), seed=202),
    "gpt2-headless": Model(GPT2LMHeadModel, gpt2(activation_function="relu", scale_attn_weights=False), seed=202,
                           save=save_headless_gpt2, brief=True),

    "bert": Model(BertForMaskedLM, bert(), seed=211),
    "bert-headless": Model(BertForMaskedLM, bert(), seed=211, save=save_headless_bert, read=BertModel, brief=True),
    "bert-gamma": Model(BertForMaskedLM, bert(), seed=211, save=save_old_bert, brief=True),
    "bert-relu": Model(BertForMaskedLM, bert(hidden_act="relu", layer_norm_eps=1e-3), seed=212, brief=True),
    "bert-tanh": Model(BertForMaskedLM, bert(hidden_act="gelu_new"), seed=213, brief=True),

    "distilbert": Model(DistilBertForMaskedLM, distilbert(), seed=221),
    "distilbert-headless": Model(DistilBertForMaskedLM, distilbert(), seed=221, read=DistilBertModel, brief=True,
                                 save=lambda model, folder: model.distilbert.save_pretrained(folder)),
    "distilbert-relu": Model(DistilBertForMaskedLM, distilbert(activation="relu", sinusoidal_pos_embds=True), seed=222,
                             brief=True),

    # Three query heads to a key head, heads wider than their share of the width.
    "llama-grouped": Model(LlamaForCausalLM, llama(
        hidden_size=18, num_attention_heads=6, num_key_value_heads=2, head_dim=4, num_hidden_layers=1, rms_norm_eps=1e-5),
        seed=231),
    "llama-tied": Model(LlamaForCausalLM, llama(num_key_value_heads=2, tie_word_embeddings=True), seed=232),
    "llama-linear": Model(LlamaForCausalLM, llama(rope_parameters=LINEAR), seed=233),
    "llama-3": Model(LlamaForCausalLM, llama(rope_parameters=LLAMA_3, max_position_embeddings=512), seed=234),
    # Version 4's spellings, with the key of the kind of rotation as it was and as it became.
    "llama-old-linear": Model(LlamaForCausalLM, llama(rope_parameters=LINEAR), seed=233, brief=True, save=save_with_old_config(
        {"rope_theta": 10000.0, "rope_scaling": {"type": "linear", "factor": 4.0}})),
    "llama-old-3": Model(LlamaForCausalLM, llama(rope_parameters=LLAMA_3, max_position_embeddings=512), seed=234, brief=True,
                         save=save_with_old_config({"rope_theta": 500.0, "rope_scaling": {
                             name: value for name, value in LLAMA_3.items() if name != "rope_theta"}})),
    "llama-first": Model(LlamaForCausalLM, llama(num_key_value_heads=2), seed=235, brief=True, save=save_first_llama),
    "llama-biased": Model(LlamaForCausalLM, llama(attention_bias=True, mlp_bias=True, rms_norm_eps=1e-2), seed=236, brief=True),
    "llama-bf16": Model(LlamaForCausalLM, llama(), seed=237, brief=True,
                        save=lambda model, folder: model.bfloat16().save_pretrained(folder)),
    "llama-sharded": Model(LlamaForCausalLM, llama(), seed=238, brief=True,
                           save=lambda model, folder: model.save_pretrained(folder, max_shard_size=9000)),

    # Halves that differ in layers, heads and neurons.
    "bart": Model(BartForConditionalGeneration, bart(), seed=241),
    "bart-relu": Model(BartForConditionalGeneration, bart(
        activation_function="relu", encoder_layers=2, encoder_attention_heads=5, decoder_layers=1, decoder_attention_heads=3,
        scale_embedding=False), seed=242, brief=True),
    # Norms before the sums, and one at the end of each half.
    "mbart": Model(MBartForConditionalGeneration, bart(MBartConfig, decoder_start_token_id=5), seed=251),
}


# Cases

def inputs_of(model, generator, brief):
    """The inputs of every case."""
    def ids(count):
        return torch.randint(3, VOCABULARY, (count,), generator=generator)

    def case(count, counted=None, **more):
        return {"input_ids": ids(count), "length": torch.tensor([counted or count])} | more

    def pair(source, count, counted=None):
        return {"source_ids": ids(source), "source_length": torch.tensor([counted or source])} | case(count)

    if model.config.is_encoder_decoder:
        return {f"lengths-{source}-{count}": pair(source, count) for source, count in PAIRS if not (brief and source == 63)} | {
            "padded": pair(PADDED, 5, COUNTED)}
    cases = {f"length-{count}": case(count) for count in LENGTHS if not (brief and count == 63)}
    if not model.can_generate():
        cases["padded"] = case(PADDED, COUNTED)
    if model.config.model_type == "bert":
        cases["segments"] = case(PADDED, token_type_ids=(torch.arange(PADDED) >= COUNTED).long())
    return cases


def run(model, case):
    """What a model makes of a case, cut to what counts."""
    translates = model.config.is_encoder_decoder
    count, total = int(case["length"]), len(case["input_ids"])
    source = int(case["source_length"]) if translates else count
    arguments = {"output_attentions": True, "output_hidden_states": True}
    if translates:
        arguments |= {"input_ids": case["source_ids"][None], "decoder_input_ids": case["input_ids"][None]}
    else:
        arguments |= {"input_ids": case["input_ids"][None]}
    if source < len(arguments["input_ids"][0]):
        arguments["attention_mask"] = (torch.arange(len(arguments["input_ids"][0])) < source).long()[None]
    if "token_type_ids" in case:
        arguments["token_type_ids"] = case["token_type_ids"][None]
    with torch.no_grad():
        output = model(**arguments)

    result = {}

    def keep(name, tensors, *counts):
        for layer, tensor in enumerate(tensors):
            tensor = tensor[0]
            if "attentions" in name:
                assert not tensor[:, :counts[0], counts[1]:].any(), "padding is seen"
                tensor = tensor[:, :counts[0], :counts[1]]
            result[f"{name}.{layer}"] = tensor[:, :counts[0]] if "attentions" in name else tensor[:counts[0]]

    prefix = "decoder_" if translates else ""
    keep("attentions", output[prefix + "attentions"], count, count)
    keep("hidden_states", output[prefix + "hidden_states"], count)
    if translates:
        keep("cross_attentions", output.cross_attentions, count, source)
        keep("encoder_attentions", output.encoder_attentions, source, source)
        keep("encoder_hidden_states", output.encoder_hidden_states, source)
        assert output.encoder_last_hidden_state is output.encoder_hidden_states[-1]
    else:
        assert "last_hidden_state" not in output or torch.equal(output.last_hidden_state, output.hidden_states[-1])
    if "logits" in output:
        result["logits"] = output.logits[0, :count]
    if output.get("pooler_output") is not None:
        result["pooled"] = output.pooler_output[0]
    assert all(tensor.isfinite().all() for tensor in result.values())
    return result


def generation(model, generator):
    """A prompt (and a source) whose most probable continuation is not close anywhere, ends nowhere and has some variety."""
    model.generation_config.eos_token_id = model.generation_config.forced_eos_token_id = None

    def continued(ids):
        output = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, num_beams=1, max_new_tokens=NEW_IDS,
                                pad_token_id=0, return_dict_in_generate=True, output_logits=True)
        top = torch.stack(output.logits, 1).topk(2).values
        return output.sequences[:, :-NEW_IDS], output.sequences[:, -NEW_IDS:], (top[..., 0] - top[..., 1]).amin(1)

    sources = torch.randint(3, VOCABULARY, (200, 5), generator=generator)
    _, written, margins = continued(sources)
    varieties = [len(set(ids.tolist())) if margin > MARGIN and END not in ids else 0 for ids, margin in zip(written, margins)]
    best = varieties.index(max(varieties))
    prompt, alone, margin = continued(sources[best:best + 1])
    assert varieties[best] and torch.equal(alone[0], written[best])
    found = {"prompt": prompt[0], "ids": alone[0]} | ({"source_ids": sources[best]} if model.config.is_encoder_decoder else {})
    return found, varieties[best], float(margin)


# Double precision

@contextlib.contextmanager
def double_precision():
    """Within it, what transformers computes in single precision whatever the weights' is computed in double."""
    kept = torch.float32, torch.float, torch.Tensor.float
    torch.float32 = torch.float = torch.float64
    torch.Tensor.float = torch.Tensor.double
    try:
        yield
    finally:
        torch.float32, torch.float, torch.Tensor.float = kept


def doubled(model):
    """The same model in double precision. Its frequencies of rotation are computed anew."""
    twin = type(model)(model.config).double().eval()
    twin.load_state_dict(model.state_dict())
    return twin


def kind_of(name):
    return "attentions" if "attentions" in name else "hidden_states" if "hidden" in name else "logits"


# Folders

def opened(folder, kind):
    """Reads a folder as a user would. Tensors that are there for nothing are those of old files."""
    model, report = kind.from_pretrained(folder, output_loading_info=True, attn_implementation="eager", dtype=torch.float32)
    for problem, names in report.items():
        ignored = [name for name in names if problem == "unexpected_keys" and any(
            part in name for part in ("pooler", "seq_relationship", "position_ids", "rotary_emb"))]
        if set(names) - set(ignored):
            raise SystemExit(f"{folder.name}: {problem}: {sorted(names)}")
    return model.eval()


def make(folder, recipe):
    """Writes one folder; returns what the table says of it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    recipe.save(recipe.make(), folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    model = opened(folder, recipe.read)

    generator = torch.Generator().manual_seed(recipe.seed)
    cases = inputs_of(model, generator, recipe.brief)
    tensors, differences, spread = {}, dict.fromkeys(TOLERANCES, 0.0), []
    with double_precision():
        exact_model = doubled(model)
        exact = {name: run(exact_model, case) for name, case in cases.items()}
    for name, case in cases.items():
        expected = run(model, case)
        for part, tensor in expected.items():
            kind = kind_of(part)
            differences[kind] = max(differences[kind], float((tensor - exact[name][part]).abs().max()))
        if "logits" in expected:
            spread.append(expected["logits"].std(-1).mean())
        sharpest = [float(t.max(-1).values.mean()) for part, t in expected.items() if kind_of(part) == "attentions"]
        tensors |= {f"{name}.{part}": tensor for part, tensor in (case | expected).items()}
    row = {"spread": float(torch.tensor(spread).mean()) if spread else None, "sharpest": sum(sharpest) / len(sharpest)}
    if model.can_generate():
        written, row["variety"], row["margin"] = generation(model, generator)
        tensors |= {f"generate.{part}": tensor for part, tensor in written.items()}
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, folder / "cases.safetensors",
              metadata={"format": "pt"})
    row["bytes"] = sum(path.stat().st_size for path in folder.iterdir())
    return row | differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("output", nargs="?", type=pathlib.Path, default=root / "Tests" / "Fixtures" / "families")
    parser.add_argument("--only", nargs="+", choices=MODELS, default=list(MODELS))
    options = parser.parse_args()
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()

    print("single precision against double, and how weights were drawn\n")
    columns = ("bytes", *TOLERANCES, "spread", "sharpest", "variety", "margin")
    print(f"{'':20}" + "".join(f"{name:>14}" for name in columns))
    failed, total = False, 0
    for name in options.only:
        row = make(options.output / name, MODELS[name])
        total += row["bytes"]
        failed |= any(row[kind] > tolerance / 2 for kind, tolerance in TOLERANCES.items())
        print(f"{name:20}" + "".join(
            f"{'' if row.get(column) is None else format(row[column], '.2g' if column != 'bytes' else 'd'):>14}"
            for column in columns), flush=True)
    print(f"{'together':20}{total:>14}")
    print(f"{'half a tolerance':20}{'':14}" + "".join(f"{tolerance / 2:>14.2g}" for tolerance in TOLERANCES.values()))
    if failed:
        raise SystemExit("single precision is too noisy for the tolerances")


if __name__ == "__main__":
    main()

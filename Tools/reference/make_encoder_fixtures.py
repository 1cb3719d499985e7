"""Writes the encoders' reference models, activations, gradients and training steps that the engine's tests compare with.

    python make_encoder_fixtures.py [OUTPUT]        # default: Tests/Fixtures

Tiny BERTs of awkward sizes with their head for hidden words, run by transformers as make_fixtures.py runs its GPT-2s. For
each model the folder holds the same files, but `trace.safetensors` also has a batch with padding and segments:
`padded.input_ids`, `padded.segments`, `padded.lengths`, and its `padded.logits`, in which rows of padding count for nothing.

Names of parameters are BERT's without the prefix `bert.`; queries, keys and values are one parameter,
`attention.self.query_key_value`, as the engine has them.
"""

import math
import pathlib
import sys

import torch
from make_fixtures import BATCH, IGNORED, LENGTH, STEPS, norm_parts, save, train_on, watched
from transformers import BertConfig, BertForMaskedLM

MODELS = {
    # 3 heads of width 7; an MLP that is no multiple of the width.
    "tiny-bert": dict(num_hidden_layers=2, num_attention_heads=3, hidden_size=21, intermediate_size=50, vocab_size=97,
                      max_position_embeddings=19),
    # Another epsilon, three segments, a head of its own.
    "tiny-bert-untied": dict(num_hidden_layers=3, num_attention_heads=2, hidden_size=12, intermediate_size=48,
                             vocab_size=31, max_position_embeddings=13, type_vocab_size=3, layer_norm_eps=1e-5,
                             tie_word_embeddings=False),
}


def make_model(options, seed):
    """A BERT with random weights large enough that every head looks somewhere and every GELU bends."""
    torch.manual_seed(seed)
    config = BertConfig(**options, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=0)
    config._attn_implementation = "eager"
    model = BertForMaskedLM(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if "LayerNorm" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif "embeddings" in name or "decoder" in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise * 1.5 / math.sqrt(parameter.shape[1]))
    return model


def make_batch(config, generator):
    """Random ids, and labels for some of them."""
    ids = torch.randint(config.vocab_size, (BATCH, LENGTH), generator=generator)
    labels = torch.where(torch.rand(ids.shape, generator=generator) < 0.3, ids, IGNORED)
    labels[0, 0] = ids[0, 0]
    hidden = torch.where(labels == IGNORED, ids, 3)
    return hidden, labels


def activations(model, ids):
    """Every activation of one sequence: the modules' own outputs where they have one, computed from them where not."""
    config, trace = model.config, {}
    output, seen = watched(model, ids)
    length, heads = len(ids), config.num_attention_heads
    width = config.hidden_size // heads

    def norm(place, name):
        trace[place + ".hook_scale"], trace[place + ".hook_normalized"] = norm_parts(
            model.get_submodule(name), seen[name + "#in"][0], seen[name][0], config.layer_norm_eps)
        return seen[name][0]

    trace["hook_embed"] = seen["bert.embeddings.word_embeddings"][0]
    trace["hook_pos_embed"] = seen["bert.embeddings.position_embeddings"].reshape(length, -1)
    trace["hook_token_type_embed"] = seen["bert.embeddings.token_type_embeddings"].reshape(length, -1)
    trace["hook_typed_embed"] = trace["hook_embed"] + trace["hook_token_type_embed"]
    trace["hook_full_embed"] = seen["bert.embeddings.LayerNorm#in"][0]
    norm("ln_embed", "bert.embeddings.LayerNorm")
    for layer in range(config.num_hidden_layers):
        block, name = f"blocks.{layer}", f"bert.encoder.layer.{layer}"
        trace[f"{block}.hook_resid_pre"] = output.hidden_states[layer][0]
        q, k, v = (seen[f"{name}.attention.self.{part}"][0].reshape(length, heads, width)
                   for part in ("query", "key", "value"))
        scores = torch.einsum("qhe,khe->hqk", q, k) / math.sqrt(width)
        trace[f"{block}.attn.hook_q"], trace[f"{block}.attn.hook_k"], trace[f"{block}.attn.hook_v"] = q, k, v
        trace[f"{block}.attn.hook_attn_scores"] = scores
        trace[f"{block}.attn.hook_pattern"] = output.attentions[layer][0]
        torch.testing.assert_close(scores.softmax(-1), output.attentions[layer][0])
        trace[f"{block}.attn.hook_z"] = seen[f"{name}.attention.output.dense#in"][0].reshape(length, heads, width)
        trace[f"{block}.hook_attn_out"] = seen[f"{name}.attention.output.dense"][0]
        trace[f"{block}.hook_attn_sum"] = seen[f"{name}.attention.output.LayerNorm#in"][0]
        trace[f"{block}.hook_resid_mid"] = norm(f"{block}.ln1", f"{name}.attention.output.LayerNorm")
        trace[f"{block}.mlp.hook_pre"] = seen[f"{name}.intermediate.dense"][0]
        trace[f"{block}.mlp.hook_post"] = seen[f"{name}.output.dense#in"][0]
        trace[f"{block}.hook_mlp_out"] = seen[f"{name}.output.dense"][0]
        trace[f"{block}.hook_mlp_sum"] = seen[f"{name}.output.LayerNorm#in"][0]
        trace[f"{block}.hook_resid_post"] = norm(f"{block}.ln2", f"{name}.output.LayerNorm")
        torch.testing.assert_close(trace[f"{block}.hook_resid_post"], output.hidden_states[layer + 1][0])
    trace["head.hook_pre"] = seen["cls.predictions.transform.dense"][0]
    trace["head.hook_post"] = seen["cls.predictions.transform.LayerNorm#in"][0]
    norm("ln_final", "cls.predictions.transform.LayerNorm")
    trace["logits"] = output.logits[0]
    return trace


def padded(model, generator):
    """Sequences of three lengths in two segments, and what the model says of them."""
    config = model.config
    ids = torch.randint(config.vocab_size, (BATCH, LENGTH), generator=generator)
    segments = torch.randint(config.type_vocab_size, (BATCH, LENGTH), generator=generator)
    lengths = torch.tensor([LENGTH, LENGTH // 2, 1])
    mask = (torch.arange(LENGTH)[None] < lengths[:, None]).long()
    with torch.no_grad():
        logits = model(ids, attention_mask=mask, token_type_ids=segments).logits
    return {"padded.input_ids": ids, "padded.segments": segments, "padded.lengths": lengths, "padded.logits": logits}


def loss_of(model, ids, labels):
    logits = model(ids).logits
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED), logits


def joined(tensors):
    """Tensors by the engine's names: without the prefix, queries, keys and values in one."""
    result = {}
    for name, tensor in tensors:
        name = name.removeprefix("bert.")
        if ".attention.self.query." in name:
            others = dict(tensors)
            parts = [others["bert." + name.replace(".query.", f".{part}.")] for part in ("query", "key", "value")]
            result[name.replace(".query.", ".query_key_value.")] = torch.cat(parts)
        elif ".attention.self." not in name:
            result[name] = tensor
    # In transformers the head's bias is a parameter of the decoder's, which is the same tensor.
    if "cls.predictions.decoder.bias" in result:
        result["cls.predictions.bias"] = result.pop("cls.predictions.decoder.bias")
    return result


def make(folder, options, seed):
    folder.mkdir(parents=True, exist_ok=True)
    model = make_model(options, seed)
    model.save_pretrained(folder)
    for name in folder.glob("generation_config.json"):
        name.unlink()
    model = model.double()
    generator = torch.Generator().manual_seed(seed)

    ids, labels = make_batch(model.config, generator)
    loss, logits = loss_of(model, ids, labels)
    loss.backward()
    save(folder / "trace.safetensors",
         activations(model, ids[0]) | padded(model, generator)
         | {"batch.input_ids": ids, "batch.targets": labels, "batch.logits": logits, "batch.loss": loss,
            "input_ids": ids[0].clone()})
    save(folder / "gradients.safetensors", joined([(name, p.grad) for name, p in model.named_parameters()]))

    batches = [make_batch(model.config, generator) for _ in range(STEPS)]
    losses, norms = train_on(model, batches, loss_of)
    save(folder / "training.safetensors",
         joined([(name, p) for name, p in model.named_parameters()])
         | {"batches.input_ids": torch.stack([b[0] for b in batches]),
            "batches.targets": torch.stack([b[1] for b in batches]),
            "batches.losses": losses, "batches.gradient_norms": norms})
    print(folder.name, "loss", loss.item(), "losses", losses.tolist(), "gradient norms", norms.tolist())


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests" / "Fixtures"
    for seed, (name, options) in enumerate(MODELS.items(), start=40):
        make(output / name, options, seed)

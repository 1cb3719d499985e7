"""Writes the encoder–decoders' reference models, activations, gradients and training steps that the engine's tests compare
with.

    python make_translator_fixtures.py [OUTPUT]        # default: Tests/Fixtures

Tiny BARTs of awkward sizes, run by transformers as make_fixtures.py runs its GPT-2s. For each model the folder holds the
same files. What is called `input_ids` is what the decoder reads; the encoder reads `source_ids`, of which `source_lengths`
count in a batch, the others only fill it up.

Names of parameters are BART's without the prefix `model.`; queries, keys and values of self-attention are one parameter,
`self_attn.query_key_value`, keys and values of cross-attention another, `encoder_attn.key_value`, as the engine has them.
"""

import math

import torch
from fixtures import BATCH, IGNORED, LENGTH, main, norm_parts, randomize, watched, write
from transformers import BartConfig, BartForConditionalGeneration

MODELS = {
    # 3 heads of width 7; an MLP that is no multiple of the width.
    "tiny-bart": dict(encoder_layers=1, decoder_layers=2, encoder_attention_heads=3, decoder_attention_heads=3, d_model=21,
                      encoder_ffn_dim=50, decoder_ffn_dim=50, vocab_size=97, max_position_embeddings=19),
    # More blocks in the encoder than in the decoder.
    "tiny-bart-deep": dict(encoder_layers=2, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2,
                           d_model=12, encoder_ffn_dim=48, decoder_ffn_dim=48, vocab_size=31,
                           max_position_embeddings=13),
}
SOURCE_LENGTHS = torch.tensor([LENGTH, LENGTH // 2, 2])
SOURCE_MASK = (torch.arange(LENGTH)[None] < SOURCE_LENGTHS[:, None]).long()


def make_model(options, seed):
    """A BART with random weights."""
    torch.manual_seed(seed)
    config = BartConfig(**options, dropout=0.0, attention_dropout=0.0, activation_dropout=0.0, pad_token_id=0, bos_token_id=1,
                        eos_token_id=2, decoder_start_token_id=1, forced_eos_token_id=None)
    config._attn_implementation = "eager"
    model = BartForConditionalGeneration(config).eval()
    randomize(model, "norm", ("embed", "shared", "lm_head"))
    with torch.no_grad():
        model.final_logits_bias.copy_(0.1 * torch.randn_like(model.final_logits_bias))
    return model


def make_batch(config, generator):
    """Random ids for decoder and encoder, and targets of which some are ignored; no padding, whose row PyTorch never trains."""
    ids, source, targets = (torch.randint(1, config.vocab_size, (BATCH, LENGTH), generator=generator) for _ in range(3))
    targets = torch.where(torch.rand(ids.shape, generator=generator) < 0.2, IGNORED, targets)
    return ids, source, targets


def activations(model, ids, source):
    """Every activation of one pair: the modules' own outputs where they have one, computed from them where not."""
    config, trace = model.config, {}
    output, seen = watched(model, source, decoder_input_ids=ids[None])
    heads = config.decoder_attention_heads
    width = config.d_model // heads

    def norm(place, name):
        trace[place + ".hook_scale"], trace[place + ".hook_normalized"] = norm_parts(
            model.get_submodule(name), seen[name + "#in"][0], seen[name][0], 1e-5)
        return seen[name][0]

    def attention(place, name, weights):
        q, k, v = (seen[f"{name}.{part}_proj"][0].reshape(-1, heads, width) for part in "qkv")
        scores = torch.einsum("qhe,khe->hqk", q, k) / math.sqrt(width)
        if place.startswith("decoder") and not place.endswith("cross_attn"):
            scores = scores.masked_fill(torch.ones(len(q), len(k)).triu(1).bool(), -math.inf)
        torch.testing.assert_close(scores.softmax(-1), weights[0])
        trace[f"{place}.hook_q"], trace[f"{place}.hook_k"], trace[f"{place}.hook_v"] = q, k, v
        trace[f"{place}.hook_attn_scores"], trace[f"{place}.hook_pattern"] = scores, weights[0]
        trace[f"{place}.hook_z"] = seen[f"{name}.out_proj#in"][0].reshape(-1, heads, width)
        return seen[f"{name}.out_proj"][0]

    def stack(half, layers, states, self_weights, cross_weights):
        trace[f"{half}.hook_embed"] = model.model.shared.weight[source if half == "encoder" else ids].detach()
        trace[f"{half}.hook_full_embed"] = seen[f"model.{half}.layernorm_embedding#in"][0]
        trace[f"{half}.hook_pos_embed"] = trace[f"{half}.hook_full_embed"] - trace[f"{half}.hook_embed"]
        norm(f"{half}.ln_embed", f"model.{half}.layernorm_embedding")
        for layer in range(layers):
            block, name = f"{half}.blocks.{layer}", f"model.{half}.layers.{layer}"
            trace[f"{block}.hook_resid_pre"] = states[layer][0]
            trace[f"{block}.hook_attn_out"] = attention(f"{block}.attn", f"{name}.self_attn", self_weights[layer])
            trace[f"{block}.hook_attn_sum"] = seen[f"{name}.self_attn_layer_norm#in"][0]
            trace[f"{block}.hook_resid_mid"] = norm(f"{block}.ln1", f"{name}.self_attn_layer_norm")
            if cross_weights:
                trace[f"{block}.hook_cross_attn_out"] = attention(
                    f"{block}.cross_attn", f"{name}.encoder_attn", cross_weights[layer])
                trace[f"{block}.hook_cross_attn_sum"] = seen[f"{name}.encoder_attn_layer_norm#in"][0]
                trace[f"{block}.hook_resid_cross"] = norm(f"{block}.ln_cross", f"{name}.encoder_attn_layer_norm")
            trace[f"{block}.mlp.hook_pre"] = seen[f"{name}.fc1"][0]
            trace[f"{block}.mlp.hook_post"] = seen[f"{name}.fc2#in"][0]
            trace[f"{block}.hook_mlp_out"] = seen[f"{name}.fc2"][0]
            trace[f"{block}.hook_mlp_sum"] = seen[f"{name}.final_layer_norm#in"][0]
            trace[f"{block}.hook_resid_post"] = norm(f"{block}.ln2", f"{name}.final_layer_norm")
            torch.testing.assert_close(trace[f"{block}.hook_resid_post"], states[layer + 1][0])

    stack("encoder", config.encoder_layers, output.encoder_hidden_states, output.encoder_attentions, None)
    stack("decoder", config.decoder_layers, output.decoder_hidden_states, output.decoder_attentions,
          output.cross_attentions)
    trace["logits"] = output.logits[0]
    return trace


def loss_of(model, ids, source, targets):
    logits = model(source, attention_mask=SOURCE_MASK, decoder_input_ids=ids).logits
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED), logits


def joined(tensors):
    """Tensors by the engine's names: without the prefix, what stands side by side in one."""
    result, others = {}, dict(tensors)
    for name, tensor in tensors:
        short = name.removeprefix("model.")
        if ".self_attn.q_proj." in name:
            parts = [others[name.replace(".q_proj.", f".{part}_proj.")] for part in "qkv"]
            result[short.replace(".q_proj.", ".query_key_value.")] = torch.cat(parts)
        elif ".encoder_attn.k_proj." in name:
            parts = [others[name.replace(".k_proj.", f".{part}_proj.")] for part in "kv"]
            result[short.replace(".k_proj.", ".key_value.")] = torch.cat(parts)
        elif not any(f".{part}_proj." in name for part in "kv") and ".self_attn.q_proj." not in name:
            result[short] = tensor
    return result


def make(folder, options, seed):
    write(folder, make_model(options, seed), seed, ("input_ids", "source_ids", "targets"), make_batch, loss_of,
          lambda model, batch, _: activations(model, batch[0][0], batch[1][0]), joined,
          constants={"source_lengths": SOURCE_LENGTHS})


if __name__ == "__main__":
    main(MODELS, make, first_seed=90)

"""Writes the reference models, activations, gradients and training steps that the engine's tests compare with.

    python make_fixtures.py [OUTPUT]        # default: Tests/Fixtures

Two tiny GPT-2s of awkward sizes, run by transformers with eager attention in double precision (so that what is stored is
right to the last bit of a float, and a test's tolerance is the engine's own error). For each model the folder holds

    config.json, model.safetensors   what save_pretrained writes
    trace.safetensors                every activation of sequence 0, and the batch, its logits and its loss
    gradients.safetensors            the gradient of every parameter of that batch's mean cross-entropy
    training.safetensors             five batches, and after five steps of AdamW every parameter
    token-run.safetensors            (tied model only) a hundred batches with Hugging Face's labels, the loss of each of a
                                     hundred steps of AdamW as PyTorch makes it (everything decays), and every parameter
                                     after five of them, named after/PARAMETER
    optimizers.safetensors           (untied model only) every parameter after five steps of each optimiser along multiples of
                                     that gradient, named KIND/PARAMETER

Names of activations are TransformerLens's, names of parameters GPT-2's without the prefix `transformer.`.
"""

import math

import torch
from fixtures import (BATCH, BETAS, DECAY, EPSILON, IGNORED, LEARNING_RATE, LENGTH, main, norm_parts, randomize, save, watched,
                      write)
from transformers import GPT2Config, GPT2LMHeadModel

MODELS = {
    # 7 heads of width 5; an MLP that is no multiple of the width; a tied head.
    "tiny-gpt2": dict(n_layer=2, n_head=7, n_embd=35, n_inner=50, vocab_size=97, n_positions=19,
                      tie_word_embeddings=True),
    # n_inner left to its default of 4 × width; a head of its own; another epsilon.
    "tiny-gpt2-untied": dict(n_layer=3, n_head=3, n_embd=12, n_inner=None, vocab_size=31, n_positions=13,
                             tie_word_embeddings=False, layer_norm_epsilon=1e-3),
}


def make_model(options, seed):
    """A GPT-2 with random weights."""
    torch.manual_seed(seed)
    config = GPT2Config(**options, embd_pdrop=0.0, attn_pdrop=0.0, resid_pdrop=0.0, bos_token_id=1, eos_token_id=2)
    config._attn_implementation = "eager"
    model = GPT2LMHeadModel(config).eval()
    randomize(model, "ln_", ("wte", "wpe", "lm_head"), inputs=0)
    return model


def make_batch(config, generator):
    """Random ids, and as targets the next id of each row; a few targets count for nothing."""
    ids = torch.randint(config.vocab_size, (BATCH, LENGTH), generator=generator)
    labels = ids.clone()
    labels[1, 4] = labels[2, 8:] = IGNORED
    targets = torch.full_like(labels, IGNORED)
    targets[:, :-1] = labels[:, 1:]
    return ids, labels, targets


def activations(model, ids):
    """Every activation of one sequence: the modules' own outputs where they have one, computed from them where not."""
    config, trace = model.config, {}
    output, seen = watched(model, ids)
    length, heads, width = len(ids), config.n_head, config.n_embd // config.n_head
    visible = torch.ones(length, length).tril().bool()

    def norm(place, name):
        trace[place + ".hook_scale"], trace[place + ".hook_normalized"] = norm_parts(
            model.get_submodule(name), seen[name + "#in"][0], seen[name][0], config.layer_norm_epsilon)

    trace["hook_embed"] = seen["transformer.wte"][0]
    trace["hook_pos_embed"] = seen["transformer.wpe"].reshape(length, -1)
    for layer in range(config.n_layer):
        block, name = f"blocks.{layer}", f"transformer.h.{layer}"
        trace[f"{block}.hook_resid_pre"] = seen[f"{name}#in"][0]
        norm(f"{block}.ln1", f"{name}.ln_1")
        q, k, v = (part.reshape(length, heads, width)
                   for part in seen[f"{name}.attn.c_attn"][0].split(config.n_embd, dim=-1))
        scores = torch.einsum("qhe,khe->hqk", q, k) / math.sqrt(width)
        trace[f"{block}.attn.hook_q"], trace[f"{block}.attn.hook_k"], trace[f"{block}.attn.hook_v"] = q, k, v
        trace[f"{block}.attn.hook_attn_scores"] = scores.masked_fill(~visible, -math.inf)
        trace[f"{block}.attn.hook_pattern"] = output.attentions[layer][0]
        torch.testing.assert_close(scores.masked_fill(~visible, -math.inf).softmax(-1), output.attentions[layer][0])
        trace[f"{block}.attn.hook_z"] = seen[f"{name}.attn.c_proj#in"][0].reshape(length, heads, width)
        trace[f"{block}.hook_attn_out"] = seen[f"{name}.attn.c_proj"][0]
        trace[f"{block}.hook_resid_mid"] = seen[f"{name}.ln_2#in"][0]
        norm(f"{block}.ln2", f"{name}.ln_2")
        trace[f"{block}.mlp.hook_pre"] = seen[f"{name}.mlp.c_fc"][0]
        trace[f"{block}.mlp.hook_post"] = seen[f"{name}.mlp.c_proj#in"][0]
        trace[f"{block}.hook_mlp_out"] = seen[f"{name}.mlp.c_proj"][0]
        trace[f"{block}.hook_resid_post"] = seen[name][0]
        torch.testing.assert_close(trace[f"{block}.hook_resid_pre"], output.hidden_states[layer][0])
    norm("ln_final", "transformer.ln_f")
    trace["logits"] = output.logits[0]
    return trace


def loss_of(model, ids, labels, targets):
    """transformers' loss, checked against the cross-entropy of the targets as the engine counts it."""
    output = model(ids, labels=labels)
    ours = torch.nn.functional.cross_entropy(
        output.logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)
    torch.testing.assert_close(output.loss.double(), ours, rtol=0, atol=1e-5)  # transformers' loss is in single precision
    return ours, output.logits


def named(tensors):
    """Tensors by the names that stand in the engine; a tied head appears once."""
    return {name.removeprefix("transformer."): tensor for name, tensor in tensors}


# What each optimiser is made with. The gradient of step i is FACTORS[i] times the fixture's: powers of two, so that the
# product is exact in single precision too.
FACTORS = (1.0, -0.5, 0.25, 2.0, -1.0)
OPTIMIZERS = {
    "sgd": lambda groups: torch.optim.SGD(groups, lr=0.01, momentum=0.9),
    "sgd-plain": lambda groups: torch.optim.SGD(groups, lr=0.01, momentum=0.0),
    "adam": lambda groups: torch.optim.Adam(groups, lr=LEARNING_RATE, betas=BETAS, eps=EPSILON),
    "adamw": lambda groups: torch.optim.AdamW(groups, lr=LEARNING_RATE, betas=BETAS, eps=EPSILON),
}


def optimize(start, gradients):
    """Every parameter after five steps of each optimiser, in double precision; matrices alone decay."""
    result = {}
    for kind, make_optimizer in OPTIMIZERS.items():
        moved = {name: torch.nn.Parameter(value.detach().double().clone()) for name, value in start.items()}
        optimizer = make_optimizer([
            dict(params=[p for p in moved.values() if p.dim() >= 2], weight_decay=DECAY),
            dict(params=[p for p in moved.values() if p.dim() < 2], weight_decay=0.0)])
        for factor in FACTORS:
            for name, parameter in moved.items():
                parameter.grad = gradients[name].float().double() * factor
            optimizer.step()
        result |= {f"{kind}/{name}": parameter for name, parameter in moved.items()}
    return result


def token_run(options, seed, steps=100, after=5):
    """A run as a user of transformers would write it: labels beside the ids, AdamW's own defaults, no clipping."""
    model = make_model(options, seed).double()
    generator = torch.Generator().manual_seed(seed + 100)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE)
    batches = [make_batch(model.config, generator) for _ in range(steps)]
    losses, moved = [], {}
    for step, batch in enumerate(batches, start=1):
        optimizer.zero_grad()
        loss, _ = loss_of(model, *batch)
        loss.backward()
        losses.append(loss.detach())
        optimizer.step()
        if step == after:
            moved = {f"after/{name}": parameter.detach().clone() for name, parameter in named(model.named_parameters()).items()}
    return moved | {"input_ids": torch.stack([b[0] for b in batches]),
                    "labels": torch.stack([b[1] for b in batches]), "losses": torch.stack(losses)}


def make(folder, options, seed):
    gradients = write(
        folder, make_model(options, seed), seed, ("input_ids", None, "targets"), make_batch, loss_of,
        lambda model, batch, _: activations(model, batch[0][0]), named)
    if options["tie_word_embeddings"]:
        save(folder / "token-run.safetensors", token_run(options, seed))
    else:
        start = named(make_model(options, seed).named_parameters())
        save(folder / "optimizers.safetensors", optimize(start, gradients))


if __name__ == "__main__":
    main(MODELS, make, first_seed=20)

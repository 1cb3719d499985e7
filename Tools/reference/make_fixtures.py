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
import os
import pathlib
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors.torch import save_file
from transformers import GPT2Config, GPT2LMHeadModel

BATCH, LENGTH, STEPS = 3, 11, 5
IGNORED = -100
LEARNING_RATE, BETAS, EPSILON, DECAY, CLIP = 1e-3, (0.9, 0.999), 1e-8, 0.1, 1.0

MODELS = {
    # 7 heads of width 5; an MLP that is no multiple of the width; a tied head.
    "tiny-gpt2": dict(n_layer=2, n_head=7, n_embd=35, n_inner=50, vocab_size=97, n_positions=19,
                      tie_word_embeddings=True),
    # n_inner left to its default of 4 × width; a head of its own; another epsilon.
    "tiny-gpt2-untied": dict(n_layer=3, n_head=3, n_embd=12, n_inner=None, vocab_size=31, n_positions=13,
                             tie_word_embeddings=False, layer_norm_epsilon=1e-3),
}


def make_model(options, seed):
    """A GPT-2 with random weights large enough that every head looks somewhere and every GELU bends."""
    torch.manual_seed(seed)
    config = GPT2Config(**options, embd_pdrop=0.0, attn_pdrop=0.0, resid_pdrop=0.0, bos_token_id=1, eos_token_id=2)
    config._attn_implementation = "eager"
    model = GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if "ln_" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif "wte" in name or "wpe" in name or "lm_head" in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise * 1.5 / math.sqrt(parameter.shape[0]))
    return model


def make_batch(config, generator):
    """Random ids, and as targets the next id of each row; a few targets count for nothing."""
    ids = torch.randint(config.vocab_size, (BATCH, LENGTH), generator=generator)
    labels = ids.clone()
    labels[1, 4] = labels[2, 8:] = IGNORED
    targets = torch.full_like(labels, IGNORED)
    targets[:, :-1] = labels[:, 1:]
    return ids, labels, targets


def watched(model, ids, **more):
    """What a model makes of one sequence, and what goes into and comes out of each of its modules, by the module's name."""
    seen, hooks = {}, []
    for name, module in model.named_modules():
        def record(module, inputs, output, name=name):
            seen[name] = output[0] if isinstance(output, tuple) else output
            seen[name + "#in"] = inputs[0] if inputs else None
        hooks.append(module.register_forward_hook(record))
    with torch.no_grad():
        output = model(ids[None], output_attentions=True, output_hidden_states=True, **more)
    for hook in hooks:
        hook.remove()
    return output, seen


def norm_parts(module, x, y, epsilon):
    """Scale and normalised rows of a layer norm, checked against what it made of them."""
    centred = x - x.mean(-1, keepdim=True)
    scale = (centred.pow(2).mean(-1, keepdim=True) + epsilon).sqrt()
    torch.testing.assert_close(centred / scale * module.weight + module.bias, y)
    return scale, centred / scale


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


def parameters(model):
    """Parameters by the names that stand in the engine; a tied head appears once."""
    return {name.removeprefix("transformer."): parameter for name, parameter in model.named_parameters()}


def train_on(model, batches, loss_of):
    """Five steps of AdamW with decoupled decay on matrices alone; the loss and gradient norm before each step."""
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW(
        [dict(params=matrices, weight_decay=DECAY), dict(params=vectors, weight_decay=0.0)],
        lr=LEARNING_RATE, betas=BETAS, eps=EPSILON)
    losses, norms = [], []
    for batch in batches:
        optimizer.zero_grad()
        loss, _ = loss_of(model, *batch)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP))
        losses.append(loss.detach())
        optimizer.step()
    return torch.stack(losses), torch.stack(norms)


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
            moved = {f"after/{name}": parameter.detach().clone() for name, parameter in parameters(model).items()}
    return moved | {"input_ids": torch.stack([b[0] for b in batches]),
                    "labels": torch.stack([b[1] for b in batches]), "losses": torch.stack(losses)}


def save(path, tensors):
    """Writes floating-point tensors as F32 and whole numbers as I64."""
    single = {name: (t.detach().float() if t.is_floating_point() else t).contiguous().clone()
              for name, t in tensors.items()}
    save_file(single, path, metadata={"format": "pt"})


def make(folder, options, seed):
    folder.mkdir(parents=True, exist_ok=True)
    model = make_model(options, seed)
    model.save_pretrained(folder)
    for name in folder.glob("generation_config.json"):
        name.unlink()
    model = model.double()
    generator = torch.Generator().manual_seed(seed)

    ids, labels, targets = make_batch(model.config, generator)
    loss, logits = loss_of(model, ids, labels, targets)
    loss.backward()
    save(folder / "trace.safetensors",
         activations(model, ids[0]) | {"batch.input_ids": ids, "batch.targets": targets, "batch.logits": logits,
                                       "batch.loss": loss, "input_ids": ids[0].clone()})
    gradients = {name: p.grad for name, p in parameters(model).items()}
    save(folder / "gradients.safetensors", gradients)
    if not options["tie_word_embeddings"]:
        save(folder / "optimizers.safetensors", optimize(parameters(model), gradients))

    else:
        save(folder / "token-run.safetensors", token_run(options, seed))

    batches = [make_batch(model.config, generator) for _ in range(STEPS)]
    losses, norms = train_on(model, batches, loss_of)
    save(folder / "training.safetensors",
         parameters(model) | {"batches.input_ids": torch.stack([b[0] for b in batches]),
                              "batches.targets": torch.stack([b[2] for b in batches]),
                              "batches.losses": losses, "batches.gradient_norms": norms})
    print(folder.name, "loss", loss.item(), "losses", losses.tolist(), "gradient norms", norms.tolist())


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests" / "Fixtures"
    for seed, (name, options) in enumerate(MODELS.items(), start=20):
        make(output / name, options, seed)

"""What all reference models share: how their weights are drawn, what is watched in them, how they train and what is written."""

import math
import os
import pathlib
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors.torch import save_file

BATCH, LENGTH, STEPS = 3, 11, 5
IGNORED = -100
LEARNING_RATE, BETAS, EPSILON, DECAY, CLIP = 1e-3, (0.9, 0.999), 1e-8, 0.1, 1.0


def randomize(model, norms, embeddings, inputs=1):
    """Gives a model random weights large enough that every head looks somewhere and every GELU bends.

    norms, embeddings: parts of the names of layer norms and of tables and heads; inputs: a matrix's dimension that is as long
    as what it multiplies.
    """
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if norms in name and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif any(part in name for part in embeddings):
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise * 1.5 / math.sqrt(parameter.shape[inputs]))


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


def save(path, tensors):
    """Writes floating-point tensors as F32 and whole numbers as I64."""
    single = {name: (t.detach().float() if t.is_floating_point() else t).contiguous().clone()
              for name, t in tensors.items()}
    save_file(single, path, metadata={"format": "pt"})


def write(folder, model, seed, names, make_batch, loss_of, trace, joined, constants={}):
    """Writes a model, and what make_fixtures.py tells of; returns its gradients by the engine's names.

    names: what the tensors of make_batch(config, generator) are called, None for one that isn't kept; loss_of(model, *batch):
    loss and logits; trace(model, batch, generator): what trace.safetensors holds besides the batch; joined: tensors with their
    names to tensors by the engine's names; constants: what belongs to every batch.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    for name in folder.glob("generation_config.json"):
        name.unlink()
    model = model.double()
    generator = torch.Generator().manual_seed(seed)

    batch = make_batch(model.config, generator)
    loss, logits = loss_of(model, *batch)
    loss.backward()
    kept = {name: tensor for name, tensor in zip(names, batch) if name}
    save(folder / "trace.safetensors",
         trace(model, batch, generator)
         | {f"batch.{name}": tensor for name, tensor in (kept | constants).items()}
         | {"batch.logits": logits, "batch.loss": loss}
         | {name: tensor[0] for name, tensor in kept.items() if name != "targets"})
    gradients = joined([(name, p.grad) for name, p in model.named_parameters()])
    save(folder / "gradients.safetensors", gradients)

    batches = [make_batch(model.config, generator) for _ in range(STEPS)]
    losses, norms = train_on(model, batches, loss_of)
    save(folder / "training.safetensors",
         joined(list(model.named_parameters()))
         | {f"batches.{name}": torch.stack(tensors) for name, tensors in zip(names, zip(*batches)) if name}
         | {f"batches.{name}": tensor for name, tensor in constants.items()}
         | {"batches.losses": losses, "batches.gradient_norms": norms})
    print(folder.name, "loss", loss.item(), "losses", losses.tolist(), "gradient norms", norms.tolist())
    return gradients


def main(models, make, first_seed):
    """Makes every model in the folder that the command line names, from seeds that follow one another."""
    root = pathlib.Path(__file__).resolve().parents[2]
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests" / "Fixtures"
    for seed, (name, options) in enumerate(models.items(), start=first_seed):
        make(output / name, options, seed)

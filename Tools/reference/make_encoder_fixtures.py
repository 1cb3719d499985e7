"""Writes the encoders' reference models, activations, gradients and training steps that the engine's tests compare with.

    python make_encoder_fixtures.py [OUTPUT]        # default: Tests/Fixtures

Tiny BERTs of awkward sizes with their head for hidden words, or with one that sorts texts, run by transformers as make_fixtures.py runs its GPT-2s. For
each model the folder holds the same files, but `trace.safetensors` also has a batch with padding and segments:
`padded.input_ids`, `padded.segments`, `padded.lengths`, and its `padded.logits`, in which rows of padding count for nothing.

Names of parameters are BERT's without the prefix `bert.`; queries, keys and values are one parameter,
`attention.self.query_key_value`, as the engine has them.
"""

import math

import torch
from fixtures import BATCH, IGNORED, LENGTH, main, norm_parts, randomize, watched, write
from transformers import BertConfig, BertForMaskedLM, BertForSequenceClassification

MODELS = {
    # 3 heads of width 7; an MLP that is no multiple of the width.
    "tiny-bert": dict(num_hidden_layers=2, num_attention_heads=3, hidden_size=21, intermediate_size=50, vocab_size=97,
                      max_position_embeddings=19),
    # Another epsilon, three segments, a head of its own.
    "tiny-bert-untied": dict(num_hidden_layers=3, num_attention_heads=2, hidden_size=12, intermediate_size=48,
                             vocab_size=31, max_position_embeddings=13, type_vocab_size=3, layer_norm_eps=1e-5,
                             tie_word_embeddings=False),
}
CLASSIFIERS = {
    # Three labels; the pooler of every position is kept, as the engine computes it, of which transformers reads the first.
    "tiny-bert-classifier": dict(num_hidden_layers=2, num_attention_heads=3, hidden_size=21, intermediate_size=50,
                                 vocab_size=97, max_position_embeddings=19, num_labels=3,
                                 id2label={0: "bad", 1: "so-so", 2: "good"}, label2id={"bad": 0, "so-so": 1, "good": 2},
                                 problem_type="single_label_classification"),
}


def make_model(options, seed):
    """A BERT with random weights."""
    torch.manual_seed(seed)
    config = BertConfig(**options, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=0)
    config._attn_implementation = "eager"
    model = (BertForSequenceClassification if "num_labels" in options else BertForMaskedLM)(config).eval()
    randomize(model, "LayerNorm", ("embeddings", "decoder", "classifier"))
    return model


def make_batch(config, generator):
    """Random ids, and labels for some of them."""
    ids = torch.randint(config.vocab_size, (BATCH, LENGTH), generator=generator)
    labels = torch.where(torch.rand(ids.shape, generator=generator) < 0.3, ids, IGNORED)
    labels[0, 0] = ids[0, 0]
    hidden = torch.where(labels == IGNORED, ids, 3)
    return hidden, labels


def make_labelled_batch(config, generator):
    """Random ids without that of padding, whose row transformers doesn't train, and a label for each sequence's first place."""
    ids = torch.randint(1, config.vocab_size, (BATCH, LENGTH), generator=generator)
    labels = torch.full(ids.shape, IGNORED)
    labels[:, 0] = torch.randint(config.num_labels, (BATCH,), generator=generator)
    return ids, labels


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
    if isinstance(model, BertForSequenceClassification):
        with torch.no_grad():
            trace["head.hook_pre"] = model.bert.pooler.dense(trace[f"{block}.hook_resid_post"])
            trace["head.hook_post"] = trace["head.hook_pre"].tanh()
            trace["logits"] = model.classifier(trace["head.hook_post"])
        torch.testing.assert_close(trace["head.hook_post"][0], seen["bert.pooler"][0])
        torch.testing.assert_close(trace["logits"][0], output.logits[0])
        return trace
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


def sorting_loss_of(model, ids, labels):
    """As transformers reckons it."""
    output = model(ids, labels=labels[:, 0])
    return output.loss, output.logits


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
    sorts = "num_labels" in options
    write(folder, make_model(options, seed), seed, ("input_ids", "targets"),
          make_labelled_batch if sorts else make_batch, sorting_loss_of if sorts else loss_of,
          lambda model, batch, generator: activations(model, batch[0][0]) | padded(model, generator), joined)


if __name__ == "__main__":
    main(MODELS, make, first_seed=40)
    main(CLASSIFIERS, make, first_seed=45)

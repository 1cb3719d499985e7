#!/usr/bin/env python3
"""Writes Sources/Tokenizers/Unicode/DecompositionTable.swift: what each character decomposes into, by Python's unicodedata.

    python3 Tools/make_decompositions.py

One record for each run of characters whose decompositions go up in step, as numbers in base 64 (5 bits a digit, lowest
first, 32 added where more follow; digits from the character 0 on): the distance from the end of the run before; the kind
(0 canonical and composed again, 1 canonical, 2 compatible) + 3 · (length of the run − 1); how many characters it becomes; and
each of these as its distance from the one before it, with the sign in the lowest bit.
"""

import pathlib
import sys
import unicodedata

CANONICAL, ONE_WAY, COMPATIBLE = 0, 1, 2


def decomposition(point):
    """The kind and the one-step decomposition of a code point, or None. Hangul syllables are computed, not listed."""
    text = unicodedata.decomposition(chr(point))
    if not text or 0xAC00 <= point <= 0xD7A3:
        return None
    parts = text.split()
    if parts[0].startswith("<"):
        return COMPATIBLE, [int(part, 16) for part in parts[1:]]
    parts = [int(part, 16) for part in parts]
    composes = unicodedata.normalize("NFC", "".join(map(chr, parts))) == chr(point)
    return CANONICAL if composes else ONE_WAY, parts


def digits(number):
    text = ""
    while True:
        number, digit = number >> 5, number & 31
        text += chr(0x30 + digit + (32 if number else 0))
        if not number:
            return text


def signed(number):
    return digits(number << 1 if number >= 0 else (-number << 1) - 1)


def runs():
    last = None
    for point in range(0x110000):
        found = None if 0xD800 <= point < 0xE000 else decomposition(point)
        if found is None:
            continue
        kind, parts = found
        if last and last[0] + last[1] == point and last[2] == kind and len(parts) == len(last[3]) == 1 \
                and parts[0] == last[3][0] + last[1]:
            last[1] += 1
        else:
            if last:
                yield last
            last = [point, 1, kind, parts]
    yield last


def table():
    text, end, before = "", 0, 0
    for start, count, kind, parts in runs():
        text += digits(start - end) + digits(kind + 3 * (count - 1)) + digits(len(parts))
        for part in parts:
            text += signed(part - before)
            before = part
        end = start + count
    return text


def main():
    text = table()
    lines = [text[start:start + 112] for start in range(0, len(text), 112)]
    body = "\n".join("    " + line for line in lines)
    path = pathlib.Path(__file__).resolve().parents[1] / "Sources/Tokenizers/Unicode/DecompositionTable.swift"
    path.write_text(f'''\
// Written by Tools/make_decompositions.py from Unicode {unicodedata.unidata_version}. Not to be changed by hand.

/// Unicode's decompositions, in the form that the script tells of.
enum DecompositionTable {{
  static let records: StaticString = #"""
{body}
    """#
}}
''')
    print(len(text), "characters", file=sys.stderr)


if __name__ == "__main__":
    main()

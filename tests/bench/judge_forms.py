#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures how well a network reads forms of digits that people write and that MNIST hardly has.

Draws each form with a generator that is independent of the program's built-in digits, runs
"backprop-cli classify --strokes", and prints the share of right answers for each form apart. One
form must not be paid with another, nor with the test images of MNIST: see "backprop-cli evaluate".

Needs NumPy (Debian: python3-numpy); the same seed draws the same drawings.
"""

import argparse
import collections
import json
import subprocess
import sys
import zlib
from pathlib import Path

try:
    import numpy
except ImportError:
    sys.exit("judge_forms.py: NumPy is missing (Debian: python3-numpy)")

from drawings.forms import FORMS
from drawings.pen import draw
from drawings.sheet import write_contact_sheet

ROOT = Path(__file__).resolve().parent.parent.parent

GOAL = 0.97
SHEET_COLUMNS = 20


def make_drawings(name, count, seed):
    """Drawings of one form: a list of strokes each."""
    _, make = FORMS[name]
    drawings = []
    for i in range(count):
        random = numpy.random.default_rng([seed, zlib.crc32(name.encode()), i])
        drawings.append(draw(make(random), random))
    return drawings


def classify(options, drawings):
    """The program's answers, one object for each drawing."""
    text = "".join(json.dumps({"strokes": [stroke.tolist() for stroke in strokes]}) + "\n"
                   for strokes in drawings)
    result = subprocess.run([options.program, "classify", "--weights", options.weights, "--json",
                             "--strokes", "-"], input=text, stdout=subprocess.PIPE, text=True,
                            check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def judge(name, answers):
    """Prints a line on one form, and returns the share of right answers."""
    digit, _ = FORMS[name]
    wrong = collections.Counter(answer["digit"] for answer in answers if answer["digit"] != digit)
    n_sure = sum(answer["sure"] for answer in answers if answer["digit"] != digit)
    share = 1 - sum(wrong.values()) / len(answers)
    listed = ", ".join(f"{other} × {count}" for other, count in wrong.most_common(3))
    print(f"{name:16} {100 * share:6.2f} % {'' if share >= GOAL else 'too few':8} "
          f"{listed}{f'; {n_sure} of them sure' if n_sure else ''}", flush=True)
    return share


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli",
                        help="the backprop-cli to ask (build/src/backprop-cli)")
    parser.add_argument("--weights", default=ROOT / "data" / "pretrained.safetensors",
                        help="the network to ask (data/pretrained.safetensors)")
    parser.add_argument("--drawings", type=int, default=1000, help="of each form (1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, metavar="FILE",
                        help="write a contact sheet as PNG: a row a form, misread ones red")
    return parser.parse_args()


def main():
    options = parse_arguments()
    shares = []
    rows = []
    for name, (digit, _) in FORMS.items():
        drawings = make_drawings(name, options.drawings, options.seed)
        answers = classify(options, drawings)
        shares.append(judge(name, answers))
        rows.append([(strokes, answer["digit"] != digit)
                     for strokes, answer in zip(drawings, answers, strict=True)][:SHEET_COLUMNS])
    print(f"{'all forms':16} {100 * sum(shares) / len(shares):6.2f} %")
    if options.save:
        write_contact_sheet(options.save, rows)
    sys.exit(0 if min(shares) >= GOAL else 1)


if __name__ == "__main__":
    main()

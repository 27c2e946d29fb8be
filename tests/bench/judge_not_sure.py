#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the share of "not sure" among drawings of no digit and among digits.

Draws letters, shapes and scribbles with a generator that is independent of the one for the
program's threshold, and runs "backprop-cli classify --strokes". Look-alikes of digits (an O, an S,
a circle) are drawn and reported too, but do not count. Then the test images of MNIST are classified
as pictures, which the program does not change.

Every name of a kind is drawn equally often. Needs NumPy (Debian: python3-numpy); the same seed
draws the same drawings.
"""

import argparse
import collections
import gzip
import json
import os
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

try:
    import numpy
except ImportError:
    sys.exit("judge_not_sure.py: NumPy is missing (Debian: python3-numpy)")

from drawings import letters, scribbles, shapes
from drawings.pen import draw
from drawings.sheet import write_contact_sheet, write_png

ROOT = Path(__file__).resolve().parent.parent.parent

GOAL = 0.9
SHEET_COLUMNS = 16

# The names of each kind, the function that draws them, and whether it counts.
KINDS = [("letters", letters.KINDS, True), ("shapes", shapes.KINDS, True),
         ("scribbles", scribbles.KINDS, True),
         ("look-alikes", {**letters.LOOK_ALIKE_KINDS, **shapes.LOOK_ALIKE_KINDS}, False)]


def make_drawings(kind, makers, count, seed):
    """At least @count drawings, equally many of each name: a list of (name, strokes)."""
    drawings = []
    for i in range(-(-count // len(makers)) * len(makers)):
        name = list(makers)[i % len(makers)]
        random = numpy.random.default_rng([seed, zlib.crc32(f"{kind} {name}".encode()), i])
        drawings.append((name, draw(makers[name](random), random)))
    return drawings


def classify(options, arguments, text=None):
    """The program's answers, one object for each."""
    result = subprocess.run([options.program, "classify", "--weights", options.weights, "--json",
                             *arguments], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def to_json_line(strokes):
    return json.dumps({"strokes": [stroke.tolist() for stroke in strokes]}) + "\n"


def count_digits(answers):
    """The sure answers, the most frequent first, as in "7 × 12, 1 × 3"."""
    digits = collections.Counter(answer["digit"] for answer in answers if answer["sure"])
    return ", ".join(f"{digit} × {count}" for digit, count in digits.most_common(3))


def print_share(name, answers):
    n_unsure = sum(not answer["sure"] for answer in answers)
    share = n_unsure / len(answers)
    error = 196 * (share * (1 - share) / len(answers)) ** 0.5
    print(f"{name:14} {len(answers):8} {100 * share:9.1f} % ± {error:3.1f}", flush=True)
    return n_unsure


def print_worst(kind, answers_by_name):
    """Returns lines of the names of which too few get "not sure", the worst first."""
    lines = []
    for name, answers in answers_by_name.items():
        share = sum(not answer["sure"] for answer in answers) / len(answers)
        if share < GOAL:
            lines.append((share, f"  {name:16} {100 * share:5.1f} % of {len(answers):3}   "
                                 f"sure of {count_digits(answers)}"))
    print(f"\n{kind}: {len(lines)} of {len(answers_by_name)} under {100 * GOAL:.0f} %")
    for _, line in sorted(lines):
        print(line)


def save(folder, kind, drawings, answers):
    """Writes the drawings for programs and as a picture: a row for each name, in the order of
    KINDS."""
    rows = collections.defaultdict(list)
    for (name, strokes), answer in zip(drawings, answers):
        rows[name].append((strokes, answer["sure"]))
    write_contact_sheet(folder / f"{kind}.png", [row[:SHEET_COLUMNS] for row in rows.values()])
    with open(folder / f"{kind}.jsonl", "w", encoding="utf-8") as file:
        file.writelines(to_json_line(strokes) for _, strokes in drawings)


def judge_drawings(options):
    """Prints the table, and then the worst of each kind."""
    counted = []
    by_kind = {}
    print(f"{'kind':14} {'drawings':>8} {'not sure':>11}")
    for kind, makers, is_counted in KINDS:
        drawings = make_drawings(kind, makers, options.drawings, options.seed)
        answers = classify(options, ["--strokes", "-"],
                           "".join(to_json_line(strokes) for _, strokes in drawings))
        by_name = collections.defaultdict(list)
        for (name, _), answer in zip(drawings, answers, strict=True):
            by_name[name].append(answer)
        if is_counted:
            counted += answers
        else:
            print_share("all of these", counted)
        by_kind[kind] = by_name
        print_share(kind if is_counted else f"({kind})", answers)
        if options.save:
            save(options.save, kind, drawings, answers)
    return by_kind


def find_mnist(folder):
    """The folder of MNIST's files in @folder, or in the folder of the tests; None where it is
    missing."""
    usual = (os.environ.get("BACKPROP_DATA"), ROOT.parent / "shared" / "data")
    for path in (folder,) if folder else usual:
        if path and (Path(path) / "mnist" / "t10k-images-idx3-ubyte.gz").exists():
            return Path(path) / "mnist"
    return None


def judge_digits(options, mnist):
    """Prints the share of unsure test images of MNIST, and the resulting gain in accuracy."""
    with gzip.open(mnist / "t10k-images-idx3-ubyte.gz") as file:
        images = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(mnist / "t10k-labels-idx1-ubyte.gz") as file:
        labels = file.read()[8:]

    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{i}.png" for i in range(len(images))]
        for path, image in zip(paths, images):
            write_png(path, image)
        answers = classify(options, paths)

    print_share("MNIST test", answers)
    n_right = sum(answer["digit"] == label for answer, label in zip(answers, labels, strict=True))
    n_sure = sum(answer["sure"] for answer in answers)
    n_sure_and_right = sum(answer["sure"] and answer["digit"] == label
                           for answer, label in zip(answers, labels))
    print(f"\nMNIST test: {100 * n_right / len(answers):.2f} % right; of the sure answers "
          f"{100 * n_sure_and_right / n_sure:.2f} %")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli",
                        help="the backprop-cli to ask (build/src/backprop-cli)")
    parser.add_argument("--weights", default=ROOT / "data" / "pretrained.safetensors",
                        help="the network to ask (data/pretrained.safetensors)")
    parser.add_argument("--drawings", type=int, default=2000, help="of each kind (2000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", help="the folder that holds mnist/ (BACKPROP_DATA, or "
                                       "../shared/data)")
    parser.add_argument("--save", type=Path, metavar="FOLDER",
                        help="keep the drawings, and contact sheets: a row a name, sure ones red")
    return parser.parse_args()


def main():
    options = parse_arguments()
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)

    by_kind = judge_drawings(options)
    mnist = find_mnist(options.data)
    if mnist:
        judge_digits(options, mnist)
    else:
        print(f"MNIST is not in {options.data}" if options.data else
              "MNIST is neither in the folder that BACKPROP_DATA names nor in ../shared/data")
    for kind, answers_by_name in by_kind.items():
        print_worst(kind, answers_by_name)


if __name__ == "__main__":
    main()

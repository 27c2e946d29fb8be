#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures what a network learns from one writer's drawings.

A simulated hand writes each digit in one form of its own: a 1 with a long flag, a 7 whose bar is
written without lifting the pen, a 9 like a g, a 4 like a stroke of lightning, a slashed 0 … The
generator is independent of the program's built-in digits. The hand writes a few digits to learn
from and others for the judgement. Then "backprop-cli learn-drawings" teaches them, and the accuracy
on the other digits and on the test images of MNIST is compared before and after.

Needs NumPy (Debian: python3-numpy); the same seed draws the same drawings.
"""

import argparse
import collections
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
    sys.exit("learn_hand.py: NumPy is missing (Debian: python3-numpy)")

from drawings.pen import arc, curve, draw, join, line
from drawings.sheet import write_contact_sheet

ROOT = Path(__file__).resolve().parent.parent.parent

# The one form in which the hand writes each digit: strokes in a box that is about 1 high.
HAND = [
    [arc(.32, .5, .32, .5, -60, -420), line((.78, -.12), (-.12, 1.12))],
    [line((0, .55), (.42, 0), (.42, 1))],
    [join(curve((0, .22), (.18, 0), (.5, .05), (.52, .35), (.25, .72), (.05, .95)),
          curve((.05, .95), (.0, .78), (.16, .78), (.3, .97), (.6, .9)))],
    [join(line((.02, .02), (.55, .0), (.2, .4)), arc(.22, .68, .32, .3, -90, 130))],
    [line((.3, 0), (.02, .58), (.55, .5), (.35, 1))],
    [join(line((.1, .08), (.08, .45)), arc(.2, .7, .3, .28, -110, 140)), line((.22, -.02), (.6, -.06))],
    [join(curve((.55, 0), (.2, .3), (.02, .7), (.2, 1)), arc(.26, .78, .24, .22, 90, -250))],
    [join(line((0, .04), (.55, 0), (.25, 1)), curve((.25, 1), (.02, .8), (.1, .5), (.6, .46)))],
    [join(arc(.3, .24, .24, .22, -30, -270), arc(.3, .74, .3, .28, -90, 270)),
     line((.3, .47), (.62, .02))],
    [join(arc(.3, .2, .26, .16, -10, -370), curve((.56, .2), (.54, .7), (.42, 1.1), (.1, 1.2),
                                               (-.05, 1.02)))],
]


def write_drawings(count, name, seed):
    """As many drawings of each digit, in turn: a list of (digit, strokes)."""
    drawings = []
    for i in range(count):
        digit = i % 10
        random = numpy.random.default_rng([seed, zlib.crc32(name.encode()), i])
        drawings.append((digit, draw(HAND[digit], random)))
    return drawings


def to_json_line(digit, strokes):
    return json.dumps({"label": digit, "strokes": [stroke.tolist() for stroke in strokes]}) + "\n"


def run(options, *arguments):
    """The objects that the program prints."""
    result = subprocess.run([options.program, *map(str, arguments), "--json"],
                            stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(text) for text in result.stdout.splitlines()]


def judge(options, weights, path, drawings):
    """Prints the accuracy on the drawings."""
    answers = run(options, "classify", "--weights", weights, "--strokes", path)
    wrong = collections.Counter((digit, answer["digit"])
                                for (digit, _), answer in zip(drawings, answers, strict=True)
                                if answer["digit"] != digit)
    n_sure = sum(answer["sure"] for answer in answers)
    listed = ", ".join(f"{digit} read as {answer} × {count}"
                       for (digit, answer), count in wrong.most_common(6))
    share = 1 - sum(wrong.values()) / len(drawings)
    print(f"the hand: {100 * share:5.1f} % of {len(drawings)}, sure of "
          f"{100 * n_sure / len(drawings):.1f} %   {listed}")
    return share


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli",
                        help="the backprop-cli to ask (build/src/backprop-cli)")
    parser.add_argument("--weights", default=ROOT / "data" / "pretrained.safetensors",
                        help="the network to teach (data/pretrained.safetensors)")
    parser.add_argument("--data", help="what to repeat and to test on (what “train” takes)")
    parser.add_argument("--learnt", type=int, default=30, help="drawings to learn from (30)")
    parser.add_argument("--others", type=int, default=200, help="drawings to judge by (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, metavar="FOLDER",
                        help="keep the drawings, a contact sheet and the taught network")
    return parser.parse_args()


def measure(options, folder):
    learnt = write_drawings(options.learnt, "learnt", options.seed)
    others = write_drawings(options.others, "others", options.seed)
    for name, drawings in (("learnt", learnt), ("others", others)):
        (folder / f"{name}.jsonl").write_text("".join(to_json_line(*one) for one in drawings),
                                              encoding="utf-8")
    write_contact_sheet(folder / "others.png",
                        [[(strokes, False) for digit, strokes in others if digit == row][:16]
                         for row in range(10)])

    taught = folder / "taught.safetensors"
    print("before    ", end="")
    judge(options, options.weights, folder / "others.jsonl", others)
    data = ["--data", options.data] if options.data else []
    lesson, = run(options, "learn-drawings", "--weights", options.weights, "--drawings",
                  folder / "learnt.jsonl", "--save", taught, *data)
    print("after     ", end="")
    share = judge(options, taught, folder / "others.jsonl", others)
    print(f"held out  {lesson['held_out']} of {options.learnt} drawings: "
          f"{100 * lesson['own_accuracy']:.1f} %, before "
          f"{100 * lesson['own_accuracy_before']:.1f} %")
    loss = 100 * (lesson["test_accuracy_before"] - lesson["test_accuracy"])
    print(f"test      {100 * lesson['test_accuracy']:.2f} %, before "
          f"{100 * lesson['test_accuracy_before']:.2f} %; {lesson['seconds']:.1f} s")
    return share >= 0.95 and loss <= 0.15


def main():
    options = parse_arguments()
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
        is_good = measure(options, options.save)
    else:
        with tempfile.TemporaryDirectory() as name:
            is_good = measure(options, Path(name))
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()

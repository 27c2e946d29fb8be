#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How good is the learning rate that "find-learning-rate" suggests?

For eight kinds of network and optimiser, the test accuracy after two epochs with the suggestion is
compared with the best of a grid of rates, two a decade: find_learning_rate.py BACKPROP-CLI DATA.
Exits with 1 where a suggestion is more than 0.5 % below the best.
"""

import json
import subprocess
import sys
import time

TOLERANCE = 0.005

GRID = [mantissa * 10.0 ** exponent for exponent in range(-4, 1) for mantissa in (1, 3)]

KINDS = {
    "SGD, 128 ReLU, batch 32": "--layers 128 --batch-size 32",
    "momentum, 128 ReLU, batch 64": "--layers 128 --batch-size 64 --momentum 0.9",
    "Nesterov, 256 ReLU, batch 128": "--layers 256 --batch-size 128 --nesterov --momentum 0.9",
    "Adam, 128 ReLU, batch 64": "--layers 128 --batch-size 64 --optimizer adam",
    "SGD, 128 sigmoid, batch 32": "--layers 128 --batch-size 32 --activation sigmoid",
    "Nesterov, 128-64 tanh, batch 64":
        "--layers 128,64 --batch-size 64 --activation tanh --nesterov --momentum 0.9",
    "Adam, 128 GELU, batch 128": "--layers 128 --batch-size 128 --activation gelu --optimizer adam",
    "SGD, 64-64-64 leaky ReLU, batch 10":
        "--layers 64,64,64 --batch-size 10 --activation leaky-relu",
}


def run(program, command, options, data):
    """Returns the last object that the program prints, or None where it fails."""
    ran = subprocess.run([program, command, "--data", data, "--json", *options.split()],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
                         check=False)
    return json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else None


def measure(program, options, rate, data):
    """Returns the test accuracy after two epochs; 0 where training diverged."""
    result = run(program, "train", f"{options} --epochs 2 --learning-rate {rate:g}", data)
    return result["test_accuracy"] if result else 0.0


def main():
    program, data = sys.argv[1:3]
    is_good = True

    print("| network | suggestion | its accuracy | best of the grid | at | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, options in KINDS.items():
        begin = time.monotonic()
        rate = run(program, "find-learning-rate", options, data)["suggestion"]
        seconds = time.monotonic() - begin
        accuracy = measure(program, options, rate, data)
        best, at = max((measure(program, options, rate, data), rate) for rate in GRID)
        is_good = is_good and accuracy >= best - TOLERANCE
        print(f"| {name} | {rate:.3g} | {accuracy:.2%} | {best:.2%} | {at:g} | {seconds:.1f} |",
              flush=True)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())

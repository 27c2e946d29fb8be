#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that training repeatedly gives the same weights, byte for byte.

Trains the same network on 1 to 64 threads, many times each, undisturbed and beside a program that
uses a core, and compares the SHA-256 of the weights. Fails where one differs.
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def work_always():
    while True:
        pass


def train(options, n_threads):
    command = [options.program, "train", "--json", "--data", options.data, "--layers",
               options.layers, "--epochs", str(options.epochs), "--limit", str(options.limit),
               "--batch-size", str(options.batch_size), "--momentum", str(options.momentum),
               "--optimizer", options.optimizer, "--elastic", str(options.elastic),
               "--threads", str(n_threads)]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return json.loads(output.splitlines()[-1])["weights_sha256"]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli")
    parser.add_argument("--data", default="builtin", help="what to train on (builtin)")
    parser.add_argument("--layers", default="128")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--momentum", type=float, default=0.0)
    parser.add_argument("--optimizer", default="sgd")
    parser.add_argument("--elastic", type=float, default=0.0, help="augmentation, in pixels (0)")
    parser.add_argument("--limit", type=int, default=20000, help="images (20000)")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=20, help="of each number of threads (20)")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2, 3, 4, 7, 8, 16, 33, 64],
                        help="numbers of threads (1 2 3 4 7 8 16 33 64)")
    options = parser.parse_args()

    hashes = set()
    for has_neighbour in (False, True):
        neighbour = multiprocessing.Process(target=work_always, daemon=True)
        if has_neighbour:
            neighbour.start()
        for n_threads in options.threads:
            found = {train(options, n_threads) for _ in range(options.runs)}
            hashes |= found
            print(f"{n_threads} threads{', with a neighbour' if has_neighbour else ''}: "
                  f"{options.runs} runs, {', '.join(sorted(found))}", flush=True)
        if has_neighbour:
            neighbour.kill()

    if len(hashes) > 1:
        sys.exit("same_bytes.py: the weights differ")
    print("all the same")


if __name__ == "__main__":
    main()

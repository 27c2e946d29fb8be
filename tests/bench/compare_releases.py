#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the speed of this program with that of the last release.

OLD and NEW are each the executable backprop-cli of a build, or a file with the lines that
"backprop-cli bench --json" printed on this machine. Executables take turns, so that other load on
the machine affects both. Prints the median images per second of every network, batch size and
number of threads, and the median of each round's ratios; above 1, NEW is faster. For two files,
the rounds are the lines of the same network in their order.

    git worktree add ../last 1.0
    meson setup ../last/build-release ../last --buildtype=release
    ninja -C ../last/build-release src/backprop-cli
    tests/bench/compare_releases.py ../last/build-release/src/backprop-cli build-release/src/backprop-cli
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

# What makes two figures comparable.
SETTINGS = ("network", "batch_size", "threads", "momentum", "nesterov", "instructions")


def measure(program, options):
    command = [str(program.resolve()), "bench", "--json", "--seconds", str(options.seconds)]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout


def add_figures(figures, lines):
    """Appends the images per second of each line to those of its settings."""
    for line in filter(str.strip, lines.splitlines()):
        figure = json.loads(line)
        figures[tuple(figure[name] for name in SETTINGS)].append(figure["images_per_second"])


def is_executable(path):
    return path.is_file() and os.access(path, os.X_OK)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each executable (5)")
    parser.add_argument("--seconds", type=float, default=0.5, help="training of each network in a turn (0.5)")
    parser.add_argument("--least", type=float, help="fail where a median ratio is below this, as in 0.95")
    options = parser.parse_args()

    sides = [(path, defaultdict(list)) for path in (options.old, options.new)]
    for path, figures in sides:
        if not path.exists():
            parser.error(f"there is no {path}")
        if not is_executable(path):
            add_figures(figures, path.read_text(encoding="utf-8"))
    for _ in range(options.rounds if any(is_executable(path) for path, _ in sides) else 0):
        for path, figures in sides:
            if is_executable(path):
                add_figures(figures, measure(path, options))

    (_, old), (_, new) = sides
    shared = [settings for settings in new if settings in old]
    if not shared:
        sys.exit(f"{options.old} and {options.new} measured no network with the same settings")

    print(f"{'network':<18} {'batch':>5} {'threads':>7} {'old':>10} {'new':>10} {'ratio':>6}   (images per second)")
    slower = 0
    for settings in shared:
        ratio = statistics.median(after / before for before, after in zip(old[settings], new[settings]))
        slower += options.least is not None and ratio < options.least
        print(f"{settings[0]:<18} {settings[1]:>5} {settings[2]:>7} {statistics.median(old[settings]):>10.0f} "
              f"{statistics.median(new[settings]):>10.0f} {ratio:>6.3f}")
    left_out = len(old) + len(new) - 2 * len(shared)
    if left_out:
        print(f"{left_out} networks or settings were measured on one side only and left out", file=sys.stderr)
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())

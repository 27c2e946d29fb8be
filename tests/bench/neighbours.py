#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the gain or loss of several threads while other programs use the processors.

Trains alternately on one thread and on several: undisturbed, beside a program that uses one core,
beside one for every core, and beside one that works 6 of every 16.7 milliseconds, like a window
that draws. Prints the median over the rounds of the ratio of the times.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FRAME = 1 / 60
WORK = 0.006


def work_always():
    while True:
        pass


def work_like_a_window():
    frame = time.perf_counter()
    while True:
        while time.perf_counter() < frame + WORK:
            pass
        frame = max(frame + FRAME, time.perf_counter())
        time.sleep(max(0, frame - time.perf_counter()))


def measure(options, network, batch_size, n_threads):
    """Seconds for an epoch."""
    command = [options.program, "bench", "--json", "--layers", network, "--batch-size",
               str(batch_size), "--threads", str(n_threads), "--seconds", str(options.seconds)]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(output)["seconds_per_epoch"]


def compare(options, network, batch_size, name, neighbours):
    processes = [multiprocessing.Process(target=target, daemon=True) for target in neighbours]
    for process in processes:
        process.start()
    time.sleep(0.2)
    alone, together = [], []
    for _ in range(options.rounds):
        alone.append(measure(options, network, batch_size, 1))
        together.append(measure(options, network, batch_size, options.threads))
    for process in processes:
        process.kill()
        process.join()

    ratio = statistics.median(t / a for t, a in zip(together, alone))
    print(f"784-{network}-10, batch {batch_size:3}, {name:28} 1 thread {statistics.median(alone):.4f} s,"
          f" {options.threads} threads {statistics.median(together):.4f} s: {ratio:.2f} times as long"
          f"{'' if ratio <= 1.15 else '   <- over 1.15'}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of training in a turn (1)")
    parser.add_argument("--threads", type=int, default=max(2, os.cpu_count() or 1))
    options = parser.parse_args()

    conditions = [
        ("undisturbed", []),
        ("one core busy", [work_always]),
        ("every core busy", [work_always] * (os.cpu_count() or 1)),
        ("6 of each 16.7 ms busy", [work_like_a_window]),
    ]
    print(f"load average before: {os.getloadavg()[0]:.2f}")
    for network, batch_size in (("128", 32), ("128", 10), ("128", 128), ("512", 32)):
        for name, neighbours in conditions:
            compare(options, network, batch_size, name, neighbours)


if __name__ == "__main__":
    main()

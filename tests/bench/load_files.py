#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the time and memory for loading data sets with Python.

Each file is loaded by "backprop-cli data info", which also counts the images of each class, finds
the range of their pixels and digests them, and by a Python with NumPy (Debian: python3-numpy) that
unpacks, counts and finds the range with the shortest usual code. Both run alternately in new
processes. Prints the medians over the rounds of the seconds from start to end and of the peak
memory. A Python that only imports NumPy shows the time of its start.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# The Python code for each kind of file: it sets "images" and "labels", lists of arrays.
LOADERS = {
    "pickle": """
data = pickle.load(gzip.open(path), encoding="latin1")
if isinstance(data, dict):
    images = [data["training_images"], data["test_images"]]
    labels = [data["training_labels"], data["test_labels"]]
else:
    images, labels = zip(*data)
""",
    "npz": """
data = numpy.load(path)
images = [data["x_train"], data["x_test"]]
labels = [data["y_train"], data["y_test"]]
""",
    "idx": """
def read(name, offset):
    return numpy.frombuffer(gzip.open(f"{path}/{name}.gz").read(), numpy.uint8, offset=offset)
images = [read(f"{part}-images-idx3-ubyte", 16) for part in ("train", "t10k")]
labels = [read(f"{part}-labels-idx1-ubyte", 8) for part in ("train", "t10k")]
""",
    "table": """
data = numpy.loadtxt(path, delimiter=",", skiprows=int(path.endswith("-header.csv.gz")),
                     dtype=numpy.uint8)
images, labels = [data[:, 1:]], [data[:, 0]]
""",
    "start": "images, labels = [], []",
}

PROGRAM = """
import gzip, pickle, sys
import numpy
path = sys.argv[1]
{loader}
for some, classes in zip(images, labels):
    print(len(classes), numpy.bincount(classes), some.min(), some.max())
"""

FILES = [
    ("pickle", "mnist/mnist.pkl.gz"),
    ("pickle", "mnist/mnist-keras.pkl.gz"),
    ("pickle", "mnist/mnist-dict.pkl.gz"),
    ("npz", "mnist/mnist.npz"),
    ("idx", "mnist"),
    ("idx", "fashion-mnist"),
    ("idx", "kmnist"),
    ("table", "mnist/mnist-sample-header.csv.gz"),
    ("table", "mnist/mnist-sample-noheader.csv.gz"),
]


def measure(command):
    """Seconds and peak memory in MB of a new process."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    if process.returncode != 0:
        sys.exit(f"load_files.py: {command[0]} could not load {command[-1]}")
    return seconds, usage.ru_maxrss / 1024


def compare(options, kind, path):
    """The medians for one file: (seconds, MB) of this program, of Python, and their ratios."""
    ours, theirs = [], []
    python = [options.python, "-c", PROGRAM.format(loader=LOADERS[kind]), str(path)]
    for _ in range(options.rounds):
        ours.append(measure([options.program, "data", "info", str(path)]))
        theirs.append(measure(python))
    return [[statistics.median(values) for values in zip(*results)] for results in (ours, theirs)]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli")
    parser.add_argument("--data", type=Path,
                        default=os.environ.get("BACKPROP_DATA", ROOT.parent / "shared" / "data"),
                        help="a folder with the files (BACKPROP_DATA, or ../shared/data)")
    parser.add_argument("--python", default=sys.executable, help="a Python that has NumPy")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", nargs="*", help="of those that are known; all unless some are named")
    options = parser.parse_args()

    start = [measure([options.python, "-c", PROGRAM.format(loader=LOADERS["start"]), "-"])
             for _ in range(options.rounds)]
    seconds, memory = (statistics.median(values) for values in zip(*start))
    print(f"Python with NumPy starts in {seconds:.2f} s and takes {memory:.0f} MB.\n")

    print(f"{'':36}{'seconds':>18}{'':9}{'peak MB':>17}")
    print(f"{'file':36}{'here':>9}{'Python':>9}{'ratio':>8}{'here':>10}{'Python':>8}{'ratio':>8}")
    for kind, name in FILES:
        if options.files and name not in options.files:
            continue
        path = Path(options.data) / name
        if not path.exists():
            print(f"{name:36}  not there")
            continue
        ours, theirs = compare(options, kind, path)
        print(f"{name:36}{ours[0]:9.2f}{theirs[0]:9.2f}{theirs[0] / ours[0]:8.1f}"
              f"{ours[1]:10.0f}{theirs[1]:8.0f}{theirs[1] / ours[1]:8.1f}", flush=True)


if __name__ == "__main__":
    main()

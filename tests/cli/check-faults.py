#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""File operations that fail while a run is kept, as a TAP test:
check-faults.py BACKPROP_CLI FAULT_INJECTOR [STRIDE].

Every STRIDE-th operation in the run's folder fails once, with an input/output error; then all from
it on, with a full disk. Each time the training goes on to the same weights and tells of it in one
line at most, and what is in the folder afterwards can be continued, or begun again, to the same
weights.
"""

import errno
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

N_IMAGES, N_TEST = 400, 50
# More operations than a run of so few epochs makes.
MOST_OPERATIONS = 1000
FAULTS = {
    "an error that goes away": {"FAULT_ERRNO": str(errno.EIO)},
    "a disk that is full": {"FAULT_ERRNO": str(errno.ENOSPC), "FAULT_STAYS": "1"},
}


def write_data(folder):
    rng = random.Random(1)
    folder.mkdir()
    for name, count in (("train", N_IMAGES), ("t10k", N_TEST)):
        images = rng.randbytes(count * 784)
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            struct.pack(">IIII", 0x803, count, 28, 28) + images)
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(
            struct.pack(">II", 0x801, count) + bytes(byte % 10 for byte in images[:count]))


class Trial:
    def __init__(self, program, injector, folder):
        self.program, self.injector, self.folder = program, injector, folder
        self.run, self.report = folder / "run", folder / "report"
        write_data(folder / "data")
        self.settings = ["--data", str(folder / "data"), "--held-out", "50", "--layers", "8", "--epochs",
                         "2", "--optimizer", "adam", "--learning-rate", "0.01"]
        self.sha256, _ = self.train(self.settings)

    def train(self, arguments, environment=None):
        ran = subprocess.run([self.program, "train", "--json", *arguments], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, encoding="utf-8", check=False,
                             env={**os.environ, "LANGUAGE": "en", **(environment or {})})
        if ran.returncode != 0:
            raise AssertionError(f"{arguments} ended with {ran.returncode}: {ran.stderr}")
        return json.loads(ran.stdout.splitlines()[-1])["weights_sha256"], ran.stderr

    def begin(self):
        return [*self.settings, "--run", str(self.run), "--checkpoint-every", "0"]

    def fail_at(self, number, fault):
        """Returns whether an operation failed."""
        shutil.rmtree(self.run, ignore_errors=True)
        self.report.unlink(missing_ok=True)
        sha256, errors = self.train(self.begin(), {
            "LD_PRELOAD": self.injector, "FAULT_FOLDER": str(self.run), "FAULT_AT": str(number),
            "FAULT_REPORT": str(self.report), **fault})
        if sha256 != self.sha256:
            raise AssertionError(f"operation {number}: the weights are others")
        if len(errors.splitlines()) > 1:
            raise AssertionError(f"operation {number}: {errors}")
        if (self.run / "run.json").exists():
            sha256, _ = self.train(["--resume", str(self.run)])
        else:
            sha256, _ = self.train(self.begin())
        if sha256 != self.sha256:
            raise AssertionError(f"operation {number}: the weights are others after it")
        left = [path.name for path in self.run.rglob(".backprop-*")]
        if left and "FAULT_STAYS" not in fault:
            raise AssertionError(f"operation {number}: left over: {left}")
        return self.report.exists()


def main():
    program, injector = (str(Path(argument).resolve()) for argument in sys.argv[1:3])
    stride = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    n_failed = 0

    print(f"1..{len(FAULTS)}")
    for number, (name, fault) in enumerate(FAULTS.items(), 1):
        with tempfile.TemporaryDirectory() as folder:
            at, n_tried = random.randint(1, stride), 0
            try:
                trial = Trial(program, injector, Path(folder))
                while at < MOST_OPERATIONS and trial.fail_at(at, fault):
                    at, n_tried = at + stride, n_tried + 1
                if n_tried == 0:
                    raise AssertionError("no operation failed")
                print(f"ok {number} {name}: {n_tried} operations")
            except AssertionError as error:
                n_failed += 1
                print(f"not ok {number} {name}")
                print(f"{name}: {error}", file=sys.stderr)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs that are killed at random moments go on to the bytes of runs that were not, as a TAP test:
check-kills.py BACKPROP_CLI [KILLS [SEED]].

Each kill is a SIGKILL of a training with --run or --resume at a random moment between its start and
its end. A run that is killed before it has a run.json is begun again with --run, as the command's
help says. What is compared is the SHA-256 of the weights, and every epoch's figures but the times.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_data import write_bands

N_IMAGES = 1500
N_TEST = 100
N_EPOCHS = 12

RECIPES = {
    "sgd": ["--learning-rate", "0.1"],
    "nesterov-augmented-dropout": [
        "--momentum", "0.9", "--nesterov", "--learning-rate", "0.02", "--schedule", "cosine",
        "--rotation", "0.1", "--elastic", "0.6", "--dropout", "0.2",
    ],
    "adam-mixed": [
        "--optimizer", "adam", "--learning-rate", "0.002", "--schedule", "linear", "--warm-up",
        "0.5", "--mix-builtin", "200", "--mix-hasty", "100", "--mix-non-digits", "50",
    ],
}


def parse_line(line):
    return json.loads(line)


def without_times(epoch):
    return {key: value for key, value in epoch.items() if key not in {"seconds", "images_per_second"}}


def read_epochs(run):
    lines = (run / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [without_times(line) for line in map(parse_line, lines) if "epoch" in line]


class Killer:
    """Kills one recipe's runs."""

    def __init__(self, program, folder, recipe, rng):
        self.command = [program, "train", "--json", "--checkpoint-every", "0.02"]
        self.settings = ["--data", str(folder / "data"), "--held-out", "200", "--layers", "48",
                         "--epochs", str(N_EPOCHS), "--batch-size", "16", *recipe]
        self.folder = folder
        self.rng = rng
        begin = time.monotonic()
        self.sha256 = self.finish(self.begin(folder / "whole"))
        self.seconds = time.monotonic() - begin
        self.epochs = read_epochs(folder / "whole")

    def begin(self, run):
        return [*self.command, *self.settings, "--run", str(run)]

    def go_on(self, run):
        if not (run / "run.json").exists():
            return self.begin(run)
        return [*self.command, "--resume", str(run), "--threads", str(self.rng.randint(1, 3))]

    @staticmethod
    def finish(command):
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             encoding="utf-8", check=False)
        if ran.returncode != 0:
            raise RuntimeError(f"{command} ended with {ran.returncode}: {ran.stderr}")
        return parse_line(ran.stdout.splitlines()[-1])["weights_sha256"]

    def kill(self, command):
        """Returns whether the program was killed before its end."""
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(self.rng.uniform(0.0, self.seconds))
                return False
            except subprocess.TimeoutExpired:
                process.kill()
                return True

    def try_run(self, n_kills):
        """Kills one run up to so many times, and lets it go to its end. Returns what is wrong, and
        how often it was killed."""
        run = self.folder / "killed"
        shutil.rmtree(run, ignore_errors=True)
        n_killed = 0
        while n_killed < n_kills and self.kill(self.go_on(run)):
            n_killed += 1
        sha256 = self.finish(self.go_on(run))
        if sha256 != self.sha256:
            return f"the weights are {sha256}, not {self.sha256}", n_killed
        if read_epochs(run) != self.epochs:
            return "the epochs have other figures", n_killed
        return None, n_killed


def main():
    program = str(Path(sys.argv[1]).resolve())
    n_kills = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    rng = random.Random(seed)
    n_failed = 0

    print(f"# seed {seed}")
    print(f"1..{len(RECIPES)}")
    for number, (name, recipe) in enumerate(RECIPES.items(), 1):
        share = (n_kills + number - 1) // len(RECIPES)
        complaints, n_done = [], 0
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            write_bands(folder / "data", N_IMAGES, N_TEST)
            killer = Killer(program, folder, recipe, rng)
            while n_done < share and not complaints:
                complaint, n_killed = killer.try_run(min(rng.randint(1, 3), share - n_done))
                n_done += n_killed
                if complaint:
                    complaints.append(complaint)
        print(f"{'not ok' if complaints else 'ok'} {number} {name}: {n_done} kills")
        for complaint in complaints:
            print(f"{name}: {complaint}", file=sys.stderr)
        n_failed += bool(complaints)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""When the gate analyses a source again, as a TAP test: test_gate_static_analysis.py GATE CLANG-TIDY"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = "#pragma once\nstatic inline int\ntwice (int number)\n{\n  return 2 * number;\n}\n"
FAULTY_HEADER = HEADER.replace("2 * number", "number == number")
SOURCE = '#include "twice.h"\nint four (void);\nint\nfour (void)\n{\n  return twice (2);\n}\n'


class Checkout:
    """A project of one source and one header, with a build folder."""

    def __init__(self, gate, clang_tidy, folder, cache):
        self.gate, self.clang_tidy, self.root, self.cache = gate, clang_tidy, folder, cache
        self.command = "cc -I../src -c ../src/four.c"
        (folder / "build").mkdir(parents=True)
        (folder / "src").mkdir()
        self.write(".clang-tidy", "Checks: '-*,misc-redundant-expression'\nWarningsAsErrors: '*'\n"
                                  "HeaderFilterRegex: '.*'\n")
        self.write("src/four.c", SOURCE)
        self.write("src/twice.h", HEADER)

    def write(self, name, text):
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        # A source that was changed while the gate ran is not recorded.
        os.utime(path, (0, 0))

    def run(self):
        """Returns the number of analysed sources, that of findings, and the exit status."""
        build = self.root / "build"
        commands = [{"directory": str(build), "command": self.command, "file": "../src/four.c"}]
        (build / "compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
        ran = subprocess.run([sys.executable, self.gate, self.clang_tidy, build, self.root, "src"],
                             env=os.environ | {"XDG_CACHE_HOME": str(self.cache)},
                             stdout=subprocess.PIPE, encoding="utf-8", check=False)
        counts = [line for line in ran.stdout.splitlines() if line.startswith("1 sources, ")]
        if not counts:
            print(ran.stdout, file=sys.stderr)
            return None
        words = counts[0].split()
        return int(words[2]), int(words[4]), ran.returncode


def run_cases(checkout, other):
    """Yields the name of each case, what the gate did, and what it should do."""
    yield "clean", checkout.run(), (1, 0, 0)
    yield "unchanged", checkout.run(), (0, 0, 0)
    yield "another-checkout", other.run(), (0, 0, 0)

    checkout.command += " -O2"
    yield "other-arguments", checkout.run(), (1, 0, 0)
    checkout.write(".clang-tidy", (checkout.root / ".clang-tidy").read_text() + "\n")
    yield "other-checks", checkout.run(), (1, 0, 0)
    checkout.write("src/new.h", HEADER)
    yield "new-header", checkout.run(), (1, 0, 0)

    checkout.write("src/twice.h", FAULTY_HEADER)
    yield "faulty-header", checkout.run(), (1, 1, 1)
    yield "a-finding-stays", checkout.run(), (1, 1, 1)
    checkout.write("src/twice.h", HEADER)
    yield "as-before", checkout.run(), (0, 0, 0)


def main():
    n_cases = n_failed = 0

    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, "cache")
        checkouts = [Checkout(*sys.argv[1:3], Path(folder, name), cache) for name in ("one", "two")]
        for name, result, expected in run_cases(*checkouts):
            n_cases += 1
            if result != expected:
                n_failed += 1
                print(f"# {name}: analysed, findings and status are {result}, and should be {expected}")
            print(f"{'ok' if result == expected else 'not ok'} {n_cases} {name}")
    print(f"1..{n_cases}")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

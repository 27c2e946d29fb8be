#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How ./check counts, as a TAP test: test_count_results.py COUNT-RESULTS."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPING = "1..2\nok 1 /data/toy\nok 2 /data/real # SKIP no MNIST here\n"

# The test results of each build, the last printed line, and the exit status.
CASES = {
    "all-pass": ([["OK", "OK"], ["OK", "EXPECTEDFAIL"]], [], "4 passed, 0 failed", 0),
    "a-failure": ([["OK", "FAIL"], ["OK"]], [], "2 passed, 1 failed", 1),
    "no-end": ([["TIMEOUT", "ERROR", "INTERRUPT", "UNEXPECTEDPASS"]], [], "0 passed, 4 failed", 1),
    "a-skipped-test": ([["OK", "SKIP"]], [], "1 passed, 0 failed, 1 skipped", 0),
    "a-skipped-build": ([["OK"]], ["--skipped", "1"], "1 passed, 0 failed, 1 skipped", 0),
    "nothing-ran": ([[]], [], "0 passed, 0 failed", 1),
}


def write_log(build, results):
    logs = build / "meson-logs"
    logs.mkdir(parents=True)
    with open(logs / "testlog.json", "w", encoding="utf-8") as log:
        for result in results:
            log.write(json.dumps({"name": "suite / test", "result": result, "stdout": SKIPPING}) + "\n")


def run_case(program, builds, options, last_line, status):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(builds))]
        for path, results in zip(paths, builds):
            write_log(path, results)
        ran = subprocess.run([program, *options, *map(str, paths)], stdout=subprocess.PIPE,
                             encoding="utf-8", check=False)
    lines = ran.stdout.splitlines()
    names_the_skipped = any("/data/real: no MNIST here" in line for line in lines[:-1])
    return lines[-1] == last_line and ran.returncode == status and names_the_skipped == any(builds)


def main():
    program = sys.argv[1]
    n_failed = 0

    print(f"1..{len(CASES)}")
    for number, (name, case) in enumerate(CASES.items(), 1):
        passed = run_case(program, *case)
        n_failed += not passed
        print(f"{'ok' if passed else 'not ok'} {number} {name}")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

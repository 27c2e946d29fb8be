#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the results that `meson test` left in the builds given.

Prints which tests failed, which cases of a test were skipped and why, and as its last line
`N passed, N failed`, with `, N skipped` where some were. A test that Meson ran but that did not
come to an end, or not as expected, has failed. Exits with 1 where a test failed or none was run.
"""

import argparse
import json
import re
import sys
from pathlib import Path

PASSED = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP"}
SKIPPED_CASE = re.compile(r"^ok\s+\d+\s+(?:-\s+)?(?P<case>\S+)\s+#\s*SKIP\s*(?P<why>.*)$", re.M | re.I)


def read_results(build):
    """Yields each result of the build: Meson writes one JSON object a line, a file a test setup."""
    for log in sorted(Path(build, "meson-logs").glob("testlog*.json")):
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            yield json.loads(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--skipped", type=int, default=0, help="what was skipped as a whole build")
    parser.add_argument("builds", nargs="*", metavar="BUILD")
    arguments = parser.parse_args()

    passed, failed, skipped = 0, 0, arguments.skipped
    for build in arguments.builds:
        for result in read_results(build):
            name = f"{build}: {result['name'].strip()}"
            if result["result"] in PASSED:
                passed += 1
            elif result["result"] in SKIPPED:
                skipped += 1
            else:
                failed += 1
                print(f"failed: {name} ({result['result']})")
            for case in SKIPPED_CASE.finditer(result.get("stdout") or ""):
                print(f"skipped: {name}: {case['case']}: {case['why']}")

    counts = f"{passed} passed, {failed} failed"
    print(f"{counts}, {skipped} skipped" if skipped else counts)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy with .clang-tidy: gate_static_analysis.py CLANG-TIDY BUILD ROOT.

Checks every compiled C source in src and tests, without generated ones, which are in the build.
Prints the findings, and at the end one line for each.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FINDING = re.compile(r"^\S+?:\d+:\d+: (?:error|warning): .*$", re.M)
COUNT_OF_WARNINGS = re.compile(r"^\d+ warnings? generated\.\n", re.M)


# The analyser follows the paths of a function until it has seen so many states: a third of its own
# limit. A few functions with many branches otherwise take most of the time.
MAX_STATES = 75000


def find_commands(build, root):
    """Returns one compiler command for each source: several programs share some sources."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    by_source = {Path(command["directory"], command["file"]).resolve(): command for command in commands}
    return {source: command for source, command in sorted(by_source.items())
            if source.suffix == ".c" and any(
                source.is_relative_to(root / folder) for folder in ("src", "tests"))}


def analyse(clang_tidy, database, source):
    """Returns whether the source is clean, and the output of clang-tidy."""
    # Clang's own warnings, which differ from GCC's, are not checked here; -Werror in the build's
    # commands would make them errors.
    analyser = ["-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={MAX_STATES}"]
    command = [clang_tidy, "--quiet", *(f"--extra-arg={argument}" for argument in
                                        ["-Wno-error", *analyser]), "-p", database, source]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         encoding="utf-8", errors="replace", check=False)
    return ran.returncode == 0, COUNT_OF_WARNINGS.sub("", ran.stdout)


def main():
    clang_tidy = sys.argv[1]
    build, root = (Path(argument).resolve() for argument in sys.argv[2:])
    commands = find_commands(build, root)
    sources = list(commands)
    is_clean = bool(sources)
    findings = []

    with tempfile.TemporaryDirectory() as database, ThreadPoolExecutor(os.cpu_count()) as pool:
        Path(database, "compile_commands.json").write_text(json.dumps(list(commands.values())),
                                                           encoding="utf-8")
        # The longest sources first, so that no core waits for one at the end.
        sources.sort(key=lambda source: source.stat().st_size, reverse=True)
        results = pool.map(lambda source: analyse(clang_tidy, database, source), sources)
        for source, (source_is_clean, output) in zip(sources, results):
            if not source_is_clean:
                is_clean = False
                print(output)
                findings += FINDING.findall(output) or [f"{source}: clang-tidy failed"]

    print(f"{len(sources)} sources, {len(findings)} findings")
    print("\n".join(findings))
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

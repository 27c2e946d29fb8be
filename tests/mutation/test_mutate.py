#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mutate.py on a project of two functions, as a TAP test: test_mutate.py MUTATE."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FILES = {
    "meson.build": """project('toy', 'c')
subdir('src/sums')
subdir('tests/sums')
""",
    "src/sums/meson.build": """sums = static_library('sums', 'sums.c')
""",
    "src/sums/zero.h": """static inline int
get_zero (void)
{
  return 0;
}
""",
    "src/sums/sums.c": """#include "zero.h"

int
twice (int x)
{
  return x + x;
}

int
thrice (int x)
{
  int y = x +
          x;

  if (x < get_zero ())
    y = -y - y;
  return y + x;
}
""",
    "tests/sums/meson.build": """test('sums', executable('test-sums', 'test-sums.c', link_with: sums))
""",
    "tests/sums/test-sums.c": """int twice (int x);
int thrice (int x);
int
main (void)
{
  return twice (2) == 4 && thrice (0) == 0 ? 0 : 1;
}
""",
    "tests/mutation/changes.txt": """# a comment
sums.c
- return x + x;
+ return x - x;

other-name.c
- int y = x + x;
+ int y = x;

sums.c:thrice
- y = -y - y;

sums.c:thrice
- return y + x;
+ return y + z;

sums.c
- return x * x;
+ return x;

sums.c:twice
- x + x
+ x+x

zero.h
- return 0;
+ return 3;
""",
}

OUTCOMES = ["noticed", "unnoticed", "unnoticed", "not compiled", "unfit", "unnoticed", "unnoticed"]


def run(script, *arguments):
    return subprocess.run([sys.executable, script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding="utf-8", check=False)


def read_results(folder):
    lines = (folder / "build-mutation" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def try_script(mutate, folder):
    """Yields the name of each case, and whether it passed."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    script = Path(shutil.copy(mutate, folder / "tests" / "mutation"))
    source = folder / "build-mutation" / "tree" / "src" / "sums" / "sums.c"

    stale = run(script, "--stale")
    yield "stale", stale.returncode == 1 and "6 of 7 changes fit" in stale.stdout

    first = run(script, "--limit", "4")
    yield "limit", first.returncode == 0 and len(read_results(folder)) == 4

    # The state after a run that was killed during a change.
    original = source.read_text(encoding="utf-8")
    (folder / "build-mutation" / "kept.json").write_text(json.dumps([str(source), original]), encoding="utf-8")
    source.write_text("int broken;", encoding="utf-8")
    second = run(script)
    results = read_results(folder)
    yield "goes-on", second.returncode == 0 and len(results) == 7
    yield "outcomes", sorted(result["outcome"] for result in results) == sorted(OUTCOMES)
    yield "restores", source.read_text(encoding="utf-8") == FILES["src/sums/sums.c"]
    yield "by-folder", "sums                        1 of    5 noticed,  20.0 %" in second.stdout
    yield "names-the-test", any(result["by"].startswith("sums (FAIL") for result in results)
    yield "same-program", any(result["by"] == "the programs are the same" for result in results)
    yield "names-the-unnoticed", "not noticed: sums/other-name.c: int y = x + x; -> int y = x;" in second.stdout

    third = run(script)
    yield "nothing-left", third.returncode == 0 and read_results(folder) == results

    # A new test; its file keeps its old modification time, as after a checkout.
    test = folder / "tests/sums/test-sums.c"
    times = test.stat()
    test.write_text(FILES["tests/sums/test-sums.c"].replace("thrice (0) == 0", "thrice (2) == 6"), encoding="utf-8")
    os.utime(test, ns=(times.st_atime_ns, times.st_mtime_ns))
    fourth = run(script, "--update")
    yield "update", "sums                        3 of    5 noticed,  60.0 %" in fourth.stdout
    if third.returncode != 0 or second.returncode != 0:
        print(first.stdout, second.stdout, third.stdout, fourth.stdout, file=sys.stderr)


def main():
    n_failed = n_cases = 0

    with tempfile.TemporaryDirectory() as folder:
        for n_cases, (name, passed) in enumerate(try_script(sys.argv[1], Path(folder)), 1):
            n_failed += not passed
            print(f"{'ok' if passed else 'not ok'} {n_cases} {name}")
    print(f"1..{n_cases}")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An include in the wrong direction does not compile, as a TAP test: test_wrong_includes.py BUILD ROOT.

For each folder, a source is compiled with Meson's command for a source of the folder. A header that
the folder may use must compile, or the trial itself is broken; a forbidden header must not be found.
Folders that the build does not compile, as those of the app in a build without it, are
skipped.
"""

import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

# A folder of src; a header that it may include; headers that it must not include. Lower folders
# come first. The forbidden headers of a folder are those above it, or beside it.
TRIALS = [
    ("engine/base", "error.h", ["csv.h", "network.h", "dataset.h", "training-run.h"]),
    ("engine/formats", "random.h", ["network.h", "stroke-raster.h", "dataset.h", "weights.h", "mailbox.h"]),
    ("engine/formats/pickle", "npy.h", ["network.h", "dataset.h", "weights.h", "mailbox.h"]),
    ("engine/network", "random.h", ["npy.h", "dataset.h", "weights.h", "trainer.h", "training-run.h"]),
    ("engine/digits", "random.h", ["npy.h", "network.h", "dataset.h", "training-run.h"]),
    ("engine/digits/made", "digit-image.h", ["npy.h", "network.h", "dataset.h", "training-run.h"]),
    ("engine/data", "digit-image.h", ["npy.h", "network.h", "weights.h", "trainer.h", "training-run.h"]),
    ("engine/data/readers", "npy.h", ["network.h", "weights.h", "trainer.h", "training-run.h"]),
    ("engine/weights", "npz.h", ["trainer.h", "dataset.h", "training-run.h", "store.h"]),
    ("engine/training", "network.h", ["npy.h", "weights.h", "mailbox.h", "training-run.h", "store.h"]),
    ("engine/explain", "optimizer.h", ["npy.h", "weights.h", "training-run.h", "store.h"]),
    ("plot", "format.h", ["network.h", "dataset.h", "trainer.h", "gtk/gtk.h", "chart.h", "training-run.h"]),
    ("session/job", "progress.h", ["network.h", "training-run.h", "store.h", "gtk/gtk.h"]),
    ("session/lesson", "choices.h", ["network.h", "training-run.h", "store.h", "gtk/gtk.h"]),
    ("session/explain", "favourites.h", ["training-run.h", "store.h", "libsoup/soup.h", "gtk/gtk.h"]),
    ("session/runs", "weights.h", ["training-run.h", "store.h", "fetch.h", "libsoup/soup.h", "gtk/gtk.h", "document.h"]),
    ("session/run", "run-writer.h", ["fetch.h", "store.h", "libsoup/soup.h", "gtk/gtk.h", "document.h"]),
    ("session/store", "weights.h", ["fetch.h", "libsoup/soup.h", "gtk/gtk.h", "document.h"]),
    ("session/download", "libsoup/soup.h", ["network.h", "trainer.h", "store.h", "gtk/gtk.h"]),
    ("cli", "download.h", ["libsoup/soup.h", "gtk/gtk.h", "adwaita.h", "document.h"]),
    ("app/widgets", "gtk/gtk.h", ["network.h", "dataset.h", "chart.h", "pad.h", "libsoup/soup.h"]),
    ("app/chart", "chart-model.h", ["network.h", "trainer.h", "training-run.h", "pad.h", "document.h"]),
    ("app/pad", "digit-image.h", ["trainer.h", "training-run.h", "chart.h", "libsoup/soup.h", "document.h"]),
    ("app/explain", "walkthrough.h", ["training-run.h", "chart.h", "libsoup/soup.h", "document.h"]),
    ("app/pages", "pad.h", ["npy.h", "document.h", "window.h", "libsoup/soup.h", "command.h"]),
    ("app/window", "train-page.h", ["npy.h", "libsoup/soup.h", "command.h"]),
]

# What the compiler's output says of a header that must not be found.
FOUND = "can be included:"

# Compiler options that name an output file as their argument.
WRITING_OPTIONS = {"-o", "-MF", "-MQ", "-MT"}


def find_commands(build, root):
    """Returns, for each folder of src, the command, working directory and name of one of its sources.

    Of several targets in a folder, such as the kernels, the one with the most include roots is
    used.
    """
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = Path(entry["directory"], entry["file"]).resolve()
        if path.is_relative_to(root / "src"):
            folder = str(path.parent.relative_to(root / "src"))
            command = (shlex.split(entry["command"]), entry["directory"], entry["file"])
            commands[folder] = max(commands.get(folder, command), command, key=count_roots)
    return commands


def count_roots(command):
    return sum(argument.startswith("-I") for argument in command[0])


def compile_trial(command, directory, file, right, wrong):
    """Compiles a source that includes the right header, and has an error for each wrong header that
    is found. Returns the compiler's exit status and its output."""
    arguments, skips = [], False
    for argument in command:
        if not skips and argument not in WRITING_OPTIONS and argument not in {"-c", "-MD", "-MMD", file}:
            arguments.append(argument)
        skips = argument in WRITING_OPTIONS
    lines = [f"#include {quote(right)}"]
    for header in wrong:
        lines += [f"#if __has_include ({quote(header)})", f"#error {FOUND} {header}", "#endif"]
    with tempfile.NamedTemporaryFile("w", suffix=".c", encoding="utf-8") as source:
        source.write("\n".join(lines) + "\n")
        source.flush()
        ran = subprocess.run([*arguments, "-w", "-fsyntax-only", source.name], cwd=directory,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                             errors="replace", check=False)
    return ran.returncode, ran.stdout.strip()


def quote(header):
    return f"<{header}>" if "/" in header else f'"{header}"'


def try_folder(command, folder, right, wrong):
    """Yields the faults."""
    status, output = compile_trial(*command, right, wrong)
    found = [header for header in wrong if re.search(rf"{FOUND} {re.escape(header)}$", output, re.M)]
    for header in found:
        yield f"src/{folder} must not know {header}, and finds it"
    if status and not found:
        yield f"src/{folder} may include {right}, and that does not compile: {output}"


def find_unknown_headers(root, trials):
    """Yields the headers of the trials that do not exist any more: a trial with them proves
    nothing."""
    known = {path.name for path in (root / "src").rglob("*.h")}
    for folder, right, wrong in trials:
        for header in (right, *wrong):
            if "/" not in header and header not in known | {"adwaita.h"}:
                yield f"there is no {header} to try in src/{folder}"


def main():
    build, root = (Path(argument).resolve() for argument in sys.argv[1:3])
    commands = find_commands(build, root)
    n_failed = 0

    print(f"1..{len(TRIALS) + 1}")
    for number, (folder, right, wrong) in enumerate(TRIALS, 1):
        name = folder.replace("/", "-")
        if folder not in commands:
            print(f"ok {number} {name} # SKIP not compiled in this build")
            continue
        complaints = list(try_folder(commands[folder], folder, right, wrong))
        n_failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} {name}")
        for complaint in complaints:
            print(complaint, file=sys.stderr)

    unknown = list(find_unknown_headers(root, TRIALS))
    print(f"{'not ok' if unknown else 'ok'} {len(TRIALS) + 1} headers-exist")
    for complaint in unknown:
        print(complaint, file=sys.stderr)
    return 1 if n_failed or unknown else 0


if __name__ == "__main__":
    sys.exit(main())

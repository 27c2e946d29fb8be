#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy with .clang-tidy: gate_static_analysis.py CLANG-TIDY BUILD ROOT FOLDER…

Checks every compiled C source in the folders, without generated ones, which are in the build.
Prints the findings, and at the end one line for each.

A source is not analysed again while nothing that its analysis reads has changed since it was clean:
the source and its headers, the compiler's arguments, .clang-tidy, clang-tidy and this program. The
records are in backprop-static-analysis in the user's cache folder.
"""

import functools
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FINDING = re.compile(r"^\S+?:\d+:\d+: (?:error|warning): .*$", re.M)
COUNT_OF_WARNINGS = re.compile(r"^\d+ warnings? generated\.\n", re.M)

# Compiler options that name an output file as their argument.
WRITING_OPTIONS = {"-o", "-MF", "-MQ", "-MT"}

# Compiling headers in advance is worth it from so many sources on.
FEWEST_SOURCES = 4

# The analyser follows the paths of a function until it has seen so many states: a third of its own
# limit. A few functions with many branches otherwise take most of the time.
MAX_STATES = 75000


@functools.cache
def hash_file(path):
    """Returns the SHA-256 of a file, or None where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


class CleanRecords:
    """What was read by the analysis of each source that was clean. A record names the files and has
    one digest of their contents, so that it is found again in another checkout."""

    def __init__(self, clang_tidy, root):
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self.folder = Path(cache, "backprop-static-analysis")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.start = time.time()
        version = subprocess.run([clang_tidy, "--version"], stdout=subprocess.PIPE, check=True).stdout
        # A header with a new name may be found in the place of another one.
        headers = sorted(str(path.relative_to(root)) for folder in ("src", "tests")
                         for path in (root / folder).rglob("*.h"))
        self.common = [version.decode(), hash_file(root / ".clang-tidy"), hash_file(Path(__file__)),
                       headers]

    def get_path(self, source, command):
        key = [str(source.relative_to(self.root)), command["command"], self.common]
        return self.folder / hashlib.sha256(json.dumps(key).encode()).hexdigest()

    @staticmethod
    def digest(directory, files):
        hashes = [hash_file(Path(directory, file)) for file in files]
        return None if None in hashes else hashlib.sha256("".join(hashes).encode()).hexdigest()

    def has(self, source, command):
        """Returns whether the source was clean, and is read as then."""
        try:
            digest, *files = self.get_path(source, command).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return False
        return digest == self.digest(command["directory"], files)

    def add(self, source, command, files):
        """Records that the source is clean; its analysis read the files."""
        digest = self.digest(command["directory"], files)
        # A file that is changed now may have been read before the change.
        if digest is None or any(Path(command["directory"], file).stat().st_mtime >= self.start
                                 for file in files):
            return
        path = self.get_path(source, command)
        written = path.with_name(f"{path.name}.{os.getpid()}")
        written.write_text("\n".join([digest, *files]), encoding="utf-8")
        written.replace(path)


def read_dependencies(path):
    """Returns the files that a compiler lists in the form of make, but those beside the list."""
    words = shlex.split(path.read_text(encoding="utf-8").replace("\\\n", " "))
    return [word for word in words if not word.endswith(":") and Path(word).parent != path.parent]


def find_commands(build, folders):
    """Returns one compiler command for each source: several programs share some sources."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    by_source = {Path(command["directory"], command["file"]).resolve(): command for command in commands}
    return {source: command for source, command in sorted(by_source.items())
            if source.suffix == ".c" and any(source.is_relative_to(folder) for folder in folders)}


def split_command(command):
    """Returns the arguments of a compiler command that change how a header is read, and those that
    only say where it is found."""
    reading, finding = [], []
    words = iter(shlex.split(command["command"]))
    for word in words:
        if word in WRITING_OPTIONS:
            next(words)
        elif word == "-isystem":
            finding += [word, next(words)]
        elif word.startswith(("-I", "-isystem")):
            finding.append(word)
        elif word.startswith("-") and word not in {"-c", "-MD"}:
            reading.append(word)
    return tuple(reading), finding


def precompile(clang, commands, folder):
    """Compiles the headers of the toolkit once for all sources that are compiled with the same
    arguments: reading them is most of the work for a small source. Returns the path for each source
    that has one. The builds do without, and find an include that a source forgot."""
    groups, paths = defaultdict(list), {}
    for source, command in commands.items():
        reading, finding = split_command(command)
        header = "adwaita.h" if any("libadwaita" in word for word in finding) else "glib.h"
        groups[(header, reading)].append((source, finding))
    for number, ((header, reading), members) in enumerate(groups.items()):
        text, path = folder / f"{number}.h", folder / f"{number}.pch"
        text.write_text(f"#include <{header}>\n", encoding="utf-8")
        directory = commands[members[0][0]]["directory"]
        if len(members) >= FEWEST_SOURCES and subprocess.run(
                [clang, *reading, *members[0][1], "-Wno-error", "-x", "c-header", text, "-o", path],
                cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            paths.update((source, path) for source, _ in members)
    return paths


def run_clang_tidy(clang_tidy, database, source, arguments):
    """Returns whether the source is clean, the output of clang-tidy, and the files that it read."""
    # Clang's own warnings, which differ from GCC's, are not checked here; -Werror in the build's
    # commands would make them errors.
    list_of_files = Path(database, hashlib.sha256(str(source).encode()).hexdigest())
    arguments = ["-Wno-error", "-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={MAX_STATES}",
                 f"-Wp,-MD,{list_of_files}", *arguments]
    command = [clang_tidy, "--quiet", *(f"--extra-arg={argument}" for argument in arguments),
               "-p", database, source]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         encoding="utf-8", errors="replace", check=False)
    files = read_dependencies(list_of_files) if list_of_files.exists() else []
    return ran.returncode == 0, COUNT_OF_WARNINGS.sub("", ran.stdout), files


def analyse(clang_tidy, database, source, header):
    """Returns what run_clang_tidy() returns."""
    # A source that does not go with the precompiled header is analysed without it.
    if header is not None:
        result = run_clang_tidy(clang_tidy, database, source, ["-include-pch", str(header)])
        if result[0]:
            return result
    return run_clang_tidy(clang_tidy, database, source, [])


def main():
    clang_tidy = sys.argv[1]
    build, root = (Path(argument).resolve() for argument in sys.argv[2:4])
    all_commands = find_commands(build, [root / folder for folder in sys.argv[4:]])
    records = CleanRecords(clang_tidy, root)
    commands = {source: command for source, command in all_commands.items()
                if not records.has(source, command)}
    sources = list(commands)
    is_clean = bool(all_commands)
    findings = []

    with tempfile.TemporaryDirectory() as database, ThreadPoolExecutor(os.cpu_count()) as pool:
        Path(database, "compile_commands.json").write_text(json.dumps(list(commands.values())),
                                                           encoding="utf-8")
        # The longest sources first, so that no core waits for one at the end.
        sources.sort(key=lambda source: source.stat().st_size, reverse=True)
        # The compiler of the same release.
        clang = Path(clang_tidy).resolve().with_name("clang")
        headers = precompile(clang, commands, Path(database)) if clang.exists() else {}
        results = pool.map(lambda source: analyse(clang_tidy, database, source, headers.get(source)),
                           sources)
        for source, (source_is_clean, output, files) in zip(sources, results):
            if source_is_clean:
                records.add(source, commands[source], files)
            else:
                is_clean = False
                print(output)
                findings += FINDING.findall(output) or [f"{source}: clang-tidy failed"]

    print(f"{len(all_commands)} sources, {len(sources)} analysed, {len(findings)} findings")
    print("\n".join(findings))
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

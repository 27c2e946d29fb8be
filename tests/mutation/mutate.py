#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks lines of the program, one at a time, and reports the changes that no test notices.

    tests/mutation/mutate.py                     tries changes without a result, and reports
    tests/mutation/mutate.py --only engine/base  only changes of files whose path contains this
    tests/mutation/mutate.py --stale             lists changes that do not fit any more
    tests/mutation/mutate.py --report            reports the results so far

The sources are copied to build-mutation/tree and built there once, so that the checkout may change
meanwhile. --copy copies them again and forgets all results; --update copies changed files and
forgets the unnoticed changes, so that new tests are tried. For each change, the tests of the file's
folder are built and run, then those of its layer, then the others, but only tests whose programs
the change altered. The first failing test has noticed the change. An unnoticed change takes
longest, as all tests run: --stages 1 stops after the file's folder, --stages 2 after its layer, and
--longest 12 leaves out tests that take more than twelve seconds. Results are written one by one: an
interrupted run continues where it was.

changes.txt lists the changes. A block is the name of a file, with ":FUNCTION" where the text occurs
several times in it; then the old text after "-" and the new text after "+", which may be empty.
Files are found by name in all folders; where there is no file of the name, all files are searched
for the text. Blanks and line ends are ignored. "#" begins a comment.
"""

import argparse
import hashlib
import json
import math
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

TOKEN = re.compile(r"\w+|[^\w\s]")

# The stages of tests in their order: see find_stage().
N_STAGES = 3

# Tests of the sources themselves and of the files around the program.
LEFT_OUT_SUITES = {"data", "gates"}

PASSED = ("OK", "SKIP", "EXPECTEDFAIL")

# The limits for endless programs: a factor of the time of the test before, and seconds more.
PATIENCE = 4
LEAST_PATIENCE = 20


class Change:
    """One change: @place is its position in the list."""

    def __init__(self, file, function, before, after, place):
        self.file, self.function, self.before, self.after, self.place = file, function, before, after, place
        text = "\0".join([file, function, *TOKEN.findall(before), "", *TOKEN.findall(after)])
        self.id = hashlib.sha256(text.encode()).hexdigest()[:12]

    def __str__(self):
        name = f"{self.file}:{self.function}" if self.function else self.file
        return f"{name}: {self.before} -> {self.after or '(removed)'}"


class Unfit(Exception):
    """A change that fits no position, or several."""


def read_changes(path):
    changes, block = [], []

    def end_block(number):
        if not block:
            return
        head, *lines = block
        before = " ".join(line[1:].strip() for line in lines if line[0] == "-")
        after = " ".join(line[1:].strip() for line in lines if line[0] == "+")
        if not before or any(line[0] not in "-+" for line in lines):
            sys.exit(f"{path}:{number}: a change needs a line that begins with \"-\", before {head}")
        file, _, function = head.strip().partition(":")
        changes.append(Change(file, function, before, after, f"{path.name}:{number - len(block)}"))
        block.clear()

    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            end_block(number)
        elif not line.startswith("#"):
            block.append(line)
    end_block(len(lines) + 1)
    if len({change.id for change in changes}) < len(changes):
        counted = defaultdict(list)
        for change in changes:
            counted[change.id].append(change.place)
        twice = next(places for places in counted.values() if len(places) > 1)
        sys.exit(f"{path}: the same change twice, in {' and '.join(twice)}")
    return changes


def make_pattern(text):
    """The text as a regular expression with any blanks between its words and signs."""
    return re.compile(r"(?<!\w)" * text[0].isalnum() + r"\s*".join(map(re.escape, TOKEN.findall(text)))
                      + r"(?!\w)" * text[-1].isalnum())


def find_function(source, name):
    """Returns the start and end of the definition of a function, or of another block with the
    name."""
    match = re.search(rf"^{re.escape(name)}\b[^;{{]*\{{.*?^\}}", source, re.M | re.S)
    if match is None:
        match = re.search(rf"^[^\n#/*]*\b{re.escape(name)}\b[^;{{]*\{{.*?^\}}", source, re.M | re.S)
    return match.span() if match else None


def find_places(source, change):
    """Returns all positions of the change's text in a source."""
    begin, end = 0, len(source)
    if change.function:
        span = find_function(source, change.function)
        if span is None:
            return []
        begin, end = span
    return list(make_pattern(change.before).finditer(source, begin, end))


def apply_change(tree, change):
    """Returns the path of the file that the change fits, and its changed text."""
    sources = {path: path.read_text(encoding="utf-8") for path in sorted((tree / "src").rglob("*.[ch]"))}
    named = [path for path in sources if path.match(change.file)]
    places = [(path, place) for path in named for place in find_places(sources[path], change)]
    if not places:
        # The file may have another name by now.
        places = [(path, place) for path, source in sources.items() for place in find_places(source, change)]
    if len(places) != 1:
        raise Unfit(f"its text is in {len(places)} places")
    path, place = places[0]
    # A removed statement becomes an empty one, as it may be the only one after an if.
    after = change.after or (";" if change.before.endswith(";") else "")
    return path, sources[path][:place.start()] + after + sources[path][place.end():]


def list_files(root):
    """Returns the names of the files that belong to the sources."""
    if (root / ".git").exists():
        command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()
        return [name for name in listed.split("\0") if name and (root / name).is_file()]
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return [str(path) for path in paths if not re.match(r"build($|-(?!aux))", path.parts[0])]


def copy_tree(root, tree):
    """Updates the copy to the checkout. Equal files stay, and so do their build results."""
    names = list_files(root)
    for name in set(list_files(tree)) - set(names) if tree.exists() else ():
        (tree / name).unlink()
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        if not (tree / name).exists() or (tree / name).read_bytes() != (root / name).read_bytes():
            # With the present time, as earlier build results of the file may be newer than the
            # file.
            shutil.copyfile(root / name, tree / name)
            shutil.copymode(root / name, tree / name)
    # Tests of real data look for it beside the sources.
    shared = tree.parent / "shared"
    if (root.parent / "shared").is_dir() and not shared.exists():
        shared.symlink_to(root.parent / "shared")


class Build:
    """The copy of the sources and its build."""

    def __init__(self, work, n_jobs):
        self.tree, self.folder, self.n_jobs = work / "tree", work / "tree" / "build", n_jobs
        self.kept = work / "kept.json"
        self.digests_path = work / "digests.json"
        self.tests = []
        # For each test by name: the built programs that it runs, and the folder of its source.
        self.programs = {}
        self.folders = {}
        # The time of each test, and the digest of each program, without a change.
        self.seconds = {}
        self.digests = {}

    def run(self, *command):
        return subprocess.run(command, cwd=self.tree, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, encoding="utf-8",
                              errors="replace", check=False)

    def compile(self, programs=()):
        """Builds @programs, or everything; returns the compiler's output where it fails, or
        nothing."""
        targets = [program.relative_to(self.folder) for program in programs] or ["all"]
        ran = self.run("ninja", "-C", self.folder, f"-j{self.n_jobs}", *targets)
        return "" if ran.returncode == 0 else ran.stdout[-3000:]

    def set_source(self, path, text):
        """Writes a changed source; restore() writes the original, also in the next run after this
        one was killed."""
        self.kept.write_text(json.dumps([str(path), path.read_text(encoding="utf-8")]), encoding="utf-8")
        path.write_text(text, encoding="utf-8")

    def restore(self):
        if self.kept.exists():
            path, text = json.loads(self.kept.read_text(encoding="utf-8"))
            Path(path).write_text(text, encoding="utf-8")
            self.kept.unlink()

    def begin(self):
        if not (self.folder / "build.ninja").exists():
            ran = self.run("meson", "setup", "-Ddebug=false", "-Doptimization=1", self.folder)
            if ran.returncode != 0:
                sys.exit(ran.stdout[-3000:] + "\nconfiguring failed")
        # Where the digests are known, everything was built once: a change rebuilds what it needs.
        message = "" if self.digests_path.exists() else self.compile()
        if message:
            sys.exit(message + "\nthe program does not build without a change either")
        listed = json.loads(self.run("meson", "introspect", "--tests", self.folder).stdout)
        self.tests = [test for test in listed
                      if not LEFT_OUT_SUITES & {suite.split(":")[-1] for suite in test["suite"]}]
        self.programs = {test["name"]: self.find_programs(test) for test in self.tests}
        self.folders = {test["name"]: self.find_folder(test) for test in self.tests}
        if not self.digests_path.exists():
            digests = {str(program): digest(program) for program in set().union(*self.programs.values())}
            self.digests_path.write_text(json.dumps(digests), encoding="utf-8")
        self.digests = {Path(name): value
                        for name, value in json.loads(self.digests_path.read_text(encoding="utf-8")).items()}

    def build_altered(self, tests):
        """Builds the programs that @tests run. Returns the tests with a program that differs from
        the unchanged one, and the compiler's output where it fails."""
        programs = sorted(set().union(*(self.programs[test["name"]] for test in tests)))
        message = self.compile(programs) if programs else ""
        if message:
            return [], message
        altered = {program for program in programs if digest(program) != self.digests[program]}
        return [test for test in tests if altered & self.programs[test["name"]]], ""

    def find_programs(self, test):
        """Returns the built programs that can change the result of the test."""
        # Programs that another program such as xvfb-run starts are named relative to the folder.
        paths = [self.folder / argument for argument in (*test["cmd"], test["env"].get("BACKPROP_CLI", ""))]
        return {path for path in paths if path.is_file() and path.is_relative_to(self.folder)}

    def find_folder(self, test):
        """Returns the folder of the test's source in tests, or nothing."""
        for argument in test["cmd"]:
            if Path(argument).is_relative_to(self.tree / "tests"):
                return str(Path(argument).parent.relative_to(self.tree / "tests"))
        for path in (self.tree / "tests").rglob(f"test-{test['name']}.c"):
            return str(path.parent.relative_to(self.tree / "tests"))
        return ""

    def run_tests(self, tests):
        """Runs tests up to the first failure; returns name, result and seconds of each that ran."""
        names = [test["name"] for test in tests]
        longest = max(self.seconds.get(name, 0) for name in names)
        allowed = max(PATIENCE * longest, LEAST_PATIENCE)
        multiplier = min(1, allowed / min(test["timeout"] for test in tests)) if self.seconds else 4
        log = self.folder / "meson-logs" / "testlog.json"
        log.unlink(missing_ok=True)
        self.run("meson", "test", "-C", self.folder, "--no-rebuild", "--maxfail=1" if self.seconds else "-q",
                 f"--num-processes={self.n_jobs}", "-t", str(multiplier), *names)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
        return [(result["name"].split(" / ")[-1].strip(), result["result"], result["duration"])
                for result in map(json.loads, lines)]


def digest(program):
    return hashlib.sha256(program.read_bytes()).hexdigest()


def find_stage(folder, test_folder):
    """Returns the stage of a test for a source: 0 in its folder, 1 in its layer, 2 in another."""
    if test_folder == folder:
        return 0
    return 1 if test_folder.split("/")[0] == folder.split("/")[0] else N_STAGES - 1


def measure(build, path, longest):
    """Runs all tests once without a change, to measure their times and find those that fail anyway.
    Leaves out tests that take more than @longest seconds."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    unknown = [test for test in build.tests if known.get(test["name"], ["?"])[0] not in PASSED]
    if unknown:
        print(f"running {len(unknown)} tests once without a change", flush=True)
        measured = {name: [result, seconds] for name, result, seconds in build.run_tests(unknown)}
        known.update(measured)
        path.write_text(json.dumps(known, indent=1), encoding="utf-8")
        for name, (result, _) in measured.items():
            if result not in PASSED:
                print(f"left out, as it fails without a change: {name} ({result})")
    build.seconds = {name: seconds for name, (_, seconds) in known.items()}
    build.tests = [test for test in build.tests
                   if known.get(test["name"], ["?"])[0] in ("OK", "EXPECTEDFAIL")
                   and known[test["name"]][1] <= longest]


def try_change(build, change, n_stages):
    """Returns the result of the change in the first stages of tests."""
    try:
        path, changed = apply_change(build.tree, change)
    except Unfit as error:
        return {"outcome": "unfit", "by": str(error)}

    folder = str(path.parent.relative_to(build.tree / "src"))
    stages = defaultdict(list)
    for test in build.tests:
        stages[find_stage(folder, build.folders[test["name"]])].append(test)
    is_altered = False
    build.set_source(path, changed)
    try:
        for _, tests in sorted(item for item in stages.items() if item[0] < n_stages):
            altered, message = build.build_altered(tests)
            if message:
                # A program that could not be linked may be missing.
                build.digests_path.unlink(missing_ok=True)
                return {"folder": folder, "outcome": "not compiled", "by": message[-600:]}
            is_altered = is_altered or bool(altered)
            for name, result, _ in build.run_tests(altered) if altered else []:
                if result not in PASSED:
                    return {"folder": folder, "outcome": "noticed", "by": f"{name} ({result})"}
        return {"folder": folder, "outcome": "unnoticed", "by": "" if is_altered else "the programs are the same"}
    finally:
        build.restore()


def read_results(path):
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {result["id"]: result for result in map(json.loads, lines)}


def forget_unnoticed(path):
    noticed = [result for result in read_results(path).values() if result["outcome"] == "noticed"]
    path.write_text("".join(json.dumps(result) + "\n" for result in noticed), encoding="utf-8")


def report(changes, results):
    """Prints the unnoticed changes, and the number of noticed ones, by folder."""
    counts = defaultdict(lambda: [0, 0])
    for change in changes:
        result = results.get(change.id)
        if result is None:
            continue
        if result["outcome"] in ("noticed", "unnoticed"):
            is_noticed = result["outcome"] == "noticed"
            for folder in (result["folder"], "all"):
                counts[folder][0] += is_noticed
                counts[folder][1] += 1
            if not is_noticed:
                print(f"not noticed: {result['folder']}/{change}")
        else:
            print(f"{result['outcome']}: {change.place}: {change}: {result['by']}")
    for folder, (n_noticed, n_tried) in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])):
        print(f"{folder:24} {n_noticed:4} of {n_tried:4} noticed, {100 * n_noticed / n_tried:5.1f} %")


def report_stale(changes):
    n_stale = 0
    for change in changes:
        try:
            apply_change(ROOT, change)
        except Unfit as error:
            n_stale += 1
            print(f"{change.place}: {change}: {error}")
    print(f"{len(changes) - n_stale} of {len(changes)} changes fit")
    return 1 if n_stale else 0


def is_wanted(change, tree, only):
    """Whether the path of the change's file contains @only."""
    paths = (tree / "src").rglob(Path(change.file).name)
    return only in change.file or any(only in str(path.relative_to(tree / "src")) for path in paths)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", type=Path, default=HERE / "changes.txt", help="the changes to try")
    parser.add_argument("--work", type=Path, default=ROOT / "build-mutation", help="where to build")
    parser.add_argument("--only", default="", help="only changes of files whose path contains this")
    parser.add_argument("--limit", type=int, help="try at most so many")
    parser.add_argument("--stages", type=int, choices=range(1, N_STAGES + 1), default=N_STAGES,
                        help="how far to go: 1 for tests of the same folder, 2 of the layer, 3 all")
    parser.add_argument("--longest", type=float, default=math.inf, help="leave out tests that take more seconds")
    parser.add_argument("--jobs", type=int, default=2, help="how much to do at a time")
    parser.add_argument("--copy", action="store_true", help="copy the sources again and forget all results")
    parser.add_argument("--update", action="store_true",
                        help="copy what has changed, and forget the results of what was not noticed")
    parser.add_argument("--report", action="store_true", help="report, and try nothing")
    parser.add_argument("--stale", action="store_true", help="say which changes fit no place any more")
    arguments = parser.parse_args()

    changes = read_changes(arguments.list)
    if arguments.stale:
        return report_stale(changes)
    work = arguments.work.resolve()
    results_path = work / "results.jsonl"
    build = Build(work, arguments.jobs)
    build.restore()
    if arguments.copy:
        shutil.rmtree(build.tree, ignore_errors=True)
    if arguments.copy or not build.tree.exists():
        copy_tree(ROOT, build.tree)
        for path in (results_path, work / "measured.json", build.digests_path):
            path.unlink(missing_ok=True)
    elif arguments.update:
        copy_tree(ROOT, build.tree)
        build.digests_path.unlink(missing_ok=True)
        forget_unnoticed(results_path)
    results = read_results(results_path)

    changes = [change for change in changes if is_wanted(change, build.tree, arguments.only)]
    if not arguments.report:
        # In the order of their digests, so that an interrupted run is a fair sample of all folders.
        wanted = sorted((change for change in changes if change.id not in results), key=lambda change: change.id)
        wanted = wanted[:arguments.limit]
        build.begin()
        measure(build, work / "measured.json", arguments.longest)
        for number, change in enumerate(wanted, 1):
            result = {"id": change.id, **try_change(build, change, arguments.stages)}
            results[change.id] = result
            with open(results_path, "a", encoding="utf-8") as file:
                file.write(json.dumps(result) + "\n")
            print(f"{number}/{len(wanted)} {result['outcome']:9} {change} {result['by'].splitlines()[-1:]}", flush=True)
    report(changes, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The pages of the manual say what --help says, as a TAP test: test_manual.py FOLDER PROGRAM…

FOLDER has a page PROGRAM.1 for each program. The page has the commands that the program lists, each
with its options, their values and their descriptions. Where groff is installed, it finds no fault in
the page.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}

# The options of all commands, which a page describes once.
COMMON = {"--help", "--instructions"}

ESCAPES = {r"\-": "-", r"\(lq": "“", r"\(rq": "”", r"\(cq": "’", r"\&": "", "...": "…", r"\e": "\\"}


def run(program, *arguments):
    ran = subprocess.run([program, *arguments], env=ENVIRONMENT, check=False, encoding="utf-8",
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return ran.stdout


def read_roff(text):
    """Returns the text without fonts and escapes."""
    text = re.sub(r"\\f[BRIP]", "", text)
    for escape, character in ESCAPES.items():
        text = text.replace(escape, character)
    return text


def read_page(text):
    """Returns the options of each section or subsection, by its title: descriptions by options, as in
    {"train": {"-e, --epochs=N": "Passes over…"}}. After "Takes the options of", they are those of
    another subsection."""
    sections, options = {}, {}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        heading = re.match(r"\.S[SH] (.*)", line)
        if heading:
            options = sections.setdefault(read_roff(heading[1]), {})
        elif line == ".TP" and read_roff(lines[number + 1]).startswith("-"):
            options[read_roff(lines[number + 1])] = read_roff(lines[number + 2]).rstrip(".")
        elif line == "Takes the options of":
            options.update(sections[lines[number + 1].split()[1]])
    return sections


def read_help(text):
    """Returns descriptions by options."""
    options = {}
    for line in text.splitlines():
        option = re.match(r"  (-.*?)  +(.*)", line)
        if option:
            # GLib has no options of two values, and writes "--chart=NAME FILE".
            name = re.sub(r"=(?=\S+ \S)", " ", option[1])
            options[name] = option[2].rstrip(".")
    return options


def find_commands(program):
    """Yields the commands of the program, and the commands below them."""
    for command in re.findall(r"^  ([a-z-]+) ", run(program, "--help").partition("Commands:")[2], re.M):
        usage = re.search(r"\[OPTION…\] (.*)", run(program, command, "--help"))
        below = [words.split()[0] for words in usage[1].split(" | ")] if usage else []
        below = [word for word in below if re.fullmatch("[a-z]+", word)]
        yield from ([command, word] for word in below) if below else [[command]]


def is_common(option):
    """Whether all commands have the option."""
    return any(re.search(rf"(^|\s){name}(=|$)", option) for name in COMMON)


def compare(title, page, help_options):
    """Yields the differences of a section of a page."""
    for option in sorted(help_options.keys() - page.keys()):
        yield f"“{title}” lacks {option}: {help_options[option]}"
    for option in sorted(page.keys() - help_options.keys()):
        yield f"“{title}” has {option}, which --help does not have"
    for option in sorted(page.keys() & help_options.keys()):
        if page[option] != help_options[option]:
            yield f"“{title}” says of {option}: {page[option]}\n  --help says: {help_options[option]}"


def check_options(program, sections):
    """Yields the differences between a page and --help."""
    commands = list(find_commands(program))
    if not commands:
        help_options = read_help(run(program, "--help"))
        yield from compare("OPTIONS", sections.get("OPTIONS", {}), {
            option: text for option, text in help_options.items()
            if not option.startswith(("--help-", "--gapplication"))})
        return

    yield from compare("DESCRIPTION", sections.get("DESCRIPTION", {}), {
        option: text for option, text in read_help(run(program, *commands[0], "--help")).items()
        if is_common(option)})
    titles = {" ".join(command) for command in commands}
    described = {title for title in sections if not title.isupper()}
    for title in sorted(titles ^ described):
        yield f"“{title}” is " + ("not in the page" if title in titles else "no command of the program")
    for command in commands:
        text = run(program, *command, "--help")
        yield from compare(" ".join(command), sections.get(" ".join(command), {}), {
            option: text for option, text in read_help(text).items() if not is_common(option)})


def check_roff(page):
    """Yields the faults that groff finds."""
    if shutil.which("groff"):
        yield from run("groff", "-man", "-ww", "-Tutf8", "-z", str(page)).splitlines()


def main():
    folder, programs = Path(sys.argv[1]), sys.argv[2:]
    n_failed = 0
    print(f"1..{2 * len(programs)}")
    for number, program in enumerate(programs):
        page = folder / (Path(program).name + ".1")
        sections = read_page(page.read_text(encoding="utf-8"))
        for offset, (name, complaints) in enumerate([("options", list(check_options(program, sections))),
                                                     ("roff", list(check_roff(page)))]):
            n_failed += bool(complaints)
            print(f"{'not ok' if complaints else 'ok'} {2 * number + offset + 1} {page.name}: {name}")
            for complaint in complaints:
                print(f"{page.name}: {complaint}", file=sys.stderr)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

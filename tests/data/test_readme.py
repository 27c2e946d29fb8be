#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command lines of README.md, as a TAP test: test_readme.py ROOT BACKPROP-CLI.

Every "backprop-cli" line has an existing command and existing options. Lines that classify a
picture of the sources are run, with the network of the sources instead of the reader's.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TRAINED = "classroom.safetensors"


def find_blocks(text):
    """Returns the indented lines of the text, with continued lines joined."""
    lines = [line[4:].rstrip() for line in text.splitlines() if line.startswith("    ")]
    return re.sub(r"(\\|(?<=\|))\n\s*", " ", "\n".join(lines)).splitlines()


class Readme:
    def __init__(self, root, program, folder):
        self.root, self.folder = root, folder
        self.lines = [line for line in find_blocks((root / "README.md").read_text(encoding="utf-8"))
                      if "backprop-cli " in line]
        self.environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "LANGUAGE": "en"}

    def run(self, line):
        return subprocess.run(["bash", "-c", line], cwd=self.root, env=self.environment, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")

    def check_options(self):
        """Yields commands and options in the lines that the program does not have."""
        for line in self.lines:
            words = line[line.index("backprop-cli "):].split()
            command = " ".join(words[:3] if words[1] in {"data", "runs"} else words[:2])
            ran = self.run(f"{command} --help")
            if ran.returncode != 0:
                yield f"{command} is not known: {ran.stdout}"
            for option in (word for word in words if word.startswith("--")):
                if not re.search(rf"(^|\s){option}\b", ran.stdout):
                    yield f"{command} has no {option}"

    def check_classify(self):
        """Yields the wrong answers of lines that classify."""
        lines = [line for line in self.lines if "backprop-cli classify" in line]
        if len(lines) < 2:
            yield "a picture and strokes are not both classified"
        for line in lines:
            line = line.replace(TRAINED, "data/pretrained.safetensors")
            ran = self.run(line)
            if ran.returncode != 0 or not re.search(r': 7, |"digit": 7, "sure": true', ran.stdout):
                yield f"{line}: {ran.stdout}"

    def check_convert(self):
        """Yields the lines that convert and fail."""
        for line in (line for line in self.lines if "backprop-cli convert" in line):
            line = line.replace(TRAINED, "data/pretrained.safetensors")
            ran = self.run(re.sub(r" (\S+)$", rf" {self.folder}/\1", line))
            if ran.returncode != 0:
                yield f"{line}: {ran.stdout}"


def main():
    n_failed = 0
    with tempfile.TemporaryDirectory() as folder:
        readme = Readme(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), folder)
        checks = [readme.check_options, readme.check_classify, readme.check_convert]
        print(f"1..{len(checks)}")
        for number, check in enumerate(checks, 1):
            complaints = list(check())
            n_failed += bool(complaints)
            print(f"{'not ok' if complaints else 'ok'} {number} {check.__name__[len('check_'):]}")
            for complaint in complaints:
                print(complaint, file=sys.stderr)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

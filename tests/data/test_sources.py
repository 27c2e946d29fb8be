#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What holds for every source file, as a TAP test: test_sources.py ROOT."""

import re
import sys
from pathlib import Path

# Headers of libraries that a layer must not know. What the compiler cannot see: GIO and GTK share
# their folder of headers with GLib's, and a path in an include leads past the folder's own roots.
FOREIGN_HEADERS = {
    "engine": re.compile(r"^(gio/|gtk/|adwaita|gdk/|cairo)"),
    "session": re.compile(r"^(gtk/|adwaita|gdk/|cairo)"),
    "cli": re.compile(r"^(gtk/|adwaita|gdk/)"),
}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
TEXT_IN_C = re.compile(r"(?<![\w])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*\"")
TEXT_IN_TEMPLATE = re.compile(r"translatable=\"(?:yes|true)\"")

SOURCE_SUFFIXES = {".c", ".h", ".py", ".sh", ".css", ".ui", ".svg"}
SCRIPTS = ["run", "check", ".ci/run"]


def read(path):
    return path.read_text(encoding="utf-8")


def find_sources(root):
    for folder in ("src", "tests", "ui", "build-aux", "data"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCE_SUFFIXES and "__pycache__" not in path.parts:
                yield path
    yield from (root / name for name in SCRIPTS)


def check_licences(root):
    """Every source names its licence in its first three lines, C sources in the first."""
    for path in find_sources(root):
        n_lines = 1 if path.suffix in {".c", ".h"} else 3
        if not any("SPDX-License-Identifier: " in line for line in read(path).splitlines()[:n_lines]):
            yield f"{path.relative_to(root)}: no SPDX-License-Identifier at its beginning"


def check_guards(root):
    """Headers are guarded by #pragma once."""
    for folder in ("src", "tests"):
        for path in sorted((root / folder).rglob("*.h")):
            if "#pragma once" not in read(path):
                yield f"{path.relative_to(root)}: no #pragma once"


def check_includes(root):
    """Own headers are included by name alone, and no layer includes a library that is not for it."""
    for path in sorted((root / "src").rglob("*.[ch]")):
        layer = path.relative_to(root / "src").parts[0]
        foreign = FOREIGN_HEADERS.get(layer)
        for quote, header in INCLUDE.findall(read(path)):
            if quote == '"' and "/" in header:
                yield f"{path.relative_to(root)}: includes {header} by a path"
            elif foreign and foreign.match(header):
                yield f"{path.relative_to(root)}: a source of src/{layer} includes {header}"


def check_translations(root):
    """POTFILES lists every file with texts that a person sees, each once, sorted, and no other."""
    listed = [line for line in read(root / "po" / "POTFILES").splitlines()
              if line.strip() and not line.startswith("#")]
    if listed != sorted(set(listed)):
        yield "po/POTFILES: not sorted, or a file is listed twice"

    translatable = set()
    for path in (root / "src").rglob("*.[ch]"):
        if TEXT_IN_C.search(read(path)):
            translatable.add(path)
    for path in (root / "ui").rglob("*.ui"):
        if TEXT_IN_TEMPLATE.search(read(path)):
            translatable.add(path)
    translatable.update((root / "data").glob("*.in"))
    translatable.update((root / "data").glob("*.gschema.xml"))

    translatable = {str(path.relative_to(root)) for path in translatable}
    for path in sorted(translatable - set(listed)):
        yield f"{path} has texts to translate and is not in po/POTFILES"
    for path in sorted(set(listed) - translatable):
        yield f"{path} is in po/POTFILES and " + (
            "has no texts to translate" if (root / path).exists() else "does not exist")


def check_white_space(root):
    """Lines end without blanks, files end with a line end, and C is not indented with tabs."""
    for path in find_sources(root):
        text = read(path)
        if text and not text.endswith("\n"):
            yield f"{path.relative_to(root)}: no line end at the end of the file"
        for number, line in enumerate(text.splitlines(), 1):
            if line != line.rstrip():
                yield f"{path.relative_to(root)}:{number}: blanks at the end of the line"
            if "\t" in line and path.suffix in {".c", ".h", ".ui", ".css"}:
                yield f"{path.relative_to(root)}:{number}: a tab"


CHECKS = {
    "licences": check_licences,
    "guards": check_guards,
    "includes": check_includes,
    "translations": check_translations,
    "white-space": check_white_space,
}


def main():
    root = Path(sys.argv[1]).resolve()
    n_failed = 0

    print(f"1..{len(CHECKS)}")
    for number, (name, check) in enumerate(CHECKS.items(), 1):
        complaints = list(check(root))
        n_failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} {name}")
        for complaint in complaints:
            print(complaint, file=sys.stderr)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

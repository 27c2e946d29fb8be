#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks rules for all source files, as a TAP test: test_sources.py ROOT."""

import re
import sys
from collections import Counter
from email.utils import parsedate_to_datetime
from itertools import groupby
from pathlib import Path

# Headers of libraries that a layer must not use. The compiler cannot check this, as GIO and GTK
# share their folder of headers with GLib, and an include with a path can leave the folder's roots.
FOREIGN_HEADERS = {
    "engine": re.compile(r"^(gio/|gtk/|adwaita|gdk/|cairo)"),
    "plot": re.compile(r"^(gio/|gtk/|adwaita|gdk/)"),
    "session": re.compile(r"^(gtk/|adwaita|gdk/|cairo)"),
    "cli": re.compile(r"^(gtk/|adwaita|gdk/)"),
}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
# Lists of names in Meson, one name in each line.
NAME_ALONE = re.compile(r"^\s*'([A-Za-z0-9][\w./-]*)',$")
LISTED_SOURCE = re.compile(r"'([\w./-]+\.c)'")

# Headers without a .c of the same name, whose declarations are defined in several sources of their
# folder.
SHARED_HEADERS = {
    "src/cli/command.h": "command-*.c",
    "src/engine/digits/made/non-digit-drawings.h": "non-digit-*.c",
    "src/engine/formats/pickle/pickle-machine.h": "pickle-*.c",
}

# Its tables are defined in one source, which Meson compiles several times under several names.
COMPILED_HEADERS = {"src/engine/network/kernels-sets.h"}

# Files that do not follow the rule yet. Add none, and remove those that were fixed.
UNMENDED_HEADERS = {
    "src/engine/digits/digit-image.h",
    "src/engine/digits/stroke-raster.h",
}

NO_CODE = re.compile(
    r"""/\*.*?\*/ | //[^\n]*                                  # comments
      | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'           # texts
      | ^[ \t]*\#(?:\\\n|[^\n])*                           # lines of the preprocessor""",
    re.M | re.S | re.X)
FUNCTION = re.compile(r"\b(bp_\w+)\s*\(")
VARIABLE = re.compile(r"\b(bp_\w+)\s*(?:\[[^\]]*\]\s*)*(?:=|$)")
DEFINING_MACRO = re.compile(r"\bG_DEFINE_(\w+)\s*\(\s*([\w-]+)\s*,\s*(\w+)")

TEXT_IN_C = re.compile(r"(?<![\w])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*\"")
# Functions whose texts a person sees: those of errors, and of notes on a file. g_error() is a log.
SPEAKING_CALL = re.compile(
    r"\b(?!g_error\b)(\w*_error(?:_literal)?|g_error_new(?:_literal)?|bp_json_reader_fail|"
    r"bp_error_prefix_name|bp_file_explain|bp_weights_info_add_note|bp_data_reading_note)\s*\(")
MARK = re.compile(r"(?:_|N_|C_|NC_|ngettext|g_dngettext)$")
TOKEN = re.compile(r'(?P<text>"(?:\\.|[^"\\\n])*")|\'(?:\\.|[^\'\\\n])*\'|(?P<word>\w+)|(?P<other>\S)')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
# A word beside a blank, that is no directive of printf() and no name.
WORDS = re.compile(r"(?<![%\w])[A-Za-z]{2,} | [A-Za-z]{2,}(?!\w)")
TEXT_IN_TEMPLATE = re.compile(r"translatable=\"(?:yes|true)\"")

SOURCE_SUFFIXES = {".c", ".h", ".py", ".sh", ".css", ".ui", ".svg"}
SCRIPTS = ["run", "check", ".ci/run", "data/completions/backprop-cli"]


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
    """Own headers are included by name alone, and no layer includes a library that it must not
    use."""
    for path in sorted((root / "src").rglob("*.[ch]")):
        layer = path.relative_to(root / "src").parts[0]
        foreign = FOREIGN_HEADERS.get(layer)
        for quote, header in INCLUDE.findall(read(path)):
            if quote == '"' and "/" in header:
                yield f"{path.relative_to(root)}: includes {header} by a path"
            elif foreign and foreign.match(header):
                yield f"{path.relative_to(root)}: a source of src/{layer} includes {header}"


def check_lists(root):
    """Meson's lists of names are sorted, and each source of src is in one list, once."""
    listed = Counter()
    for build_file in sorted([*(root / "src").rglob("meson.build"), *(root / "tests").rglob("meson.build")]):
        lines = read(build_file).splitlines()
        for is_name, run in groupby(map(NAME_ALONE.match, lines), key=bool):
            names = [match[1] for match in run] if is_name else []
            for before, name in zip(names, names[1:]):
                if before >= name:
                    yield f"{build_file.relative_to(root)}: {name} stands behind {before}"
        for name in LISTED_SOURCE.findall("\n".join(lines)):
            listed[(build_file.parent / name).resolve()] += 1

    for path in sorted((root / "src").rglob("*.c")):
        if listed[path] != 1:
            yield f"{path.relative_to(root)}: listed {listed[path]} times in the files of Meson"


def check_tests_run(root):
    """Each test is listed in the meson.build of its folder: an unlisted test never runs."""
    for path in sorted((root / "tests").rglob("*")):
        if not re.match(r"(test|check|gate)[-_].*\.(c|py|sh)$", path.name) or path.parent.name == "support":
            continue
        names = {path.name, re.sub(r"^test-(cli-)?", "", path.stem)}
        build_file = read(path.parent / "meson.build")
        if not any(f"'{name}'" in build_file for name in names):
            yield f"{path.relative_to(root)} is not in the meson.build of its folder"


def split_statements(text):
    """Yields the statements outside all braces, with the ; or { at their end."""
    depth, begin, text = 0, 0, NO_CODE.sub("", text)
    for match in re.finditer(r"[;{}]", text):
        if depth == 0 and match[0] in ";{":
            yield text[begin:match.start()], match[0]
        depth += {"{": 1, "}": -1, ";": 0}[match[0]]
        if depth == 0:
            begin = match.end()


def find_declarations(header):
    """Yields the functions and variables that a header declares for its users."""
    for statement, end in split_statements(read(header)):
        function, variable = FUNCTION.search(statement), VARIABLE.search(statement)
        if end == ";" and not re.search(r"\btypedef\b", statement):
            if function:
                yield function[1]
            elif variable and re.search(r"\bextern\b", statement):
                yield variable[1]


def find_definitions(source):
    """Yields the public definitions of a source."""
    text = read(source)
    for statement, end in split_statements(text):
        function, variable = FUNCTION.search(statement), VARIABLE.search(statement)
        if re.search(r"\bstatic\b", statement):
            continue
        if function and end == "{":
            yield function[1]
        elif variable:
            yield variable[1]
    for kind, _, name in DEFINING_MACRO.findall(NO_CODE.sub("", text)):
        yield name + ("_quark" if kind == "QUARK" else "_get_type")


def find_undefined(header, pattern):
    """Yields declarations of a header without a definition in the sources of its folder that match
    the pattern."""
    sources = header.parent.glob(pattern)
    defined = {definition for source in sources for definition in find_definitions(source)}
    yield from (declared for declared in find_declarations(header) if declared not in defined)


def check_headers(root):
    """A header declares only what the source of the same name defines."""
    for header in sorted((root / "src").rglob("*.h")):
        name = str(header.relative_to(root))
        pattern = SHARED_HEADERS.get(name, header.stem + ".c")
        undefined = [] if name in COMPILED_HEADERS else list(find_undefined(header, pattern))
        if name not in UNMENDED_HEADERS:
            yield from (f"{name} declares {declared}, which {pattern} does not define"
                        for declared in undefined)
        elif not undefined:
            yield f"{name} keeps to the rule: take it out of UNMENDED_HEADERS"
    for name in sorted({*SHARED_HEADERS, *COMPILED_HEADERS, *UNMENDED_HEADERS}):
        if not (root / name).exists():
            yield f"{name} is no longer there: take it out of the lists of headers"


def check_translations(root):
    """POTFILES lists exactly the files with texts for users, each once, sorted."""
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


def find_unmarked(text):
    """Yields the line and the function of each text for a person that is not marked."""
    text = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for call in SPEAKING_CALL.finditer(text):
        functions, word = [call[1]], ""
        for token in TOKEN.finditer(text, call.end()):
            if token[0] == "(":
                functions.append(word)
            elif token[0] == ")":
                functions.pop()
            elif token["text"] and WORDS.search(token["text"]) and not any(map(MARK.match, functions)):
                yield text.count("\n", 0, token.start()) + 1, call[1]
            word = token["word"] or ""
            if not functions:
                break


def check_marks(root):
    """The texts of errors and notes are marked for translation."""
    for path in sorted((root / "src").rglob("*.c")):
        for line, function in find_unmarked(read(path)):
            yield f"{path.relative_to(root)}:{line}: {function}() gets a text that is not marked with _()"


def check_documents(root):
    """Files that the documents name exist."""
    names = {path.name for folder in ("src", "tests", "build-aux", "data", "ui")
             for path in (root / folder).rglob("*")}
    for document in sorted(root.glob("*.md")):
        text = read(document)
        links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
        paths = re.findall(r"`((?:src|tests|ui|data|po|build-aux|\.ci)/[\w./-]+)`", text)
        for path in sorted({*links, *paths}):
            # The folders of the engine are also named without their path.
            if not any((root / folder / path).exists() for folder in ("", "src", "src/engine")):
                yield f"{document.name} names {path}, which is not there"
        # README also names files that its commands make.
        named = set() if document.name == "README.md" else re.findall(r"`([\w-]+\.(?:c|h|py|sh|ui))`", text)
        for name in sorted(set(named) - names):
            yield f"{document.name} names {name}, which is not there"


def check_packages(root):
    """The Debian packages are built with, and depend on, what build-aux/packages-build.txt lists; the
    Flatpak's manifest names every library."""
    control = read(root / "debian" / "control")
    source, _, binaries = control.partition("\n\n")
    needed = {name: set(re.findall(r"^ ([a-z0-9.+-]+)", text, re.M))
              for name, text in (("Build-Depends", source), ("Depends", binaries))}
    for line in read(root / "build-aux" / "packages-build.txt").splitlines():
        package, _, purpose = (part.strip() for part in line.partition("#"))
        field = "Depends" if purpose.startswith(("starting", "downloading")) else "Build-Depends"
        # Debian has these wherever it builds packages.
        if package and package not in needed[field] | {"gcc", "libc6-dev"}:
            yield f"debian/control lacks {package} in {field}"

    manifest = read(root / "build-aux" / "flatpak" / "io.github.backprop.Backprop.yaml")
    for path in [root / "meson.build", *sorted((root / "src").rglob("meson.build"))]:
        for library in re.findall(r"\bdependency\('([\w.-]+)'", read(path)):
            # Threads are the C library's.
            if library != "threads" and library.removeprefix("lib") not in manifest:
                yield f"the Flatpak's manifest does not name {library}"


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


def find_releases(root):
    """Yields what each file says of the newest release: its name, version and date."""
    news = re.search(r"^## (\d\S*) \(([\d-]+)\)$", read(root / "NEWS.md"), re.M)
    yield "NEWS.md", news[1], news[2]

    log = read(root / "debian/changelog")
    date = parsedate_to_datetime(re.search(r"^ -- .*>  (.*)$", log, re.M)[1]).date()
    yield "debian/changelog", re.match(r"backprop \((.*)\)", log)[1], date.isoformat()

    name = "data/io.github.backprop.Backprop.metainfo.xml.in"
    release = re.search(r'<release version="(.*?)" date="(.*?)">', read(root / name))
    yield name, release[1], release[2]

    for path in sorted((root / "data/man").glob("*.1")):
        title = re.search(r'^\.TH \S+ 1 "(.*?)" "Backprop (.*?)"', read(path), re.M)
        yield str(path.relative_to(root)), *((title[2], title[1]) if title else (None, None))


def check_versions(root):
    """The newest release has one version and one date in all files; the programs have Meson's."""
    version = re.search(r"^  version: '(.*)',$", read(root / "meson.build"), re.M)[1]
    releases = list(find_releases(root))
    for name, *release in releases:
        if release != [version, releases[0][2]]:
            yield (f"{name} says {release[0]} of {release[1]}; meson.build says {version}, and "
                   f"{releases[0][0]} {releases[0][2]}")


CHECKS = {
    "licences": check_licences,
    "guards": check_guards,
    "includes": check_includes,
    "lists": check_lists,
    "tests-run": check_tests_run,
    "headers": check_headers,
    "translations": check_translations,
    "marks": check_marks,
    "documents": check_documents,
    "packages": check_packages,
    "versions": check_versions,
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

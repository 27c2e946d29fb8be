#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The user guide is complete, as a TAP test: test_guide.py ROOT CMARK.

Pages are reachable from each other and links lead somewhere, in every language; no language lacks a
part of a page; every setting of the window has a section; every key is listed.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

# Titles of groups of settings and of buttons, in the template of the settings.
GROUPS = {"Settings", "Data", "Network", "Training", "More"}

KEY_NAMES = {"Return": "Enter", "period": ".", "comma": ",", "question": "?"}


def read_pages(folder, cmark):
    """Returns the HTML of each page of a language, by its name."""
    pages = {}
    for path in sorted(folder.glob("*.md")):
        ran = subprocess.run([cmark, "--unsafe", path], check=True, stdout=subprocess.PIPE, encoding="utf-8")
        pages[path.stem] = ran.stdout
    return pages


def find_names(build_file):
    """Returns the names of a file of Meson that stand in a line each."""
    return set(re.findall(r"^ +'([\w-]+)',$", build_file.read_text(encoding="utf-8"), re.M))


def find_faulty_links(folder, pages, listed):
    """Yields links of a language that lead nowhere, and pages that another page does not link."""
    for name in sorted(listed ^ set(pages)):
        yield f"{name} is " + ("not there" if name in listed else "not in a list of Meson")
    for name, text in pages.items():
        if not text.startswith("<!DOCTYPE html>"):
            yield f"{name} does not begin with <!DOCTYPE html>"
        links = set(re.findall(r'(?:href|src)="([^"]+)"', text))
        for link in sorted(links):
            target = folder / link.partition("#")[0]
            if not target.exists() and not (target.suffix == ".html" and target.with_suffix(".md").exists()):
                yield f"{name} links {link}, which is not there"
        for other in sorted(set(pages) - {name}):
            if f"{other}.html" not in links:
                yield f"{name} does not link {other}"


def check_links(root, languages):
    """Yields faulty links of every language, and languages that are not built."""
    build_file = (root / "help" / "meson.build").read_text(encoding="utf-8")
    for language, pages in languages.items():
        folder = root / "help" / language
        if f"subdir('{language}')" not in build_file:
            yield f"{language} is not in help/meson.build"
        # A language that lacks pages lists its own.
        own_pages = find_names(folder / "meson.build")
        for fault in find_faulty_links(folder, pages, own_pages or find_names(root / "help" / "meson.build")):
            yield f"{language}: {fault}"


def count_parts(text):
    """Returns how many headings, points, rows, figures, examples and keys a page has."""
    return Counter(re.findall(r"<(h\d|li|tr|figure|pre|kbd)\b", text))


def check_languages(root, languages):
    """Yields pages that have lost, or lack, something of the original."""
    for language, pages in languages.items():
        for name, text in pages.items():
            for tag, count in (count_parts(languages["C"][name]) - count_parts(text)).items():
                yield f"{language}: {name} has {count} <{tag}> fewer than the original"


def check_settings(root, languages):
    """Yields settings without a section."""
    template = (root / "ui" / "pages" / "settings-pane.ui").read_text(encoding="utf-8")
    sections = set(re.findall(r"<h2>(.*?)</h2>", languages["C"]["settings"]))
    for title in re.findall(r'<property name="title" translatable="yes">([^<]+)</property>', template):
        if title not in GROUPS | sections:
            yield f"settings.md has no section “{title}”"


def check_keys(root, languages):
    """Yields titles and keys of the application that the page of keys does not have."""
    text = (root / "src" / "app" / "window" / "application.c").read_text(encoding="utf-8")
    table = text[text.index("ACCELERATORS[] = {"):]
    keys = " ".join(re.findall(r"<kbd>(.*?)</kbd>", languages["C"]["keyboard"]))
    for key in re.findall(r'\{ "((?:<\w+>)*\w+)" \}', table[:table.index("\n};")]):
        *modifiers, name = re.findall(r"\w+", key)
        written = "+".join([*(modifier.replace("Control", "Ctrl") for modifier in modifiers),
                            KEY_NAMES.get(name, name.upper() if len(name) == 1 else name)])
        # "Alt+1 to Alt+4" stands for those between.
        if written not in keys and not re.fullmatch(r"Alt\+[23]", written):
            yield f"keyboard.md lacks {written}"


def main():
    root = Path(sys.argv[1]).resolve()
    languages = {folder.name: read_pages(folder, sys.argv[2])
                 for folder in sorted((root / "help").iterdir()) if folder.is_dir()}
    n_failed = 0
    checks = {"links": check_links, "languages": check_languages, "settings": check_settings, "keys": check_keys}
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks.items(), 1):
        complaints = list(check(root, languages))
        n_failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} {name}")
        for complaint in complaints:
            print(complaint, file=sys.stderr)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

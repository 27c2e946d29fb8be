#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every text of the program has a translation in every language, and no two items of a menu have
the same mnemonic there, as a TAP test: test_translations.py ROOT. Needs gettext's programs.
"""

import gettext
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

# Those of Meson's preset "glib" that occur here.
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3")


def run(*command, cwd):
    ran = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         encoding="utf-8", check=False)
    if ran.returncode != 0:
        raise RuntimeError(f"{command[0]}: {ran.stdout.strip()}")
    return ran.stdout


def find_faults(root, template, language):
    """Yields what is wrong with a language's file, and the texts without a translation."""
    catalogue = root / "po" / f"{language}.po"
    merged = template.with_name(f"{language}.po")
    run("msgfmt", "--check", "-o", "/dev/null", catalogue, cwd=root)
    run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, catalogue, template, cwd=root)
    for kind in ("--untranslated", "--only-fuzzy"):
        rest = run("msgattrib", kind, "--no-obsolete", "--no-wrap", merged, cwd=root)
        # The first entry is the header of the file.
        yield from (line for line in rest.splitlines() if line.startswith('msgid "') and line != 'msgid ""')


def find_menus(element, menus, name):
    """Adds the labels of a menu and its sections to a dictionary, submenus beside it."""
    for child in element:
        label = next((attribute for attribute in child.findall("attribute")
                      if attribute.get("name") == "label" and attribute.get("translatable")), None)
        if label is not None and child.tag in {"item", "submenu"}:
            menus.setdefault(name, []).append((label.get("context"), label.text))
        if child.tag in {"section", "submenu"}:
            find_menus(child, menus, f"{name}/{label.text}" if child.tag == "submenu" else name)


def find_labels(root):
    """Returns the labels whose mnemonics are reachable at the same time: those of each menu, and
    those of the widgets of each template."""
    labels = {}
    for path in sorted((root / "ui").rglob("*.ui")):
        template = ET.parse(path).getroot()
        in_menus = {element for menu in template.iter("menu") for element in menu.iter()}
        for menu in template.iter("menu"):
            find_menus(menu, labels, f"{path.name}: {menu.get('id')}")
        labels[path.name] = [(element.get("context"), element.text) for element in template.iter("property")
                             if element.get("translatable") and "_" in (element.text or "")
                             and element not in in_menus]
    return labels


def get_mnemonic(text):
    found = re.search(r"_(\w)", text.replace("__", ""))
    return found and found[1].casefold()


def find_collisions(catalogue, labels):
    """Yields the labels of one group that have the same mnemonic."""
    for name, texts in labels.items():
        translated = [catalogue.pgettext(context, text) if context else catalogue.gettext(text)
                      for context, text in dict.fromkeys(texts)]
        for one, other in combinations(translated, 2):
            if get_mnemonic(one) and get_mnemonic(one) == get_mnemonic(other):
                yield f"{name}: the same mnemonic in “{one}” and “{other}”"


def open_catalogue(root, folder, language):
    compiled = Path(folder, f"{language}.mo")
    run("msgfmt", "-o", compiled, root / "po" / f"{language}.po", cwd=root)
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def main():
    root = Path(sys.argv[1]).resolve()
    labels = find_labels(root)
    languages = [line for line in (root / "po" / "LINGUAS").read_text(encoding="utf-8").split("\n")
                 if line and not line.startswith("#")]

    print(f"1..{1 + len(languages)}")
    original = list(find_collisions(gettext.NullTranslations(), labels))
    print(f"{'not ok' if original else 'ok'} 1 en")
    for fault in original:
        print(f"# {fault}")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "backprop.pot")
        run("xgettext", "--from-code=UTF-8", *(f"--keyword={keyword}" for keyword in KEYWORDS),
            "-f", "po/POTFILES", "-o", template, cwd=root)
        for number, language in enumerate(languages, 2):
            try:
                faults = list(find_faults(root, template, language))
                faults += find_collisions(open_catalogue(root, folder, language), labels)
            except RuntimeError as error:
                faults = [str(error)]
            print(f"{'not ok' if faults else 'ok'} {number} {language}")
            for fault in faults:
                print(f"# {fault}")


main()

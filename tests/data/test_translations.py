#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every text of the program has a translation in every language, as a TAP test:
test_translations.py ROOT. Needs gettext's programs.
"""

import subprocess
import sys
import tempfile
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


def main():
    root = Path(sys.argv[1]).resolve()
    languages = [line for line in (root / "po" / "LINGUAS").read_text(encoding="utf-8").split("\n")
                 if line and not line.startswith("#")]

    print(f"1..{len(languages)}")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "backprop.pot")
        run("xgettext", "--from-code=UTF-8", *(f"--keyword={keyword}" for keyword in KEYWORDS),
            "-f", "po/POTFILES", "-o", template, cwd=root)
        for number, language in enumerate(languages, 1):
            try:
                faults = list(find_faults(root, template, language))
            except RuntimeError as error:
                faults = [str(error)]
            print(f"{'not ok' if faults else 'ok'} {number} {language}")
            for fault in faults:
                print(f"# {fault}")


main()

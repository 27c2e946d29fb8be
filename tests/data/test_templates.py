#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The templates of the window keep to GNOME's guidelines, as a TAP test: test_templates.py ROOT.

- A button with an icon alone has a tooltip, and a name for screen readers.
- Entries of menus have a key, marked by an underscore, and no two of a menu the same.
- The main menu ends with Preferences, Keyboard Shortcuts, Help and About.
- The window of shortcuts lists every key of the application and of the templates.
"""

import re
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton"}

LAST_ENTRIES = ["app.preferences", "win.show-help-overlay", "app.help", "app.about"]

# Keys that every program has: they close what is open, or are those of a text entry.
UNLISTED = {"Escape", "<Control><Shift>c"}


def read_templates(root):
    for path in sorted((root / "ui").rglob("*.ui")):
        yield path.relative_to(root), ElementTree.parse(path).getroot()


def get_property(element, name):
    found = element.find(f"property[@name='{name}']")
    return "" if found is None else (found.text or "").strip()


def check_buttons(root):
    """Yields icon buttons without a tooltip or without a name."""
    for path, template in read_templates(root):
        for button in template.iter("object"):
            if button.get("class") not in BUTTONS or not get_property(button, "icon-name"):
                continue
            name = button.get("id") or get_property(button, "action-name") or get_property(button, "icon-name")
            if get_property(button, "label"):
                continue
            if not get_property(button, "tooltip-text"):
                yield f"{path}: the button {name} has an icon and no tooltip"
            if button.find("accessibility/property[@name='label']") is None:
                yield f"{path}: the button {name} has an icon and no name for screen readers"


def find_menus(template):
    """Yields the labels of each menu: those of its sections, but not of its submenus."""
    def collect(element):
        for child in element:
            if child.tag == "section":
                yield from collect(child)
            elif child.tag in {"item", "submenu"}:
                label = child.find("attribute[@name='label']")
                if label is not None:
                    yield label.text
    for menu in [*template.iter("menu"), *template.iter("submenu")]:
        yield menu.get("id"), list(collect(menu))


def check_mnemonics(root):
    """Yields entries of menus without a key of their own."""
    for path, template in read_templates(root):
        for name, labels in find_menus(template):
            keys = Counter(match[1].lower() for label in labels if (match := re.search("_(.)", label)))
            for label in labels:
                match = re.search("_(.)", label)
                if match is None:
                    yield f"{path}: “{label}” of the menu {name} has no key"
                elif keys[match[1].lower()] > 1:
                    yield f"{path}: “{label}” of the menu {name} shares its key"


def check_main_menu(root):
    """The last section of the main menu has GNOME's order."""
    template = ElementTree.parse(root / "ui" / "window" / "window.ui").getroot()
    section = template.findall("menu[@id='primary_menu']/section")[-1]
    actions = [item.find("attribute[@name='action']").text for item in section.findall("item")]
    if actions != LAST_ENTRIES:
        yield f"the main menu ends with {actions}, not {LAST_ENTRIES}"


def find_accelerators(root):
    """Yields (action, keys) of the application, in the form of its source."""
    text = (root / "src" / "app" / "window" / "application.c").read_text(encoding="utf-8")
    table = text[text.index("ACCELERATORS[] = {"):]
    for match in re.finditer(r'\{ "([^"]+)", \{ ([^}]*) \} \},', table[:table.index("\n};")]):
        yield match[1], re.findall(r'"([^"]+)"', match[2])


def check_shortcuts(root):
    """Yields keys that the window of shortcuts does not list."""
    overlay = ElementTree.parse(root / "ui" / "gtk" / "help-overlay.ui").getroot()
    shortcuts = [element for element in overlay.iter("object") if element.get("class") == "GtkShortcutsShortcut"]
    actions = {get_property(element, "action-name") for element in shortcuts}
    keys = set()
    for element in shortcuts:
        accelerator = get_property(element, "accelerator")
        keys.update(accelerator.split())
        span = re.fullmatch(r"(\D*)(\d)\.\.\.\1(\d)", accelerator)
        if span:
            keys.update(f"{span[1]}{digit}" for digit in range(int(span[2]), int(span[3]) + 1))
    for action, own_keys in find_accelerators(root):
        if action not in actions and not set(own_keys) <= keys:
            yield f"{' or '.join(own_keys)} of {action} is not in ui/gtk/help-overlay.ui"
    for path, template in read_templates(root):
        for shortcut in template.iter("object"):
            trigger = get_property(shortcut, "trigger") if shortcut.get("class") == "GtkShortcut" else ""
            # Of several keys, the first is listed.
            key = trigger.split("|")[0]
            if key and key not in keys | UNLISTED:
                yield f"{path}: {key} is not in ui/gtk/help-overlay.ui"


CHECKS = {
    "buttons": check_buttons,
    "mnemonics": check_mnemonics,
    "main-menu": check_main_menu,
    "shortcuts": check_shortcuts,
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

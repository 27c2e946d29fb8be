#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""pseudo-locale.py FROM.mo… TO.mo: a catalogue of a language that nobody speaks.

It has the texts of the catalogues FROM.mo. Each translation is the English text in brackets, with
accents on its letters and its vowels doubled, which makes it longer by 40 % or so: “Train” becomes
“⟦Ţŕààîîñ⟧”. Directives of formats, tags and entities stay as they are.
"""

import re
import struct
import sys
from pathlib import Path

MAGIC = 0x950412DE
HEADER = struct.Struct("<7I")
ROW = struct.Struct("<2I")

KEPT = re.compile(r"%(?:\d+\$)?[-+ #0'^_]*\d*(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t|E|O)?[A-Za-z%]"
                  r"|<[^<>]+>|&#?\w+;")
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                        "àƀçđéƒğĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĐÉƑĞĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ")
PLURAL_FORMS = b"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"


def read(path):
    """Returns the message identifiers of a catalogue, plurals after a zero byte."""
    data = path.read_bytes()
    magic, _, count, table = struct.unpack_from("<4I", data)
    if magic != MAGIC:
        sys.exit(f"{path} is not a catalogue of this machine's byte order")
    rows = (ROW.unpack_from(data, table + ROW.size * i) for i in range(count))
    return [data[start:start + length] for length, start in rows]


def change_words(words):
    """Returns text without directives in the language."""
    return re.sub("[aeiouAEIOU]", lambda vowel: vowel[0] + vowel[0].lower(), words).translate(LETTERS)


def translate(text):
    """Returns one English text in the language."""
    parts = []
    end = 0
    for kept in KEPT.finditer(text):
        parts += [change_words(text[end:kept.start()]), kept[0]]
        end = kept.end()
    return "⟦" + "".join(parts) + change_words(text[end:]) + "⟧"


def translate_message(identifier):
    """Returns the translation of a message with its context and its plural."""
    text = identifier.decode().split("\x04")[-1]
    if not text:
        return PLURAL_FORMS
    return "\0".join(translate(form) for form in text.split("\0")).encode()


def write(path, messages):
    """Writes a catalogue of pairs that are in the order of their identifiers."""
    n_tables = 2 * ROW.size * len(messages)
    start = HEADER.size + n_tables
    rows = []
    texts = b""
    for column in range(2):
        for message in messages:
            rows.append(ROW.pack(len(message[column]), start + len(texts)))
            texts += message[column] + b"\0"
    header = HEADER.pack(MAGIC, 0, len(messages), HEADER.size,
                         HEADER.size + ROW.size * len(messages), 0, start)
    path.write_bytes(header + b"".join(rows) + texts)


def main():
    *sources, target = (Path(argument) for argument in sys.argv[1:])
    identifiers = sorted({identifier for source in sources for identifier in read(source)})
    write(target, [(identifier, translate_message(identifier)) for identifier in identifiers])


main()

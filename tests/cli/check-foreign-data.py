#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the program reads data of other programs and refuses other files.

Usage: check-foreign-data.py BACKPROP_CLI

Writes generated images of 8 x 8 with ink up to 16 in common formats: tables, NumPy files, pickles,
archives, and, where they are installed, the formats of PyTorch, joblib, scikit-learn and Pillow.
All have the same images in the same order, so that "data info" must print the same digest for each.
Missing modules are skipped with a message. Exits with 77 (skipped) without NumPy.
"""

import bz2
import gzip
import io
import json
import lzma
import os
import pathlib
import pickle
import subprocess
import sys
import tarfile
import tempfile
import zipfile

try:
    import numpy as np
except ImportError:
    print("numpy is not installed")
    sys.exit(77)

RANDOM = np.random.default_rng(3)
COUNT = 240
SIDE = 8
LABELS = RANDOM.integers(0, 10, COUNT)
IMAGES = RANDOM.integers(0, 17, (COUNT, SIDE, SIDE))
IMAGES[RANDOM.random(IMAGES.shape) < 0.6] = 0
IMAGES[:, 0, 0] = IMAGES[:, -1, -1] = 0
ROWS = IMAGES.reshape(COUNT, -1)
PIXELS = [f"pixel{i}" for i in range(ROWS.shape[1])]
LETTERS = "ABCDEFGHIJ"
# The number of samples in the first of two sets.
N_TRAIN = 200


class Checker:
    """Runs the program, and counts."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.n_passed = 0
        self.failures = []

    def run(self, *paths):
        command = [self.program, "data", "info", "--json", *(str(self.folder / p) for p in paths)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def load(self, *paths):
        result = self.run(*paths)
        if result.returncode != 0:
            return {"sha256": result.stderr.strip()}
        return json.loads(result.stdout)

    def count(self, is_right, name, what):
        if is_right:
            self.n_passed += 1
        else:
            self.failures.append(f"{name}: {what}")

    def same(self, expected, *paths, classes=None):
        """The paths hold the expected data set."""
        found = self.load(*paths)
        self.count(found["sha256"] == expected["sha256"], paths[0], found["sha256"])
        if classes is not None:
            self.count(found.get("classes") == classes, paths[0], found.get("classes"))
        return found

    def same_classes(self, expected, path, highest):
        """Pixels that are rounded where the range does not fit a byte, within the rounding
        error."""
        found = self.load(path)
        self.count(all(found.get(split) == expected[split] for split in ("train", "held_out", "test"))
                   and abs(found["source_highest"] - highest) < highest / 100, path, found)

    def refused(self, path, words):
        result = self.run(path)
        self.count(result.returncode != 0 and words in result.stderr, path,
                   result.stderr.strip() or "was read")


def format_table(rows, header=None, separator=",", end="\n"):
    return "".join(separator.join(map(str, row)) + end
                   for row in ([header] if header else []) + list(rows))


def write_table(path, rows, *form):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(format_table(rows, *form), encoding="utf-8", newline="")


def check_tables(check, expected):
    folder = check.folder
    one_hot = np.eye(10, dtype=int)[LABELS]
    first = [[label, *row] for label, row in zip(LABELS, ROWS)]
    last = [[*row, label] for label, row in zip(LABELS, ROWS)]
    tables = {
        "label-first.csv": (first,),
        "label-last.csv": (last,),
        "header.csv": (first, ["label", *PIXELS]),
        "semicolons.csv": (last, [*PIXELS, "class"], ";"),
        "tabs.tsv": (first, ["Digit", *PIXELS], "\t"),
        "blanks.txt": ([[f"{value:3}" for value in row] for row in last], None, " "),
        "crlf.csv": (first, ["y", *PIXELS], ",", ",\r\n"),
        "in-the-middle.csv": ([[*row[:9], label, *row[9:]] for label, row in zip(LABELS, ROWS)],
                              [*PIXELS[:9], "target", *PIXELS[9:]]),
        "odd-name.csv": (last, [*PIXELS, "answer"]),
        "pandas.csv": ([[i, *row] for i, row in enumerate(first)], ["", "label", *PIXELS]),
        "numbers-over-columns.csv": ([[i, *row] for i, row in enumerate(last)],
                                     ["", *range(ROWS.shape[1] + 1)]),
        "id.csv": ([[1000 + 7 * i, *row] for i, row in enumerate(first)], ["id", "digit", *PIXELS]),
        "index.csv": ([[i, *row] for i, row in enumerate(last)],),
        "one-hot-last.data": ([[*row, *hot] for row, hot in zip(ROWS, one_hot)], None, " "),
        "one-hot-first.csv": ([[*hot, *row] for row, hot in zip(ROWS, one_hot)],),
        "one-hot-named.csv": ([[*row, *hot] for row, hot in zip(ROWS, one_hot)],
                              [*PIXELS, *(f"label_{i}" for i in range(10))]),
        "fractions.csv": ([[label, *(row / 16)] for label, row in zip(LABELS, ROWS)],),
    }
    for name, table in tables.items():
        write_table(folder / name, *table)
        check.same(expected, name)
    write_table(folder / "percent.csv",
                [[label, *(row * 100 / 16)] for label, row in zip(LABELS, ROWS)])
    check.same_classes(expected, "percent.csv", 100)

    for name, text in {
        "comment.csv": "# digits of 8 x 8\n\n" + format_table(first),
        "numpy-header.csv": "# " + format_table(first, ["label", *PIXELS]),
        "old-mac.csv": format_table(first, ["label", *PIXELS], end="\r"),
        "bars.txt": format_table(last, None, "|"),
        "decimal-commas.csv": format_table(
            [[label, *(f"{v / 16:.4f}".replace(".", ",") for v in row)]
             for label, row in zip(LABELS, ROWS)], ["label", *PIXELS], ";"),
        "all-decimal-commas.csv": format_table(
            [[f"{v:.1f}".replace(".", ",") for v in row] for row in first], None, ";"),
        "true-false.csv": format_table([[*row, *(hot == 1)] for row, hot in zip(ROWS, one_hot)],
                                       [*PIXELS, *(f"class_{i}" for i in range(10))]),
        "scientific.txt": format_table([[f"{value:.18e}" for value in row] for row in first],
                                       None, " "),
    }.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
        check.same(expected, name)
    (folder / "latin-1.csv").write_text(
        format_table(last, [*(f"größe{i}" for i in range(64)), "klasse"]), encoding="latin-1")
    check.same(expected, "latin-1.csv")
    (folder / "16.csv").write_text(format_table(first), encoding="utf-16")
    check.refused("16.csv", "text in UTF-16, as Excel's “Unicode Text” is: save it as CSV in UTF-8")
    (folder / "sparse.txt").write_text("".join(
        f"{label} " + " ".join(f"{i + 1}:{v}" for i, v in enumerate(row) if v) + "\n"
        for label, row in zip(LABELS, ROWS)), encoding="utf-8")
    check.refused("sparse.txt", "load_svmlight_file")

    words = {
        "letters.csv": [[LETTERS[label], *row] for label, row in zip(LABELS, ROWS)],
        "file-names.csv": [[f"{i:05}.png", LETTERS[label], *row]
                           for i, (label, row) in enumerate(zip(LABELS, ROWS))],
    }
    write_table(folder / "letters.csv", words["letters.csv"])
    check.same(expected, "letters.csv", classes=list(LETTERS))
    write_table(folder / "file-names.csv", words["file-names.csv"], ["file", "label", *PIXELS])
    check.same(expected, "file-names.csv", classes=list(LETTERS))

    lines = ["% a comment", "@RELATION digits", *(f"@ATTRIBUTE {name} NUMERIC" for name in PIXELS),
             "@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}", "@DATA", *(",".join(map(str, r)) for r in last)]
    (folder / "openml.arff").write_text("\n".join(lines) + "\n", encoding="utf-8")
    check.same(expected, "openml.arff")

    write_table(folder / "no-label.csv", ROWS, PIXELS)
    check.refused("no-label.csv", "8 × 8 = 64 pixels, but no label")
    write_table(folder / "no-label-index.csv", [[i, *row] for i, row in enumerate(ROWS)])
    check.refused("no-label-index.csv", "8 × 8 = 64 pixels, but no label")
    write_table(folder / "colour.csv", [[label, *row, *row, *row] for label, row in zip(LABELS, ROWS)])
    check.refused("colour.csv", "three colours")


def check_arrays(check, expected):
    folder = check.folder
    arrays = {
        "bytes.npz": {"x": IMAGES.astype("u1"), "y": LABELS.astype("u1")},
        "floats.npz": {"images": ROWS.astype("f4"), "labels": LABELS},
        "one-hot.npz": {"X": IMAGES[..., None].astype("f8"), "Y": np.eye(10)[LABELS]},
        "sixteenths.npz": {"data": ROWS / 16, "target": LABELS},
    }
    for name, content in arrays.items():
        np.savez(folder / name, **content)
        check.same(expected, name)

    for name, images, highest in (("12-bits.npz", (IMAGES * 255).astype("u2"), 4080),
                                  ("16-bits.npz", IMAGES.astype("f8") * 4095, 65520)):
        np.savez(folder / name, images=images, labels=LABELS)
        check.same_classes(expected, name, highest)
    damaged = IMAGES.astype("i8") * 15
    damaged[7, 3, 3] = 5000
    np.savez(folder / "one-large.npz", images=damaged, labels=LABELS)
    check.refused("one-large.npz", "image 7 is 5000")
    np.savez(folder / "large-label.npz", images=IMAGES, labels=np.where(LABELS == 3, 300, LABELS))
    check.refused("large-label.npz", "is 300, but labels are whole numbers from 0 to 255")
    # Of these pixels, what is 255 less than one is one again.
    framed = np.where(IMAGES > 8, 255, 0)
    framed[:, [0, -1]] = framed[:, :, [0, -1]] = 0
    np.savez(folder / "framed.npz", images=framed, labels=LABELS)
    expected_framed = check.load("framed.npz")
    for name, images in (("inverted.npz", 255 - framed), ("inverted-fractions.npz", 1 - framed / 255)):
        np.savez(folder / name, images=images, labels=LABELS)
        found = check.same(expected_framed, name)
        check.count(any("inverted" in note for note in found.get("notes", [])), name, found)

    others = {"ids": np.arange(COUNT) % 200, "writer": np.arange(COUNT) % 7}
    np.savez(folder / "others.npz", **others, images=IMAGES, labels=LABELS)
    found = check.same(expected, "others.npz")
    check.count([note for note in found.get("notes", []) if "“writer” was not used" in note],
                "others.npz", found.get("notes"))
    np.savez(folder / "fine.npz", fine_labels=LABELS // 2, images=IMAGES, labels=LABELS)
    check.same(expected, "fine.npz")
    for name, labels in (("letters.npz", [LETTERS[label] for label in LABELS]),
                         ("byte-letters.npz", [LETTERS[label].encode() for label in LABELS])):
        np.savez(folder / name, images=IMAGES, labels=np.array(labels))
        check.same(expected, name, classes=list(LETTERS))
    np.savez(folder / "names.npz", images=IMAGES, labels=LABELS,
             files=np.array([f"{i}.png" for i in range(COUNT)] + ["more"])[:COUNT])
    check.same(expected, "names.npz")

    np.savez(folder / "a-little.npz", data=ROWS / 16 * 1.5, target=LABELS)
    check.same_classes(expected, "a-little.npz", 1.5)
    np.savez(folder / "objects.npz", x=IMAGES, y=LABELS,
             names=np.array(["zero", None], dtype=object))
    found = check.same(expected, "objects.npz")
    check.count(any("names" in note for note in found.get("notes", [])), "objects.npz",
                "the array that was left out is not named")
    np.savez(folder / "half.npz", x_train=np.array([1, None], dtype=object),
             y_train=LABELS[:N_TRAIN], x_test=IMAGES[N_TRAIN:], y_test=LABELS[N_TRAIN:])
    check.refused("half.npz", "x_train")
    for protocol in range(6):
        with open(folder / f"pickle-{protocol}", "wb") as file:
            pickle.dump({"data": ROWS.astype("f8"), "target": LABELS, "names": ["a", "b"]}, file, protocol)
        check.same(expected, f"pickle-{protocol}")


def check_places(check, expected_pair):
    """Data in folders and archives, with its test samples."""
    folder = check.folder
    parts = {"train": slice(0, N_TRAIN), "test": slice(N_TRAIN, COUNT)}
    for split, part in parts.items():
        rows = [[label, *row] for label, row in zip(LABELS[part], ROWS[part])]
        write_table(folder / "kaggle" / f"mnist_{split}.csv", rows, ["label", *PIXELS])
        write_table(folder / "deep" / "archive" / "data" / f"{split}.csv", rows)
        for place in ("npy", "npz", "split"):
            (folder / place).mkdir(exist_ok=True)
        (folder / "split" / split).mkdir()
        np.save(folder / "npy" / f"X_{split}.npy", IMAGES[part].astype("u1"))
        np.save(folder / "npy" / f"y_{split}.npy", LABELS[part])
        np.save(folder / "split" / split / "images.npy", ROWS[part].astype("u1"))
        np.save(folder / "split" / split / "labels.npy", LABELS[part])
        np.savez(folder / "npz" / f"kmnist-{split}-imgs.npz", IMAGES[part].astype("u1"))
        np.savez(folder / "npz" / f"kmnist-{split}-labels.npz", LABELS[part])
    (folder / "kaggle" / "readme.md").write_text("Numbers of digits.\n", encoding="utf-8")

    for place in ("kaggle", "kaggle/mnist_test.csv", "deep", "deep/archive", "npy", "npy/y_test.npy",
                  "npz", "npz/kmnist-test-imgs.npz", "split"):
        check.same(expected_pair, place)
    check.same(expected_pair, "npy/X_train.npy", "npy/y_train.npy", "npy/X_test.npy", "npy/y_test.npy")
    check.same(expected_pair, "kaggle/mnist_train.csv", "kaggle/mnist_test.csv")

    with zipfile.ZipFile(folder / "kaggle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("mnist_train.csv", "mnist_test.csv", "readme.md"):
            archive.write(folder / "kaggle" / name, name)
    check.same(expected_pair, "kaggle.zip")
    with zipfile.ZipFile(folder / "npz.zip", "w") as archive:
        for name in sorted(os.listdir(folder / "npz")):
            archive.write(folder / "npz" / name, f"kmnist/{name}")
    check.same(expected_pair, "npz.zip")
    for mode in ("", "gz", "bz2", "xz"):
        name = f"kaggle.tar.{mode}" if mode else "kaggle.tar"
        with tarfile.open(folder / name, f"w:{mode}") as archive:
            archive.add(folder / "kaggle", "kaggle")
        check.same(expected_pair, name)

    # Kaggle packs some files twice, and a Mac adds its own.
    with zipfile.ZipFile(folder / "twice.zip", "w") as archive:
        for split in parts:
            source = folder / "kaggle" / f"mnist_{split}.csv"
            archive.write(source, source.name)
            archive.write(source, f"mnist_{split}/{source.name}")
            archive.writestr(f"__MACOSX/._{source.name}", b"\0\5\26\7\0\2\0\0Mac OS X" + bytes(99))
        archive.writestr(".DS_Store", b"\0\0\0\1Bud1" + bytes(99))
    check.same(expected_pair, "twice.zip")
    for ending, split in (("tra", "train"), ("tes", "test")):
        part = parts[split]
        write_table(folder / "uci" / f"optdigits.{ending}",
                    [[*row, label] for label, row in zip(LABELS[part], ROWS[part])])
    (folder / "uci" / "optdigits.names").write_text("1. Title: digits, of 8 x 8\n", encoding="utf-8")
    for place in ("uci", "uci/optdigits.tes"):
        check.same(expected_pair, place)

    # The test samples of a contest have no labels.
    write_table(folder / "contest" / "train.csv",
                [[label, *row] for label, row in zip(LABELS, ROWS)], ["label", *PIXELS])
    write_table(folder / "contest" / "test.csv", ROWS[:20], PIXELS)
    found = check.load("contest")
    check.count(any("20 images without labels" in note for note in found.get("notes", [])), "contest",
                found)
    (folder / "hub").mkdir()
    (folder / "hub" / "train-00000-of-00001.parquet").write_bytes(b"PAR1" + bytes(64))
    check.refused("hub", "pandas.read_parquet(")


def check_hostile(check):
    folder = check.folder
    bomb = bytes(1 << 20)
    with tarfile.open(folder / "bomb.tar.gz", "w:gz", compresslevel=9) as archive:
        for i in range(900):
            member = tarfile.TarInfo(f"zeros-{i}.csv")
            member.size = len(bomb)
            archive.addfile(member, io.BytesIO(bomb))
    check.refused("bomb.tar.gz", "far more than a data set of its kind takes")
    with zipfile.ZipFile(folder / "cut.zip", "w") as archive:
        archive.writestr("train.csv", "1,2\n" * 5000)
    content = (folder / "cut.zip").read_bytes()
    (folder / "cut.zip").write_bytes(content[:len(content) // 2])
    check.refused("cut.zip", "archive that is damaged or cut off")
    (folder / "one.csv.xz").write_bytes(lzma.compress(b"1,2,3\n"))
    check.refused("one.csv.xz", "unpack it first")
    (folder / "one.csv.bz2").write_bytes(bz2.compress(b"1,2,3\n"))
    check.refused("one.csv.bz2", "unpack it first")
    (folder / "twice.csv.gz").write_bytes(gzip.compress(gzip.compress(b"1,2,3\n")))
    check.refused("twice.csv.gz", "packed twice")


def check_torch(check, expected):
    try:
        import torch
    except ImportError:
        print("torch is not installed: its tensors are left out")
        return
    images, labels = torch.tensor(IMAGES), torch.tensor(LABELS)
    saved = {
        "pair.pt": (images.to(torch.uint8), labels),
        "list.pt": [images.float(), labels],
        "dict.pth": {"data": images.to(torch.bfloat16), "targets": labels},
        "view.pt": (images.to(torch.uint8).permute(0, 2, 1).contiguous().permute(0, 2, 1), labels),
        "part.pt": (torch.cat([images, images])[:COUNT], torch.cat([labels, labels])[:COUNT]),
        "set.pt": torch.utils.data.TensorDataset(images.half(), labels),
    }
    for name, content in saved.items():
        torch.save(content, check.folder / name)
        check.same(expected, name)
    torch.save((images, labels), check.folder / "old.pt", _use_new_zipfile_serialization=False)
    check.refused("old.pt", "older than PyTorch 1.6")
    torch.save(list(zip(images, LABELS.tolist())), check.folder / "pairs.pt")
    check.refused("pairs.pt", "torch.stack (images)")
    torch.save(torch.nn.Linear(64, 10).state_dict(), check.folder / "network.pt")
    check.refused("network.pt", "open it as that")


def check_sklearn(check, expected):
    try:
        import joblib
    except ImportError:
        print("joblib is not installed: its files are left out")
        return
    content = {"data": np.asfortranarray(ROWS.astype("f8")), "target": LABELS}
    joblib.dump(content, check.folder / "plain.joblib")
    check.same(expected, "plain.joblib")
    joblib.dump((IMAGES, LABELS), check.folder / "packed.joblib.gz", compress=("gzip", 3))
    check.same(expected, "packed.joblib.gz")
    joblib.dump(content, check.folder / "zlib.joblib", compress=3)
    check.refused("zlib.joblib", "joblib")
    try:
        from sklearn.utils import Bunch
    except ImportError:
        print("scikit-learn is not installed: its Bunch is left out")
        return
    bunch = Bunch(data=ROWS.astype("f8"), target=LABELS, images=IMAGES, DESCR="Digits.",
                  target_names=np.arange(10), feature_names=PIXELS, frame=None)
    joblib.dump(bunch, check.folder / "bunch.joblib")
    check.same(expected, "bunch.joblib")
    for protocol in range(6):
        (check.folder / f"bunch-{protocol}.pkl").write_bytes(pickle.dumps(bunch, protocol))
        check.same(expected, f"bunch-{protocol}.pkl")


def check_pictures(check):
    try:
        from PIL import Image
    except ImportError:
        print("Pillow is not installed: its pictures are left out")
        return
    forms = {"png": "PNG", "jpg": "JPEG", "bmp": "BMP", "gif": "GIF", "tif": "TIFF", "pgm": "PPM",
             "webp": "WEBP"}
    for ending, form in forms.items():
        for label in range(10):
            folder = check.folder / ending / str(label)
            folder.mkdir(parents=True)
            for k in range(3):
                picture = Image.new("L", (40, 40), 250)
                picture.paste(10, (8 + label, 6, 14 + label, 34 - k))
                picture.save(folder / f"{k}.{ending}", form)
        found = check.load(ending)
        counts = [sum(found.get(split, [0] * 10)[label] for split in ("train", "held_out", "test"))
                  for label in range(10)]
        check.count(counts == [3] * 10, ending, found)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        check = Checker(program, pathlib.Path(name))
        np.savez(check.folder / "reference.npz", images=IMAGES, labels=LABELS)
        expected = check.load("reference.npz")
        np.savez(check.folder / "pair.npz", x_train=IMAGES[:N_TRAIN], y_train=LABELS[:N_TRAIN],
                 x_test=IMAGES[N_TRAIN:], y_test=LABELS[N_TRAIN:])
        expected_pair = check.load("pair.npz")
        check.count(expected.get("source_highest") == 16, "reference.npz", expected)

        check_tables(check, expected)
        check_arrays(check, expected)
        check_places(check, expected_pair)
        check_hostile(check)
        check_torch(check, expected)
        check_sklearn(check, expected)
        check_pictures(check)

        for failure in check.failures:
            print(failure)
        print(f"{check.n_passed} passed, {len(check.failures)} failed")
        return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())

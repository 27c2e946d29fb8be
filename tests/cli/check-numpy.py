#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks data sets and weights written by NumPy and pickle: the same images and labels, and the
same weights, in all types and layouts.

"backprop-cli data info" and "backprop-cli info" (the program is the first argument) must print the
same SHA-256 for each. Exits with 77 (skipped) where NumPy is missing. BACKPROP_TEST_STRIDE, of
slow builds, is N to check every Nth form only.
"""

import gzip
import io
import itertools
import json
import os
import pickle
import subprocess
import sys
import tempfile

try:
    import numpy
except ImportError:
    print("NumPy is not installed")
    sys.exit(77)

SIDE = 8
N_TRAIN, N_TEST = 60, 20

# The storage of images: a type, and the divisor of their bytes.
PIXEL_TYPES = [
    *[(order + kind, 1) for order in "<>" for kind in ("i2", "i4", "i8", "u2", "u4", "u8")],
    *[(order + kind, divisor) for order in "<>" for kind in ("f4", "f8") for divisor in (1, 255, 256)],
    ("<f2", 1), (">f2", 1), ("<f2", 256), ("|u1", 1),
]

SHAPES = [(-1, SIDE * SIDE), (-1, SIDE, SIDE), (-1, SIDE, SIDE, 1), (-1, 1, SIDE, SIDE)]

# Every type, with the shapes in turn, and every shape of bytes.
PIXEL_FORMS = [*zip(PIXEL_TYPES, itertools.cycle(SHAPES)), *((("|u1", 1), shape) for shape in SHAPES)]


def make_samples():
    random = numpy.random.default_rng(3)
    images = random.integers(0, 256, (N_TRAIN + N_TEST, SIDE * SIDE), dtype=numpy.uint8)
    images[:, 0], images[:, -1], images[0, 1] = 0, 0, 255
    return images, (numpy.arange(N_TRAIN + N_TEST) * 7 % 10).astype(numpy.uint8)


def one_hot(labels, dtype):
    return numpy.eye(10, dtype=dtype)[labels]


LABEL_FORMS = {
    **{name: lambda labels, name=name: labels.astype(name)
       for name in ("u1", "<i8", ">i8", "<i4", ">i2", "<f4", ">f8", "<U1", ">U1", "S1", "<U3", "O")},
    "one-hot bool": lambda labels: one_hot(labels, bool),
    "one-hot u1": lambda labels: one_hot(labels, "u1"),
    "one-hot >f4": lambda labels: one_hot(labels, ">f4"),
    "one-hot f8": lambda labels: one_hot(labels, "f8"),
    "column": lambda labels: labels.reshape(-1, 1),
    "list": lambda labels: labels.tolist(),
    "tuple": lambda labels: tuple(labels.tolist()),
    "list of text": lambda labels: [str(label) for label in labels],
    "list of scalars": list,
    "objects of text": lambda labels: numpy.array([str(label) for label in labels], dtype=object),
}

IMAGE_FORMS = {
    "fortran": lambda images: numpy.asfortranarray(images),
    "fortran grid": lambda images: numpy.asfortranarray(images.reshape(-1, SIDE, SIDE)),
    "slices": lambda images: numpy.repeat(images, 2, axis=1)[:, ::2],
    "lists": lambda images: images.tolist(),
    "lists of reals": lambda images: (images / 255).tolist(),
    "grids of lists": lambda images: images.reshape(-1, SIDE, SIDE).tolist(),
    "list of arrays": lambda images: [image.reshape(SIDE, SIDE) for image in images],
    "list of columns": lambda images: [image.reshape(-1, 1) for image in images],
}


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


def pickled_forms(train, test):
    """Names and contents of pickles: functions of images and of labels."""
    def pairs(make_images, make_labels=lambda labels: labels):
        return tuple((make_images(images), make_labels(labels)) for images, labels in (train, test))

    for (dtype, divisor), shape in PIXEL_FORMS:
        yield f"{dtype} / {divisor} as {shape}", pairs(
            lambda images: (images / divisor).astype(dtype).reshape(shape))
    for name, make_labels in LABEL_FORMS.items():
        yield f"labels as {name}", pairs(lambda images: images, make_labels)
    for name, make_images in IMAGE_FORMS.items():
        yield f"images as {name}", pairs(make_images)
    yield "read-only", pairs(read_only, read_only)
    yield "lists", [list(pair) for pair in pairs(lambda images: images)]
    yield "flat", [array for pair in pairs(lambda images: images) for array in pair]
    for names in (("x_train", "y_train", "x_test", "y_test"),
                  ("training_images", "training_labels", "test_images", "test_labels"),
                  ("train_img", "train_label", "test_img", "test_label"),
                  ("X_train", "Y_train", "X_test", "Y_test")):
        yield f"dict of {names[0]}", dict(zip(names, (*train, *test)))
    yield "dicts", {"train": {"images": train[0], "labels": train[1]},
                    "test": {"images": test[0], "labels": test[1]}}


def array_bytes(array, version):
    file = io.BytesIO()
    numpy.lib.format.write_array(file, numpy.asanyarray(array), version=version)
    return file.getvalue()


class Checker:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.stride = int(os.environ.get("BACKPROP_TEST_STRIDE", "1"))
        self.n_written = self.n_forms = 0

    def digest(self, path, *command, key="sha256"):
        command = [self.program, *(command or ("data", "info")), "--json", path]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            return result.stderr.strip()
        return json.loads(result.stdout)[key]

    def write(self, name, contents):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(contents)
        return path

    def check(self, name, path, expected, *command, **options):
        self.n_written += 1
        if self.n_written % self.stride != 0:
            return
        digest = self.digest(path, *command, **options)
        assert digest == expected, f"{name}: {digest}"
        self.n_forms += 1


def check_pickles(checker, train, test, expected):
    for name, data in pickled_forms(train, test):
        for protocol in range(6):
            contents = pickle.dumps(data, protocol)
            packed = protocol % 2 == 0
            path = checker.write("data", gzip.compress(contents, 1) if packed else contents)
            checker.check(f"pickle {protocol}: {name}", path, expected)


def check_arrays(checker, train, test, expected):
    names = ("x_train", "y_train", "x_test", "y_test")
    path = os.path.join(checker.folder, "data.npz")
    for (dtype, divisor), shape in PIXEL_FORMS:
        arrays = [array if array.ndim == 1 else (array / divisor).astype(dtype).reshape(shape)
                  for array in (*train, *test)]
        for save in (numpy.savez, numpy.savez_compressed):
            save(path, **dict(zip(names, arrays)))
            checker.check(f"{save.__name__}: {dtype} / {divisor} as {shape}", path, expected)
    for version in ((1, 0), (2, 0), (3, 0)):
        for name, array in zip(names, (*train, *test)):
            path = checker.write(name + ".npy", array_bytes(numpy.asfortranarray(array), version))
        checker.check(f"NPY {version}", path, expected)


def check_tables(checker, train, expected):
    """Data sets without splits, which are made equally for the same samples in the same order."""
    images, labels = train
    path = os.path.join(checker.folder, "table.csv")
    for scale, is_last in itertools.product((1, 255), (False, True)):
        columns = [labels[:, None], images / scale]
        table = numpy.hstack(columns[::-1] if is_last else columns)
        names = ["pixel"] * SIDE ** 2
        names.insert(len(names) if is_last else 0, "label")
        for options in ({}, {"header": ",".join(names), "comments": ""}, {"fmt": "%.9g"},
                        {"newline": "\r\n"}):
            numpy.savetxt(path, table, delimiter=",", **options)
            checker.check(f"savetxt {options} / {scale}", path, expected)
            numpy.savetxt(path + ".gz", table, delimiter=",", **options)
            checker.check(f"packed savetxt {options} / {scale}", path + ".gz", expected)


def check_weights(checker):
    """Numbers that a 16-bit float holds exactly; W is (out, in) or (in, out)."""
    random = numpy.random.default_rng(4)
    shapes = [(7, 16), (5, 7), (3, 5)]
    weights = [random.integers(-99, 99, shape) / 64 for shape in shapes]
    biases = [random.integers(-99, 99, (shape[0], 1)) / 64 for shape in shapes]
    path, expected = os.path.join(checker.folder, "weights.npz"), None
    weight_forms = {"C": numpy.ascontiguousarray, "Fortran": numpy.asfortranarray,
                    "(in, out)": lambda array: array.T.copy(), "transposed": lambda array: array.T}
    bias_forms = {"(out, 1)": lambda array: array, "(out,)": numpy.ravel,
                  "(1, out)": lambda array: array.T}
    dtypes = ["<f4", "<f8", "<f2", ">f4", ">f8"]
    for dtype, save in itertools.product(dtypes, (numpy.savez, numpy.savez_compressed)):
        for weight_form, bias_form in itertools.product(weight_forms, bias_forms):
            arrays = {}
            for number, (w, b) in enumerate(zip(weights, biases), 1):
                arrays[f"W{number}"] = weight_forms[weight_form](w.astype(dtype))
                arrays[f"b{number}"] = bias_forms[bias_form](b.astype(dtype))
            save(path, **arrays)
            expected = expected or checker.digest(path, "info", key="weights_sha256")
            checker.check(f"{dtype} weights {weight_form}, {bias_form}", path, expected, "info",
                          key="weights_sha256")
    assert len(expected) == 64, expected


def main():
    images, labels = make_samples()
    train, test = (images[:N_TRAIN], labels[:N_TRAIN]), (images[N_TRAIN:], labels[N_TRAIN:])
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(sys.argv[1], folder)
        reference = os.path.join(folder, "reference.npz")
        numpy.savez(reference, x_train=train[0], y_train=train[1], x_test=test[0], y_test=test[1])
        expected = checker.digest(reference)
        assert len(expected) == 64, expected
        check_pickles(checker, train, test, expected)
        check_arrays(checker, train, test, expected)
        numpy.savez(reference, x=train[0], y=train[1])
        check_tables(checker, train, checker.digest(reference))
        check_weights(checker)
        print(f"{checker.n_forms} of {checker.n_written} forms of the same samples and weights")


main()

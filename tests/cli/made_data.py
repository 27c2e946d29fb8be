# SPDX-License-Identifier: MIT
"""Small data sets of noisy images, for the tests of runs."""

import random
import struct


def write_bands(folder, n_train, n_test):
    """Writes IDX files of images in which the place of a bright band is the class, the same each time."""
    rng = random.Random(1)
    folder.mkdir()
    for name, count in (("train", n_train), ("t10k", n_test)):
        labels = bytes(rng.randrange(10) for _ in range(count))
        images = bytearray()
        for label in labels:
            image = bytearray(byte // 4 for byte in rng.randbytes(784))
            image[label * 78:label * 78 + 60] = bytes([200]) * 60
            images += image
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            struct.pack(">IIII", 0x803, count, 28, 28) + images)
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(
            struct.pack(">II", 0x801, count) + labels)

# SPDX-License-Identifier: MIT
"""What the peers share: the data, and the way in which they are told to train.

A peer is started with FILE SIZES BATCH_SIZE LEARNING_RATE MOMENTUM. FILE holds 60,000 images of 784
bytes, then their labels. Each line that it reads is an order to train for one epoch; it answers with
the seconds that this took and the mean loss, and ends with its input.
"""

import sys
import time

import numpy

N_IMAGES = 60000
N_PIXELS = 784


class Task:
    """What a peer is to do, from its command line."""

    def __init__(self):
        path, sizes, batch_size, learning_rate, momentum = sys.argv[1:6]
        self.sizes = [int(size) for size in sizes.split("-")]
        self.batch_size = int(batch_size)
        self.learning_rate = float(learning_rate)
        self.momentum = float(momentum)
        data = numpy.fromfile(path, dtype=numpy.uint8)
        self.images = data[:N_IMAGES * N_PIXELS].reshape(N_IMAGES, N_PIXELS)
        self.labels = data[N_IMAGES * N_PIXELS:].astype(numpy.int64)
        self.random = numpy.random.default_rng(1)

    def initial_layers(self):
        """He's initial weights, (in, out), and biases of 0."""
        return [(self.random.normal(0, (2 / n_in) ** 0.5, (n_in, n_out)).astype(numpy.float32),
                 numpy.zeros(n_out, numpy.float32))
                for n_in, n_out in zip(self.sizes, self.sizes[1:])]


def serve(train_epoch):
    """Trains an epoch for each line of input."""
    print("ready", flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        loss = train_epoch()
        print(time.perf_counter() - begin, loss, flush=True)

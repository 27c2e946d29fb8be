# SPDX-License-Identifier: MIT
"""The common parts of the peers: the data, and the protocol of training.

A peer is started with FILE SIZES BATCH_SIZE LEARNING_RATE MOMENTUM. FILE holds 60,000 images of 784
bytes, then their labels. For each line of input, it trains one epoch and prints the seconds and the
mean loss. It ends with its input.
"""

import sys
import time

import numpy

N_IMAGES = 60000
N_PIXELS = 784


class Task:
    """The task of a peer, from its command line."""

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

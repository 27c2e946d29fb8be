# SPDX-License-Identifier: MIT
"""The activations with NumPy and the C library's error function, as a reference."""

import math

import numpy


def gelu(sums):
    return sums * (1 + numpy.vectorize(math.erf)(sums / math.sqrt(2))) / 2


ACTIVATIONS = {
    "relu": lambda sums: numpy.maximum(sums, 0),
    "leaky-relu": lambda sums: numpy.where(sums < 0, 0.01 * sums, sums),
    "tanh": numpy.tanh,
    "sigmoid": lambda sums: 1 / (1 + numpy.exp(-sums)),
    "gelu": gelu,
}

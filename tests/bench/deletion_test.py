#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which method explains an answer best? The deletion test: deletion_test.py WEIGHTS DATA.npz.

The pixels of a test image are set to background one after the other, the most important one first,
and the probability of the answer is watched (Petsiuk, Das and Saenko, "RISE", 2018, section 4.3).
The better an explanation, the sooner the probability falls. For 1,000 test images and each method
printed are the mean area under the curve of the probability over the first 150 removed pixels, and
the median number of removed pixels after which the answer changes.

Needs NumPy. The network has ReLU hidden units and inputs from 0 to 1.
"""

import json
import sys
from pathlib import Path

import numpy

N_IMAGES = 1000
N_REMOVED = 150
N_STEPS = 32
N_NOISY, NOISE = 32, 0.15


def read_network(path):
    """Returns W (in, out) and b of each layer of a safetensors file."""
    content = Path(path).read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8:8 + length])
    tensors = {name: numpy.frombuffer(content[8 + length:][slice(*entry["data_offsets"])], "<f4")
               .reshape(entry["shape"]) for name, entry in header.items() if name != "__metadata__"}
    names = sorted((name for name in tensors if name.endswith(".weight")),
                   key=lambda name: int(name.split(".")[-2]))
    return [(tensors[name].T, tensors[name.replace(".weight", ".bias")]) for name in names]


def propagate(layers, x):
    """Returns the logits (batch, classes) and the masks of the hidden units."""
    masks = []
    for weights, biases in layers[:-1]:
        z = x @ weights + biases
        masks.append(z > 0)
        x = numpy.maximum(z, 0)
    return x @ layers[-1][0] + layers[-1][1], masks


def find_gradient(layers, x, answer):
    """Returns the derivative of the answer's logit by the inputs, for each row of x."""
    _, masks = propagate(layers, x)
    delta = numpy.repeat(layers[-1][0][None, :, answer], len(x), axis=0)
    for (weights, _), mask in zip(layers[-2::-1], masks[::-1]):
        delta = (delta * mask) @ weights.T
    return delta


def gradient(layers, x, answer, _generator):
    return find_gradient(layers, x[None], answer)[0]


def gradient_times_input(layers, x, answer, _generator):
    return x * find_gradient(layers, x[None], answer)[0]


def integrated_gradients(layers, x, answer, _generator):
    """Sundararajan, Taly and Yan, 2017, equation 3, from a blank image, by the midpoint rule."""
    shares = (numpy.arange(N_STEPS) + 0.5) / N_STEPS
    return x * find_gradient(layers, shares[:, None] * x, answer).mean(0)


def smoothed_gradient(layers, x, answer, generator):
    """Smilkov, Thorat, Kim, Viegas and Wattenberg, "SmoothGrad", 2017, section 2."""
    noisy = x + NOISE * generator.standard_normal((N_NOISY, len(x)))
    return find_gradient(layers, noisy, answer).mean(0)


def smoothed_gradient_times_input(layers, x, answer, generator):
    return x * smoothed_gradient(layers, x, answer, generator)


METHODS = [gradient, gradient_times_input, integrated_gradients, smoothed_gradient,
           smoothed_gradient_times_input]


def delete(layers, x, answer, importances):
    """Returns the mean probability of the answer, and the number of pixels that change it."""
    order = numpy.argsort(-importances, kind="stable")[:N_REMOVED]
    images = numpy.repeat(x[None], N_REMOVED + 1, axis=0)
    for number, pixel in enumerate(order, 1):
        images[number:, pixel] = 0
    logits, _ = propagate(layers, images)
    exponentials = numpy.exp(logits - logits.max(1, keepdims=True))
    probabilities = exponentials[:, answer] / exponentials.sum(1)
    changed = numpy.flatnonzero(logits.argmax(1) != answer)
    return probabilities.mean(), changed[0] if len(changed) else N_REMOVED + 1


def main():
    layers = read_network(sys.argv[1])
    with numpy.load(sys.argv[2]) as data:
        images = data["x_test"][:N_IMAGES].reshape(N_IMAGES, -1).astype("f4") / 255

    print("| method | area | pixels |\n| --- | --- | --- |")
    for method in METHODS:
        generator = numpy.random.default_rng(1)
        results = []
        for x in images:
            answer = propagate(layers, x[None])[0][0].argmax()
            results.append(delete(layers, x, answer, method(layers, x, answer, generator)))
        areas, pixels = zip(*results)
        print(f"| {method.__name__} | {numpy.mean(areas):.4f} | {numpy.median(pixels):.0f} |",
              flush=True)


if __name__ == "__main__":
    main()

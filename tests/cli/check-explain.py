#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares "backprop-cli explain" with a computation of its own in double precision, as a TAP test:
check-explain.py BACKPROP_CLI.

For each activation and one to three hidden layers, after one epoch and after twenty: z, a, delta and
the gradients of 50 random weights agree to 1e-4, and what the program measures is within 2 % of its
gradient. Skipped where NumPy is missing.
"""

import json
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy
except ImportError:
    print("1..0 # SKIP NumPy is not installed")
    sys.exit(0)

N_WEIGHTS = 50
LEARNING_RATE = 0.25

N_IMAGES, N_TEST, SIDE = 600, 100, 10

# A smaller derivative may be the rounding of floats: of the slope of a saturated unit.
NEGLIGIBLE = 1e-9

ACTIVATIONS = {
    "relu": (lambda z: numpy.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "leaky-relu": (lambda z: numpy.where(z > 0, z, 0.01 * z), lambda z: numpy.where(z > 0, 1, 0.01)),
    "tanh": (numpy.tanh, lambda z: 1 - numpy.tanh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + numpy.exp(-z)),
                lambda z: numpy.exp(-z) / (1 + numpy.exp(-z)) ** 2),
    "gelu": (lambda z: z * normal_share(z),
             lambda z: normal_share(z) + z * numpy.exp(-z * z / 2) / math.sqrt(2 * math.pi)),
}
HIDDEN = ["24", "24,17", "70,24,17"]


def normal_share(z):
    return numpy.vectorize(lambda value: (1 + math.erf(value / math.sqrt(2))) / 2)(z)


def read_safetensors(path):
    """Returns the layers of a network: W (out, in) and b, from the inputs to the outputs."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = numpy.frombuffer(content[8 + length + begin:8 + length + end],
                                             "<f4").reshape(entry["shape"]).astype(float)
    names = sorted((name for name in tensors if name.endswith(".weight")),
                   key=lambda name: int(name.split(".")[-2]))
    return [(tensors[name], tensors[name.replace(".weight", ".bias")]) for name in names]


def propagate(layers, activation, inputs, label):
    """Returns z, a and delta of every layer, and the loss."""
    function, derivative = ACTIVATIONS[activation]
    sums, outputs, a = [], [], inputs
    for number, (weights, biases) in enumerate(layers):
        z = weights @ a + biases
        exponentials = numpy.exp(z - z.max())
        a = exponentials / exponentials.sum() if number == len(layers) - 1 else function(z)
        sums.append(z)
        outputs.append(a)

    deltas = [outputs[-1] - numpy.eye(len(a))[label]]
    for number in range(len(layers) - 1, 0, -1):
        deltas.insert(0, layers[number][0].T @ deltas[0] * derivative(sums[number - 1]))
    return sums, outputs, deltas, -math.log(outputs[-1][label])


def choose_weights(layers, generator):
    for _ in range(N_WEIGHTS):
        number = generator.randrange(len(layers))
        n_outputs, n_inputs = layers[number][0].shape
        yield number, generator.randrange(n_inputs), generator.randrange(n_outputs)


def find_far(name, ours, theirs):
    """Yields a complaint where two arrays differ."""
    ours, theirs = numpy.asarray(ours), numpy.asarray(theirs)
    if ours.shape != theirs.shape:
        yield f"{name} has the shape {ours.shape}, not {theirs.shape}"
    elif not numpy.allclose(ours, theirs, rtol=1e-4, atol=1e-6):
        worst = numpy.abs(ours - theirs).argmax()
        yield f"{name} is {ours.flat[worst]} at {worst}, not {theirs.flat[worst]}"


def check_weight(explained, place, layers, inputs, deltas):
    number, row, output = place
    gradient = inputs[number][row] * deltas[number][output]
    value = layers[number][0][output, row]
    if [explained[key] for key in ("layer", "input", "output")] != [number + 1, row, output]:
        yield f"the weight {place} is said to be another one: {explained}"
    yield from find_far(f"the value of the weight {place}", explained["value"], value)
    yield from find_far(f"the gradient of the weight {place}", explained["gradient"], gradient)
    yield from find_far(f"the updated weight {place}", explained["updated"],
                        value - LEARNING_RATE * gradient)
    if abs(explained["measured"] - explained["gradient"]) > max(0.02 * abs(explained["gradient"]),
                                                                NEGLIGIBLE):
        yield f"the weight {place} has the gradient {explained['gradient']}, " \
              f"and measured is {explained['measured']}"


def check_network(program, path, activation, data, number):
    """Yields complaints about one test image."""
    layers = read_safetensors(path)
    places = list(choose_weights(layers, random.Random(number)))
    options = [option for l, row, output in places
               for option in ("--weight", f"{l + 1},{row},{output}")]
    ran = subprocess.run([program, "explain", "--weights", path, "--data", data, "--index", str(number),
                          "--learning-rate", str(LEARNING_RATE), "--json", *options],
                         capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        yield f"explain failed: {ran.stderr}"
        return

    explained = json.loads(ran.stdout)
    x = numpy.array(explained["inputs"])
    sums, outputs, deltas, loss = propagate(layers, activation, x, explained["label"])
    if len(explained["layers"]) != len(layers):
        yield f"there are {len(explained['layers'])} layers, not {len(layers)}"
    for l, layer in enumerate(explained["layers"]):
        yield from find_far(f"z of layer {l + 1}", layer["z"], sums[l])
        yield from find_far(f"a of layer {l + 1}", layer["a"], outputs[l])
        yield from find_far(f"delta of layer {l + 1}", layer["delta"], deltas[l])
    yield from find_far("the probabilities", explained["probabilities"], outputs[-1])
    yield from find_far("the loss", explained["loss"], loss)
    if len(explained["weights"]) != len(places):
        yield f"there are {len(explained['weights'])} weights, not {len(places)}"
    for weight, place in zip(explained["weights"], places):
        yield from check_weight(weight, place, layers, [x, *outputs], deltas)


def make_data(path):
    """Writes images in three classes: a bright stripe each, and noise."""
    generator = numpy.random.default_rng(5)
    labels = numpy.arange(N_IMAGES) % 3
    images = generator.integers(0, 120, (N_IMAGES, SIDE, SIDE))
    for image, label in zip(images, labels):
        image[:, 3 * label:3 * label + 2] += generator.integers(0, 130, (SIDE, 2))
    numpy.savez(path, x_train=images[N_TEST:].astype(numpy.uint8), y_train=labels[N_TEST:],
                x_test=images[:N_TEST].astype(numpy.uint8), y_test=labels[:N_TEST])


def train(program, path, activation, hidden, data, n_epochs):
    subprocess.run([program, "train", "--data", data, "--layers", hidden,
                    "--activation", activation, "--epochs", str(n_epochs), "--batch-size", "10",
                    "--learning-rate", "0.1", "--save", path],
                   stdout=subprocess.DEVNULL, check=True)


def main():
    program = sys.argv[1]
    cases = [(activation, hidden, n_epochs)
             for activation in ACTIVATIONS for hidden in HIDDEN for n_epochs in (1, 20)]

    print(f"1..{len(cases)}")
    n_failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path, data = Path(folder, "weights.safetensors"), Path(folder, "data.npz")
        make_data(data)
        for number, (activation, hidden, n_epochs) in enumerate(cases, 1):
            train(program, path, activation, hidden, data, n_epochs)
            complaints = list(check_network(program, path, activation, data, number))
            n_failed += bool(complaints)
            print(f"{'not ok' if complaints else 'ok'} {number} {activation} {hidden} {n_epochs}")
            for complaint in complaints:
                print(f"# {complaint}")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

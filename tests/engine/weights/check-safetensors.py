#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads a weight file with NumPy alone and compares its answers with the program's.

A safetensors file is eight bytes of length, JSON, and raw numbers, so that any program can read the
weights. Where PyTorch is installed, its load_state_dict must accept them too. Exits with 77
(skipped) where NumPy is missing.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy
except ImportError:
    print("NumPy is not installed")
    sys.exit(77)

TOLERANCE = 1e-5


def read(path):
    """Returns the tensors and the metadata of a file, and the bytes of its numbers."""
    with open(path, "rb") as file:
        header_length = int.from_bytes(file.read(8), "little")
        text = file.read(header_length)
        data = file.read()
    assert (8 + header_length) % 8 == 0, header_length
    assert text.startswith(b"{"), text[:20]
    header = json.loads(text)
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert entry["dtype"] == "F32"
        tensors[name] = numpy.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return tensors, metadata, data


def forward(tensors, x):
    """The logits of the inputs x (batch, in), in double precision."""
    n_layers = len(tensors) // 2
    for layer in range(n_layers):
        weights = tensors[f"{2 * layer}.weight"].astype(float)
        biases = tensors[f"{2 * layer}.bias"].astype(float)
        x = x @ weights.T + biases
        if layer < n_layers - 1:
            x = numpy.maximum(x, 0)
    return x


def forward_torch(tensors, x):
    """The same with PyTorch, from a state dict like that of safetensors' load_file."""
    import torch

    layers = []
    for layer in range(len(tensors) // 2):
        n_outputs, n_inputs = tensors[f"{2 * layer}.weight"].shape
        layers += [torch.nn.Linear(n_inputs, n_outputs), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    model.load_state_dict({name: torch.tensor(values) for name, values in tensors.items()})
    with torch.no_grad():
        return model(torch.tensor(x, dtype=torch.float32)).numpy()


def has_torch():
    try:
        import torch  # noqa: F401
    except ImportError:
        return False
    return True


def compare(what, actual, expected):
    worst = float(numpy.abs(actual - expected).max())
    scale = max(1.0, float(numpy.abs(expected).max()))
    print(f"  {what}: largest difference {worst:.2e} of logits up to {scale:.2f}")
    assert worst <= TOLERANCE * scale, worst


def check(program, path, sizes):
    output = subprocess.run(
        [program, path, "relu", *map(str, sizes)], check=True, capture_output=True, text=True
    ).stdout
    lines = [json.loads(line) for line in output.splitlines()]
    tensors, metadata, data = read(path)

    print("-".join(map(str, sizes)))
    assert metadata["format"] == "pt"
    assert metadata["activation"] == "relu"
    assert metadata["layer_sizes"] == "-".join(map(str, sizes))
    assert [tensors[f"{2 * i}.weight"].shape for i in range(len(sizes) - 1)] == [
        (n_outputs, n_inputs) for n_inputs, n_outputs in zip(sizes, sizes[1:])
    ]

    sha256 = hashlib.sha256(data).hexdigest()
    assert lines[-1]["weights_sha256"] == sha256 == metadata["weights_sha256"]

    scale, offset = float(metadata["input_scale"]), float(metadata["input_offset"])
    x = numpy.array([line["image"] for line in lines[:-1]]) * scale + offset
    logits = numpy.array([line["logits"] for line in lines[:-1]])
    compare("NumPy", forward(tensors, x), logits)
    if has_torch():
        compare("PyTorch", forward_torch(tensors, x), logits)

    assert metadata["check_input"] == "byte i is (73 * i + 19) % 256"
    x = numpy.array([[(73 * i + 19) % 256 for i in range(sizes[0])]]) * scale + offset
    compare("check vector", forward(tensors, x)[0], numpy.array(json.loads(metadata["check_logits"])))


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sample.safetensors")
        for sizes in [[784, 128, 10], [784, 10], [784, 33, 17, 10], [5, 4, 3]]:
            check(sys.argv[1], path, sizes)


main()

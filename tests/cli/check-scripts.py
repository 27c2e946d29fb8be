#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the Python programs that "convert" writes.

Usage: check-scripts.py BACKPROP_CLI

A network is trained on generated images. Its accuracy with NumPy and with PyTorch must equal that
of the program, for every format of the data. The PyTorch program must train it further, in one
process and in two, and the program must open the result. Exits with 77 (skipped) without NumPy; the
parts that need torch are skipped with a message where it is missing.
"""

import gzip
import json
import os
import pathlib
import pickle
import socket
import struct
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("numpy is not installed")
    sys.exit(77)

N_CLASSES = 10


def run(*command, **options):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                            check=False, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def make_images(random, patterns, count):
    """Noisy patterns, one for each class; some are hard to tell."""
    labels = random.integers(0, N_CLASSES, count)
    images = patterns[labels] + random.normal(0, 70, (count, 28, 28))
    return images.clip(0, 255).astype("u1"), labels.astype("u1")


def write_data(folder):
    random = np.random.default_rng(3)
    patterns = random.integers(0, 256, (N_CLASSES, 28, 28)) * 0.25
    train, test = make_images(random, patterns, 3000), make_images(random, patterns, 1000)
    npz, idx, packed = folder / "data.npz", folder / "idx", folder / "data.pkl.gz"
    np.savez_compressed(npz, x_train=train[0], y_train=train[1].astype("i8"), x_test=test[0],
                        y_test=test[1].astype("i8"))
    (idx / "MNIST" / "raw").mkdir(parents=True)
    for split, (images, labels) in (("train", train), ("t10k", test)):
        raw = idx / "MNIST" / "raw"
        (raw / f"{split}-images-idx3-ubyte").write_bytes(
            b"\0\0\x08\x03" + struct.pack(">3I", *images.shape) + images.tobytes())
        (raw / f"{split}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(
            b"\0\0\x08\x01" + struct.pack(">I", len(labels)) + labels.tobytes()))
    scaled = [((images.reshape(len(images), -1) / 256).astype("f4"), labels.astype("i8"))
              for images, labels in (train, test, test)]
    packed.write_bytes(gzip.compress(pickle.dumps(tuple(scaled))))
    return npz, idx, packed


def get_accuracy(output):
    """The accuracy in the last line."""
    line = output.splitlines()[-1]
    assert line.startswith("Test accuracy: "), line
    return float(line.split()[2]) / 100


def check_same(what, found, expected):
    print(f"  {what}: {found:.4f}")
    assert abs(found - expected) <= 1e-4 + 1e-9, (what, found, expected)


def check_torch(program, folder, weights, data, expected):
    try:
        import torch  # noqa: F401
    except ImportError:
        print("  torch is not installed: its program is left out")
        return
    script = folder / "net.py"
    said = run(program, "convert", weights, script)
    assert "net.safetensors" in said, said
    text = script.read_text(encoding="utf-8")
    assert '"sgd", 0.05, 0.9, True' in text and 'SCHEDULE, WARM_UP_EPOCHS, EPOCHS = "cosine"' in text
    for form in data:
        check_same(f"PyTorch, {form.name}",
                   get_accuracy(run(sys.executable, script, "--evaluate", "--data", form)), expected)

    # Training in one process, and in two with half of each batch, gives the same network.
    accuracies = []
    port = socket.create_server(("127.0.0.1", 0))
    environment = os.environ | {"MASTER_ADDR": "127.0.0.1", "WORLD_SIZE": "2",
                                "MASTER_PORT": str(port.getsockname()[1]), "OMP_NUM_THREADS": "1"}
    port.close()
    trained = folder / "net-trained.safetensors"
    arguments = [sys.executable, str(script), "--data", str(data[0]), "--epochs", "2"]
    accuracies.append(get_accuracy(run(*arguments)))
    accuracies.append(evaluate(program, trained, data[0]))
    trained.unlink()
    other = subprocess.Popen(arguments, env=environment | {"RANK": "1", "LOCAL_RANK": "1"})
    accuracies.append(get_accuracy(run(*arguments, env=environment | {"RANK": "0",
                                                                      "LOCAL_RANK": "0"})))
    assert other.wait(timeout=100) == 0
    accuracies.append(evaluate(program, trained, data[0]))
    print(f"  PyTorch, trained on by one process and by two: {accuracies}")
    assert accuracies[0] == accuracies[1] and accuracies[2] == accuracies[3], accuracies
    assert abs(accuracies[0] - accuracies[2]) < 0.01 and accuracies[0] > expected - 0.02, accuracies


def check_numpy(program, folder, weights, data, expected):
    script = folder / "net-numpy.py"
    run(program, "convert", weights, script)
    check_same("NumPy", get_accuracy(run(sys.executable, script, data)), expected)
    trained = get_accuracy(run(sys.executable, script, data, "--epochs", "1"))
    print(f"  NumPy, trained on: {trained:.4f}")
    assert trained > expected - 0.05, trained


def evaluate(program, weights, data):
    return json.loads(run(program, "evaluate", "--json", "--weights", weights, "--data",
                          data))["accuracy"]


def check_names(program, folder, weights):
    """Names of files cannot become code, and existing other weights are not overwritten."""
    odd = folder / "a\"\"\"b@SEED@'\\.py"
    run(program, "convert", weights, odd)
    compile(odd.read_text(encoding="utf-8"), str(odd), "exec")
    assert odd.with_suffix(".safetensors").exists()
    in_the_way = folder / "mine.safetensors"
    in_the_way.write_bytes(b"something else")
    result = subprocess.run([program, "convert", weights, folder / "mine.py"], capture_output=True,
                            text=True, check=False)
    assert result.returncode == 1 and "mine.safetensors" in result.stderr, result.stderr
    assert in_the_way.read_bytes() == b"something else"
    assert not (folder / "mine.py").exists()


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data = write_data(folder)
        weights = folder / "weights.safetensors"
        run(program, "train", "--data", data[0], "--layers", "24,12", "--epochs", "2",
            "--batch-size", "50", "--learning-rate", "0.05", "--momentum", "0.9", "--nesterov",
            "--schedule", "cosine", "--save", weights)
        expected = evaluate(program, weights, data[0])
        print(f"accuracy {expected:.4f}")
        check_numpy(program, folder, weights, data[0], expected)
        check_torch(program, folder, weights, data, expected)
        check_names(program, folder, weights)


main()

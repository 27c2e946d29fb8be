#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks exported networks with other programs: the C compiler, ONNX's checker and NumPy.

The program in the first argument writes a network in all formats and prints its answers for a few
images. The C header is compiled as C99 with warnings as errors, and its self-test is run. A program
that includes it must print the same answers; a program that uses only a part of it, or nothing,
must compile without a warning. The ONNX file must pass the checker, and its nodes, computed one by
one with NumPy, must give the same logits. Exits with 77 (skipped) where NumPy or ONNX's Python
module is missing, after the checks of the C header.
"""

import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile

TOLERANCE = 1e-5


# Prints the class and the probabilities of each input image, one image in each line.
CLASSIFIER = """
#include <stdio.h>
#include HEADER

int
main (void)
{
  unsigned char pixels[BACKPROP_N_INPUTS];
  float probabilities[BACKPROP_N_CLASSES];
  int i;

  while (fread (pixels, 1, sizeof pixels, stdin) == sizeof pixels)
    {
      printf ("%d", backprop_classify (pixels, probabilities));
      for (i = 0; i < BACKPROP_N_CLASSES; i++)
        printf (" %.9g", (double) probabilities[i]);
      printf ("\\n");
    }
  return 0;
}
"""

USES_NOTHING = "#include HEADER\nint main (void) { return 0; }\n"

# The strictest usual warnings.
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wdouble-promotion", "-Wshadow", "-Wundef",
            "-Wmissing-prototypes", "-Werror"]


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def check_classifier(folder, path, compile_command, answers, temperature):
    """Classifies the images with a program that includes the header."""
    source, program = os.path.join(folder, "classifier.c"), os.path.join(folder, "classifier")
    with open(source, "w", encoding="ascii") as file:
        file.write(CLASSIFIER)
    run(*compile_command, f'-DHEADER="{path}"', source, "-o", program, "-lm")
    images = b"".join(bytes(answer["image"]) for answer in answers)
    output = subprocess.run([program], check=True, capture_output=True, input=images).stdout
    lines = [line.split() for line in output.splitlines()]
    assert len(lines) == len(answers), len(lines)
    worst = 0.0
    for (index, *probabilities), answer in zip(lines, answers):
        logits = answer["logits"]
        assert int(index) == logits.index(max(logits)), (index, logits)
        exponentials = [math.exp((logit - max(logits)) / temperature) for logit in logits]
        worst = max(abs(float(probability) - exponential / sum(exponentials))
                    for probability, exponential in zip(probabilities, exponentials))
    print(f"  C header: largest difference {worst:.2e} of a probability")
    assert worst <= TOLERANCE, worst


def check_header(folder, path, compiler, answers, temperature):
    program = os.path.join(folder, "self-test")
    compile_command = [*compiler, "-x", "c", "-std=c99", *WARNINGS]
    check_classifier(folder, path, compile_command, answers, temperature)
    run(*compile_command, f'-DHEADER="{path}"', "-", "-o", program, "-lm", input=USES_NOTHING)
    run(*compile_command, "-DBACKPROP_SELF_TEST", path, "-o", program, "-lm")
    print("  C header:", run(program).strip())

    # The self-test must find a changed weight.
    with open(path, encoding="ascii") as file:
        code = file.read()
    begin = code.index("backprop_biases0[")
    begin = code.index("{", begin) + 1
    end = code.index(",", begin)
    with open(path, "w", encoding="ascii") as file:
        file.write(code[:begin] + " 12.5f" + code[end:])
    run(*compile_command, "-DBACKPROP_SELF_TEST", path, "-o", program, "-lm")
    assert subprocess.run([program], check=False, capture_output=True).returncode == 1


OPERATORS = {"Relu": "relu", "LeakyRelu": "leaky-relu", "Tanh": "tanh", "Sigmoid": "sigmoid"}


def evaluate(model, pixels):
    """Computes the graph node by node; returns all values by name."""
    import numpy
    from onnx import numpy_helper
    from sample_activations import ACTIVATIONS

    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    values["pixels"] = pixels
    for node in model.graph.node:
        inputs = [values[name].astype(float) for name in node.input]
        attributes = {attribute.name: attribute.i for attribute in node.attribute}
        if node.op_type == "Mul":
            result = inputs[0] * inputs[1]
        elif node.op_type == "Add":
            result = inputs[0] + inputs[1]
        elif node.op_type == "Gemm":
            assert attributes == {"transB": 1}, attributes
            result = inputs[0] @ inputs[1].T + inputs[2]
        elif node.op_type in OPERATORS:
            name = OPERATORS[node.op_type]
            assert name != "leaky-relu" or abs(node.attribute[0].f - 0.01) < 1e-8, node.attribute
            result = ACTIVATIONS[name](inputs[0])
        elif node.op_type == "Erf":
            result = numpy.vectorize(math.erf)(inputs[0])
        elif node.op_type == "Softmax":
            assert attributes == {"axis": 1}, attributes
            exponentials = numpy.exp(inputs[0] - inputs[0].max(axis=1, keepdims=True))
            result = exponentials / exponentials.sum(axis=1, keepdims=True)
        else:
            raise AssertionError(node.op_type)
        values[node.output[0]] = result
    return values


def check_onnx(path, answers):
    import numpy
    import onnx

    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    values = evaluate(model, numpy.array([answer["image"] for answer in answers]))
    expected = numpy.array([answer["logits"] for answer in answers])
    worst = float(numpy.abs(values["logits"] - expected).max())
    scale = max(1.0, float(numpy.abs(expected).max()))
    print(f"  ONNX: largest difference {worst:.2e} of logits up to {scale:.2f}")
    assert worst <= TOLERANCE * scale, worst
    assert numpy.allclose(values["probabilities"].sum(axis=1), 1)


def check_npz(path, answers, activation):
    import numpy
    from sample_activations import ACTIVATIONS

    arrays = numpy.load(path)
    values = numpy.array([answer["image"] for answer in answers]).T
    values = values * float(arrays["input_scale"]) + float(arrays["input_offset"])
    n_layers = (len(arrays.files) - 2) // 2
    for layer in range(1, n_layers + 1):
        values = arrays[f"W{layer}"].astype(float) @ values + arrays[f"b{layer}"]
        if layer < n_layers:
            values = ACTIVATIONS[activation](values)
    expected = numpy.array([answer["logits"] for answer in answers])
    worst = float(numpy.abs(values.T - expected).max())
    print(f"  NPZ: largest difference {worst:.2e}")
    assert worst <= TOLERANCE * max(1.0, float(numpy.abs(expected).max())), worst


def find_missing_module():
    """Returns the first missing Python module of those that the other formats need."""
    for name in ("numpy", "onnx"):
        if importlib.util.find_spec(name) is None:
            return name
    return None


def check_network(folder, program, compiler, endings, sizes, activation):
    print("-".join(map(str, sizes)), activation)
    for ending in endings:
        path = os.path.join(folder, "sample." + ending)
        lines = run(program, path, activation, *map(str, sizes)).splitlines()
        *answers, network = [json.loads(line) for line in lines]
        temperature = network["temperature"]
        if ending == "h":
            check_header(folder, path, compiler, answers, temperature)
        elif ending == "npz":
            check_npz(path, answers, activation)
        else:
            check_onnx(path, answers)


def main():
    program, compiler = sys.argv[1], sys.argv[2:]
    missing_module = find_missing_module()
    endings = ["h"] if missing_module else ["h", "npz", "onnx"]

    from sample_activations import ACTIVATIONS

    with tempfile.TemporaryDirectory() as folder:
        for sizes in [[784, 128, 10], [784, 10], [20, 33, 17, 4]]:
            check_network(folder, program, compiler, endings, sizes, "relu")
        for activation in ACTIVATIONS:
            check_network(folder, program, compiler, endings, [20, 33, 17, 4], activation)

    if missing_module:
        print(f"{missing_module} is not installed")
        sys.exit(77)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the program reads networks of other programs and refuses other files.

Usage: check-foreign-weights.py BACKPROP_CLI

Writes one network in the formats of NumPy, safetensors, ONNX (like PyTorch, Keras and scikit-learn)
and PyTorch, and compares the program's loss on generated images with NumPy's. Files that are not a
plain network, or ambiguous, must be refused with the given message. Needs NumPy; the parts that
need onnx or torch are skipped with a message where these are missing. Exits with 77 (skipped)
without NumPy.
"""

import json
import math
import pathlib
import pickle
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile

try:
    import numpy as np
except ImportError:
    print("numpy is not installed")
    sys.exit(77)

SIZES = [784, 24, 24, 10]
RANDOM = np.random.default_rng(7)
WEIGHTS = [(RANDOM.standard_normal((n_out, n_in)) / n_in**0.5).astype("f4")
           for n_in, n_out in zip(SIZES, SIZES[1:])]
BIASES = [(RANDOM.standard_normal(n) / 4).astype("f4") for n in SIZES[1:]]
IMAGES = RANDOM.integers(0, 256, (100, 28, 28), dtype=np.uint8)
LABELS = RANDOM.integers(0, 10, 100)


def relu(values):
    return np.maximum(values, 0)


def find_loss(scale=1 / 255, offset=0.0, activation=relu, weights=None, biases=None):
    """The mean cross-entropy of the network on the images."""
    weights = WEIGHTS if weights is None else weights
    biases = BIASES if biases is None else biases
    values = IMAGES.reshape(len(IMAGES), -1).astype(float) * scale + offset
    for i, (weight, bias) in enumerate(zip(weights, biases)):
        values = values @ weight.T.astype(float) + bias
        if i + 1 < len(weights):
            values = activation(values)
    values -= values.max(axis=1, keepdims=True)
    log_probabilities = values - np.log(np.exp(values).sum(axis=1, keepdims=True))
    return -log_probabilities[np.arange(len(LABELS)), LABELS].mean()


class Checker:
    """Runs the program, and counts."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "images.npz"
        self.n_checks = 0
        self.n_failures = 0
        np.savez(self.data, x_train=IMAGES, y_train=LABELS, x_test=IMAGES, y_test=LABELS)

    def run(self, path, *options):
        return subprocess.run([self.program, "evaluate", "--json", "--weights", path, "--data",
                               self.data, *options], capture_output=True, text=True, check=False)

    def report(self, name, problem):
        self.n_checks += 1
        if problem:
            self.n_failures += 1
        print(f"  {name}: {problem or 'ok'}")

    def reads(self, name, path, loss=None, note=None, options=()):
        """The file must give the loss, and its description must contain the note."""
        result = self.run(path, *options)
        expected = find_loss() if loss is None else loss
        if result.returncode != 0:
            self.report(name, result.stderr.strip())
            return
        found = json.loads(result.stdout)["loss"]
        if not abs(found - expected) <= 1e-4 * max(1, abs(expected)):
            self.report(name, f"the loss is {found}, not {expected}")
        elif note is not None and note not in result.stderr:
            self.report(name, f"“{note}” is not said, but: {result.stderr.strip()}")
        else:
            self.report(name, None)

    def refuses(self, name, path, words):
        result = self.run(path)
        if result.returncode == 0:
            self.report(name, "it is read")
        elif words not in result.stderr:
            self.report(name, f"the words are: {result.stderr.strip()}")
        else:
            self.report(name, None)


# --- NumPy ---


def check_npz(checker):
    print("NPZ")
    path = checker.folder / "net.npz"

    def write(*arrays, **named):
        np.savez(path, *arrays, **named)
        return path

    def name_layers(weight, bias, first, transposed=False):
        named = {}
        for i, (w, b) in enumerate(zip(WEIGHTS, BIASES)):
            named[weight.format(i + first)] = w.T if transposed else w
            named[bias.format(i + first)] = b
        return named

    for weight, bias in [("W{}", "b{}"), ("w{}", "b{}"), ("w_{}", "b_{}"), ("weights{}", "biases{}"),
                         ("W{}", "B{}"), ("layer{}.weight", "layer{}.bias"),
                         ("model/dense_{}/kernel", "model/dense_{}/bias")]:
        for first in (0, 1):
            for transposed in (False, True):
                checker.reads(f"{weight}, {bias} from {first}{', (in, out)' if transposed else ''}",
                              write(**name_layers(weight, bias, first, transposed)))
    checker.reads("arr_N, in turn", write(*[a for pair in zip(WEIGHTS, BIASES) for a in pair]))
    checker.reads("arr_N, weights first", write(*WEIGHTS, *BIASES))
    checker.reads("arr_N, (in, out)", write(*[w.T for w in WEIGHTS], *BIASES))
    checker.reads("without biases", write(**{f"W{i}": w for i, w in enumerate(WEIGHTS)}),
                  find_loss(biases=[0, 0, 0]))
    named = name_layers("W{}", "b{}", 1)
    checker.reads("columns, doubles, Fortran's order",
                  write(**{k: np.asfortranarray(v.astype("f8").reshape(len(v), -1))
                           for k, v in named.items()}))
    checker.reads("packed, big-endian", (np.savez_compressed(
        path, **{k: v.astype(">f4") for k, v in named.items()}), path)[1])
    checker.reads("silent about the activation", write(**named), note="ReLU was assumed")
    checker.reads("chosen activation", write(**named), options=["--activation", "relu"])
    checker.reads("named activation", write(**named, activation="relu"))
    checker.reads("more arrays", write(**named, sizes=SIZES, history=np.zeros(3)),
                  note="Not used: “sizes”, “history”")
    checker.reads("biases of two layers",
                  write(**{k: v for k, v in named.items() if k != "b2"}),
                  find_loss(biases=[BIASES[0], np.zeros(24), BIASES[2]]),
                  note="no biases for “W2”")
    checker.refuses("kernels beside", write(**named, conv=np.ones((8, 1, 3, 3))), "“conv”")
    checker.refuses("another activation", write(**named, activation="swish"), "“swish”")
    checker.refuses("a layer's slopes", write(**named, alpha=np.ones(24)), "“alpha”")
    checker.refuses("objects", write(**dict(named, W2=np.array([None, 1], dtype=object))), "“W2”")
    checker.refuses("whole numbers", write(**dict(named, W2=WEIGHTS[1].astype("i1"))), "“W2”")
    checker.refuses("not a number", write(**dict(named, W2=WEIGHTS[1] * np.nan)), "not finite")
    checker.refuses("too many layers", write(**{f"W{i}": np.eye(10) for i in range(17)}),
                    "more than 16 layers")
    checker.refuses("mixed directions", write(**dict(named, W1=WEIGHTS[0].T)), "neither as")


# --- safetensors ---


def write_safetensors(path, tensors, dtype="F32"):
    header, data = {}, b""
    for name, array in tensors.items():
        if dtype == "BF16":
            raw = (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
        else:
            raw = array.astype({"F32": "<f4", "F64": "<f8", "F16": "<f2"}[dtype]).tobytes()
        header[name] = {"dtype": dtype, "shape": list(array.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def name_torch(names):
    tensors = {}
    for name, weight, bias in zip(names, WEIGHTS, BIASES):
        tensors[name + ".weight"] = weight
        tensors[name + ".bias"] = bias
    return tensors


def check_safetensors(checker):
    print("safetensors")
    path = checker.folder / "net.safetensors"
    for names in (["0", "2", "4"], ["net.fc1", "net.fc2", "net.fc10"],
                  ["input", "hidden", "output"], ["a", "z", "b"]):
        checker.reads(", ".join(names), write_safetensors(path, name_torch(names)))
    checker.reads("F64", write_safetensors(path, name_torch("024"), "F64"))
    halves = [w.astype("f2") for w in WEIGHTS], [b.astype("f2") for b in BIASES]
    checker.reads("F16", write_safetensors(path, name_torch("024"), "F16"),
                  find_loss(weights=halves[0], biases=halves[1]))
    cut = [[(a.view("u4") & 0xFFFF0000).view("f4") for a in arrays] for arrays in (WEIGHTS, BIASES)]
    checker.reads("BF16", write_safetensors(path, name_torch("024"), "BF16"),
                  find_loss(weights=cut[0], biases=cut[1]))
    checker.refuses("one more tensor",
                    write_safetensors(path, dict(name_torch("024"), scale=np.ones(1))), "“scale”")
    checker.refuses("normalised layers", write_safetensors(
        path, dict(name_torch("024"), **{"1.weight": np.ones(24), "1.bias": np.ones(24)})),
        "“1.weight”")


# --- ONNX ---


class Model:
    """Builds an ONNX graph node by node."""

    def __init__(self, shape=("n", 784), elem_type=1):
        from onnx import helper

        self.helper = helper
        self.nodes = []
        self.tensors = []
        self.input = helper.make_tensor_value_info("x", elem_type, shape)
        self.last = "x"

    def constant(self, values, dtype="f4", as_node=False, raw=True, data_type=None):
        from onnx import numpy_helper

        name = f"c{len(self.tensors) + len(self.nodes)}"
        array = np.asarray(values, dtype)
        if raw:
            tensor = numpy_helper.from_array(array, name)
        else:
            tensor = self.helper.make_tensor(name, data_type or 1, array.shape, array.ravel())
        if as_node:
            self.nodes.append(self.helper.make_node("Constant", [], [name], value=tensor))
        else:
            self.tensors.append(tensor)
        return name

    def add(self, operator, *inputs, domain=None, outputs=None, **attributes):
        """Adds a node; None in @inputs is the output of the last node."""
        outputs = outputs or [f"v{len(self.nodes)}"]
        names = [self.last if name is None else name for name in inputs or [None]]
        self.nodes.append(self.helper.make_node(operator, names, outputs, domain=domain,
                                                name=f"/{operator}_{len(self.nodes)}",
                                                **attributes))
        self.last = outputs[0]
        return self.last

    def layers(self, add_layer, activation="Relu", weights=None, **attributes):
        for i in range(len(WEIGHTS)):
            add_layer(self, i)
            if i + 1 < len(WEIGHTS):
                if callable(activation):
                    activation(self)
                else:
                    self.add(activation, **attributes)
        return self

    def write(self, path, outputs=None, opset=13):
        infos = [self.helper.make_tensor_value_info(name, 1, None)
                 for name in outputs or [self.last]]
        graph = self.helper.make_graph(self.nodes, "g", [self.input], infos, self.tensors)
        model = self.helper.make_model(graph, opset_imports=[
            self.helper.make_opsetid("", opset), self.helper.make_opsetid("ai.onnx.ml", 1)])
        path.write_bytes(model.SerializeToString())
        return path


def gemm(model, i):
    model.add("Gemm", None, model.constant(WEIGHTS[i]), model.constant(BIASES[i]), transB=1)


def gemm_in_out(model, i):
    model.add("Gemm", None, model.constant(WEIGHTS[i].T), model.constant(BIASES[i]))


def gemm_scaled(model, i):
    model.add("Gemm", None, model.constant(WEIGHTS[i] / 2), model.constant(BIASES[i] * 4), transB=1,
              alpha=2.0, beta=0.25)


def matmul(model, i):
    model.add("MatMul", None, model.constant(WEIGHTS[i].T))
    model.add("Add", None, model.constant(BIASES[i]))


def turned(model, i):
    """Constants as nodes, the biases first and as a row, the weights transposed by a node."""
    before = model.last
    weights = model.constant(WEIGHTS[i], as_node=True)
    weights = model.add("Transpose", weights, perm=[1, 0])
    model.last = before
    model.add("MatMul", None, weights)
    model.add("Add", model.constant(BIASES[i].reshape(1, -1), as_node=True), None)


def split_gelu(model):
    """GELU as PyTorch exports it before operator set 20."""
    x = model.last
    model.add("Div", x, model.constant(2**0.5))
    model.add("Erf")
    added = model.add("Add", None, model.constant(1.0))
    model.add("Mul", x, added)
    model.add("Mul", None, model.constant(0.5))


def check_onnx_read(checker, path):
    flat = Model()
    checker.reads("Gemm as PyTorch has it", flat.layers(gemm).write(path))
    checker.reads("Gemm with (in, out)", Model().layers(gemm_in_out).write(path))
    checker.reads("Gemm with alpha and beta", Model().layers(gemm_scaled).write(path))
    checker.reads("MatMul and Add", Model().layers(matmul).write(path))
    checker.reads("turned weights, constants as nodes", Model().layers(turned).write(path))
    checker.reads("LogSoftmax", _end(Model().layers(gemm), "LogSoftmax", axis=1).write(path))
    checker.reads("Softmax and Identity",
                  _end(_end(Model().layers(matmul), "Softmax", axis=-1), "Identity").write(path))

    def numbers(dtype, data_type):
        def add(model, i):
            model.add("Gemm", None,
                      model.constant(WEIGHTS[i], dtype, raw=False, data_type=data_type),
                      model.constant(BIASES[i], dtype, raw=False, data_type=data_type), transB=1)
        return add

    checker.reads("float_data", Model().layers(numbers("f4", 1)).write(path))
    checker.reads("double_data", Model().layers(numbers("f8", 11)).write(path))

    def doubles(model, i):
        before = model.last
        cast = [model.add("Cast", model.constant(values, "f8"), to=1)
                for values in (WEIGHTS[i], BIASES[i])]
        model.last = before
        model.add("Gemm", None, *cast, transB=1)

    checker.reads("weights cast to floats", Model().layers(doubles).write(path))

    for shape, prepare in [
            (("n", 28, 28), lambda m: m.add("Flatten")),
            (("n", 1, 28, 28), lambda m: m.add("Flatten", axis=1)),
            (("n", 28, 28), lambda m: m.add("Reshape", None, m.constant([-1, 784], "i8"))),
            (("n", 28, 28, 1), lambda m: m.add("Reshape", None, m.constant([0, -1], "i8"))),
            ((1, 1, 28, 28), lambda m: m.add("Reshape", None, m.constant([1, -1], "i8"))),
            (None, lambda m: m.add("Reshape", None, m.constant([-1, 784], "i8"))),
            (("n", 28, 28, 1), lambda m: (m.add("Transpose", perm=[0, 3, 1, 2]),
                                          m.add("Flatten"))),
            (("n", 1, 28, 28), lambda m: (m.add("Squeeze", None, m.constant([1], "i8")),
                                          m.add("Flatten"))),
            (("n", 1, 28, 28), _view)]:
        model = Model(shape)
        prepare(model)
        checker.reads(f"{[n.op_type for n in model.nodes]} of {shape}",
                      model.layers(gemm).write(path))

    model = Model(("n", 28, 28))
    for operator in ("Cast", "Identity", "Dropout"):
        model.add(operator, **({"to": 1} if operator == "Cast" else {}))
    model.add("Flatten")
    checker.reads("Cast, Identity, Dropout", model.layers(matmul).write(path))

    model = Model()
    model.add("Div", None, model.constant(255.0))
    checker.reads("pixels divided by 255", model.layers(gemm).write(path), note="from 0 to 255")
    model = Model()
    model.add("Mul", None, model.constant([1 / 127.5]))
    model.add("Sub", None, model.constant(1.0))
    checker.reads("pixels from -1 to 1", model.layers(gemm).write(path),
                  find_loss(1 / 127.5, -1.0))
    model = Model(elem_type=2)
    model.add("Cast", to=1)
    model.add("Div", None, model.constant(255.0))
    checker.reads("bytes", model.layers(gemm).write(path))
    model = Model()
    model.add("Sub", None, model.constant(0.1307))
    model.add("Div", None, model.constant(0.3081))
    checker.reads("mean and deviation of MNIST", model.layers(gemm).write(path),
                  find_loss(1 / 255 / 0.3081, -0.1307 / 0.3081))
    model = Model()
    means, scales = RANDOM.random(784).astype("f4"), (RANDOM.random(784) + 1).astype("f4")
    model.add("Scaler", domain="ai.onnx.ml", offset=means, scale=scales)
    checker.reads("each pixel by its own numbers", model.layers(gemm).write(path),
                  find_loss(scales / 255, -means * scales), note="each pixel separately")


def _end(model, operator, **attributes):
    model.add(operator, **attributes)
    return model


def _view(model):
    """x.view (x.size (0), -1), as PyTorch exports it."""
    x = model.last
    model.add("Shape")
    model.add("Gather", None, model.constant(0, "i8", as_node=True), axis=0)
    batch = model.add("Unsqueeze", None, model.constant([0], "i8", as_node=True))
    shape = model.add("Concat", batch, model.constant([-1], "i8", as_node=True), axis=0)
    model.add("Reshape", x, shape)


def check_onnx_sklearn(checker, path):
    """The names of the classes, as skl2onnx adds them."""
    model = Model()
    model.add("Cast", to=1)
    model.layers(matmul)
    answer = model.add("Softmax", axis=1)
    model.add("ArgMax", axis=1)
    model.add("ArrayFeatureExtractor", model.constant(range(10), "i8"), None, domain="ai.onnx.ml")
    model.add("Cast", to=7)
    label = model.add("Reshape", None, model.constant([-1], "i8"))
    probabilities = model.add("ZipMap", answer, domain="ai.onnx.ml",
                              classlabels_int64s=list(range(10)))
    checker.reads("scikit-learn", model.write(path, [label, probabilities]))


def check_onnx_refused(checker, path):
    def refuses(name, model, words, **options):
        checker.refuses(name, model.write(path, **options), words)

    model = Model(("n", 1, 28, 28))
    model.add("Conv", None, model.constant(np.ones((1, 1, 1, 1))))
    model.add("Flatten")
    refuses("a convolution", model.layers(gemm), "“Conv”")
    refuses("another activation", Model().layers(gemm, "Elu"), "“Elu”")
    refuses("SiLU", Model().layers(gemm, lambda m: m.add("Mul", m.last, m.add("Sigmoid"))),
            "shares its input")
    refuses("no activation", Model().layers(gemm, "Identity"), "without an activation")
    refuses("an activation after the last layer", _end(Model().layers(gemm), "Sigmoid"),
            "differs from")
    refuses("ReLU after the last layer", _end(Model().layers(gemm), "Relu"), "follows the last layer")
    kinds = iter(["Relu", "Tanh"])
    refuses("two activations", Model().layers(gemm, lambda m: m.add(next(kinds))),
            "differs from “Relu”")
    refuses("another slope", Model().layers(gemm, "LeakyRelu", alpha=0.2), "another slope")
    refuses("operators of another maker",
            Model().layers(lambda m, i: (m.add("Gemm", None, m.constant(WEIGHTS[i]),
                                               m.constant(BIASES[i]), transB=1,
                                               domain="com.microsoft"))), "“Gemm”")
    model = Model().layers(gemm)
    model.nodes.append(model.helper.make_node("Relu", ["x"], ["aside"]))
    refuses("a way aside", model, "shares its input", outputs=[model.last])
    model = Model().layers(gemm)
    model.nodes.append(model.helper.make_node("Relu", [model.constant([1.0])], ["aside"]))
    refuses("an operator that leads nowhere", model, "is not between", outputs=[model.last])
    model = Model().layers(gemm)
    refuses("an output from elsewhere", model, "“elsewhere”", outputs=[model.last, "elsewhere"])

    def residual(m, i):
        before = m.last
        gemm(m, i)
        if i == 1:
            m.add("Add", m.last, before)

    refuses("a residual connection", Model().layers(residual), "shares its input")

    def outer(m, i):
        m.add("MatMul", m.constant(np.eye(784)), None)

    model = Model()
    outer(model, 0)
    refuses("images as columns", model.layers(gemm), "as columns")
    model = Model(("n", 28, 28))
    model.add("Transpose", perm=[0, 2, 1])
    model.add("Flatten")
    refuses("pixels in another order", model.layers(gemm), "reorders the pixels")
    model = Model(("n", 28, 28))
    model.add("Reshape", None, model.constant([-1, 28], "i8"))
    refuses("rows as images", model.layers(gemm), "pixels of several images")
    refuses("images that are not put into rows", Model(("n", 28, 28)).layers(matmul),
            "not flattened")
    model = Model(("n", 28, 28))
    model.add("Mul", None, model.constant(np.arange(28.0)))
    model.add("Flatten")
    refuses("columns that are scaled", model.layers(gemm), "rows or columns")
    model = Model()
    model.add("Cast", to=7)
    refuses("rounded pixels", model.layers(gemm), "whole numbers")
    refuses("scaled sums", _end_scaled(Model().layers(gemm)), "“Mul”")
    model = Model().layers(gemm)
    model.add("Dropout", None, model.constant(0.5), model.constant(True, "?"))
    refuses("dropout that drops", model, "meant for training")
    model = Model().layers(gemm)
    model.tensors[0].data_location = 1
    refuses("weights in another file", model, "in another file")
    model = Model().layers(gemm)
    model.tensors[0].dims[0] = 25
    refuses("a shape that lies", model, "another count of numbers")
    model = Model().layers(gemm)
    model.nodes[0].input[0] = "nothing"
    refuses("a broken chain", model, "is not between")
    model = Model()
    for i in range(17):
        model.add("Gemm", None, model.constant(np.eye(784)), transB=1)
        model.add("Relu")
    refuses("too many layers", model, "more than 16 layers")
    refuses("no layers", _end(Model(), "Flatten"), "no fully connected layers")
    model = Model(("n", 1, 28, 28))
    model.add("Squeeze")
    model.add("Flatten")
    refuses("an axis that is left open", model.layers(gemm), "“Squeeze”")
    refuses("an activation before the first layer", _end(Model(), "Relu").layers(gemm),
            "does not come after a layer")


def _end_scaled(model):
    model.add("Mul", None, model.constant(2.0))
    return model


def check_onnx_torch(checker, path):
    """Exports of PyTorch itself."""
    try:
        import torch
        from torch import nn
    except ImportError:
        print("  torch is not installed: its own exports are left out")
        return

    def export(*modules, shape=(1, 28, 28), forward=None):
        model = nn.Sequential(*modules)
        linear = [module for module in model if isinstance(module, nn.Linear)]
        for module, weight, bias in zip(linear, WEIGHTS, BIASES):
            module.weight.data = torch.from_numpy(weight.copy())
            module.bias.data = torch.from_numpy(bias.copy())
        model.eval()
        if forward is not None:
            inner, model = model, nn.Module()
            model.inner = inner
            model.forward = lambda x: forward(inner, x)
        torch.onnx.export(model, torch.zeros(1, *shape), str(path), input_names=["x"],
                          dynamic_axes={"x": {0: "n"}})
        return path

    def mlp(activation=nn.ReLU, *more):
        return [nn.Linear(784, 24), activation(), nn.Linear(24, 24), activation(),
                nn.Linear(24, 10), *more]

    checker.reads("PyTorch: Flatten, Linear, ReLU", export(nn.Flatten(), *mlp()))
    checker.reads("PyTorch: LogSoftmax", export(nn.Flatten(), *mlp(nn.ReLU, nn.LogSoftmax(1))))
    checker.reads("PyTorch: x.view (x.size (0), -1)",
                  export(*mlp(), forward=lambda net, x: net(x.view(x.size(0), -1))))
    checker.reads("PyTorch: x.view (-1, 784)",
                  export(*mlp(), forward=lambda net, x: net(x.view(-1, 784))))
    checker.reads("PyTorch: x / 255", export(*mlp(), shape=(784,),
                                             forward=lambda net, x: net(x / 255)))
    checker.refuses("PyTorch: a convolution",
                    export(nn.Conv2d(1, 1, 1), nn.Flatten(), *mlp()), "“Conv”")
    checker.refuses("PyTorch: batch normalisation",
                    export(nn.Flatten(), nn.BatchNorm1d(784), *mlp()), "“")


# --- PyTorch ---


def check_torch(checker):
    print("PyTorch")
    try:
        import torch
        from torch import nn
    except ImportError:
        print("  torch is not installed: left out")
        return
    path = checker.folder / "net.pt"

    def save(value, **options):
        torch.save(value, path, **options)
        return path

    def make(activation=nn.ReLU, *more, first=(), dtype=torch.float32):
        model = nn.Sequential(*first, nn.Linear(784, 24), activation(), nn.Linear(24, 24),
                              activation(), nn.Linear(24, 10), *more)
        linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
        for module, weight, bias in zip(linear, WEIGHTS, BIASES):
            module.weight.data = torch.from_numpy(weight.copy())
            module.bias.data = torch.from_numpy(bias.copy())
        return model.to(dtype)

    state = make().state_dict()
    checker.reads("state dictionary", save(state), note="ReLU was assumed")
    checker.reads("plain dictionary", save(dict(state)))
    checker.reads("doubles", save(make(dtype=torch.float64).state_dict()))
    halves = [[a.astype("f2") for a in arrays] for arrays in (WEIGHTS, BIASES)]
    checker.reads("halves", save(make(dtype=torch.float16).state_dict()),
                  find_loss(weights=halves[0], biases=halves[1]))
    brain = make(dtype=torch.bfloat16)
    brain_arrays = [p.detach().float().numpy() for p in brain.parameters()]
    checker.reads("bfloat16", save(brain.state_dict()),
                  find_loss(weights=brain_arrays[::2], biases=brain_arrays[1::2]))
    checker.reads("a prefix", save({"module." + k: v for k, v in state.items()}))
    checker.reads("parameters", save({k: nn.Parameter(v) for k, v in state.items()}))
    names = iter(["input", "hidden", "output"])
    sorted_out = {}
    for k in ("0", "2", "4"):
        name = next(names)
        sorted_out |= {f"{name}.{end}": state[f"{k}.{end}"] for end in ("weight", "bias")}
    checker.reads("names that do not sort", save(sorted_out))
    together = torch.cat([v.ravel() for v in state.values()])
    views, begin = {}, 0
    for k, v in state.items():
        views[k] = together[begin:begin + v.numel()].view(v.shape)
        begin += v.numel()
    checker.reads("views on one storage", save(views))
    checker.reads("turned views", save({f"W{i}": torch.from_numpy(w).t()
                                        for i, w in enumerate(WEIGHTS)} |
                                       {f"b{i}": torch.from_numpy(b)
                                        for i, b in enumerate(BIASES)}))
    model = make()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.zeros(1, 784)).sum().backward()
    state_of_optimizer = optimizer.state_dict()
    for key in ("state_dict", "model_state_dict", "model", "anything"):
        checker.reads(f"a checkpoint's “{key}”",
                      save({"epoch": 3, key: state, "optimizer": state_of_optimizer,
                            "losses": [0.1] * 30, "best": np.float64(0.5)}),
                      note="Not used: “epoch”, “optimizer”")
    checker.reads("a checkpoint with an average beside", save({"state_dict": state, "ema": state}))
    checker.reads("a module", save(make()))
    checker.reads("a module in DataParallel", save(nn.DataParallel(make())))
    checker.reads("a module of modules", save(nn.Sequential(
        nn.Flatten(), nn.Identity(), make(nn.ReLU, nn.LogSoftmax(1), first=[nn.Dropout(0.2)]))))

    checker.refuses("a convolution", save({"conv.weight": torch.zeros(1, 1, 3, 3)} | dict(state)),
                    "“conv.weight”")
    checker.refuses("a module with a convolution", save(nn.Sequential(nn.Conv2d(1, 1, 3), make())),
                    "Conv2d”")
    checker.refuses("batch normalisation", save(nn.Sequential(
        nn.Linear(784, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Linear(24, 10)).state_dict()), "“1.")
    checker.refuses("another activation", save(make(nn.ELU)), "ELU”")
    checker.refuses("no activation", save(nn.Sequential(nn.Linear(784, 24), nn.Linear(24, 10))),
                    "without an activation between")
    checker.refuses("an activation after the last layer", save(make(nn.ReLU, nn.ReLU())),
                    "ends with an activation")
    checker.refuses("an activation before the first layer",
                    save(make(first=[nn.ReLU()])), "does not come after a layer")
    save({"weight": torch.zeros(10, 784)[:, :]})
    checker.refuses("numbers beyond the storage", _patch_pickle(
        path, lambda text: text.replace(b"QK\x00K\x0aM\x10\x03", b"QK\x07K\x0aM\x10\x03")),
        "outside of its storage")
    checker.refuses("another slope", save(make(lambda: nn.LeakyReLU(0.2))), "another slope")
    checker.refuses("two networks", save({"a": state, "b": state}), "more than one network")
    checker.refuses("data", save((torch.zeros(3, 28, 28), torch.zeros(3))), "open it as data")
    checker.refuses("the old form", save(state, _use_new_zipfile_serialization=False),
                    "before version 1.6")
    checker.refuses("whole numbers", save({k: v.to(torch.int8) for k, v in state.items()}),
                    "whole numbers")
    checker.refuses("not a number", save({k: v * float("nan") for k, v in state.items()}),
                    "not finite")
    checker.refuses("a repeated number",
                    save({"weight": torch.zeros(1).expand(10, 784)}), "outside of its storage")
    torch.jit.script(make()).save(str(path))
    checker.refuses("a program", path, "TorchScript")

    class Evil:
        def __reduce__(self):
            return print, ("this must never be printed",)

    checker.refuses("a call", save({"0.weight": Evil()}), "print”")


def _patch_pickle(path, patch):
    """Changes the pickle in a PyTorch file."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            changed = patch(content) if name.endswith("data.pkl") else content
            assert not name.endswith("data.pkl") or changed != content
            archive.writestr(name, changed)
    return path


def check_others(checker):
    """Files that can be opened after saving them in another way."""
    print("others")
    path = checker.folder / "net.other"
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    checker.refuses("HDF5", path, "numpy.savez (path, *model.get_weights ())")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr("config.json", "{}")
        archive.writestr("model.weights.h5", b"\x89HDF")
    checker.refuses("Keras", path, "numpy.savez (path, *model.get_weights ())")
    checker.reads("what that gives for Keras", _save_arrays(checker, [
        a for pair in zip([w.T for w in WEIGHTS], BIASES) for a in pair]))
    path.write_bytes(pickle.dumps({"coefs_": WEIGHTS}, 4))
    checker.refuses("a pickle", path, "*model.coefs_, *model.intercepts_")
    checker.reads("what that gives for scikit-learn",
                  _save_arrays(checker, [w.T for w in WEIGHTS] + BIASES))
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        print("  scikit-learn is not installed: left out")
        return
    model = MLPClassifier((24, 24), max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(IMAGES.reshape(len(IMAGES), -1) / 255, LABELS)
    path.write_bytes(pickle.dumps(model))
    checker.refuses("scikit-learn", path, "*model.coefs_, *model.intercepts_")
    checker.reads("scikit-learn's own arrays",
                  _save_arrays(checker, [*model.coefs_, *model.intercepts_]),
                  find_loss(weights=[w.T for w in model.coefs_], biases=model.intercepts_))


def _save_arrays(checker, arrays):
    path = checker.folder / "saved.npz"
    np.savez(path, *arrays)
    return path


def gelu(values):
    return values / 2 * (1 + np.vectorize(math.erf)(values / 2**0.5))


# The formulas of the activations, and their names in PyTorch and ONNX.
ACTIVATIONS = [
    ("leaky-relu", "LeakyReLU", "LeakyRelu", lambda v: np.where(v > 0, v, 0.01 * v)),
    ("tanh", "Tanh", "Tanh", np.tanh),
    ("sigmoid", "Sigmoid", "Sigmoid", lambda v: 1 / (1 + np.exp(-v))),
    ("gelu", "GELU", "Gelu", gelu),
]


def check_activations(checker):
    """Each activation is read correctly, or refused by its name."""
    print("activations")
    named = {f"W{i}": w for i, w in enumerate(WEIGHTS)} | {f"b{i}": b for i, b in enumerate(BIASES)}
    path = checker.folder / "net.npz"
    try:
        import onnx  # noqa: F401
    except ImportError:
        onnx = None
    for name, torch_name, operator, function in ACTIVATIONS:
        np.savez(path, **named)
        is_known = checker.run(path, "--activation", name).returncode == 0
        check = (lambda what, path: checker.reads(what, path, find_loss(activation=function))) \
            if is_known else (lambda what, path: checker.refuses(what, path, "activation is “"))
        if is_known:
            checker.reads(f"{name}, chosen", path, find_loss(activation=function),
                          options=["--activation", name])
        np.savez(path, **named, activation=torch_name)
        check(f"{name}, named in NPZ", path)
        if onnx is None:
            continue
        model_path = checker.folder / "net.onnx"
        check(f"{name} in ONNX", Model().layers(gemm, operator).write(model_path, opset=20))
        if name == "gelu":
            check("gelu of five nodes", Model().layers(gemm, split_gelu).write(model_path))
            checker.refuses("gelu by tanh", Model().layers(gemm, operator, approximate="tanh").write(
                model_path, opset=20), "approximation")


def check_onnx(checker):
    print("ONNX")
    try:
        import onnx  # noqa: F401
    except ImportError:
        print("  onnx is not installed: left out")
        return
    path = checker.folder / "net.onnx"
    check_onnx_read(checker, path)
    check_onnx_sklearn(checker, path)
    check_onnx_refused(checker, path)
    check_onnx_torch(checker, path)


def main():
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(sys.argv[1], folder)
        check_npz(checker)
        check_safetensors(checker)
        check_onnx(checker)
        check_torch(checker)
        check_others(checker)
        check_activations(checker)
    print(f"{checker.n_checks} checks, {checker.n_failures} failures")
    sys.exit(1 if checker.n_failures else 0)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes small valid files of every kind into corpus/, with which the fuzzer begins.

The contents are generated: six images of 4 x 4 pixels with their labels, a network of 3-4-2.
Existing files are kept, so that inputs that once broke a reader are not lost. Usage: make-corpus.py
[WRITE_SAMPLE_WEIGHTS] (the build's tests/engine/weights/write-sample-weights)
"""
import gzip
import io
import json
import pathlib
import pickle
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import numpy

CORPUS = pathlib.Path(__file__).parent / "corpus"

IMAGES = (numpy.arange(6 * 16, dtype=numpy.uint8) * 37).reshape(6, 4, 4)
LABELS = numpy.array([0, 1, 2, 0, 1, 2], dtype=numpy.uint8)


def write(target, name, content):
    path = CORPUS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(content)


def write_pickles():
    pairs = ((IMAGES, LABELS), (IMAGES, LABELS))
    floats = (IMAGES.reshape(6, 16) / 256).astype("float32")
    three = [(floats, LABELS.astype("int64"))] * 3
    one_hot = {"train_images": numpy.asfortranarray(IMAGES.astype(">f8")),
               "train_labels": numpy.eye(3, dtype="float32")[LABELS]}
    lists = {"X_test": IMAGES.reshape(6, 16).tolist(), "y_test": [str(k) for k in LABELS]}
    for protocol in range(6):
        write("pickle", f"pairs-{protocol}", pickle.dumps(pairs, protocol))
        write("pickle", f"lists-{protocol}", pickle.dumps(lists, protocol))
    write("pickle", "three-4", pickle.dumps(three, 4))
    write("pickle", "one-hot-5", pickle.dumps(one_hot, 5))
    write("pickle", "three-2.gz", gzip.compress(pickle.dumps(three, 2), mtime=0))


def write_archives():
    table = "".join(f"{label},{','.join(map(str, image.ravel()))}\n"
                    for label, image in zip(LABELS, IMAGES)).encode()
    files = {"digits/train.csv": table, "digits/test.csv": table, "digits/labels.txt": b"a\nb\nc\n",
             "__MACOSX/._train.csv": b"\0\5\26\7", "../outside.csv": table,
             "digits/0/a.pgm": b"P5 2 2 255\n\0\1\2\3", "digits/" + "long/" * 30 + "b.csv": table}
    for name, method in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for path, content in files.items():
                archive.writestr(zipfile.ZipInfo(path), content, method)
        write("archive", f"{name}.zip", stream.getvalue())
    for name, form in (("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT),
                       ("pax", tarfile.PAX_FORMAT)):
        for mode in ("", "gz") if form == tarfile.GNU_FORMAT else ("",):
            stream = io.BytesIO()
            with tarfile.open(fileobj=stream, mode=f"w:{mode}", format=form) as archive:
                for path, content in files.items():
                    member = tarfile.TarInfo(path)
                    member.size = len(content)
                    archive.addfile(member, io.BytesIO(content))
                link = tarfile.TarInfo("digits/link.csv")
                link.type = tarfile.SYMTYPE
                link.linkname = "/etc/passwd"
                archive.addfile(link)
            write("archive", f"{name}.tar{'.' + mode if mode else ''}", stream.getvalue())


def write_idx():
    images = b"\0\0\x08\x03" + struct.pack(">3I", *IMAGES.shape) + IMAGES.tobytes()
    labels = b"\0\0\x08\x01" + struct.pack(">I", 6) + LABELS.tobytes()
    columns = numpy.zeros((6, 8), dtype=">i4")
    wide = b"\0\0\x0c\x02" + struct.pack(">2I", 6, 8) + columns.tobytes()
    write("idx", "images", b"\0" + images)
    write("idx", "images.gz", b"\0" + gzip.compress(images, mtime=0))
    write("idx", "labels", b"\1" + labels)
    write("idx", "labels-of-8-columns", b"\1" + wide)


def npy(array, version=None):
    stream = io.BytesIO()
    numpy.lib.format.write_array(stream, array, version=version)
    return stream.getvalue()


def npz(save, **arrays):
    stream = io.BytesIO()
    save(stream, **arrays)
    return stream.getvalue()


def write_numpy():
    floats = (IMAGES.reshape(6, 16) / 255).astype("float32")
    weights = {"W1": numpy.ones((4, 3)), "b1": numpy.zeros((4, 1)),
               "W2": numpy.ones((2, 4), "f4"), "b2": numpy.zeros((2, 1), "f2"),
               "input_scale": numpy.float32(0.01), "input_offset": numpy.float32(0)}
    write("numpy", "images.npy", npy(IMAGES))
    write("numpy", "images-fortran.npy", npy(numpy.asfortranarray(floats), (2, 0)))
    write("numpy", "images-big-endian.npy", npy(IMAGES.astype(">i8")))
    write("numpy", "objects.npy", npy(numpy.array([1, "one"], dtype=object)))
    write("numpy", "data.npz", npz(numpy.savez, x_train=IMAGES, y_train=LABELS))
    write("numpy", "data-deflated.npz", npz(numpy.savez_compressed, x_train=floats, y_train=LABELS,
                                            x_test=floats, y_test=LABELS.astype("<U2")))
    write("numpy", "weights.npz", npz(numpy.savez_compressed, **weights))


def write_weights_npz():
    """Members of archives in the format of fuzz-weights-npz.c."""
    def join(arrays):
        members = b""
        for name, array in arrays.items():
            content = npy(array)
            members += struct.pack("<B", len(name) + 4) + f"{name}.npy".encode()
            members += struct.pack("<H", len(content)) + content
        return members

    first, second = numpy.ones((4, 3), "f4"), numpy.ones((2, 4), "f4")
    write("weights-npz", "from-0", join({"W0": first, "b0": numpy.zeros(4), "W1": second,
                                         "b1": numpy.zeros((2, 1))}))
    write("weights-npz", "in-out", join({"fc1.weight": first.T, "fc1.bias": numpy.zeros(4, "f2"),
                                         "fc2.weight": numpy.asfortranarray(second.T),
                                         "fc2.bias": numpy.zeros(2, ">f4")}))
    write("weights-npz", "numbered", join({"arr_0": first, "arr_1": numpy.zeros(4),
                                           "arr_2": second, "arr_3": numpy.zeros(2)}))
    write("weights-npz", "unsorted", join({"input": first, "output": second,
                                           "sizes": numpy.array([3, 4, 2]),
                                           "activation": numpy.array("relu")}))
    write("weights-npz", "own", join({"W1": first, "b1": numpy.zeros((4, 1)),
                                      "input_scale": numpy.float32(0.01),
                                      "metadata": numpy.frombuffer(b'{"seed": "1"}', "u1")}))


def write_torch():
    """The pickles of PyTorch files; needs PyTorch."""
    try:
        import torch
        from torch import nn
    except ImportError:
        print("torch is not installed: its corpus stays as it is")
        return

    def dump(name, value):
        stream = io.BytesIO()
        torch.save(value, stream)
        with zipfile.ZipFile(stream) as archive:
            member, = (m for m in archive.namelist() if m.endswith("data.pkl"))
            write("torch", name, archive.read(member))

    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.ReLU(), nn.Dropout(0.1),
                          nn.Linear(3, 2), nn.LogSoftmax(1))
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    dump("state-dict", model.state_dict())
    dump("module", model)
    dump("checkpoint", {"epoch": 1, "state_dict": model.state_dict(), "best": numpy.float64(0.5),
                        "optimizer": optimizer.state_dict()})
    dump("views", {"W0": torch.ones(4, 3).t(), "b0": torch.ones(8)[2:6:2].half()})
    dump("data", (torch.zeros(2, 4, 4, dtype=torch.uint8), torch.zeros(2, dtype=torch.int64)))


def write_onnx():
    """Graphs like those of other programs."""
    try:
        from onnx import helper, numpy_helper
    except ImportError:
        print("onnx is not installed: its corpus stays as it is")
        return
    node = helper.make_node
    weights = [numpy.ones((3, 4), "f4"), numpy.zeros(4, "f4"), numpy.ones((4, 2), "f4"),
               numpy.zeros(2, "f4")]
    tensors = [numpy_helper.from_array(array, f"w{i}") for i, array in enumerate(weights)]

    def dump(name, nodes, more=(), shape=("n", 3), outputs=("y",)):
        graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info("x", 1, shape)],
                                  [helper.make_tensor_value_info(o, 1, None) for o in outputs],
                                  tensors + list(more))
        write("onnx", name, helper.make_model(graph).SerializeToString())

    layers = [node("MatMul", ["r", "w0"], ["a"]), node("Add", ["a", "w1"], ["b"]),
              node("Relu", ["b"], ["c"]), node("MatMul", ["c", "w2"], ["d"]),
              node("Add", ["d", "w3"], ["e"])]
    dump("keras.onnx", [node("Reshape", ["x", "s"], ["r"]), *layers,
                        node("Softmax", ["e"], ["y"], axis=1)],
         [numpy_helper.from_array(numpy.array([-1, 3]), "s")], ("n", 1, 3))
    dump("view.onnx", [
        node("Shape", ["x"], ["s"]),
        node("Constant", [], ["zero"], value=numpy_helper.from_array(numpy.array(0))),
        node("Gather", ["s", "zero"], ["n"], axis=0),
        node("Unsqueeze", ["n"], ["m"], axes=[0]),
        node("Constant", [], ["rest"], value=numpy_helper.from_array(numpy.array([-1]))),
        node("Concat", ["m", "rest"], ["t"], axis=0), node("Reshape", ["x", "t"], ["r"]), *layers,
        node("LogSoftmax", ["e"], ["y"], axis=1)], shape=("n", 3, 1))
    dump("scaled.onnx", [
        node("Transpose", ["x"], ["q"], perm=[0, 2, 1]), node("Flatten", ["q"], ["f"]),
        node("Div", ["f", "k"], ["r"]), *layers[:-1],
        node("Add", ["w3", "d"], ["y"])],
         [numpy_helper.from_array(numpy.array([255.0, 1, 2], "f4"), "k")], ("n", 3, 1))
    dump("sklearn.onnx", [
        node("Cast", ["x"], ["r"], to=1), *layers, node("Softmax", ["e"], ["p"]),
        node("ArgMax", ["p"], ["i"], axis=1),
        node("ArrayFeatureExtractor", ["names", "i"], ["y"], domain="ai.onnx.ml"),
        node("ZipMap", ["p"], ["z"], domain="ai.onnx.ml", classlabels_strings=["a", "b"])],
         [numpy_helper.from_array(numpy.array([3, 7]), "names")], outputs=("y", "z"))
    gelu = [node("Div", ["b", "h"], ["g1"]), node("Erf", ["g1"], ["g2"]),
            node("Add", ["g2", "one"], ["g3"]), node("Mul", ["b", "g3"], ["g4"]),
            node("Mul", ["g4", "half"], ["c"])]
    dump("gelu.onnx", [node("Identity", ["x"], ["r"]), *layers[:2], *gelu, *layers[3:4],
                       node("Add", ["d", "w3"], ["y"])],
         [numpy_helper.from_array(numpy.float32(v).reshape(()), n)
          for n, v in (("h", 2**0.5), ("one", 1), ("half", 0.5))])


def write_csv():
    rows = [[label, *image.ravel()] for label, image in zip(LABELS.tolist(), IMAGES)]
    header = ",".join(["label", *(f"pixel{k}" for k in range(16))])
    plain = "\n".join(",".join(map(str, row)) for row in rows) + "\n"
    scaled = "\n".join(";".join(f"{value / 255:.4f}" for value in row[1:]) + f";{row[0]}"
                       for row in rows)
    quoted = "\r\n".join(",".join(f'"{value}"' for value in row) + "," for row in rows)
    write("csv", "header.csv", f"{header}\n{plain}".encode())
    write("csv", "plain.csv.gz", gzip.compress(plain.encode(), mtime=0))
    write("csv", "scaled-label-last.csv", scaled.encode())
    write("csv", "quoted.csv", f"\ufeff{quoted}".encode())
    write("csv", "tabs.tsv", plain.replace(",", "\t").encode())


def write_strokes():
    seven = [[[0, 0], [10, 0], [4, 20]], [[2, 10], [8, 10]]]
    write("strokes", "seven", json.dumps({"strokes": seven}).encode())
    write("strokes", "dot", b'{"strokes": [[[1e30, -5e-3]]]}')
    write("strokes", "blank", b'{"strokes": []}')
    write("strokes", "more", b' { "id" : "\\u00e9\\ud83d\\ude00", "strokes":[[[1,2,0.5],[3,4]]] } ')


def write_labels():
    clothes = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
               "Bag", "Ankle boot"]
    write("labels", "clothes", "\n".join(clothes).encode() + b"\n")
    write("labels", "windows", "\ufeffnull\r\neins\r\nzwei\r\ndrei\r\nvier\r\nfünf\r\n".encode())
    write("labels", "kana", "お\nき\nす\nつ\nな\nは\nま\nや\nれ\nを".encode())
    write("labels", "letters", "\n".join(map(chr, range(65, 91))).encode())
    write("labels", "escapes", "\x1b[31mred\x1b]0;t\x07\n\u202egpj.x\n\u2028\x9b\n".encode())
    write("labels", "latin-1", "fünf\nsechs\n".encode("latin-1"))


def write_mirrors():
    own = (CORPUS.parents[2] / "data" / "mirrors.json").read_bytes()
    sha256 = "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
    small = {"name": "Grö\u00dfe 7", "patience": 1, "note": [None, True, {"a": -1.5e3}],
             "files": [{"name": "a b.gz", "size": 1, "sha256": sha256}],
             "mirrors": ["http://127.0.0.1:8080/a?b", "http://[::1]/", "https://user@example.org"]}
    write("mirrors", "own", own)
    write("mirrors", "small", json.dumps(small).encode())
    write("mirrors", "outside", json.dumps({**small, "files": [{**small["files"][0],
                                                                "name": "../a"}]}).encode())
    write("mirrors", "unencrypted", json.dumps({**small, "mirrors": ["http://example.org/"]}).encode())


def write_pictures():
    grey = bytearray(b"\xff" * 40 * 40)
    for y in range(8, 32):
        grey[y * 40 + 19:y * 40 + 22] = b"\0\0\0"
    clear = b"".join(bytes([value] * 3 + [255 - value]) for value in grey)
    write("picture", "grey", bytes([39, 0, 0]) + grey)
    write("picture", "see-through", bytes([39, 0, 2]) + clear)
    write("picture", "ready", bytes([27, 0, 0]) + bytes(255 - grey[(y + 6) * 40 + x + 6]
                                                       for y in range(28) for x in range(28)))


def write_picture_files():
    """Files in every format of pictures; needs Pillow (Debian: python3-pil)."""
    try:
        from PIL import Image
    except ImportError:
        print("make-corpus.py: without Pillow there are no new files of pictures", file=sys.stderr)
        return
    grey = Image.new("L", (40, 40), 250)
    grey.paste(5, (19, 8, 22, 32))
    colour = Image.merge("RGB", (grey, grey.rotate(20, fillcolor=250), grey))
    clear = colour.copy()
    clear.putalpha(200)
    forms = {
        "grey.png": (grey, {}), "clear.png": (clear, {}), "palette.png": (grey.convert("P"), {}),
        "sixteen.png": (grey.convert("I"), {}), "black-and-white.png": (grey.convert("1"), {}),
        "plain.jpg": (colour, {}), "passes.jpg": (colour, {"progressive": True}),
        "cmyk.jpg": (colour.convert("CMYK"), {}), "plain.gif": (grey, {}),
        "moving.gif": (grey, {"save_all": True, "append_images": [grey.rotate(90)]}),
        "plain.bmp": (colour, {}), "palette.bmp": (grey.convert("P"), {}),
        "bits.bmp": (grey.convert("1"), {}), "plain.tiff": (colour, {}),
        "lzw.tiff": (clear, {"compression": "tiff_lzw"}),
        "deflate.tiff": (grey, {"compression": "tiff_adobe_deflate"}),
        "fax.tiff": (grey.convert("1"), {"compression": "group4"}),
        "jpeg.tiff": (colour, {"compression": "jpeg"}), "plain.pgm": (grey, {}),
        "plain.ppm": (colour, {}), "plain.pbm": (grey.convert("1"), {}),
        "lossy.webp": (colour, {}), "lossless.webp": (clear, {"lossless": True}),
        "moving.webp": (colour, {"save_all": True, "append_images": [colour.rotate(90)]}),
    }
    for name, (picture, settings) in forms.items():
        buffer = io.BytesIO()
        form = name.rpartition(".")[2].replace("jpg", "jpeg")
        picture.save(buffer, "ppm" if form in ("pgm", "pbm") else form, **settings)
        write("picture", name, buffer.getvalue())
    write("picture", "text.pgm", b"P2\n# text\n4 4\n15\n" + b"15 0 15 15\n" * 4)


def write_weights(write_sample_weights):
    with tempfile.TemporaryDirectory() as folder:
        for ending, target in (("safetensors", "safetensors"), ("onnx", "onnx"),
                               ("npz", "numpy")):
            path = pathlib.Path(folder) / f"sample.{ending}"
            subprocess.run([write_sample_weights, path, "3", "4", "2"], check=True,
                           stdout=subprocess.DEVNULL)
            write(target, path.name, path.read_bytes())
    tensors = {"fc1.weight": ([4, 3], 24), "fc1.bias": ([4], 8),
               "fc2.weight": ([2, 4], 16), "fc2.bias": ([2], 4)}
    header, end = {}, 0
    for name, (shape, size) in tensors.items():
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    write("safetensors", "named", struct.pack("<Q", len(text)) + text + b"\x80\x3f" * (end // 2))


write_pickles()
write_archives()
write_idx()
write_numpy()
write_weights_npz()
write_torch()
write_onnx()
write_csv()
write_strokes()
write_labels()
write_mirrors()
write_pictures()
write_picture_files()
if len(sys.argv) > 1:
    write_weights(sys.argv[1])

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the time and memory that the program needs for malicious and damaged files.

Each file is given to a new process of "backprop-cli data info" or, for a network, of "backprop-cli
info". It must be refused with one line of explanation within 2 seconds and 200 MB; a file over
these limits is marked, and makes the exit status 1. The texts of the lines are tested elsewhere
(tests/engine/data/readers/test-dataset-bad.c, test-dataset-bombs.c and others).
"""

import argparse
import gzip
import io
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_SECONDS, MAX_MEGABYTES = 2, 200


def bomb(start, pattern, n_bytes):
    """A gzip stream of at most 10 MB, with @start and @pattern repeated to @n_bytes, without making
    the bytes."""
    block = pattern * (1000000 // len(pattern))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    count = min(max(n_bytes // len(block), 1), 10 ** 7 // len(first))
    return b"\x1f\x8b\x08\0\0\0\0\0\0\3" + head + first * count


def safetensors(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(shape, begin, end, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def npy(dtype, shape, data):
    header = repr({"descr": dtype, "fortran_order": False, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + data


def npz(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(name + ".npy", contents)
    return file.getvalue()


def huge_picture():
    """A PNG of 30,000 x 30,000 black pixels."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = bytes(1 + 30000 // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(30000)) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


# The functions that make the contents, possibly with a number of trailing zeros as a hole. The
# contents are made in separate processes, because the peak memory of a process includes that of its
# parent at its start.
DATA = {
    "empty": lambda: b"",
    "web page": lambda: b"<!DOCTYPE html><html>" + b"<p>" * 1000000,
    "Git LFS pointer": lambda: b"version https://git-lfs.example/spec/v1\noid sha256:00\nsize 1\n",
    "a terabyte of zeros": lambda: (b"", 10 ** 12),
    "IDX of a terabyte": lambda: (b"\0\0\x08\x03\x7f\xff\xff\xff\0\0\0\x1c\0\0\0\x1c", 10 ** 12),
    "pickle of a terabyte": lambda: (b"\x80\x04]", 10 ** 12),
    "IDX of 900 MB of holes": lambda: (struct.pack(">4I", 0x803, 1150000, 28, 28), 1150000 * 784),
    "NPY of 900 MB of holes": lambda: (npy("|u1", (1150000, 784), b""), 1150000 * 784),
    "pickle of 900 MB of holes": lambda: (b"\x80\4\x8e" + struct.pack("<Q", 9 * 10 ** 8), 9 * 10 ** 8),
    "table of a terabyte": lambda: (b"1,2,3,4,5,6,7,8,9\n" * 100, 10 ** 12),
    "os.system": lambda: b"cos\nsystem\n(S'touch /tmp/harm'\ntR.",
    "lists 100,000 deep": lambda: b"\x80\2" + b"]" * 100000 + b"a" * 99999 + b".",
    "dicts 100,000 deep": lambda: b"\x80\2" + b"}N" * 100000 + b"N" + b"s" * 100000 + b".",
    "lists 10,000,000 deep": lambda: b"\x80\2" + b"]" * 10 ** 7 + b".",
    "memo of 10^10 numbers": lambda: b"\x80\2](" + b"K\7" * 100 + b"eq\0" + b"".join(
        b"](" + b"h" + bytes([i]) + (b"h" + bytes([i])) * 9 + b"eq" + bytes([i + 1]) for i in range(10)) + b".",
    "list in itself": lambda: b"\x80\4]\x94h\0a.",
    "bytes of 2^63": lambda: b"\x80\4\x8e" + b"\xff" * 7 + b"\x7fabc.",
    "NPY of 2^62 numbers": lambda: npy("<f8", (2 ** 31, 2 ** 31), b"\0" * 64),
    "NPZ of NaN": lambda: npz({"x": npy("<f4", (100, 16), struct.pack("<f", float("nan")) * 1600),
                       "y": npy("|u1", (100,), bytes(i % 10 for i in range(100)))}),
    "NPZ of a gigabyte": lambda: npz({"x": npy("|u1", (10 ** 9 // 784, 784), bytes(10 ** 9 // 784 * 784)),
                              "y": npy("|u1", (10 ** 9 // 784,), bytes(10 ** 9 // 784))}),
    "NPZ of 70,000 members": lambda: npz({f"a{i}": b"" for i in range(70000)}),
    "table with a line of 100 MB": lambda: b"1," * 5 * 10 ** 7,
    "10 GB of zeros, packed": lambda: bomb(b"\0", b"\0", 10 ** 10),
    "gigabytes of table, packed": lambda: bomb(b"label" + b",0" * 16 + b"\n", b"1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n", 10 ** 10),
    "10 GB of lists, packed": lambda: bomb(b"\x80\4", b"](", 10 ** 10),
    "10 GB of numbers, packed": lambda: bomb(b"\x80\4]", b"K\0a", 10 ** 10),
    "10 GB of memo, packed": lambda: bomb(b"\x80\4N", b"\x94", 10 ** 10),
    "10 GB of a line, packed": lambda: bomb(b"(S'", b"a", 10 ** 10),
    "10 GB of bytes, packed": lambda: bomb(b"\x80\4\x8e" + struct.pack("<Q", 10 ** 10), b"\0", 10 ** 10),
    "10 GB of IDX, packed": lambda: bomb(struct.pack(">4I", 0x803, 12000000, 28, 28), b"\0", 10 ** 10),
    "10 MB of zeros, packed": lambda: bomb(b"\0", b"\0", 10 ** 7),
    "10 MB of memo, packed": lambda: bomb(b"\x80\4N", b"\x94", 10 ** 7),
    "cut gzip": lambda: gzip.compress(b"\x80\4B\x80\x84\x1e\0" + os.urandom(2000000) + b".")[:-5000],
}

WEIGHTS = {
    "safetensors, header of 100 MB": lambda: safetensors(b"{" + b" " * (10 ** 8 - 2) + b"}"),
    "safetensors, 100 MB of keys": lambda: safetensors(
        b"{" + b",".join(b'"%d":[]' % i for i in range(7 * 10 ** 6)) + b"}"),
    "safetensors, 100 MB of nesting": lambda: safetensors(b"{\"a\":" + b"[" * (10 ** 8 - 6)),
    "safetensors, header of 2^64": lambda: safetensors({}, length=2 ** 64 - 1),
    "safetensors, overlap": lambda: safetensors({"a": tensor([2], 0, 8), "b": tensor([1], 4, 8)}, bytes(8)),
    "safetensors, keys twice": lambda: safetensors(
        b'{"a":%b,"a":%b}' % ((json.dumps(tensor([1], 0, 4)).encode(),) * 2), bytes(4)),
    "safetensors, overflow": lambda: safetensors({"a": tensor([2 ** 62, 2 ** 62], 0, 4)}, bytes(4)),
    "safetensors, wrong shapes": lambda: safetensors(
        {"0.weight": tensor([2, 2], 0, 16), "2.weight": tensor([1, 3], 16, 28)}, bytes(28)),
    "safetensors, NaN": lambda: safetensors({"0.weight": tensor([1, 2], 0, 8)},
                                    struct.pack("<2f", 1, float("nan"))),
    "safetensors of a terabyte": lambda: (safetensors({"0.weight": tensor([1, 2], 0, 8)}), 10 ** 12),
    "ONNX of empty nodes": lambda: b"\x08\7\x3a\x80\x89\x7a" + b"\x0a\0" * 10 ** 6,
    "ONNX of a terabyte": lambda: (b"\x08\7\x12\7pytorch", 10 ** 12),
    "ONNX of 128 MB": lambda: (b"\x08\7\x12\7pytorch", 2 ** 27 - 11),
    "NPZ of 4 GB of weights": lambda: npz({"W1": npy("<f4", (16384, 16384), bytes(2 ** 30)),
                                   "b1": npy("<f4", (16384, 1), bytes(2 ** 16))}),
}


def write(path, make_contents):
    child = os.fork()
    if child == 0:
        contents, n_zeros = make_contents(), 0
        if isinstance(contents, tuple):
            contents, n_zeros = contents
        with open(path, "wb") as file:
            file.write(contents)
            file.truncate(len(contents) + n_zeros)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, path


def measure(command):
    """Seconds, peak MB, exit status and output."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        begin = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begin
        errors.seek(0)
        return seconds, usage.ru_maxrss / 1024, process.returncode, errors.read()


def check(name, command):
    seconds, megabytes, status, text = measure(command)
    is_fine = (seconds <= MAX_SECONDS and megabytes <= MAX_MEGABYTES and status == 1 and
               text.count("\n") == 1)
    message = text.strip().removeprefix("backprop-cli: ").partition(": ")[2]
    print(f"{name:31}{seconds:6.2f}{megabytes:6.0f} {' ' if is_fine else '!'} {message[:110]}", flush=True)
    return is_fine


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli")
    parser.add_argument("files", nargs="*", help="of those that are named below; all unless some are")
    options = parser.parse_args()
    program, results = str(options.program), []

    print(f"{'file':31}{'s':>6}{'MB':>6}   what is said")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "train-images-idx3-ubyte")
        write(os.path.join(folder, "train-labels-idx1-ubyte"), lambda: b"\0\0\x08\1\0\0\0\2\1\2")
        for files, arguments in ((DATA, ["data", "info"]), (WEIGHTS, ["info"])):
            for name, make_contents in files.items():
                if options.files and name not in options.files:
                    continue
                write(path, make_contents)
                results.append(check(name, [program, *arguments, path]))
        os.remove(path)
        if options.files:
            return 0 if all(results) else 1

        os.mkfifo(path)
        results.append(check("pipe", [program, "data", "info", path]))
        results.append(check("pipe as a network", [program, "info", path]))
        os.remove(path)
        pictures = os.path.join(folder, "pictures")
        for name in "ab":
            os.makedirs(os.path.join(pictures, name))
        results.append(check("folder with nothing in it", [program, "data", "info", pictures]))
        for name in "ab":
            write(os.path.join(pictures, name, "1.png"), huge_picture)
        results.append(check("picture of 900,000,000 pixels", [program, "data", "info", pictures]))
    print(f"{sum(results)} of {len(results)} are refused within {MAX_SECONDS} s and {MAX_MEGABYTES} MB")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

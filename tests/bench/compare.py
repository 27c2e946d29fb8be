#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the training speed of this program with its alternatives in one run.

Trains the same networks with the same batches in this program, in NumPy and, where they are
installed, in PyTorch and in a plain loop in C on the sgemm of oneDNN and of OpenBLAS (Debian:
python3-numpy, python3-torch, libdnnl-dev, libopenblas-dev). A peer that is missing is named and left
out; so is an optimised BLAS, which NumPy and PyTorch find by themselves (Debian: libopenblas0), and
without which their figures mean nothing. Each library chooses its kernels for the processor itself:
settings of OpenBLAS and OpenMP in the environment are dropped.

They take turns, one epoch each, so that other load on the machine affects all of them. Prints the
medians over the rounds of the seconds and of each round's ratios, and the shortest time. A peer on
several threads is also measured with fewer, and its best result counts.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

N_IMAGES = 60000
INK_SHARE = 0.19


class SgemmPeer(NamedTuple):
    """A library whose sgemm the loop in C can call."""
    name: str
    link_name: str
    definitions: list
    package: str


SGEMM_PEERS = [
    SgemmPeer("oneDNN in C", "dnnl", ["-DUSE_ONEDNN"], "libdnnl-dev"),
    SgemmPeer("OpenBLAS in C", "openblas", [], "libopenblas-dev"),
]

# In the names of libraries that have an optimised sgemm.
FAST_BLAS = ("openblas", "mkl", "blis", "atlas")

# The default networks and batch sizes.
WORKLOADS = [("784-128-10", 32), ("784-128-10", 10), ("784-128-10", 128), ("784-800-10", 32),
             ("784-512-512-10", 128)]


def find_python():
    """A Python that has NumPy, and whether it has PyTorch."""
    for python in (sys.executable, "/usr/bin/python3"):
        for modules, has_torch in (("numpy, torch", True), ("numpy", False)):
            if subprocess.run([python, "-c", f"import {modules}"], stderr=subprocess.DEVNULL,
                              check=False).returncode == 0:
                return python, has_torch
    sys.exit("compare.py: NumPy is missing (Debian: python3-numpy)")


def make_environment(n_threads):
    """The environment of the peers: their number of threads, without settings that slow OpenBLAS
    down."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("OPENBLAS_", "OMP_"))}
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        environment[name] = str(n_threads)
    return environment


def write_noise(path):
    """Images and labels with the count, size and share of ink of MNIST."""
    import random
    generator = random.Random(1)
    images = bytearray(generator.randbytes(N_IMAGES * 784))
    # 49 of 256 bytes are ink; the others become background.
    limit = round(256 * INK_SHARE)
    images = images.translate(bytes((value * 5) % 256 if value < limit else 0
                                    for value in range(256)))
    path.write_bytes(images + bytes(generator.randrange(10) for _ in range(N_IMAGES)))


def compile_sgemm_peer(folder, peer):
    """The loop in C on the sgemm of a library, or None without the compiler or the library."""
    program = folder / peer.link_name
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    result = subprocess.run(
        [compiler, "-std=gnu11", "-O3", "-march=native", "-ffast-math", *peer.definitions,
         HERE / "peers" / "sgemm-peer.c", "-o", program, f"-l{peer.link_name}", "-lm"],
        stderr=subprocess.DEVNULL, check=False)
    return program if result.returncode == 0 else None


def list_commands(folder):
    """The commands of the peers that this machine has, by their names."""
    python, has_torch = find_python()
    commands = {"NumPy": [python, HERE / "peers" / "numpy_peer.py"]}
    if has_torch:
        commands["PyTorch"] = [python, HERE / "peers" / "torch_peer.py"]
    else:
        print("PyTorch is missing (Debian: python3-torch)")
    for peer in SGEMM_PEERS:
        program = compile_sgemm_peer(folder, peer)
        if program is not None:
            commands[peer.name] = [program]
        else:
            print(f"{peer.name} is missing (Debian: {peer.package})")
    return commands


def has_fast_blas(peer):
    """Whether a running peer has loaded a library for its products that is worth comparing with."""
    maps = Path(f"/proc/{peer.process.pid}/maps").read_text(encoding="utf-8")
    libraries = {Path(line.split()[-1]).name for line in maps.splitlines() if ".so" in line}
    return any(name in library for library in libraries for name in FAST_BLAS)


def list_threads(n_threads):
    """1, 2, 4, 8 and so on, and the largest number itself."""
    return sorted({1 << i for i in range(n_threads.bit_length())} | {n_threads})


class Peer:
    """A program that trains one epoch on each request."""

    def __init__(self, name, command, arguments, n_threads):
        self.name = name
        self.n_threads = n_threads
        self.seconds = []
        self.process = subprocess.Popen([*map(str, command), *map(str, arguments)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=make_environment(n_threads))
        assert self.process.stdout.readline().strip() == "ready", name

    def train(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline().split()[0])

    def run(self):
        self.seconds.append(self.train())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Ours:
    """This program: its bench trains for about the time of an epoch."""

    def __init__(self, program, network, batch_size, n_threads, options):
        self.name = "backprop"
        self.n_threads = n_threads
        self.seconds = []
        self.shares = []
        self.command = [program, "bench", "--json", "--layers", ",".join(network.split("-")[1:-1]),
                        "--batch-size", str(batch_size), "--threads", str(n_threads),
                        "--seconds", str(options.seconds)]
        if options.momentum > 0:
            self.command += ["--momentum", str(options.momentum)]

    def run(self):
        output = subprocess.run(self.command, stdout=subprocess.PIPE, check=True).stdout
        line = json.loads(output)
        self.seconds.append(line["seconds_per_epoch"])
        self.shares.append(line["share_of_peak"])

    def close(self):
        pass


def start_peers(commands, network, batch_size, n_threads, data, options):
    peers = []
    arguments = [data, network, batch_size, 0.01, options.momentum]
    for name, command in commands.items():
        # The loop in C has no momentum.
        if options.momentum > 0 and name in {peer.name for peer in SGEMM_PEERS}:
            continue
        for n in list_threads(n_threads):
            peers.append(Peer(name, command, arguments, n))
    return peers


def pick_best(peers):
    """The fastest of each peer's settings."""
    best = {}
    for peer in peers:
        if (peer.name not in best or
                statistics.median(peer.seconds) < statistics.median(best[peer.name].seconds)):
            best[peer.name] = peer
    return list(best.values())


def compare(program, commands, network, batch_size, n_threads, data, options):
    ours = Ours(program, network, batch_size, n_threads, options)
    peers = start_peers(commands, network, batch_size, n_threads, data, options)
    for peer in peers:
        peer.train()
        if peer.name in ("NumPy", "PyTorch") and not has_fast_blas(peer):
            print(f"{peer.name} has no optimised BLAS (Debian: libopenblas0)")
    for _ in range(options.rounds):
        for runner in [ours, *peers]:
            runner.run()
    for peer in peers:
        peer.close()

    threads = "1 thread" if n_threads == 1 else f"{n_threads} threads"
    print(f"\n{network}, batch {batch_size}, {threads}: {statistics.median(ours.seconds):.4f} s an "
          f"epoch (shortest {min(ours.seconds):.4f}), "
          f"{100 * statistics.median(ours.shares):.0f} % of peak")
    for peer in pick_best(peers):
        ratio = statistics.median(theirs / own for theirs, own in zip(peer.seconds, ours.seconds))
        setting = f" (best on {peer.n_threads})" if n_threads > 1 else ""
        print(f"  {peer.name:14} {statistics.median(peer.seconds):7.4f} s (shortest "
              f"{min(peer.seconds):.4f})   {ratio:5.2f} times as long{setting}", flush=True)
    return statistics.median(ours.seconds)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build" / "src" / "backprop-cli",
                        help="the backprop-cli to measure (build/src/backprop-cli)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each program (5)")
    parser.add_argument("--seconds", type=float, default=0.5,
                        help="how long this program trains in a turn (0.5)")
    parser.add_argument("--threads", type=int, action="append",
                        help="a number of threads, may be repeated (1, 2, 4 and so on, and all)")
    parser.add_argument("--network", help="one network only, as in 784-128-10")
    parser.add_argument("--batch-size", type=int, help="one batch size only, with --network")
    parser.add_argument("--momentum", type=float, default=0.0, help="of all but the loops in C (0)")
    return parser.parse_args()


def main():
    options = parse_arguments()
    threads = options.threads or list_threads(len(os.sched_getaffinity(0)))
    workloads = ([(options.network, options.batch_size or 32)] if options.network else WORKLOADS)

    print(f"load average before: {os.getloadavg()[0]:.2f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "noise"
        write_noise(data)
        commands = list_commands(folder)

        for network, batch_size in workloads:
            seconds = {n: compare(options.program, commands, network, batch_size, n, data, options)
                       for n in threads}
            if 1 in seconds:
                for n in seconds:
                    if n > 1:
                        print(f"  backprop: {seconds[1] / seconds[n]:.2f} times as fast on {n} "
                              "threads as on 1", flush=True)
    print(f"load average after: {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()

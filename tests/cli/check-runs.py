#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs that are kept, continued, listed and exported, as a TAP test: check-runs.py BACKPROP_CLI.

Event files are read here byte by byte, with a CRC-32C of this script's own, and with TensorBoard
where that is installed.
"""

import csv
import html
import json
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

from made_data import write_bands

N_TRAIN, N_HELD_OUT, N_TEST, N_EPOCHS, BATCH_SIZE = 900, 100, 100, 3, 32
STEPS_PER_EPOCH = (N_TRAIN + BATCH_SIZE - 1) // BATCH_SIZE
PIPE_SIZE = 4096
SETTINGS = ["--held-out", str(N_HELD_OUT), "--layers", "24", "--epochs", str(N_EPOCHS),
            "--batch-size", str(BATCH_SIZE), "--momentum", "0.9", "--learning-rate", "0.05",
            "--schedule", "cosine", "--shift", "0.5"]


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


class Trial:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.data = folder / "data"
        self.store = folder / "home" / "backprop" / "runs"
        write_bands(self.data, N_TRAIN + N_HELD_OUT, N_TEST)
        self.train = ["train", "--data", str(self.data), *SETTINGS, "--json"]
        self.last_line = self.run(*self.train).stdout.splitlines()[-1]

    def run(self, *arguments, rc=0):
        environment = {**os.environ, "XDG_DATA_HOME": str(self.folder / "home")}
        ran = subprocess.run([self.program, *map(str, arguments)], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, encoding="utf-8", env=environment, check=False)
        expect(ran.returncode == rc, f"{arguments} ended with {ran.returncode}: {ran.stderr}")
        return ran

    def read_json(self, *arguments):
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    def keep(self, name):
        run = self.store / name
        self.run(*self.train, "--run", run)
        return run


def same_weights(trial):
    run = trial.folder / "kept" / "deep"
    kept = trial.run(*trial.train, "--run", run)
    expect(kept.stdout.splitlines()[-1] == trial.last_line, "keeping a run changes it")
    expect(kept.stderr == "", kept.stderr)
    again = trial.run("train", "--resume", run, "--json")
    expect(again.stdout == trial.last_line + "\n", "the last line of a run that has ended is another")
    trial.run(*trial.train, "--run", run, rc=1)


def goes_on_after_signals(trial):
    # The program leaves a signal alone that it was started to ignore, as nohup does.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # The lines of so many epochs do not fit into the pipe, so that the run waits for the signal.
    n_epochs = 80
    long_training = [*trial.train[:-1], "--epochs", str(n_epochs), "--limit", "96", "--threads", "1"]
    reference = trial.run(*long_training, "--json").stdout.splitlines()[-1]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        run = trial.folder / f"signal-{number}"
        command = [trial.program, *long_training, "--json", "--run", str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8", pipesize=PIPE_SIZE) as process:
            process.stdout.readline()
            process.send_signal(number)
            output, errors = process.communicate()
        expect(process.returncode == 0, f"after {number}: {process.returncode}, {errors}")
        expect(json.loads(output.splitlines()[-1])["interrupted"] is True, f"{number}: not interrupted")
        record = trial.read_json("runs", "show", run)[0]
        expect(record["state"] == "stopped", record["state"])
        resumed = trial.run("train", "--resume", run, "--threads", "2", "--json")
        expect(resumed.stdout.splitlines()[-1] == reference, f"{number}: another end")
        record = trial.read_json("runs", "show", run)[0]
        expect(record["state"] == "finished", record["state"])
        expect(len(record["epochs"]) == n_epochs, "epochs are missing")
    path = trial.folder / "resumed.html"
    trial.run("runs", "export", run, "--report", path)
    expect("no command alone repeats it" in path.read_text(encoding="utf-8"), "nothing is said of the continuation")


def lists_and_compares(trial):
    expect(trial.run("runs", "list", "--json").stdout == "", "there are runs already")
    first = trial.keep("first")
    time.sleep(1.1)
    second = trial.store / "second"
    trial.run(*trial.train, "--learning-rate", "0.01", "--run", second)
    listed = trial.read_json("runs", "list")
    expect([run["id"] for run in listed] == ["second", "first"], "another order or other runs")
    expect(listed[1]["result"]["weights_sha256"] == json.loads(trial.last_line)["weights_sha256"],
           "another digest")
    expect(listed[1]["data"]["train"] == N_TRAIN, listed[1]["data"])
    expect(listed[1]["network"]["layers"] == [784, 24, 10], listed[1]["network"])
    by_id, by_folder = (trial.run("runs", "show", name, "--json").stdout for name in ("first", first))
    expect(by_id == by_folder, "the id and the folder show other runs")
    expect(len(json.loads(by_id)["epochs"]) == N_EPOCHS, "epochs are missing")

    compared = trial.read_json("runs", "compare", "first", "second")[0]
    keys = {row["key"]: row["values"] for row in compared["settings"]}
    expect(keys.pop("training.learning_rate") == [0.05, 0.01], keys)
    expect(set(keys) <= {"made_by.command"}, keys)
    expect("training.momentum" in trial.run("runs", "compare", "first", "second", "--all").stdout,
           "--all leaves something out")

    trial.run("runs", "delete", "second")
    expect(not second.exists(), "a deleted run is there")
    expect(len(trial.read_json("runs", "list")) == 1, "a deleted run is listed")
    trial.run("runs", "show", "second", rc=1)
    trial.run("runs", "show", rc=2)
    trial.run("runs", "compare", "first", rc=2)
    trial.run("runs", "export", "first", rc=2)


def aligns_wide_characters(trial):
    """A terminal gives two columns to a character of Japanese."""
    runs = [trial.keep(name) for name in ("first", "第二の実行")]
    rows = trial.run("runs", "compare", *runs).stdout.splitlines()[:3]
    expect(runs[1].name in rows[0], rows[0])
    widths = {sum(2 if unicodedata.east_asian_width(character) == "W" else 1 for character in row)
              for row in rows}
    expect(len(widths) == 1, rows)


def crc32c(content):
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(content):
    crc = crc32c(content)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def read_records(content):
    while content:
        head, content = content[:12], content[12:]
        length, length_crc = struct.unpack("<QI", head)
        expect(masked(head[:8]) == length_crc, "a length has another CRC")
        event, (crc,), content = (content[:length], struct.unpack_from("<I", content, length),
                                  content[length + 4:])
        expect(masked(event) == crc, "an event has another CRC")
        yield event


def read_varint(content, position):
    value = shift = 0
    while True:
        byte = content[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def read_fields(message):
    position = 0
    while position < len(message):
        key, position = read_varint(message, position)
        if key & 7 == 0:
            value, position = read_varint(message, position)
        else:
            size = {1: 8, 5: 4}.get(key & 7)
            if size is None:
                size, position = read_varint(message, position)
            value, position = message[position:position + size], position + size
        yield key >> 3, value


def read_events(path):
    """Returns the curves of an event file: for each tag, pairs of step and value."""
    expect(crc32c(b"123456789") == 0xE3069283, "the CRC of this script is wrong")
    curves, times = {}, []
    for index, event in enumerate(read_records(path.read_bytes())):
        fields = dict(read_fields(event))
        times.append(struct.unpack("<d", fields[1])[0])
        if index == 0:
            expect(fields[3] == b"brain.Event:2", fields)
            continue
        value = dict(read_fields(dict(read_fields(fields[5]))[1]))
        curves.setdefault(value[1].decode(), []).append((fields[2], struct.unpack("<f", value[2])[0]))
    expect(times == sorted(times), "the times go back")
    return curves


def read_with_tensorboard(folder):
    try:
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    except ImportError:
        print("# tensorboard is not installed")
        return None
    accumulator = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    accumulator.Reload()
    return {tag: [(event.step, event.value) for event in accumulator.Scalars(tag)]
            for tag in accumulator.Tags()["scalars"]}


def exports(trial):
    run, table, events = trial.keep("exported"), trial.folder / "run.csv", trial.folder / "events"
    trial.run("runs", "export", run, "--csv", table, "--tensorboard", events)
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    expect(len(rows) == N_EPOCHS * STEPS_PER_EPOCH, f"{len(rows)} rows")
    losses = struct.unpack(f"<{len(rows)}f", (run / "losses.f32").read_bytes())
    expect([struct.pack("<f", float(row["loss"])) for row in rows]
           == [struct.pack("<f", loss) for loss in losses], "other losses")
    ends = [row for row in rows if row["held_out_accuracy"]]
    expect([int(row["step"]) for row in ends]
           == [(i + 1) * STEPS_PER_EPOCH for i in range(N_EPOCHS)], "epochs end elsewhere")
    epochs = trial.read_json("runs", "show", run)[0]["epochs"]
    expect([float(row["held_out_accuracy"]) for row in ends]
           == [epoch["held_out_accuracy"] for epoch in epochs], "other accuracies")
    expect(abs(float(rows[0]["learning_rate"]) - 0.05) < 1e-6, "another first rate")
    expect(float(rows[-1]["learning_rate"]) < 0.0001, "the rate does not fall")

    (path,) = events.glob("*tfevents*")
    curves = read_events(path)
    expect([value for _, value in curves["loss/step"]] == list(losses), "other losses in events")
    expect([step for step, _ in curves["loss/step"]] == list(range(1, len(rows) + 1)), "other steps")
    expect(len(curves["accuracy/held_out"]) == N_EPOCHS, "other accuracies in events")
    read = read_with_tensorboard(events)
    expect(read is None or read == curves, "TensorBoard reads something else")


def draws_charts(trial):
    run, svg, pdf = trial.keep("drawn"), trial.folder / "loss.svg", trial.folder / "accuracy.pdf"
    trial.run("runs", "export", "--chart", "loss", svg, run, "--chart", "accuracy", pdf)
    drawing = svg.read_text(encoding="utf-8")
    expect(drawing.startswith("<?xml") and "<path" in drawing, "not a drawing")
    expect(pdf.read_bytes().startswith(b"%PDF"), "not a PDF")
    png = trial.folder / "loss.png"
    trial.run("runs", "export", run, "--chart", "loss", png)
    expect(png.read_bytes().startswith(b"\x89PNG"), "not a PNG")

    for arguments, rc in [(["--chart", "loss"], 2), (["--chart=loss"], 2), (["--chart", "rate", svg], 2),
                          (["--chart", "loss", trial.folder / "loss.gif"], 1)]:
        refused = trial.run("runs", "export", run, *arguments, rc=rc)
        expect(len(refused.stderr.splitlines()) <= 2, refused.stderr)


def begins_again(trial):
    """A start that was killed before there was a run.json leaves a folder that can be used."""
    run = trial.folder / "killed-early"
    (run / "epochs").mkdir(parents=True)
    (run / "lock").touch()
    (run / ".backprop-00c0ffee.tmp").touch()
    trial.run("train", "--resume", run, rc=1)
    ran = trial.run(*trial.train, "--run", run)
    expect(ran.stdout.splitlines()[-1] == trial.last_line, "another last line")
    (trial.folder / "full").mkdir()
    (trial.folder / "full" / "letter.txt").touch()
    refused = trial.run(*trial.train, "--run", trial.folder / "full", rc=1)
    expect("letter.txt" in refused.stderr, refused.stderr)
    # A start that fails before there is something to keep leaves no folder.
    trial.run("train", "--data", trial.folder / "nowhere", "--run", trial.folder / "not-begun", rc=1)
    expect(not (trial.folder / "not-begun").exists(), "a folder without a run.json was left")


def goes_on_without_a_folder(trial):
    (trial.folder / "file").touch()
    ran = trial.run(*trial.train, "--run", trial.folder / "file" / "run")
    expect(ran.stdout.splitlines()[-1] == trial.last_line, "another last line")
    expect(ran.stderr.count("could not be kept") == 1, ran.stderr)

    run, saved = trial.folder / "vanishing", trial.folder / "gone" / "net.safetensors"
    saved.parent.mkdir()
    # As above, the run waits for its lines to be read.
    command = [trial.program, *trial.train, "--epochs", "80", "--limit", "96", "--run", str(run),
               "--save", str(saved)]
    environment = {**os.environ, "XDG_DATA_HOME": str(trial.folder / "home")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                          env=environment, pipesize=PIPE_SIZE) as process:
        process.stdout.readline()
        saved.parent.rmdir()
        run.rename(trial.folder / "elsewhere")
        output, errors = process.communicate()
    expect(process.returncode == 1, f"the weights are elsewhere, and it ends with {process.returncode}")
    expect(errors.count("could not be kept") == 1, errors)
    sha256 = json.loads(output.splitlines()[-1])["weights_sha256"]
    (rescued,) = (trial.folder / "home" / "backprop").glob("rescued-*-net.safetensors")
    expect(str(rescued) in errors, errors)
    expect(sha256 in trial.run("info", rescued).stdout, "other weights were rescued")


def reports(trial):
    run = trial.keep("<first>")
    path = trial.folder / "report.html"
    trial.run("runs", "export", run, "--report", path)
    text = path.read_text(encoding="utf-8")
    expect("&lt;first&gt;" in text and "<first>" not in text, "the name of a run is not escaped")
    names = re.findall(r' id="([^"]+)"', text)
    expect(names and len(names) == len(set(names)), "two elements have the same name")
    for reference in re.findall(r'(?:href="|url\()#([^")]+)', text):
        expect(reference in names, f"{reference} is not there")
    wide = re.findall(r'<div class="wide">\s*<table>.*?</table>\s*</div>', text, re.S)
    texts = text.count('<table class="text">')
    expect(len(wide) == 3 and text.count("<table") == len(wide) + texts, "a table of numbers is not scrolled")
    matrix = text[text.index("Confusion"):text.index("How to train it again")]
    counts = [list(map(int, re.findall(r">(\d+)</td>", row))) for row in re.findall(r"<tr>(.*?)</tr>", matrix, re.S)]
    evaluated, = trial.read_json("evaluate", "--weights", run / "final.safetensors", "--data", trial.data)
    expect([row for row in counts if row] == evaluated["confusion"], "the confusion has other counts")

    command = html.unescape(re.search("<pre>(.*?)</pre>", text)[1])
    digest = json.loads(trial.last_line)["weights_sha256"]
    expect(digest in text, "the digest of the weights is not there")
    words = [trial.program, *shlex.split(command)[1:], "--json"]
    again = subprocess.run(words, cwd=trial.folder, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    expect(json.loads(again.stdout.splitlines()[-1])["weights_sha256"] == digest,
           f"{command} gives other weights")

    shutil.rmtree(trial.data)
    trial.run("runs", "export", run, "--report", path)
    expect("could not be measured" in path.read_text(encoding="utf-8"), "nothing is said of missing data")
    write_bands(trial.data, N_TRAIN + N_HELD_OUT, N_TEST + 1)
    trial.run("runs", "export", run, "--report", path)
    expect("other ones than those of the run" in path.read_text(encoding="utf-8"), "nothing is said of other data")


def reports_all_settings(trial):
    data = trial.folder / "Ann's data"
    shutil.copytree(trial.data, data)
    run, path = trial.store / "all", trial.folder / "report.html"
    trained = trial.run("train", "--data", data, *SETTINGS, "--dropout", "0.1", "--mix-hasty", "20", "--run", run,
                        "--json")
    trial.run("runs", "export", run, "--report", path)
    command = html.unescape(re.search("<pre>(.*?)</pre>", path.read_text(encoding="utf-8"))[1])
    again = subprocess.run([trial.program, *shlex.split(command)[1:], "--json"], cwd=trial.folder,
                           stdout=subprocess.PIPE, encoding="utf-8", check=True)
    digests = [json.loads(text.splitlines()[-1])["weights_sha256"] for text in (trained.stdout, again.stdout)]
    expect(digests[0] == digests[1], f"{command} gives other weights")


def refuses_other_settings_and_data(trial):
    run = trial.folder / "strict"
    trial.run(*trial.train, "--run", run)
    trial.run("train", "--resume", run, "--epochs", "5", rc=2)
    trial.run("train", "--resume", run, "--run", run, rc=2)
    trial.run("train", "--checkpoint-every", "1", rc=2)
    trial.run(*trial.train, "--run", run, "--checkpoint-every", "-1", rc=2)

    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    record["state"] = "running"
    (run / "run.json").write_text(json.dumps(record), encoding="utf-8")
    expect(trial.read_json("runs", "show", run)[0]["state"] == "interrupted", "not interrupted")
    write_bands(trial.folder / "other", N_TRAIN + N_HELD_OUT + 1, N_TEST)
    refused = trial.run("train", "--resume", run, "--data", trial.folder / "other", rc=1)
    expect("is not the data that the run learned from" in refused.stderr, refused.stderr)
    moved = trial.folder / "moved"
    shutil.copytree(trial.data, moved)
    resumed = trial.run("train", "--resume", run, "--data", moved, "--json")
    expect(resumed.stdout.splitlines()[-1] == trial.last_line, "another last line")


TRIALS = [same_weights, goes_on_after_signals, lists_and_compares, aligns_wide_characters, exports, draws_charts,
          reports, reports_all_settings, begins_again, goes_on_without_a_folder, refuses_other_settings_and_data]


def main():
    program = str(Path(sys.argv[1]).resolve())
    n_failed = 0
    print(f"1..{len(TRIALS)}")
    for number, function in enumerate(TRIALS, 1):
        name = function.__name__.replace("_", "-")
        with tempfile.TemporaryDirectory() as folder:
            try:
                function(Trial(program, Path(folder)))
                print(f"ok {number} {name}")
            except AssertionError as error:
                n_failed += 1
                print(f"not ok {number} {name}")
                print(f"{name}: {error}", file=sys.stderr)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())

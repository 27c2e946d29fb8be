#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# gate-static-analysis.sh CLANG-TIDY BUILD ROOT: clang-tidy, as .clang-tidy says, over every C source
# that the build compiles and that lies in src or tests (what is generated lies in the build).
set -eu -o pipefail
clang_tidy=$1
build=$2
root=$(readlink -f "$3")

python3 - "$build" "$root" <<'EOF' |
import json, os, sys

build, root = sys.argv[1:]
with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as commands:
    paths = {os.path.realpath(os.path.join(c["directory"], c["file"])) for c in json.load(commands)}
ours = tuple(os.path.join(root, folder, "") for folder in ("src", "tests"))
for path in sorted(paths):
    if path.startswith(ours) and path.endswith(".c"):
        print(path)
EOF
  xargs --max-procs="$(nproc)" --max-args=1 --delimiter='\n' "$clang_tidy" --quiet -p "$build"

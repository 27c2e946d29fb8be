#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# coverage.sh: the share of the lines of the engine and of the session that their tests run. Fails
# below LEAST percent of either. Needs gcovr.
set -eu -o pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

LEAST=90
folder=build-coverage
status=0

[ -f "$folder/build.ninja" ] || meson setup "$folder" -Db_coverage=true -Dapp=false
meson test -C "$folder" --suite engine --suite session
for layer in engine session; do
  printf '%s: ' "$layer"
  gcovr --root . --filter "src/$layer/" --exclude-unreachable-branches --print-summary \
    --fail-under-line "$LEAST" "$folder" | sed -n 's/^lines: //p' || status=1
done
exit "$status"

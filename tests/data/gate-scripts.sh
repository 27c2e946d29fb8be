#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# gate-scripts.sh SHELLCHECK ROOT: checks the shell scripts with ShellCheck.
set -eu -o pipefail
shellcheck=$1
cd "$2"
{
  printf '%s\0' run check .ci/run data/completions/backprop-cli
  find build-aux tests -type f -name '*.sh' -print0
} | xargs --null "$shellcheck" --external-sources

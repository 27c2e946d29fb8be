#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# gate-format.sh CLANG-FORMAT ROOT: every C source is formatted as .clang-format says.
set -eu -o pipefail
clang_format=$1
cd "$2"
find src tests -type f -name '*.[ch]' -print0 |
  xargs --null "$clang_format" --dry-run --Werror

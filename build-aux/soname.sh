#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# soname.sh LIBRARY, as in /usr/lib/libzip.so: prints the name that programs open it by, as in
# libzip.so.4.
set -eu -o pipefail
objdump -p "${1:?names the shared library}" | awk '$1 == "SONAME" { print $2; found = 1 } END { exit !found }'

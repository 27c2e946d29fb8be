#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-hardening.sh READELF PROGRAM: the program was built with the hardening of ../../meson.build:
# functions are bound at the start in read-only memory, stack buffer overflows are detected, and the C
# library checks sizes.
set -u -o pipefail
readelf=$1
program=$2
status=0

# expect OPTION PATTERN: the output of readelf with the option has the pattern.
expect ()
{
  if ! grep -Eq "$2" <<< "$("$readelf" --wide "$1" "$program")"; then
    echo "$program: readelf $1 shows no $2" >&2
    status=1
  fi
}

expect --program-headers GNU_RELRO
expect --dynamic BIND_NOW
expect --dyn-syms ' __stack_chk_(fail|guard)(@|$)'
expect --dyn-syms ' __[a-z]+_chk(@|$)'
exit "$status"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-hardening.sh READELF PROGRAM: the program was built with what ../../meson.build asks for: its
# functions are bound at its start into memory that cannot be written any more, they notice a stack
# that was written over, and the C library checks sizes.
set -u -o pipefail
readelf=$1
program=$2
status=0

# expect OPTION PATTERN: what readelf prints for the option has the pattern.
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

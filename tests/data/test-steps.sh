#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-steps.sh STEPS: how ./run and ./check install packages, as a TAP test. Programs of the system
# are stood in for by scripts that note how they were called; nothing is installed.
#
# Functions are called by name (SC2317), and stand-ins expand their own variables (SC2016).
# shellcheck disable=SC2016,SC2317
set -u -o pipefail
steps=$1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
n_failed=0

printf 'gcc   # a comment\nmeson\n\n# another\nzlib1g-dev\n' > "$folder/list.txt"

# stand_in NAME LINE…: makes a script of that name, of the lines.
stand_in ()
{
  local name=$1
  shift
  printf '%s\n' '#!/bin/bash' "$@" > "$folder/bin/$name"
  chmod +x "$folder/bin/$name"
}

# A Debian machine with gcc alone, where installing works.
make_machine ()
{
  rm -rf "${folder:?}"/*/ "$folder/calls"
  mkdir "$folder/bin"
  : > "$folder/calls"
  echo gcc > "$folder/installed"
  for tool in bash cat comm env mktemp rm sed sort tail; do
    ln -s "$(command -v "$tool")" "$folder/bin/$tool"
  done
  stand_in id 'echo 0'
  stand_in dpkg-query \
    'for package in "${@:4}"; do' \
    "  grep -qx \"\$package\" $folder/installed && echo \"\$package installed\"" \
    'done' \
    'exit 0'
  ln -s "$(command -v grep)" "$folder/bin/grep"
  stand_in apt-get \
    "echo \"apt-get \$*\" >> $folder/calls" \
    "[[ \$* != *' install '* ]] || printf '%s\n' \"\${@: -2}\" >> $folder/installed"
}

# The status, and what was printed in $folder/output.
install ()
{
  PATH=$folder/bin bash -c 'program=test; . "$0"; install_packages "$1"' "$steps" "$folder/list.txt" \
    > "$folder/output" 2>&1
}

# expect NAME CONDITION…: one result; the condition is a command.
expect ()
{
  local name=$1 answer=ok
  shift
  number=$((number + 1))
  if ! "$@"; then
    answer='not ok'
    n_failed=$((n_failed + 1))
    sed "s/^/$name: /" "$folder/output" "$folder/calls" >&2
  fi
  echo "$answer $number $name"
}

was_called ()
{
  grep -q -- "$1" "$folder/calls"
}

was_said ()
{
  grep -q -- "$1" "$folder/output"
}

was_nothing_called ()
{
  [ ! -s "$folder/calls" ]
}

fails ()
{
  ! install
}

echo 1..12

make_machine
expect missing-packages-install install
expect lists-are-fetched-first was_called 'apt-get .* update$'
expect only-what-is-missing was_called 'install --yes --no-install-recommends meson zlib1g-dev$'

: > "$folder/calls"
install
expect nothing-missing-nothing-done was_nothing_called

make_machine
stand_in apt-get 'exit 100'
expect apt-fails fails
expect apt-fails-is-said was_said '^test: installing packages failed'

make_machine
stand_in id 'echo 1000'
expect no-root-no-sudo fails
expect what-root-should-do-is-said was_said 'apt-get install --no-install-recommends meson zlib1g-dev'

make_machine
stand_in id 'echo 1000'
stand_in sudo "echo sudo >> $folder/calls" '"$@"'
install
expect sudo-where-not-root was_called '^sudo$'

make_machine
rm "$folder/bin/apt-get"
expect no-apt fails
expect packages-are-named was_said 'Debian packages gcc meson zlib1g-dev$'
for tool in meson ninja cc pkg-config; do
  stand_in "$tool" :
done
expect tools-from-elsewhere-do install

exit $((n_failed > 0))

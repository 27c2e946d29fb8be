#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-steps.sh STEPS: how ./run and ./check install packages and build, as a TAP test. Scripts that
# record their calls replace programs of the system; nothing is installed or built.
#
# Functions are called by name (SC2317), and the scripts expand their own variables (SC2016).
# shellcheck disable=SC2016,SC2317
set -u -o pipefail
steps=$1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
n_failed=0

printf 'gcc   # a comment\nmeson\n\n# another\nzlib1g-dev\n' > "$folder/list.txt"

# stand_in NAME LINE…: makes a script of that name from the lines.
stand_in ()
{
  local name=$1
  shift
  # The path may be a link to the system's program, which must not be overwritten.
  rm -f "$folder/bin/$name"
  printf '%s\n' '#!/bin/bash' "$@" > "$folder/bin/$name"
  chmod +x "$folder/bin/$name"
}

# A Debian machine with only gcc, where installing works.
make_machine ()
{
  rm -rf "${folder:?}"/*/ "$folder/calls"
  mkdir "$folder/bin"
  : > "$folder/calls"
  echo gcc > "$folder/installed"
  for tool in bash cat comm env find grep mktemp rm sed sort tail tr; do
    ln -s "$(command -v "$tool")" "$folder/bin/$tool"
  done
  stand_in id 'echo 0'
  stand_in dpkg-query \
    'for package in "${@:4}"; do' \
    "  grep -qx \"\$package\" $folder/installed && echo \"\$package installed\"" \
    'done' \
    'exit 0'
  stand_in apt-get \
    "echo \"apt-get \$*\" >> $folder/calls" \
    "[[ \$* != *' install '* ]] || printf '%s\n' \"\${@: -2}\" >> $folder/installed"
}

# do_step FUNCTION ARGUMENT…: the status of the step; its output is in $folder/output.
do_step ()
{
  PATH=$folder/bin bash -c 'program=test; . "$0"; "$@"' "$steps" "$@" > "$folder/output" 2>&1
}

install ()
{
  do_step install_packages "$folder/list.txt"
}

# A checkout that Meson configures and ninja builds; the test runs in it afterwards.
make_checkout ()
{
  make_machine
  stand_in meson \
    "echo \"meson \$*\" >> $folder/calls" \
    'mkdir -p "${@: -1}/meson-private"' \
    'echo > "${@: -1}/build.ninja"'
  stand_in ninja "echo \"ninja \$*\" >> $folder/calls"
  ln -s "$(command -v mkdir)" "$folder/bin/mkdir"
  mkdir "$folder/checkout"
  cd "$folder/checkout" || exit 1
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

# said_in_one_line PATTERN
said_in_one_line ()
{
  was_said "$1" && [ "$(grep -vc '^test: installing [0-9]' "$folder/output")" = 1 ]
}

configure ()
{
  : > "$folder/calls"
  do_step configure_build build "$@"
}

fails ()
{
  ! install
}

echo 1..27

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
stand_in apt-get 'echo "E: Could not resolve host"; exit 100'
expect no-network fails
expect no-network-is-said said_in_one_line '^test: no server of Debian packages could be reached'

make_machine
stand_in apt-get 'echo "E: Unable to locate package meson"; exit 100'
expect unknown-package fails
expect unknown-package-is-said said_in_one_line '^test: this system does not know the packages meson,'

make_machine
stand_in id 'echo 1000'
expect no-root-no-sudo fails
expect what-root-should-do-is-said said_in_one_line \
  'apt-get update && apt-get install --no-install-recommends meson zlib1g-dev$'

make_machine
stand_in id 'echo 1000'
stand_in sudo 'exit 1'
expect sudo-refuses fails
expect sudo-refuses-is-said said_in_one_line \
  'sudo refused; as root, run: apt-get update && apt-get install'

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

make_checkout
expect configures-at-first configure -Dgates=true
expect with-the-options was_called '^meson setup -Dgates=true build$'
configure -Dgates=true
expect configured-once was_nothing_called
configure
expect other-options-configure-again was_called '^meson setup --reconfigure build$'
mv "$folder/checkout" "$folder/moved"
cd "$folder/moved" || exit 1
configure
expect moved-configures-again was_called '^meson setup --reconfigure build$'
expect compiles-what-is-asked-for do_step compile build programs
expect compiled-it was_called '^ninja -C build programs$'

# Unwritable folders: root can write everything, so scripts replace test and find.
expect writable do_step expect_writable build elsewhere
stand_in find 'echo build/.ninja_log'
do_step expect_writable build
expect not-writable-is-said said_in_one_line '^test: cannot write .*/moved/build/.ninja_log: delete'

exit $((n_failed > 0))

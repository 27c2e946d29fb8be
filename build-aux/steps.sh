# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What ./run and ./check share: telling what happens, installing what is missing, making a build.
# They set `program`, the name that the messages begin with, and stand in the root of the sources.

: "${program:?}"

say ()
{
  printf '%s: %s\n' "$program" "$*"
}

# The one clear line about a step that failed.
complain ()
{
  printf '%s: %s\n' "$program" "$*" >&2
}

# Prints the packages that the lists name.
read_package_lists ()
{
  sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@"
}

# Prints those of the packages given that are not installed. Asks dpkg only: no network, a few ms.
find_missing_packages ()
{
  comm -23 \
    <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' "$@" 2> /dev/null |
        sed -n 's/ installed$//p' | sort -u)
}

# expect_writable FOLDER…: complains where a folder that will be built in cannot be made or written, as
# in a read-only checkout or where root has built in it.
expect_writable ()
{
  local folder unwritable

  for folder in "$@"; do
    if [ -d "$folder" ]; then
      unwritable=$(find "$folder" -maxdepth 2 ! -writable -print -quit)
      [ -n "$unwritable" ] || continue
    fi
    if [ ! -w . ]; then
      complain "cannot write in $PWD: copy it to a folder of your own, and start ./$program there"
      return 1
    elif [ -d "$folder" ]; then
      complain "cannot write $PWD/$unwritable: delete the folder $folder, as root where root made it, and start ./$program again"
      return 1
    fi
  done
}

# explain_apt_failure LOG: the one clear line about packages that could not be installed.
explain_apt_failure ()
{
  local log=$1 unknown

  unknown=$(sed -En "s/^E: (Unable to locate package |Package '?)([^ ']+).*/\2/p" "$log" | sort -u | tr '\n' ' ')
  if grep -Eq 'Temporary failure resolving|Could not (resolve|connect)|[Uu]nable to connect|Network is unreachable|Connection (refused|timed out)' "$log"; then
    complain "no server of Debian packages could be reached: connect to the network, and start ./$program again (apt-get's output is in $log)"
  elif [ -n "$unknown" ]; then
    complain "this system does not know the packages ${unknown% }, which Debian 12 has; README.md names what other systems need (apt-get's output is in $log)"
  else
    tail -n 20 "$log" >&2
    complain "installing packages failed; all of apt-get's output is in $log"
  fi
}

# Installs the packages of the lists given that are missing, and does nothing when none is. Where
# packages are not Debian's it tells which are needed; Meson then tells which library is missing.
install_packages ()
{
  local lists=("$@") packages missing log tool advice
  local as_root=() apt=(env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)

  mapfile -t packages < <(read_package_lists "${lists[@]}")

  if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
    say "this is not a Debian system; what is needed is in the Debian packages ${packages[*]}"
    for tool in meson ninja cc pkg-config; do
      if ! command -v "$tool" > /dev/null; then
        complain "$tool is missing: install by hand what the packages named above hold"
        return 1
      fi
    done
    return 0
  fi

  mapfile -t missing < <(find_missing_packages "${packages[@]}")
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    advice="as root, run: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    if ! command -v sudo > /dev/null; then
      complain "installing needs root, and there is no sudo; $advice"
      return 1
    fi
    # Here sudo may ask for the password. It says itself why it refuses.
    if ! sudo true; then
      complain "installing needs root, and sudo refused; $advice"
      return 1
    fi
    as_root=(sudo)
  fi

  say "installing ${#missing[@]} packages and what they need, which takes a few minutes: ${missing[*]}"
  log=$(mktemp)
  # A source that cannot be reached does not matter while another has the packages.
  "${as_root[@]}" "${apt[@]}" update > "$log" 2>&1 < /dev/null || true
  if ! "${as_root[@]}" "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" \
       >> "$log" 2>&1 < /dev/null; then
    explain_apt_failure "$log"
    return 1
  fi
  rm -f "$log"

  mapfile -t missing < <(find_missing_packages "${packages[@]}")
  if [ ${#missing[@]} -gt 0 ]; then
    complain "still not installed: ${missing[*]}"
    return 1
  fi
}

# configure_build FOLDER [OPTION…]: prepares the folder for building in it. It does so again where
# other options than last time are given, and where the checkout was moved or copied since: Meson
# writes down where the sources are.
configure_build ()
{
  local folder=$1
  local stamp=$folder/meson-private/configured
  local again=()
  shift

  if [ -f "$folder/build.ninja" ]; then
    [ "$(cat "$stamp" 2> /dev/null)" != "$PWD $*" ] || return 0
    again=(--reconfigure)
  fi
  if ! meson setup "${again[@]}" "$@" "$folder"; then
    complain "configuring $folder failed (see $folder/meson-logs/meson-log.txt); where deleting the folder does not help, its last lines say what is missing"
    return 1
  fi
  printf '%s\n' "$PWD $*" > "$stamp"
}

# compile FOLDER [TARGET…]: builds the targets given, or everything.
compile ()
{
  local folder=$1

  if ! ninja -C "$@"; then
    complain "building in $folder failed; the compiler's messages are above"
    return 1
  fi
}

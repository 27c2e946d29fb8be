# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# The common steps of ./run and ./check: messages, installing missing packages, building. The
# callers set `program`, the name at the beginning of messages, and run in the root of the sources.

: "${program:?}"

say ()
{
  printf '%s: %s\n' "$program" "$*"
}

# Prints one line about a failed step.
complain ()
{
  printf '%s: %s\n' "$program" "$*" >&2
}

# Prints the packages of the lists.
read_package_lists ()
{
  sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@"
}

# Prints the given packages that are not installed. Only asks dpkg, in a few ms without a network.
find_missing_packages ()
{
  comm -23 \
    <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' "$@" 2> /dev/null |
        sed -n 's/ installed$//p' | sort -u)
}

# expect_writable FOLDER…: prints a message where a build folder cannot be made or written, as in a
# read-only checkout or after a build by root.
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

# explain_apt_failure LOG: prints one line about packages that could not be installed.
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

# Installs the missing packages of the given lists. On other systems than Debian, prints the needed
# packages; Meson then reports a missing library.
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
    # sudo may ask for the password here, and prints why it refuses.
    if ! sudo true; then
      complain "installing needs root, and sudo refused; $advice"
      return 1
    fi
    as_root=(sudo)
  fi

  say "installing ${#missing[@]} packages and what they need, which takes a few minutes: ${missing[*]}"
  log=$(mktemp)
  # An unreachable package source does not matter while another one has the packages.
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

# configure_build FOLDER [OPTION…]: prepares the folder for a build. It is configured again for
# other options than the last time, and after the checkout was moved or copied, as Meson stores the
# path of the sources.
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

# compile FOLDER [TARGET…]: builds the given targets, or everything.
compile ()
{
  local folder=$1

  if ! ninja -C "$@"; then
    complain "building in $folder failed; the compiler's messages are above"
    return 1
  fi
}

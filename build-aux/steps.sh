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

# Installs the packages of the lists given that are missing, and does nothing when none is. Where
# packages are not Debian's it tells which are needed; Meson then tells which library is missing.
install_packages ()
{
  local lists=("$@") packages missing log tool
  local as_root=() apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)

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
    if ! command -v sudo > /dev/null; then
      complain "installing needs root; as root, run: apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    as_root=(sudo)
  fi

  say "installing ${#missing[@]} packages: ${missing[*]}"
  log=$(mktemp)
  # A source that cannot be reached does not matter while another has the packages.
  "${as_root[@]}" "${apt[@]}" update > "$log" 2>&1 < /dev/null || true
  if ! "${as_root[@]}" "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" \
       >> "$log" 2>&1 < /dev/null; then
    tail -n 20 "$log" >&2
    complain "installing packages failed; all of apt-get's output is in $log"
    return 1
  fi
  rm -f "$log"

  mapfile -t missing < <(find_missing_packages "${packages[@]}")
  if [ ${#missing[@]} -gt 0 ]; then
    complain "still not installed: ${missing[*]}"
    return 1
  fi
}

# make_build FOLDER [OPTION…]: configures the folder, again where other options than last time are
# given, and builds in it.
make_build ()
{
  local folder=$1
  local stamp=$folder/meson-private/options-given
  local again=()
  shift

  if [ -f "$folder/build.ninja" ]; then
    again=(--reconfigure)
  fi
  if [ ${#again[@]} -eq 0 ] || { [ $# -gt 0 ] && [ "$(cat "$stamp" 2> /dev/null)" != "$*" ]; }; then
    if ! meson setup "${again[@]}" "$@" "$folder"; then
      complain "configuring $folder failed; see $folder/meson-logs/meson-log.txt"
      return 1
    fi
    printf '%s\n' "$*" > "$stamp"
  fi
  if ! ninja -C "$folder"; then
    complain "building in $folder failed; the compiler's messages are above"
    return 1
  fi
}

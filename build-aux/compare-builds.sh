#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# compare-builds.sh: checks that two builds of the last commit give the same bytes. Makes the Debian
# packages twice, in folders, time zones, languages and with file modes that differ, and compares the
# packages, and with them the programs and the translations. Fails and shows the first differences,
# in detail where diffoscope is installed. Runs no tests; compiles without ccache.
set -eu -o pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build FOLDER UMASK TIMEZONE LANGUAGE: leaves the packages beside FOLDER.
build ()
{
  local folder=$1 mask=$2 zone=$3 language=$4

  mkdir -p "$folder"
  git archive "$commit" | (umask "$mask" && tar -x --no-same-permissions -C "$folder")
  if ! (cd "$folder" && umask "$mask" &&
        env TZ="$zone" LANG="$language" LC_ALL= CCACHE_DISABLE=1 DEB_BUILD_OPTIONS=nocheck \
          DEB_BUILD_PROFILES=nocheck dpkg-buildpackage -us -uc -b) > "$folder.log" 2>&1; then
    tail -n 40 "$folder.log" >&2
    return 1
  fi
}

build "$work/first/backprop" 022 UTC C.UTF-8
sleep 2
build "$work/second/in/a-longer/path" 002 Asia/Tokyo C

status=0
for package in "$work"/first/*.deb; do
  name=$(basename "$package")
  other="$work/second/in/a-longer/$name"
  if cmp "$package" "$other"; then
    echo "the same: $name, $(stat -c %s "$package") bytes, SHA-256 $(sha256sum < "$package" | cut -c1-16)…"
  else
    status=1
    echo "different: $name"
    if command -v diffoscope > /dev/null; then
      diffoscope --max-report-size 20000 "$package" "$other" || true
    fi
  fi
done
exit "$status"

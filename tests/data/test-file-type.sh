#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-file-type.sh UPDATE-MIME-DATABASE GIO MIME-INFO ICONS: a desktop with our file types recognises
# the files by their names and by their content, and each type has an icon in the folder ICONS.
set -eu -o pipefail
update_mime_database=$1
gio=$2
mime_info=$3
icons=$4
status=0

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_DATA_HOME=$folder

mkdir -p "$folder/mime/packages"
cp "$mime_info" "$folder/mime/packages/"
"$update_mime_database" "$folder/mime" > /dev/null

# expect FILE TYPE
expect ()
{
  local answer

  answer=$("$gio" info --attributes=standard::content-type "$folder/$1")
  if [[ $answer != *"$2"* ]]; then
    printf '%s is not known as %s: %s\n' "$1" "$2" "$answer"
    status=1
  fi
}

printf '\x02\0\0\0\0\0\0\0{}' > "$folder/by-name.safetensors"
printf '\x40\0\0\0\0\0\0\0{"fc1.weight":' > "$folder/by-content"
expect by-name.safetensors application/x-safetensors
expect by-content application/x-safetensors

printf '{\n  "format": 1,\n  "created": "2026-11-23T12:00:00Z", "state": "finished"\n}\n' > "$folder/copy-of-a-run"
cp "$folder/copy-of-a-run" "$folder/run.json"
printf '{"created": "2026"}\n' > "$folder/other.json"
expect copy-of-a-run application/x-backprop-run
expect run.json application/x-backprop-run
expect other.json application/json

printf '[Lesson]\nFormat=1\n' > "$folder/rates.backprop-lesson"
expect rates.backprop-lesson application/x-backprop-lesson

while read -r icon; do
  if [ ! -f "$icons/$icon.svg" ]; then
    printf '%s has no icon\n' "$icon"
    status=1
  fi
done < <(sed -n 's/.*<icon name="\([^"]*\)".*/\1/p' "$mime_info")
exit "$status"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-file-type.sh UPDATE-MIME-DATABASE GIO MIME-INFO: a desktop with our file type recognises a
# weight file by its name, and by its content with another name.
set -eu -o pipefail
update_mime_database=$1
gio=$2
mime_info=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_DATA_HOME=$folder

mkdir -p "$folder/mime/packages"
cp "$mime_info" "$folder/mime/packages/"
"$update_mime_database" "$folder/mime" > /dev/null

printf '\x02\0\0\0\0\0\0\0{}' > "$folder/by-name.safetensors"
printf '\x40\0\0\0\0\0\0\0{"fc1.weight":' > "$folder/by-content"
for name in by-name.safetensors by-content; do
  answer=$("$gio" info --attributes=standard::content-type "$folder/$name")
  if [[ $answer != *application/x-safetensors* ]]; then
    printf '%s is not known as a weight file: %s\n' "$name" "$answer"
    exit 1
  fi
done

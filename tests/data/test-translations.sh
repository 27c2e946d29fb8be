#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-translations.sh MSGFMT PO-FOLDER: every language of LINGUAS compiles, placeholders and plural
# forms match the original, and no language is unlisted.
set -eu -o pipefail
msgfmt=$1
folder=$2

listed=$(sed -e 's/#.*//' "$folder/LINGUAS" | tr -s '[:space:]' '\n' | sed '/^$/d' | sort)
present=$(find "$folder" -name '*.po' -printf '%f\n' | sed 's/\.po$//' | sort)
if [ "$listed" != "$present" ]; then
  printf 'LINGUAS lists: %s\nbut there are: %s\n' "${listed//$'\n'/ }" "${present//$'\n'/ }"
  exit 1
fi
for language in $listed; do
  printf '%s: ' "$language"
  "$msgfmt" --check --statistics --output-file=/dev/null "$folder/$language.po" 2>&1
done

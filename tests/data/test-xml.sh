#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-xml.sh XMLLINT FOLDER…: every template, resource list, icon and other XML file is well-formed.
set -eu -o pipefail
xmllint=$1
shift
find "$@" -type f \( -name '*.xml' -o -name '*.xml.in' -o -name '*.ui' -o -name '*.svg' \) -print0 |
  xargs --null "$xmllint" --noout --nonet

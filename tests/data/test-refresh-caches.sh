#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-refresh-caches.sh REFRESH DATA MIME-INFO DESKTOP-ENTRY: after the program's files were removed,
# the script REFRESH leaves nothing of it, and what another program needs stays.
set -eu -o pipefail
refresh=$1
data=$2
mime_info=$3
desktop_entry=$4
status=0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
share=$work/share

complain ()
{
  printf '%s\n' "$*"
  status=1
}

# Installs the files of one program, and updates the caches, as "meson install" does.
install_ours ()
{
  mkdir -p "$share"/{applications,glib-2.0/schemas,icons,mime/packages}
  cp "$desktop_entry" "$share/applications/"
  cp "$data"/*.gschema.xml "$share/glib-2.0/schemas/"
  cp -r "$data/icons/hicolor" "$share/icons/"
  cp "$mime_info" "$share/mime/packages/"
  bash "$refresh" "$share"
}

remove_ours ()
{
  rm "$share/applications/$(basename "$desktop_entry")" "$share"/glib-2.0/schemas/io.github.backprop.*.xml \
    "$share/mime/packages/$(basename "$mime_info")"
  find "$share/icons" -type f '(' -name '*backprop*' -o -name '*safetensors*' ')' -delete
  find "$share/icons" -mindepth 2 -type d -empty -delete
  bash "$refresh" "$share"
}

install_ours
for cache in applications/mimeinfo.cache glib-2.0/schemas/gschemas.compiled mime/mime.cache \
             mime/application/x-safetensors.xml icons/hicolor/icon-theme.cache; do
  [ -f "$share/$cache" ] || complain "$cache was not made"
done
remove_ours
left=$(find "$share" -mindepth 1)
[ -z "$left" ] || complain "left when nothing else is installed: $left"

mkdir -p "$share"/{applications,mime/packages}
printf '[Desktop Entry]\nType=Application\nName=Other\nExec=other\nMimeType=text/x-other;\n' > "$share/applications/other.desktop"
cat > "$share/mime/packages/other.xml" << 'END'
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="text/x-other"><glob pattern="*.other"/></mime-type>
</mime-info>
END
install_ours
remove_ours
grep -q 'text/x-other=other.desktop' "$share/applications/mimeinfo.cache" || complain "the other program's desktop entry is forgotten"
grep -q 'text/x-other:' "$share/mime/globs2" || complain "the other program's file type is forgotten"
left=$(grep -rlE 'backprop|safetensors' "$share" || true)
[ -z "$left" ] || complain "still named in: $left"
exit "$status"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# refresh-caches.sh DATADIR, as in /usr/local/share: updates the desktop's caches after the program
# was removed, as an installation does. Caches of nothing are removed, and so are their folders.
set -eu -o pipefail
cd "${1:?names the folder of the shared data, as in /usr/local/share}"

if compgen -G 'glib-2.0/schemas/*.xml' > /dev/null; then
  glib-compile-schemas glib-2.0/schemas
else
  rm -f glib-2.0/schemas/gschemas.compiled
fi

if compgen -G 'applications/*.desktop' > /dev/null; then
  update-desktop-database -q applications
else
  rm -f applications/mimeinfo.cache
fi

if [ -d mime ]; then
  # Without a package it forgets all types, but it needs the folder.
  mkdir -p mime/packages
  update-mime-database "$PWD/mime"
  if ! compgen -G 'mime/packages/*.xml' > /dev/null; then
    rm -f mime/{XMLnamespaces,aliases,generic-icons,globs,globs2,icons,magic,mime.cache,subclasses,treemagic,types,version}
  fi
fi

if compgen -G 'icons/hicolor/*/*/*' > /dev/null; then
  "$(command -v gtk4-update-icon-cache || command -v gtk-update-icon-cache)" -q -t -f icons/hicolor
else
  rm -f icons/hicolor/icon-theme.cache
fi

for folder in glib-2.0/schemas glib-2.0 applications mime/application mime/packages mime icons/hicolor icons; do
  if [ -d "$folder" ]; then
    rmdir --ignore-fail-on-non-empty "$folder"
  fi
done

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# refresh-caches.sh DATADIR, as in /usr/local/share: updates the desktop's caches after the program
# was removed, as an installation does. Empty caches are removed.
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
fi

if compgen -G 'icons/hicolor/*/*/*' > /dev/null; then
  "$(command -v gtk4-update-icon-cache || command -v gtk-update-icon-cache)" -q -t -f icons/hicolor
else
  rm -f icons/hicolor/icon-theme.cache
fi

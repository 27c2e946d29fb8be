/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <zip.h>

zip_t *bp_zip_open (const char *path, GError **error);
zip_t *bp_zip_open_fd (int fd, GError **error);
zip_t *bp_zip_open_bytes (GBytes *bytes, GError **error);

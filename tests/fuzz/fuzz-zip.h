/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <zip.h>

zip_t *bp_fuzz_zip_new (zip_source_t **source);
void bp_fuzz_zip_add (zip_t *archive, const char *name, const void *bytes, gsize length);
GBytes *bp_fuzz_zip_end (zip_t *archive, zip_source_t *source);

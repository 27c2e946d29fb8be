/* SPDX-License-Identifier: MIT */
#pragma once

#include "late-library.h"

#include <glib.h>
#include <zip.h>

#define BP_ZIP_FUNCTIONS(F)    \
  F (zip_close)                \
  F (zip_discard)              \
  F (zip_error_code_zip)       \
  F (zip_error_fini)           \
  F (zip_error_init)           \
  F (zip_error_init_with_code) \
  F (zip_error_strerror)       \
  F (zip_fclose)               \
  F (zip_fdopen)               \
  F (zip_file_add)             \
  F (zip_file_strerror)        \
  F (zip_fopen)                \
  F (zip_fopen_index)          \
  F (zip_fread)                \
  F (zip_get_name)             \
  F (zip_get_num_entries)      \
  F (zip_name_locate)          \
  F (zip_open)                 \
  F (zip_open_from_source)     \
  F (zip_set_file_compression) \
  F (zip_source_buffer)        \
  F (zip_source_buffer_create) \
  F (zip_source_close)         \
  F (zip_source_free)          \
  F (zip_source_keep)          \
  F (zip_source_open)          \
  F (zip_source_read)          \
  F (zip_source_stat)          \
  F (zip_stat)                 \
  F (zip_stat_index)           \
  F (zip_strerror)

/**
 * BpLibzip:
 *
 * The functions of libzip, which is opened when it is first needed.
 */
typedef struct
{
  BP_ZIP_FUNCTIONS (BP_LATE_FUNCTION)
} BpLibzip;

/* Set by bp_libzip_load(), and so for everybody who has an archive of bp_zip_open(). */
extern BpLibzip bp_libzip;

gboolean bp_libzip_load (GError **error);
zip_t *bp_zip_open (const char *path, GError **error);
zip_t *bp_zip_open_fd (int fd, GError **error);
zip_t *bp_zip_open_bytes (GBytes *bytes, GError **error);

/* SPDX-License-Identifier: MIT */

/* Makes archives in memory from the members of a fuzzer's input. A fuzzer would not find the
 * checksums that libzip verifies, and never reach the contents of an archive. */
#include "fuzz-zip.h"

#include <stdlib.h>

/**
 * bp_fuzz_zip_new:
 * @source: (out): gets the archive's bytes
 *
 * Returns: (transfer full): an empty archive, to be ended with bp_fuzz_zip_end()
 */
zip_t *
bp_fuzz_zip_new (zip_source_t **source)
{
  zip_t *archive;

  *source = zip_source_buffer_create (NULL, 0, 0, NULL);
  archive = *source != NULL ? zip_open_from_source (*source, ZIP_TRUNCATE, NULL) : NULL;
  if (archive == NULL)
    abort ();
  zip_source_keep (*source);
  return archive;
}

/**
 * bp_fuzz_zip_add:
 * @archive: an archive
 * @name: of the member; duplicate and invalid names are left out
 * @bytes: (array length=length): its content, which must live until bp_fuzz_zip_end()
 * @length: of @bytes
 */
void
bp_fuzz_zip_add (zip_t *archive, const char *name, const void *bytes, gsize length)
{
  zip_source_t *content = zip_source_buffer (archive, bytes, length, 0);
  zip_int64_t index = content != NULL ? zip_file_add (archive, name, content, 0) : -1;

  if (index < 0)
    zip_source_free (content);
  else
    zip_set_file_compression (archive, (zip_uint64_t) index, ZIP_CM_STORE, 0);
}

/**
 * bp_fuzz_zip_end:
 * @archive: (transfer full): the archive
 * @source: (transfer full): of bp_fuzz_zip_new()
 *
 * Returns: (transfer full) (nullable): its bytes, or %NULL where it is empty
 */
GBytes *
bp_fuzz_zip_end (zip_t *archive, zip_source_t *source)
{
  GBytes *bytes = NULL;
  zip_stat_t status;

  if (zip_close (archive) != 0)
    zip_discard (archive);
  else if (zip_source_stat (source, &status) == 0 && zip_source_open (source) == 0)
    {
      guint8 *buffer = g_malloc (status.size);

      if (zip_source_read (source, buffer, status.size) != (zip_int64_t) status.size)
        abort ();
      zip_source_close (source);
      bytes = g_bytes_new_take (buffer, status.size);
    }
  zip_source_free (source);
  return bytes;
}

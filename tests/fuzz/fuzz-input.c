/* SPDX-License-Identifier: MIT */

/* Readers take a path. Each input is written to a file in memory, which has one. */
#include "fuzz-input.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/**
 * bp_fuzz_file_put:
 * @data: (array length=size): the file's content
 * @size: of @data
 *
 * Returns: (transfer none) (type filename): a file with that content, until the next call
 */
const char *
bp_fuzz_file_put (const uint8_t *data, size_t size)
{
  static int file = -1;
  static char *path;

  if (file < 0)
    {
      file = memfd_create ("fuzz", MFD_CLOEXEC);
      path = g_strdup_printf ("/proc/self/fd/%d", file);
    }
  if (file < 0 || ftruncate (file, 0) != 0 || pwrite (file, data, size, 0) != (ssize_t) size)
    abort ();
  return path;
}

/**
 * bp_fuzz_stream_new:
 * @data: (array length=size): a file's content
 * @size: of @data
 *
 * Returns: (transfer full) (nullable): a stream of it
 */
BpByteStream *
bp_fuzz_stream_new (const uint8_t *data, size_t size)
{
  return bp_byte_stream_open (bp_fuzz_file_put (data, size), NULL, NULL);
}

/**
 * bp_fuzz_check_outcome:
 * @is_done: whether the reader succeeded
 * @error: (nullable): the error of the reader
 *
 * Aborts the program where a reader fails without an error, or succeeds with one.
 */
void
bp_fuzz_check_outcome (gboolean is_done, const GError *error)
{
  if (is_done != (error == NULL))
    abort ();
}

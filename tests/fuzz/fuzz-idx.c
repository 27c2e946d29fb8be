/* SPDX-License-Identifier: MIT */

/* IDX files: the first byte chooses whether the rest is read as images or as labels. */
#include "fuzz-input.h"

#include "idx.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (BpByteStream) stream = NULL;
  g_autoptr (BpNumberArray) array = NULL;
  g_autoptr (GError) error = NULL;

  if (size == 0 || (stream = bp_fuzz_stream_new (data + 1, size - 1)) == NULL)
    return 0;
  array =
      data[0] % 2 == 0 ? bp_idx_read_images (stream, &error) : bp_idx_read_labels (stream, &error);
  bp_fuzz_check_outcome (array != NULL, error);
  return 0;
}

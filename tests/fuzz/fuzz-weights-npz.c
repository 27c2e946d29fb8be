/* SPDX-License-Identifier: MIT */

/* NumPy archives as weights. The input is the sequence of members: a byte with the length of the
 * name, the name, two bytes with the length of the content, the content. */
#include "fuzz-input.h"
#include "fuzz-zip.h"

#include "weights-npz.h"

static void
add_members (zip_t *archive, const uint8_t *data, size_t size)
{
  while (size > 0)
    {
      gsize name_length = data[0];
      g_autofree char *name = NULL;
      gsize length;

      if (size < 1 + name_length + 2)
        return;
      name = g_utf8_make_valid ((const char *) data + 1, (gssize) name_length);
      data += 1 + name_length;
      size -= 1 + name_length;
      length = MIN ((gsize) (data[0] | data[1] << 8), size - 2);
      bp_fuzz_zip_add (archive, name, data + 2, length);
      data += 2 + length;
      size -= 2 + length;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  zip_source_t *archive_source;
  zip_t *archive = bp_fuzz_zip_new (&archive_source);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info = { NULL };
  g_auto (BpWeightsSource) source = { NULL };

  add_members (archive, data, size);
  bytes = bp_fuzz_zip_end (archive, archive_source);
  if (bytes == NULL)
    return 0;

  bp_weights_source_init_bytes (&source, bytes);
  bp_weights_npz_recognise (&source);
  network = bp_weights_npz_load (&source, &info, &error);
  bp_fuzz_check_outcome (network != NULL, error);
  return 0;
}

/* SPDX-License-Identifier: MIT */

/* PyTorch files as weights: the input is "data.pkl", beside storages of 64 numbers. */
#include "fuzz-input.h"
#include "fuzz-zip.h"

#include "weights-torch.h"

#define N_STORAGES 8

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const float numbers[64] = { 0.5F, -1.0F };
  zip_source_t *archive_source;
  zip_t *archive = bp_fuzz_zip_new (&archive_source);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info = { NULL };
  g_auto (BpWeightsSource) source = { NULL };

  bp_fuzz_zip_add (archive, "net/data.pkl", data, size);
  for (guint i = 0; i < N_STORAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("net/data/%u", i);

      bp_fuzz_zip_add (archive, name, numbers, sizeof numbers);
    }
  bytes = bp_fuzz_zip_end (archive, archive_source);

  bp_weights_source_init_bytes (&source, bytes);
  bp_weights_torch_recognise (&source);
  network = bp_weights_torch_load (&source, &info, &error);
  bp_fuzz_check_outcome (network != NULL, error);
  return 0;
}

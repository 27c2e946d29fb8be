/* SPDX-License-Identifier: MIT */

/* Weights as safetensors. */
#include "fuzz-input.h"

#include "weights.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = bp_weights_load (bp_fuzz_file_put (data, size), &info, &error);

  bp_fuzz_check_outcome (network != NULL, error);
  return 0;
}

/* SPDX-License-Identifier: MIT */

/* Weights as ONNX models. */
#include "fuzz-input.h"

#include "onnx-reader.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_auto (BpWeightsSource) source = { NULL };

  bp_weights_source_init_bytes (&source, bytes);
  network = bp_onnx_load (&source, NULL, &error);
  bp_fuzz_check_outcome (network != NULL, error);
  return 0;
}

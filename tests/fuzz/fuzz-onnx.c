/* SPDX-License-Identifier: MIT */

/* Weights as ONNX models. */
#include "fuzz-input.h"

#include "onnx-reader.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_onnx_to_network (data, size, NULL, &error);

  bp_fuzz_check_outcome (network != NULL, error);
  return 0;
}

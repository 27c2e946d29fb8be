/* SPDX-License-Identifier: MIT */

/* Data sets as tables, packed with gzip or not. */
#include "fuzz-input.h"

#include "dataset-csv.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (BpInflate) inflate = bp_fuzz_inflate_new (data, size);
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  if (inflate == NULL)
    return 0;
  dataset = bp_dataset_csv_load (inflate, "data", NULL, &error);
  bp_fuzz_check_outcome (dataset != NULL, error);
  return 0;
}

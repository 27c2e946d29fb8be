/* SPDX-License-Identifier: MIT */

/* Data sets as tables, plain or packed with gzip. */
#include "fuzz-input.h"

#include "dataset-csv.h"
#include "dataset-from-arrays.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (BpByteStream) stream = bp_fuzz_stream_new (data, size);
  g_auto (BpDataReading) reading = { NULL };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  if (stream == NULL)
    return 0;
  bp_data_reading_init (&reading, NULL);
  if (bp_dataset_csv_read (stream, "data", &reading, &error))
    dataset = bp_dataset_from_arrays (&reading, "data", NULL, &error);
  bp_fuzz_check_outcome (dataset != NULL, error);
  return 0;
}

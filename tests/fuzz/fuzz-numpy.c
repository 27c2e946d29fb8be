/* SPDX-License-Identifier: MIT */

/* NumPy archives and arrays as data sets, and archives as weights. */
#include "fuzz-input.h"

#include "dataset-from-arrays.h"
#include "dataset-npz.h"
#include "weights-npz.h"

static void
read_archive (BpByteStream *stream, const char *path)
{
  g_autoptr (GError) data_error = NULL;
  g_autoptr (GError) weights_error = NULL;
  g_auto (BpDataReading) reading = { NULL };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_auto (BpWeightsSource) source = { NULL };

  bp_data_reading_init (&reading, NULL);
  if (bp_dataset_npz_read (stream, "", &reading, &data_error))
    dataset = bp_dataset_from_arrays (&reading, path, NULL, &data_error);
  g_assert_true (bp_weights_source_open (&source, path, NULL));
  network = bp_weights_npz_load (&source, NULL, &weights_error);
  bp_fuzz_check_outcome (dataset != NULL, data_error);
  bp_fuzz_check_outcome (network != NULL, weights_error);
}

static void
read_array (BpByteStream *stream, const char *path)
{
  g_auto (BpDataReading) reading = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  bp_data_reading_init (&reading, NULL);
  if (bp_dataset_npy_read (stream, "x_train", &reading, &error))
    dataset = bp_dataset_from_arrays (&reading, path, NULL, &error);
  bp_fuzz_check_outcome (dataset != NULL, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *path = bp_fuzz_file_put (data, size);
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, NULL, NULL);

  if (stream == NULL)
    return 0;
  if (bp_dataset_npy_recognise (data, size))
    read_array (stream, path);
  else
    read_archive (stream, path);
  return 0;
}

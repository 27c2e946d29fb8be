/* SPDX-License-Identifier: MIT */

/* The formats that data is read in, a row each. Which one a file is of is told by its content; a
 * name proves nothing (what is called mnist.pkl.gz in public places is often a web page). To add a
 * format, write a reader and add its row here.
 */
#include "data-formats.h"

#include "dataset-csv.h"
#include "dataset-idx.h"
#include "dataset-npz.h"
#include "dataset-pickle.h"

static const BpDataFormat formats[] = {
  {
      .name = "IDX",
      .recognise = bp_dataset_idx_recognise,
      .read = bp_dataset_idx_read,
      .holds_half = TRUE,
  },
  {
      .name = "NumPy array",
      .recognise = bp_dataset_npy_recognise,
      .read = bp_dataset_npy_read,
      .takes_its_folder = TRUE,
  },
  {
      .name = "NumPy archive",
      .recognise = bp_dataset_npz_recognise,
      .read = bp_dataset_npz_read,
      .names_its_arrays = TRUE,
  },
  {
      .name = "pickle",
      .recognise = bp_dataset_pickle_recognise,
      .read = bp_dataset_pickle_read,
      .names_its_arrays = TRUE,
  },
  {
      .name = "PyTorch tensors",
      .recognise = bp_dataset_torch_recognise,
      .read = bp_dataset_torch_read,
      .names_its_arrays = TRUE,
  },
  { .name = "table", .recognise = bp_dataset_csv_recognise, .read = bp_dataset_csv_read },
};

/**
 * bp_data_format_find:
 * @head: (array length=length): how a file begins, unpacked
 * @length: how many bytes of it there are
 *
 * Returns: (transfer none) (nullable): the format that the file is likely of
 */
const BpDataFormat *
bp_data_format_find (const guint8 *head, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].recognise (head, length))
      return &formats[i];
  return NULL;
}

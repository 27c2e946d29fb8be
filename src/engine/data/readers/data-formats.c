/* SPDX-License-Identifier: MIT */

/* The formats of data files, one row for each. A file's format is recognised by its content,
 * because names are unreliable: public files named mnist.pkl.gz are often web pages. To add a
 * format, write a reader and add its row here.
 */
#include "data-formats.h"

#include "dataset-csv.h"
#include "dataset-drawings.h"
#include "dataset-idx.h"
#include "dataset-npz.h"
#include "dataset-pickle.h"
#include "error.h"
#include "file-kind.h"

#include <glib/gi18n-lib.h>

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
  {
      .name = "drawings",
      .recognise = bp_dataset_drawings_recognise,
      .read = bp_dataset_drawings_read,
  },
  { .name = "table", .recognise = bp_dataset_csv_recognise, .read = bp_dataset_csv_read },
};

/**
 * bp_data_format_find:
 * @head: (array length=length): the first bytes of a file, unpacked
 * @length: of @head, in bytes
 *
 * Returns: (transfer none) (nullable): the likely format of the file
 */
const BpDataFormat *
bp_data_format_find (const guint8 *head, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].recognise (head, length))
      return &formats[i];
  return NULL;
}

/**
 * bp_data_format_set_error:
 * @head: (array length=length): the first bytes of a file, unpacked
 * @length: of @head, in bytes
 * @error: return location for %BP_ERROR_UNRECOGNISED
 *
 * Sets the error for a file of no known format: what the file is, and what to do with it.
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_data_format_set_error (const guint8 *head, gsize length, GError **error)
{
  BpFileKind kind = bp_file_kind_guess (head, length);
  const char *description = bp_file_kind_describe (kind);

  g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, _ ("%s: %s"),
               description != NULL ? description : _ ("it is of an unknown kind"),
               bp_file_kind_get_advice (kind, BP_FILE_USE_DATA));
  return FALSE;
}

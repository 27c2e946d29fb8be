/* SPDX-License-Identifier: MIT */

/* Which reader a file or folder is for is told by its content; a name proves nothing (what is
 * called mnist.pkl.gz in public places is often a web page). A further format is a further row
 * here.
 */
#include "dataset-load.h"

#include "data-search.h"
#include "dataset-csv.h"
#include "dataset-folder.h"
#include "dataset-idx.h"
#include "dataset-npz.h"
#include "dataset-pickle.h"
#include "error.h"
#include "file-kind.h"

#include <errno.h>

typedef struct
{
  gboolean (*recognise) (const guint8 *head, gsize length);
  BpDataset *(*load) (BpByteStream *stream, const char *path, BpProgress *progress, GError **error);
} FileReader;

static const FileReader file_readers[] = {
  { bp_dataset_idx_recognise, bp_dataset_idx_load },
  { bp_dataset_npy_recognise, bp_dataset_npy_load },
  { bp_dataset_npz_recognise, bp_dataset_npz_load },
  { bp_dataset_pickle_recognise, bp_dataset_pickle_load },
  { bp_dataset_csv_recognise, bp_dataset_csv_load },
};

static const FileReader *
find_file_reader (const guint8 *head, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (file_readers); i++)
    if (file_readers[i].recognise (head, length))
      return &file_readers[i];
  return NULL;
}

static void
set_unrecognised_error (const guint8 *head, gsize length, GError **error)
{
  BpFileKind kind = bp_file_kind_guess (head, length);
  const char *description = bp_file_kind_describe (kind);

  g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, "it is %s: %s",
               description != NULL ? description : "of a kind that is not known here",
               bp_file_kind_get_advice (kind, BP_FILE_USE_DATA));
}

static BpDataset *
load_file (const char *path, BpProgress *progress, GError **error)
{
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, progress, error);
  const guint8 *head;
  gsize length;

  if (stream == NULL ||
      !bp_byte_stream_peek (stream, BP_FILE_KIND_HEAD_LENGTH, &head, &length, error))
    return NULL;

  const FileReader *reader = find_file_reader (head, length);

  if (reader == NULL)
    {
      set_unrecognised_error (head, length, error);
      return NULL;
    }
  return reader->load (stream, path, progress, error);
}

/* Finds what there is to load in a folder: the folder itself, a file in it or a folder in it. */
static char *
find_in_folder (const char *path, GError **error)
{
  if (bp_dataset_idx_recognise_folder (path))
    return g_strdup (path);

  char *found = bp_data_search_folder (path);

  if (found == NULL && bp_dataset_folder_recognise (path))
    return g_strdup (path);
  if (found == NULL)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                         "it is a folder without a data set in it: neither mnist.pkl.gz, nor IDX "
                         "files such as train-images-idx3-ubyte.gz, nor a folder of PNG or JPEG "
                         "pictures for each class is there");
  return found;
}

static BpDataset *
load (const char *path, BpProgress *progress, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return bp_dataset_idx_recognise_folder (path)
               ? bp_dataset_idx_load_folder (path, progress, error)
               : bp_dataset_folder_load (path, progress, error);
  return load_file (path, progress, error);
}

/**
 * bp_dataset_load:
 * @path: (type filename): a file, or a folder with the files of a data set in it
 * @progress: (nullable): told how far it is, and looked at for being cancelled
 * @error: return location for a %G_FILE_ERROR where it cannot be read, or a %BP_ERROR that says
 * what was found and what to do
 *
 * Loads a data set of any form that is read here, recognised by its content: a pickle in any layout
 * and protocol, packed with gzip or not; IDX, packed or not, by its folder or by any of its files;
 * NumPy's archives and arrays; tables; a folder of pictures for each class. Nothing in a file is
 * ever executed, and no size in it is believed.
 *
 * Splits that the file does not have are made: of training samples without held-out ones, the last
 * sixth is held out; where there is one set only, it is shuffled with a fixed seed, and its last
 * sixth is the test, and as many before that are held out. Training samples that are sorted by
 * their labels are shuffled, too.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_load (const char *path, BpProgress *progress, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autofree char *found = NULL;
  BpDataset *dataset = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      bp_set_errno_error (error, errno, "open", path);
      return NULL;
    }

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    found = find_in_folder (path, error);
  else
    found = g_strdup (path);

  if (found != NULL)
    dataset = load (found, progress, error);
  if (dataset == NULL)
    bp_error_prefix_name (error, found != NULL ? found : path, "cannot be loaded");
  return dataset;
}

/* SPDX-License-Identifier: MIT */
/*
 * Finds the use of a file by its content. Its content tells, never its name. The window and the
 * command line both ask here, so that they open the same files and say the same of the rest.
 *
 * Thread rule: blocking; any thread.
 */
#include "file-recogniser.h"

#include "data-name.h"
#include "dataset-load.h"
#include "error.h"
#include "regular-file.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <unistd.h>

static gboolean
guess_kind (const char *path, BpFileKind *kind, GError **error)
{
  guint8 head[BP_FILE_KIND_HEAD_LENGTH];
  guint64 length;
  int fd = bp_regular_file_open (path, &length, error);
  gboolean is_read;

  if (fd < 0)
    return FALSE;

  length = MIN (length, sizeof head);
  is_read = bp_regular_file_read_at (fd, path, head, (gsize) length, 0, error);
  close (fd);
  if (is_read)
    *kind = bp_file_kind_guess (head, (gsize) length);
  return is_read;
}

/* A file that the folder of a stored training run has. */
#define RUN_FILE "run.json"

static gboolean
is_run (const char *path)
{
  g_autofree char *inside = g_build_filename (path, RUN_FILE, NULL);
  g_autofree char *name = g_path_get_basename (path);

  return g_str_equal (name, RUN_FILE) || g_file_test (inside, G_FILE_TEST_IS_REGULAR);
}

static BpFileUse
recognise (const char *path, GError **error)
{
  BpFileKind kind;

  if (is_run (path))
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNRECOGNISED,
          _ ("it is a training run that was kept: open the weights that are in it"));
      return BP_FILE_USE_NONE;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return BP_FILE_USE_DATA;
  if (!guess_kind (path, &kind, error))
    return BP_FILE_USE_NONE;

  /* The readers of data know forms that the first bytes do not tell. */
  if (kind == BP_FILE_KIND_UNKNOWN)
    return BP_FILE_USE_DATA;

  switch (bp_file_kind_get_use (kind))
    {
    case BP_FILE_USE_DATA_OR_WEIGHTS:
      return bp_weights_recognise (path) ? BP_FILE_USE_WEIGHTS : BP_FILE_USE_DATA;
    case BP_FILE_USE_ARCHIVE:
      return BP_FILE_USE_DATA;
    case BP_FILE_USE_NONE:
      g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, _ ("%s: %s"),
                   bp_file_kind_describe (kind), bp_file_kind_get_advice (kind, BP_FILE_USE_NONE));
      return BP_FILE_USE_NONE;
    default:
      return bp_file_kind_get_use (kind);
    }
}

/**
 * bp_file_recognise:
 * @path: (type filename): any file or folder
 * @error: return location for a %G_FILE_ERROR, or for %BP_ERROR_UNRECOGNISED with a message on the
 *   kind of the file and its use
 *
 * Returns: the use of the file: %BP_FILE_USE_DATA, %BP_FILE_USE_WEIGHTS or %BP_FILE_USE_PICTURE;
 *   %BP_FILE_USE_NONE with @error set where it is of no use here. Whether it is whole and sound
 *   shows when it is read.
 */
BpFileUse
bp_file_recognise (const char *path, GError **error)
{
  BpFileUse use;

  g_return_val_if_fail (path != NULL, BP_FILE_USE_NONE);

  use = recognise (path, error);
  if (use == BP_FILE_USE_NONE)
    bp_error_prefix_name (error, path, N_ ("“%s” cannot be opened: "));
  return use;
}

/* Whether the name says that the file is a part of a data set. */
static gboolean
is_part (const BpDataName *name)
{
  return name->split != BP_N_SPLITS || name->kind != BP_DATA_KIND_ANY;
}

/**
 * bp_files_are_one_data_set:
 * @first: (type filename): a file with data
 * @second: (type filename): another one
 *
 * Returns: whether bp_dataset_load() reads @second together with @first: they are in one folder,
 *   and parts of one data set by their names, or arrays of NumPy's
 */
gboolean
bp_files_are_one_data_set (const char *first, const char *second)
{
  g_autofree char *first_folder = g_path_get_dirname (first);
  g_autofree char *second_folder = g_path_get_dirname (second);
  g_auto (BpDataName) first_name = { NULL };
  g_auto (BpDataName) second_name = { NULL };
  g_autofree char *first_base = g_path_get_basename (first);
  g_autofree char *second_base = g_path_get_basename (second);

  if (!g_str_equal (first_folder, second_folder))
    return FALSE;
  if (g_str_has_suffix (first, ".npy") && g_str_has_suffix (second, ".npy"))
    return TRUE;

  bp_data_name_parse (&first_name, first_base);
  bp_data_name_parse (&second_name, second_base);
  return g_str_equal (first_name.family, second_name.family) && is_part (&first_name) &&
         is_part (&second_name);
}

/* What can be done with a file that is of use for something, or %NULL where it is not after all:
 * then the reader's own words say more. */
static const char *
describe_use (const char *path, BpFileUse use)
{
  g_autoptr (BpDataset) dataset = NULL;

  switch (use)
    {
    case BP_FILE_USE_PICTURE:
      return _ ("it is a picture: a digit that it shows can be classified");
    case BP_FILE_USE_WEIGHTS:
      return bp_weights_recognise (path) ? _ ("it holds a network: open it as weights") : NULL;
    case BP_FILE_USE_DATA:
      dataset = bp_dataset_load (path, NULL, NULL);
      return dataset != NULL ? _ ("it holds images with labels: open it as data") : NULL;
    default:
      return NULL;
    }
}

/**
 * bp_file_explain:
 * @path: (type filename): a file or a folder that could not be used
 * @wanted: what as
 * @failure: (nullable): the prefix, marked with N_(), with a place for the name, as in "“%s” cannot
 * be loaded: "
 * @error: (inout): the reason; replaced where @path has another use
 *
 * Replaces a message such as "it is no picture" with the kind of the file and its use. A file that
 * is of the wanted kind and has a fault keeps its error.
 */
void
bp_file_explain (const char *path, BpFileUse wanted, const char *failure, GError **error)
{
  const char *sentence;
  BpFileUse use;

  if (error == NULL || !g_error_matches (*error, BP_ERROR, BP_ERROR_UNRECOGNISED))
    return;
  use = bp_file_recognise (path, NULL);
  sentence = use != wanted ? describe_use (path, use) : NULL;
  if (sentence == NULL)
    return;

  g_clear_error (error);
  g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED, sentence);
  if (failure != NULL)
    bp_error_prefix_name (error, path, failure);
}

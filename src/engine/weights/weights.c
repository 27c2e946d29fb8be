/* SPDX-License-Identifier: MIT */
/*
 * Loads and saves networks. A table has one row for each format: the endings of its files, the way
 * to recognise them, and the functions that read and write them. Every written file is read back
 * and compared before it replaces an older file.
 *
 * To add a format: add a pair of files with its functions, and its row here.
 */
#include "weights.h"

#include "atomic-file.h"
#include "c-header.h"
#include "clean-text.h"
#include "error.h"
#include "file-kind.h"
#include "onnx-reader.h"
#include "onnx-writer.h"
#include "python-script.h"
#include "weights-activation.h"
#include "weights-npz-writer.h"
#include "weights-npz.h"
#include "weights-safetensors.h"
#include "weights-source.h"
#include "weights-torch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * Row:
 * @format: the public description
 * @kind: the kind of its files by their first bytes
 * @recognise: (nullable): whether a file of the kind holds weights; %NULL where all do
 * @load: (nullable): reads a file of the kind. Its errors begin with "it" or "its", and
 *   %BP_ERROR_UNRECOGNISED means that the file holds no network of any kind.
 * @write: (nullable): returns the bytes of a file
 * @write_script: (nullable): returns the bytes of a script that loads its weights from a file
 *   beside it
 */
typedef struct
{
  BpWeightsFormat format;
  BpFileKind kind;
  gboolean (*recognise) (const BpWeightsSource *source);
  BpNetwork *(*load) (const BpWeightsSource *source, BpWeightsInfo *info, GError **error);
  GBytes *(*write) (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
  GBytes *(*write_script) (const BpNetwork *network,
                           const BpWeightsInfo *info,
                           const char *script_name,
                           const char *weights_name,
                           GError **error);
} Row;

/* The first row is the program's own format. */
static const Row rows[] = {
  {
      .format = { "safetensors", { ".safetensors" }, TRUE, TRUE, TRUE, NULL },
      .kind = BP_FILE_KIND_SAFETENSORS,
      .load = bp_weights_safetensors_load,
      .write = bp_weights_safetensors_write,
  },
  {
      .format = { "NPZ", { ".npz" }, TRUE, TRUE, TRUE, NULL },
      .kind = BP_FILE_KIND_NPZ,
      .recognise = bp_weights_npz_recognise,
      .load = bp_weights_npz_load,
      .write = bp_weights_npz_write,
  },
  {
      .format = { "ONNX", { ".onnx" }, TRUE, TRUE, TRUE, NULL },
      .kind = BP_FILE_KIND_ONNX,
      .load = bp_onnx_load,
      .write = bp_onnx_write,
  },
  {
      .format = { "PyTorch", { ".pt", ".pth" }, TRUE, FALSE, FALSE, NULL },
      .kind = BP_FILE_KIND_TORCH_ZIP,
      .recognise = bp_weights_torch_recognise,
      .load = bp_weights_torch_load,
  },
  {
      .format = { N_ ("C header"), { ".h" }, FALSE, TRUE, FALSE, NULL },
      .kind = BP_FILE_KIND_TEXT,
      .write = bp_c_header_write,
  },
  /* The longer ending must come first. */
  {
      .format = { N_ ("NumPy script"), { "-numpy.py" }, FALSE, TRUE, TRUE, ".npz" },
      .kind = BP_FILE_KIND_TEXT,
      .write_script = bp_python_script_write_numpy,
  },
  {
      .format = { N_ ("PyTorch script"), { ".py" }, FALSE, TRUE, TRUE, ".safetensors" },
      .kind = BP_FILE_KIND_TEXT,
      .write_script = bp_python_script_write_torch,
  },
};

/* Names of files without weights, and advice on what to do with them. */
static const struct
{
  BpFileKind kind;
  const char *advice;
} refusals[] = {
  { BP_FILE_KIND_TORCH_PICKLE, N_ ("it has the format of PyTorch before version 1.6: load it with "
                                   "a newer one and save it again, "
                                   "with torch.save (torch.load (path), path)") },
  { BP_FILE_KIND_TAR, N_ ("if PyTorch wrote it, years ago, load it with a newer one and save it "
                          "again, with torch.save "
                          "(torch.load (path), path)") },
  { BP_FILE_KIND_HDF5,
    N_ ("save its weights as NumPy's, with numpy.savez (path, *model.get_weights ())") },
  { BP_FILE_KIND_KERAS_ZIP,
    N_ ("load it with Keras and save its weights as NumPy's, with numpy.savez (path, "
        "*model.get_weights ())") },
  { BP_FILE_KIND_ZIP,
    N_ ("if Keras wrote it, save its weights as NumPy's, with numpy.savez (path, "
        "*model.get_weights "
        "()); if it is a TorchScript module, save its weights alone, with torch.save "
        "(model.state_dict (), path)") },
  { BP_FILE_KIND_PICKLE, N_ ("if it is of scikit-learn, save its weights as NumPy's, with "
                             "numpy.savez (path, *model.coefs_, "
                             "*model.intercepts_); other weights are read as safetensors") },
  { BP_FILE_KIND_JSON,
    N_ ("if its arrays are a network, save them as NumPy's, with numpy.savez (path, *arrays)") },
  { BP_FILE_KIND_IDX, N_ ("open it as data") },
  { BP_FILE_KIND_GZIP, N_ ("if it holds a data set, open it as data") },
};

/**
 * bp_weights_get_format:
 * @index: from 0
 *
 * Returns: (transfer none) (nullable): a format, the program's own first, or %NULL after the last
 */
const BpWeightsFormat *
bp_weights_get_format (guint index)
{
  return index < G_N_ELEMENTS (rows) ? &rows[index].format : NULL;
}

/* The endings of the writable formats, as in ".safetensors, .npz, .onnx or .h". */
static char *
list_endings (void)
{
  GString *text = g_string_new (NULL);
  guint n_left = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    n_left += rows[i].format.is_written;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].format.is_written)
      {
        g_string_append (text, rows[i].format.endings[0]);
        n_left--;
        if (n_left > 0)
          g_string_append (text, n_left > 1 ? ", " : _ (" or "));
      }
  return g_string_free (text, FALSE);
}

static const Row *
find_row_by_name (const char *path, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *endings = NULL;
  g_autofree char *base_name = g_path_get_basename (path);

  if (strchr (base_name, '.') == NULL)
    return &rows[0];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint k = 0; rows[i].format.is_written && rows[i].format.endings[k] != NULL; k++)
      if (g_str_has_suffix (path, rows[i].format.endings[k]))
        return &rows[i];

  name = bp_clean_name (path);
  quoted = bp_error_quote (name);
  endings = list_endings ();
  g_set_error (
      error, BP_ERROR, BP_ERROR_UNRECOGNISED,
      _ ("The ending of %s is not that of a writable format: choose a name that ends in %s"),
      quoted, endings);
  return NULL;
}

/**
 * bp_weights_find_format:
 * @path: (type filename): the name of a file to write
 * @error: return location for %BP_ERROR_UNRECOGNISED
 *
 * Returns: (transfer none): the format of its ending, safetensors where it has none,
 * or %NULL with @error set
 */
const BpWeightsFormat *
bp_weights_find_format (const char *path, GError **error)
{
  const Row *row = find_row_by_name (path, error);

  return row != NULL ? &row->format : NULL;
}

/* Sets the error for a file without weights. A known kind with its own advice is "unsupported". */
static void
set_kind_error (BpFileKind kind, GError **error)
{
  const char *description = bp_file_kind_describe (kind);
  const char *advice = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (refusals[i].kind == kind)
      advice = refusals[i].advice;

  if (description == NULL)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                         _ ("it does not begin like any known format of weights"));
  else if (advice == NULL)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED, description);
  else
    /* Translators: what a file is, and what to do with it. */
    g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, _ ("%s; %s"), description, _ (advice));
}

/* Finds the row of a file's format by its content; its name does not matter. */
static const Row *
find_row_by_content (const BpWeightsSource *source, GError **error)
{
  guint8 head[BP_FILE_KIND_HEAD_LENGTH];
  gsize length = (gsize) MIN (source->length, sizeof head);
  BpFileKind kind;

  if (!bp_weights_source_read_at (source, head, length, 0, error))
    return NULL;

  kind = bp_file_kind_guess (head, length);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].format.is_read && rows[i].kind == kind)
      return &rows[i];
  set_kind_error (kind, error);
  return NULL;
}

/**
 * bp_weights_recognise:
 * @path: (type filename): any file
 *
 * Returns: whether it holds weights, judged by its beginning and its names, without reading the
 *   weights
 */
gboolean
bp_weights_recognise (const char *path)
{
  g_auto (BpWeightsSource) source = { NULL };
  const Row *row = NULL;

  if (bp_weights_source_open (&source, path, NULL))
    row = find_row_by_content (&source, NULL);
  return row != NULL && (row->recognise == NULL || row->recognise (&source));
}

static BpNetwork *
load (const BpWeightsSource *source, const char *name, BpWeightsInfo *info, GError **error)
{
  const Row *row = find_row_by_content (source, error);
  BpNetwork *network = row != NULL ? row->load (source, info, error) : NULL;

  if (network == NULL)
    bp_error_prefix_name (error, name, N_ ("“%s” cannot be read as weights: "));
  return network;
}

/**
 * bp_weights_load:
 * @path: (type filename): a file with a fully connected network in it, recognised by its content
 * @info: (out caller-allocates) (nullable): the file's description of the network; set in either
 *   case, and to be cleared with bp_weights_info_clear(). Its old contents are not freed.
 * @error: return location for a #BpError or a %G_FILE_ERROR; %BP_ERROR_UNRECOGNISED where the file
 *   holds no weights at all
 *
 * Loads a network with the layers of the file. The whole file is checked. Where it has a check
 * vector, the network must give the saved logits.
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_load (const char *path, BpWeightsInfo *info, GError **error)
{
  g_auto (BpWeightsSource) source = { NULL };

  g_return_val_if_fail (path != NULL, NULL);

  if (info != NULL)
    bp_weights_info_init (info);
  if (!bp_weights_source_open (&source, path, error))
    {
      bp_error_prefix_name (error, path, N_ ("“%s” cannot be read as weights: "));
      return NULL;
    }
  return load (&source, path, info, error);
}

/**
 * bp_weights_load_bytes:
 * @bytes: the bytes of a weight file
 * @name: its name in messages
 * @info: (out caller-allocates) (nullable): as of bp_weights_load()
 * @error: return location for a #BpError
 *
 * Loads a network from memory, without a copy of the bytes.
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_load_bytes (GBytes *bytes, const char *name, BpWeightsInfo *info, GError **error)
{
  g_auto (BpWeightsSource) source = { NULL };

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (info != NULL)
    bp_weights_info_init (info);
  bp_weights_source_init_bytes (&source, bytes);
  return load (&source, name, info, error);
}

/**
 * bp_weights_choose_activation:
 * @network: a network that was loaded
 * @info: the description in its file
 * @name: an activation, as in "tanh"
 * @error: return location for %BP_ERROR_MISMATCH, where the file itself names the activation of its
 *   hidden layers, or %BP_ERROR_UNSUPPORTED
 *
 * Sets the activation of the hidden layers of a network whose file does not name it.
 *
 * Returns: whether the activation was set
 */
gboolean
bp_weights_choose_activation (BpNetwork *network,
                              const BpWeightsInfo *info,
                              const char *name,
                              GError **error)
{
  if (!info->assumes_activation)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("The file names the activation of its hidden layers: no other can be chosen"));
      return FALSE;
    }
  if (bp_weights_activation_set (network, name, error))
    return TRUE;

  g_prefix_error_literal (error, _ ("The network cannot be used with it: "));
  return FALSE;
}

static gboolean
set_written_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("the written file reads back differently: the disk may be failing"));
  return FALSE;
}

/* Whether two networks give bit-identical answers. */
static gboolean
is_same (const BpNetwork *a, const BpNetwork *b)
{
  if (a->n_layers != b->n_layers || a->n_parameters != b->n_parameters)
    return FALSE;
  for (guint l = 0; l < a->n_layers; l++)
    if (a->layers[l].n_inputs != b->layers[l].n_inputs ||
        a->layers[l].n_outputs != b->layers[l].n_outputs)
      return FALSE;
  return a->input_scale == b->input_scale && a->input_offset == b->input_offset &&
         a->temperature == b->temperature && a->sure_threshold == b->sure_threshold &&
         a->non_digits_found == b->non_digits_found && a->activation == b->activation &&
         memcmp (a->parameters, b->parameters, a->n_parameters * sizeof (float)) == 0;
}

/* Loads the written network, which checks the check vector, and compares it. */
static gboolean
verify_network (const BpNetwork *network,
                const Row *row,
                const BpWeightsSource *source,
                GError **error)
{
  g_autoptr (BpNetwork) again = row->load (source, NULL, error);

  if (again == NULL)
    {
      g_prefix_error_literal (error, _ ("the written file cannot be read back: "));
      return FALSE;
    }
  return is_same (network, again) || set_written_error (error);
}

/* Compares the written bytes. Their self-test checks what they compute. */
static gboolean
verify_bytes (GBytes *bytes, const BpWeightsSource *source, GError **error)
{
  g_autoptr (GBytes) again = NULL;

  if (source->length != g_bytes_get_size (bytes))
    return set_written_error (error);
  again = bp_weights_source_read_all (source, source->length, error);
  return again != NULL && (g_bytes_equal (again, bytes) || set_written_error (error));
}

static gboolean
verify (const BpNetwork *network, const Row *row, GBytes *bytes, const char *path, GError **error)
{
  g_auto (BpWeightsSource) source = { NULL };

  if (!bp_weights_source_open (&source, path, error))
    return FALSE;
  return row->load != NULL ? verify_network (network, row, &source, error)
                           : verify_bytes (bytes, &source, error);
}

static gboolean save (const BpNetwork *network,
                      const BpWeightsInfo *info,
                      const Row *row,
                      const char *path,
                      GError **error);

/* Writes the weights of a script to @path, unless they are there already. Other weights at @path
 * are an error: somebody who saves a script does not expect to lose them. */
static gboolean
save_beside (const BpNetwork *network, const BpWeightsInfo *info, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *quoted = bp_error_quote (name);
  g_autoptr (BpNetwork) present = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return save (network, info, find_row_by_name (path, NULL), path, error);

  present = bp_weights_load (path, NULL, NULL);
  if (present != NULL && is_same (network, present))
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               _ ("its weights belong into %s beside it, which exists with other contents: choose "
                  "another name, or move that file away"),
               quoted);
  return FALSE;
}

/* Writes the file beside a script, and returns the script. */
static GBytes *
write_script (const BpNetwork *network,
              const BpWeightsInfo *info,
              const Row *row,
              const char *path,
              GError **error)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".py"));
  g_autofree char *beside = g_strconcat (stem, row->format.beside, NULL);
  g_autofree char *script_name = g_path_get_basename (path);
  g_autofree char *weights_name = g_path_get_basename (beside);

  if (!save_beside (network, info, beside, error))
    return NULL;
  return row->write_script (network, info, script_name, weights_name, error);
}

static gboolean
save (const BpNetwork *network,
      const BpWeightsInfo *info,
      const Row *row,
      const char *path,
      GError **error)
{
  g_autoptr (BpAtomicFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!bp_network_is_finite (network))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                           _ ("a weight is not finite: its training has diverged"));
      return FALSE;
    }
  bytes = row->write_script != NULL ? write_script (network, info, row, path, error)
                                    : row->write (network, info, error);
  if (bytes == NULL)
    return FALSE;

  file = bp_atomic_file_new (path, error);
  return file != NULL &&
         bp_atomic_file_write (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                               error) &&
         verify (network, row, bytes, bp_atomic_file_get_temporary_path (file), error) &&
         bp_atomic_file_commit (file, error);
}

/**
 * bp_weights_save:
 * @network: the network to save; its parameters must be finite
 * @info: the description of the network
 * @path: (type filename): the file, in the format of its ending; a symbolic link is followed
 * @error: return location for a #BpError or a %G_FILE_ERROR
 *
 * Writes a weight file. It is written to a temporary file beside @path, loaded and checked, and
 * only then renamed to @path. A save that fails or is interrupted leaves the old file unchanged.
 *
 * Returns: whether it was saved
 */
gboolean
bp_weights_save (const BpNetwork *network,
                 const BpWeightsInfo *info,
                 const char *path,
                 GError **error)
{
  const Row *row;

  g_return_val_if_fail (network != NULL, FALSE);
  g_return_val_if_fail (info != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  row = find_row_by_name (path, error);
  if (row == NULL)
    return FALSE;
  if (save (network, info, row, path, error))
    return TRUE;

  bp_error_prefix_name (error, path, N_ ("“%s” was not saved: "));
  return FALSE;
}

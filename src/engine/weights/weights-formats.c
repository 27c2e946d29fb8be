/* SPDX-License-Identifier: MIT */
/*
 * A network in the formats that other programs read and write. Whatever is written is read back and
 * compared before it takes the place of an older file.
 */
#include "weights-formats.h"

#include "atomic-file.h"
#include "c-header.h"
#include "error.h"
#include "file-kind.h"
#include "onnx-reader.h"
#include "onnx-writer.h"
#include "regular-file.h"
#include "weights-npz-writer.h"
#include "weights-npz.h"

#include <string.h>
#include <unistd.h>

/* The largest ONNX file that is read. It is held in memory as a whole, and takes that of 33 million
 * parameters; networks of images that are trained here have a few million. */
#define MAX_ONNX_SIZE (G_GUINT64_CONSTANT (128) << 20)

static const struct
{
  const char *ending;
  BpWeightsFormat format;
} endings[] = {
  { ".safetensors", BP_WEIGHTS_FORMAT_SAFETENSORS },
  { ".npz", BP_WEIGHTS_FORMAT_NPZ },
  { ".onnx", BP_WEIGHTS_FORMAT_ONNX },
  { ".h", BP_WEIGHTS_FORMAT_C_HEADER },
};

/**
 * bp_weights_format_from_path:
 * @path: (type filename): the name of a file to write
 * @format: (out): the format that its ending stands for
 * @error: return location for %BP_ERROR_UNRECOGNISED
 *
 * Returns: whether the ending is known
 */
gboolean
bp_weights_format_from_path (const char *path, BpWeightsFormat *format, GError **error)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i].ending))
      {
        *format = endings[i].format;
        return TRUE;
      }

  name = g_filename_display_basename (path);
  g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
               "The ending of “%s” stands for no format that can be written: choose a name that "
               "ends in .safetensors, .npz, .onnx or .h",
               name);
  return FALSE;
}

/* The bytes of a file that is no longer than @max_length. */
static GBytes *
read_whole (const char *path, guint64 max_length, GError **error)
{
  guint64 length;
  int fd = bp_regular_file_open (path, &length, error);
  g_autofree guint8 *bytes = NULL;
  gboolean is_read = FALSE;

  if (fd < 0)
    return NULL;

  if (length > max_length)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                         "it is far larger than any network that is trained here");
  else if ((bytes = g_try_malloc (MAX (length, 1))) == NULL)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY, "there is no memory to read it");
  else
    is_read = bp_regular_file_read_at (fd, path, bytes, length, 0, error);

  close (fd);
  return is_read ? g_bytes_new_take (g_steal_pointer (&bytes), length) : NULL;
}

static BpNetwork *
read_onnx (const char *path, BpWeightsInfo *info, GError **error)
{
  g_autoptr (GBytes) bytes = read_whole (path, MAX_ONNX_SIZE, error);

  if (bytes == NULL)
    return NULL;
  return bp_onnx_to_network (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), info, error);
}

static BpNetwork *
read_format (BpWeightsFormat format, const char *path, BpWeightsInfo *info, GError **error)
{
  switch (format)
    {
    case BP_WEIGHTS_FORMAT_NPZ:
      return bp_weights_npz_read (path, info, error);

    case BP_WEIGHTS_FORMAT_ONNX:
      return read_onnx (path, info, error);

    case BP_WEIGHTS_FORMAT_SAFETENSORS:
    case BP_WEIGHTS_FORMAT_C_HEADER:
    case BP_N_WEIGHTS_FORMATS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
set_written_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       "what was written is not what is read back: the disk may be failing");
  return FALSE;
}

/* Reads again the network that was written, whose loader recomputes the check vector. */
static gboolean
verify_network (const BpNetwork *network, BpWeightsFormat format, const char *path, GError **error)
{
  g_autoptr (BpNetwork) again = read_format (format, path, NULL, error);

  if (again == NULL)
    return FALSE;
  if (again->n_parameters == network->n_parameters && again->input_scale == network->input_scale &&
      again->input_offset == network->input_offset && again->temperature == network->temperature &&
      again->sure_threshold == network->sure_threshold &&
      memcmp (again->parameters, network->parameters, network->n_parameters * sizeof (float)) == 0)
    return TRUE;
  return set_written_error (error);
}

/* Reads again the bytes that were written. What they compute is left to the self-test in them. */
static gboolean
verify_bytes (const void *bytes, gsize length, const char *path, GError **error)
{
  g_autoptr (GBytes) again = read_whole (path, length, error);

  if (again == NULL)
    return FALSE;
  if (g_bytes_get_size (again) == length &&
      memcmp (g_bytes_get_data (again, NULL), bytes, length) == 0)
    return TRUE;
  return set_written_error (error);
}

static gboolean
verify (const BpNetwork *network,
        BpWeightsFormat format,
        const void *bytes,
        gsize length,
        const char *path,
        GError **error)
{
  return format == BP_WEIGHTS_FORMAT_C_HEADER ? verify_bytes (bytes, length, path, error)
                                              : verify_network (network, format, path, error);
}

static gboolean
write_bytes (const BpNetwork *network,
             BpWeightsFormat format,
             const void *bytes,
             gsize length,
             const char *path,
             GError **error)
{
  g_autoptr (BpAtomicFile) file = bp_atomic_file_new (path, error);

  return file != NULL && bp_atomic_file_write (file, bytes, length, error) &&
         verify (network, format, bytes, length, bp_atomic_file_get_temporary_path (file), error) &&
         bp_atomic_file_commit (file, error);
}

static gboolean export(const BpNetwork *network,
                       const BpWeightsInfo *info,
                       BpWeightsFormat format,
                       const char *path,
                       GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GString) code = NULL;

  if (format == BP_WEIGHTS_FORMAT_C_HEADER)
    {
      code = bp_c_header_from_network (network, info, error);
      return code != NULL && write_bytes (network, format, code->str, code->len, path, error);
    }

  bytes = format == BP_WEIGHTS_FORMAT_ONNX ? bp_onnx_from_network (network, info, error)
                                           : bp_weights_npz_write (network, info, error);
  return bytes != NULL && write_bytes (network, format, bytes->data, bytes->len, path, error);
}

/**
 * bp_weights_export:
 * @network: the network
 * @info: what is known about it
 * @format: what to write
 * @path: (type filename): the file to write, or to replace
 * @error: return location for a %G_FILE_ERROR, %BP_ERROR_INVALID_VALUE, %BP_ERROR_DAMAGED or
 *   %BP_ERROR_NO_MEMORY
 *
 * Writes the file whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_weights_export (const BpNetwork *network,
                   const BpWeightsInfo *info,
                   BpWeightsFormat format,
                   const char *path,
                   GError **error)
{
  if (format == BP_WEIGHTS_FORMAT_SAFETENSORS)
    return bp_weights_save (network, info, path, error);
  if (export(network, info, format, path, error))
    return TRUE;

  bp_error_prefix_name (error, path, "was not saved");
  return FALSE;
}

/* Looks at how a file begins. Whatever goes wrong here goes wrong again where it is read. */
static BpFileKind
find_kind (const char *path)
{
  guint8 head[BP_FILE_KIND_HEAD_LENGTH];
  guint64 length;
  int fd = bp_regular_file_open (path, &length, NULL);
  gboolean is_read;

  if (fd < 0)
    return BP_FILE_KIND_UNKNOWN;

  length = MIN (length, sizeof head);
  is_read = bp_regular_file_read_at (fd, path, head, length, 0, NULL);
  close (fd);
  return is_read ? bp_file_kind_guess (head, length) : BP_FILE_KIND_UNKNOWN;
}

/**
 * bp_weights_recognise:
 * @path: (type filename): any file
 *
 * Returns: whether it begins as a file does that bp_weights_import() reads
 */
gboolean
bp_weights_recognise (const char *path)
{
  switch (find_kind (path))
    {
    case BP_FILE_KIND_SAFETENSORS:
    case BP_FILE_KIND_ONNX:
      return TRUE;

    case BP_FILE_KIND_NPZ:
      return bp_weights_npz_recognise (path);

    default:
      return FALSE;
    }
}

/**
 * bp_weights_import:
 * @path: (type filename): a file with a network in it, recognised by its content: safetensors, as
 * of bp_weights_load(), an NPZ with W1, b1, W2, b2 …, or an ONNX file that this program wrote
 * @info: (out caller-allocates) (nullable): as of bp_weights_load()
 * @error: return location for a #BpError or a %G_FILE_ERROR
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_import (const char *path, BpWeightsInfo *info, GError **error)
{
  BpFileKind kind = find_kind (path);
  BpNetwork *network;

  if (kind != BP_FILE_KIND_NPZ && kind != BP_FILE_KIND_ONNX)
    return bp_weights_load (path, info, error);

  if (info != NULL)
    bp_weights_info_init (info);
  network = read_format (kind == BP_FILE_KIND_NPZ ? BP_WEIGHTS_FORMAT_NPZ : BP_WEIGHTS_FORMAT_ONNX,
                         path, info, error);
  if (network == NULL)
    bp_error_prefix_name (error, path, "cannot be read as weights");
  return network;
}

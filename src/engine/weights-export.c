/* SPDX-License-Identifier: MIT */
/*
 * A network in the formats that other programs read. Whatever is written is read back and compared
 * before it takes the place of an older file.
 */
#include "engine/weights-export.h"

#include "engine/atomic-file.h"
#include "engine/c-header.h"
#include "engine/error.h"
#include "engine/onnx.h"

#include <string.h>

static const struct
{
  const char *ending;
  BpWeightsFormat format;
} endings[] = {
  { ".safetensors", BP_WEIGHTS_FORMAT_SAFETENSORS },
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
               "ends in .safetensors, .onnx or .h",
               name);
  return FALSE;
}

/* What was written, read again. A C header is checked by its own self-test where it is compiled. */
static gboolean
verify (const BpNetwork *network, BpWeightsFormat format, const char *path, GError **error)
{
  g_autoptr (BpNetwork) again = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, error))
    return FALSE;
  if (format != BP_WEIGHTS_FORMAT_ONNX)
    return TRUE;

  again = bp_onnx_to_network ((const guint8 *) bytes, length, error);
  if (again == NULL)
    return FALSE;
  if (again->n_parameters == network->n_parameters && again->input_scale == network->input_scale &&
      again->input_offset == network->input_offset &&
      memcmp (again->parameters, network->parameters, network->n_parameters * sizeof (float)) == 0)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       "What was written is not what was read back: the disk may be failing");
  return FALSE;
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
         verify (network, format, bp_atomic_file_get_temporary_path (file), error) &&
         bp_atomic_file_commit (file, error);
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
  switch (format)
    {
    case BP_WEIGHTS_FORMAT_ONNX:
      {
        g_autoptr (GByteArray) bytes = bp_onnx_from_network (network, info, error);

        return bytes != NULL && write_bytes (network, format, bytes->data, bytes->len, path, error);
      }

    case BP_WEIGHTS_FORMAT_C_HEADER:
      {
        g_autoptr (GString) code = bp_c_header_from_network (network, info, error);

        return code != NULL && write_bytes (network, format, code->str, code->len, path, error);
      }

    case BP_WEIGHTS_FORMAT_SAFETENSORS:
    case BP_N_WEIGHTS_FORMATS:
    default:
      return bp_weights_save (network, info, path, error);
    }
}

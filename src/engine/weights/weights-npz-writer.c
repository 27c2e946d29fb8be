/* SPDX-License-Identifier: MIT */
/*
 * Writes a network as NumPy arrays, named as in textbooks: W1 (out, in) and b1 (out, 1) of the
 * first layer, W2 and b2 of the second. The two numbers of the input transform are arrays too, and
 * so is "metadata", the bytes of a JSON object: json.loads (bytes (archive["metadata"])).
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-npz-writer.h"

#include "error.h"
#include "float-bits.h"
#include "weights-metadata.h"
#include "weights-npz.h"
#include "zip-open.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The alignment of the data of a NumPy array, in bytes. */
#define NPY_ALIGNMENT 64

/* The header of an array. @shape: the text between the parentheses. */
static GByteArray *
make_npy_header (const char *type_name, const char *shape)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) header = g_string_new (NULL);
  guint8 length[2];

  g_string_printf (header, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", type_name,
                   shape);
  while ((10 + header->len + 1) % NPY_ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');

  length[0] = header->len & 0xff;
  length[1] = header->len >> 8;
  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) header->str, header->len);
  return bytes;
}

/* A matrix, or a single number where @n_dims is 0. */
static GByteArray *
make_npy (const float *numbers, guint n_dims, gsize n_rows, gsize n_columns)
{
  g_autofree char *shape =
      n_dims == 0 ? g_strdup ("")
                  : g_strdup_printf ("%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT, n_rows, n_columns);
  GByteArray *bytes = make_npy_header ("<f4", shape);
  gsize count = n_dims == 0 ? 1 : n_rows * n_columns;

  for (gsize i = 0; i < count; i++)
    {
      guint32 bits = GUINT32_TO_LE (bp_float_to_bits (numbers[i]));

      g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
    }
  return bytes;
}

static GByteArray *
make_text_npy (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT ",", length);
  GByteArray *bytes = make_npy_header ("|u1", shape);

  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
  return bytes;
}

/* Adds an array to the archive, which takes the bytes of @npy. */
static gboolean
add_array (zip_t *archive, const char *name, GByteArray *npy)
{
  g_autofree char *member_name = g_strconcat (name, ".npy", NULL);
  gsize length = npy->len;
  guint8 *bytes = g_byte_array_free (npy, FALSE);
  zip_source_t *source = bp_libzip.zip_source_buffer (archive, bytes, length, TRUE);
  zip_int64_t index;

  if (source == NULL)
    {
      g_free (bytes);
      return FALSE;
    }
  index = bp_libzip.zip_file_add (archive, member_name, source, 0);
  if (index < 0)
    {
      bp_libzip.zip_source_free (source);
      return FALSE;
    }

  return bp_libzip.zip_set_file_compression (archive, (zip_uint64_t) index, ZIP_CM_STORE, 0) == 0;
}

static gboolean
add_network (zip_t *archive, const BpNetwork *network, const BpMetadata *metadata)
{
  g_autofree char *json = bp_metadata_to_json (metadata);

  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      g_autofree float *weights = g_new (float, (gsize) layer->n_outputs * layer->n_inputs);
      g_autofree char *weights_name = g_strdup_printf ("W%u", l + 1);
      g_autofree char *biases_name = g_strdup_printf ("b%u", l + 1);

      bp_network_get_weights (network, l, weights);
      if (!add_array (archive, weights_name,
                      make_npy (weights, 2, layer->n_outputs, layer->n_inputs)) ||
          !add_array (archive, biases_name, make_npy (layer->biases, 2, layer->n_outputs, 1)))
        return FALSE;
    }

  return add_array (archive, BP_WEIGHTS_KEY_INPUT_SCALE,
                    make_npy (&network->input_scale, 0, 1, 1)) &&
         add_array (archive, BP_WEIGHTS_KEY_INPUT_OFFSET,
                    make_npy (&network->input_offset, 0, 1, 1)) &&
         add_array (archive, BP_WEIGHTS_NPZ_METADATA, make_text_npy (json));
}

/* Takes the bytes of the finished archive from the source that it was written to. */
static GBytes *
take_bytes (zip_source_t *source)
{
  g_autofree guint8 *bytes = NULL;
  gboolean is_read = FALSE;
  zip_stat_t status;

  if (bp_libzip.zip_source_stat (source, &status) == 0 && bp_libzip.zip_source_open (source) == 0)
    {
      bytes = g_try_malloc (status.size);
      is_read = bytes != NULL &&
                bp_libzip.zip_source_read (source, bytes, status.size) == (zip_int64_t) status.size;
      bp_libzip.zip_source_close (source);
    }

  return is_read ? g_bytes_new_take (g_steal_pointer (&bytes), status.size) : NULL;
}

/**
 * bp_weights_npz_write:
 * @network: the network; its parameters are finite
 * @info: the description of the network
 * @error: return location for %BP_ERROR_INVALID_VALUE, where a logit is not finite,
 *   %BP_ERROR_NO_MEMORY, or %BP_ERROR_UNSUPPORTED, where libzip is not installed
 *
 * Returns: (transfer full): the bytes of an NPZ file, or %NULL with @error set
 */
GBytes *
bp_weights_npz_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpMetadata) metadata = NULL;
  zip_error_t reason;
  zip_source_t *source;
  zip_t *archive;
  GBytes *bytes = NULL;

  metadata = bp_weights_metadata_make (network, info, error);
  if (metadata == NULL || !bp_libzip_load (error))
    return NULL;

  bp_libzip.zip_error_init (&reason);
  source = bp_libzip.zip_source_buffer_create (NULL, 0, 0, &reason);
  archive = source != NULL ? bp_libzip.zip_open_from_source (source, ZIP_TRUNCATE, &reason) : NULL;
  if (archive != NULL)
    {
      bp_libzip.zip_source_keep (source);
      if (add_network (archive, network, metadata) && bp_libzip.zip_close (archive) == 0)
        bytes = take_bytes (source);
      else
        bp_libzip.zip_discard (archive);
    }
  if (source != NULL)
    bp_libzip.zip_source_free (source);
  bp_libzip.zip_error_fini (&reason);

  if (bytes == NULL)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                         _ ("there is not enough memory to write the archive"));
  return bytes;
}

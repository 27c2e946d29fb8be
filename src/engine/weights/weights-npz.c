/* SPDX-License-Identifier: MIT */
/*
 * Networks of NumPy arrays, named as in the classroom: W1 (out, in) and b1 (out, 1) of the first
 * layer, W2 and b2 of the next. Weights that others saved as (in, out) are told by their biases.
 * What this program wrote (weights-npz-writer.c) has its metadata beside them.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-npz.h"

#include "error.h"
#include "npz.h"
#include "weights-metadata.h"

#include <math.h>
#include <string.h>

/* Bytes of metadata that are read; a file of this program has one or two thousand. */
#define MAX_METADATA (1024 * 1024)

/* One array of a file. */
typedef struct
{
  guint n_dims;
  gsize dims[2];
  double *numbers; /* owned, (dims[0], dims[1]) in C order */
} Array;

static void
array_clear (Array *array)
{
  g_clear_pointer (&array->numbers, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Array, array_clear)

static gboolean
set_no_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY, "there is no memory for its weights");
  return FALSE;
}

/* Exchanges rows and columns. */
static gboolean
transpose (Array *array, GError **error)
{
  double *numbers = g_try_new (double, MAX (array->dims[0] * array->dims[1], 1));
  gsize n_rows = array->dims[0];

  if (numbers == NULL)
    return set_no_memory_error (error);
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < array->dims[1]; j++)
      numbers[j * n_rows + i] = array->numbers[i * array->dims[1] + j];
  g_free (array->numbers);
  array->numbers = numbers;
  array->dims[0] = array->dims[1];
  array->dims[1] = n_rows;
  return TRUE;
}

/* Reads the numbers of an array that has begun, and what belongs to its end. */
static gboolean
read_numbers (BpNpz *npz, const BpNpyHeader *header, Array *array, GError **error)
{
  gsize n_rows = header->n_dims > 0 ? header->dims[0] : 1;
  gsize n_columns = header->n_dims > 1 ? header->dims[1] : 1;

  array->n_dims = header->n_dims;
  array->dims[0] = header->is_fortran ? n_columns : n_rows;
  array->dims[1] = header->is_fortran ? n_rows : n_columns;
  array->numbers = g_try_new (double, MAX (header->count, 1));
  if (array->numbers == NULL)
    return set_no_memory_error (error);
  return bp_npy_read_numbers (bp_npz_get_source (npz), header, array->numbers, error) &&
         bp_npz_end (npz, error) && (!header->is_fortran || transpose (array, error));
}

static gboolean
read_array (BpNpz *npz, guint index, Array *array, GError **error)
{
  BpNpyHeader header;

  if (!bp_npz_begin (npz, index, &header, error))
    return FALSE;
  if (header.n_dims > 2 || header.count > (gsize) BP_NETWORK_MAX_UNITS * BP_NETWORK_MAX_UNITS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   "its array “%.60s” is no matrix of weights", bp_npz_get_name (npz, index));
      return FALSE;
    }

  if (!bp_npz_take_memory (npz, header.count * sizeof (double), error) ||
      !read_numbers (npz, &header, array, error))
    return FALSE;
  for (gsize i = 0; i < header.count; i++)
    if (!isfinite ((float) array->numbers[i]))
      {
        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                     "its array “%.60s” holds a number that is not finite, as a training that "
                     "diverged leaves it",
                     bp_npz_get_name (npz, index));
        return FALSE;
      }
  return TRUE;
}

/* Finds and reads an array. @found tells "not there" from an error. */
static gboolean
find_array (BpNpz *npz, const char *name, Array *array, gboolean *found, GError **error)
{
  *found = FALSE;
  for (guint i = 0; i < bp_npz_get_n_arrays (npz); i++)
    if (g_str_equal (bp_npz_get_name (npz, i), name))
      {
        *found = TRUE;
        return read_array (npz, i, array, error);
      }

  return TRUE;
}

static gboolean
read_layer (BpNpz *npz, guint l, Array *weights, Array *biases, gboolean *found, GError **error)
{
  g_autofree char *weights_name = g_strdup_printf ("W%u", l + 1);
  g_autofree char *biases_name = g_strdup_printf ("b%u", l + 1);
  gboolean has_biases;

  if (!find_array (npz, weights_name, weights, found, error) ||
      (*found && !find_array (npz, biases_name, biases, &has_biases, error)))
    return FALSE;
  if (!*found)
    return TRUE;

  if (has_biases && biases->dims[0] * biases->dims[1] != weights->dims[0] &&
      biases->dims[0] * biases->dims[1] == weights->dims[1] && !transpose (weights, error))
    return FALSE;
  if (weights->n_dims == 2 && has_biases && biases->dims[0] * biases->dims[1] == weights->dims[0])
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               "its weights “%s” have no biases “%s” that fit: W is (out, in) and b is (out, 1)",
               weights_name, biases_name);
  return FALSE;
}

static BpNetwork *
make_network (const Array *weights, const Array *biases, guint n_layers, GError **error)
{
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  BpNetwork *network;

  sizes[0] = (guint) MIN (weights[0].dims[1], G_MAXUINT);
  for (guint l = 0; l < n_layers; l++)
    {
      sizes[l + 1] = (guint) MIN (weights[l].dims[0], G_MAXUINT);
      if (weights[l].dims[1] != sizes[l])
        {
          g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                       "its W%u takes %" G_GSIZE_FORMAT " inputs, but W%u gives %u", l + 1,
                       weights[l].dims[1], l, sizes[l]);
          return NULL;
        }
    }

  network = bp_network_new (sizes, n_layers + 1, error);
  if (network == NULL)
    return NULL;
  for (guint l = 0; l < n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      for (guint j = 0; j < layer->n_outputs; j++)
        {
          for (guint i = 0; i < layer->n_inputs; i++)
            *bp_layer_get_weight (layer, i, j) =
                (float) weights[l].numbers[(gsize) j * layer->n_inputs + i];
          layer->biases[j] = (float) biases[l].numbers[j];
        }
    }

  return network;
}

/* What the file does not say stays as it is usual. */
static gboolean
read_input_transform (BpNpz *npz, BpNetwork *network, GError **error)
{
  g_auto (Array) scale = { 0 };
  g_auto (Array) offset = { 0 };
  gboolean has_scale;
  gboolean has_offset;

  if (!find_array (npz, BP_WEIGHTS_KEY_INPUT_SCALE, &scale, &has_scale, error) ||
      !find_array (npz, BP_WEIGHTS_KEY_INPUT_OFFSET, &offset, &has_offset, error))
    return FALSE;
  if ((has_scale && (scale.n_dims != 0 || (float) scale.numbers[0] == 0.0f)) ||
      (has_offset && offset.n_dims != 0))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           "its input_scale and input_offset are not numbers to scale pixels with");
      return FALSE;
    }

  if (has_scale)
    network->input_scale = (float) scale.numbers[0];
  if (has_offset)
    network->input_offset = (float) offset.numbers[0];
  return TRUE;
}

/* Reads the bytes of a JSON object. An array of that name in a file of somebody else is another
 * matter, and nothing is known then. */
static gboolean
read_metadata (BpNpz *npz, BpMetadata **metadata, GError **error)
{
  g_auto (Array) bytes = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gboolean has_metadata;
  gsize length;

  if (!find_array (npz, BP_WEIGHTS_NPZ_METADATA, &bytes, &has_metadata, &cause) &&
      !g_error_matches (cause, BP_ERROR, BP_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  has_metadata = has_metadata && cause == NULL;
  length = has_metadata ? bytes.dims[0] * bytes.dims[1] : 0;
  if (length > 0 && length <= MAX_METADATA)
    {
      text = g_malloc (length);
      for (gsize i = 0; i < length; i++)
        text[i] = (char) (guint8) CLAMP (bytes.numbers[i], 0.0, 255.0);
      *metadata = bp_metadata_from_json (text, length);
    }
  if (*metadata == NULL)
    *metadata = bp_metadata_new ();
  return TRUE;
}

/* Reads what stands beside the weights, and looks whether they are what they were. */
static gboolean
finish_network (BpNpz *npz, BpNetwork *network, BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpMetadata) metadata = NULL;

  return read_input_transform (npz, network, error) && read_metadata (npz, &metadata, error) &&
         bp_weights_metadata_read_activation (metadata, network, error) &&
         bp_weights_metadata_apply (metadata, network, FALSE, info, error);
}

static BpNpz *
open_archive (const BpWeightsSource *source, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (source->path != NULL)
    return bp_npz_open (source->path, error);

  bytes = bp_weights_source_read_all (source, source->length, error);
  return bytes != NULL ? bp_npz_open_bytes (bytes, error) : NULL;
}

/**
 * bp_weights_npz_recognise:
 * @source: an NPZ file
 *
 * Returns: whether there is an array in it that is named as the weights of the first layer
 */
gboolean
bp_weights_npz_recognise (const BpWeightsSource *source)
{
  g_autoptr (BpNpz) npz = open_archive (source, NULL);

  for (guint i = 0; npz != NULL && i < bp_npz_get_n_arrays (npz); i++)
    if (g_str_equal (bp_npz_get_name (npz, i), "W1"))
      return TRUE;
  return FALSE;
}

/**
 * bp_weights_npz_load:
 * @source: an NPZ file
 * @info: (out caller-allocates) (nullable): what the file says about the network, where this
 *   succeeds
 * @error: return location for a %BP_ERROR whose message begins with "it" or "its"
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_npz_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpNpz) npz = open_archive (source, error);
  g_autoptr (BpNetwork) network = NULL;
  Array weights[BP_NETWORK_MAX_LAYERS] = { 0 };
  Array biases[BP_NETWORK_MAX_LAYERS] = { 0 };
  gboolean is_sound = TRUE;
  gboolean found = TRUE;
  guint n_layers = 0;

  if (npz == NULL)
    return NULL;

  while (is_sound && n_layers < BP_NETWORK_MAX_LAYERS)
    {
      is_sound = read_layer (npz, n_layers, &weights[n_layers], &biases[n_layers], &found, error);
      if (!found)
        break;
      n_layers++;
    }
  if (is_sound && n_layers == 0)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                         "it is a NumPy archive without the arrays W1, b1, W2, b2 … of a network");
  else if (is_sound)
    network = make_network (weights, biases, n_layers, error);

  for (guint l = 0; l < BP_NETWORK_MAX_LAYERS; l++)
    {
      array_clear (&weights[l]);
      array_clear (&biases[l]);
    }
  if (network == NULL || !finish_network (npz, network, info, error))
    return NULL;
  return g_steal_pointer (&network);
}

/* SPDX-License-Identifier: MIT */
/*
 * Reads networks from NumPy arrays: W1 (out, in) and b1 (out, 1) of the first layer, W2 and b2 of
 * the second, as in textbooks, or other names and directions that weights-chain.c understands.
 * Files of this program (weights-npz-writer.c) have metadata. Other files may name their activation
 * in a text array.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-npz.h"

#include "error.h"
#include "npz.h"
#include "weights-activation.h"
#include "weights-chain.h"
#include "weights-metadata.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The most bytes of metadata that are read; a file of this program has one or two thousand. */
#define MAX_METADATA (1024 * 1024)

/* The most bytes of text that are read for the names of activations. */
#define MAX_TEXT 4096

typedef struct
{
  BpNpz *npz;
  GArray *arrays;         /* of BpWeightsArray: all arrays but the input transform and the
                           * metadata */
  GArray *members;        /* of guint: the index of each in the archive */
  GPtrArray *activations; /* nullable: their names in the file */
  BpMetadata *metadata;
  int scale; /* the member with the factor of the pixels, or -1 */
  int offset;
  gboolean is_rounded;
} File;

static void
file_clear (File *file)
{
  g_clear_pointer (&file->npz, bp_npz_close);
  g_clear_pointer (&file->arrays, g_array_unref);
  g_clear_pointer (&file->members, g_array_unref);
  g_clear_pointer (&file->activations, g_ptr_array_unref);
  g_clear_pointer (&file->metadata, bp_metadata_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

static gboolean
set_no_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is no memory for its weights"));
  return FALSE;
}

/* Converts a matrix from Fortran order to C order. */
static void
reorder (const double *numbers, const BpNpyHeader *header, float *values)
{
  gsize n_rows = header->dims[0];
  gsize n_columns = header->n_dims > 1 ? header->dims[1] : 1;

  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < n_columns; j++)
      values[i * n_columns + j] = (float) numbers[j * n_rows + i];
}

/* Reads the numbers of an open array of at most two dimensions, and closes it. */
static gboolean
read_numbers (BpNpz *npz, const BpNpyHeader *header, float *values, GError **error)
{
  g_autofree double *numbers = NULL;

  numbers = g_try_new (double, MAX (header->count, 1));
  if (numbers == NULL)
    return set_no_memory_error (error);
  if (!bp_npy_read_numbers (bp_npz_get_source (npz), header, numbers, error) ||
      !bp_npz_end (npz, error))
    return FALSE;

  if (header->is_fortran && header->n_dims == 2)
    reorder (numbers, header, values);
  else
    for (gsize i = 0; i < header->count; i++)
      values[i] = (float) numbers[i];
  return TRUE;
}

/* A #BpWeightsReadFunc. */
static gboolean
read_array (gpointer data, guint index, float *values, GError **error)
{
  File *file = data;
  const BpWeightsArray *array = &g_array_index (file->arrays, BpWeightsArray, index);
  BpNpyHeader header;
  guint64 count = 1;

  if (!bp_npz_begin (file->npz, g_array_index (file->members, guint, index), &header, error))
    return FALSE;
  for (guint i = 0; i < array->n_dims; i++)
    count *= array->dims[i];
  if (header.count != count || header.n_dims != array->n_dims)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("it changed while it was being read"));
      return FALSE;
    }
  return read_numbers (file->npz, &header, values, error);
}

static BpWeightsArrayKind
get_kind (const BpNumberType *type)
{
  if (type->kind == BP_NUMBER_FLOAT)
    return BP_WEIGHTS_ARRAY_FLOAT;
  return type->kind == BP_NUMBER_SIGNED || type->kind == BP_NUMBER_UNSIGNED
             ? BP_WEIGHTS_ARRAY_INTEGER
             : BP_WEIGHTS_ARRAY_OTHER;
}

/* --- Arrays without weights --- */

static gboolean
names_activations (const char *name)
{
  g_autofree char *small = g_ascii_strdown (name, -1);

  return strstr (small, "activation") != NULL || strstr (small, "nonlinearity") != NULL ||
         g_str_equal (small, "act");
}

/* Decodes one string of a NumPy array, which is padded with zeros. */
static char *
decode_text (const guint8 *bytes, const BpNumberType *type)
{
  guint unit = type->kind == BP_NUMBER_UNICODE_TEXT ? 4 : 1;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i + unit <= type->size; i += unit)
    {
      gunichar character = bytes[i];

      if (unit == 4)
        character = type->is_big_endian
                        ? (gunichar) bytes[i] << 24 | (gunichar) bytes[i + 1] << 16 |
                              (gunichar) bytes[i + 2] << 8 | bytes[i + 3]
                        : (gunichar) bytes[i + 3] << 24 | (gunichar) bytes[i + 2] << 16 |
                              (gunichar) bytes[i + 1] << 8 | bytes[i];
      if (character == 0)
        break;
      g_string_append_unichar (text, g_unichar_validate (character) ? character : 0xFFFD);
    }
  return g_string_free (text, FALSE);
}

/* Reads the strings of an open array, and closes it. */
static gboolean
read_texts (File *file, const BpNpyHeader *header, GError **error)
{
  const BpByteSource *source = bp_npz_get_source (file->npz);
  gsize length = header->count * header->type.size;
  guint8 bytes[MAX_TEXT];

  if (!source->read (source->source, bytes, length, error) || !bp_npz_end (file->npz, error))
    return FALSE;

  file->activations = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < header->count; i++)
    g_ptr_array_add (file->activations, decode_text (bytes + i * header->type.size, &header->type));
  return TRUE;
}

/* Reads the bytes of a JSON object, and closes their array. In a file of another program, an array
 * of that name may be something else: @file then has no metadata. */
static gboolean
read_metadata (File *file, const BpNpyHeader *header, GError **error)
{
  g_autofree float *numbers = g_new (float, header->count);
  g_autofree char *text = g_malloc (header->count);

  if (!read_numbers (file->npz, header, numbers, error))
    return FALSE;
  for (gsize i = 0; i < header->count; i++)
    text[i] = (char) (guint8) CLAMP (numbers[i], 0.0F, 255.0F);
  file->metadata = bp_metadata_from_json (text, header->count);
  return TRUE;
}

static gboolean
is_metadata (const char *name, const BpNpyHeader *header)
{
  return g_str_equal (name, BP_WEIGHTS_NPZ_METADATA) && header->n_dims == 1 && header->count > 0 &&
         header->count <= MAX_METADATA && get_kind (&header->type) == BP_WEIGHTS_ARRAY_INTEGER;
}

static gboolean
is_text (const BpNpyHeader *header)
{
  return (header->type.kind == BP_NUMBER_UNICODE_TEXT ||
          header->type.kind == BP_NUMBER_BYTE_TEXT) &&
         header->count <= MAX_TEXT && header->count * header->type.size <= MAX_TEXT;
}

/* --- The list of arrays --- */

static void
add_array (File *file, guint member, const BpNpyHeader *header)
{
  BpWeightsArray array = {
    .name = bp_npz_get_name (file->npz, member),
    .kind = header != NULL ? get_kind (&header->type) : BP_WEIGHTS_ARRAY_OTHER,
    .n_dims = header != NULL ? header->n_dims : 0,
  };

  for (guint i = 0; i < array.n_dims; i++)
    array.dims[i] = header->dims[i];
  if (array.kind == BP_WEIGHTS_ARRAY_FLOAT && header->type.size < sizeof (float))
    file->is_rounded = TRUE;
  g_array_append_val (file->arrays, array);
  g_array_append_val (file->members, member);
}

/* Adds one array to the list, or reads it where it describes the network. */
static gboolean
look_at (File *file, guint member, GError **error)
{
  const char *name = bp_npz_get_name (file->npz, member);
  g_autoptr (GError) cause = NULL;
  BpNpyHeader header;

  if (!bp_npz_begin (file->npz, member, &header, &cause))
    {
      /* Arrays of objects and tables are kept for messages: as wrong weights, or as unused. */
      if (g_error_matches (cause, BP_ERROR, BP_ERROR_UNSUPPORTED))
        {
          add_array (file, member, NULL);
          return TRUE;
        }
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  if (is_metadata (name, &header))
    return read_metadata (file, &header, error);
  if (file->activations == NULL && names_activations (name) && is_text (&header))
    return read_texts (file, &header, error);

  bp_npz_leave (file->npz);
  if (g_str_equal (name, BP_WEIGHTS_KEY_INPUT_SCALE))
    file->scale = (int) member;
  else if (g_str_equal (name, BP_WEIGHTS_KEY_INPUT_OFFSET))
    file->offset = (int) member;
  else
    add_array (file, member, &header);
  return TRUE;
}

static gboolean
file_open (File *file, const BpWeightsSource *source, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  *file = (File){ .scale = -1, .offset = -1 };
  if (source->path != NULL)
    file->npz = bp_npz_open (source->path, error);
  else if ((bytes = bp_weights_source_read_all (source, source->length, error)) != NULL)
    file->npz = bp_npz_open_bytes (bytes, error);
  if (file->npz == NULL)
    return FALSE;

  file->arrays = g_array_new (FALSE, FALSE, sizeof (BpWeightsArray));
  file->members = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < bp_npz_get_n_arrays (file->npz); i++)
    if (!look_at (file, i, error))
      return FALSE;
  if (file->metadata == NULL)
    file->metadata = bp_metadata_new ();
  return TRUE;
}

static const BpWeightsArray *
get_arrays (const File *file)
{
  return (const BpWeightsArray *) (const void *) file->arrays->data;
}

/* --- The network --- */

static gboolean
read_number (BpNpz *npz, guint member, float *number, gboolean *is_sound, GError **error)
{
  BpNpyHeader header;

  if (!bp_npz_begin (npz, member, &header, error))
    return FALSE;
  *is_sound = header.count == 1 && header.n_dims == 0;
  if (*is_sound)
    return read_numbers (npz, &header, number, error);
  bp_npz_leave (npz);
  return TRUE;
}

/* Missing numbers keep the usual value. */
static gboolean
read_input_transform (const File *file, BpNetwork *network, GError **error)
{
  gboolean is_scale_sound = TRUE;
  gboolean is_offset_sound = TRUE;

  if ((file->scale >= 0 && !read_number (file->npz, (guint) file->scale, &network->input_scale,
                                         &is_scale_sound, error)) ||
      (file->offset >= 0 && !read_number (file->npz, (guint) file->offset, &network->input_offset,
                                          &is_offset_sound, error)))
    return FALSE;
  if (is_scale_sound && is_offset_sound && isfinite (network->input_scale) &&
      isfinite (network->input_offset) && network->input_scale != 0.0F)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("its input_scale and input_offset are not numbers to scale pixels with"));
  return FALSE;
}

/* Checks the memory budget for the network before it is allocated. */
static gboolean
take_memory (const File *file, const BpWeightsChain *chain, GError **error)
{
  for (guint l = 0; l < chain->n_layers; l++)
    if (!bp_npz_take_memory (file->npz,
                             (gsize) chain->sizes[l] * chain->sizes[l + 1] * sizeof (double),
                             error))
      return FALSE;
  return TRUE;
}

/* Whether @name is an output activation, such as softmax, and not one of hidden layers. */
static gboolean
is_output_activation (const char *name)
{
  static const char *const names[] = {
    "softmax", "log_softmax", "linear", "identity", "none", NULL
  };
  g_autofree char *small = g_ascii_strdown (name, -1);

  return g_strv_contains (names, small);
}

static gboolean
set_activation (const File *file, BpNetwork *network, BpWeightsInfo *info, GError **error)
{
  guint n_names = file->activations != NULL ? file->activations->len : 0;

  if (n_names > 1 && is_output_activation (g_ptr_array_index (file->activations, n_names - 1)))
    n_names--;
  if (n_names == 0)
    return bp_weights_metadata_read_activation (file->metadata, network, info, error);

  for (guint i = 1; i < n_names; i++)
    if (g_strcmp0 (g_ptr_array_index (file->activations, i),
                   g_ptr_array_index (file->activations, 0)) != 0)
      {
        g_set_error_literal (
            error, BP_ERROR, BP_ERROR_UNSUPPORTED,
            _ ("its layers have different activations, but all hidden layers must have the same"));
        return FALSE;
      }
  return bp_weights_activation_set (network, g_ptr_array_index (file->activations, 0), error);
}

/**
 * bp_weights_npz_recognise:
 * @source: an NPZ file
 *
 * Returns: whether its arrays seem to be a network
 */
gboolean
bp_weights_npz_recognise (const BpWeightsSource *source)
{
  g_auto (File) file = { 0 };

  return file_open (&file, source, NULL) &&
         bp_weights_arrays_recognise (get_arrays (&file), file.arrays->len);
}

/**
 * bp_weights_npz_load:
 * @source: an NPZ file
 * @info: (inout) (nullable): set from the file's metadata
 * @error: return location for a %BP_ERROR whose message begins with "it" or "its"
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_npz_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error)
{
  g_auto (File) file = { 0 };
  g_autoptr (BpNetwork) network = NULL;
  BpWeightsChain chain;

  if (!file_open (&file, source, error))
    return NULL;
  if (!bp_weights_chain_find (&chain, get_arrays (&file), file.arrays->len, 0, info, error))
    {
      if (error != NULL && g_error_matches (*error, BP_ERROR, BP_ERROR_UNRECOGNISED))
        g_prefix_error_literal (error, _ ("it is a NumPy archive without a network: "));
      return NULL;
    }

  if (!take_memory (&file, &chain, error))
    return NULL;
  network = bp_weights_chain_make_network (&chain, get_arrays (&file), read_array, &file, error);
  if (network == NULL || !set_activation (&file, network, info, error) ||
      !read_input_transform (&file, network, error) ||
      !bp_weights_metadata_apply (file.metadata, network, file.is_rounded, info, error))
    return NULL;
  return g_steal_pointer (&network);
}

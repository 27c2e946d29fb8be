/* SPDX-License-Identifier: MIT */
/*
 * Checkpoints: the state of a trainer as a safetensors file. The tensors of the network are named
 * as in any weight file ("0.weight", (out, in), "0.bias", (out), "2.weight", …); those of the
 * optimiser's moments have "moment0." or "moment1." before the name. The metadata have the numbers
 * of the state and the SHA-256 of everything, which detects a torn file.
 *
 * A run has two checkpoints that are written alternately. Each is replaced atomically, and if the
 * newer one is damaged anyway, the older one is used.
 *
 * Thread rule: any thread.
 */
#include "checkpoint.h"

#include "atomic-file.h"
#include "error.h"
#include "float-bits.h"
#include "json-fields.h"
#include "run-folder.h"
#include "safetensors-writer.h"
#include "safetensors.h"
#include "sha256.h"
#include "weights-metadata.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define KEY_SHA256 "sha256"

/* The number of moments of the optimiser. */
#define KEY_MOMENTS "moments"

/* The numbers of the state, one JSON object. */
#define KEY_STATE "state"

#define FIELD(its_key, its_type, name)                                                 \
  {                                                                                    \
    .key = its_key, .type = its_type, .offset = G_STRUCT_OFFSET (BpTrainerState, name) \
  }

static const BpField state_fields[] = {
  FIELD ("steps", BP_FIELD_UINT64, n_steps),
  FIELD ("epoch", BP_FIELD_UINT, epoch),
  FIELD ("position", BP_FIELD_UINT64, position),
  FIELD ("correct", BP_FIELD_UINT64, n_correct),
  FIELD ("loss_sum", BP_FIELD_DOUBLE, loss_sum),
  FIELD ("nanoseconds", BP_FIELD_UINT64, nanoseconds),
  FIELD ("learning_rate", BP_FIELD_FLOAT, learning_rate),
  FIELD ("epochs", BP_FIELD_UINT, n_epochs),
  FIELD ("optimizer_steps", BP_FIELD_UINT64, n_optimizer_steps),
  FIELD ("best_loss", BP_FIELD_DOUBLE, early_stopping.best_loss),
  FIELD ("watched_epochs", BP_FIELD_UINT, early_stopping.n_epochs),
  FIELD ("epochs_since_best", BP_FIELD_UINT, early_stopping.n_epochs_since_best),
  FIELD ("watched_loss", BP_FIELD_DOUBLE, loss_watch.loss_sum),
  FIELD ("watched_samples", BP_FIELD_UINT, loss_watch.n_samples),
};

static void
write_numbers (const BpTrainerState *state, guint n_moments, BpMetadata *metadata)
{
  g_autoptr (GString) json = g_string_new ("{");

  bp_fields_write (state_fields, G_N_ELEMENTS (state_fields), state, json);
  g_string_append_c (json, '}');
  bp_metadata_set (metadata, KEY_STATE, json->str);
  bp_metadata_set_unsigned (metadata, KEY_MOMENTS, n_moments);
}

static gboolean
read_numbers (BpTrainerState *state, guint *n_moments, const BpMetadata *metadata, GError **error)
{
  g_autofree char *json = g_strdup (bp_metadata_get (metadata, KEY_STATE));
  BpJsonReader reader;

  if (json == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("it is no checkpoint of a training"));
      return FALSE;
    }
  /* Unknown numbers, such as the best of losses that were all NaN, are left out. */
  state->early_stopping.best_loss = (double) NAN;
  bp_json_reader_init (&reader, json, strlen (json));
  bp_fields_read (state_fields, G_N_ELEMENTS (state_fields), state, &reader);
  *n_moments = (guint) bp_metadata_get_unsigned (metadata, KEY_MOMENTS, BP_OPTIMIZER_MAX_MOMENTS);
  return bp_json_reader_finish (&reader, error);
}

/* The networks of a state: that of the parameters, then the moments. */
static guint
list_networks (const BpTrainerState *state, BpNetwork *networks[1 + BP_OPTIMIZER_MAX_MOMENTS])
{
  guint n_networks = 0;

  networks[n_networks++] = state->network;
  for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS && state->moments[i] != NULL; i++)
    networks[n_networks++] = state->moments[i];
  return n_networks;
}

static char *
name_tensor (guint index, guint layer, const char *kind)
{
  return index == 0 ? g_strdup_printf ("%u.%s", 2 * layer, kind)
                    : g_strdup_printf ("moment%u.%u.%s", index - 1, 2 * layer, kind);
}

static void
add_tensors (BpSafetensorsWriter *writer, const BpNetwork *network, guint index)
{
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      const guint64 shape[] = { layer->n_outputs, layer->n_inputs };
      g_autofree char *weights = name_tensor (index, l, "weight");
      g_autofree char *biases = name_tensor (index, l, "bias");

      bp_safetensors_writer_add_floats (writer, weights, shape, 2);
      bp_safetensors_writer_add_floats (writer, biases, shape, 1);
    }
}

static const float *
get_parameters (BpNetwork *network, const float *floats)
{
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      bp_network_set_weights (network, l, floats);
      floats += (gsize) layer->n_inputs * layer->n_outputs;
      memcpy (layer->biases, floats, layer->n_outputs * sizeof (float));
      floats += layer->n_outputs;
    }
  return floats;
}

static int
compare_keys (gconstpointer first, gconstpointer second)
{
  return strcmp (*(const char *const *) first, *(const char *const *) second);
}

/* The digest of everything but itself: the metadata in the order of the keys, then the numbers,
 * little-endian. */
static char *
compute_sha256 (const BpMetadata *metadata, const void *numbers, gsize length)
{
  g_autoptr (BpSha256) sha256 = bp_sha256_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; i < bp_metadata_get_n_entries (metadata); i++)
    g_ptr_array_add (keys, (gpointer) bp_metadata_get_key (metadata, i));
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      const char *value = bp_metadata_get (metadata, key);

      if (strcmp (key, KEY_SHA256) == 0)
        continue;
      /* Including the NULs, so that different lists of pairs have different bytes. */
      bp_sha256_update (sha256, key, strlen (key) + 1);
      bp_sha256_update (sha256, value, strlen (value) + 1);
    }
  bp_sha256_update (sha256, numbers, length);
  return bp_sha256_get_digest (sha256);
}

static GString *
make_header (const BpTrainerState *state, BpMetadata *metadata)
{
  BpNetwork *networks[1 + BP_OPTIMIZER_MAX_MOMENTS];
  guint n_networks = list_networks (state, networks);
  BpSafetensorsWriter writer;

  bp_safetensors_writer_begin (&writer);
  for (guint i = 0; i < bp_metadata_get_n_entries (metadata); i++)
    {
      const char *key = bp_metadata_get_key (metadata, i);

      bp_safetensors_writer_add_metadata (&writer, key, bp_metadata_get (metadata, key));
    }
  for (guint i = 0; i < n_networks; i++)
    add_tensors (&writer, networks[i], i);
  return bp_safetensors_writer_end (&writer);
}

static gboolean
no_memory (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("There is no memory for a checkpoint of a network of this size"));
  return FALSE;
}

/**
 * bp_checkpoint_save:
 * @state: the state of a trainer
 * @path: (type filename): the file, which is replaced atomically
 * @error: return location for %BP_ERROR_INVALID_VALUE, where the network is not finite,
 *   %BP_ERROR_NO_MEMORY or a %G_FILE_ERROR
 *
 * Returns: whether it was written durably
 */
gboolean
bp_checkpoint_save (const BpTrainerState *state, const char *path, GError **error)
{
  BpNetwork *networks[1 + BP_OPTIMIZER_MAX_MOMENTS];
  guint n_networks = list_networks (state, networks);
  gsize n_weights = bp_network_count_weights (state->network);
  gsize n_floats = n_networks * n_weights;
  g_autofree float *floats = g_try_new (float, n_floats);
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpMetadata) metadata = NULL;
  g_autoptr (BpAtomicFile) file = NULL;
  g_autoptr (GString) header = NULL;
  g_autofree char *sha256 = NULL;

  if (floats == NULL)
    return no_memory (error);
  bp_weights_info_init (&info);
  metadata = bp_weights_metadata_make (state->network, &info, error);
  if (metadata == NULL)
    return FALSE;

  for (guint i = 0; i < n_networks; i++)
    bp_network_get_parameters (networks[i], floats + i * n_weights);
  bp_float_copy_little_endian (floats, floats, n_floats);

  write_numbers (state, n_networks - 1, metadata);
  sha256 = compute_sha256 (metadata, floats, n_floats * sizeof (float));
  bp_metadata_set (metadata, KEY_SHA256, sha256);
  header = make_header (state, metadata);
  file = bp_atomic_file_new (path, error);
  return file != NULL && bp_atomic_file_write (file, header->str, header->len, error) &&
         bp_atomic_file_write (file, floats, n_floats * sizeof (float), error) &&
         bp_atomic_file_commit (file, error);
}

/* The units of the layers, by the shapes of the tensors. */
static guint
find_sizes (const BpSafetensors *safetensors, guint sizes[BP_NETWORK_MAX_LAYERS + 1])
{
  guint n_tensors = bp_safetensors_get_n_tensors (safetensors);
  guint n_layers = 0;

  for (guint i = 0; i < n_tensors && n_layers < BP_NETWORK_MAX_LAYERS; i += 2)
    {
      const BpTensor *tensor = bp_safetensors_get_tensor (safetensors, i);
      g_autofree char *name = name_tensor (0, n_layers, "weight");

      if (strcmp (tensor->name, name) != 0 || tensor->n_dimensions != 2 ||
          tensor->shape[0] > BP_NETWORK_MAX_UNITS || tensor->shape[1] > BP_NETWORK_MAX_UNITS)
        break;
      if (n_layers == 0)
        sizes[0] = (guint) tensor->shape[1];
      sizes[++n_layers] = (guint) tensor->shape[0];
    }
  return n_layers > 0 ? n_layers + 1 : 0;
}

/* Whether the tensors are exactly those of @n_networks networks, in their order. */
static gboolean
check_tensors (const BpSafetensors *safetensors, const BpNetwork *network, guint n_networks)
{
  guint n_expected = 2 * network->n_layers * n_networks;

  if (bp_safetensors_get_n_tensors (safetensors) != n_expected)
    return FALSE;
  for (guint i = 0; i < n_expected; i++)
    {
      const BpTensor *tensor = bp_safetensors_get_tensor (safetensors, i);
      guint index = i / (2 * network->n_layers);
      guint l = i / 2 % network->n_layers;
      const BpLayer *layer = &network->layers[l];
      gboolean is_weight = i % 2 == 0;
      g_autofree char *name = name_tensor (index, l, is_weight ? "weight" : "bias");

      if (strcmp (tensor->name, name) != 0 || strcmp (tensor->dtype, "F32") != 0 ||
          tensor->shape[0] != layer->n_outputs || tensor->n_dimensions != (is_weight ? 2 : 1) ||
          (is_weight && tensor->shape[1] != layer->n_inputs))
        return FALSE;
    }
  return TRUE;
}

/* Allocates the networks of the state and the buffer of all numbers. */
static gboolean
make_networks (BpTrainerState *state,
               guint n_moments,
               const BpSafetensors *safetensors,
               GError **error)
{
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  guint n_sizes = find_sizes (safetensors, sizes);

  if (n_sizes > 0)
    state->network = bp_network_new (sizes, n_sizes, error);
  if (n_sizes > 0 && state->network == NULL)
    return FALSE;
  if (n_sizes == 0 || !check_tensors (safetensors, state->network, 1 + n_moments))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("its tensors are not those of a checkpoint"));
      return FALSE;
    }
  for (guint i = 0; i < n_moments; i++)
    {
      state->moments[i] = bp_network_new (sizes, n_sizes, error);
      if (state->moments[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_tensors (BpTrainerState *state,
              const BpSafetensors *safetensors,
              const BpMetadata *metadata,
              GError **error)
{
  BpNetwork *networks[1 + BP_OPTIMIZER_MAX_MOMENTS];
  guint n_networks = list_networks (state, networks);
  gsize n_floats = n_networks * bp_network_count_weights (state->network);
  g_autofree float *floats = g_try_new (float, n_floats);
  g_autofree float *stored = g_try_new (float, n_floats);
  g_autofree char *sha256 = NULL;
  const float *next = floats;
  gsize n_read = 0;

  if (floats == NULL || stored == NULL)
    return no_memory (error);
  for (guint i = 0; i < bp_safetensors_get_n_tensors (safetensors); i++)
    {
      const BpTensor *tensor = bp_safetensors_get_tensor (safetensors, i);

      if (!bp_safetensors_read_floats (safetensors, tensor, floats + n_read, error))
        return FALSE;
      n_read += tensor->n_elements;
    }

  bp_float_copy_little_endian (stored, floats, n_floats);
  sha256 = compute_sha256 (metadata, stored, n_floats * sizeof (float));
  if (g_strcmp0 (sha256, bp_metadata_get (metadata, KEY_SHA256)) != 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("its SHA-256 is not the one that it was written with"));
      return FALSE;
    }
  for (guint i = 0; i < n_networks; i++)
    next = get_parameters (networks[i], next);
  return TRUE;
}

static gboolean
load (BpTrainerState *state, const BpWeightsSource *source, GError **error)
{
  g_autoptr (BpSafetensors) safetensors = bp_safetensors_open (source, error);
  g_autoptr (BpMetadata) metadata = NULL;
  guint n_moments;

  if (safetensors == NULL)
    return FALSE;
  metadata = bp_safetensors_copy_metadata (safetensors);
  return read_numbers (state, &n_moments, metadata, error) &&
         make_networks (state, n_moments, safetensors, error) &&
         read_tensors (state, safetensors, metadata, error) &&
         bp_weights_metadata_read_activation (metadata, state->network, NULL, error) &&
         bp_weights_metadata_read_input (metadata, state->network, error) &&
         bp_weights_metadata_apply (metadata, state->network, FALSE, NULL, error);
}

/**
 * bp_checkpoint_load:
 * @state: (out caller-allocates): the state, to be cleared with bp_trainer_state_clear()
 * @path: (type filename): a file of bp_checkpoint_save()
 * @error: return location for %BP_ERROR_DAMAGED and the other errors of reading a weight file
 *
 * Returns: whether the file is complete and was read
 */
gboolean
bp_checkpoint_load (BpTrainerState *state, const char *path, GError **error)
{
  g_auto (BpWeightsSource) source = { 0 };

  *state = (BpTrainerState){ 0 };
  if (!bp_weights_source_open (&source, path, error))
    return FALSE;
  if (load (state, &source, error))
    {
      for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS; i++)
        if (state->moments[i] != NULL)
          state->moments[i]->activation = state->network->activation;
      return TRUE;
    }

  bp_trainer_state_clear (state);
  bp_error_prefix_name (error, path, N_ ("“%s” cannot be read: "));
  return FALSE;
}

/**
 * bp_checkpoint_load_newest:
 * @state: (out caller-allocates): the state, to be cleared; zeroes where there is no checkpoint
 * @folder: (type filename): a run's folder
 * @index: (out): the index of the checkpoint; the next one replaces the other
 * @error: return location for the error of the newer one, where a checkpoint exists and none could
 *   be read
 *
 * Reads the run's checkpoint with the most steps. Where that is damaged, the other one is read.
 *
 * Returns: whether one was read, or none exists
 */
gboolean
bp_checkpoint_load_newest (BpTrainerState *state, const char *folder, guint *index, GError **error)
{
  g_autoptr (GError) first_error = NULL;
  gboolean is_found = FALSE;

  *state = (BpTrainerState){ 0 };
  *index = BP_RUN_N_CHECKPOINTS - 1;
  for (guint i = 0; i < BP_RUN_N_CHECKPOINTS; i++)
    {
      g_autofree char *path = g_build_filename (folder, bp_run_checkpoint_files[i], NULL);
      g_autoptr (GError) load_error = NULL;
      BpTrainerState other;

      if (!bp_checkpoint_load (&other, path, &load_error))
        {
          if (!g_error_matches (load_error, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
              first_error == NULL)
            first_error = g_steal_pointer (&load_error);
          continue;
        }
      if (is_found && other.n_steps <= state->n_steps && other.epoch <= state->epoch)
        {
          bp_trainer_state_clear (&other);
          continue;
        }
      bp_trainer_state_clear (state);
      *state = other;
      *index = i;
      is_found = TRUE;
    }

  if (is_found || first_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

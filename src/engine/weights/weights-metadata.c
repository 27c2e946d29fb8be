/* SPDX-License-Identifier: MIT */
/*
 * The metadata of a network in every format: the input transform, the calibration of its
 * probabilities, its description, and the checks that it was loaded correctly: the digest of its
 * weights and the check vector.
 */
#include "weights-metadata.h"

#include "error.h"
#include "weights-activation.h"
#include "weights-check.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KEY_ACTIVATION     "activation"
#define KEY_LAYER_SIZES    "layer_sizes"
#define KEY_NON_DIGITS     "non_digits_found"
#define KEY_SURE_THRESHOLD "sure_evidence"
#define KEY_TEMPERATURE    "temperature"
#define KEY_WEIGHTS_SHA256 "weights_sha256"

static const char *const keys[] = {
  KEY_ACTIVATION,
  BP_WEIGHTS_KEY_INPUT_OFFSET,
  BP_WEIGHTS_KEY_INPUT_SCALE,
  KEY_LAYER_SIZES,
  KEY_NON_DIGITS,
  KEY_SURE_THRESHOLD,
  KEY_TEMPERATURE,
  KEY_WEIGHTS_SHA256,
  NULL,
};

/* The largest valid evidence, in nats: far more than 32-bit probabilities can express. */
#define MAX_EVIDENCE 1000.0

/**
 * bp_weights_metadata_make:
 * @network: the network that is saved
 * @info: the description of the network
 * @error: return location for %BP_ERROR_INVALID_VALUE, where a logit is not finite, or
 *   %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the metadata for its file, or %NULL with @error set
 */
BpMetadata *
bp_weights_metadata_make (const BpNetwork *network, const BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpMetadata) metadata = bp_metadata_new ();
  g_autofree char *sha256 = bp_weights_sha256 (network);
  g_autofree char *layer_sizes = bp_network_describe (network);

  bp_metadata_set (metadata, KEY_LAYER_SIZES, layer_sizes);
  bp_metadata_set (metadata, KEY_ACTIVATION, bp_activation_get_name (network->activation));
  bp_metadata_set_number (metadata, BP_WEIGHTS_KEY_INPUT_SCALE, (double) network->input_scale);
  bp_metadata_set_number (metadata, BP_WEIGHTS_KEY_INPUT_OFFSET, (double) network->input_offset);
  bp_metadata_set_number (metadata, KEY_TEMPERATURE, (double) network->temperature);
  bp_metadata_set_number (metadata, KEY_SURE_THRESHOLD, (double) network->sure_threshold);
  if (network->non_digits_found > 0.0f)
    bp_metadata_set_number (metadata, KEY_NON_DIGITS, (double) network->non_digits_found);
  bp_metadata_set (metadata, KEY_WEIGHTS_SHA256, sha256);
  bp_weights_info_write (info, metadata);
  return bp_weights_check_write (network, metadata, error) ? g_steal_pointer (&metadata) : NULL;
}

/**
 * bp_weights_metadata_read_activation:
 * @metadata: of a file
 * @network: the network in the file
 * @info: (nullable): gets a note where the file does not name it
 * @error: return location for %BP_ERROR_UNSUPPORTED
 *
 * Sets the activation of the hidden layers, in formats that name it in the metadata.
 *
 * Returns: whether this program has the activation
 */
gboolean
bp_weights_metadata_read_activation (const BpMetadata *metadata,
                                     BpNetwork *network,
                                     BpWeightsInfo *info,
                                     GError **error)
{
  const char *activation = bp_metadata_get (metadata, KEY_ACTIVATION);

  if (activation != NULL)
    return bp_weights_activation_set (network, activation, error);

  if (info != NULL && network->n_layers > 1)
    {
      info->assumes_activation = TRUE;
      bp_weights_info_add_note (
          info, _ ("It does not name the activation of its hidden layers: ReLU was assumed."));
    }
  return TRUE;
}

/**
 * bp_weights_metadata_read_input:
 * @metadata: of a file
 * @network: the network in the file
 * @error: return location for %BP_ERROR_DAMAGED
 *
 * Sets the input transform, in formats that have it in the metadata. Without it, the inputs are
 * numbers from 0 to 1, as is usual.
 *
 * Returns: whether it is valid
 */
gboolean
bp_weights_metadata_read_input (const BpMetadata *metadata, BpNetwork *network, GError **error)
{
  double scale = (double) network->input_scale;
  double offset = 0.0;

  if ((bp_metadata_get (metadata, BP_WEIGHTS_KEY_INPUT_SCALE) != NULL &&
       !bp_metadata_get_number (metadata, BP_WEIGHTS_KEY_INPUT_SCALE, &scale)) ||
      (bp_metadata_get (metadata, BP_WEIGHTS_KEY_INPUT_OFFSET) != NULL &&
       !bp_metadata_get_number (metadata, BP_WEIGHTS_KEY_INPUT_OFFSET, &offset)) ||
      (float) scale == 0.0f || !isfinite ((float) scale) || !isfinite ((float) offset))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                   _ ("its input_scale and input_offset are not numbers to scale pixels with"));
      return FALSE;
    }

  network->input_scale = (float) scale;
  network->input_offset = (float) offset;
  return TRUE;
}

/* Sets the temperature, the threshold of sure answers and what it finds. Invalid values are
 * ignored. */
static void
read_calibration (const BpMetadata *metadata, BpNetwork *network)
{
  double number;

  if (bp_metadata_get_number (metadata, KEY_TEMPERATURE, &number) && number >= 0.01 &&
      number <= 100.0)
    network->temperature = (float) number;
  if (bp_metadata_get_number (metadata, KEY_SURE_THRESHOLD, &number) && number >= 0.0 &&
      number <= MAX_EVIDENCE)
    network->sure_threshold = (float) number;
  if (bp_metadata_get_number (metadata, KEY_NON_DIGITS, &number) && number >= 0.0 && number <= 1.0)
    network->non_digits_found = (float) number;
}

static gboolean
is_known (const char *key)
{
  return g_strv_contains (keys, key) || bp_weights_check_owns_key (key) ||
         bp_weights_info_owns_key (key);
}

/* Counts the entries of other programs. */
static guint
count_unknown (const BpMetadata *metadata)
{
  guint n_unknown = 0;

  for (guint i = 0; i < bp_metadata_get_n_entries (metadata); i++)
    if (!is_known (bp_metadata_get_key (metadata, i)))
      n_unknown++;
  return n_unknown;
}

/**
 * bp_weights_metadata_apply:
 * @metadata: of a file
 * @network: the network in the file, with its weights and its input transform
 * @is_rounded: whether its weights may have been rounded to fewer bits after the check vector was
 *   computed
 * @info: (inout) (nullable): set from the metadata
 * @error: return location for %BP_ERROR_MISMATCH or %BP_ERROR_NO_MEMORY
 *
 * Compares the network with its digest and its check vector, and reads the rest of the metadata.
 *
 * Returns: whether it is the network that was saved
 */
gboolean
bp_weights_metadata_apply (const BpMetadata *metadata,
                           BpNetwork *network,
                           gboolean is_rounded,
                           BpWeightsInfo *info,
                           GError **error)
{
  const char *expected_sha256 = bp_metadata_get (metadata, KEY_WEIGHTS_SHA256);

  if (!bp_weights_check_verify (network, metadata, is_rounded, error))
    return FALSE;

  if (expected_sha256 != NULL && !is_rounded)
    {
      g_autofree char *sha256 = bp_weights_sha256 (network);

      if (g_ascii_strcasecmp (sha256, expected_sha256) != 0)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                       _ ("its weights are not the saved ones: the file was damaged or changed"));
          return FALSE;
        }
    }

  read_calibration (metadata, network);
  if (info != NULL)
    {
      bp_weights_info_read (info, metadata, bp_network_get_n_outputs (network));
      info->n_unknown = count_unknown (metadata);
    }
  return TRUE;
}

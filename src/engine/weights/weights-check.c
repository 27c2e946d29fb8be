/* SPDX-License-Identifier: MIT */
/*
 * Checks that a loaded network is the saved one: the digest of its weights, and the check vector. A
 * weight file holds the logits of its network for a fixed input, and the loader computes them
 * again. That finds faults that checks of the format cannot find: weights that are transposed, in
 * another order, with another activation or another scale of the input.
 */
#include "weights-check.h"

#include "backprop.h"
#include "error.h"
#include "float-bits.h"
#include "json-reader.h"
#include "json-writer.h"
#include "sha256.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define KEY_INPUT  "check_input"
#define KEY_LOGITS "check_logits"

/* The description of the fixed input in a file, so that other programs can compute it too. */
#define INPUT_DESCRIPTION "byte i is " BP_WEIGHTS_CHECK_PIXEL

/* The tolerance of a logit, relative to the largest one. Another instruction set adds floats in
 * another order, which makes differences of about 1e-6. */
#define TOLERANCE 1e-4

/* The same for weights that were rounded to 16 bits after the logits were computed. */
#define ROUNDED_TOLERANCE 5e-2

/**
 * bp_weights_check_fill_image:
 * @image: (n_pixels) (out): the fixed input of the check vector
 * @n_pixels: the number of inputs of the network
 */
void
bp_weights_check_fill_image (guint8 *image, guint n_pixels)
{
  for (guint i = 0; i < n_pixels; i++)
    image[i] = (guint8) ((73 * i + 19) % 256);
}

/**
 * bp_weights_check_owns_key:
 * @key: of a file's metadata
 *
 * Returns: whether bp_weights_check_write() writes it
 */
gboolean
bp_weights_check_owns_key (const char *key)
{
  return g_str_equal (key, KEY_INPUT) || g_str_equal (key, KEY_LOGITS);
}

/* Computes the logits (n_outputs) of the fixed input. */
static gboolean
compute_logits (const BpNetwork *network, float *logits, GError **error)
{
  guint8 input[BP_NETWORK_MAX_UNITS];
  BpWorkspace *workspace = bp_workspace_new (network, 1, error);

  if (workspace == NULL)
    return FALSE;

  bp_weights_check_fill_image (input, bp_network_get_n_inputs (network));
  bp_workspace_gather (workspace, network, input, NULL, 1);
  bp_forward_propagation (network, workspace);
  memcpy (logits, workspace->activations[network->n_layers],
          bp_network_get_n_outputs (network) * sizeof *logits);
  bp_workspace_free (workspace);
  return TRUE;
}

/**
 * bp_weights_check_write:
 * @network: the network that is saved
 * @metadata: gets the check vector
 * @error: return location for %BP_ERROR_INVALID_VALUE, where a logit is not finite, or
 *   %BP_ERROR_NO_MEMORY
 *
 * Returns: whether it was written
 */
gboolean
bp_weights_check_write (const BpNetwork *network, BpMetadata *metadata, GError **error)
{
  guint n_logits = bp_network_get_n_outputs (network);
  float logits[BP_NETWORK_MAX_UNITS];
  g_autoptr (GString) text = g_string_new ("[");

  if (!compute_logits (network, logits, error))
    return FALSE;

  for (guint j = 0; j < n_logits; j++)
    {
      if (!isfinite (logits[j]))
        {
          g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("the network's answers are not finite: its training has diverged"));
          return FALSE;
        }
      if (j > 0)
        g_string_append (text, ", ");
      bp_json_append_float (text, logits[j]);
    }
  g_string_append_c (text, ']');

  bp_metadata_set (metadata, KEY_INPUT, INPUT_DESCRIPTION);
  bp_metadata_set (metadata, KEY_LOGITS, text->str);
  return TRUE;
}

/* Whether @text is a JSON array of @n_logits numbers, each within @tolerance of the one in
 * @logits. */
static gboolean
matches (const char *text, const float *logits, guint n_logits, double tolerance)
{
  g_autofree char *copy = g_strdup (text);
  gboolean is_near = TRUE;
  guint n_read = 0;
  BpJsonReader reader;

  bp_json_reader_init (&reader, copy, strlen (copy));
  bp_json_reader_begin_array (&reader);
  while (bp_json_reader_next_element (&reader) && n_read < n_logits)
    {
      double expected = bp_json_reader_read_number (&reader);

      /* NaN fails this comparison too. */
      if (!(fabs (expected - (double) logits[n_read]) <= tolerance))
        is_near = FALSE;
      n_read++;
    }
  return bp_json_reader_finish (&reader, NULL) && n_read == n_logits && is_near;
}

/**
 * bp_weights_check_verify:
 * @network: the network that was loaded
 * @metadata: of its file
 * @is_rounded: whether the file's weights may have been rounded to fewer bits after the check
 *   vector was computed
 * @error: return location for %BP_ERROR_MISMATCH, whose message completes a sentence that begins
 *   with the file, or %BP_ERROR_NO_MEMORY
 *
 * Computes the check vector and compares it with that of the file. A file without one, or with one
 * for another input, passes.
 *
 * Returns: whether the network still gives the saved logits
 */
gboolean
bp_weights_check_verify (const BpNetwork *network,
                         const BpMetadata *metadata,
                         gboolean is_rounded,
                         GError **error)
{
  const char *input = bp_metadata_get (metadata, KEY_INPUT);
  const char *expected = bp_metadata_get (metadata, KEY_LOGITS);
  guint n_logits = bp_network_get_n_outputs (network);
  float logits[BP_NETWORK_MAX_UNITS];
  double tolerance = 1.0;

  if (expected == NULL || g_strcmp0 (input, INPUT_DESCRIPTION) != 0)
    return TRUE;

  if (!compute_logits (network, logits, error))
    return FALSE;
  for (guint j = 0; j < n_logits; j++)
    tolerance = MAX (tolerance, fabs ((double) logits[j]));
  tolerance *= is_rounded ? ROUNDED_TOLERANCE : TOLERANCE;

  if (matches (expected, logits, n_logits, tolerance))
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               _ ("its network does not give the saved answers: the file was damaged or changed"));
  return FALSE;
}

/* Adds the bytes of @values (count), little-endian as in a file. */
static void
digest (BpSha256 *sha256, const float *values, gsize count)
{
  guint32 bits[BP_NETWORK_MAX_UNITS];

  bp_float_copy_little_endian (bits, values, count);
  bp_sha256_update (sha256, bits, count * sizeof *bits);
}

/**
 * bp_weights_sha256:
 * @network: a network
 *
 * Computes the digest of the weights (out, in) and the biases of all layers in the byte order of a
 * safetensors file, so that it equals the SHA-256 of the data after the header of that file. It
 * depends neither on metadata nor on the memory layout of the weights.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
bp_weights_sha256 (const BpNetwork *network)
{
  g_autoptr (BpSha256) sha256 = bp_sha256_new ();

  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      g_autofree float *rows = g_new (float, BP_PANEL *(gsize) layer->n_inputs);

      for (guint j = 0; j < layer->n_outputs; j += BP_PANEL)
        {
          guint n_rows = bp_layer_get_rows (layer, j, rows);

          for (gsize r = 0; r < n_rows; r++)
            digest (sha256, rows + r * layer->n_inputs, layer->n_inputs);
        }
      digest (sha256, layer->biases, layer->n_outputs);
    }
  return bp_sha256_get_digest (sha256);
}

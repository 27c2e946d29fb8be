/* SPDX-License-Identifier: MIT */
/*
 * What proves that a network was read back as it was saved: the digest of its weights, and the
 * check vector. A weight file carries the logits that its network gave for a fixed input, and
 * whoever loads it computes them again. That catches what no format check can: weights that were
 * read transposed, in another order, with another activation or another scale of the input.
 */
#include "weights-check.h"

#include "backprop.h"
#include "error.h"
#include "float-bits.h"
#include "json-reader.h"
#include "json-writer.h"
#include "sha256.h"

#include <math.h>
#include <string.h>

#define KEY_INPUT  "check_input"
#define KEY_LOGITS "check_logits"

/* The fixed input's name in a file, so that another program can make it too. */
#define INPUT_DESCRIPTION "byte i is " BP_WEIGHTS_CHECK_PIXEL

/* How far a logit may be off, as a share of the largest one. Sums of floats that are made in
 * another order, as another instruction set does, differ by some 1e-6. */
#define TOLERANCE 1e-4

/* The same for weights that were rounded to 16 bits after the logits were computed. */
#define ROUNDED_TOLERANCE 5e-2

/**
 * bp_weights_check_fill_image:
 * @image: (n_pixels) (out): the fixed input, for whose answer networks are known again
 * @n_pixels: how many inputs the network has
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
 * Returns: whether it is one that bp_weights_check_write() writes
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
 * @metadata: where the check vector goes
 * @error: return location for %BP_ERROR_INVALID_VALUE, where the network's answer is not finite, or
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
                       "the network's answers are not finite: its training has diverged");
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

      /* A NaN is not less than anything either. */
      if (!(fabs (expected - (double) logits[n_read]) <= tolerance))
        is_near = FALSE;
      n_read++;
    }
  return bp_json_reader_finish (&reader, NULL) && n_read == n_logits && is_near;
}

/**
 * bp_weights_check_verify:
 * @network: the network that was loaded
 * @metadata: what the file that it came from says
 * @is_rounded: the file's weights have fewer bits than those that its check vector is about may
 *   have had
 * @error: return location for %BP_ERROR_MISMATCH, whose message is the second half of a sentence
 *   about the file, or %BP_ERROR_NO_MEMORY
 *
 * Computes the check vector anew. A file that has none, or one of another input, passes.
 *
 * Returns: whether the network gives the answers that it gave when it was saved
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
               "its network does not give the answers that it gave when it was saved, so that the "
               "file was damaged or changed since");
  return FALSE;
}

/* The bytes of @values (count) as a file holds them. */
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
 * Digests the weights (out, in) and the biases of all layers as a weight file holds them, so that
 * it is also the SHA-256 of everything that follows such a file's header. It depends neither on
 * metadata nor on how the program lays out the weights in memory.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
bp_weights_sha256 (const BpNetwork *network)
{
  g_autoptr (BpSha256) sha256 = bp_sha256_new ();
  float row[BP_NETWORK_MAX_UNITS];

  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      for (guint j = 0; j < layer->n_outputs; j++)
        {
          for (guint i = 0; i < layer->n_inputs; i++)
            row[i] = *bp_layer_get_weight (layer, i, j);
          digest (sha256, row, layer->n_inputs);
        }
      digest (sha256, layer->biases, layer->n_outputs);
    }
  return bp_sha256_get_digest (sha256);
}

/* SPDX-License-Identifier: MIT */
/* The options --weights, which all commands that use a network require, and --activation, for files
 * that do not name the activation. */
#include "config.h"

#include "weights-option.h"

#include "clean-text.h"
#include "digit-image.h"
#include "error.h"
#include "file-recogniser.h"
#include "weights.h"

#include <glib/gi18n.h>

/* Prints assumptions made while reading the file to the standard error, apart from the answers. */
static void
print_notes (const BpWeightsInfo *info)
{
  for (guint i = 0; info->notes != NULL && i < info->notes->len; i++)
    {
      g_autofree char *note = bp_clean_text (g_ptr_array_index (info->notes, i), 0);

      /* Translators: %s is a sentence about a file of weights */
      g_printerr (_ ("Note: %s"), note);
      g_printerr ("\n");
    }
}

/**
 * bp_weights_option_load:
 * @path: (nullable) (type filename): the value of --weights
 * @activation: (nullable): the value of --activation
 * @info: (out caller-allocates): as of bp_weights_load()
 * @error: return location for %G_OPTION_ERROR, where the option is missing, or an error of
 *   bp_weights_load() or bp_weights_choose_activation()
 *
 * Loads the network of a command, and prints assumptions made while reading.
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_option_load (const char *path,
                        const char *activation,
                        BpWeightsInfo *info,
                        GError **error)
{
  g_autoptr (BpNetwork) network = NULL;

  bp_weights_info_init (info);
  if (path == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--weights is missing: it names a file of saved weights"));
      return NULL;
    }
  network = bp_weights_load (path, info, error);
  if (network == NULL)
    bp_file_explain (path, BP_FILE_USE_WEIGHTS, N_ ("“%s” cannot be read as weights: "), error);
  if (network == NULL ||
      (activation != NULL && !bp_weights_choose_activation (network, info, activation, error)))
    return NULL;
  print_notes (info);
  return g_steal_pointer (&network);
}

/**
 * bp_weights_option_check_reads_pictures:
 * @network: the network of a command
 * @error: return location for %BP_ERROR_MISMATCH
 *
 * Returns: whether the network takes images of 28 x 28, as pictures and drawings become
 */
gboolean
bp_weights_option_check_reads_pictures (const BpNetwork *network, GError **error)
{
  if (bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS)
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               _ ("The network takes %u inputs, but pictures of digits have 28 × 28 = %d pixels: "
                  "choose other weights"),
               bp_network_get_n_inputs (network), BP_DIGIT_N_PIXELS);
  return FALSE;
}

/* SPDX-License-Identifier: MIT */
/* The option --weights, which the commands that use a network cannot do without. */
#include "config.h"

#include "weights-option.h"

#include <glib/gi18n.h>

/**
 * bp_weights_option_load:
 * @path: (nullable) (type filename): what --weights was given
 * @info: (out caller-allocates): as of bp_weights_load()
 * @error: return location for %G_OPTION_ERROR, where the option is missing, or an error of
 *   bp_weights_load()
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_option_load (const char *path, BpWeightsInfo *info, GError **error)
{
  bp_weights_info_init (info);
  if (path == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--weights is missing: it names a file of saved weights"));
      return NULL;
    }
  return bp_weights_load (path, info, error);
}

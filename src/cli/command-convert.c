/* SPDX-License-Identifier: MIT */
/* "backprop-cli convert": saved weights in another format. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "options.h"
#include "weights-formats.h"

#include <glib/gi18n.h>

typedef struct
{
  char **paths;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->paths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* An ending that is not known is known before anything is read: the command line is wrong. */
static gboolean
find_format (const char *path, BpWeightsFormat *format, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (bp_weights_format_from_path (path, format, &cause))
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, cause->message);
  return FALSE;
}

static void
print_result (const BpNetwork *network, const char *path)
{
  g_autofree char *layers = bp_network_describe (network);
  g_autofree char *display_name = g_filename_display_name (path);
  g_autofree char *name = bp_clean_text (display_name);

  g_print (_ ("Wrote %s to %s"), layers, name);
  g_print ("\n");
}

/* Says what the new file does not tell, because the old one did not or because it cannot. */
static void
print_losses (const BpWeightsInfo *info, BpWeightsFormat format)
{
  gboolean is_known =
      info->program != NULL || info->dataset_name != NULL || info->class_names != NULL;

  if (format == BP_WEIGHTS_FORMAT_C_HEADER)
    g_print ("%s\n", _ ("Not in a C header: what the classes are called, when an answer is not "
                        "sure, seed, epochs and held-out results."));
  if (!is_known)
    g_print ("%s\n", _ ("The file that was read does not say what the network was trained on, what "
                        "its classes are called and how sure its answers are: classes are counted "
                        "from 0, and probabilities taken as they are."));
  if (info->n_unknown > 0)
    {
      g_print (ngettext ("Left out: %u entry of metadata that this program knows nothing of.",
                         "Left out: %u entries of metadata that this program knows nothing of.",
                         info->n_unknown),
               info->n_unknown);
      g_print ("\n");
    }
}

/**
 * bp_command_convert:
 * @argc: how many arguments
 * @argv: (array length=argc): "convert" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the file was written
 */
gboolean
bp_command_convert (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.paths, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = NULL;
  BpWeightsFormat format;

  bp_weights_info_init (&info);
  if (!bp_options_parse (
          entries, _ ("IN OUT"), _ ("Writes saved weights in another format."),
          _ ("Reads safetensors, NumPy archives with W1, b1, W2, b2 …, and ONNX files that this "
             "program wrote,\nwhatever they are called. Writes what the ending of OUT says: "
             ".safetensors, .npz, .onnx, or .h for a\nC header."),
          argc, argv, error))
    return FALSE;
  if (options.paths == NULL || g_strv_length (options.paths) != 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Name the file to read and the file to write"));
      return FALSE;
    }
  if (!find_format (options.paths[1], &format, error))
    return FALSE;

  network = bp_weights_import (options.paths[0], &info, error);
  if (network == NULL || !bp_weights_export (network, &info, format, options.paths[1], error))
    return FALSE;

  print_result (network, options.paths[1]);
  print_losses (&info, format);
  return TRUE;
}

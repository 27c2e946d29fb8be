/* SPDX-License-Identifier: MIT */
/* "backprop-cli convert": saved weights in another format. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "options.h"
#include "weights-option.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  char **paths;
  char *activation;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->paths);
  g_free (options->activation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Finds the format of the output by its ending. An unknown ending is wrong usage, reported before
 * any file is read. */
static const BpWeightsFormat *
find_format (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const BpWeightsFormat *format = bp_weights_find_format (path, &cause);

  if (format == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, cause->message);
  return format;
}

static void
print_result (const BpNetwork *network, const BpWeightsFormat *format, const char *path)
{
  g_autofree char *layers = bp_network_describe (network);
  g_autofree char *name = bp_clean_path (path);

  g_print (_ ("Wrote %s to %s"), layers, name);
  g_print ("\n");
  if (format->beside != NULL)
    {
      g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".py"));

      /* Translators: %s%s is the name of a file and its ending */
      g_print (_ ("Its weights are beside it, in %s%s"), stem, format->beside);
      g_print ("\n");
    }
}

/* Lists the information that the new file lacks, because the old file lacks it or because the
 * format cannot hold it. */
static void
print_losses (const BpWeightsInfo *info, const BpWeightsFormat *format)
{
  gboolean is_known =
      info->program != NULL || info->dataset_name != NULL || info->class_names != NULL;

  if (!format->keeps_info)
    {
      /* Translators: %s is a format, as in "C header" */
      g_print (_ ("Not kept by the format %s: class names, the threshold of sure answers, seed, "
                  "epochs and held-out results."),
               _ (format->name));
      g_print ("\n");
    }
  if (!is_known)
    g_print ("%s\n", _ ("The file has no name of a data set, no class names and no calibration: "
                        "classes are numbered from 0, and probabilities are not calibrated."));
  if (info->n_unknown > 0)
    {
      g_print (ngettext ("Left out: %u unknown entry of the metadata.",
                         "Left out: %u unknown entries of the metadata.", info->n_unknown),
               info->n_unknown);
      g_print ("\n");
    }
}

/**
 * bp_command_convert:
 * @argc: the number of arguments
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
    { "activation", 0, 0, G_OPTION_ARG_STRING, &options.activation, BP_ACTIVATION_OPTION_HELP,
      N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = NULL;
  const BpWeightsFormat *format;

  bp_weights_info_init (&info);
  if (!bp_options_parse (entries, _ ("IN OUT"), _ ("Writes saved weights in another format."),
                         _ ("Reads safetensors, NumPy archives, ONNX and PyTorch files of any "
                            "program, with any name. The\n"
                            "ending of OUT chooses the format: .safetensors, .npz, .onnx, .h for a "
                            "C header, .py for a program\n"
                            "that trains further with PyTorch, on one machine or several, "
                            "-numpy.py for one that shows the\n"
                            "formulas, both with their weights in a file beside them."),
                         argc, argv, error))
    return FALSE;
  if (options.paths == NULL || g_strv_length (options.paths) != 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Name the file to read and the file to write"));
      return FALSE;
    }
  format = find_format (options.paths[1], error);
  if (format == NULL)
    return FALSE;

  network = bp_weights_option_load (options.paths[0], options.activation, &info, error);
  if (network == NULL || !bp_weights_save (network, &info, options.paths[1], error))
    return FALSE;

  print_result (network, format, options.paths[1]);
  print_losses (&info, format);
  return TRUE;
}

/* SPDX-License-Identifier: MIT */
/* "backprop-cli info": describes a weight file, a data set, or the program itself. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "data-option.h"
#include "dataset-report.h"
#include "error.h"
#include "field.h"
#include "file-recogniser.h"
#include "json-line.h"
#include "kernels.h"
#include "options.h"
#include "team.h"
#include "weights-check.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  char **paths;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->paths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
print_weights (const BpNetwork *network, const BpWeightsInfo *info)
{
  g_autofree char *layers = bp_network_describe (network);
  g_autofree char *class_names =
      info->class_names != NULL ? g_strjoinv (", ", info->class_names) : NULL;
  g_autofree char *weights_sha256 = bp_weights_sha256 (network);

  bp_print_field (_ ("Network"), layers);
  bp_print_field_format (_ ("Weights and biases"), "%u",
                         (guint) bp_network_count_weights (network));
  bp_print_field (_ ("Activation"), bp_activation_get_name (network->activation));
  bp_print_field_format (_ ("Inputs"), _ ("bytes times %g, plus %g"), (double) network->input_scale,
                         (double) network->input_offset);
  bp_print_field (_ ("Classes"), class_names);
  bp_print_field (_ ("Trained on"), info->dataset_name);
  bp_print_field (_ ("SHA-256 of the data"), info->dataset_sha256);
  if (info->n_epochs > 0)
    {
      bp_print_field_format (_ ("Epochs"), "%u", info->n_epochs);
      bp_print_field_format (_ ("Seed"), "%" G_GUINT64_FORMAT, info->seed);
    }
  if (info->is_edited)
    bp_print_field (_ ("Edited"), _ ("by hand, after the training"));
  if (!isnan (info->held_out_accuracy))
    bp_print_field_format (_ ("Held-out accuracy"), "%.2f %%", info->held_out_accuracy * 100.0);
  if (!isnan (info->held_out_loss))
    bp_print_field_format (_ ("Held-out loss"), "%.4f", info->held_out_loss);
  bp_print_field (_ ("Trained with"), info->command);
  bp_print_field (_ ("Settings"), info->settings);
  bp_print_field (_ ("Written by"), info->program);
  bp_print_field (_ ("SHA-256 of the weights"), weights_sha256);
  for (guint i = 0; info->notes != NULL && i < info->notes->len; i++)
    bp_print_field (_ ("Note"), g_ptr_array_index (info->notes, i));
}

static char **
dup_notes (const BpWeightsInfo *info)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; info->notes != NULL && i < info->notes->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (info->notes, i));
  return g_strv_builder_end (builder);
}

static void
print_weights_as_json (const BpNetwork *network, const BpWeightsInfo *info)
{
  g_autofree char *weights_sha256 = bp_weights_sha256 (network);
  g_auto (GStrv) notes = dup_notes (info);
  guint32 layers[BP_NETWORK_MAX_LAYERS + 1];
  BpJsonLine line;

  layers[0] = bp_network_get_n_inputs (network);
  for (guint l = 0; l < network->n_layers; l++)
    layers[l + 1] = network->layers[l].n_outputs;

  bp_json_line_begin (&line);
  bp_json_line_add_string (&line, "kind", "weights");
  bp_json_line_add_counts (&line, "layers", layers, network->n_layers + 1);
  bp_json_line_add_unsigned (&line, "parameters", bp_network_count_weights (network));
  bp_json_line_add_string (&line, "activation", bp_activation_get_name (network->activation));
  bp_json_line_add_number (&line, "input_scale", (double) network->input_scale);
  bp_json_line_add_number (&line, "input_offset", (double) network->input_offset);
  if (info->class_names != NULL)
    bp_json_line_add_strings (&line, "classes", info->class_names);
  else
    bp_json_line_add_null (&line, "classes");
  bp_json_line_add_string (&line, "dataset", info->dataset_name);
  bp_json_line_add_string (&line, "dataset_sha256", info->dataset_sha256);
  bp_json_line_add_unsigned (&line, "epochs", info->n_epochs);
  bp_json_line_add_unsigned (&line, "seed", info->seed);
  bp_json_line_add_boolean (&line, "edited", info->is_edited);
  bp_json_line_add_number (&line, "held_out_accuracy", info->held_out_accuracy);
  bp_json_line_add_number (&line, "held_out_loss", info->held_out_loss);
  bp_json_line_add_string (&line, "command", info->command);
  bp_json_line_add_string (&line, "settings", info->settings);
  bp_json_line_add_string (&line, "program", info->program);
  bp_json_line_add_string (&line, "weights_sha256", weights_sha256);
  bp_json_line_add_strings (&line, "notes", notes);
  bp_json_line_print (&line);
}

static gboolean
describe_weights (const char *path, gboolean is_json, GError **error)
{
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = bp_weights_load (path, &info, error);

  if (network == NULL)
    return FALSE;

  if (is_json)
    print_weights_as_json (network, &info);
  else
    print_weights (network, &info);
  return TRUE;
}

/* Describes the program and its instruction set and threads. */
static void
describe_program (gboolean is_json)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;
  guint n_threads = bp_team_choose_n_threads (0);
  BpJsonLine line;

  for (const BpKernels *const *kernels = bp_kernels_list (); *kernels != NULL; kernels++)
    g_strv_builder_add (builder, (*kernels)->name);
  names = g_strv_builder_end (builder);

  if (!is_json)
    {
      joined = g_strjoinv (", ", names);
      bp_print_field (_ ("Version"), PACKAGE_VERSION);
      bp_print_field (_ ("Instruction set"), bp_kernels_get ()->name);
      bp_print_field (_ ("Instruction sets that can run here"), joined);
      bp_print_field_format (_ ("Threads"), "%u", n_threads);
      return;
    }

  bp_json_line_begin (&line);
  bp_json_line_add_string (&line, "kind", "program");
  bp_json_line_add_string (&line, "version", PACKAGE_VERSION);
  bp_json_line_add_string (&line, "instructions", bp_kernels_get ()->name);
  bp_json_line_add_strings (&line, "available_instructions", names);
  bp_json_line_add_unsigned (&line, "threads", n_threads);
  bp_json_line_print (&line);
}

static gboolean
describe_file (const char *path, gboolean is_json, GError **error)
{
  const char *const paths[] = { path, NULL };
  g_autofree char *name = NULL;

  if (bp_data_option_is_builtin (paths))
    return bp_dataset_report (paths, NULL, is_json, error);

  switch (bp_file_recognise (path, error))
    {
    case BP_FILE_USE_NONE:
      return FALSE;
    case BP_FILE_USE_WEIGHTS:
      return describe_weights (path, is_json, error);
    case BP_FILE_USE_PICTURE:
      name = bp_clean_name (path);
      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   _ ("“%s” is a picture: “backprop-cli classify” says which digit is on it"),
                   name);
      return FALSE;
    default:
      return bp_dataset_report (paths, NULL, is_json, error);
    }
}

/**
 * bp_command_info:
 * @argc: the number of arguments
 * @argv: (array length=argc): "info" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the file, or the program, was described
 */
gboolean
bp_command_info (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.paths, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, N_ ("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!bp_options_parse (entries, _ ("[FILE]"),
                         _ ("Describes saved weights, or counts the images of a data set. Without "
                            "a file, prints the\n"
                            "version and the instruction sets."),
                         NULL, argc, argv, error))
    return FALSE;
  if (options.paths == NULL)
    {
      describe_program (options.is_json);
      return TRUE;
    }
  if (options.paths[1] != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Name one file of weights, one data set or “builtin”"));
      return FALSE;
    }

  return describe_file (options.paths[0], options.is_json, error);
}

/* SPDX-License-Identifier: MIT */
/* "backprop-cli find-learning-rate": the loss while the learning rate rises, and a suggestion. */
#include "config.h"

#include "command.h"
#include "interrupt.h"
#include "json-line.h"
#include "progress-bar.h"
#include "rate-finder.h"
#include "table.h"
#include "train-options.h"

#include <glib/gi18n.h>

/* Rows of the table for people: six decades, four rows each. */
#define N_ROWS 24

static void
print_as_json (const BpRateCurve *curve, double suggestion)
{
  BpJsonLine line;

  for (guint i = 0; i < curve->points->len; i++)
    {
      const BpRatePoint *point = &g_array_index (curve->points, BpRatePoint, i);

      bp_json_line_begin (&line);
      bp_json_line_add_number (&line, "learning_rate", point->learning_rate);
      bp_json_line_add_number (&line, "loss", point->loss);
      bp_json_line_add_number (&line, "smoothed", point->smoothed);
      bp_json_line_print (&line);
    }

  bp_json_line_begin (&line);
  bp_json_line_add_number (&line, "suggestion", suggestion);
  bp_json_line_print (&line);
}

static void
print_for_people (const BpRateCurve *curve, double suggestion)
{
  guint distance = MAX (curve->n_steps / N_ROWS, 1);
  BpTable table;

  bp_table_begin (&table, 3);
  bp_table_add (&table, _ ("Learning rate"));
  bp_table_add (&table, _ ("loss"));
  bp_table_add (&table, _ ("smoothed"));
  for (guint i = 0; i < curve->points->len; i += distance)
    {
      const BpRatePoint *point = &g_array_index (curve->points, BpRatePoint, i);

      bp_table_add_format (&table, "%.2g", point->learning_rate);
      bp_table_add_format (&table, "%.4f", point->loss);
      bp_table_add_format (&table, "%.4f", point->smoothed);
    }
  bp_table_print (&table);
  g_print ("\n");
  g_print (_ ("Suggestion: --learning-rate %.2g"), suggestion);
  g_print ("\n");
}

/* Refuses what only a training takes. */
static gboolean
check_options (const BpTrainOptions *options, GError **error)
{
  const char *option = options->save_path != NULL     ? "--save"
                       : options->run_path != NULL    ? "--run"
                       : options->resume_path != NULL ? "--resume"
                                                      : NULL;

  if (option == NULL)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s is an option of “train”: nothing that is worth keeping is trained here"),
               option);
  return FALSE;
}

/**
 * bp_command_find_learning_rate:
 * @argc: how many arguments
 * @argv: (array length=argc): "find-learning-rate" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether a learning rate was found
 */
gboolean
bp_command_find_learning_rate (int argc, char **argv, GError **error)
{
  g_auto (BpTrainOptions) options = { 0 };
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (BpDataset) dataset = NULL;
  float learning_rate = 0.0f;
  BpProgress *progress;
  BpProgressBar *bar;
  gboolean is_found;

  if (!bp_train_options_parse (&options, argc, argv, error) || !check_options (&options, error))
    return FALSE;
  progress = bp_interrupt_watch ();
  dataset = bp_train_options_load_data (&options, progress, error);
  if (dataset == NULL)
    return FALSE;

  bar = bp_progress_bar_start (_ ("Finding a learning rate"), progress);
  is_found = bp_find_learning_rate (&options.config, dataset, NULL, progress, &curve,
                                    &learning_rate, error);
  bp_progress_bar_stop (bar);
  if (!is_found)
    return FALSE;

  if (options.is_json)
    print_as_json (&curve, (double) learning_rate);
  else
    print_for_people (&curve, (double) learning_rate);
  return TRUE;
}

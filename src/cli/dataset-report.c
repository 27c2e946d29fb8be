/* SPDX-License-Identifier: MIT */
/* The summary of a data set, for people and for scripts. */
#include "config.h"

#include "dataset-report.h"

#include "data-option.h"
#include "dataset-load.h"
#include "dataset-summary.h"
#include "field.h"
#include "interrupt.h"
#include "json-line.h"
#include "sheet-file.h"
#include "table.h"

#include <glib/gi18n.h>
#include <math.h>

/* The names of the splits, in the order of #BpSplit. */
static const char *const split_headings[BP_N_SPLITS] = { NC_ ("split", "Train"),
                                                         NC_ ("split", "Held-out"),
                                                         NC_ ("split", "Test") };
static const char *const split_keys[BP_N_SPLITS] = { "train", "held_out", "test" };

/* Pixels whose full value is this near to 1 are fractions of 1. */
#define NEARLY_1 0.99

/* What 255 was in the file; of fractions of 1, in 255ths. */
static double
get_unit (const BpDataset *dataset)
{
  double source_highest = bp_dataset_get_source_highest (dataset);

  if (source_highest > 1.0)
    return source_highest;
  return source_highest > 0.0 && source_highest < NEARLY_1 ? 255.0 * source_highest : 255.0;
}

/* The range that the pixels have in the file. */
static void
find_range (const BpDataset *dataset, const BpDatasetSummary *summary, guint32 range[2])
{
  double unit = get_unit (dataset);

  range[0] = (guint32) lround (summary->lowest * unit / 255.0);
  range[1] = (guint32) lround (summary->highest * unit / 255.0);
}

static void
print_pixels (const BpDataset *dataset, const BpDatasetSummary *summary)
{
  double source_highest = bp_dataset_get_source_highest (dataset);
  guint32 range[2];

  find_range (dataset, summary, range);
  if (get_unit (dataset) != 255.0)
    bp_print_field_format (_ ("Pixels"), _ ("from %u to %u, scaled to 0 for paper and 255 for ink"),
                           range[0], range[1]);
  else if (source_highest > 0.0)
    bp_print_field_format (
        _ ("Pixels"), _ ("from %u to %u, of 0 for paper to 255 for ink; in the file, ink is %.4g"),
        range[0], range[1], source_highest);
  else
    bp_print_field_format (_ ("Pixels"), _ ("from %u to %u, of 0 for paper to 255 for ink"),
                           range[0], range[1]);
}

static void
print_dataset (const BpDataset *dataset)
{
  g_autofree char *description = bp_dataset_describe_splits (dataset);
  BpDatasetSummary summary;
  BpTable table;

  bp_dataset_summarise (dataset, &summary);
  bp_print_field (_ ("Data set"), description);
  bp_print_field_format (_ ("Images"), "%u × %u", bp_dataset_get_width (dataset),
                         bp_dataset_get_height (dataset));
  print_pixels (dataset, &summary);
  for (const char *const *note = bp_dataset_get_notes (dataset); *note != NULL; note++)
    bp_print_field (_ ("Note"), *note);
  bp_print_field (_ ("SHA-256 of the data"), bp_dataset_get_sha256 (dataset));
  g_print ("\n");

  bp_table_begin (&table, 1 + BP_N_SPLITS);
  bp_table_add (&table, _ ("Class"));
  for (guint split = 0; split < BP_N_SPLITS; split++)
    bp_table_add (&table, g_dpgettext2 (NULL, "split", split_headings[split]));
  for (guint i = 0; i < bp_dataset_get_n_classes (dataset); i++)
    {
      bp_table_add (&table, bp_dataset_get_class_name (dataset, i));
      for (guint split = 0; split < BP_N_SPLITS; split++)
        bp_table_add_format (&table, "%" G_GSIZE_FORMAT, summary.counts[split][i]);
    }
  bp_table_print (&table);
}

static void
print_dataset_as_json (const BpDataset *dataset)
{
  guint n_classes = bp_dataset_get_n_classes (dataset);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) class_names = NULL;
  BpDatasetSummary summary;
  guint32 range[2];
  BpJsonLine line;

  bp_dataset_summarise (dataset, &summary);
  for (guint i = 0; i < n_classes; i++)
    g_strv_builder_add (builder, bp_dataset_get_class_name (dataset, i));
  class_names = g_strv_builder_end (builder);

  bp_json_line_begin (&line);
  bp_json_line_add_string (&line, "kind", "data");
  bp_json_line_add_string (&line, "name", bp_dataset_get_name (dataset));
  bp_json_line_add_unsigned (&line, "width", bp_dataset_get_width (dataset));
  bp_json_line_add_unsigned (&line, "height", bp_dataset_get_height (dataset));
  find_range (dataset, &summary, range);
  bp_json_line_add_counts (&line, "value_range", range, 2);
  if (bp_dataset_get_source_highest (dataset) > 0.0)
    bp_json_line_add_number (&line, "source_highest", bp_dataset_get_source_highest (dataset));
  bp_json_line_add_strings (&line, "notes", (char **) bp_dataset_get_notes (dataset));
  bp_json_line_add_strings (&line, "classes", class_names);
  for (guint split = 0; split < BP_N_SPLITS; split++)
    {
      guint32 counts[BP_DATASET_MAX_CLASSES];

      for (guint i = 0; i < n_classes; i++)
        counts[i] = (guint32) summary.counts[split][i];
      bp_json_line_add_counts (&line, split_keys[split], counts, n_classes);
    }
  bp_json_line_add_string (&line, "sha256", bp_dataset_get_sha256 (dataset));
  bp_json_line_print (&line);
}

/**
 * bp_dataset_report:
 * @paths: (array zero-terminated=1) (element-type filename): a data set: files, a folder or
 * "builtin"
 * @sheet_path: (nullable) (type filename): where to put a picture of a hundred samples
 * @is_json: print one JSON object rather than a table
 * @error: return location for an error of bp_dataset_load() or bp_sheet_file_write()
 *
 * Loads a data set and prints a summary of it.
 *
 * Returns: whether it was loaded, and its picture written
 */
gboolean
bp_dataset_report (const char *const *paths,
                   const char *sheet_path,
                   gboolean is_json,
                   GError **error)
{
  g_autoptr (BpDataset) dataset = bp_data_option_load (paths, bp_interrupt_watch (), error);

  if (dataset == NULL || (sheet_path != NULL && !bp_sheet_file_write (dataset, sheet_path, error)))
    return FALSE;

  if (is_json)
    print_dataset_as_json (dataset);
  else
    print_dataset (dataset);
  return TRUE;
}

/* SPDX-License-Identifier: MIT */
#include "inspection-csv.h"

#include <math.h>
#include <string.h>

#define DECIMALS "%.6f"

static void
append_field (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }

  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

/* A share that does not exist is an empty field. */
static void
append_share (GString *csv, double share)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (!isnan (share))
    g_string_append (csv, g_ascii_formatd (number, sizeof number, DECIMALS, share));
}

/**
 * bp_inspection_format_confusion:
 * @inspection: an inspection
 *
 * Returns: (transfer full): the confusion matrix: a row for each label, a column for each answer
 */
char *
bp_inspection_format_confusion (const BpInspection *inspection)
{
  gsize n_classes = inspection->n_classes;
  GString *csv = g_string_new ("label");

  for (guint answer = 0; answer < n_classes; answer++)
    {
      g_string_append_c (csv, ',');
      append_field (csv, bp_dataset_get_class_name (inspection->dataset, answer));
    }
  g_string_append (csv, "\r\n");
  for (guint label = 0; label < n_classes; label++)
    {
      append_field (csv, bp_dataset_get_class_name (inspection->dataset, label));
      for (guint answer = 0; answer < n_classes; answer++)
        g_string_append_printf (csv, ",%u",
                                inspection->metrics.confusion[label * n_classes + answer]);
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}

/**
 * bp_inspection_format_classes:
 * @inspection: an inspection
 *
 * Returns: (transfer full): a row for each class: its images, the answers that name it, the right
 *   ones among them, precision, recall and F1, from 0 to 1
 */
char *
bp_inspection_format_classes (const BpInspection *inspection)
{
  gsize n_classes = inspection->n_classes;
  GString *csv = g_string_new ("class,images,answers,right,precision,recall,f1\r\n");

  for (guint label = 0; label < n_classes; label++)
    {
      BpClassMetrics figures = bp_metrics_get_class (&inspection->metrics, label);

      append_field (csv, bp_dataset_get_class_name (inspection->dataset, label));
      g_string_append_printf (csv, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%u",
                              figures.support, figures.n_answers,
                              inspection->metrics.confusion[label * n_classes + label]);
      append_share (csv, figures.precision);
      append_share (csv, figures.recall);
      append_share (csv, figures.f1);
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}

/* The figures of an empty bin do not exist. */
static void
append_bin (GString *csv, const BpReliabilityBin *bin)
{
  g_string_append_printf (csv, ",%" G_GSIZE_FORMAT, bin->count);
  append_share (csv, bin->count > 0 ? bin->confidence : (double) NAN);
  append_share (csv, bin->count > 0 ? bin->accuracy : (double) NAN);
}

/**
 * bp_inspection_format_reliability:
 * @inspection: an inspection
 *
 * Returns: (transfer full): a row for each bin of the reliability diagram, from the least
 * confidence to the greatest: the number of answers, their mean confidence and the share that is
 * right, without the network's temperature and with it
 */
char *
bp_inspection_format_reliability (const BpInspection *inspection)
{
  const BpCalibration *calibration = &inspection->calibration;
  GString *csv = g_string_new ("bin,answers_before,confidence_before,accuracy_before,"
                               "answers,confidence,accuracy\r\n");

  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    {
      g_string_append_printf (csv, "%u", i + 1);
      append_bin (csv, &calibration->bins_before[i]);
      append_bin (csv, &calibration->bins_after[i]);
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}

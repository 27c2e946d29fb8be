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

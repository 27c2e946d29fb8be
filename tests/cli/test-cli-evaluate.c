/* SPDX-License-Identifier: MIT */
/* The figures of "evaluate", as JSON and as text, equal those of the engine. */
#include "calibration.h"
#include "cli-runner.h"
#include "dataset-load.h"
#include "metrics.h"
#include "sample-data.h"
#include "weights.h"

#include <string.h>

typedef struct
{
  char *folder;
  char *data;
  char *weights;
  BpDataset *dataset;
  BpMetrics metrics;
  BpCalibration calibration;
} Fixture;

/* A network after a little training, which makes some errors and is unsure of some images. */
static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = { 0 };
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  BpSamples samples;

  fixture->folder = bp_sample_folder_new ();
  fixture->data = bp_sample_data_new (fixture->folder, "data", 28, 10);
  fixture->weights = g_build_filename (fixture->folder, "weights.safetensors", NULL);
  result = bp_cli_run (NULL, "train", "--data", fixture->data, "--held-out", "100", "--epochs", "3",
                       "--layers", "5", "--save", fixture->weights, NULL);
  bp_cli_assert_done (&result);

  fixture->dataset = bp_dataset_load (fixture->data, NULL, &error);
  g_assert_no_error (error);
  network = bp_weights_load (fixture->weights, &info, &error);
  g_assert_no_error (error);
  samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_TEST);
  bp_evaluate (network, samples, 1, NULL, &fixture->metrics, &error);
  g_assert_no_error (error);
  bp_calibration_measure (network, samples, NULL, &fixture->calibration, &error);
  g_assert_no_error (error);

  /* All figures differ, so that an exchange is noticed. */
  g_assert_cmpuint (fixture->metrics.n_correct, <, fixture->metrics.count);
  g_assert_cmpfloat (fixture->calibration.unsure_digits, >, 0.0);
  g_assert_cmpfloat (fixture->calibration.temperature, !=, 1.0);
  g_assert_cmpfloat (fixture->calibration.error_before, !=, fixture->calibration.error_after);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_metrics_clear (&fixture->metrics);
  bp_dataset_unref (fixture->dataset);
  g_free (fixture->data);
  g_free (fixture->weights);
  bp_sample_folder_remove (fixture->folder);
}

static guint32
get_count (const BpMetrics *metrics, guint label, guint answer)
{
  return metrics->confusion[(gsize) label * metrics->n_classes + answer];
}

static void
assert_classes (GVariant *object, const BpMetrics *metrics)
{
  g_autoptr (GVariant) classes = bp_test_json_get_array (object, "per_class");

  g_assert_cmpuint (g_variant_n_children (classes), ==, metrics->n_classes);
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      g_autoptr (GVariant) row = bp_test_json_get_object (classes, i);
      g_autofree char *name = g_strdup_printf ("%u", i);
      BpClassMetrics figures = bp_metrics_get_class (metrics, i);

      g_assert_cmpstr (bp_test_json_get_string (row, "name"), ==, name);
      g_assert_cmpint (bp_test_json_get_integer (row, "support"), ==, (gint64) figures.support);
      g_assert_cmpfloat (bp_test_json_get_number (row, "recall"), ==, figures.recall);
      if (figures.n_answers == 0)
        continue;
      g_assert_cmpfloat (bp_test_json_get_number (row, "precision"), ==, figures.precision);
      g_assert_cmpfloat (bp_test_json_get_number (row, "f1"), ==, figures.f1);
    }
}

static void
assert_reliability (GVariant *object, const char *key, const BpReliabilityBin *expected)
{
  g_autoptr (GVariant) bins = bp_test_json_get_array (object, key);

  g_assert_cmpuint (g_variant_n_children (bins), ==, BP_RELIABILITY_N_BINS);
  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    {
      g_autoptr (GVariant) bin = bp_test_json_get_object (bins, i);

      g_assert_cmpint (bp_test_json_get_integer (bin, "count"), ==, (gint64) expected[i].count);
      g_assert_cmpfloat (bp_test_json_get_number (bin, "accuracy"), ==, expected[i].accuracy);
    }
}

static void
test_json (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = bp_cli_run (NULL, "evaluate", "--weights", fixture->weights,
                                            "--data", fixture->data, "--json", NULL);
  const BpCalibration *calibration = &fixture->calibration;
  const BpMetrics *metrics = &fixture->metrics;
  g_autoptr (GVariant) object = NULL;
  g_autoptr (GVariant) confusion = NULL;

  bp_cli_assert_done (&result);
  object = bp_test_json_parse (result.output);
  g_assert_cmpstr (bp_test_json_get_string (object, "split"), ==, "test");
  g_assert_cmpint (bp_test_json_get_integer (object, "count"), ==, (gint64) metrics->count);
  g_assert_cmpint (bp_test_json_get_integer (object, "correct"), ==, (gint64) metrics->n_correct);
  g_assert_cmpfloat (bp_test_json_get_number (object, "loss"), ==, metrics->loss);
  g_assert_cmpfloat (bp_test_json_get_number (object, "accuracy"), ==, metrics->accuracy);
  g_assert_cmpfloat (bp_test_json_get_number (object, "temperature"), ==, calibration->temperature);
  g_assert_cmpfloat (bp_test_json_get_number (object, "calibration_error_before"), ==,
                     calibration->error_before);
  g_assert_cmpfloat (bp_test_json_get_number (object, "calibration_error"), ==,
                     calibration->error_after);
  g_assert_cmpfloat (bp_test_json_get_number (object, "unsure"), ==, calibration->unsure_digits);

  assert_classes (object, metrics);
  assert_reliability (object, "reliability_before", calibration->bins_before);
  assert_reliability (object, "reliability", calibration->bins_after);
  confusion = bp_test_json_get_array (object, "confusion");
  g_assert_cmpuint (g_variant_n_children (confusion), ==, metrics->n_classes);
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      g_autoptr (GVariant) row = bp_test_json_get_row (confusion, i);

      for (guint j = 0; j < metrics->n_classes; j++)
        g_assert_cmpint (bp_test_json_get_count (row, j), ==, get_count (metrics, i, j));
    }
}

static void
assert_line (const char *output, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  if (!g_strv_contains ((const char *const *) lines, line))
    g_error ("There is no line “%s” in: %s", line, output);
}

/* The row of a class: its name, the count of each answer, and the share of right answers.
 */
static char *
describe_row (const Fixture *fixture, guint label)
{
  const BpMetrics *metrics = &fixture->metrics;
  GString *row = g_string_new (bp_dataset_get_class_name (fixture->dataset, label));
  guint count = 0;

  for (guint j = 0; j < metrics->n_classes; j++)
    {
      g_string_append_printf (row, " %u", get_count (metrics, label, j));
      count += get_count (metrics, label, j);
    }
  g_string_append_printf (row, " %.1f %%", 100.0 * get_count (metrics, label, label) / count);
  return g_string_free (row, FALSE);
}

static void
test_words (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "evaluate", "--weights", fixture->weights, "--data", fixture->data, NULL);
  const BpCalibration *calibration = &fixture->calibration;
  const BpMetrics *metrics = &fixture->metrics;
  g_autofree char *accuracy =
      g_strdup_printf ("Test accuracy: %.2f %%, loss %.4f, %u images", 100.0 * metrics->accuracy,
                       metrics->loss, (guint) metrics->count);
  g_autofree char *error = g_strdup_printf (
      "Expected calibration error: %.2f %%, without the temperature of %.3f: %.2f %%",
      100.0 * calibration->error_after, calibration->temperature,
      100.0 * calibration->error_before);
  g_autofree char *unsure =
      g_strdup_printf ("Not sure of: %.2f %%", 100.0 * calibration->unsure_digits);
  g_autoptr (GRegex) blanks = g_regex_new (" +", 0, 0, NULL);
  g_autofree char *squeezed = NULL;

  bp_cli_assert_done (&result);
  assert_line (result.output, accuracy);
  assert_line (result.output, error);
  assert_line (result.output, unsure);

  squeezed = g_regex_replace_literal (blanks, result.output, -1, 0, " ", 0, NULL);
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      g_autofree char *padded = describe_row (fixture, i);
      g_autofree char *row = g_regex_replace_literal (blanks, padded, -1, 0, " ", 0, NULL);

      assert_line (squeezed, row);
    }
}

/* The last column of the table is right-aligned, for any contents of the others. */
static void
test_columns (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "evaluate", "--weights", fixture->weights, "--data", fixture->data, NULL);
  const char *table;
  g_auto (GStrv) lines = NULL;

  bp_cli_assert_done (&result);
  table = strstr (result.output, "Actual / answer");
  g_assert_nonnull (table);
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 1; i <= fixture->metrics.n_classes; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, g_utf8_strlen (lines[0], -1));
}

/* A data set without held-out images gives an error. */
static void
test_no_images (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->folder, "few.csv", NULL);
  g_autoptr (GString) csv = g_string_new (NULL);
  g_auto (BpCliResult) result = { 0 };

  for (guint i = 0; i < 4; i++)
    {
      g_string_append_printf (csv, "%u", i % 2);
      for (guint pixel = 0; pixel < 28 * 28; pixel++)
        g_string_append_printf (csv, ",%u", (i + pixel) % 256);
      g_string_append_c (csv, '\n');
    }
  g_assert_true (g_file_set_contents (path, csv->str, (gssize) csv->len, NULL));
  result = bp_cli_run (NULL, "evaluate", "--weights", fixture->weights, "--data", path, "--split",
                       "held-out", NULL);
  bp_cli_assert_failed (&result, 1, "has no images of the kind “held-out”");
  g_assert_cmpstr (result.output, ==, "");
}

static gint64
evaluate_split (const Fixture *fixture, const char *split, gint64 *n_correct)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "evaluate", "--weights", fixture->weights, "--data", fixture->data,
                  "--split", split, "--json", NULL);
  g_autoptr (GVariant) object = NULL;

  bp_cli_assert_done (&result);
  object = bp_test_json_parse (result.output);
  g_assert_cmpstr (bp_test_json_get_string (object, "split"), ==, split);
  *n_correct += bp_test_json_get_integer (object, "correct");
  return bp_test_json_get_integer (object, "count");
}

/* All images are those of the three splits. */
static void
test_all (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) in_words = { 0 };
  gint64 n_correct = 0;
  gint64 n_correct_of_all = 0;
  gint64 count = evaluate_split (fixture, "train", &n_correct) +
                 evaluate_split (fixture, "held-out", &n_correct) +
                 evaluate_split (fixture, "test", &n_correct);

  g_assert_cmpint (evaluate_split (fixture, "all", &n_correct_of_all), ==, count);
  g_assert_cmpint (n_correct_of_all, ==, n_correct);

  in_words = bp_cli_run (NULL, "evaluate", "--weights", fixture->weights, "--data", fixture->data,
                         "--split", "all", NULL);
  bp_cli_assert_done (&in_words);
  g_assert_nonnull (strstr (in_words.output, "Accuracy on all images: "));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/cli/evaluate/json", test_json);
  ADD ("/cli/evaluate/words", test_words);
  ADD ("/cli/evaluate/columns", test_columns);
  ADD ("/cli/evaluate/all", test_all);
  ADD ("/cli/evaluate/no-images", test_no_images);

  return g_test_run ();
}

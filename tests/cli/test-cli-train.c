/* SPDX-License-Identifier: MIT */
#include "cli-runner.h"
#include "sample-data.h"

#include <math.h>
#include <string.h>

static void
assert_share (GVariant *object, const char *key)
{
  double share = bp_test_json_get_number (object, key);

  g_assert_cmpfloat (share, >=, 0.0);
  g_assert_cmpfloat (share, <=, 1.0);
}

static void
test_json (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "3",
                  "--layers", "20,10", "--batch-size", "10", "--learning-rate", "0.1", "--json",
                  NULL);
  g_autoptr (GPtrArray) lines = NULL;
  GVariant *last;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (lines->len, ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      GVariant *epoch = g_ptr_array_index (lines, i);

      g_assert_cmpint (bp_test_json_get_integer (epoch, "epoch"), ==, i + 1);
      g_assert_cmpfloat (bp_test_json_get_number (epoch, "train_loss"), >, 0.0);
      assert_share (epoch, "train_accuracy");
      g_assert_cmpfloat (bp_test_json_get_number (epoch, "held_out_loss"), >, 0.0);
      assert_share (epoch, "held_out_accuracy");
      g_assert_cmpfloat (bp_test_json_get_number (epoch, "seconds"), >, 0.0);
      g_assert_cmpfloat_with_epsilon (bp_test_json_get_number (epoch, "images_per_second") *
                                          bp_test_json_get_number (epoch, "seconds"),
                                      BP_SAMPLE_N_TRAIN - 100, 1e-6);
    }

  last = g_ptr_array_index (lines, 3);
  g_assert_false (bp_test_json_has (last, "epoch"));
  g_assert_cmpfloat (bp_test_json_get_number (last, "test_loss"), <, 0.5);
  g_assert_cmpfloat (bp_test_json_get_number (last, "test_accuracy"), >, 0.9);
  g_assert_cmpuint (strlen (bp_test_json_get_string (last, "weights_sha256")), ==, 64);
  g_assert_false (bp_test_json_get_boolean (last, "interrupted"));
}

/* Trains on the sample data and returns the digest of the weights. */
static char *
train_sha256 (const BpSample *sample, const char *seed, const char *threads)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "train", "-d", sample->data, "--held-out", "100", "-e", "2", "-l", "33",
                  "-m", "0.9", "--nesterov", "--seed", seed, "-t", threads, "--json", NULL);
  g_autoptr (GPtrArray) lines = NULL;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  return g_strdup (
      bp_test_json_get_string (g_ptr_array_index (lines, lines->len - 1), "weights_sha256"));
}

static void
test_same_seed_same_weights (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *first = train_sha256 (sample, "7", "1");
  g_autofree char *again = train_sha256 (sample, "7", "1");
  g_autofree char *two_threads = train_sha256 (sample, "7", "2");
  g_autofree char *three_threads = train_sha256 (sample, "7", "3");
  g_autofree char *other_seed = train_sha256 (sample, "18446744073709551615", "1");

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, ==, two_threads);
  g_assert_cmpstr (first, ==, three_threads);
  g_assert_cmpstr (first, !=, other_seed);
}

static void
test_nothing_held_out (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "0", "--epochs", "1",
                  "--json", "--save", sample->weights, NULL);
  g_autoptr (GPtrArray) lines = NULL;
  GVariant *epoch;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (lines->len, ==, 2);
  epoch = g_ptr_array_index (lines, 0);
  g_assert_true (bp_test_json_is_null (epoch, "held_out_loss"));
  g_assert_true (bp_test_json_is_null (epoch, "held_out_accuracy"));
  g_assert_cmpfloat_with_epsilon (bp_test_json_get_number (epoch, "images_per_second") *
                                      bp_test_json_get_number (epoch, "seconds"),
                                  BP_SAMPLE_N_TRAIN, 1e-6);
}

static void
test_limit (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--limit", "50",
                  "--epochs", "1", "--json", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  GVariant *epoch;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  epoch = g_ptr_array_index (lines, 0);
  g_assert_cmpfloat_with_epsilon (bp_test_json_get_number (epoch, "images_per_second") *
                                      bp_test_json_get_number (epoch, "seconds"),
                                  50.0, 1e-6);
}

static void
test_table (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = bp_cli_run (NULL, "train", "--data", sample->data, "--epochs", "2",
                                            "--held-out", "100", NULL);
  g_auto (GStrv) lines = NULL;

  bp_cli_assert_done (&result);
  lines = g_strsplit (result.output, "\n", -1);
  g_assert_nonnull (strstr (lines[0], "500 images to train on, 100 held out, 100 to test with"));
  g_assert_cmpstr (lines[1], ==, "Network: 784-128-10, 101770 weights");
  g_assert_true (g_str_has_prefix (lines[3], "Epoch  Train loss  Accuracy  Held-out loss"));
  g_assert_true (g_str_has_prefix (lines[4], "    1 "));
  g_assert_true (g_str_has_prefix (lines[5], "    2 "));
  g_assert_true (g_str_has_prefix (lines[7], "Test accuracy: "));
  g_assert_true (g_str_has_prefix (lines[8], "SHA-256 of the weights: "));
}

/* Splits a line of a table into its cells. */
static GStrv
split_cells (const char *line)
{
  g_autoptr (GRegex) gap = g_regex_new ("  +", 0, 0, NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (line));

  return g_regex_split (gap, stripped, 0);
}

static void
assert_cell (char **cells, guint column, const char *format, double figure)
{
  char expected[32];

  g_snprintf (expected, sizeof expected, format, figure);
  g_assert_cmpstr (cells[column], ==, expected);
}

/* The same training gives the same figures as JSON and as text. */
static void
test_table_says_what_json_says (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) as_json =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "3",
                  "--layers", "8", "--threads", "1", "--json", NULL);
  g_auto (BpCliResult) in_words =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "3",
                  "--layers", "8", "--threads", "1", NULL);
  g_autoptr (GPtrArray) objects = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *result = NULL;
  GVariant *last;

  bp_cli_assert_done (&as_json);
  bp_cli_assert_done (&in_words);
  objects = bp_cli_parse_lines (as_json.output);
  lines = g_strsplit (in_words.output, "\n", -1);
  for (guint i = 0; i < 3; i++)
    {
      GVariant *epoch = g_ptr_array_index (objects, i);
      g_auto (GStrv) cells = split_cells (lines[4 + i]);

      g_assert_cmpuint (g_strv_length (cells), ==, 7);
      assert_cell (cells, 0, "%.0f", i + 1.0);
      assert_cell (cells, 1, "%.4f", bp_test_json_get_number (epoch, "train_loss"));
      assert_cell (cells, 2, "%.2f %%", 100.0 * bp_test_json_get_number (epoch, "train_accuracy"));
      assert_cell (cells, 3, "%.4f", bp_test_json_get_number (epoch, "held_out_loss"));
      assert_cell (cells, 4, "%.2f %%",
                   100.0 * bp_test_json_get_number (epoch, "held_out_accuracy"));
    }

  last = g_ptr_array_index (objects, 3);
  result = g_strdup_printf ("Test accuracy: %.2f %%, loss %.4f, %d images\n"
                            "SHA-256 of the weights: %s\n",
                            100.0 * bp_test_json_get_number (last, "test_accuracy"),
                            bp_test_json_get_number (last, "test_loss"), BP_SAMPLE_N_TEST,
                            bp_test_json_get_string (last, "weights_sha256"));
  g_assert_true (g_str_has_suffix (in_words.output, result));
}

static void
assert_line (const char *output, const char *name, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  g_autofree char *line = g_strdup_printf ("%s: %s", name, value);

  if (!g_strv_contains ((const char *const *) lines, line))
    g_error ("There is no line “%s” in: %s", line, output);
}

/* The description of a network as text. */
static void
test_info_in_words (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) trained =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "2",
                  "--layers", "16,9", "--seed", "18446744073709551615", "--json", "--save",
                  sample->weights, NULL);
  g_auto (BpCliResult) in_words = bp_cli_run (NULL, "info", sample->weights, NULL);
  g_auto (BpCliResult) as_json = bp_cli_run (NULL, "info", sample->weights, "--json", NULL);
  g_autoptr (GPtrArray) objects = NULL;
  g_autoptr (GVariant) info = NULL;
  g_autoptr (GVariant) layers = NULL;
  static const gint64 expected_layers[] = { 784, 16, 9, 10 };
  g_autofree char *accuracy = NULL;
  g_autofree char *loss = NULL;
  GVariant *epoch;

  bp_cli_assert_done (&trained);
  bp_cli_assert_done (&in_words);
  bp_cli_assert_done (&as_json);
  objects = bp_cli_parse_lines (trained.output);
  epoch = g_ptr_array_index (objects, 1);
  accuracy =
      g_strdup_printf ("%.2f %%", 100.0 * bp_test_json_get_number (epoch, "held_out_accuracy"));
  loss = g_strdup_printf ("%.4f", bp_test_json_get_number (epoch, "held_out_loss"));
  assert_line (in_words.output, "Network", "784-16-9-10");
  assert_line (in_words.output, "Weights and biases", "12813");
  assert_line (in_words.output, "Activation", "relu");
  assert_line (in_words.output, "Epochs", "2");
  assert_line (in_words.output, "Seed", "18446744073709551615");
  assert_line (in_words.output, "Held-out accuracy", accuracy);
  assert_line (in_words.output, "Held-out loss", loss);
  assert_line (in_words.output, "SHA-256 of the weights",
               bp_test_json_get_string (g_ptr_array_index (objects, 2), "weights_sha256"));

  info = bp_test_json_parse (as_json.output);
  g_assert_cmpfloat (bp_test_json_get_number (info, "held_out_loss"), ==,
                     bp_test_json_get_number (epoch, "held_out_loss"));
  layers = bp_test_json_get_array (info, "layers");
  g_assert_cmpuint (g_variant_n_children (layers), ==, G_N_ELEMENTS (expected_layers));
  for (guint i = 0; i < G_N_ELEMENTS (expected_layers); i++)
    g_assert_cmpint (bp_test_json_get_count (layers, i), ==, expected_layers[i]);
}

/* The recorded command has no folders and no options without an effect on the network; arguments
 * with blanks are quoted. */
static void
test_recorded_command (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *strange = bp_sample_data_new (sample->folder, "my digits", 28, 10);
  g_autofree char *save = g_strconcat ("--save=", sample->weights, NULL);
  const char *const commands[][8] = {
    { "--layers=8", "--threads=2", save, "--json" },
    { "--layers=8", "-t", "2", "--json", "-s", sample->weights },
    { "--threads", "1", "--layers=8", "--json", "--save", sample->weights },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *const *more = commands[i];
      g_auto (BpCliResult) trained =
          bp_cli_run (NULL, "train", "--data", strange, "--epochs", "1", more[0], more[1], more[2],
                      more[3], more[4], more[5], more[6], NULL);
      g_auto (BpCliResult) described = bp_cli_run (NULL, "info", sample->weights, NULL);

      bp_cli_assert_done (&trained);
      bp_cli_assert_done (&described);
      assert_line (described.output, "Trained with",
                   "backprop-cli train --data 'my digits' --epochs 1 --layers=8");
    }
}

/* The saved network evaluates to the figures of the training, and has a description. */
static void
test_save_evaluate_info (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) trained =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "2",
                  "--layers", "16", "--seed", "3", "--json", "--save", sample->weights, NULL);
  g_autofree char *data_name = g_path_get_basename (sample->data);
  g_autofree char *command =
      g_strdup_printf ("backprop-cli train --data %s --held-out 100 --epochs 2 --layers 16 "
                       "--seed 3",
                       data_name);
  g_auto (BpCliResult) evaluated = bp_cli_run (NULL, "evaluate", "--weights", sample->weights,
                                               "--data", sample->data, "--json", NULL);
  g_auto (BpCliResult) described = bp_cli_run (NULL, "info", sample->weights, "--json", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GVariant) evaluation = NULL;
  g_autoptr (GVariant) info = NULL;
  GVariant *last;
  g_autoptr (GVariant) confusion = NULL;
  gint64 n_on_diagonal = 0;
  gint64 n_all = 0;

  bp_cli_assert_done (&trained);
  bp_cli_assert_done (&evaluated);
  bp_cli_assert_done (&described);
  lines = bp_cli_parse_lines (trained.output);
  last = g_ptr_array_index (lines, 2);

  evaluation = bp_test_json_parse (evaluated.output);
  g_assert_cmpfloat (bp_test_json_get_number (evaluation, "accuracy"), ==,
                     bp_test_json_get_number (last, "test_accuracy"));
  g_assert_cmpfloat (bp_test_json_get_number (evaluation, "loss"), ==,
                     bp_test_json_get_number (last, "test_loss"));
  g_assert_cmpint (bp_test_json_get_integer (evaluation, "count"), ==, BP_SAMPLE_N_TEST);
  g_assert_cmpfloat (bp_test_json_get_number (evaluation, "temperature"), >, 0.0);
  assert_share (evaluation, "calibration_error_before");
  assert_share (evaluation, "calibration_error");
  assert_share (evaluation, "unsure");
  confusion = bp_test_json_get_array (evaluation, "confusion");
  g_assert_cmpuint (g_variant_n_children (confusion), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GVariant) row = bp_test_json_get_row (confusion, i);

      g_assert_cmpuint (g_variant_n_children (row), ==, 10);
      for (guint j = 0; j < 10; j++)
        n_all += bp_test_json_get_count (row, j);
      n_on_diagonal += bp_test_json_get_count (row, i);
    }
  g_assert_cmpint (n_all, ==, BP_SAMPLE_N_TEST);
  g_assert_cmpint (n_on_diagonal, ==, bp_test_json_get_integer (evaluation, "correct"));

  info = bp_test_json_parse (described.output);
  g_assert_cmpstr (bp_test_json_get_string (info, "kind"), ==, "weights");
  g_assert_cmpint (bp_test_json_get_integer (info, "parameters"), ==, 785 * 16 + 17 * 10);
  g_assert_cmpint (bp_test_json_get_integer (info, "seed"), ==, 3);
  g_assert_cmpint (bp_test_json_get_integer (info, "epochs"), ==, 2);
  g_assert_cmpstr (bp_test_json_get_string (info, "command"), ==, command);
  g_assert_cmpstr (bp_test_json_get_string (info, "weights_sha256"), ==,
                   bp_test_json_get_string (last, "weights_sha256"));
  g_assert_cmpfloat (bp_test_json_get_number (info, "held_out_accuracy"), ==,
                     bp_test_json_get_number (g_ptr_array_index (lines, 1), "held_out_accuracy"));
}

/* The activation is saved with the weights: "evaluate" computes the figures of the training, and
 * "info" names the activation. */
static void
test_activations (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "relu", "leaky-relu", "tanh", "sigmoid", "gelu" };
  g_autoptr (GHashTable) digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (BpCliResult) trained =
          bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "2",
                      "--activation", names[i], "--json", "--save", sample->weights, NULL);
      g_auto (BpCliResult) evaluated = bp_cli_run (NULL, "evaluate", "--weights", sample->weights,
                                                   "--data", sample->data, "--json", NULL);
      g_auto (BpCliResult) described = bp_cli_run (NULL, "info", sample->weights, "--json", NULL);
      g_autoptr (GPtrArray) lines = NULL;
      g_autoptr (GVariant) evaluation = NULL;
      g_autoptr (GVariant) info = NULL;
      GVariant *last;

      bp_cli_assert_done (&trained);
      bp_cli_assert_done (&evaluated);
      bp_cli_assert_done (&described);
      lines = bp_cli_parse_lines (trained.output);
      last = g_ptr_array_index (lines, 2);
      evaluation = bp_test_json_parse (evaluated.output);
      info = bp_test_json_parse (described.output);
      g_assert_cmpstr (bp_test_json_get_string (info, "activation"), ==, names[i]);
      g_assert_cmpfloat (bp_test_json_get_number (evaluation, "loss"), ==,
                         bp_test_json_get_number (last, "test_loss"));
      g_assert_cmpfloat (bp_test_json_get_number (last, "test_accuracy"), >, 0.5);
      g_assert_true (
          g_hash_table_add (digests, g_strdup (bp_test_json_get_string (last, "weights_sha256"))));
    }
}

static void
test_info_of_data (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = bp_cli_run (NULL, "info", "--json", sample->data, NULL);
  g_autoptr (GVariant) info = NULL;
  static const char *const splits[] = { "train", "held_out", "test" };
  gint64 n_images = 0;

  bp_cli_assert_done (&result);
  info = bp_test_json_parse (result.output);
  g_assert_cmpstr (bp_test_json_get_string (info, "kind"), ==, "data");
  g_assert_cmpint (bp_test_json_get_integer (info, "width"), ==, 28);
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_autoptr (GVariant) counts = bp_test_json_get_array (info, splits[i]);

      g_assert_cmpuint (g_variant_n_children (counts), ==, 10);
      for (guint j = 0; j < 10; j++)
        n_images += bp_test_json_get_count (counts, j);
    }
  g_assert_cmpint (n_images, ==, BP_SAMPLE_N_TRAIN + BP_SAMPLE_N_TEST);
}

static void
test_data_from_environment (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = { 0 };

  g_setenv ("BACKPROP_DATA", sample->data, TRUE);
  result = bp_cli_run (NULL, "train", "--held-out", "100", "--epochs", "1", NULL);
  g_unsetenv ("BACKPROP_DATA");
  bp_cli_assert_done (&result);
  g_assert_nonnull (strstr (result.output, sample->data));
}

/* In a locale with a decimal comma, JSON, weight files and the command line use the point.
 */
static void
test_german_locale (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) trained = { 0 };
  g_auto (BpCliResult) described = { 0 };
  g_auto (BpCliResult) evaluated = { 0 };
  g_autoptr (GPtrArray) lines = NULL;

  g_setenv ("LC_ALL", "de_DE.UTF-8", TRUE);
  trained = bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "1",
                        "--learning-rate", "0.05", "--json", "--save", sample->weights, NULL);
  described = bp_cli_run (NULL, "info", "--json", sample->weights, NULL);
  evaluated = bp_cli_run (NULL, "evaluate", "--weights", sample->weights, "--data", sample->data,
                          "--json", NULL);
  g_unsetenv ("LC_ALL");

  bp_cli_assert_done (&trained);
  bp_cli_assert_done (&described);
  bp_cli_assert_done (&evaluated);
  lines = bp_cli_parse_lines (trained.output);
  g_assert_cmpuint (lines->len, ==, 2);
  assert_share (g_ptr_array_index (lines, 0), "train_accuracy");
  g_assert_nonnull (strstr (described.output, "\"input_scale\": 0.0039"));
}

static void
test_divergence (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--learning-rate",
                  "1e30", "--save", sample->weights, NULL);

  bp_cli_assert_failed (&result, 1, "learning rate");
  g_assert_false (g_file_test (sample->weights, G_FILE_TEST_EXISTS));
}

static void
test_data_that_does_not_fit (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *small = bp_sample_data_new (sample->folder, "small", 8, 10);
  g_autofree char *many = bp_sample_data_new (sample->folder, "many", 28, 14);
  g_auto (BpCliResult) trained =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "1",
                  "--json", "--save", sample->weights, NULL);
  g_auto (BpCliResult) on_small =
      bp_cli_run (NULL, "evaluate", "--weights", sample->weights, "--data", small, NULL);
  g_auto (BpCliResult) on_many =
      bp_cli_run (NULL, "evaluate", "--weights", sample->weights, "--data", many, NULL);

  bp_cli_assert_done (&trained);
  bp_cli_assert_failed (&on_small, 1, "784 inputs");
  bp_cli_assert_failed (&on_many, 1, "in 14 classes");
}

/* A network learns from another one, and a run of it is continued; what does not fit is refused. */
static void
test_teacher (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *small = bp_sample_data_new (sample->folder, "small", 8, 10);
  g_autofree char *run = g_build_filename (sample->folder, "run", NULL);
  g_auto (BpCliResult) taught =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "1",
                  "--json", "--save", sample->weights, NULL);
  g_auto (BpCliResult) learnt =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "2",
                  "--teacher", sample->weights, "--teacher", sample->weights, "--temperature", "2",
                  "--soft-weight", "0.5", "--run", run, "--json", NULL);
  g_auto (BpCliResult) again = bp_cli_run (NULL, "train", "--resume", run, "--json", NULL);
  g_auto (BpCliResult) shown = bp_cli_run (NULL, "runs", "show", run, NULL);
  g_auto (BpCliResult) on_small =
      bp_cli_run (NULL, "train", "--data", small, "--teacher", sample->weights, NULL);
  g_auto (BpCliResult) alone =
      bp_cli_run (NULL, "train", "--data", sample->data, "--soft-weight", "0.5", NULL);
  g_auto (BpCliResult) other =
      bp_cli_run (NULL, "train", "--resume", run, "--temperature", "3", NULL);
  g_auto (BpCliResult) cold = bp_cli_run (NULL, "train", "--data", sample->data, "--teacher",
                                          sample->weights, "--temperature", "0", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) lines_again = NULL;

  bp_cli_assert_done (&taught);
  bp_cli_assert_done (&learnt);
  bp_cli_assert_done (&again);
  bp_cli_assert_done (&shown);
  lines = bp_cli_parse_lines (learnt.output);
  lines_again = bp_cli_parse_lines (again.output);
  g_assert_cmpstr (bp_test_json_get_string (g_ptr_array_index (lines, lines->len - 1),
                                            "weights_sha256"),
                   ==,
                   bp_test_json_get_string (g_ptr_array_index (lines_again, lines_again->len - 1),
                                            "weights_sha256"));
  g_assert_nonnull (strstr (shown.output, "soft_weight"));

  bp_cli_assert_failed (&on_small, 1, "Teacher 1 takes 784 inputs");
  bp_cli_assert_failed (&alone, 2, "--soft-weight is about the answers of teachers");
  bp_cli_assert_failed (&other, 2, "--resume and --temperature exclude each other");
  bp_cli_assert_failed (&cold, 2, "from 0.1 to 1000, not 0");
}

/* Trains one epoch with a learning rate that changes almost nothing. */
#define TRAIN_STILL(...)                                                                   \
  bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "1", \
              "--learning-rate", "1e-30", "--json", __VA_ARGS__, NULL)

static double
get_loss (GPtrArray *lines)
{
  return bp_test_json_get_number (g_ptr_array_index (lines, lines->len - 1), "test_loss");
}

static const char *
get_digest (GPtrArray *lines)
{
  return bp_test_json_get_string (g_ptr_array_index (lines, lines->len - 1), "weights_sha256");
}

/* A network is trained further, the mean of several too; such a run is continued; what does not
 * fit is refused. */
static void
test_initial (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *second = g_build_filename (sample->folder, "second.safetensors", NULL);
  g_autofree char *other = g_build_filename (sample->folder, "other.safetensors", NULL);
  g_autofree char *run = g_build_filename (sample->folder, "run", NULL);
  g_auto (BpCliResult) first = TRAIN_STILL ("--seed", "1", "--save", sample->weights);
  g_auto (BpCliResult) same = TRAIN_STILL ("--seed", "2", "--initial", sample->weights);
  g_auto (BpCliResult) saved = TRAIN_STILL ("--seed", "2", "--save", second);
  g_auto (BpCliResult) wider = TRAIN_STILL ("--layers", "20", "--save", other);
  g_auto (BpCliResult) mean =
      TRAIN_STILL ("--initial", sample->weights, "--initial", second, "--run", run);
  g_auto (BpCliResult) again = bp_cli_run (NULL, "train", "--resume", run, "--json", NULL);
  g_auto (BpCliResult) uneven = TRAIN_STILL ("--initial", sample->weights, "--initial", other);
  g_auto (BpCliResult) layers = TRAIN_STILL ("--initial", other, "--layers", "20");
  g_auto (BpCliResult) resumed =
      bp_cli_run (NULL, "train", "--resume", run, "--initial", other, NULL);
  g_auto (BpCliResult) untrained =
      bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "0",
                  "--initial", sample->weights, "--json", "--save", other, NULL);
  g_auto (BpCliResult) info = bp_cli_run (NULL, "info", other, "--json", NULL);
  g_auto (BpCliResult) random =
      bp_cli_run (NULL, "train", "--data", sample->data, "--epochs", "0", NULL);
  g_autoptr (GPtrArray) first_lines = NULL;
  g_autoptr (GPtrArray) same_lines = NULL;
  g_autoptr (GPtrArray) saved_lines = NULL;
  g_autoptr (GPtrArray) mean_lines = NULL;
  g_autoptr (GPtrArray) again_lines = NULL;
  g_autoptr (GPtrArray) untrained_lines = NULL;

  bp_cli_assert_done (&first);
  bp_cli_assert_done (&same);
  bp_cli_assert_done (&saved);
  bp_cli_assert_done (&wider);
  bp_cli_assert_done (&mean);
  bp_cli_assert_done (&again);
  first_lines = bp_cli_parse_lines (first.output);
  same_lines = bp_cli_parse_lines (same.output);
  saved_lines = bp_cli_parse_lines (saved.output);
  mean_lines = bp_cli_parse_lines (mean.output);
  again_lines = bp_cli_parse_lines (again.output);
  g_assert_cmpfloat_with_epsilon (get_loss (same_lines), get_loss (first_lines), 1e-9);
  g_assert_true (fabs (get_loss (saved_lines) - get_loss (first_lines)) > 1e-3);
  g_assert_true (fabs (get_loss (mean_lines) - get_loss (first_lines)) > 1e-3);
  g_assert_true (fabs (get_loss (mean_lines) - get_loss (saved_lines)) > 1e-3);
  g_assert_cmpstr (get_digest (again_lines), ==, get_digest (mean_lines));

  bp_cli_assert_done (&untrained);
  untrained_lines = bp_cli_parse_lines (untrained.output);
  g_assert_cmpuint (untrained_lines->len, ==, 1);
  g_assert_cmpstr (get_digest (untrained_lines), ==, get_digest (first_lines));
  g_assert_nonnull (strstr (info.output, "\"epochs\": 1"));
  bp_cli_assert_failed (&random, 2, "--epochs 0 only calibrates");
  bp_cli_assert_failed (&uneven, 1, "Networks of different layers have no mean");
  bp_cli_assert_failed (&layers, 2, "--initial and --layers exclude each other");
  bp_cli_assert_failed (&resumed, 2, "--resume and --initial exclude each other");
}

/* The path of the file to save is checked before the training. */
static void
test_place_that_cannot_be_written (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "train", "--data", sample->data, "--save", sample->folder, NULL);

  bp_cli_assert_failed (&result, 1, "Could not write to");
  g_assert_cmpstr (result.output, ==, "");
}

#define ADD(path, function) \
  g_test_add (path, BpSample, NULL, bp_sample_set_up, function, bp_sample_tear_down)

/* A line for each rate, from low to high, and the suggestion, which lies between them. */
static void
test_find_learning_rate (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = bp_cli_run (NULL, "find-learning-rate", "--data", sample->data,
                                            "--layers", "12", "--json", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  double before = 0.0;
  double suggestion;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (lines->len, >, 50);
  for (guint i = 0; i < lines->len - 1; i++)
    {
      GVariant *line = g_ptr_array_index (lines, i);
      double learning_rate = bp_test_json_get_number (line, "learning_rate");

      g_assert_cmpfloat (learning_rate, >, before);
      g_assert_cmpfloat (bp_test_json_get_number (line, "loss"), >=, 0.0);
      before = learning_rate;
    }
  suggestion = bp_test_json_get_number (g_ptr_array_index (lines, lines->len - 1), "suggestion");
  g_assert_cmpfloat (suggestion, >, 1e-4);
  g_assert_cmpfloat (suggestion, <, before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/cli/train/json", test_json);
  ADD ("/cli/train/same-seed-same-weights", test_same_seed_same_weights);
  ADD ("/cli/train/nothing-held-out", test_nothing_held_out);
  ADD ("/cli/train/limit", test_limit);
  ADD ("/cli/train/table", test_table);
  ADD ("/cli/train/table-says-what-json-says", test_table_says_what_json_says);
  ADD ("/cli/train/info-in-words", test_info_in_words);
  ADD ("/cli/train/recorded-command", test_recorded_command);
  ADD ("/cli/train/save-evaluate-info", test_save_evaluate_info);
  ADD ("/cli/train/activations", test_activations);
  ADD ("/cli/train/info-of-data", test_info_of_data);
  ADD ("/cli/train/data-from-environment", test_data_from_environment);
  ADD ("/cli/train/german-locale", test_german_locale);
  ADD ("/cli/train/divergence", test_divergence);
  ADD ("/cli/train/data-that-does-not-fit", test_data_that_does_not_fit);
  ADD ("/cli/train/initial", test_initial);
  ADD ("/cli/train/teacher", test_teacher);
  ADD ("/cli/train/place-that-cannot-be-written", test_place_that_cannot_be_written);
  g_test_add ("/cli/train/find-learning-rate", BpSample, NULL, bp_sample_set_up,
              test_find_learning_rate, bp_sample_tear_down);

  return g_test_run ();
}

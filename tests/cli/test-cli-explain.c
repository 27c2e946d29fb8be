/* SPDX-License-Identifier: MIT */
/* What "explain" takes and refuses. check-explain.py compares its numbers with NumPy. */
#include "cli-runner.h"
#include "sample-data.h"

#include <string.h>

static void
set_up (BpSample *sample, gconstpointer data)
{
  g_auto (BpCliResult) result = { 0 };

  bp_sample_set_up (sample, data);
  result = bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "1",
                       "--layers", "12,9", "--save", sample->weights, NULL);
  bp_cli_assert_done (&result);
}

static guint
count (GVariant *object, const char *key)
{
  g_autoptr (GVariant) array = bp_test_json_get_array (object, key);

  return (guint) g_variant_n_children (array);
}

/* The object has all numbers, and the label of the data set. */
static void
test_json (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "explain", "--weights", sample->weights, "--data", sample->data, "--split",
                  "held-out", "--index", "99", "--weight", "1,783,11", "--weight", "3,8,9",
                  "--json", NULL);
  g_autoptr (GVariant) object = NULL;

  bp_cli_assert_done (&result);
  object = bp_test_json_parse (result.output);
  g_assert_cmpuint (count (object, "inputs"), ==, 784);
  g_assert_cmpuint (count (object, "layers"), ==, 3);
  g_assert_cmpuint (count (object, "probabilities"), ==, 10);
  g_assert_cmpuint (count (object, "weights"), ==, 2);
  g_assert_cmpfloat (bp_test_json_get_number (object, "loss"), >, 0.0);
  g_assert_true (bp_test_json_has (object, "label"));
}

/* Without a label, that of the network's answer is taken; --label says another one. */
static void
test_label (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char drawing[] = "{\"strokes\": [[[10, 10], [12, 200]]]}\n";
  g_auto (BpCliResult) answered = bp_cli_run (drawing, "classify", "--weights", sample->weights,
                                              "--json", "--strokes", "-", NULL);
  g_auto (BpCliResult) without = bp_cli_run (drawing, "explain", "--weights", sample->weights,
                                             "--json", "--strokes", "-", NULL);
  g_auto (BpCliResult) with = bp_cli_run (drawing, "explain", "--weights", sample->weights,
                                          "--json", "--strokes", "-", "--label", "9", NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) of_answer = NULL;
  g_autoptr (GVariant) of_label = NULL;

  bp_cli_assert_done (&answered);
  bp_cli_assert_done (&without);
  bp_cli_assert_done (&with);
  answer = bp_test_json_parse (answered.output);
  of_answer = bp_test_json_parse (without.output);
  of_label = bp_test_json_parse (with.output);
  g_assert_cmpint (bp_test_json_get_integer (of_answer, "label"), ==,
                   bp_test_json_get_integer (answer, "digit"));
  g_assert_cmpint (bp_test_json_get_integer (of_label, "label"), ==, 9);
}

/* The formulas, as text and as LaTeX. */
static void
test_text (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) text = bp_cli_run (NULL, "explain", "--weights", sample->weights, "--data",
                                          sample->data, "--index", "0", "--weight", "2,3,4", NULL);
  g_auto (BpCliResult) latex =
      bp_cli_run (NULL, "explain", "--weights", sample->weights, "--data", sample->data, "--index",
                  "0", "--weight", "2,3,4", "--latex", NULL);

  bp_cli_assert_done (&text);
  bp_cli_assert_done (&latex);
  g_assert_nonnull (strstr (text.output, "  L = -log p("));
  g_assert_nonnull (strstr (text.output, "Layer 2, the weight from input 3 to unit 4:"));
  g_assert_nonnull (strstr (latex.output, "\\frac{\\partial L}{\\partial w^{(2)}_{4,3}}"));
}

static void
test_refused (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *option;
    const char *value;
    const char *message;
  } cases[] = {
    { "--index", "100", "--index takes a whole number from 0 to 99, not “100”" },
    { "--split", "all", "--split takes train, held-out or test, not “all”" },
    { "--label", "10", "--label takes a whole number from 0 to 9, not “10”" },
    { "--weight", "0,0,0", "The layer of --weight takes a whole number from 1 to 3, not “0”" },
    { "--weight", "1,784,0", "The input of --weight takes a whole number from 0 to 783" },
    { "--weight", "2,0,9", "The output of --weight takes a whole number from 0 to 8, not “9”" },
    { "--weight", "1,2", "--weight takes three numbers" },
    { "--learning-rate", "nan", "--learning-rate takes a number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_index = strcmp (cases[i].option, "--index") == 0;
      g_auto (BpCliResult) result =
          bp_cli_run (NULL, "explain", "--weights", sample->weights, "--data", sample->data,
                      cases[i].option, cases[i].value, is_index ? NULL : "--index", "0", NULL);

      bp_cli_assert_failed (&result, 2, cases[i].message);
    }
}

/* Drawings that there is nothing to explain of. */
static void
test_drawings (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const cases[][2] = {
    { "", "There is no drawing to explain" },
    { "{\"strokes\": []}", "The image is blank" },
    { "{\"points\": []}", "A drawing is" },
    { "{\"strokes\": [[[1, 2], [3, 40]]]}\n{\"strokes\": [[[1, 2]]]}", "more than one drawing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (BpCliResult) result =
          bp_cli_run (cases[i][0], "explain", "--weights", sample->weights, "--strokes", "-", NULL);

      bp_cli_assert_failed (&result, 1, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli/explain/json", BpSample, NULL, set_up, test_json, bp_sample_tear_down);
  g_test_add ("/cli/explain/label", BpSample, NULL, set_up, test_label, bp_sample_tear_down);
  g_test_add ("/cli/explain/text", BpSample, NULL, set_up, test_text, bp_sample_tear_down);
  g_test_add ("/cli/explain/refused", BpSample, NULL, set_up, test_refused, bp_sample_tear_down);
  g_test_add ("/cli/explain/drawings", BpSample, NULL, set_up, test_drawings, bp_sample_tear_down);

  return g_test_run ();
}

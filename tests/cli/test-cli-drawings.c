/* SPDX-License-Identifier: MIT */
#include "cli-runner.h"
#include "sample-data.h"

#include <math.h>
#include <string.h>

#define N_DRAWINGS 50

/* A hand that writes each digit as a hook, whose direction alone tells which it is. The last line
 * is no drawing. */
static char *
write_drawings (const BpSample *sample)
{
  char *path = g_build_filename (sample->folder, "drawings.jsonl", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      double angle = 2.0 * G_PI * (i % 10 + 0.02 * floor (i / 10.0)) / 10.0;

      g_string_append_printf (text,
                              "{\"label\": %u, \"strokes\": [[[0, 0], [%d, %d], [%d, %d]]]}\n",
                              i % 10, (int) (100.0 * cos (angle)), (int) (100.0 * sin (angle)),
                              (int) (60.0 * cos (angle + 0.8)), (int) (60.0 * sin (angle + 0.8)));
    }
  g_string_append (text, "nothing\n");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

/* What is known about a drawing is listed, and what is not is null; other lines are told of. */
static void
test_list (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char lines[] =
      "{\"label\": 7, \"strokes\": [[[0, 0], [1, 0]]], \"answer\": 1, \"probability\": 0.75, "
      "\"sure\": true, \"time\": \"2026-11-27T19:08:52Z\"}\nnothing\n"
      "{\"label\": 3, \"strokes\": [[[0, 0], [1, 0]]], \"answer\": 3, \"probability\": 0.5, "
      "\"sure\": false}\n";
  g_autofree char *path = g_build_filename (sample->folder, "drawings.jsonl", NULL);
  g_auto (BpCliResult) json = { 0 };
  g_auto (BpCliResult) table = { 0 };
  g_autoptr (GPtrArray) objects = NULL;

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
  json = bp_cli_run (NULL, "drawings", "list", "--json", "--drawings", path, NULL);
  g_assert_cmpint (json.exit_status, ==, 0);
  g_assert_nonnull (strstr (json.errors, "1 line is no drawing with a label"));
  objects = bp_cli_parse_lines (json.output);
  g_assert_cmpuint (objects->len, ==, 2);
  g_assert_cmpint (bp_test_json_get_integer (objects->pdata[0], "number"), ==, 1);
  g_assert_cmpfloat (bp_test_json_get_number (objects->pdata[0], "probability"), ==, 0.75);
  g_assert_true (bp_test_json_get_boolean (objects->pdata[0], "sure"));
  g_assert_nonnull (
      strstr (bp_test_json_get_string (objects->pdata[0], "time"), "2026-11-27T19:08:52"));
  g_assert_false (bp_test_json_get_boolean (objects->pdata[1], "sure"));
  g_assert_true (bp_test_json_is_null (objects->pdata[1], "time"));

  table = bp_cli_run (NULL, "drawings", "list", "--drawings", path, NULL);
  g_assert_cmpint (table.exit_status, ==, 0);
  g_assert_nonnull (strstr (table.output, "1, 75.0 %"));
}

/* A network learns a hand, and is saved with the seed that gives the same weights again. */
static void
test_learn (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = write_drawings (sample);
  g_autofree char *taught = g_build_filename (sample->folder, "taught.safetensors", NULL);
  g_auto (BpCliResult) trained = { 0 };
  g_auto (BpCliResult) learnt = { 0 };
  g_auto (BpCliResult) described = { 0 };
  g_autoptr (GVariant) lesson = NULL;
  g_autoptr (GVariant) info = NULL;

  trained = bp_cli_run (NULL, "train", "--data", sample->data, "--epochs", "2", "--layers", "16",
                        "--save", sample->weights, NULL);
  g_assert_cmpint (trained.exit_status, ==, 0);
  learnt = bp_cli_run (NULL, "learn-drawings", "--weights", sample->weights, "--drawings", path,
                       "--data", sample->data, "--seed", "5", "--save", taught, "--json", NULL);
  g_assert_cmpint (learnt.exit_status, ==, 0);
  g_assert_nonnull (strstr (learnt.errors, "1 line is no drawing with a label"));
  lesson = bp_test_json_parse (learnt.output);
  g_assert_cmpint (bp_test_json_get_integer (lesson, "learnt") +
                       bp_test_json_get_integer (lesson, "held_out"),
                   ==, N_DRAWINGS);
  g_assert_cmpfloat (bp_test_json_get_number (lesson, "own_accuracy_before"), <, 0.5);
  g_assert_cmpfloat (bp_test_json_get_number (lesson, "own_accuracy"), >, 0.5);
  g_assert_cmpfloat (bp_test_json_get_number (lesson, "test_accuracy"), >, 0.5);

  described = bp_cli_run (NULL, "info", taught, "--json", NULL);
  bp_cli_assert_done (&described);
  info = bp_test_json_parse (described.output);
  g_assert_cmpint (bp_test_json_get_integer (info, "seed"), ==, 5);
}

/* What cannot be learnt from is an error that names the file. */
static void
test_learn_nothing (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *missing = g_build_filename (sample->folder, "missing.jsonl", NULL);
  g_auto (BpCliResult) trained = { 0 };
  g_auto (BpCliResult) learnt = { 0 };

  trained = bp_cli_run (NULL, "train", "--data", sample->data, "--epochs", "1", "--layers", "4",
                        "--save", sample->weights, NULL);
  g_assert_cmpint (trained.exit_status, ==, 0);
  learnt = bp_cli_run (NULL, "learn-drawings", "--weights", sample->weights, "--drawings", missing,
                       "--data", sample->data, NULL);
  bp_cli_assert_failed (&learnt, 1, "missing.jsonl");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli/drawings/list", BpSample, NULL, bp_sample_set_up, test_list,
              bp_sample_tear_down);
  g_test_add ("/cli/drawings/learn", BpSample, NULL, bp_sample_set_up, test_learn,
              bp_sample_tear_down);
  g_test_add ("/cli/drawings/learn-nothing", BpSample, NULL, bp_sample_set_up, test_learn_nothing,
              bp_sample_tear_down);

  return g_test_run ();
}

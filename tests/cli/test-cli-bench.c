/* SPDX-License-Identifier: MIT */
#include "cli-runner.h"

#include <string.h>

/* A short run. The test does not check the speed, only that the figures are consistent. */
static void
test_json (void)
{
  g_auto (BpCliResult) result = bp_cli_run_line (
      "bench --json --seconds 0.02 --layers 16,8 --batch-size 7 --threads 2 --momentum 0.9 "
      "--nesterov --instructions plain --precision bf16");
  g_autoptr (GPtrArray) lines = NULL;
  GVariant *line;
  double seconds;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (lines->len, ==, 1);
  line = g_ptr_array_index (lines, 0);
  seconds = bp_test_json_get_number (line, "seconds_per_epoch");

  g_assert_cmpstr (bp_test_json_get_string (line, "network"), ==, "784-16-8-10");
  g_assert_cmpint (bp_test_json_get_integer (line, "batch_size"), ==, 7);
  g_assert_cmpint (bp_test_json_get_integer (line, "threads"), ==, 2);
  g_assert_cmpstr (bp_test_json_get_string (line, "instructions"), ==, "plain");
  g_assert_cmpstr (bp_test_json_get_string (line, "precision"), ==, "bf16");
  g_assert_cmpfloat_with_epsilon (bp_test_json_get_number (line, "images_per_second") * seconds,
                                  60000.0, 1.0);
  g_assert_cmpfloat_with_epsilon (bp_test_json_get_number (line, "gflops") * 1e9 * seconds,
                                  60000.0 * (4.0 * 784 * 16 + 6.0 * 16 * 8 + 6.0 * 8 * 10), 1e4);
  g_assert_cmpfloat (bp_test_json_get_number (line, "peak_gflops"), >, 0.0);
  g_assert_cmpfloat (bp_test_json_get_number (line, "classify_seconds"), >, 0.0);
  g_assert_cmpfloat (bp_test_json_get_number (line, "evaluate_seconds"), >, 0.0);
}

/* Without a number of threads, each network is trained on one first, and then on all. */
static void
test_scaling (void)
{
  g_auto (BpCliResult) result =
      bp_cli_run_line ("bench --json --seconds 0.01 --layers 8 --batch-size 64");
  g_autoptr (GPtrArray) lines = NULL;
  double alone = 0.0;

  bp_cli_assert_done (&result);
  lines = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (lines->len, >=, 1);
  for (guint i = 0; i < lines->len; i++)
    {
      GVariant *line = g_ptr_array_index (lines, i);
      double seconds = bp_test_json_get_number (line, "seconds_per_epoch");

      if (i % 2 == 0)
        {
          g_assert_cmpint (bp_test_json_get_integer (line, "threads"), ==, 1);
          alone = seconds;
        }
      g_assert_cmpfloat_with_epsilon (bp_test_json_get_number (line, "scaling") * seconds, alone,
                                      1e-6);
      g_assert_cmpint (bp_test_json_get_integer (line, "cores"), >=, 1);
      g_assert_cmpfloat (bp_test_json_get_number (line, "predicted_seconds_per_epoch"), >, 0.0);
    }
}

static void
test_table (void)
{
  g_auto (BpCliResult) result =
      bp_cli_run_line ("bench --seconds 0.001 --layers 8 --batch-size 32 --threads 1");
  g_auto (GStrv) lines = NULL;

  bp_cli_assert_done (&result);
  lines = g_strsplit (result.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_true (g_str_has_prefix (lines[0], "Instruction set: "));
  g_assert_true (g_str_has_prefix (lines[1], "Cores: "));
  g_assert_true (g_str_has_prefix (lines[3], "Network"));
  g_assert_true (g_str_has_prefix (lines[4], "784-8-10 "));
  /* Units in which there is something to see: no processor tests 10,000 images in 50 µs. */
  g_assert_true (g_str_has_suffix (lines[4], " ms"));
  g_assert_null (strstr (lines[4], " 0.0 "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/bench/json", test_json);
  g_test_add_func ("/cli/bench/scaling", test_scaling);
  g_test_add_func ("/cli/bench/table", test_table);

  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "cli-runner.h"
#include "sample-data.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

static void
set_up (BpSample *sample, gconstpointer data)
{
  g_auto (BpCliResult) result = { 0 };

  bp_sample_set_up (sample, data);
  result = bp_cli_run (NULL, "train", "--data", sample->data, "--held-out", "100", "--epochs", "1",
                       "--save", sample->weights, NULL);
  bp_cli_assert_done (&result);
}

/* Asserts that @answer names the class with the highest of its ten probabilities. */
static void
assert_answer (GVariant *answer)
{
  g_autoptr (GVariant) probabilities = bp_test_json_get_array (answer, "probabilities");
  gint64 digit = bp_test_json_get_integer (answer, "digit");
  double sum = 0.0;

  g_assert_cmpuint (g_variant_n_children (probabilities), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      double probability = bp_test_json_get_share (probabilities, i);

      g_assert_cmpfloat (probability, >=, 0.0);
      g_assert_cmpfloat (probability, <=, bp_test_json_get_share (probabilities, (guint) digit));
      sum += probability;
    }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-5);
}

static void
assert_blank (GVariant *answer)
{
  g_assert_true (bp_test_json_is_null (answer, "digit"));
  g_assert_true (bp_test_json_is_null (answer, "probabilities"));
}

#define BAR "{\"strokes\": [[[10, 10], [12, 200]]]}"
#define CROSS \
  "{\"time\": [1, {}], \"strokes\": [[[0, 5, 0.5, 17], [9, 5]], [], [[4.5, 0], [4.5, 1e1]]]}"

/* Each line has its answer, in order and independent of the lines before it. */
static void
test_strokes (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char input[] = BAR "\n"
                                  "not JSON\n" CROSS "\r\n"
                                  "{\"strokes\": []}\n"
                                  "\n"
                                  "{\"strokes\": [[[1]]]}\n"
                                  "{\"strokes\": [[[1e300, 0], [0, 0]]]}\n"
                                  "{\"points\": []}\n"
                                  "{\"strokes\": [[[5, 5]]]}\n" BAR;
  g_auto (BpCliResult) result = bp_cli_run (input, "classify", "--weights", sample->weights,
                                            "--json", "--strokes", "-", NULL);
  g_autoptr (GPtrArray) answers = NULL;
  g_auto (GStrv) lines = NULL;

  bp_cli_assert_failed (&result, 1, "5 of 10 could not be read; the first: Line 2: A drawing is");
  answers = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (answers->len, ==, 10);
  assert_answer (g_ptr_array_index (answers, 0));
  assert_answer (g_ptr_array_index (answers, 2));
  assert_blank (g_ptr_array_index (answers, 3));
  assert_answer (g_ptr_array_index (answers, 8));
  assert_answer (g_ptr_array_index (answers, 9));
  g_assert_cmpstr (bp_test_json_get_string (g_ptr_array_index (answers, 1), "error"), ==,
                   "A drawing is {\"strokes\": [[[x, y], …], …]}, but here an object is missing "
                   "(byte 0)");
  g_assert_true (bp_test_json_has (g_ptr_array_index (answers, 4), "error"));
  g_assert_nonnull (strstr (bp_test_json_get_string (g_ptr_array_index (answers, 5), "error"),
                            "a point is not [x, y]"));
  g_assert_nonnull (strstr (bp_test_json_get_string (g_ptr_array_index (answers, 6), "error"),
                            "a number is too large"));
  g_assert_nonnull (strstr (bp_test_json_get_string (g_ptr_array_index (answers, 7), "error"),
                            "it has no strokes"));

  /* The last line equals the first, but has no line end. */
  lines = g_strsplit (result.output, "\n", -1);
  g_assert_cmpstr (lines[0], ==, lines[9]);
}

static void
test_strokes_of_a_file (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (sample->folder, "strokes.jsonl", NULL);
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (GPtrArray) answers = NULL;
  g_auto (BpCliResult) result = { 0 };

  /* More than one chunk of the reader. */
  for (guint i = 0; i < 3000; i++)
    g_string_append (input, i % 2 == 0 ? BAR "\n" : CROSS "\n");
  g_assert_true (g_file_set_contents (path, input->str, (gssize) input->len, NULL));

  result = bp_cli_run (NULL, "classify", "--weights", sample->weights, "--json", "--strokes", path,
                       NULL);
  bp_cli_assert_done (&result);
  answers = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (answers->len, ==, 3000);
  for (guint i = 0; i < answers->len; i++)
    {
      g_assert_true (bp_test_json_has (g_ptr_array_index (answers, i), "digit"));
      g_assert_cmpint (bp_test_json_get_integer (g_ptr_array_index (answers, i), "digit"), ==,
                       bp_test_json_get_integer (g_ptr_array_index (answers, i % 2), "digit"));
    }
}

/* A line that is too long ends the program. */
static void
test_line_that_is_too_long (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  const gsize length = 17 * 1024 * 1024;
  g_autoptr (GString) input = g_string_new (BAR "\n{\"strokes\": [");
  g_autofree char *path = g_build_filename (sample->folder, "strokes.jsonl", NULL);
  g_autoptr (GPtrArray) answers = NULL;
  g_auto (BpCliResult) result = { 0 };
  gsize n_before = input->len;

  g_string_set_size (input, n_before + length);
  memset (input->str + n_before, ' ', length);
  g_assert_true (g_file_set_contents (path, input->str, (gssize) input->len, NULL));
  result = bp_cli_run (NULL, "classify", "--weights", sample->weights, "--json", "--strokes", path,
                       NULL);
  bp_cli_assert_failed (&result, 1, "Line 2 is longer than 16 MiB");
  answers = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (answers->len, ==, 1);
}

/* A line is answered before the next one is sent. */
static void
test_conversation (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  const char *const arguments[] = { "classify", "--weights", sample->weights, "--json", "--strokes",
                                    "-",        NULL };
  g_autoptr (GSubprocess) process = bp_cli_start (arguments);
  GOutputStream *input = g_subprocess_get_stdin_pipe (process);
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *line = NULL;
      g_autoptr (GVariant) answer = NULL;

      g_assert_true (
          g_output_stream_write_all (input, BAR "\n", strlen (BAR) + 1, NULL, NULL, &error));
      g_assert_no_error (error);
      line = g_data_input_stream_read_line (output, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (line);
      answer = bp_test_json_parse (line);
      assert_answer (answer);
    }
  g_assert_true (g_output_stream_close (input, NULL, &error));
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

/* Saves a picture of a vertical bar, which is blank where @ink equals @paper. */
static char *
make_picture (const BpSample *sample, const char *name, guint32 paper, guint32 ink)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 60, 90);
  g_autoptr (GdkPixbuf) bar = gdk_pixbuf_new_subpixbuf (picture, 27, 15, 6, 60);
  char *path = g_build_filename (sample->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (picture, paper);
  gdk_pixbuf_fill (bar, ink);
  gdk_pixbuf_save (picture, path, "png", &error, NULL);
  g_assert_no_error (error);
  return path;
}

static void
test_pictures (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *black_on_white = make_picture (sample, "a.png", 0xffffffff, 0x000000ff);
  g_autofree char *white_on_black = make_picture (sample, "b.png", 0x000000ff, 0xffffffff);
  g_autofree char *black_on_nothing = make_picture (sample, "c.png", 0x00000000, 0x000000ff);
  g_autofree char *white_on_nothing = make_picture (sample, "d.png", 0x00000000, 0xffffffff);
  g_autofree char *blank = make_picture (sample, "e.png", 0xffffffff, 0xffffffff);
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "classify", "--weights", sample->weights, "--json", black_on_white,
                  white_on_black, black_on_nothing, white_on_nothing, blank, NULL);
  g_autoptr (GPtrArray) answers = NULL;

  bp_cli_assert_done (&result);
  answers = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (answers->len, ==, 5);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GVariant) first =
          bp_test_json_get_array (g_ptr_array_index (answers, 0), "probabilities");
      g_autoptr (GVariant) same =
          bp_test_json_get_array (g_ptr_array_index (answers, i), "probabilities");

      assert_answer (g_ptr_array_index (answers, i));
      g_assert_true (g_variant_equal (same, first));
    }
  g_assert_cmpstr (bp_test_json_get_string (g_ptr_array_index (answers, 1), "file"), ==,
                   white_on_black);
  assert_blank (g_ptr_array_index (answers, 4));
}

static void
test_bad_pictures (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *good = make_picture (sample, "good.png", 0xffffffff, 0x000000ff);
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "classify", "--weights", sample->weights, "--json", "/no/such.png",
                  sample->weights, sample->folder, good, NULL);
  g_autoptr (GPtrArray) answers = NULL;

  bp_cli_assert_failed (&result, 1, "3 of 4 could not be read; the first: ");
  answers = bp_cli_parse_lines (result.output);
  g_assert_cmpuint (answers->len, ==, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_true (bp_test_json_has (g_ptr_array_index (answers, i), "error"));
  assert_answer (g_ptr_array_index (answers, 3));
}

static void
test_for_people (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *good = make_picture (sample, "good.png", 0xffffffff, 0x000000ff);
  g_autofree char *blank = make_picture (sample, "blank.png", 0xff00ff80, 0xff00ff80);
  g_auto (BpCliResult) pictures =
      bp_cli_run (NULL, "classify", "--weights", sample->weights, good, blank, NULL);
  g_auto (BpCliResult) strokes = bp_cli_run (BAR "\n{\"strokes\":[]}\n", "classify", "--weights",
                                             sample->weights, "--strokes", "-", NULL);
  g_autoptr (GRegex) regex =
      g_regex_new ("^.*good\\.png: (not sure; )?[0-9], [0-9.]+ %\n.*blank\\.png: blank\n$", 0, 0,
                   NULL);

  bp_cli_assert_done (&pictures);
  g_assert_true (g_regex_match (regex, pictures.output, 0, NULL));
  bp_cli_assert_done (&strokes);
  g_assert_true (
      g_regex_match_simple ("^(not sure; )?[0-9], [0-9.]+ %\nblank\n$", strokes.output, 0, 0));
}

/* A one, a seven, and three drawings of no digit. */
static const char drawings[] = BAR "\n{\"strokes\": [[[0, 0], [60, 0], [20, 100]]]}\n" CROSS "\n"
                                   "{\"strokes\": [[[0, 0], [100, 0]], [[0, 90], [100, 90]]]}\n"
                                   "{\"strokes\": [[[0, 0], [100, 100]], [[0, 100], [100, 0]]]}\n";

/* Asserts that the text output on the drawings equals the JSON: the name of the class, its
 * probability, and whether the network is sure. Returns: the number of sure answers */
static guint
assert_same_answers (const char *weights, const char *const *names)
{
  g_auto (BpCliResult) as_json =
      bp_cli_run (drawings, "classify", "--weights", weights, "--json", "--strokes", "-", NULL);
  g_auto (BpCliResult) in_words =
      bp_cli_run (drawings, "classify", "--weights", weights, "--strokes", "-", NULL);
  g_autoptr (GPtrArray) answers = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_sure = 0;

  bp_cli_assert_done (&as_json);
  bp_cli_assert_done (&in_words);
  answers = bp_cli_parse_lines (as_json.output);
  g_assert_cmpuint (answers->len, ==, 5);
  lines = g_strsplit (in_words.output, "\n", -1);
  for (guint i = 0; i < answers->len; i++)
    {
      GVariant *answer = g_ptr_array_index (answers, i);
      gint64 digit = bp_test_json_get_integer (answer, "digit");
      gboolean is_sure = bp_test_json_get_boolean (answer, "sure");
      g_autoptr (GVariant) probabilities = bp_test_json_get_array (answer, "probabilities");
      g_autofree char *line =
          g_strdup_printf ("%s%s, %.1f %%", is_sure ? "" : "not sure; ", names[digit],
                           100.0 * bp_test_json_get_share (probabilities, (gsize) digit));

      g_assert_cmpstr (lines[i], ==, line);
      n_sure += is_sure;
    }
  return n_sure;
}

/* The network that comes with the program is only sure of the digits. */
static void
test_sure (BpSample *sample G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  g_autofree char *weights =
      g_test_build_filename (G_TEST_DIST, "..", "data", "pretrained.safetensors", NULL);

  g_assert_cmpuint (assert_same_answers (weights, names), ==, 2);
}

/* Classes have the names from the data set. */
static void
test_class_names (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "null",  "eins",   "zwei", "drei", "vier", "fünf",
                                       "sechs", "sieben", "acht", "neun", NULL };
  g_autofree char *data_path = g_build_filename (sample->folder, "data", NULL);
  g_autofree char *labels_path = g_build_filename (data_path, "labels.txt", NULL);
  g_autofree char *labels = g_strjoinv ("\n", (char **) names);
  g_auto (BpCliResult) trained = { 0 };

  g_assert_true (g_file_set_contents (labels_path, labels, -1, NULL));
  trained = bp_cli_run (NULL, "train", "--data", data_path, "--epochs", "1", "--layers", "8",
                        "--save", sample->weights, NULL);
  bp_cli_assert_done (&trained);
  assert_same_answers (sample->weights, names);
}

static void
test_weights_of_other_images (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *small = bp_sample_data_new (sample->folder, "small", 8, 10);
  g_autofree char *weights = g_build_filename (sample->folder, "small.safetensors", NULL);
  g_auto (BpCliResult) trained = bp_cli_run (NULL, "train", "--data", small, "--held-out", "100",
                                             "--epochs", "1", "--save", weights, NULL);
  g_auto (BpCliResult) result =
      bp_cli_run (BAR, "classify", "--weights", weights, "--strokes", "-", NULL);

  bp_cli_assert_done (&trained);
  bp_cli_assert_failed (&result, 1, "The network takes 64 inputs");
}

#define ADD(path, function) g_test_add (path, BpSample, NULL, set_up, function, bp_sample_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/cli/classify/strokes", test_strokes);
  ADD ("/cli/classify/strokes-of-a-file", test_strokes_of_a_file);
  ADD ("/cli/classify/line-that-is-too-long", test_line_that_is_too_long);
  ADD ("/cli/classify/conversation", test_conversation);
  ADD ("/cli/classify/pictures", test_pictures);
  ADD ("/cli/classify/bad-pictures", test_bad_pictures);
  ADD ("/cli/classify/for-people", test_for_people);
  ADD ("/cli/classify/sure", test_sure);
  ADD ("/cli/classify/class-names", test_class_names);
  ADD ("/cli/classify/weights-of-other-images", test_weights_of_other_images);

  return g_test_run ();
}

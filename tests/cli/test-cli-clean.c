/* SPDX-License-Identifier: MIT */

/* Names of files and classes with characters that control a terminal or the direction of text, and
 * a system with a limit on the size of files. */
#include "cli-runner.h"
#include "sample-data.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <sys/resource.h>

/* Colour, a title, a carriage return, a line, a control character beyond ASCII, a line separator,
 * and text from right to left. */
#define RUDE "a\033[31mb\033]0;t\a\rc\nd\302\233e\342\200\250f\342\200\256g"

typedef struct
{
  char *folder;
  char *data;
  char *weights;
  char *missing;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  g_autofree char *labels_path = NULL;

  fixture->folder = bp_sample_folder_new ();
  fixture->data = bp_sample_data_new (fixture->folder, RUDE, 28, 10);
  fixture->weights = g_build_filename (fixture->folder, RUDE ".safetensors", NULL);
  fixture->missing = g_build_filename (fixture->folder, RUDE ".missing", NULL);
  for (guint i = 0; i < 10; i++)
    g_string_append_printf (labels, "\033[31mred\033]0;t\a\302\233\342\200\256%u\n", i);
  labels_path = g_build_filename (fixture->data, "labels.txt", NULL);
  g_assert_true (g_file_set_contents (labels_path, labels->str, (gssize) labels->len, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_free (fixture->data);
  g_free (fixture->weights);
  g_free (fixture->missing);
  bp_sample_folder_remove (fixture->folder);
}

static gboolean
turns_text (gunichar character)
{
  return character == 0x061C || character == 0x200E || character == 0x200F ||
         (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

static void
assert_clean (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (character != '\n' &&
          (g_unichar_iscntrl (character) || turns_text (character) || character == 0x2028))
        g_error ("U+%04X is in: %s", character, text);
    }
}

/* Runs a command that ends with @exit_status, and checks that its output is clean. */
static void
run_cleanly (int exit_status, const char *const *arguments)
{
  g_autoptr (GSubprocess) process = bp_cli_start_piped (arguments);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s%s", arguments[0], output, errors);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, exit_status);
  assert_clean (output);
  assert_clean (errors);
  if (exit_status != 0)
    g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
}

#define RUN(exit_status, ...) \
  run_cleanly (exit_status, (const char *const[]){ __VA_ARGS__, "--json", NULL })
#define RUN_FOR_PEOPLE(exit_status, ...) \
  run_cleanly (exit_status, (const char *const[]){ __VA_ARGS__, NULL })
#define RUN_BOTH(exit_status, ...) \
  RUN (exit_status, __VA_ARGS__);  \
  RUN_FOR_PEOPLE (exit_status, __VA_ARGS__)

static void
test_names (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *picture = g_build_filename (fixture->folder, RUDE ".png", NULL);
  g_autofree char *onnx = g_build_filename (fixture->folder, RUDE ".onnx", NULL);
  g_autofree char *no_format = g_build_filename (fixture->folder, RUDE ".txt", NULL);
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 28, 28);
  g_autoptr (GdkPixbuf) bar = gdk_pixbuf_new_subpixbuf (pixels, 12, 4, 4, 20);

  gdk_pixbuf_fill (pixels, 0xffffffff);
  gdk_pixbuf_fill (bar, 0x000000ff);
  g_assert_true (gdk_pixbuf_save (pixels, picture, "png", NULL, NULL));

  RUN_BOTH (0, "data", "info", fixture->data);
  RUN_BOTH (0, "train", "--data", fixture->data, "--epochs", "1", "--layers", "8", "--save",
            fixture->weights);
  RUN_BOTH (0, "info", fixture->weights);
  RUN_BOTH (0, "evaluate", "--weights", fixture->weights, "--data", fixture->data);
  RUN_BOTH (0, "classify", "--weights", fixture->weights, picture);
  RUN_FOR_PEOPLE (0, "convert", fixture->weights, onnx);

  RUN_BOTH (1, "data", "info", fixture->missing);
  RUN_BOTH (1, "info", fixture->missing);
  RUN_BOTH (1, "data", "info", picture);
  RUN_BOTH (1, "evaluate", "--weights", fixture->missing, "--data", fixture->data);
  RUN_BOTH (1, "evaluate", "--weights", fixture->weights, "--data", picture);
  RUN_BOTH (1, "classify", "--weights", fixture->weights, fixture->weights, fixture->missing);
  RUN_FOR_PEOPLE (2, "convert", fixture->weights, no_format);
  RUN_FOR_PEOPLE (1, "data", "download", "--mirrors", fixture->missing);
  RUN_FOR_PEOPLE (1, "data", "download", "--mirrors", picture);
  RUN_FOR_PEOPLE (2, RUDE);
  RUN_FOR_PEOPLE (2, "train", "--" RUDE);
  RUN_FOR_PEOPLE (2, "train", "--epochs", RUDE);
}

/* Ordinary names are shown unchanged. */
static void
test_real_names (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char labels[] =
      "null\neins\nzwei\ndrei\nvier\nfünf\nsechs\nsieben – „7“\nacht\n九\n";
  g_autofree char *labels_path = g_build_filename (fixture->data, "labels.txt", NULL);
  g_auto (BpCliResult) result = { 0 };

  g_assert_true (g_file_set_contents (labels_path, labels, -1, NULL));
  result = bp_cli_run (NULL, "data", "info", "--json", fixture->data, NULL);
  bp_cli_assert_done (&result);
  g_assert_nonnull (
      strstr (result.output, "\"fünf\", \"sechs\", \"sieben – „7“\", \"acht\", \"九\""));
}

/* With a limit of a few bytes on the size of files, saving fails with a message, and no signal ends
 * the program. */
static void
test_file_limit (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *weights = g_build_filename (fixture->folder, "w.safetensors", NULL);
  struct rlimit old_limit;
  struct rlimit limit;
  g_auto (BpCliResult) result = { 0 };

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  result = bp_cli_run (NULL, "train", "--data", fixture->data, "--epochs", "1", "--layers", "8",
                       "--save", weights, NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);

  bp_cli_assert_failed (&result, 1, "w.safetensors”: File too large");
  g_assert_false (g_file_test (weights, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli/clean/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/cli/clean/real-names", Fixture, NULL, set_up, test_real_names, tear_down);
  g_test_add ("/cli/clean/file-limit", Fixture, NULL, set_up, test_file_limit, tear_down);

  return g_test_run ();
}

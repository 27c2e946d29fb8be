/* SPDX-License-Identifier: MIT */
/* Training on a terminal. */
#include "cli-runner.h"
#include "sample-data.h"
#include "test-stride.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A long training gets a signal: the network is tested and saved, with the number of finished
 * epochs. */
static void
end_early (BpSample *sample, int signal_number)
{
  const char *const arguments[] = { "train",    "--data",        sample->data, "--held-out", "100",
                                    "--epochs", "1000000",       "--json",     "--layers",   "8",
                                    "--save",   sample->weights, NULL };
  g_autoptr (GSubprocess) process = bp_cli_start (arguments);
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_autoptr (GVariant) last = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpCliResult) described = { 0 };
  g_autoptr (GVariant) info = NULL;
  guint n_lines = 1;

  g_assert_nonnull (line);
  g_subprocess_send_signal (process, signal_number);
  for (;;)
    {
      char *next = g_data_input_stream_read_line (output, NULL, NULL, NULL);

      if (next == NULL)
        break;
      g_free (line);
      line = next;
      n_lines++;
    }
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);

  last = bp_test_json_parse (line);
  g_assert_true (bp_test_json_get_boolean (last, "interrupted"));
  g_assert_cmpuint (n_lines, <, 1000000);

  described = bp_cli_run (NULL, "info", "--json", sample->weights, NULL);
  bp_cli_assert_done (&described);
  info = bp_test_json_parse (described.output);
  g_assert_cmpstr (bp_test_json_get_string (info, "weights_sha256"), ==,
                   bp_test_json_get_string (last, "weights_sha256"));
  /* All lines but the last are epochs. */
  g_assert_cmpint (bp_test_json_get_integer (info, "epochs"), ==, n_lines - 1);
}

/* Ctrl+C. */
static void
test_interrupt (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  end_early (sample, SIGINT);
}

/* SIGTERM, the signal of a system shutdown and the default of kill. */
static void
test_terminate (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  end_early (sample, SIGTERM);
}

/* Trains on a terminal of type @term and returns its output. With the plain loops an epoch is
 * longer than the time between two drawings of the bar, with the sanitizers also where the network
 * is smaller. */
static GString *
train_on_terminal (BpSample *sample, const char *term, const char *n_epochs)
{
  g_autofree char *n_hidden = g_strdup_printf ("%u", 512 / bp_test_get_stride ());
  int terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  GString *drawn = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char bytes[4096];
  ssize_t n_read;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  g_subprocess_launcher_setenv (launcher, "TERM", term, TRUE);
  g_subprocess_launcher_setenv (launcher, "BACKPROP_INSTRUCTIONS", "plain", TRUE);
  g_subprocess_launcher_take_stderr_fd (launcher,
                                        open (ptsname (terminal), O_RDWR | O_NOCTTY | O_CLOEXEC));
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("BACKPROP_CLI"), "train",
                                         "--data", sample->data, "--held-out", "100", "--epochs",
                                         n_epochs, "--layers", n_hidden, "--threads", "1", NULL);
  g_assert_no_error (error);
  g_clear_object (&launcher);

  /* Reading fails when the other end of the terminal is closed. */
  while ((n_read = read (terminal, bytes, sizeof bytes)) > 0)
    g_string_append_len (drawn, bytes, n_read);
  close (terminal);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  return drawn;
}

/* On a terminal, a progress bar grows and is removed at the end. */
static void
test_progress_bar (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GString) drawn = train_on_terminal (sample, "xterm", "2");

  g_assert_nonnull (strstr (drawn->str, "\rLoading the data"));
  g_assert_nonnull (strstr (drawn->str, "\rEpoch 1 of 2"));
  g_assert_nonnull (strstr (drawn->str, "\rEpoch 2 of 2, held-out accuracy "));
  g_assert_nonnull (strstr (drawn->str, " [#"));
  g_assert_true (g_str_has_suffix (drawn->str, "\r\033[K"));
}

/* A terminal without carriage return gets no bar. */
static void
test_dumb_terminal (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GString) drawn = train_on_terminal (sample, "dumb", "1");

  g_assert_cmpstr (drawn->str, ==, "");
}

/* An output that cannot be written to a full disk is a failure. */
static void
test_full_disk (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const options[] = { "--json", "--seed=1" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher =
          g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      g_auto (BpCliResult) result = { 0 };
      g_autoptr (GError) error = NULL;

      g_subprocess_launcher_take_stdout_fd (launcher, open ("/dev/full", O_WRONLY | O_CLOEXEC));
      process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("BACKPROP_CLI"), "train",
                                             "--data", sample->data, "--epochs", "1", "--layers",
                                             "8", options[i], NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &result.errors, &error);
      g_assert_no_error (error);
      result.exit_status = g_subprocess_get_exit_status (process);
      bp_cli_assert_failed (&result, 1, "The standard output could not be written");
    }
}

#define ADD(path, function) \
  g_test_add (path, BpSample, NULL, bp_sample_set_up, function, bp_sample_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/cli/terminal/interrupt", test_interrupt);
  ADD ("/cli/terminal/terminate", test_terminate);
  ADD ("/cli/terminal/progress-bar", test_progress_bar);
  ADD ("/cli/terminal/dumb-terminal", test_dumb_terminal);
  ADD ("/cli/terminal/full-disk", test_full_disk);

  return g_test_run ();
}

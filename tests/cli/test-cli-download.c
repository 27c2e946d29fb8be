/* SPDX-License-Identifier: MIT */

/* "backprop-cli data download" from servers on the loopback interface. */
#include "cli-runner.h"
#include "download-runner.h"
#include "mirror-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  BpCliResult *run = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &run->output, &run->errors,
                                        &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (G_SUBPROCESS (source)));
  run->exit_status = g_subprocess_get_exit_status (G_SUBPROCESS (source));
}

/* Downloads to the server's folder from mirrors, which are paths of the server, separated by
 * blanks. The server answers meanwhile. With @is_interrupted, the process gets an interrupt when a
 * part of the first file exists. */
static BpCliResult
run_download (BpMirrorServer *server, const char *paths, gboolean is_interrupted)
{
  g_autofree char *json = bp_mirror_server_describe (server, paths);
  g_autofree char *list = NULL;
  g_autofree char *part = bp_mirror_server_build_path (server, 0, ".part");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  BpCliResult result = { .exit_status = -1 };
  GStatBuf status;

  g_close (g_file_open_tmp ("mirrors-XXXXXX.json", &list, &error), NULL);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (list, json, -1, NULL));
  process = bp_cli_start_piped ((const char *const[]){ "data", "download", "--mirrors", list,
                                                       "--folder", server->folder, NULL });
  g_subprocess_communicate_utf8_async (process, NULL, NULL, on_ended, &result);
  while (result.output == NULL)
    {
      g_main_context_iteration (NULL, !is_interrupted);
      if (is_interrupted && g_stat (part, &status) == 0 && status.st_size > 0)
        {
          g_subprocess_send_signal (process, SIGINT);
          is_interrupted = FALSE;
        }
    }
  g_unlink (list);
  return result;
}

static void
test_good (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *expected = g_strdup_printf ("Made up is in %s\n", server->folder);

  for (guint i = 0; i < 2; i++)
    {
      g_auto (BpCliResult) result = run_download (server, "good", FALSE);

      bp_cli_assert_done (&result);
      g_assert_cmpstr (result.output, ==, expected);
      bp_mirror_server_assert_files (server);
    }
  /* Existing files are not requested again. */
  g_assert_cmpuint (server->n_requests, ==, 2);
}

static void
test_next_mirror (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_auto (BpCliResult) result = run_download (server, "403 web-page wrong-bytes cut", FALSE);

  bp_cli_assert_done (&result);
  bp_mirror_server_assert_files (server);
}

static void
test_no_mirror (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_auto (BpCliResult) result = run_download (server, "404 stall", FALSE);

  bp_cli_assert_failed (&result, 1,
                        "“images.gz” could not be downloaded (127.0.0.1: 404 Not Found; 127.0.0.1: "
                        "no data for 1 second); the built-in digits need no network");
}

static void
test_offline (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_auto (BpCliResult) result = { 0 };

  bp_mirror_server_close (server);
  result = run_download (server, "good", FALSE);
  bp_cli_assert_failed (&result, 1,
                        "this computer seems to be offline; the built-in digits need no network");
}

/* The part that was downloaded before the interrupt is kept, and not requested again. */
static void
test_interrupted (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_auto (BpCliResult) interrupted = run_download (server, "stall", TRUE);
  g_auto (BpCliResult) resumed = { 0 };

  bp_cli_assert_failed (
      &interrupted, 1,
      "Interrupted; the downloaded part is kept, and the next download continues from there");
  resumed = run_download (server, "good", FALSE);
  bp_cli_assert_done (&resumed);
  g_assert_cmpuint (server->first_range, ==, 1000);
  bp_mirror_server_assert_files (server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  bp_test_download_init ();

  g_test_add_func ("/cli/download/good", test_good);
  g_test_add_func ("/cli/download/next-mirror", test_next_mirror);
  g_test_add_func ("/cli/download/no-mirror", test_no_mirror);
  g_test_add_func ("/cli/download/offline", test_offline);
  g_test_add_func ("/cli/download/interrupted", test_interrupted);

  return g_test_run ();
}

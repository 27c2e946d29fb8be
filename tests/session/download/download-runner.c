/* SPDX-License-Identifier: MIT */
#include "download-runner.h"

#include <string.h>

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  BpDownloadWatch *watch = data;

  g_assert_null (source);
  watch->result = g_object_ref (result);
}

static void
on_progress (double fraction, gpointer data)
{
  BpDownloadWatch *watch = data;

  g_assert_null (watch->result);
  g_assert_cmpfloat (fraction, >=, 0.0);
  g_assert_cmpfloat (fraction, <=, 1.0);
  watch->fraction = fraction;
  watch->n_calls++;
  if (watch->cancellable != NULL && fraction >= watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

/* Downloads; returns whether that succeeded. */
gboolean
bp_test_download (BpMirrors *mirrors, const char *folder, BpDownloadWatch *watch, GError **error)
{
  gboolean is_done;

  bp_download_async (mirrors, folder, on_progress, watch, watch->cancellable, on_done, watch);
  while (watch->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  is_done = bp_download_finish (watch->result, error);
  g_clear_object (&watch->result);
  return is_done;
}

/* Downloads from mirrors that are paths of the server, separated by blanks. */
gboolean
bp_test_download_from (BpMirrorServer *server, const char *paths, GError **error)
{
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, paths);
  BpDownloadWatch watch = { 0 };

  return bp_test_download (mirrors, server->folder, &watch, error);
}

/* Asserts that the message of an error contains @part. */
void
bp_test_assert_message (const GError *error, const char *part)
{
  g_test_message ("%s", error->message);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” is not in: %s", part, error->message);
}

/* Disables the proxies of this machine. */
void
bp_test_download_init (void)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_unsetenv ("http_proxy");
  g_unsetenv ("https_proxy");
}

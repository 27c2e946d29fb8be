/* SPDX-License-Identifier: MIT */
#include "download.h"

#include "download-runner.h"
#include "mirror-server.h"
#include "part-file.h"
#include "test-file.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_good (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download_from (server, "good", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_assert_cmpuint (server->n_requests, ==, 2);

  /* Existing files are not requested again. */
  g_assert_true (bp_test_download_from (server, "good", &error));
  g_assert_cmpuint (server->n_requests, ==, 2);
}

/* Some bytes of the first file, but not all of it. */
#define KEPT_SOME 1

/* A fault of a server, the message where it is the only mirror, and the bytes of the first file
 * that are kept for the next download. */
typedef struct
{
  const char *path;
  const char *message;
  gsize n_kept;
} Misbehaviour;

static const Misbehaviour misbehaviours[] = {
  { "403", "127.0.0.1: 403 Forbidden", 0 },
  { "404", "127.0.0.1: 404 Not Found", 0 },
  { "rude", "127.0.0.1: 403 No\357\277\275[31m\357\277\275", 0 },
  { "rude-redirect", "it redirects to “http://example.org/\357\277\275[31m", 0 },
  { "500", "127.0.0.1: 500 Internal Server Error", 0 },
  { "cut-at-once", "cut off after 0 of 200000 bytes", 0 },
  { "wrong-bytes", "wrong contents: the SHA-256 differs", 0 },
  { "short", "a file of 100 bytes instead of 200000", 0 },
  { "short-chunked", "cut off after 100 of 200000 bytes", 100 },
  { "endless", "more bytes than the file has", 0 },
  { "stall", "no data for 1 second", 1000 },
  { "silent", "no data for 1 second", 0 },
  { "too-slow", "less than 4 kB a second", KEPT_SOME },
  { "web-page", "a web page instead of the file", 0 },
  { "disguised-web-page", "a web page instead of the file", 0 },
  { "redirect-out", "it redirects to “http://example.org/”, which is not encrypted", 0 },
  { "redirect-to-file", "it redirects to “file:///etc/passwd”", 0 },
  { "redirect-6-times", "it redirects too many times", 0 },
  { "redirect-loop", "it redirects too many times", 0 },
};

/* With a second mirror, the download succeeds; without one, the message tells the fault. */
static void
test_misbehaviour (gconstpointer data)
{
  const Misbehaviour *misbehaviour = data;
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *with_good = g_strconcat (misbehaviour->path, " good", NULL);
  g_autofree char *part_path = bp_mirror_server_build_path (server, 0, ".part");
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_false (bp_test_download_from (server, misbehaviour->path, &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR);
  bp_test_assert_message (error, misbehaviour->message);
  bp_test_assert_message (error, "“images.gz” could not be downloaded");
  g_clear_error (&error);
  if (misbehaviour->n_kept == 0)
    g_assert_false (g_file_test (part_path, G_FILE_TEST_EXISTS));
  else
    {
      g_assert_cmpint (g_stat (part_path, &status), ==, 0);
      if (misbehaviour->n_kept == KEPT_SOME)
        {
          g_assert_cmpint (status.st_size, >, 0);
          g_assert_cmpint (status.st_size, <, 200000);
        }
      else
        g_assert_cmpint (status.st_size, ==, misbehaviour->n_kept);
      g_unlink (part_path);
    }

  g_assert_true (bp_test_download_from (server, with_good, &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
}

static void
test_all_fail (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_test_download_from (server, "403 wrong-bytes web-page", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR);
  g_assert_cmpstr (
      error->message, ==,
      "“images.gz” could not be downloaded (127.0.0.1: 403 Forbidden; 127.0.0.1: wrong "
      "contents: the SHA-256 differs; 127.0.0.1: a web page instead of the file); the "
      "built-in digits need no network");
}

static void
test_redirect (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download_from (server, "redirect", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
}

/* Five redirects are followed. */
static void
test_redirects (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download_from (server, "redirect-5-times", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
}

/* The body of a redirect is not read. */
static void
test_redirect_with_body (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download_from (server, "redirect-with-body", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
}

/* Sends an endless response header, on a separate thread. */
static gboolean
on_talkative (GThreadedSocketService *service G_GNUC_UNUSED,
              GSocketConnection *connection,
              GObject *source G_GNUC_UNUSED,
              gpointer data G_GNUC_UNUSED)
{
  static const char answer[] = "HTTP/1.1 103 Early Hints\r\n\r\n";
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  while (g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL))
    ;
  return TRUE;
}

/* An endless response header does not block the program. */
static void
test_talkative (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (1);
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "good");
  g_autoptr (GUri) uri = NULL;
  g_autofree char *base = NULL;
  BpDownloadWatch watch = { 0 };
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (on_talkative), NULL);
  base = g_strdup_printf ("http://127.0.0.1:%u/", port);
  uri = g_uri_parse (base, G_URI_FLAGS_ENCODED, &error);
  g_assert_no_error (error);
  g_ptr_array_insert (mirrors->base_uris, 0, g_steal_pointer (&uri));

  /* The next mirror is used. */
  g_assert_true (bp_test_download (mirrors, server->folder, &watch, &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_clear_error (&error);

  /* There is no other mirror. */
  g_ptr_array_set_size (mirrors->base_uris, 1);
  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    {
      g_autofree char *path = bp_mirror_server_build_path (server, i, "");

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_false (bp_test_download (mirrors, server->folder, &watch, &error));
  bp_test_assert_message (error, "127.0.0.1: it sends too many interim responses");
  g_socket_service_stop (service);
}

/* A slow mirror is used if it is not too slow. The progress includes finished files: several frames
 * pass between the beginning of the second file and its first bytes. */
static void
test_slow (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "slow");
  BpDownloadWatch watch = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download (mirrors, server->folder, &watch, &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_assert_cmpuint (server->n_requests, ==, 2);
  g_assert_cmpfloat (watch.fraction, >=, 200000.0 / 203000.0);
}

/* A mirror that is cut off repeatedly, but sends some bytes every time. */
static void
test_cut (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download_from (server, "cut", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_assert_cmpuint (server->n_ranges, >, 0);
}

/* A mirror that is cut off after a few bytes gets one request and five more, then the next mirror
 * is used. */
static void
test_cut_often (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_test_download_from (server, "cut-often", &error));
  bp_test_assert_message (error, "cut off after 6000 of 200000 bytes");
  g_assert_cmpuint (server->n_requests, ==, 6);
  g_clear_error (&error);
  g_assert_true (bp_test_download_from (server, "cut-often good", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  /* Another six requests, and one for each file on the other mirror. */
  g_assert_cmpuint (server->n_requests, ==, 6 + 6 + 2);
}

/* A mirror that is cut off without sending a byte gets no second request. */
static void
test_cut_at_once (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_test_download_from (server, "cut-at-once", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR);
  g_assert_cmpuint (server->n_requests, ==, 1);
}

/* All mirrors are tried for each file, beginning with the one that had the last file. The message
 * on a file only has the faults with that file. */
static void
test_one_file_fails (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_test_download_from (server, "403 images-only wrong-bytes", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR);
  g_assert_cmpstr (
      error->message, ==,
      "“labels.gz” could not be downloaded (127.0.0.1: 404 Not Found; 127.0.0.1: wrong "
      "contents: the SHA-256 differs; 127.0.0.1: 403 Forbidden); the built-in digits need no "
      "network");
}

/* A new folder is accessible to its owner alone. */
static void
test_folder_mode (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "good");
  g_autofree char *outer = g_build_filename (server->folder, "outer", NULL);
  g_autofree char *inner = g_build_filename (outer, "inner", NULL);
  const char *const folders[] = { inner, outer };
  mode_t old_mask = umask (0);
  BpDownloadWatch watch = { 0 };
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (bp_test_download (mirrors, inner, &watch, &error));
  g_assert_no_error (error);
  umask (old_mask);
  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    {
      g_autofree char *path =
          g_build_filename (inner, bp_mirrors_get_file (mirrors, i)->name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_assert_cmpint (g_stat (folders[i], &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
      g_assert_cmpint (g_rmdir (folders[i]), ==, 0);
    }
}

/* The next mirror continues a partial file. */
static void
test_cut_then_next (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_test_download_from (server, "stall good", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_assert_cmpuint (server->n_ranges, ==, 1);
  g_assert_cmpuint (server->first_range, ==, 1000);
}

typedef struct
{
  const char *path;
  gsize n_right; /* the bytes of the partial file that are right */
  gsize n_wrong; /* the bytes that are wrong */
  guint n_requests;
  guint n_ranges; /* of them, the range requests */
} Resumption;

static const Resumption resumptions[] = {
  { "good", 50000, 0, 2, 1 },
  { "ignores-range", 50000, 0, 2, 1 },
  { "other-range good", 50000, 0, 3, 2 },
  { "other-total good", 50000, 0, 3, 2 },
  { "no-range", 50000, 0, 3, 1 },
  { "web-page good", 50000, 0, 3, 2 },
  { "good", 50000, 10, 3, 1 },
  { "good", 200000, 0, 1, 0 },
  { "good", 0, 200000, 2, 0 },
  { "good", 200000, 1, 2, 0 },
};

static void
test_resume (gconstpointer data)
{
  const Resumption *resumption = data;
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *part_path = bp_mirror_server_build_path (server, 0, ".part");
  g_autoptr (GByteArray) part = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (part, g_bytes_get_data (server->contents[0], NULL),
                       (guint) resumption->n_right);
  for (gsize i = 0; i < resumption->n_wrong; i++)
    g_byte_array_append (part, (const guint8 *) "x", 1);
  g_assert_true (g_file_set_contents (part_path, (const char *) part->data, part->len, NULL));

  g_assert_true (bp_test_download_from (server, resumption->path, &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_assert_cmpuint (server->n_requests, ==, resumption->n_requests);
  g_assert_cmpuint (server->n_ranges, ==, resumption->n_ranges);
}

static void
test_cancel (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "stall");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *part_path = bp_mirror_server_build_path (server, 0, ".part");
  BpDownloadWatch watch = { .cancellable = cancellable, .cancel_at = 0.001 };
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_test_download (mirrors, server->folder, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (watch.fraction, <, 1.0);
  g_assert_cmpuint (watch.n_calls, >, 0);
  g_clear_error (&error);

  /* The partial file is kept for the next download. */
  g_assert_true (g_file_test (part_path, G_FILE_TEST_EXISTS));
  g_assert_true (bp_test_download_from (server, "good", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (server->first_range, ==, 1000);
  bp_mirror_server_assert_files (server);
}

static void
test_cancelled_before (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "good");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BpDownloadWatch watch = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (bp_test_download (mirrors, server->folder, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_offline (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "good");
  BpDownloadWatch watch = { 0 };
  g_autoptr (GError) error = NULL;

  bp_mirror_server_close (server);
  g_assert_false (bp_test_download (mirrors, server->folder, &watch, &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_OFFLINE);
  bp_test_assert_message (error,
                          "this computer seems to be offline; the built-in digits need no network");
}

/* A limit on the size of files simulates a full disk. */
static void
test_disk_full (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  struct rlimit old_limit;
  struct rlimit limit;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 100000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (bp_test_download_from (server, "good good", &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  bp_test_assert_message (error, "Could not write to “");
  /* No other mirror is tried, as it would not help. */
  g_assert_cmpuint (server->n_requests, ==, 1);
}

static void
test_no_folder (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autoptr (BpMirrors) mirrors = bp_mirror_server_list (server, "good");
  BpDownloadWatch watch = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_test_download (mirrors, "/proc/nowhere", &watch, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  bp_test_assert_message (error, "Could not make the folder “/proc/nowhere”");
}

static void
test_occupied (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *path = bp_mirror_server_build_path (server, 1, "");
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_false (bp_test_download_from (server, "good", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_OCCUPIED);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "mine");
}

/* A pipe without a writer. */
static void
test_occupied_by_pipe (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *path = bp_mirror_server_build_path (server, 0, "");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_false (bp_test_download_from (server, "good", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_OCCUPIED);
}

/* A symbolic link instead of the partial file could redirect the download to any file. */
static void
test_part_is_link (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *part_path = bp_mirror_server_build_path (server, 0, ".part");
  g_autofree char *precious = g_build_filename (server->folder, "precious", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (precious, "mine", -1, NULL));
  g_assert_cmpint (symlink (precious, part_path), ==, 0);
  g_assert_false (bp_test_download_from (server, "good", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  bp_test_assert_message (error, "images.gz.part” is a link, a pipe or a device, not a file");
  g_assert_true (g_file_get_contents (precious, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "mine");
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (part_path), ==, 0);
  g_assert_cmpint (mkfifo (part_path, 0600), ==, 0);
  g_assert_false (bp_test_download_from (server, "good", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

static void
test_two_at_once (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new ();
  g_autofree char *path = bp_mirror_server_build_path (server, 0, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (BpPartFile) first = bp_part_file_open (path, 200000, &error);

  g_assert_no_error (error);
  g_assert_false (bp_test_download_from (server, "good", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  bp_test_assert_message (error, "is being downloaded already");
}

BP_TEST_FILE (download)
{
  bp_test_download_init ();

  g_test_add_func ("/download/good", test_good);
  for (guint i = 0; i < G_N_ELEMENTS (misbehaviours); i++)
    {
      g_autofree char *path = g_strconcat ("/download/misbehaviour/", misbehaviours[i].path, NULL);

      g_test_add_data_func (path, &misbehaviours[i], test_misbehaviour);
    }
  g_test_add_func ("/download/all-fail", test_all_fail);
  g_test_add_func ("/download/redirect", test_redirect);
  g_test_add_func ("/download/redirects", test_redirects);
  g_test_add_func ("/download/redirect-with-body", test_redirect_with_body);
  g_test_add_func ("/download/talkative", test_talkative);
  g_test_add_func ("/download/slow", test_slow);
  g_test_add_func ("/download/cut", test_cut);
  g_test_add_func ("/download/cut-often", test_cut_often);
  g_test_add_func ("/download/cut-at-once", test_cut_at_once);
  g_test_add_func ("/download/one-file-fails", test_one_file_fails);
  g_test_add_func ("/download/folder-mode", test_folder_mode);
  g_test_add_func ("/download/cut-then-next", test_cut_then_next);
  for (guint i = 0; i < G_N_ELEMENTS (resumptions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/download/resume/%u", i);

      g_test_add_data_func (path, &resumptions[i], test_resume);
    }
  g_test_add_func ("/download/cancel", test_cancel);
  g_test_add_func ("/download/cancelled-before", test_cancelled_before);
  g_test_add_func ("/download/offline", test_offline);
  g_test_add_func ("/download/disk-full", test_disk_full);
  g_test_add_func ("/download/no-folder", test_no_folder);
  g_test_add_func ("/download/occupied", test_occupied);
  g_test_add_func ("/download/occupied-by-pipe", test_occupied_by_pipe);
  g_test_add_func ("/download/part-is-link", test_part_is_link);
  g_test_add_func ("/download/two-at-once", test_two_at_once);
}

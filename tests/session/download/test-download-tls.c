/* SPDX-License-Identifier: MIT */

/* Downloads from TLS servers. Their certificates are signed by a test authority; all of them are in
 * the folder "certificates", with public keys and private keys. */
#include "download-runner.h"
#include "mirror-server.h"
#include "test-file.h"

#ifdef __SANITIZE_ADDRESS__
/* TLS uses threads that end; the leak checker of the sanitizer reads the thread-local storage of
 * ended threads and crashes. All other checks are active. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}
#endif

/* Makes this process trust the authority in a file, and no other. */
static void
trust (const char *authority_name)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "session", "download", "certificates",
                                                 authority_name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (backend, database);
}

static void
test_trusted (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new_encrypted ("mirror.pem");
  g_autoptr (GError) error = NULL;

  trust ("authority.pem");
  g_assert_true (bp_test_download_from (server, "redirect", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
}

/* A server that is cut off repeatedly is asked for the rest. */
static void
test_resume (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new_encrypted ("mirror.pem");
  g_autoptr (GError) error = NULL;

  trust ("authority.pem");
  g_assert_true (bp_test_download_from (server, "cut", &error));
  g_assert_no_error (error);
  bp_mirror_server_assert_files (server);
  g_assert_cmpuint (server->n_ranges, >, 0);
}

typedef struct
{
  const char *name;
  const char *certificate;
  const char *authority;
  const char *message;
} Untrusted;

static const Untrusted untrusted[] = {
  { "unknown-authority", "mirror.pem", "other-host.pem",
    "127.0.0.1: this computer does not trust its certificate" },
  { "other-host", "other-host.pem", "authority.pem",
    "127.0.0.1: its certificate is that of another server" },
  { "expired", "expired.pem", "authority.pem",
    "127.0.0.1: its certificate is not valid at this time, by this computer’s clock" },
};

/* No request is sent to a server with an untrusted certificate; the next mirror is used. */
static void
test_untrusted (gconstpointer data)
{
  const Untrusted *row = data;
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new_encrypted (row->certificate);
  g_autoptr (GError) error = NULL;

  trust (row->authority);
  g_assert_false (bp_test_download_from (server, "good", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR);
  bp_test_assert_message (error, row->message);
  g_assert_cmpuint (server->n_requests, ==, 0);
}

/* A redirect from https to http is refused. */
static void
test_redirect_unencrypted (void)
{
  g_autoptr (BpMirrorServer) server = bp_mirror_server_new_encrypted ("mirror.pem");
  g_autoptr (GError) error = NULL;

  trust ("authority.pem");
  g_assert_false (bp_test_download_from (server, "redirect-unencrypted", &error));
  g_assert_error (error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR);
  bp_test_assert_message (error, "it redirects to “http://127.0.0.1:1/”, which is not encrypted");
}

static void
test_no_tls (void)
{
  g_test_skip ("GIO has no module for TLS here: install glib-networking");
}

BP_TEST_FILE (download_tls)
{
  bp_test_download_init ();
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_add_func ("/download-tls/no-tls", test_no_tls);
      return;
    }

  g_test_add_func ("/download-tls/trusted", test_trusted);
  g_test_add_func ("/download-tls/resume", test_resume);
  for (guint i = 0; i < G_N_ELEMENTS (untrusted); i++)
    {
      g_autofree char *path = g_strconcat ("/download-tls/untrusted/", untrusted[i].name, NULL);

      g_test_add_data_func (path, &untrusted[i], test_untrusted);
    }
  g_test_add_func ("/download-tls/redirect-unencrypted", test_redirect_unencrypted);
}

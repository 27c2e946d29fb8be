/* SPDX-License-Identifier: MIT */
#include "mirror-server.h"

#include <glib/gstdio.h>
#include <string.h>

/* The bytes that a mirror sends before it stalls, and before it is cut off. */
#define STALL_LENGTH         1000
#define CUT_LENGTH           70000
#define CUT_OFTEN_LENGTH     1000
#define TRICKLE_MILLISECONDS 50

static const char *const file_names[BP_MIRROR_N_FILES] = { "images.gz", "labels.gz" };
static const gsize file_sizes[BP_MIRROR_N_FILES] = { 200000, 3000 };

static const char web_page[] = "<!DOCTYPE html><title>Wi-Fi</title><p>Log in first.";

/* Answers a request for a file: @bytes is (size). */
typedef void (*Answer) (SoupServerMessage *message, const guint8 *bytes, gsize size);

static void
answer_with (SoupServerMessage *message, const char *type, const void *bytes, gsize size)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, bytes, size);
}

static guint64
get_range_start (SoupServerMessage *message)
{
  const char *range =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Range");
  guint64 start;

  if (range == NULL)
    return 0;
  g_assert_true (g_str_has_prefix (range, "bytes="));
  start = g_ascii_strtoull (range + strlen ("bytes="), NULL, 10);
  g_assert_cmpuint (start, >, 0);
  return start;
}

/* SoupServer itself answers range requests. */
static void
answer_well (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  answer_with (message, "application/octet-stream", bytes, size);
}

static void
answer_ignoring_range (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  answer_well (message, bytes, size);
}

static void
answer_other_range (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  answer_ignoring_range (message, bytes, size);
  soup_server_message_set_status (message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
  soup_message_headers_set_content_range (headers, 0, (goffset) size - 1, (goffset) size);
}

/* The right bytes of a file that has another size. */
static void
answer_other_total (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  guint64 start = get_range_start (message);

  answer_ignoring_range (message, bytes + start, (gsize) (size - start));
  if (start == 0)
    return;
  soup_server_message_set_status (message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
  soup_message_headers_set_content_range (headers, (goffset) start, (goffset) size - 1,
                                          (goffset) size + 1);
}

/* Only has the larger of the two files. */
static void
answer_images_only (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  if (size == file_sizes[0])
    answer_well (message, bytes, size);
  else
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

static void
answer_without_range (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  if (get_range_start (message) > 0)
    soup_server_message_set_status (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, NULL);
  else
    answer_well (message, bytes, size);
}

static void
answer_wrong_bytes (SoupServerMessage *message, const guint8 *bytes G_GNUC_UNUSED, gsize size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);

  answer_well (message, zeros, size);
}

static void
answer_short (SoupServerMessage *message, const guint8 *bytes, gsize size G_GNUC_UNUSED)
{
  answer_well (message, bytes, 100);
}

static void
answer_short_chunked (SoupServerMessage *message, const guint8 *bytes, gsize size G_GNUC_UNUSED)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  answer_ignoring_range (message, bytes, 100);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

static void
answer_endless (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  g_autofree guint8 *twice = g_malloc (2 * size);

  memcpy (twice, bytes, size);
  memcpy (twice + size, bytes, size);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  answer_well (message, twice, 2 * size);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

/* Begins an answer whose body is sent in pieces. */
static SoupMessageBody *
begin_piecewise (SoupServerMessage *message, guint64 start, gsize size)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  soup_server_message_set_status (message, start > 0 ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK,
                                  NULL);
  if (start > 0)
    soup_message_headers_set_content_range (headers, (goffset) start, (goffset) size - 1,
                                            (goffset) size);
  soup_message_headers_set_content_length (headers, (goffset) (size - start));
  return soup_server_message_get_response_body (message);
}

static void
on_chunk_sent (SoupServerMessage *message, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
cut_after (SoupServerMessage *message, const guint8 *bytes, gsize size, gsize most)
{
  guint64 start = get_range_start (message);
  gsize length = MIN (most, size - start);
  SoupMessageBody *body = begin_piecewise (message, start, size);

  soup_message_body_append (body, SOUP_MEMORY_COPY, bytes + start, length);
  if (start + length < size)
    g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_chunk_sent), NULL);
  else
    soup_message_body_complete (body);
}

static void
answer_cut (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  cut_after (message, bytes, size, CUT_LENGTH);
}

/* Sends so little before each cut that hundreds of requests would be necessary. */
static void
answer_cut_often (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  cut_after (message, bytes, size, CUT_OFTEN_LENGTH);
}

static void
answer_cut_at_once (SoupServerMessage *message, const guint8 *bytes G_GNUC_UNUSED, gsize size)
{
  begin_piecewise (message, 0, size);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_chunk_sent), NULL);
}

static void
answer_and_stall (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  guint64 start = get_range_start (message);
  SoupMessageBody *body = begin_piecewise (message, start, size);

  /* libsoup waits for the rest, which never comes. */
  if (start == 0)
    soup_message_body_append (body, SOUP_MEMORY_COPY, bytes, STALL_LENGTH);
}

/* The rest of a body that is sent in small pieces, one every TRICKLE_MILLISECONDS. */
typedef struct
{
  SoupServerMessage *message; /* owns this */
  const guint8 *next;
  gsize length;
  gsize piece;
  guint timer;
} Trickle;

static gboolean
on_trickle (gpointer data)
{
  Trickle *trickle = data;
  SoupMessageBody *body = soup_server_message_get_response_body (trickle->message);
  gsize piece = MIN (trickle->piece, trickle->length);

  soup_message_body_append (body, SOUP_MEMORY_COPY, trickle->next, piece);
  trickle->next += piece;
  trickle->length -= piece;
  if (trickle->length == 0)
    soup_message_body_complete (body);
  soup_server_message_unpause (trickle->message);
  if (trickle->length > 0)
    return G_SOURCE_CONTINUE;

  trickle->timer = 0;
  return G_SOURCE_REMOVE;
}

static void
end_trickle (gpointer data)
{
  Trickle *trickle = data;

  g_clear_handle_id (&trickle->timer, g_source_remove);
  g_free (trickle);
}

static void
begin_trickle (SoupServerMessage *message, const guint8 *bytes, gsize size, gsize piece)
{
  guint64 start = get_range_start (message);
  Trickle *trickle = g_new0 (Trickle, 1);

  begin_piecewise (message, start, size);
  *trickle = (Trickle){ message, bytes + start, size - start, piece, 0 };
  trickle->timer = g_timeout_add (TRICKLE_MILLISECONDS, on_trickle, trickle);
  g_object_set_data_full (G_OBJECT (message), "trickle", trickle, end_trickle);
}

/* Sends at a quarter of the lowest accepted speed. */
static void
answer_too_slowly (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  begin_trickle (message, bytes, size, TRICKLE_MILLISECONDS);
}

/* Takes longer than the timeout, at an accepted speed. */
static void
answer_slowly (SoupServerMessage *message, const guint8 *bytes, gsize size)
{
  begin_trickle (message, bytes, size, 80 * TRICKLE_MILLISECONDS);
}

/* A redirect with an endless body. */
static void
answer_redirect_with_body (SoupServerMessage *message,
                           const guint8 *bytes G_GNUC_UNUSED,
                           gsize size G_GNUC_UNUSED)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autofree char *location = g_strconcat ("/good", strrchr (path, '/'), NULL);

  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, location);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            web_page, strlen (web_page));
}

/* Terminal control characters in the reason. */
static void
answer_rudely (SoupServerMessage *message,
               const guint8 *bytes G_GNUC_UNUSED,
               gsize size G_GNUC_UNUSED)
{
  soup_server_message_set_status (message, SOUP_STATUS_FORBIDDEN, "No\033[31m\342\200\256");
}

static void
answer_rude_redirect (SoupServerMessage *message,
                      const guint8 *bytes G_GNUC_UNUSED,
                      gsize size G_GNUC_UNUSED)
{
  soup_server_message_set_status (message, SOUP_STATUS_FOUND, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                "http://example.org/\033[31m");
}

static void
answer_never (SoupServerMessage *message,
              const guint8 *bytes G_GNUC_UNUSED,
              gsize size G_GNUC_UNUSED)
{
  soup_server_message_pause (message);
}

static void
answer_web_page (SoupServerMessage *message,
                 const guint8 *bytes G_GNUC_UNUSED,
                 gsize size G_GNUC_UNUSED)
{
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  answer_with (message, "text/html; charset=utf-8", web_page, strlen (web_page));
}

/* The web page has the size of the file. */
static void
answer_disguised_web_page (SoupServerMessage *message,
                           const guint8 *bytes G_GNUC_UNUSED,
                           gsize size)
{
  g_autofree char *page = g_strdup_printf ("%-*s", (int) size, web_page);

  answer_well (message, (const guint8 *) page, size);
}

typedef struct
{
  const char *path;
  Answer answer;
  guint status;         /* the status without a function */
  const char *location; /* the target of a redirect, without the file's name */
} Behaviour;

static const Behaviour behaviours[] = {
  { "good", answer_well, 0, NULL },
  { "ignores-range", answer_ignoring_range, 0, NULL },
  { "other-range", answer_other_range, 0, NULL },
  { "other-total", answer_other_total, 0, NULL },
  { "images-only", answer_images_only, 0, NULL },
  { "no-range", answer_without_range, 0, NULL },
  { "cut", answer_cut, 0, NULL },
  { "cut-often", answer_cut_often, 0, NULL },
  { "cut-at-once", answer_cut_at_once, 0, NULL },
  { "wrong-bytes", answer_wrong_bytes, 0, NULL },
  { "short", answer_short, 0, NULL },
  { "short-chunked", answer_short_chunked, 0, NULL },
  { "endless", answer_endless, 0, NULL },
  { "stall", answer_and_stall, 0, NULL },
  { "silent", answer_never, 0, NULL },
  { "too-slow", answer_too_slowly, 0, NULL },
  { "slow", answer_slowly, 0, NULL },
  { "web-page", answer_web_page, 0, NULL },
  { "disguised-web-page", answer_disguised_web_page, 0, NULL },
  { "403", NULL, SOUP_STATUS_FORBIDDEN, NULL },
  { "rude", answer_rudely, 0, NULL },
  { "rude-redirect", answer_rude_redirect, 0, NULL },
  { "404", NULL, SOUP_STATUS_NOT_FOUND, NULL },
  { "500", NULL, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL },
  { "redirect", NULL, SOUP_STATUS_FOUND, "/good/" },
  { "redirect-4-times", NULL, SOUP_STATUS_FOUND, "/redirect-3-times/" },
  { "redirect-3-times", NULL, SOUP_STATUS_FOUND, "/redirect-twice/" },
  { "redirect-twice", NULL, SOUP_STATUS_FOUND, "/redirect/" },
  { "redirect-5-times", NULL, SOUP_STATUS_FOUND, "/redirect-4-times/" },
  { "redirect-6-times", NULL, SOUP_STATUS_FOUND, "/redirect-5-times/" },
  { "redirect-with-body", answer_redirect_with_body, 0, NULL },
  { "redirect-loop", NULL, SOUP_STATUS_FOUND, "/redirect-loop/" },
  { "redirect-out", NULL, SOUP_STATUS_FOUND, "http://example.org/" },
  { "redirect-unencrypted", NULL, SOUP_STATUS_FOUND, "http://127.0.0.1:1/" },
  { "redirect-to-file", NULL, SOUP_STATUS_FOUND, "file:///etc/passwd" },
};

static const Behaviour *
find_behaviour (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (behaviours); i++)
    if (strcmp (behaviours[i].path, path) == 0)
      return &behaviours[i];
  g_error ("No mirror behaves like “%s”", path);
}

static guint
find_file (const char *name)
{
  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    if (strcmp (file_names[i], name) == 0)
      return i;
  g_error ("There is no file “%s”", name);
}

static void
on_request (SoupServer *soup_server G_GNUC_UNUSED,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query G_GNUC_UNUSED,
            gpointer data)
{
  BpMirrorServer *server = data;
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  const Behaviour *behaviour;
  GBytes *content;
  guint64 start = get_range_start (message);

  /* "/BEHAVIOUR/FILE" */
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  behaviour = find_behaviour (parts[1]);
  content = server->contents[find_file (parts[2])];

  if (behaviour->location != NULL)
    {
      gboolean is_folder = strchr ("/", behaviour->location[0]) != NULL;
      g_autofree char *location =
          g_strconcat (behaviour->location, is_folder ? parts[2] : "", NULL);

      soup_server_message_set_redirect (message, behaviour->status, location);
      return;
    }

  server->n_requests++;
  if (start > 0 && server->n_ranges++ == 0)
    server->first_range = start;
  if (behaviour->answer == NULL)
    soup_server_message_set_status (message, behaviour->status, NULL);
  else
    behaviour->answer (message, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
}

/* Bytes without repeated sequences. */
static GBytes *
make_content (gsize size, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) g_rand_int (random);
  return g_bytes_new_take (bytes, size);
}

/* The server listens without libsoup, whose version 3.2 leaks the sockets that it accepts. */
static gboolean
on_incoming (GSocketService *service G_GNUC_UNUSED,
             GSocketConnection *connection,
             GObject *source G_GNUC_UNUSED,
             gpointer data)
{
  BpMirrorServer *server = data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  if (server->certificate == NULL)
    stream = g_object_ref (G_IO_STREAM (connection));
  else
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate, &error);
  g_assert_no_error (error);
  soup_server_accept_iostream (server->server, stream, local, remote, &error);
  g_assert_no_error (error);
  return TRUE;
}

static guint
listen (GSocketService *service)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
}

static BpMirrorServer *
start (const char *scheme, GTlsCertificate *certificate)
{
  BpMirrorServer *server = g_new0 (BpMirrorServer, 1);
  g_autoptr (GError) error = NULL;
  guint port;

  g_set_object (&server->certificate, certificate);
  server->folder = g_dir_make_tmp ("backprop-download-XXXXXX", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    server->contents[i] = make_content (file_sizes[i], i);

  server->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server->server, NULL, on_request, server, NULL);
  server->service = g_socket_service_new ();
  g_signal_connect (server->service, "incoming", G_CALLBACK (on_incoming), server);
  port = listen (server->service);
  server->base = g_strdup_printf ("%s://127.0.0.1:%u/", scheme, port);
  return server;
}

BpMirrorServer *
bp_mirror_server_new (void)
{
  return start ("http", NULL);
}

/* A TLS server with a certificate of tests/session/download/certificates. */
BpMirrorServer *
bp_mirror_server_new_encrypted (const char *certificate_name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "session", "download", "certificates",
                                                 certificate_name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return start ("https", certificate);
}

/* Stops listening. */
void
bp_mirror_server_close (BpMirrorServer *server)
{
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  soup_server_disconnect (server->server);
}

void
bp_mirror_server_free (BpMirrorServer *server)
{
  g_autoptr (GDir) folder = g_dir_open (server->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (server->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (server->folder);

  bp_mirror_server_close (server);
  g_object_unref (server->service);
  g_object_unref (server->server);
  g_clear_object (&server->certificate);
  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    g_bytes_unref (server->contents[i]);
  g_free (server->folder);
  g_free (server->base);
  g_free (server);
}

/* The text of a list of mirrors of the two files. @paths are the behaviours of the mirrors,
 * separated by blanks. */
char *
bp_mirror_server_describe (const BpMirrorServer *server, const char *paths)
{
  GString *json = g_string_new ("{\"name\": \"Made up\", \"patience\": 1, \"files\": [");
  g_auto (GStrv) behaviour_paths = g_strsplit (paths, " ", -1);

  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    {
      g_autofree char *sha256 =
          g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, server->contents[i]);

      g_string_append_printf (json,
                              "%s{\"name\": \"%s\", \"size\": %" G_GSIZE_FORMAT
                              ", \"sha256\": \"%s\"}",
                              i > 0 ? ", " : "", file_names[i], file_sizes[i], sha256);
    }
  g_string_append (json, "], \"mirrors\": [");
  for (guint i = 0; behaviour_paths[i] != NULL; i++)
    g_string_append_printf (json, "%s\"%s%s/\"", i > 0 ? ", " : "", server->base,
                            behaviour_paths[i]);
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

/* The same list, parsed. */
BpMirrors *
bp_mirror_server_list (const BpMirrorServer *server, const char *paths)
{
  g_autofree char *json = bp_mirror_server_describe (server, paths);
  g_autoptr (GError) error = NULL;
  BpMirrors *mirrors = bp_mirrors_new_from_json (json, strlen (json), &error);

  g_assert_no_error (error);
  return mirrors;
}

/* The path of a downloaded file, with a suffix. */
char *
bp_mirror_server_build_path (const BpMirrorServer *server, guint index, const char *ending)
{
  g_autofree char *name = g_strconcat (file_names[index], ending, NULL);

  return g_build_filename (server->folder, name, NULL);
}

/* Asserts that the folder has exactly the two files, complete. */
void
bp_mirror_server_assert_files (const BpMirrorServer *server)
{
  g_autoptr (GDir) folder = g_dir_open (server->folder, 0, NULL);
  guint n_files = 0;

  for (guint i = 0; i < BP_MIRROR_N_FILES; i++)
    {
      g_autofree char *path = bp_mirror_server_build_path (server, i, "");
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_assert_cmpmem (content, length, g_bytes_get_data (server->contents[i], NULL),
                       g_bytes_get_size (server->contents[i]));
    }
  while (g_dir_read_name (folder) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, BP_MIRROR_N_FILES);
}

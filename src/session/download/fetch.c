/* SPDX-License-Identifier: MIT */
/*
 * Fetches the missing part of one file from one server.
 *
 * Two features of libsoup are replaced here. Redirects: libsoup follows them to any address, and
 * first reads the body of the redirect into memory, of any size. Time limits: that of libsoup
 * restarts with every byte, so that a very slow server could hold the download for ever, and it
 * does not include the name lookup.
 */
#include "config.h"

#include "fetch.h"

#include "fetch-check.h"
#include "soup-library.h"

#include <glib/gi18n.h>

#define BUFFER_LENGTH 65536

/* The limit of early browsers; mirrors need one or two. */
#define MAX_REDIRECTS 5

/* The most interim responses (status 1xx); none or one is usual. */
#define MAX_INFORMATIONAL 10

/* In bytes per second: at half of it, MNIST takes an hour and a half. */
#define MIN_RATE 4000

#define USER_AGENT "Backprop/" PACKAGE_VERSION

typedef struct
{
  SoupSession *session;
  GUri *uri; /* after redirects */
  guint n_redirects;
  BpPartFile *part; /* borrowed */
  guint patience;   /* in seconds */

  gint64 rate_start;    /* the start of the rate measurement, in microseconds */
  guint64 n_rate_bytes; /* the bytes since then */

  SoupMessage *message;
  GInputStream *body;
  GCancellable *cancellable; /* of the transfer, for the caller and the clock */
  gulong cancelled_handler;
  GSource *clock;
  guint n_informational; /* interim responses */
  GError *reason;        /* the reason of a cancellation by this file, or NULL */
  guint8 buffer[BUFFER_LENGTH];
} Fetch;

G_DEFINE_QUARK (bp_fetch_error, bp_fetch_error)

static void
free_fetch (gpointer data)
{
  Fetch *fetch = data;

  g_clear_object (&fetch->session);
  g_clear_pointer (&fetch->uri, g_uri_unref);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->body);
  g_clear_object (&fetch->cancellable);
  g_clear_pointer (&fetch->clock, g_source_unref);
  g_clear_error (&fetch->reason);
  g_free (fetch);
}

/* Closes an answer without waiting for its rest. */
static void
drop_answer (Fetch *fetch)
{
  if (fetch->body != NULL)
    g_input_stream_close_async (fetch->body, G_PRIORITY_DEFAULT, fetch->cancellable, NULL, NULL);
  g_clear_object (&fetch->body);
  if (fetch->message != NULL)
    g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_clear_object (&fetch->message);
}

/* Ends the task, with an error where there is one. */
static void
end (GTask *task, GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_source_destroy (fetch->clock);
  g_cancellable_disconnect (g_task_get_cancellable (task), fetch->cancelled_handler);
  if (error != NULL)
    g_cancellable_cancel (fetch->cancellable);
  drop_answer (fetch);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
on_stalled (gpointer data)
{
  Fetch *fetch = g_task_get_task_data (data);

  if (fetch->reason == NULL)
    fetch->reason =
        g_error_new (BP_FETCH_ERROR, BP_FETCH_ERROR_STALLED,
                     ngettext ("no data for %u second", "no data for %u seconds", fetch->patience),
                     fetch->patience);
  g_cancellable_cancel (fetch->cancellable);
  return G_SOURCE_REMOVE;
}

/* libsoup reads interim responses in a loop, and no timer runs meanwhile. */
static void
on_informational (SoupMessage *message G_GNUC_UNUSED, gpointer data)
{
  Fetch *fetch = data;

  if (++fetch->n_informational <= MAX_INFORMATIONAL || fetch->reason != NULL)
    return;

  fetch->reason = g_error_new_literal (BP_FETCH_ERROR, BP_FETCH_ERROR_FAILED,
                                       _ ("it sends too many interim responses"));
  g_cancellable_cancel (fetch->cancellable);
}

static void
wind_clock (Fetch *fetch)
{
  g_source_set_ready_time (fetch->clock,
                           g_get_monotonic_time () + (gint64) fetch->patience * G_USEC_PER_SEC);
}

/* The final error where the transfer was cancelled, by the caller or by this file; NULL for another
 * @cause. */
static GError *
explain_cancelled (const Fetch *fetch, const GError *cause)
{
  if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;
  return g_error_copy (fetch->reason != NULL ? fetch->reason : cause);
}

static GError *
explain_cut (const Fetch *fetch)
{
  g_autofree char *length =
      g_strdup_printf ("%" G_GUINT64_FORMAT, bp_part_file_get_length (fetch->part));
  g_autofree char *size =
      g_strdup_printf ("%" G_GUINT64_FORMAT, bp_part_file_get_size (fetch->part));

  return g_error_new (BP_FETCH_ERROR, BP_FETCH_ERROR_CUT, _ ("cut off after %s of %s bytes"),
                      length, size);
}

/* Restarts the measurement of the rate of the body. */
static void
restart_rate (Fetch *fetch)
{
  fetch->rate_start = g_get_monotonic_time ();
  fetch->n_rate_bytes = 0;
}

/* Checks the rate after each period of the patience. */
static gboolean
check_rate (Fetch *fetch, gsize n_read, GError **error)
{
  gint64 elapsed = g_get_monotonic_time () - fetch->rate_start;

  fetch->n_rate_bytes += n_read;
  if (elapsed < (gint64) fetch->patience * G_USEC_PER_SEC)
    return TRUE;

  if ((double) fetch->n_rate_bytes * G_USEC_PER_SEC < (double) MIN_RATE * (double) elapsed)
    {
      g_set_error (
          error, BP_FETCH_ERROR, BP_FETCH_ERROR_SLOW,
          /* Translators: what a server did, as in "example.org: less than 4 kB a second". */
          _ ("less than %d kB a second"), MIN_RATE / 1000);
      return FALSE;
    }
  restart_rate (fetch);
  return TRUE;
}

static void read_on (GTask *task);

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) cause = NULL;
  GError *error = NULL;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &cause);
  guint64 n_missing = bp_part_file_get_size (fetch->part) - bp_part_file_get_length (fetch->part);

  if (n_read < 0)
    {
      error = explain_cancelled (fetch, cause);
      end (task, error != NULL ? error : explain_cut (fetch));
      return;
    }
  if (n_read == 0)
    {
      end (task, n_missing > 0 ? explain_cut (fetch) : NULL);
      return;
    }

  wind_clock (fetch);
  if ((guint64) n_read > n_missing)
    {
      /* The bytes before are then wrong too. */
      if (bp_part_file_truncate (fetch->part, &error))
        error = g_error_new_literal (BP_FETCH_ERROR, BP_FETCH_ERROR_CONTENT,
                                     _ ("more bytes than the file has"));
    }
  else if ((bp_part_file_get_length (fetch->part) > 0 ||
            bp_fetch_check_beginning (fetch->buffer, (gsize) n_read, &error)) &&
           bp_part_file_append (fetch->part, fetch->buffer, (gsize) n_read, &error))
    (void) check_rate (fetch, (gsize) n_read, &error);

  if (error != NULL)
    end (task, error);
  else
    read_on (task);
}

static void
read_on (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_input_stream_read_async (fetch->body, fetch->buffer, BUFFER_LENGTH, G_PRIORITY_DEFAULT,
                             fetch->cancellable, on_read, g_object_ref (task));
}

static void send (GTask *task);

static gboolean
follow_redirect (Fetch *fetch, GError **error)
{
  GUri *uri;

  if (fetch->n_redirects++ == MAX_REDIRECTS)
    {
      g_set_error_literal (error, BP_FETCH_ERROR, BP_FETCH_ERROR_REDIRECT,
                           _ ("it redirects too many times"));
      return FALSE;
    }

  uri = bp_fetch_get_redirect (fetch->message, error);
  if (uri == NULL)
    return FALSE;

  g_uri_unref (fetch->uri);
  fetch->uri = uri;
  return TRUE;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) cause = NULL;
  GError *error = NULL;
  gboolean asks_again = FALSE;

  fetch->body = bp_libsoup.soup_session_send_finish ((SoupSession *) source, result, &cause);
  if (fetch->body == NULL)
    {
      error = explain_cancelled (fetch, cause);
      if (error == NULL)
        bp_fetch_set_connection_error (&error, fetch->message, cause);
      end (task, error);
      return;
    }

  wind_clock (fetch);
  restart_rate (fetch);
  switch (bp_fetch_check_answer (fetch->message, fetch->part, &error))
    {
    case BP_FETCH_ANSWER_ELSEWHERE:
      asks_again = follow_redirect (fetch, &error);
      break;
    case BP_FETCH_ANSWER_NO_REST:
      asks_again = bp_part_file_truncate (fetch->part, &error);
      break;
    case BP_FETCH_ANSWER_WHOLE:
      (void) bp_part_file_truncate (fetch->part, &error);
      break;
    case BP_FETCH_ANSWER_BODY:
    case BP_FETCH_ANSWER_NONE:
      break;
    }

  if (error != NULL)
    end (task, error);
  else if (asks_again)
    send (task);
  else
    read_on (task);
}

static void
send (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  SoupMessageHeaders *headers;

  drop_answer (fetch);
  fetch->message = bp_libsoup.soup_message_new_from_uri ("GET", fetch->uri);
  bp_libsoup.soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (fetch->message, "got-informational", G_CALLBACK (on_informational), fetch);
  headers = bp_libsoup.soup_message_get_request_headers (fetch->message);
  /* The SHA-256 is that of the file on the server, without a content encoding. */
  bp_libsoup.soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (bp_part_file_get_length (fetch->part) > 0)
    bp_libsoup.soup_message_headers_set_range (headers,
                                               (goffset) bp_part_file_get_length (fetch->part), -1);

  bp_libsoup.soup_session_send_async (fetch->session, fetch->message, G_PRIORITY_DEFAULT,
                                      fetch->cancellable, on_sent, g_object_ref (task));
}

/* Runs on the thread that cancels. */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  g_cancellable_cancel (data);
}

static gboolean
dispatch_clock (GSource *source G_GNUC_UNUSED, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

/* Makes a timer source for the time that is set. */
static GSource *
make_clock (void)
{
  static GSourceFuncs functions = { .dispatch = dispatch_clock };

  return g_source_new (&functions, sizeof (GSource));
}

/**
 * bp_fetch_session_new:
 *
 * @error: return location for %BP_ERROR_UNSUPPORTED, where libsoup is not installed
 *
 * Returns: (transfer full): a session for bp_fetch_async(), which returns the bytes unchanged, or
 *   %NULL with @error set
 */
SoupSession *
bp_fetch_session_new (GError **error)
{
  SoupSession *session;

  if (!bp_libsoup_load (error))
    return NULL;
  session = bp_libsoup.soup_session_new_with_options ("user-agent", USER_AGENT, NULL);
  bp_libsoup.soup_session_remove_feature_by_type (session,
                                                  bp_libsoup.soup_content_decoder_get_type ());
  return session;
}

/**
 * bp_fetch_async:
 * @session: from bp_fetch_session_new()
 * @uri: the file on a server
 * @part: its part, to which the fetched bytes are appended; only the rest is requested. It must
 *   outlive the call
 * @patience: the time in seconds without bytes, or with too few of them, after which the fetch
 *   fails
 * @cancellable: (nullable): cancels
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Fetches a file, or the missing part of it. Bytes received before a failure stay in @part. The
 * caller must verify the content.
 */
void
bp_fetch_async (SoupSession *session,
                GUri *uri,
                BpPartFile *part,
                guint patience,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, bp_fetch_async);
  g_task_set_task_data (task, fetch, free_fetch);
  fetch->session = g_object_ref (session);
  fetch->uri = g_uri_ref (uri);
  fetch->part = part;
  fetch->patience = patience;
  fetch->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    fetch->cancelled_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), fetch->cancellable, NULL);

  fetch->clock = make_clock ();
  g_task_attach_source (task, fetch->clock, on_stalled);
  wind_clock (fetch);
  send (task);
}

/**
 * bp_fetch_finish:
 * @result: the result that the callback got
 * @error: return location for a %BP_FETCH_ERROR, a %G_FILE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the file is complete
 */
gboolean
bp_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bp_fetch_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

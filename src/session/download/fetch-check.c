/* SPDX-License-Identifier: MIT */
/* Checks the answer of a server before its bytes are used. */
#include "config.h"

#include "fetch-check.h"

#include "clean-text.h"
#include "error.h"
#include "mirrors.h"
#include "soup-library.h"

#include <glib/gi18n.h>
#include <string.h>

/* The longest message of a library, in characters. */
#define MAX_REASON 200

static gboolean
set_web_page_error (GError **error)
{
  g_set_error_literal (error, BP_FETCH_ERROR, BP_FETCH_ERROR_WEB_PAGE,
                       _ ("a web page instead of the file"));
  return FALSE;
}

static gboolean
check_size (guint64 size, const BpPartFile *part, GError **error)
{
  g_autofree char *found = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  g_autofree char *expected = g_strdup_printf ("%" G_GUINT64_FORMAT, bp_part_file_get_size (part));

  if (size == bp_part_file_get_size (part))
    return TRUE;

  g_set_error (error, BP_FETCH_ERROR, BP_FETCH_ERROR_CONTENT,
               _ ("a file of %s bytes instead of %s"), found, expected);
  return FALSE;
}

static BpFetchAnswer
check_whole (SoupMessageHeaders *headers, const BpPartFile *part, GError **error)
{
  if (bp_libsoup.soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      !check_size ((guint64) bp_libsoup.soup_message_headers_get_content_length (headers), part,
                   error))
    return BP_FETCH_ANSWER_NONE;
  return BP_FETCH_ANSWER_WHOLE;
}

static BpFetchAnswer
check_rest (SoupMessageHeaders *headers, const BpPartFile *part, GError **error)
{
  goffset start;
  goffset end;
  goffset total;

  if (!bp_libsoup.soup_message_headers_get_content_range (headers, &start, &end, &total) ||
      (guint64) start != bp_part_file_get_length (part))
    {
      g_set_error_literal (error, BP_FETCH_ERROR, BP_FETCH_ERROR_CONTENT,
                           _ ("another part of the file than requested"));
      return BP_FETCH_ANSWER_NONE;
    }
  if (total >= 0 && !check_size ((guint64) total, part, error))
    return BP_FETCH_ANSWER_NONE;
  return BP_FETCH_ANSWER_BODY;
}

/**
 * bp_fetch_check_answer:
 * @message: a message whose answer has begun
 * @part: the part of the requested file
 * @error: return location for a %BP_FETCH_ERROR
 *
 * Returns: what to do next
 */
BpFetchAnswer
bp_fetch_check_answer (SoupMessage *message, const BpPartFile *part, GError **error)
{
  SoupMessageHeaders *headers = bp_libsoup.soup_message_get_response_headers (message);
  guint status = bp_libsoup.soup_message_get_status (message);
  gboolean is_web_page =
      g_strcmp0 (bp_libsoup.soup_message_headers_get_content_type (headers, NULL), "text/html") ==
      0;

  if (SOUP_STATUS_IS_REDIRECTION (status) &&
      bp_libsoup.soup_message_headers_get_one (headers, "Location"))
    return BP_FETCH_ANSWER_ELSEWHERE;
  if (status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE && bp_part_file_get_length (part) > 0)
    return BP_FETCH_ANSWER_NO_REST;

  if (status != SOUP_STATUS_OK && status != SOUP_STATUS_PARTIAL_CONTENT)
    {
      const char *phrase = bp_libsoup.soup_message_get_reason_phrase (message);
      g_autofree char *clean_phrase =
          bp_clean_text (phrase != NULL ? phrase : bp_libsoup.soup_status_get_phrase (status),
                         BP_CLEAN_LABEL);
      g_autofree char *text = g_strdup_printf ("%u %s", status, clean_phrase);

      g_set_error_literal (error, BP_FETCH_ERROR, BP_FETCH_ERROR_STATUS, g_strstrip (text));
      return BP_FETCH_ANSWER_NONE;
    }
  if (is_web_page)
    {
      set_web_page_error (error);
      return BP_FETCH_ANSWER_NONE;
    }
  return status == SOUP_STATUS_OK ? check_whole (headers, part, error)
                                  : check_rest (headers, part, error);
}

/**
 * bp_fetch_check_beginning:
 * @bytes: (array length=length): the first bytes of what should be the file
 * @length: of @bytes
 * @error: return location for %BP_FETCH_ERROR_WEB_PAGE
 *
 * Recognises a web page that is not declared as one.
 *
 * Returns: %TRUE where it is not a web page
 */
gboolean
bp_fetch_check_beginning (const void *bytes, gsize length, GError **error)
{
  static const char *const beginnings[] = { "<!doctype html", "<html" };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (length >= strlen (beginnings[i]) &&
        g_ascii_strncasecmp (bytes, beginnings[i], strlen (beginnings[i])) == 0)
      return set_web_page_error (error);
  return TRUE;
}

/**
 * bp_fetch_get_redirect:
 * @message: a message whose answer is a redirect
 * @error: return location for %BP_FETCH_ERROR_REDIRECT
 *
 * Returns: (transfer full): the address, or %NULL with @error set for an unsafe address: a redirect
 *   must stay encrypted, and only addresses of this machine may be unencrypted
 */
GUri *
bp_fetch_get_redirect (SoupMessage *message, GError **error)
{
  GUri *from = bp_libsoup.soup_message_get_uri (message);
  const char *location =
      bp_libsoup.soup_message_headers_get_one (bp_libsoup.soup_message_get_response_headers (
                                                   message),
                                               "Location");
  g_autoptr (GUri) to = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);

  if (to == NULL || !bp_mirror_uri_is_safe (to) ||
      (strcmp (g_uri_get_scheme (from), "https") == 0 &&
       strcmp (g_uri_get_scheme (to), "https") != 0))
    {
      g_autofree char *quoted_location = bp_error_quote (location);

      g_set_error (error, BP_FETCH_ERROR, BP_FETCH_ERROR_REDIRECT,
                   _ ("it redirects to %s, which is not encrypted"), quoted_location);
      return NULL;
    }
  return g_steal_pointer (&to);
}

/* The most specific fault of a certificate. */
static const char *
describe_certificate (GTlsCertificateFlags flaws)
{
  if ((flaws & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return _ ("this computer does not trust its certificate");
  if ((flaws & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return _ ("its certificate is that of another server");
  if ((flaws & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) != 0)
    return _ ("its certificate is not valid at this time, by this computer’s clock");
  return _ ("its certificate is not acceptable");
}

/**
 * bp_fetch_set_connection_error:
 * @error: (nullable): return location for %BP_FETCH_ERROR_UNREACHABLE or %BP_FETCH_ERROR_FAILED
 * @message: the request
 * @cause: the reason why there is no answer
 */
void
bp_fetch_set_connection_error (GError **error, SoupMessage *message, const GError *cause)
{
  static const GIOErrorEnum unreachable_codes[] = {
    G_IO_ERROR_CONNECTION_REFUSED,  G_IO_ERROR_HOST_NOT_FOUND, G_IO_ERROR_HOST_UNREACHABLE,
    G_IO_ERROR_NETWORK_UNREACHABLE, G_IO_ERROR_PROXY_FAILED,   G_IO_ERROR_TIMED_OUT,
  };
  BpFetchError code = BP_FETCH_ERROR_FAILED;

  if (cause->domain == G_RESOLVER_ERROR)
    code = BP_FETCH_ERROR_UNREACHABLE;
  for (guint i = 0; i < G_N_ELEMENTS (unreachable_codes); i++)
    if (g_error_matches (cause, G_IO_ERROR, (gint) unreachable_codes[i]))
      code = BP_FETCH_ERROR_UNREACHABLE;

  if (code == BP_FETCH_ERROR_UNREACHABLE)
    g_set_error_literal (error, BP_FETCH_ERROR, code, _ ("no connection"));
  else if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    g_set_error_literal (error, BP_FETCH_ERROR, code,
                         describe_certificate (
                             bp_libsoup.soup_message_get_tls_peer_certificate_errors (message)));
  else
    {
      g_autofree char *reason = bp_clean_text (cause->message, MAX_REASON);

      g_set_error_literal (error, BP_FETCH_ERROR, code, reason);
    }
}

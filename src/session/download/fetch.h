/* SPDX-License-Identifier: MIT */
#pragma once

#include "part-file.h"

#include <gio/gio.h>
#include <libsoup/soup.h>

/**
 * BP_FETCH_ERROR:
 *
 * Faults of a server, after which another server may work. The messages are parts of a sentence, as
 * in "404 Not Found". Faults of this computer are a %G_FILE_ERROR.
 */
#define BP_FETCH_ERROR (bp_fetch_error_quark ())

/**
 * BpFetchError:
 * @BP_FETCH_ERROR_UNREACHABLE: it could not be reached
 * @BP_FETCH_ERROR_FAILED: the connection failed in another way
 * @BP_FETCH_ERROR_STATUS: it does not have the file, or refuses it
 * @BP_FETCH_ERROR_REDIRECT: it redirects to an unencrypted or unsupported address
 * @BP_FETCH_ERROR_STALLED: it sent no bytes for too long
 * @BP_FETCH_ERROR_SLOW: it sent too few bytes for too long
 * @BP_FETCH_ERROR_CUT: the connection ended within the file
 * @BP_FETCH_ERROR_WEB_PAGE: it sent a web page, such as the login page of a Wi-Fi network
 * @BP_FETCH_ERROR_CONTENT: it sent another file
 */
typedef enum
{
  BP_FETCH_ERROR_UNREACHABLE,
  BP_FETCH_ERROR_FAILED,
  BP_FETCH_ERROR_STATUS,
  BP_FETCH_ERROR_REDIRECT,
  BP_FETCH_ERROR_STALLED,
  BP_FETCH_ERROR_SLOW,
  BP_FETCH_ERROR_CUT,
  BP_FETCH_ERROR_WEB_PAGE,
  BP_FETCH_ERROR_CONTENT,
} BpFetchError;

GQuark bp_fetch_error_quark (void);

SoupSession *bp_fetch_session_new (GError **error);

void bp_fetch_async (SoupSession *session,
                     GUri *uri,
                     BpPartFile *part,
                     guint patience,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
gboolean bp_fetch_finish (GAsyncResult *result, GError **error);

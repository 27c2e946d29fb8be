/* SPDX-License-Identifier: MIT */
#pragma once

#include "part-file.h"

#include <gio/gio.h>
#include <libsoup/soup.h>

/**
 * BP_FETCH_ERROR:
 *
 * What can be wrong with a server, so that another one may do better. The messages are no sentences
 * but parts of one, as in "404 Not Found". What is wrong on this side is a %G_FILE_ERROR.
 */
#define BP_FETCH_ERROR (bp_fetch_error_quark ())

/**
 * BpFetchError:
 * @BP_FETCH_ERROR_UNREACHABLE: there is no connection to it
 * @BP_FETCH_ERROR_FAILED: it was reached, and the connection failed in another way
 * @BP_FETCH_ERROR_STATUS: it answered that it does not have the file, or does not give it
 * @BP_FETCH_ERROR_REDIRECT: it redirects to an unencrypted or unsupported address
 * @BP_FETCH_ERROR_STALLED: it sent nothing for too long
 * @BP_FETCH_ERROR_SLOW: it sent too little for too long
 * @BP_FETCH_ERROR_CUT: it ended in the middle of the file
 * @BP_FETCH_ERROR_WEB_PAGE: it sent something to look at, such as the page of a Wi-Fi's login
 * @BP_FETCH_ERROR_CONTENT: it has another file
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

SoupSession *bp_fetch_session_new (void);

void bp_fetch_async (SoupSession *session,
                     GUri *uri,
                     BpPartFile *part,
                     guint patience,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
gboolean bp_fetch_finish (GAsyncResult *result, GError **error);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "fetch.h"

/**
 * BpFetchAnswer:
 * @BP_FETCH_ANSWER_BODY: the missing bytes follow
 * @BP_FETCH_ANSWER_WHOLE: the whole file follows
 * @BP_FETCH_ANSWER_ELSEWHERE: follow the redirect
 * @BP_FETCH_ANSWER_NO_REST: request the whole file
 * @BP_FETCH_ANSWER_NONE: an error is set
 *
 * The next step after the head of a server's answer.
 */
typedef enum
{
  BP_FETCH_ANSWER_BODY,
  BP_FETCH_ANSWER_WHOLE,
  BP_FETCH_ANSWER_ELSEWHERE,
  BP_FETCH_ANSWER_NO_REST,
  BP_FETCH_ANSWER_NONE,
} BpFetchAnswer;

BpFetchAnswer bp_fetch_check_answer (SoupMessage *message, const BpPartFile *part, GError **error);
gboolean bp_fetch_check_beginning (const void *bytes, gsize length, GError **error);
GUri *bp_fetch_get_redirect (SoupMessage *message, GError **error);
void bp_fetch_set_connection_error (GError **error, SoupMessage *message, const GError *cause);

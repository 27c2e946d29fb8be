/* SPDX-License-Identifier: MIT */
#pragma once

#include "fetch.h"

/**
 * BpFetchAnswer:
 * @BP_FETCH_ANSWER_BODY: the bytes that follow are those that are missing
 * @BP_FETCH_ANSWER_WHOLE: the bytes that follow are the whole file
 * @BP_FETCH_ANSWER_ELSEWHERE: ask at the address that it names
 * @BP_FETCH_ANSWER_NO_REST: ask for the whole file
 * @BP_FETCH_ANSWER_NONE: an error says what is wrong with it
 *
 * What to do about the head of a server's answer.
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

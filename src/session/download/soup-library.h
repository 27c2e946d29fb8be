/* SPDX-License-Identifier: MIT */
#pragma once

#include "late-library.h"

#include <libsoup/soup.h>

#define BP_SOUP_FUNCTIONS(F)                       \
  F (soup_content_decoder_get_type)                \
  F (soup_message_add_flags)                       \
  F (soup_message_get_reason_phrase)               \
  F (soup_message_get_request_headers)             \
  F (soup_message_get_response_headers)            \
  F (soup_message_get_status)                      \
  F (soup_message_get_tls_peer_certificate_errors) \
  F (soup_message_get_uri)                         \
  F (soup_message_headers_get_content_length)      \
  F (soup_message_headers_get_content_range)       \
  F (soup_message_headers_get_content_type)        \
  F (soup_message_headers_get_encoding)            \
  F (soup_message_headers_get_one)                 \
  F (soup_message_headers_replace)                 \
  F (soup_message_headers_set_range)               \
  F (soup_message_new_from_uri)                    \
  F (soup_session_abort)                           \
  F (soup_session_new_with_options)                \
  F (soup_session_remove_feature_by_type)          \
  F (soup_session_send_async)                      \
  F (soup_session_send_finish)                     \
  F (soup_status_get_phrase)

/**
 * BpLibsoup:
 *
 * The functions of libsoup, which is opened for the first download.
 */
typedef struct
{
  BP_SOUP_FUNCTIONS (BP_LATE_FUNCTION)
} BpLibsoup;

/* Set by bp_libsoup_load(), and so for everybody who has a session of bp_fetch_session_new(). */
extern BpLibsoup bp_libsoup;

gboolean bp_libsoup_load (GError **error);

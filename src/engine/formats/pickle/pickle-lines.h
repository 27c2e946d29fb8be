/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle-payload.h"

/* Only for bp_payload_reader_next(). */

gboolean bp_payload_set_encoding_error (const BpPayloadReader *self,
                                        const char *format,
                                        GError **error) G_GNUC_PRINTF (2, 0);
gboolean bp_payload_next_quoted (BpPayloadReader *self, gsize *n_decoded, GError **error);
gboolean bp_payload_next_unicode_line (BpPayloadReader *self, gsize *n_decoded, GError **error);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-levels.h"
#include "byte-stream.h"

/**
 * BpPayloadEncoding:
 * @BP_PAYLOAD_RAW: the bytes themselves, as many as declared
 * @BP_PAYLOAD_UTF8: as many bytes as declared, each character of which stands for a byte
 * @BP_PAYLOAD_QUOTED_LINE: a line that is a Python string literal with its escapes
 * @BP_PAYLOAD_UNICODE_LINE: a line of Latin-1 with \uXXXX for what does not go into it
 *
 * The ways in which pickles spell bytes.
 */
typedef enum
{
  BP_PAYLOAD_RAW,
  BP_PAYLOAD_UTF8,
  BP_PAYLOAD_QUOTED_LINE,
  BP_PAYLOAD_UNICODE_LINE,
} BpPayloadEncoding;

/**
 * BpPicklePayload:
 * @encoding: how it is spelled
 * @offset: where in the unpacked file it begins
 * @encoded_length: bytes that it takes there, for the encodings that declare it
 * @is_converted: @levels holds the numbers; otherwise the bytes were passed over, to be read again
 *   once it is known what they are
 * @is_taken: an array has it
 * @type: what the numbers were spelled as
 * @levels: the numbers
 *
 * The bytes of an array, which are too many to be kept as they are.
 */
typedef struct
{
  BpPayloadEncoding encoding;
  guint64 offset;
  guint64 encoded_length;
  gboolean is_converted;
  gboolean is_taken;
  BpNumberType type;
  BpByteLevels levels;
} BpPicklePayload;

/* Decoded bytes come in pieces of at most this size where they are not the file's own. */
#define BP_PAYLOAD_PIECE 8192

/**
 * BpPayloadReader:
 *
 * Decodes a payload piece by piece from a stream that stands at its beginning.
 */
typedef struct
{
  BpByteStream *stream; /* borrowed */
  BpPayloadEncoding encoding;
  guint64 remaining; /* encoded bytes, for the encodings that declare them */
  char quote;        /* of a quoted line */
  gboolean has_begun;
  gboolean is_done;
  gboolean has_wide; /* a character that stands for no byte came as '?' */
  guint8 piece[BP_PAYLOAD_PIECE];
} BpPayloadReader;

void bp_payload_reader_init (BpPayloadReader *reader,
                             BpByteStream *stream,
                             BpPayloadEncoding encoding,
                             guint64 encoded_length);
gboolean bp_payload_reader_next (BpPayloadReader *reader,
                                 const guint8 **bytes,
                                 gsize *length,
                                 GError **error);
gboolean bp_payload_reader_convert (BpPayloadReader *reader,
                                    const guint8 *first_bytes,
                                    gsize n_first_bytes,
                                    const BpNumberType *type,
                                    gsize count,
                                    BpByteLevels *levels,
                                    GError **error);
gboolean bp_payload_reader_skip (BpPayloadReader *reader, GError **error);

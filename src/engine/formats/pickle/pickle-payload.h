/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-levels.h"
#include "byte-stream.h"

/**
 * BpPayloadEncoding:
 * @BP_PAYLOAD_RAW: the bytes themselves, of a declared length
 * @BP_PAYLOAD_UTF8: UTF-8 of a declared length, where each character is a byte
 * @BP_PAYLOAD_QUOTED_LINE: a line with a Python string literal and its escapes
 * @BP_PAYLOAD_UNICODE_LINE: a line of Latin-1 with \uXXXX for other characters
 *
 * The encodings of bytes in pickles.
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
 * @encoding: of the bytes
 * @offset: in the unpacked file, in bytes
 * @encoded_length: in bytes, for the encodings that declare it
 * @is_converted: whether @levels holds the numbers; otherwise the bytes were skipped, to be read in
 *   a second pass
 * @is_taken: whether an array uses it
 * @type: of the numbers in the file
 * @levels: the numbers
 *
 * The data of an array, whose bytes are too many to be kept.
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

/* The largest piece of decoded bytes, except for %BP_PAYLOAD_RAW. */
#define BP_PAYLOAD_PIECE 8192

/**
 * BpPayloadReader:
 *
 * Decodes a payload in pieces from a stream at its beginning.
 */
typedef struct
{
  BpByteStream *stream; /* borrowed */
  BpPayloadEncoding encoding;
  guint64 remaining; /* encoded bytes, for the encodings that declare their length */
  char quote;        /* of a quoted line */
  gboolean has_begun;
  gboolean is_done;
  gboolean has_wide; /* a character that is not a byte was decoded as '?' */
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

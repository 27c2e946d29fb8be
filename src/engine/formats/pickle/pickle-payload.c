/* SPDX-License-Identifier: MIT */

/* Converts the bytes of arrays, which are most of a file, from the stream to levels. */
#include "pickle-payload.h"

#include "error.h"
#include "pickle-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The longest text without an array that is skipped: enough for a description, and a limit for
 * malicious files. */
#define MAX_SKIPPED_TEXT (G_GUINT64_CONSTANT (16) << 20)

/* Returns the length of the UTF-8 sequence that begins with @first, or 0. */
static gsize
get_utf8_length (guint8 first)
{
  if (first < 0x80)
    return 1;
  if (first >= 0xc2 && first < 0xe0)
    return 2;
  if (first >= 0xe0 && first < 0xf0)
    return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

static gboolean
is_utf8_sequence (const guint8 *bytes, gsize length)
{
  for (gsize i = 1; i < length; i++)
    if ((bytes[i] & 0xc0) != 0x80)
      return FALSE;
  return length > 0;
}

static gboolean
next_utf8 (BpPayloadReader *self, gsize *n_decoded, GError **error)
{
  const guint8 *bytes;
  gsize n_available;
  gsize wanted = (gsize) MIN (self->remaining, 4);
  guint8 *out = self->piece;

  if (!bp_byte_stream_peek (self->stream, wanted, &bytes, &n_available, error))
    return FALSE;
  if (n_available < wanted)
    return bp_byte_stream_take (self->stream, wanted, error) != NULL;

  const guint8 *next = bytes;
  const guint8 *end = bytes + MIN (n_available, self->remaining);

  while (out < self->piece + BP_PAYLOAD_PIECE && next < end)
    {
      gsize length = get_utf8_length (*next);

      if ((gsize) (end - next) < length && next > bytes)
        break;
      if ((gsize) (end - next) < length || !is_utf8_sequence (next, length))
        return bp_payload_set_encoding_error (self,
                                              _ ("it has a text that is not UTF-8 near byte %ju"),
                                              error);

      if (length == 1)
        *out++ = *next;
      else if (length == 2 && *next <= 0xc3)
        *out++ = (guint8) (*next << 6 | (next[1] & 0x3f));
      else
        {
          *out++ = '?';
          self->has_wide = TRUE;
        }
      next += length;
    }

  bp_byte_stream_consume (self->stream, (gsize) (next - bytes));
  self->remaining -= (guint64) (next - bytes);
  self->is_done = self->remaining == 0;
  *n_decoded = (gsize) (out - self->piece);
  return TRUE;
}

static gboolean
next_raw (BpPayloadReader *self, const guint8 **bytes, gsize *length, GError **error)
{
  if (!bp_byte_stream_peek (self->stream, 1, bytes, length, error))
    return FALSE;
  if (*length == 0)
    return bp_byte_stream_take (self->stream, 1, error) != NULL;

  *length = (gsize) MIN (*length, self->remaining);
  bp_byte_stream_consume (self->stream, *length);
  self->remaining -= *length;
  self->is_done = self->remaining == 0;
  return TRUE;
}

/**
 * bp_payload_reader_init:
 * @reader: (out caller-allocates): the reader
 * @stream: a stream at the beginning of the payload
 * @encoding: of the payload
 * @encoded_length: in bytes, for %BP_PAYLOAD_RAW and %BP_PAYLOAD_UTF8
 */
void
bp_payload_reader_init (BpPayloadReader *reader,
                        BpByteStream *stream,
                        BpPayloadEncoding encoding,
                        guint64 encoded_length)
{
  gboolean is_counted = encoding == BP_PAYLOAD_RAW || encoding == BP_PAYLOAD_UTF8;

  reader->stream = stream;
  reader->encoding = encoding;
  reader->remaining = encoded_length;
  reader->quote = '\0';
  reader->has_begun = FALSE;
  reader->is_done = is_counted && encoded_length == 0;
  reader->has_wide = FALSE;
}

/**
 * bp_payload_reader_next:
 * @reader: a reader
 * @bytes: (out) (array length=length) (transfer none): the next decoded bytes, valid until the next
 *   call
 * @length: (out): their number; 0 only at the end
 * @error: return location for %BP_ERROR_DAMAGED and the errors of bp_byte_stream_take()
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_payload_reader_next (BpPayloadReader *reader,
                        const guint8 **bytes,
                        gsize *length,
                        GError **error)
{
  *bytes = reader->piece;
  *length = 0;
  if (reader->is_done)
    return TRUE;

  switch (reader->encoding)
    {
    case BP_PAYLOAD_RAW:
      return next_raw (reader, bytes, length, error);
    case BP_PAYLOAD_UTF8:
      return next_utf8 (reader, length, error);
    case BP_PAYLOAD_QUOTED_LINE:
      return bp_payload_next_quoted (reader, length, error);
    case BP_PAYLOAD_UNICODE_LINE:
      return bp_payload_next_unicode_line (reader, length, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * bp_payload_reader_convert:
 * @reader: a reader
 * @first_bytes: (array length=n_first_bytes): the decoded bytes taken before
 * @n_first_bytes: of @first_bytes; may be 0
 * @type: of the numbers
 * @count: the number of numbers
 * @levels: empty levels with capacity for @count
 * @error: return location for %BP_ERROR_DAMAGED where there are more or fewer, and the errors of
 *   bp_byte_stream_take()
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_payload_reader_convert (BpPayloadReader *reader,
                           const guint8 *first_bytes,
                           gsize n_first_bytes,
                           const BpNumberType *type,
                           gsize count,
                           BpByteLevels *levels,
                           GError **error)
{
  static const char *const too_long =
      N_ ("it has an array with more data than its shape near byte %ju");
  guint8 cut[BP_NUMBER_MAX_SIZE]; /* the start of a number that is split between two pieces */
  gsize n_cut = 0;
  const guint8 *bytes = first_bytes;
  gsize length = n_first_bytes;

  while (length > 0 || bp_payload_reader_next (reader, &bytes, &length, error))
    {
      if (length == 0)
        break;
      if (n_cut > 0)
        {
          gsize n_moved = MIN (length, type->size - n_cut);

          memcpy (cut + n_cut, bytes, n_moved);
          n_cut += n_moved;
          bytes += n_moved;
          length -= n_moved;
          if (n_cut < type->size)
            continue;
          if (levels->count == count)
            return bp_payload_set_encoding_error (reader, _ (too_long), error);
          bp_byte_levels_append_bytes (levels, type, cut, 1);
          n_cut = 0;
        }

      gsize n_whole = length / type->size;

      n_cut = length % type->size;
      if (n_whole > count - levels->count)
        return bp_payload_set_encoding_error (reader, _ (too_long), error);
      bp_byte_levels_append_bytes (levels, type, bytes, n_whole);
      memcpy (cut, bytes + n_whole * type->size, n_cut);
      length = 0;
    }

  if (!reader->is_done)
    return FALSE;
  if (reader->has_wide)
    return bp_payload_set_encoding_error (
        reader, _ ("it has an array with text where its data should be near byte %ju"), error);
  if (levels->count != count || n_cut > 0)
    return bp_payload_set_encoding_error (
        reader, _ ("it has an array of another size than its shape near byte %ju"), error);
  return TRUE;
}

/**
 * bp_payload_reader_skip:
 * @reader: a reader
 * @error: as of bp_payload_reader_next()
 *
 * Skips the rest. Only bytes with a declared length may have any length.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_payload_reader_skip (BpPayloadReader *reader, GError **error)
{
  const guint8 *bytes;
  gsize length;
  guint64 n_skipped = reader->remaining;

  if (reader->encoding == BP_PAYLOAD_RAW)
    {
      reader->remaining = 0;
      reader->is_done = TRUE;
      return bp_byte_stream_skip (reader->stream, n_skipped, error);
    }

  n_skipped = 0;
  do
    {
      if (!bp_payload_reader_next (reader, &bytes, &length, error))
        return FALSE;
      n_skipped += length;
      if (n_skipped > MAX_SKIPPED_TEXT)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                               _ ("it holds a text of many megabytes without an array"));
          return FALSE;
        }
    }
  while (length > 0);
  return TRUE;
}

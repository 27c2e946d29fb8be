/* SPDX-License-Identifier: MIT */

/* Decodes the bytes of protocol 0. A data set is 150 MB of text such as "\x00\x00\x9f" in one line,
 * so that this is the one loop of the pickle machine that must be fast.
 */
#include "pickle-lines.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>

/* The longest escape in bytes. Both line forms are decoded while the window has that many. */
#define LONGEST_ESCAPE 6

/* The byte of each letter after a backslash; 0 where there is no such escape. */
static const guint8 letter_escapes[256] = {
  ['\\'] = '\\', ['\''] = '\'', ['"'] = '"',  ['n'] = '\n', ['r'] = '\r',
  ['t'] = '\t',  ['a'] = '\a',  ['b'] = '\b', ['f'] = '\f', ['v'] = '\v',
};

/**
 * bp_payload_set_encoding_error:
 * @self: the reader
 * @format: the message, translated, with a place for the offset, as in "it has a string without
 *   quotes near byte %ju"
 * @error: return location for %BP_ERROR_DAMAGED
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_payload_set_encoding_error (const BpPayloadReader *self, const char *format, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, format,
               (uintmax_t) bp_byte_stream_get_offset (self->stream));
  return FALSE;
}

/* Returns the value of two hexadecimal digits, or a negative number. */
static int
parse_hex (const guint8 *digits)
{
  int high = g_ascii_xdigit_value ((char) digits[0]);
  int low = g_ascii_xdigit_value ((char) digits[1]);

  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Decodes the escape at @next, where LONGEST_ESCAPE bytes can be read. Returns its end, or
 * %NULL. */
static const guint8 *
decode_string_escape (const guint8 *next, guint8 *byte)
{
  if (next[1] == 'x')
    {
      int value = parse_hex (next + 2);

      *byte = (guint8) value;
      return value < 0 ? NULL : next + 4;
    }
  *byte = letter_escapes[next[1]];
  return *byte != 0 ? next + 2 : NULL;
}

/* Copies bytes up to the first backslash, quote or end of line. Returns their number. */
static gsize
copy_plain (guint8 *out, const guint8 *bytes, gsize length, guint8 quote)
{
  gsize i = 0;

  while (i < length && bytes[i] != '\\' && bytes[i] != '\n' && bytes[i] != quote)
    {
      out[i] = bytes[i];
      i++;
    }
  return i;
}

/* Decodes the escape at the beginning of @bytes. */
static gboolean
decode_one_escape (BpPayloadReader *self,
                   const guint8 *bytes,
                   gsize n_available,
                   guint8 *byte,
                   gsize *length,
                   GError **error)
{
  guint8 padded[LONGEST_ESCAPE] = { 0 };
  gsize n_padded = MIN (n_available, LONGEST_ESCAPE);

  memcpy (padded, bytes, n_padded);

  const guint8 *after = decode_string_escape (padded, byte);

  if (after == NULL || (gsize) (after - padded) > n_padded)
    return bp_payload_set_encoding_error (
        self, _ ("it has a string with an unknown escape near byte %ju"), error);
  *length = (gsize) (after - padded);
  return TRUE;
}

/* Decodes a part of a quoted line that fits into the piece. */
static gboolean
decode_quoted (BpPayloadReader *self,
               const guint8 *bytes,
               gsize n_available,
               gsize *n_used,
               gsize *n_decoded,
               GError **error)
{
  /* Four zeros, which are most of the background. */
  static const char zeros[] = "\\x00\\x00\\x00\\x00";
  const guint8 *next = bytes;
  const guint8 *end = bytes + n_available;
  guint8 *out = self->piece;
  guint8 *out_end = self->piece + BP_PAYLOAD_PIECE;

  while (out < out_end && next < end && *next != (guint8) self->quote)
    {
      gsize length = 0;

      if (*next == '\n')
        return bp_payload_set_encoding_error (
            self, _ ("it has a quoted string without its end near byte %ju"), error);

      if (*next != '\\')
        {
          length =
              copy_plain (out, next, (gsize) MIN (end - next, out_end - out), (guint8) self->quote);
          out += length;
          next += length;
        }
      else if (end - next >= 16 && out_end - out >= 4 && memcmp (next, zeros, 16) == 0)
        {
          memset (out, 0, 4);
          out += 4;
          next += 16;
        }
      /* The escape may be cut at the end of the window; the caller then gives more bytes. */
      else if (end - next < LONGEST_ESCAPE && next > bytes)
        break;
      else
        {
          if (!decode_one_escape (self, next, (gsize) (end - next), out, &length, error))
            return FALSE;
          next += length;
          out++;
        }
    }

  *n_used = (gsize) (next - bytes);
  *n_decoded = (gsize) (out - self->piece);
  return TRUE;
}

/* Consumes the opening quote, or the closing one and the end of the line. */
static gboolean
take_quote (BpPayloadReader *self, GError **error)
{
  if (!self->has_begun)
    {
      const guint8 *quote = bp_byte_stream_take (self->stream, 1, error);

      if (quote == NULL)
        return FALSE;
      if (*quote != '\'' && *quote != '"')
        return bp_payload_set_encoding_error (self,
                                              _ ("it has a string without quotes near byte %ju"),
                                              error);
      self->quote = (char) *quote;
      self->has_begun = TRUE;
      return TRUE;
    }

  const guint8 *closing = bp_byte_stream_take (self->stream, 2, error);

  if (closing == NULL)
    return FALSE;
  if (closing[1] != '\n')
    return bp_payload_set_encoding_error (
        self, _ ("it has a quoted string that goes on after its end near byte %ju"), error);
  self->is_done = TRUE;
  return TRUE;
}

/**
 * bp_payload_next_quoted:
 * @self: a reader of %BP_PAYLOAD_QUOTED_LINE
 * @n_decoded: (out): the number of new bytes in its piece; 0 at the end
 * @error: return location for %BP_ERROR_DAMAGED, or the errors of the stream
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_payload_next_quoted (BpPayloadReader *self, gsize *n_decoded, GError **error)
{
  *n_decoded = 0;
  if (!self->has_begun && !take_quote (self, error))
    return FALSE;

  while (*n_decoded == 0 && !self->is_done)
    {
      const guint8 *bytes;
      gsize n_available;
      gsize n_used = 0;

      if (!bp_byte_stream_peek (self->stream, LONGEST_ESCAPE, &bytes, &n_available, error))
        return FALSE;
      if (n_available > 0 && *bytes == (guint8) self->quote)
        return take_quote (self, error);
      if (n_available == 0)
        return bp_byte_stream_take (self->stream, 1, error) != NULL;
      if (!decode_quoted (self, bytes, n_available, &n_used, n_decoded, error))
        return FALSE;
      bp_byte_stream_consume (self->stream, n_used);
    }
  return TRUE;
}

/* Decodes the backslash at the beginning of @bytes, which is an escape only before a "u". */
static gboolean
decode_unicode_escape (BpPayloadReader *self,
                       const guint8 *bytes,
                       gsize n_available,
                       guint8 *byte,
                       gsize *length,
                       GError **error)
{
  *byte = '\\';
  *length = 1;
  if (n_available < LONGEST_ESCAPE || bytes[1] != 'u')
    return TRUE;

  int high = parse_hex (bytes + 2);
  int low = parse_hex (bytes + 4);

  if (high < 0 || low < 0)
    return bp_payload_set_encoding_error (self,
                                          _ ("it has a text with an unknown escape near byte %ju"),
                                          error);
  *byte = high == 0 ? (guint8) low : '?';
  self->has_wide |= high != 0;
  *length = LONGEST_ESCAPE;
  return TRUE;
}

/**
 * bp_payload_next_unicode_line:
 * @self: a reader of %BP_PAYLOAD_UNICODE_LINE: Python's "raw-unicode-escape"
 * @n_decoded: as of bp_payload_next_quoted()
 * @error: as of bp_payload_next_quoted()
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_payload_next_unicode_line (BpPayloadReader *self, gsize *n_decoded, GError **error)
{
  guint8 *out = self->piece;
  guint8 *out_end = self->piece + BP_PAYLOAD_PIECE;

  while (out < out_end && !self->is_done)
    {
      const guint8 *bytes;
      gsize n_available;
      gsize length;

      if (!bp_byte_stream_peek (self->stream, LONGEST_ESCAPE, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return bp_byte_stream_take (self->stream, 1, error) != NULL;

      if (*bytes == '\n')
        {
          length = 1;
          self->is_done = TRUE;
        }
      else if (*bytes == '\\')
        {
          if (!decode_unicode_escape (self, bytes, n_available, out, &length, error))
            return FALSE;
          out++;
        }
      else
        {
          length = copy_plain (out, bytes, MIN (n_available, (gsize) (out_end - out)), '\n');
          out += length;
        }
      bp_byte_stream_consume (self->stream, length);
    }

  *n_decoded = (gsize) (out - self->piece);
  return TRUE;
}

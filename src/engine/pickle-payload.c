/* SPDX-License-Identifier: MIT */

/* The bytes of arrays, which are nearly all of a file, on their way from the stream to levels. The
 * text forms of protocol 0 are 150 MB of "\x00\x00\x9f" in one line, so that their decoding is the
 * one loop of the pickle machine that has to be fast.
 */
#include "engine/pickle-payload.h"

#include "engine/error.h"

#include <string.h>

/* Both line forms are decoded from what the window has, as long as it has the longest escape. */
#define LONGEST_ESCAPE 6

/* Text that is passed over because no array is waiting for it: a description, or a file that is
 * made to take long. */
#define MAX_SKIPPED_TEXT (G_GUINT64_CONSTANT (16) << 20)

/* What each of the letters after a backslash stands for; 0 is none of them. */
static const guint8 letter_escapes[256] = {
  ['\\'] = '\\', ['\''] = '\'', ['"'] = '"',  ['n'] = '\n', ['r'] = '\r',
  ['t'] = '\t',  ['a'] = '\a',  ['b'] = '\b', ['f'] = '\f', ['v'] = '\v',
};

static gboolean
set_encoding_error (const BpPayloadReader *self, const char *what, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, "it has %s near byte %" G_GUINT64_FORMAT, what,
               bp_inflate_get_offset (self->inflate));
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

/* Decodes the escape at @next, of which LONGEST_ESCAPE bytes can be read; returns what follows on
 * it, or %NULL. */
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

/* Copies bytes up to the first that could be more than itself; returns how many. */
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

/* Decodes the escape that @bytes begins with. */
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
    return set_encoding_error (self, "a string with an escape that is not known", error);
  *length = (gsize) (after - padded);
  return TRUE;
}

/* Decodes as much of a quoted line as fits into the piece. */
static gboolean
decode_quoted (BpPayloadReader *self,
               const guint8 *bytes,
               gsize n_available,
               gsize *n_used,
               gsize *n_decoded,
               GError **error)
{
  /* Four zeros, which most of the background comes as. */
  static const char zeros[] = "\\x00\\x00\\x00\\x00";
  const guint8 *next = bytes;
  const guint8 *end = bytes + n_available;
  guint8 *out = self->piece;
  guint8 *out_end = self->piece + BP_PAYLOAD_PIECE;

  while (out < out_end && next < end && *next != (guint8) self->quote)
    {
      gsize length;

      if (*next == '\n')
        return set_encoding_error (self, "a quoted string without its end", error);

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
      /* At the window's end the escape may be cut; the caller then shows more of it. */
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

/* Takes the opening quote, or the closing one and the end of the line. */
static gboolean
take_quote (BpPayloadReader *self, GError **error)
{
  if (!self->has_begun)
    {
      const guint8 *quote = bp_inflate_take (self->inflate, 1, error);

      if (quote == NULL)
        return FALSE;
      if (*quote != '\'' && *quote != '"')
        return set_encoding_error (self, "a string without quotes", error);
      self->quote = (char) *quote;
      self->has_begun = TRUE;
      return TRUE;
    }

  const guint8 *closing = bp_inflate_take (self->inflate, 2, error);

  if (closing == NULL)
    return FALSE;
  if (closing[1] != '\n')
    return set_encoding_error (self, "a quoted string that goes on after its end", error);
  self->is_done = TRUE;
  return TRUE;
}

static gboolean
next_quoted (BpPayloadReader *self, gsize *n_decoded, GError **error)
{
  *n_decoded = 0;
  if (!self->has_begun && !take_quote (self, error))
    return FALSE;

  while (*n_decoded == 0 && !self->is_done)
    {
      const guint8 *bytes;
      gsize n_available;
      gsize n_used;

      if (!bp_inflate_peek (self->inflate, LONGEST_ESCAPE, &bytes, &n_available, error))
        return FALSE;
      if (n_available > 0 && *bytes == (guint8) self->quote)
        return take_quote (self, error);
      if (n_available == 0)
        return bp_inflate_take (self->inflate, 1, error) != NULL;
      if (!decode_quoted (self, bytes, n_available, &n_used, n_decoded, error))
        return FALSE;
      bp_inflate_consume (self->inflate, n_used);
    }
  return TRUE;
}

/* Decodes the backslash that @bytes begins with, which is an escape only in front of a "u". */
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
    return set_encoding_error (self, "a text with an escape that is not known", error);
  *byte = high == 0 ? (guint8) low : '?';
  self->has_wide |= high != 0;
  *length = LONGEST_ESCAPE;
  return TRUE;
}

/* A line in Python's "raw-unicode-escape". */
static gboolean
next_unicode_line (BpPayloadReader *self, gsize *n_decoded, GError **error)
{
  guint8 *out = self->piece;
  guint8 *out_end = self->piece + BP_PAYLOAD_PIECE;

  while (out < out_end && !self->is_done)
    {
      const guint8 *bytes;
      gsize n_available;
      gsize length;

      if (!bp_inflate_peek (self->inflate, LONGEST_ESCAPE, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return bp_inflate_take (self->inflate, 1, error) != NULL;

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
      bp_inflate_consume (self->inflate, length);
    }

  *n_decoded = (gsize) (out - self->piece);
  return TRUE;
}

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

  if (!bp_inflate_peek (self->inflate, wanted, &bytes, &n_available, error))
    return FALSE;
  if (n_available < wanted)
    return bp_inflate_take (self->inflate, wanted, error) != NULL;

  const guint8 *next = bytes;
  const guint8 *end = bytes + MIN (n_available, self->remaining);

  while (out < self->piece + BP_PAYLOAD_PIECE && next < end)
    {
      gsize length = get_utf8_length (*next);

      if ((gsize) (end - next) < length && next > bytes)
        break;
      if ((gsize) (end - next) < length || !is_utf8_sequence (next, length))
        return set_encoding_error (self, "a text that is not UTF-8", error);

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

  bp_inflate_consume (self->inflate, (gsize) (next - bytes));
  self->remaining -= (guint64) (next - bytes);
  self->is_done = self->remaining == 0;
  *n_decoded = (gsize) (out - self->piece);
  return TRUE;
}

static gboolean
next_raw (BpPayloadReader *self, const guint8 **bytes, gsize *length, GError **error)
{
  if (!bp_inflate_peek (self->inflate, 1, bytes, length, error))
    return FALSE;
  if (*length == 0)
    return bp_inflate_take (self->inflate, 1, error) != NULL;

  *length = (gsize) MIN (*length, self->remaining);
  bp_inflate_consume (self->inflate, *length);
  self->remaining -= *length;
  self->is_done = self->remaining == 0;
  return TRUE;
}

/**
 * bp_payload_reader_init:
 * @reader: (out caller-allocates): the reader
 * @inflate: a stream at the beginning of the payload
 * @encoding: how it is spelled
 * @encoded_length: bytes that it takes, for %BP_PAYLOAD_RAW and %BP_PAYLOAD_UTF8
 */
void
bp_payload_reader_init (BpPayloadReader *reader,
                        BpInflate *inflate,
                        BpPayloadEncoding encoding,
                        guint64 encoded_length)
{
  gboolean is_counted = encoding == BP_PAYLOAD_RAW || encoding == BP_PAYLOAD_UTF8;

  reader->inflate = inflate;
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
 * @length: (out): how many; 0 only at the end
 * @error: return location for %BP_ERROR_DAMAGED and what bp_inflate_take() sets
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
      return next_quoted (reader, length, error);
    case BP_PAYLOAD_UNICODE_LINE:
      return next_unicode_line (reader, length, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * bp_payload_reader_convert:
 * @reader: a reader
 * @first_bytes: (array length=n_first_bytes): what was taken from it before
 * @n_first_bytes: how many; may be 0
 * @type: what the bytes are
 * @count: how many numbers they are to be
 * @levels: empty levels with room for @count
 * @error: return location for %BP_ERROR_DAMAGED where there are more or fewer, and what
 *   bp_inflate_take() sets
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_payload_reader_convert (BpPayloadReader *reader,
                           const guint8 *first_bytes,
                           gsize n_first_bytes,
                           const BpNumberType *type,
                           gsize count,
                           BpLevels *levels,
                           GError **error)
{
  static const char too_long[] = "an array with more data than its shape takes";
  guint8 cut[BP_NUMBER_MAX_SIZE]; /* the start of a number that is in two pieces */
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
            return set_encoding_error (reader, too_long, error);
          bp_levels_append_bytes (levels, type, cut, 1);
          n_cut = 0;
        }

      gsize n_whole = length / type->size;

      n_cut = length % type->size;
      if (n_whole > count - levels->count)
        return set_encoding_error (reader, too_long, error);
      bp_levels_append_bytes (levels, type, bytes, n_whole);
      memcpy (cut, bytes + n_whole * type->size, n_cut);
      length = 0;
    }

  if (!reader->is_done)
    return FALSE;
  if (reader->has_wide)
    return set_encoding_error (reader, "an array with text where its data should be", error);
  if (levels->count != count || n_cut > 0)
    return set_encoding_error (reader, "an array with another size than its shape takes", error);
  return TRUE;
}

/**
 * bp_payload_reader_skip:
 * @reader: a reader
 * @error: as of bp_payload_reader_next()
 *
 * Passes over the rest. Only bytes that declare their length may be of any length.
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
      return bp_inflate_skip (reader->inflate, n_skipped, error);
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
                               "it holds a text of many megabytes that belongs to no array");
          return FALSE;
        }
    }
  while (length > 0);
  return TRUE;
}

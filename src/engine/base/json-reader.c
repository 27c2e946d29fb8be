/* SPDX-License-Identifier: MIT */
/*
 * A small JSON reader (RFC 8259) for untrusted text. Libraries that build a tree by recursion crash
 * on deep nesting, and keep only the last of equal keys. This reader has a fixed depth and returns
 * every key.
 *
 * Thread rule: a reader and its text belong to one thread at a time.
 */

#include "json-reader.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

G_STATIC_ASSERT (BP_JSON_MAX_DEPTH <= 32);

static void
skip_white_space (BpJsonReader *reader)
{
  while (reader->cursor < reader->end && (*reader->cursor == ' ' || *reader->cursor == '\t' ||
                                          *reader->cursor == '\n' || *reader->cursor == '\r'))
    reader->cursor++;
}

/* The next character that is not white space, or NUL at the end and after a problem. */
static char
peek (BpJsonReader *reader)
{
  if (reader->problem != NULL)
    return '\0';

  skip_white_space (reader);
  return reader->cursor < reader->end ? *reader->cursor : '\0';
}

static gboolean
accept (BpJsonReader *reader, char wanted)
{
  if (peek (reader) != wanted)
    return FALSE;

  reader->cursor++;
  return TRUE;
}

static void
begin (BpJsonReader *reader, char bracket, const char *problem)
{
  guint32 bit;

  if (!accept (reader, bracket))
    {
      bp_json_reader_fail (reader, problem);
      return;
    }
  if (reader->depth == BP_JSON_MAX_DEPTH)
    {
      bp_json_reader_fail (reader, N_ ("it is nested too deeply"));
      return;
    }

  bit = (guint32) 1 << reader->depth++;
  reader->has_begun &= ~bit;
  if (bracket == '{')
    reader->is_object |= bit;
  else
    reader->is_object &= ~bit;
}

/* Steps over the comma before the next element, or over the bracket that ends them. */
static gboolean
next (BpJsonReader *reader, char closing_bracket)
{
  guint32 bit;

  if (reader->problem != NULL)
    return FALSE;

  g_return_val_if_fail (reader->depth > 0, FALSE);

  bit = (guint32) 1 << (reader->depth - 1);
  g_return_val_if_fail (((reader->is_object & bit) != 0) == (closing_bracket == '}'), FALSE);

  if (accept (reader, closing_bracket))
    {
      reader->depth--;
      return FALSE;
    }
  if ((reader->has_begun & bit) != 0 && !accept (reader, ','))
    {
      bp_json_reader_fail (reader, closing_bracket == '}' ? N_ ("“,” or “}” is missing")
                                                          : N_ ("“,” or “]” is missing"));
      return FALSE;
    }

  reader->has_begun |= bit;
  return TRUE;
}

/* The end of the number at the cursor by JSON's grammar, or NULL where there is none. */
static const char *
find_number_end (const BpJsonReader *reader)
{
  const char *p = reader->cursor;

  if (p < reader->end && *p == '-')
    p++;
  if (p == reader->end || !g_ascii_isdigit (*p))
    return NULL;
  if (*p == '0')
    p++;
  else
    while (p < reader->end && g_ascii_isdigit (*p))
      p++;
  if (p < reader->end && *p == '.')
    {
      p++;
      if (p == reader->end || !g_ascii_isdigit (*p))
        return NULL;
      while (p < reader->end && g_ascii_isdigit (*p))
        p++;
    }
  if (p < reader->end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < reader->end && (*p == '+' || *p == '-'))
        p++;
      if (p == reader->end || !g_ascii_isdigit (*p))
        return NULL;
      while (p < reader->end && g_ascii_isdigit (*p))
        p++;
    }
  return p;
}

static gboolean
accept_word (BpJsonReader *reader, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->cursor) < length || memcmp (reader->cursor, word, length) != 0)
    return FALSE;

  reader->cursor += length;
  return TRUE;
}

/* The value of the four hexadecimal digits at @digits, or -1. */
static int
read_hex (const char *digits, const char *end)
{
  int value = 0;

  if (end - digits < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (digits[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* Reads the digits after "\u" into @character, and a second escape after the first half of a
 * surrogate pair. Returns the number of bytes read, or 0. */
static gsize
read_unicode_escape (const char *digits, const char *end, gunichar *character)
{
  int high = read_hex (digits, end);
  int low;

  if (high <= 0)
    return 0;
  if (high < 0xD800 || high > 0xDFFF)
    {
      *character = (gunichar) high;
      return 4;
    }

  if (high > 0xDBFF || end - digits < 10 || digits[4] != '\\' || digits[5] != 'u')
    return 0;
  low = read_hex (digits + 6, end);
  if (low < 0xDC00 || low > 0xDFFF)
    return 0;

  *character = 0x10000 + (((gunichar) high - 0xD800) << 10) + ((gunichar) low - 0xDC00);
  return 10;
}

/* Writes the character of the escape at @source to @target, which is at or before it: no escape is
 * shorter than its character in UTF-8. Returns the length of the escape in bytes, or 0 for an
 * invalid escape. */
static gsize
unescape (const char *source, const char *end, char **target)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char characters[] = "\"\\/\b\f\n\r\t";
  const char *found;
  gunichar character;
  gsize used;

  if (end - source < 2 || source[1] == '\0')
    return 0;
  if (source[1] == 'u')
    {
      used = read_unicode_escape (source + 2, end, &character);
      if (used == 0)
        return 0;
      *target += g_unichar_to_utf8 (character, *target);
      return 2 + used;
    }

  found = strchr (escapes, source[1]);
  if (found == NULL)
    return 0;
  *(*target)++ = characters[found - escapes];
  return 2;
}

/**
 * bp_json_reader_init:
 * @reader: the reader to set up
 * @text: (array length=length): the JSON text, followed by a NUL; reading changes it
 * @length: of @text, in bytes
 *
 * Begins to read @text. Text that is not UTF-8, or contains a NUL, is a problem.
 */
void
bp_json_reader_init (BpJsonReader *reader, char *text, gsize length)
{
  const char *invalid;

  *reader = (BpJsonReader){ .start = text, .cursor = text, .end = text + length };

  if (!g_utf8_validate_len (text, length, &invalid))
    {
      reader->cursor = text + (invalid - text);
      bp_json_reader_fail (reader, N_ ("it is not UTF-8 text"));
    }
}

/**
 * bp_json_reader_begin_object:
 * @reader: a reader
 *
 * Steps into the object that is the next value.
 */
void
bp_json_reader_begin_object (BpJsonReader *reader)
{
  begin (reader, '{', "an object is missing");
}

/**
 * bp_json_reader_next_member:
 * @reader: a reader within an object
 *
 * Steps to the object's next member, whose value is to be read or skipped then, or out of the
 * object.
 *
 * Returns: (nullable): the member's key, or %NULL after the last one
 */
const char *
bp_json_reader_next_member (BpJsonReader *reader)
{
  const char *key;

  if (!next (reader, '}'))
    return NULL;

  key = bp_json_reader_read_string (reader);
  if (key != NULL && !accept (reader, ':'))
    {
      bp_json_reader_fail (reader, N_ ("“:” is missing"));
      return NULL;
    }
  return key;
}

/**
 * bp_json_reader_begin_array:
 * @reader: a reader
 *
 * Steps into the array that is the next value.
 */
void
bp_json_reader_begin_array (BpJsonReader *reader)
{
  begin (reader, '[', "an array is missing");
}

/**
 * bp_json_reader_next_element:
 * @reader: a reader within an array
 *
 * Steps to the array's next element, which is to be read or skipped then, or out of the array.
 *
 * Returns: whether there is another element
 */
gboolean
bp_json_reader_next_element (BpJsonReader *reader)
{
  return next (reader, ']');
}

/**
 * bp_json_reader_read_string:
 * @reader: a reader before a string
 *
 * Returns: (nullable): the string, without its escapes and NUL-terminated, in the reader's text; a
 *   string that contains a NUL is a problem
 */
const char *
bp_json_reader_read_string (BpJsonReader *reader)
{
  char *string;
  char *target;

  if (!accept (reader, '"'))
    {
      bp_json_reader_fail (reader, N_ ("a string is missing"));
      return NULL;
    }

  string = reader->cursor;
  target = string;
  while (reader->cursor < reader->end && *reader->cursor != '"')
    {
      gsize used = 1;

      if (*reader->cursor == '\\')
        used = unescape (reader->cursor, reader->end, &target);
      else if ((guchar) *reader->cursor < 0x20)
        used = 0;
      else
        *target++ = *reader->cursor;

      if (used == 0)
        {
          bp_json_reader_fail (reader,
                               N_ ("a string holds an invalid escape or control character"));
          return NULL;
        }
      reader->cursor += used;
    }
  if (reader->cursor == reader->end)
    {
      reader->cursor = string; /* a better position for the message than the end of the text */
      bp_json_reader_fail (reader, N_ ("a string has no end"));
      return NULL;
    }

  reader->cursor++;
  *target = '\0';
  return string;
}

/**
 * bp_json_reader_is_at_number:
 * @reader: a reader before a value
 *
 * Returns: whether the value is a number
 */
gboolean
bp_json_reader_is_at_number (BpJsonReader *reader)
{
  (void) peek (reader);
  return reader->problem == NULL && find_number_end (reader) != NULL;
}

/**
 * bp_json_reader_is_at_string:
 * @reader: a reader before a value
 *
 * Returns: whether the value is a string
 */
gboolean
bp_json_reader_is_at_string (BpJsonReader *reader)
{
  return peek (reader) == '"' && reader->problem == NULL;
}

/**
 * bp_json_reader_read_unsigned:
 * @reader: a reader before a number
 *
 * Returns: the number; anything but an integer that fits is a problem
 */
guint64
bp_json_reader_read_unsigned (BpJsonReader *reader)
{
  const char *number_end;
  guint64 value = 0;

  (void) peek (reader);
  if (reader->problem != NULL)
    return 0;

  number_end = find_number_end (reader);
  if (number_end == NULL)
    {
      bp_json_reader_fail (reader, N_ ("a number is missing"));
      return 0;
    }
  for (const char *p = reader->cursor; p < number_end; p++)
    if (!g_ascii_isdigit (*p) || !g_uint64_checked_mul (&value, value, 10) ||
        !g_uint64_checked_add (&value, value, (guint64) g_ascii_digit_value (*p)))
      {
        bp_json_reader_fail (reader, N_ ("a number is not a whole number from 0 to 2⁶⁴ - 1"));
        return 0;
      }

  reader->cursor += number_end - reader->cursor;
  return value;
}

/**
 * bp_json_reader_read_number:
 * @reader: a reader before a number
 *
 * Returns: the number, which is finite
 */
double
bp_json_reader_read_number (BpJsonReader *reader)
{
  const char *number_end;
  double value;

  (void) peek (reader);
  if (reader->problem != NULL)
    return 0.0;

  number_end = find_number_end (reader);
  if (number_end == NULL)
    {
      bp_json_reader_fail (reader, N_ ("a number is missing"));
      return 0.0;
    }
  value = g_ascii_strtod (reader->cursor, NULL);
  if (!isfinite (value))
    {
      bp_json_reader_fail (reader, N_ ("a number is too large"));
      return 0.0;
    }

  reader->cursor += number_end - reader->cursor;
  return value;
}

/**
 * bp_json_reader_read_boolean:
 * @reader: a reader before true or false
 *
 * Returns: the value
 */
gboolean
bp_json_reader_read_boolean (BpJsonReader *reader)
{
  (void) peek (reader);
  if (reader->problem != NULL)
    return FALSE;
  if (accept_word (reader, "true"))
    return TRUE;
  if (!accept_word (reader, "false"))
    bp_json_reader_fail (reader, N_ ("true or false is missing"));
  return FALSE;
}

/* Whether the current array or object has another element. */
static gboolean
next_of_either (BpJsonReader *reader)
{
  if ((reader->is_object >> (reader->depth - 1)) & 1)
    return bp_json_reader_next_member (reader) != NULL;
  return bp_json_reader_next_element (reader);
}

/**
 * bp_json_reader_skip_value:
 * @reader: a reader before a value
 *
 * Skips one value of any type with its contents.
 */
void
bp_json_reader_skip_value (BpJsonReader *reader)
{
  guint outer_depth = reader->depth;

  do
    {
      char character;

      if (reader->depth > outer_depth && !next_of_either (reader))
        continue;

      character = peek (reader);
      if (character == '{')
        bp_json_reader_begin_object (reader);
      else if (character == '[')
        bp_json_reader_begin_array (reader);
      else if (character == '"')
        (void) bp_json_reader_read_string (reader);
      else if (!accept_word (reader, "true") && !accept_word (reader, "false") &&
               !accept_word (reader, "null"))
        (void) bp_json_reader_read_number (reader);
    }
  while (reader->problem == NULL && reader->depth > outer_depth);
}

/**
 * bp_json_reader_fail:
 * @reader: a reader
 * @problem: (transfer none): the problem, as in "a string is missing", marked with N_(); must be a
 *   static string
 *
 * Sets the problem of the reader, unless it has one already.
 */
void
bp_json_reader_fail (BpJsonReader *reader, const char *problem)
{
  if (reader->problem == NULL)
    reader->problem = problem;
}

/**
 * bp_json_reader_get_offset:
 * @reader: a reader
 *
 * Returns: the bytes of the text that were read so far
 */
gsize
bp_json_reader_get_offset (const BpJsonReader *reader)
{
  return (gsize) (reader->cursor - reader->start);
}

/**
 * bp_json_reader_has_failed:
 * @reader: a reader
 *
 * Returns: whether there was a problem
 */
gboolean
bp_json_reader_has_failed (const BpJsonReader *reader)
{
  return reader->problem != NULL;
}

/**
 * bp_json_reader_finish:
 * @reader: a reader that has read its value
 * @error: return location for %BP_ERROR_DAMAGED; its message reads "a string is missing (byte 17)"
 *
 * Checks that there was no problem, and that only white space is left.
 *
 * Returns: %TRUE for valid text
 */
gboolean
bp_json_reader_finish (BpJsonReader *reader, GError **error)
{
  if (peek (reader) != '\0' && reader->problem == NULL)
    bp_json_reader_fail (reader, N_ ("something follows the end"));
  if (reader->problem == NULL)
    return TRUE;

  /* Translators: what is wrong in a text, and the place of it, as in "a string is missing (byte
   * 17)". */
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, _ ("%s (byte %zu)"), _ (reader->problem),
               bp_json_reader_get_offset (reader));
  return FALSE;
}

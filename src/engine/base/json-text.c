/* SPDX-License-Identifier: MIT */
/*
 * The words of JSON: strings, read and written, and numbers, written. Reading turns escapes into
 * the characters that they stand for in place, which works as no escape is shorter than its
 * character in UTF-8.
 */
#include "json-text.h"

#include <string.h>

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

/* Reads what follows "\u" into @character, two escapes where they are a surrogate pair. Returns how
 * many bytes of text that took, or 0. */
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

/* Unescapes from @source to @target, which is at or before it: no escape is shorter than what it
 * stands for. Returns how many bytes of text that took, or 0. */
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
 * bp_json_unescape:
 * @cursor: (inout): the first byte after the quotation mark that opens a string; afterwards the
 *   first byte after the one that closes it, or the byte where the problem is
 * @end: the end of the text
 * @problem: (out): what is wrong, a static string, where something is
 *
 * Returns: (transfer none) (nullable): the string, in the text and NUL-terminated
 */
char *
bp_json_unescape (char **cursor, const char *end, const char **problem)
{
  char *string = *cursor;
  char *source = string;
  char *target = string;

  while (source < end && *source != '"')
    {
      gsize used = 1;

      if (*source == '\\')
        used = unescape (source, end, &target);
      else if ((guchar) *source < 0x20)
        used = 0;
      else
        *target++ = *source;

      if (used == 0)
        {
          *problem = "a string holds an escape or a control character that it must not";
          *cursor = source;
          return NULL;
        }
      source += used;
    }
  if (source == end)
    {
      *problem = "a string has no end";
      return NULL;
    }

  *cursor = source + 1;
  *target = '\0';
  return string;
}

/**
 * bp_json_append_string:
 * @json: the text to append to
 * @string: UTF-8 text
 *
 * Appends @string in quotation marks, with the escapes that it needs.
 */
void
bp_json_append_string (GString *json, const char *string)
{
  g_string_append_c (json, '"');
  for (const char *p = string; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (json, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (json, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (json, *p);
    }
  g_string_append_c (json, '"');
}

/* Writes @number in @n_digits digits, with a point whatever the locale. */
static void
format_number (char text[G_ASCII_DTOSTR_BUF_SIZE], double number, guint n_digits)
{
  char format[8];

  g_snprintf (format, sizeof format, "%%.%ug", n_digits);
  g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, number);
}

/**
 * bp_json_append_number:
 * @json: the text to append to
 * @number: a finite number
 *
 * Appends a number in no more digits than it takes to read the very same one back.
 */
void
bp_json_append_number (GString *json, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint n_digits = 6; n_digits <= 17; n_digits++)
    {
      format_number (text, number, n_digits);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }
  g_string_append (json, text);
}

/**
 * bp_json_append_float:
 * @json: the text to append to
 * @number: a finite number
 *
 * Appends a number in no more digits than it takes to read the very same float back.
 */
void
bp_json_append_float (GString *json, float number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint n_digits = 6; n_digits <= 9; n_digits++)
    {
      format_number (text, (double) number, n_digits);
      if ((float) g_ascii_strtod (text, NULL) == number)
        break;
    }
  g_string_append (json, text);
}

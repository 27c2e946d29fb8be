/* SPDX-License-Identifier: MIT */
/* Appends JSON (RFC 8259) to a text: strings, and numbers that read back exactly. Any thread. */
#include "json-writer.h"

#include "clean-text.h"

/* Appends a clean character unchanged, and any other as an escape, or as two if it has more than 16
 * bits. */
static void
append_character (GString *json, gunichar character)
{
  if (character == '"' || character == '\\')
    g_string_append_printf (json, "\\%c", (char) character);
  else if (bp_character_is_clean (character))
    g_string_append_unichar (json, character);
  else if (character < 0x10000)
    g_string_append_printf (json, "\\u%04x", character);
  else
    g_string_append_printf (json, "\\u%04x\\u%04x", 0xD800 + ((character - 0x10000) >> 10),
                            0xDC00 + ((character - 0x10000) & 0x3FF));
}

/**
 * bp_json_append_string:
 * @json: the text to append to
 * @string: UTF-8 text
 *
 * Appends @string in quotation marks. Characters that control a terminal or the direction of text
 * are escaped, like those that JSON requires.
 */
void
bp_json_append_string (GString *json, const char *string)
{
  g_string_append_c (json, '"');
  for (const char *p = string; *p != '\0'; p = g_utf8_next_char (p))
    append_character (json, g_utf8_get_char (p));
  g_string_append_c (json, '"');
}

/* Writes @number in @n_digits digits, with a point in every locale. */
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
 * Appends a number in the fewest digits that read back as the same one back.
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
 * Appends a number in the fewest digits that read back as the same float back.
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

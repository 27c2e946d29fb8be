/* SPDX-License-Identifier: MIT */
/* Texts of all languages in the columns of a terminal. */
#include "text-width.h"

/**
 * bp_text_get_width:
 * @text: valid UTF-8 in one line
 *
 * Returns: how many columns of a terminal the text takes: two for each character that is as wide as
 *   it is high, as in Chinese and Japanese, and none for marks above and below others
 */
int
bp_text_get_width (const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

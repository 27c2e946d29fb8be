/* SPDX-License-Identifier: MIT */
#include "clean-text.h"

#include <glib.h>

/**
 * bp_clean_text:
 * @text: UTF-8 text from anywhere
 *
 * Makes text that comes from a file, or is the name of one, fit for a terminal: it stays on its
 * line and commands the terminal nothing.
 *
 * Returns: (transfer full): @text with blanks in the place of control characters
 */
char *
bp_clean_text (const char *text)
{
  char *clean = g_utf8_make_valid (text, -1);

  for (char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      /* The control characters beyond ASCII have two bytes. */
      if (g_unichar_iscntrl (character))
        for (char *next = g_utf8_next_char (p), *q = p; q < next; q++)
          *q = ' ';
    }
  return clean;
}

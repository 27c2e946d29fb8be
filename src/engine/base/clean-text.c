/* SPDX-License-Identifier: MIT */
/* Any thread. */
#include "clean-text.h"

/* In characters. */
#define MAX_NAME 100
#define MAX_PATH 300

#define REPLACEMENT_CHARACTER 0xFFFD

/* Invisible characters that join letters, as in Persian and in emoji. */
#define ZERO_WIDTH_NON_JOINER 0x200C
#define ZERO_WIDTH_JOINER     0x200D

/**
 * bp_character_is_clean:
 * @character: a character
 *
 * Returns: whether the character is harmless: not a control character, a line end or a mark of
 *   direction
 */
gboolean
bp_character_is_clean (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return FALSE;
    case G_UNICODE_FORMAT:
      return character == ZERO_WIDTH_NON_JOINER || character == ZERO_WIDTH_JOINER;
    default:
      return TRUE;
    }
}

/* Replaces line ends and tabs with a blank, and other characters that are not clean with U+FFFD.
 */
static gunichar
clean_character (gunichar character)
{
  if (bp_character_is_clean (character))
    return character;
  return g_unichar_isspace (character) ? ' ' : REPLACEMENT_CHARACTER;
}

/**
 * bp_clean_text:
 * @text: text from anywhere, which need not be UTF-8
 * @max_characters: the longest result, after which the text is cut with "…"; 0 for no limit
 *
 * Returns: (transfer full): @text as UTF-8, with a blank or U+FFFD for every character that is not
 *   clean
 */
char *
bp_clean_text (const char *text, guint max_characters)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);
  guint n_characters = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (max_characters > 0 && n_characters++ == max_characters)
        {
          g_string_append (clean, "…");
          break;
        }
      g_string_append_unichar (clean, clean_character (g_utf8_get_char (p)));
    }
  return g_string_free (clean, FALSE);
}

/**
 * bp_clean_path:
 * @path: (type filename): a file or a folder
 *
 * Returns: (transfer full): the path for display; of a very long one, only the end
 */
char *
bp_clean_path (const char *path)
{
  g_autofree char *display_name = g_filename_display_name (path);
  g_autofree char *clean = bp_clean_text (display_name, 0);
  glong n_characters = g_utf8_strlen (clean, -1);

  if (n_characters <= MAX_PATH)
    return g_steal_pointer (&clean);
  return g_strconcat ("…", g_utf8_offset_to_pointer (clean, n_characters - MAX_PATH), NULL);
}

/**
 * bp_clean_name:
 * @path: (type filename): a file or a folder
 *
 * Returns: (transfer full): its name without the folders above it, for display
 */
char *
bp_clean_name (const char *path)
{
  g_autofree char *display_name = g_filename_display_basename (path);

  return bp_clean_text (display_name, MAX_NAME);
}

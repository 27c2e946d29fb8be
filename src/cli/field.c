/* SPDX-License-Identifier: MIT */
/* Lines of a description for people. */
#include "field.h"

#include "clean-text.h"

#include <glib/gi18n.h>

/* In characters: longer than any command line of a training. */
#define MAX_VALUE 2000

/**
 * bp_print_field:
 * @name: the name of the field, translated
 * @value: (nullable): text from anywhere
 *
 * Prints "NAME: VALUE", or nothing without a value.
 */
void
bp_print_field (const char *name, const char *value)
{
  g_autofree char *clean_value = NULL;

  if (value == NULL)
    return;

  clean_value = bp_clean_text (value, MAX_VALUE);
  /* Translators: the name of a field and its value, as in "Data set: MNIST" */
  g_print (_ ("%s: %s"), name, clean_value);
  g_print ("\n");
}

/**
 * bp_print_field_format:
 * @name: the name of the field, translated
 * @format: as of printf()
 * @...: the arguments of @format
 *
 * Prints "NAME: VALUE".
 */
void
bp_print_field_format (const char *name, const char *format, ...)
{
  g_autofree char *value = NULL;
  va_list arguments;

  va_start (arguments, format);
  value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  bp_print_field (name, value);
}

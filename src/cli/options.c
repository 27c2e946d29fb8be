/* SPDX-License-Identifier: MIT */
/*
 * The common part of the commands' option parsers. Every error set here is a %G_OPTION_ERROR: wrong
 * usage.
 *
 * Numbers are parsed here instead of by GOption, which uses the locale's rules, accepts octal
 * numbers, and does not check ranges.
 */
#include "config.h"

#include "options.h"

#include "kernels.h"

#include <glib/gi18n.h>
#include <math.h>

/* Selects the instruction set. One that cannot run here is wrong usage, whether the option or the
 * environment names it. */
static gboolean
select_instructions (const char *name, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (bp_kernels_select (name, &cause))
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, cause->message);
  return FALSE;
}

/**
 * bp_options_parse:
 * @entries: the command's options, ended by %G_OPTION_ENTRY_NULL; strings that they leave behind
 *   are the caller's
 * @arguments: (nullable): what follows the options in "Usage:", as in "FILE"
 * @summary: a sentence about the command, translated
 * @description: (nullable): further sentences for the end of --help, translated
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's name and its arguments
 * @error: return location for %G_OPTION_ERROR
 *
 * Parses a command's options, and those of all commands. A request for help is printed, and the
 * program ends.
 *
 * Returns: whether all arguments were understood
 */
gboolean
bp_options_parse (const GOptionEntry *entries,
                  const char *arguments,
                  const char *summary,
                  const char *description,
                  int argc,
                  char **argv,
                  GError **error)
{
  g_autofree char *instructions = NULL;
  const GOptionEntry common_entries[] = {
    { "instructions", 0, 0, G_OPTION_ARG_STRING, &instructions,
      N_ ("Compute with the instruction set NAME; “backprop-cli info” lists them (the best)"),
      N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);

  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common_entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("“%s” is an unexpected argument; --help lists the arguments"), argv[1]);
      return FALSE;
    }
  return select_instructions (instructions, error);
}

/**
 * bp_options_read_unsigned:
 * @option: the option's name, as in "--epochs"
 * @text: (nullable): its value; %NULL leaves @value unchanged
 * @minimum: the smallest value
 * @maximum: the largest value
 * @value: (inout): the value
 * @error: return location for %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether @text is such a number, or missing
 */
gboolean
bp_options_read_unsigned (const char *option,
                          const char *text,
                          guint64 minimum,
                          guint64 maximum,
                          guint64 *value,
                          GError **error)
{
  g_autofree char *minimum_text = NULL;
  g_autofree char *maximum_text = NULL;

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, minimum, maximum, value, NULL))
    return TRUE;

  minimum_text = g_strdup_printf ("%" G_GUINT64_FORMAT, minimum);
  maximum_text = g_strdup_printf ("%" G_GUINT64_FORMAT, maximum);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s takes a whole number from %s to %s, not “%s”"), option, minimum_text,
               maximum_text, text);
  return FALSE;
}

/**
 * bp_options_read_uint:
 * @option: the option's name
 * @text: (nullable): its value; %NULL leaves @value unchanged
 * @minimum: the smallest value
 * @maximum: the largest value
 * @value: (inout): the value
 * @error: return location for %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether @text is such a number, or missing
 */
gboolean
bp_options_read_uint (const char *option,
                      const char *text,
                      guint minimum,
                      guint maximum,
                      guint *value,
                      GError **error)
{
  guint64 wide_value = *value;

  if (!bp_options_read_unsigned (option, text, minimum, maximum, &wide_value, error))
    return FALSE;

  *value = (guint) wide_value;
  return TRUE;
}

/**
 * bp_options_read_float:
 * @option: the option's name
 * @text: (nullable): its value, with a decimal point in every locale; %NULL leaves @value unchanged
 * @value: (inout): the value, which is finite
 * @error: return location for %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether @text is a number, or missing
 */
gboolean
bp_options_read_float (const char *option, const char *text, float *value, GError **error)
{
  char *end;

  if (text == NULL)
    return TRUE;

  *value = (float) g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (*value))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%s takes a number, not “%s”"),
               option, text);
  return FALSE;
}

/**
 * bp_options_describe_choices:
 * @format: the description, with %s for the names
 * @choices: the choices of an option
 *
 * Returns: (transfer full): the description of the option, with the names that it takes
 */
char *
bp_options_describe_choices (const char *format, const BpChoices *choices)
{
  /* Translators: stands before the last of several names, as in "constant, linear or cosine" */
  g_autofree char *names = bp_choices_join_names (choices, _ (" or "));
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strconcat (parts[0], names, parts[1], NULL);
}

/* SPDX-License-Identifier: MIT */
/* The command line of "train" that is recorded in the weight file. */
#include "config.h"

#include "train-command-line.h"

#include <glib.h>
#include <string.h>

/* Options that do not affect the result and so are not recorded. */
static const struct
{
  const char *name;
  const char *short_name;
  gboolean has_value;
} untold[] = {
  { "--save", "-s", TRUE }, { "--threads", "-t", TRUE },          { "--json", NULL, FALSE },
  { "--run", NULL, TRUE },  { "--checkpoint-every", NULL, TRUE },
};

/* The number of arguments of such an option, or 0 where @argument is another one. */
static int
count_untold (const char *argument)
{
  for (guint i = 0; i < G_N_ELEMENTS (untold); i++)
    {
      const char *name = untold[i].name;
      gsize length = strlen (name);

      if (strcmp (argument, name) == 0 || g_strcmp0 (argument, untold[i].short_name) == 0)
        return untold[i].has_value ? 2 : 1;
      if (strncmp (argument, name, length) == 0 && argument[length] == '=')
        return 1;
    }
  return 0;
}

/* Files are recorded without their folder, for privacy. */
static char *
describe_argument (const char *argument)
{
  const char *name = strrchr (argument, G_DIR_SEPARATOR);
  const char *value = strchr (argument, '=');
  gsize n_before = value != NULL && argument[0] == '-' ? (gsize) (value + 1 - argument) : 0;
  g_autofree char *told = name != NULL && name[1] != '\0'
                              ? g_strdup_printf ("%.*s%s", (int) n_before, argument, name + 1)
                              : g_strdup (argument);
  g_autofree char *readable = g_utf8_make_valid (told, -1);

  return strpbrk (readable, " \t\n\"\'\\$`*?[](){}<>|&;#!~") != NULL || *readable == '\0'
             ? g_shell_quote (readable)
             : g_steal_pointer (&readable);
}

/**
 * bp_describe_train_command:
 * @argc: the number of arguments
 * @argv: (array length=argc): "train" and what follows it
 *
 * Returns: (transfer full): the command that repeats the training in the folder of the data
 */
char *
bp_describe_train_command (int argc, char *const *argv)
{
  GString *text = g_string_new ("backprop-cli");

  for (int i = 0; i < argc;)
    {
      int n_untold = i > 0 ? count_untold (argv[i]) : 0;

      if (n_untold == 0)
        {
          g_autofree char *argument = describe_argument (argv[i]);

          g_string_append_printf (text, " %s", argument);
        }
      i += MAX (n_untold, 1);
    }
  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: MIT */
/*
 * Names of the rows of a table: their output, their lookup, and their list for errors.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "choices.h"

#include "error.h"

#include <glib/gi18n-lib.h>

static const char *
get_string (const BpChoices *choices, guint position, gsize offset)
{
  gconstpointer row = (const char *) choices->rows + position * choices->row_size;

  if (choices->are_pointers)
    row = *(const gconstpointer *) row;
  return G_STRUCT_MEMBER (const char *, row, offset);
}

/**
 * bp_choices_get_name:
 * @choices: the choices
 * @position: of a row, from 0
 *
 * Returns: (transfer none): its name
 */
const char *
bp_choices_get_name (const BpChoices *choices, guint position)
{
  g_return_val_if_fail (position < choices->n_rows, NULL);

  return get_string (choices, position, choices->name_offset);
}

/**
 * bp_choices_get_title:
 * @choices: the choices
 * @position: of a row, from 0
 *
 * Returns: (transfer none): its title in a window, in English, to be translated with the kind as
 *   the context
 */
const char *
bp_choices_get_title (const BpChoices *choices, guint position)
{
  g_return_val_if_fail (position < choices->n_rows, NULL);

  return get_string (choices, position, choices->title_offset);
}

/**
 * bp_choices_find:
 * @choices: the choices
 * @name: the name of one of them
 * @position: (out): of the row with the name; unchanged where there is none
 * @error: return location for %BP_ERROR_INVALID_VALUE, which lists the names
 *
 * Returns: whether a row has the name
 */
gboolean
bp_choices_find (const BpChoices *choices, const char *name, guint *position, GError **error)
{
  g_autofree char *names = NULL;

  for (guint i = 0; i < choices->n_rows; i++)
    if (g_str_equal (bp_choices_get_name (choices, i), name))
      {
        *position = i;
        return TRUE;
      }

  /* Translators: stands before the last of several names, as in "constant, linear or cosine" */
  names = bp_choices_join_names (choices, _ (" or "));
  g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
               choices->refusal != NULL ? _ (choices->refusal)
                                        : _ ("“%s” is not a valid name: choose %s"),
               name, names);
  return FALSE;
}

/**
 * bp_choices_join_names:
 * @choices: the choices, at least one
 * @last_separator: before the last name, as in " or "
 *
 * Returns: (transfer full): all names in their order, as in "constant, linear or cosine"
 */
char *
bp_choices_join_names (const BpChoices *choices, const char *last_separator)
{
  GString *text = g_string_new (bp_choices_get_name (choices, 0));

  for (guint i = 1; i < choices->n_rows; i++)
    {
      g_string_append (text, i + 1 < choices->n_rows ? ", " : last_separator);
      g_string_append (text, bp_choices_get_name (choices, i));
    }
  return g_string_free (text, FALSE);
}

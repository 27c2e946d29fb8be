/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpChoices:
 * @kind: the kind of the rows, as in "schedule": the context of the titles' translations
 * @refusal: (nullable): the message for a name that no row has, to be translated, with a place for
 *   that name and one for the names that there are, as in "“%s” is not a valid schedule: choose
 * %s"; %NULL where no person types the names
 * @rows: (n_rows) of any type, or pointers to them
 * @row_size: bytes from one row, or pointer, to the next
 * @are_pointers: whether @rows are pointers
 * @n_rows: the number of rows
 * @name_offset: in a row, of its name in settings, command line and files
 * @title_offset: in a row, of its title in a window, in English and to be translated
 *
 * The names of a table whose rows are choices, such as optimisers: one list for settings, command
 * line and window.
 */
typedef struct
{
  const char *kind;
  const char *refusal;
  gconstpointer rows;
  gsize row_size;
  gboolean are_pointers;
  guint n_rows;
  gsize name_offset;
  gsize title_offset;
} BpChoices;

/* The choices of an array of rows of a type with the fields name and title. */
#define BP_CHOICES(of_kind, its_refusal, array, RowType)                                  \
  {                                                                                       \
    .kind = of_kind, .refusal = its_refusal, .rows = array, .row_size = sizeof (RowType), \
    .n_rows = G_N_ELEMENTS (array), .name_offset = G_STRUCT_OFFSET (RowType, name),       \
    .title_offset = G_STRUCT_OFFSET (RowType, title),                                     \
  }

const char *bp_choices_get_name (const BpChoices *choices, guint position);
const char *bp_choices_get_title (const BpChoices *choices, guint position);
gboolean
bp_choices_find (const BpChoices *choices, const char *name, guint *position, GError **error);
char *bp_choices_join_names (const BpChoices *choices, const char *last_separator);

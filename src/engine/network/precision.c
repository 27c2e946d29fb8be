/* SPDX-License-Identifier: MIT */
/*
 * The precisions by name.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "precision.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  const char *title;
} Row;

/* The titles are names of formats, the same in every language. */
static const Row rows[] = {
  [BP_PRECISION_FLOAT32] = { "float32", "float32" },
  [BP_PRECISION_BF16] = { "bf16", "bfloat16" },
};

const BpChoices bp_precisions =
    BP_CHOICES ("precision", N_ ("“%s” is not a valid precision: choose %s"), rows, Row);

/**
 * bp_precision_parse:
 * @precision: (out): the precision
 * @name: of a precision, as in "bf16"
 * @error: return location for %BP_ERROR_INVALID_VALUE, which lists the names that there are
 *
 * Returns: whether there is a precision of that name
 */
gboolean
bp_precision_parse (BpPrecision *precision, const char *name, GError **error)
{
  guint position;

  if (!bp_choices_find (&bp_precisions, name, &position, error))
    return FALSE;

  *precision = position;
  return TRUE;
}

/* SPDX-License-Identifier: MIT */
#include "answer-text.h"

#include <glib/gi18n.h>
#include <math.h>

/* The least probability that reads "100 %"; below it, percentages are rounded to 99 % at most. */
#define NEARLY_CERTAIN 0.9995

/**
 * bp_format_probability:
 * @probability: from 0 to 1
 *
 * Returns: (transfer full): in whole percent, as in "97 %"
 */
char *
bp_format_probability (double probability)
{
  int percent = (int) lround (100.0 * probability);

  if (percent == 100 && probability < NEARLY_CERTAIN)
    percent = 99;

  /* Translators: a probability, as in "97 %". */
  return g_strdup_printf (_ ("%d %%"), percent);
}

/**
 * bp_format_answer:
 * @name: of the most probable class
 * @probability: how probable it is
 * @is_sure: whether the answer is sure
 *
 * Returns: (transfer full): the answer for the screen, as in "7 · 97 %" or "Not sure, perhaps 7 ·
 *   41 %"
 */
char *
bp_format_answer (const char *name, double probability, gboolean is_sure)
{
  g_autofree char *percent = bp_format_probability (probability);

  /* Translators: a digit, or the name of a class, and its probability, as in "7 · 97 %". The name
   * has to come first. */
  if (is_sure)
    return g_strdup_printf (_ ("%s · %s"), name, percent);
  /* Translators: likewise, but the name may be anywhere. */
  return g_strdup_printf (_ ("Not sure, perhaps %s · %s"), name, percent);
}

/**
 * bp_describe_answer:
 * @name: of the most probable class
 * @probability: how probable it is
 * @is_sure: whether the answer is sure
 *
 * Returns: (transfer full): the answer for a screen reader, as in "7, with a probability of 97 %"
 */
char *
bp_describe_answer (const char *name, double probability, gboolean is_sure)
{
  g_autofree char *percent = bp_format_probability (probability);

  /* Translators: for screen readers: a digit, or the name of a class, and its probability. */
  if (is_sure)
    return g_strdup_printf (_ ("%s, with a probability of %s"), name, percent);
  /* Translators: likewise. */
  return g_strdup_printf (_ ("Not sure, perhaps %s, with a probability of %s"), name, percent);
}

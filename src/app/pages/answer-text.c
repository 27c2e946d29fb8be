/* SPDX-License-Identifier: MIT */
#include "answer-text.h"

#include <glib/gi18n.h>
#include <math.h>

/* A probability under this does not read "100 %", although it may be nearer to that than to 99 %.
 */
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
 *
 * Returns: (transfer full): the answer as text, as in "7, 97 %"
 */
char *
bp_format_answer (const char *name, double probability)
{
  g_autofree char *percent = bp_format_probability (probability);

  /* Translators: a digit, or what a class is called, and its probability, as in "7, 97 %". */
  return g_strdup_printf (_ ("%s, %s"), name, percent);
}

/**
 * bp_format_unsure_answer:
 * @name: of the most probable class
 * @probability: how probable it is, too little to be sure
 *
 * Returns: (transfer full): the answer as text, as in "Not sure; 7, 41 %"
 */
char *
bp_format_unsure_answer (const char *name, double probability)
{
  g_autofree char *answer = bp_format_answer (name, probability);

  /* Translators: %s is a digit and its probability, as in "7, 41 %". */
  return g_strdup_printf (_ ("Not sure; %s"), answer);
}

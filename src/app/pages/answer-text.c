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
 * @answer: the answer
 *
 * Returns: (transfer full): the answer for the screen, as in "7 · 97 %", "Not sure: between 4 and
 *   9" or "Not sure: nothing like what the network has learnt"
 */
char *
bp_format_answer (const BpAnswerWords *answer)
{
  g_autofree char *percent = bp_format_probability (answer->probability);

  switch (answer->certainty)
    {
    case BP_CERTAINTY_AMBIGUOUS:
      /* Translators: two digits, or names of classes, as in "between 4 and 9". */
      return g_strdup_printf (_ ("Not sure: between %s and %s"), answer->name, answer->second_name);

    case BP_CERTAINTY_UNFAMILIAR:
      return g_strdup (_ ("Not sure: nothing like what the network has learnt"));

    case BP_CERTAINTY_SURE:
    default:
      /* Translators: a digit, or the name of a class, and its probability, as in "7 · 97 %". The
       * name has to come first. */
      return g_strdup_printf (_ ("%s · %s"), answer->name, percent);
    }
}

/**
 * bp_describe_answer:
 * @answer: the answer
 *
 * Returns: (transfer full): the answer for a screen reader, as in "7, with a probability of 97 %"
 */
char *
bp_describe_answer (const BpAnswerWords *answer)
{
  g_autofree char *percent = bp_format_probability (answer->probability);

  if (answer->certainty != BP_CERTAINTY_SURE)
    return bp_format_answer (answer);
  /* Translators: for screen readers: a digit, or the name of a class, and its probability. */
  return g_strdup_printf (_ ("%s, with a probability of %s"), answer->name, percent);
}

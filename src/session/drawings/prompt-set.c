/* SPDX-License-Identifier: MIT */
#include "prompt-set.h"

#include "classify.h"
#include "random.h"

#include <string.h>

struct _BpPromptSet
{
  guint8 digits[BP_N_PROMPTS];
  char *lines[BP_N_PROMPTS]; /* owned, nullable: of the drawings in the collection */
  guint8 images[BP_N_PROMPTS][BP_DIGIT_N_PIXELS];
  guint position;
};

static void
swap_digits (gpointer data, gsize i, gsize j)
{
  guint8 *digits = data;
  guint8 digit = digits[i];

  digits[i] = digits[j];
  digits[j] = digit;
}

/**
 * bp_prompt_set_new:
 * @seed: of the order
 *
 * The order is three shuffled rounds of all digits, in which no digit follows itself: a second one
 * in a row would be a copy of the first.
 *
 * Returns: (transfer full): a set at its first digit
 */
BpPromptSet *
bp_prompt_set_new (guint64 seed)
{
  BpPromptSet *set = g_new0 (BpPromptSet, 1);
  BpRandom random;

  bp_random_init (&random, seed, 0);
  for (guint round = 0; round < BP_PROMPTS_PER_DIGIT; round++)
    {
      guint8 *digits = set->digits + (gsize) round * BP_N_DIGITS;

      for (guint8 digit = 0; digit < BP_N_DIGITS; digit++)
        digits[digit] = digit;
      bp_random_shuffle (&random, BP_N_DIGITS, swap_digits, digits);
      if (round > 0 && digits[0] == digits[-1])
        swap_digits (digits, 0, 1);
    }
  return set;
}

/**
 * bp_prompt_set_free:
 * @set: (transfer full): a set
 */
void
bp_prompt_set_free (BpPromptSet *set)
{
  for (guint i = 0; i < BP_N_PROMPTS; i++)
    g_free (set->lines[i]);
  g_free (set);
}

/**
 * bp_prompt_set_get_position:
 * @set: a set
 *
 * Returns: how many digits are done: %BP_N_PROMPTS at the end
 */
guint
bp_prompt_set_get_position (const BpPromptSet *set)
{
  return set->position;
}

/**
 * bp_prompt_set_get_digit:
 * @set: a set
 * @position: below %BP_N_PROMPTS
 *
 * Returns: the digit to draw there
 */
guint
bp_prompt_set_get_digit (const BpPromptSet *set, guint position)
{
  g_return_val_if_fail (position < BP_N_PROMPTS, 0);

  return set->digits[position];
}

/**
 * bp_prompt_set_accept:
 * @set: a set before its end
 * @line: the drawing of the present digit in the collection, without the line break
 * @image: (28, 28): the drawing as a network gets it
 *
 * Goes on to the next digit.
 */
void
bp_prompt_set_accept (BpPromptSet *set, const char *line, const guint8 image[BP_DIGIT_N_PIXELS])
{
  g_return_if_fail (set->position < BP_N_PROMPTS);

  set->lines[set->position] = g_strdup (line);
  memcpy (set->images[set->position], image, BP_DIGIT_N_PIXELS);
  set->position++;
}

/**
 * bp_prompt_set_skip:
 * @set: a set before its end
 *
 * Goes on to the next digit without a drawing of the present one.
 */
void
bp_prompt_set_skip (BpPromptSet *set)
{
  g_return_if_fail (set->position < BP_N_PROMPTS);

  set->position++;
}

/**
 * bp_prompt_set_go_back:
 * @set: a set after its first digit
 *
 * Goes back to the digit before, which is then drawn again.
 *
 * Returns: (transfer full) (nullable): the line of its drawing, which is to be removed from the
 *   collection; %NULL where it was skipped
 */
char *
bp_prompt_set_go_back (BpPromptSet *set)
{
  g_return_val_if_fail (set->position > 0, NULL);

  set->position--;
  return g_steal_pointer (&set->lines[set->position]);
}

/**
 * bp_prompt_set_measure:
 * @set: a set
 * @network: for images of 28 x 28 in ten classes
 * @result: (out caller-allocates): what it reads
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: whether the drawings were classified, which takes about a millisecond
 */
gboolean
bp_prompt_set_measure (const BpPromptSet *set,
                       const BpNetwork *network,
                       BpPromptResult *result,
                       GError **error)
{
  BpWorkspace *workspace = bp_workspace_new (network, 1, error);
  float probabilities[BP_N_DIGITS];

  *result = (BpPromptResult){ 0 };
  if (workspace == NULL)
    return FALSE;
  for (guint i = 0; i < BP_N_PROMPTS; i++)
    {
      result->answers[i] = BP_PROMPT_SKIPPED;
      if (set->lines[i] == NULL)
        continue;
      result->answers[i] = bp_classify (network, workspace, set->images[i], probabilities);
      result->n_drawn++;
      result->n_read += result->answers[i] == set->digits[i];
    }
  bp_workspace_free (workspace);
  return TRUE;
}

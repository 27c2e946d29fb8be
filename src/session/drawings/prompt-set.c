/* SPDX-License-Identifier: MIT */
#include "prompt-set.h"

#include "classify.h"
#include "random.h"

#include <string.h>

/* One drawing. */
typedef struct
{
  guint class;
  char *line; /* owned, nullable: of the drawing in the collection */
  guint8 image[BP_DIGIT_N_PIXELS];
} Prompt;

struct _BpPromptSet
{
  Prompt *prompts; /* (length) */
  guint n_classes;
  guint length;
  guint position;
};

static void
swap_classes (gpointer data, gsize i, gsize j)
{
  Prompt *prompts = data;
  guint class = prompts[i].class;

  prompts[i].class = prompts[j].class;
  prompts[j].class = class;
}

/**
 * bp_prompt_set_new:
 * @seed: of the order
 * @n_classes: at least 2
 * @n_rounds: how often each class is asked for, at least once
 *
 * The order is shuffled rounds of all classes, in which no class follows itself: a second one in a
 * row would be a copy of the first.
 *
 * Returns: (transfer full): a set at its first prompt
 */
BpPromptSet *
bp_prompt_set_new (guint64 seed, guint n_classes, guint n_rounds)
{
  BpPromptSet *set = g_new0 (BpPromptSet, 1);
  BpRandom random;

  set->n_classes = n_classes;
  set->length = n_classes * n_rounds;
  set->prompts = g_new0 (Prompt, set->length);
  bp_random_init (&random, seed, 0);
  for (guint round = 0; round < n_rounds; round++)
    {
      Prompt *prompts = set->prompts + (gsize) round * n_classes;

      for (guint i = 0; i < n_classes; i++)
        prompts[i].class = i;
      bp_random_shuffle (&random, n_classes, swap_classes, prompts);
      if (round > 0 && prompts[0].class == prompts[-1].class)
        swap_classes (prompts, 0, 1);
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
  for (guint i = 0; i < set->length; i++)
    g_free (set->prompts[i].line);
  g_free (set->prompts);
  g_free (set);
}

/**
 * bp_prompt_set_get_length:
 * @set: a set
 *
 * Returns: how many drawings are asked for
 */
guint
bp_prompt_set_get_length (const BpPromptSet *set)
{
  return set->length;
}

/**
 * bp_prompt_set_get_position:
 * @set: a set
 *
 * Returns: how many prompts are done: all of them at the end
 */
guint
bp_prompt_set_get_position (const BpPromptSet *set)
{
  return set->position;
}

/**
 * bp_prompt_set_get_class:
 * @set: a set
 * @position: below the length
 *
 * Returns: the class to draw there, from 0
 */
guint
bp_prompt_set_get_class (const BpPromptSet *set, guint position)
{
  g_return_val_if_fail (position < set->length, 0);

  return set->prompts[position].class;
}

/**
 * bp_prompt_set_count_drawn:
 * @set: a set
 *
 * Returns: how many drawings were made
 */
guint
bp_prompt_set_count_drawn (const BpPromptSet *set)
{
  guint count = 0;

  for (guint i = 0; i < set->length; i++)
    count += set->prompts[i].line != NULL;
  return count;
}

/**
 * bp_prompt_set_accept:
 * @set: a set before its end
 * @line: the drawing of the present class in the collection, without the line break
 * @image: (28, 28): the drawing as a network gets it
 *
 * Goes on to the next prompt.
 */
void
bp_prompt_set_accept (BpPromptSet *set, const char *line, const guint8 image[BP_DIGIT_N_PIXELS])
{
  Prompt *prompt = &set->prompts[set->position];

  g_return_if_fail (set->position < set->length);

  prompt->line = g_strdup (line);
  memcpy (prompt->image, image, BP_DIGIT_N_PIXELS);
  set->position++;
}

/**
 * bp_prompt_set_skip:
 * @set: a set before its end
 *
 * Goes on to the next prompt without a drawing of the present one.
 */
void
bp_prompt_set_skip (BpPromptSet *set)
{
  g_return_if_fail (set->position < set->length);

  set->position++;
}

/**
 * bp_prompt_set_go_back:
 * @set: a set after its first prompt
 *
 * Goes back to the prompt before, which is then drawn again.
 *
 * Returns: (transfer full) (nullable): the line of its drawing, which is to be removed from the
 *   collection; %NULL where it was skipped
 */
char *
bp_prompt_set_go_back (BpPromptSet *set)
{
  g_return_val_if_fail (set->position > 0, NULL);

  set->position--;
  return g_steal_pointer (&set->prompts[set->position].line);
}

/**
 * bp_prompt_set_measure:
 * @set: a set of %BP_N_PROMPTS digits
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
  BpWorkspace *workspace;
  float probabilities[BP_N_DIGITS];

  g_return_val_if_fail (set->n_classes == BP_N_DIGITS && set->length == BP_N_PROMPTS, FALSE);

  *result = (BpPromptResult){ 0 };
  workspace = bp_workspace_new (network, 1, error);
  if (workspace == NULL)
    return FALSE;
  for (guint i = 0; i < BP_N_PROMPTS; i++)
    {
      const Prompt *prompt = &set->prompts[i];

      result->answers[i] = BP_PROMPT_SKIPPED;
      if (prompt->line == NULL)
        continue;
      result->answers[i] = bp_classify (network, workspace, prompt->image, probabilities);
      result->n_drawn++;
      result->n_read += result->answers[i] == prompt->class;
    }
  bp_workspace_free (workspace);
  return TRUE;
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "digit-image.h"
#include "network.h"

#include <glib.h>

/* How often each digit is asked for where the hand is measured, and how many drawings that makes.
 */
#define BP_PROMPTS_PER_DIGIT 3
#define BP_N_PROMPTS         30

/**
 * BpPromptResult:
 * @n_drawn: the digits that were drawn
 * @n_read: those that a network reads right
 * @answers: (BP_N_PROMPTS): its answer to each, or %BP_PROMPT_SKIPPED
 *
 * What a network reads of the drawings.
 */
typedef struct
{
  guint n_drawn;
  guint n_read;
  guint answers[BP_N_PROMPTS];
} BpPromptResult;

/* No drawing was made. */
#define BP_PROMPT_SKIPPED G_MAXUINT

/**
 * BpPromptSet:
 *
 * Digits or other classes that a person is asked to draw, one after the other: each several times,
 * in mixed order. Not thread-safe.
 */
typedef struct _BpPromptSet BpPromptSet;

BpPromptSet *bp_prompt_set_new (guint64 seed, guint n_classes, guint n_rounds);
void bp_prompt_set_free (BpPromptSet *set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPromptSet, bp_prompt_set_free)

guint bp_prompt_set_get_length (const BpPromptSet *set);
guint bp_prompt_set_get_position (const BpPromptSet *set);
guint bp_prompt_set_get_class (const BpPromptSet *set, guint position);
guint bp_prompt_set_count_drawn (const BpPromptSet *set);
void
bp_prompt_set_accept (BpPromptSet *set, const char *line, const guint8 image[BP_DIGIT_N_PIXELS]);
void bp_prompt_set_skip (BpPromptSet *set);
char *bp_prompt_set_go_back (BpPromptSet *set);
gboolean bp_prompt_set_measure (const BpPromptSet *set,
                                const BpNetwork *network,
                                BpPromptResult *result,
                                GError **error);

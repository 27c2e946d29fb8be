/* SPDX-License-Identifier: MIT */
/*
 * Leaves a random choice of hidden units out of a step, so that no unit relies on another one
 * (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout", 2014). The remaining
 * units are scaled up by 1 / (1 - rate), so that the trained network needs no change.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "dropout.h"

#include "random.h"

/* Separates these random streams from others of the same seed. */
#define SEED_SALT G_GUINT64_CONSTANT (0x64726f706f757421)

/* Units for which one random number decides, 16 bits each. */
#define UNITS_PER_NUMBER 4

/* A stream for each group of units: 20 bits of the epoch, 32 of the sample, 4 of the layer, 8 of
 * the group. Larger numbers wrap, so that a choice may repeat. */
static void
init_stream (BpRandom *random,
             const BpDropout *dropout,
             guint epoch,
             guint32 sample,
             guint layer,
             guint group)
{
  guint64 stream = ((((guint64) epoch << 32) + sample) * 16 + layer) * 256 + group;

  bp_random_init (random, dropout->seed ^ SEED_SALT, stream);
}

/**
 * bp_dropout_get_scale:
 * @dropout: the settings
 *
 * Returns: the factor of the remaining units, forward and backward
 */
float
bp_dropout_get_scale (const BpDropout *dropout)
{
  return 1.0f / (1.0f - dropout->rate);
}

/**
 * bp_dropout_apply:
 * @dropout: the settings
 * @epoch: from 1
 * @sample: index of the training sample
 * @layer: of the units, from 0
 * @first_unit: a multiple of 4, the units for which one random number decides; the choice for a
 *   unit does not depend on it
 * @n_units: how many
 * @activations: (n_units) of the units from @first_unit on; some become 0, the others larger
 * @slopes: (n_units) (nullable): their derivatives, changed in the same way
 */
void
bp_dropout_apply (const BpDropout *dropout,
                  guint epoch,
                  guint32 sample,
                  guint layer,
                  guint first_unit,
                  guint n_units,
                  float *activations,
                  float *slopes)
{
  const guint threshold = (guint) (dropout->rate * 65536.0f);
  const float scale = bp_dropout_get_scale (dropout);
  BpRandom random;
  guint64 bits = 0;

  for (guint unit = 0; unit < n_units; unit++)
    {
      guint in_group = (first_unit + unit) % BP_DROPOUT_GROUP;

      if (unit == 0 || in_group == 0)
        {
          init_stream (&random, dropout, epoch, sample, layer,
                       (first_unit + unit) / BP_DROPOUT_GROUP);
          for (guint skipped = 0; skipped < in_group; skipped += UNITS_PER_NUMBER)
            bp_random_next (&random);
        }
      bits = unit % UNITS_PER_NUMBER == 0 ? bp_random_next (&random) : bits >> 16;
      activations[unit] = (bits & 0xffff) < threshold ? 0.0f : activations[unit] * scale;
      if (slopes != NULL)
        slopes[unit] = (bits & 0xffff) < threshold ? 0.0f : slopes[unit] * scale;
    }
}

/* SPDX-License-Identifier: MIT */
/*
 * Chooses the training samples that are evaluated at the end of each epoch. The choice depends on
 * the seed and the number of training samples alone, so that the figures of all epochs of a run are
 * about the same images.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "training-sample.h"

#include "error.h"
#include "random.h"

#include <glib/gi18n-lib.h>

/* The stream of the seed: neither an epoch's (1, 2, …) nor that of the initial weights. */
#define STREAM_SAMPLE (G_MAXUINT64 - 1)

/**
 * bp_training_sample_get_size:
 * @n_train: the number of training samples
 *
 * Returns: the number of them that bp_training_sample_init() chooses
 */
gsize
bp_training_sample_get_size (gsize n_train)
{
  return MIN (n_train, BP_TRAINING_SAMPLE_MOST);
}

/**
 * bp_training_sample_init:
 * @sample: (out caller-allocates): the chosen samples, to be cleared with
 *   bp_training_sample_clear()
 * @n_train: the number of training samples
 * @seed: the seed of the run
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Chooses every sample with the same probability: selection sampling (Knuth, "The Art of Computer
 * Programming", volume 2, 3.4.2, algorithm S).
 *
 * Returns: whether there was memory for the indices
 */
gboolean
bp_training_sample_init (BpTrainingSample *sample, gsize n_train, guint64 seed, GError **error)
{
  gsize n_left = bp_training_sample_get_size (n_train);
  guint32 *next;
  BpRandom random;

  *sample = (BpTrainingSample){ .count = n_left };
  if (n_left == n_train)
    return TRUE;

  sample->indices = g_try_new (guint32, n_left);
  if (sample->indices == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory to train on so many images: train on fewer"));
      return FALSE;
    }

  next = sample->indices;
  bp_random_init (&random, seed, STREAM_SAMPLE);
  for (gsize i = 0; n_left > 0; i++)
    if (bp_random_below (&random, (guint32) (n_train - i)) < n_left)
      {
        *next++ = (guint32) i;
        n_left--;
      }
  return TRUE;
}

/**
 * bp_training_sample_clear:
 * @sample: the sample whose indices to free
 */
void
bp_training_sample_clear (BpTrainingSample *sample)
{
  g_clear_pointer (&sample->indices, g_free);
}

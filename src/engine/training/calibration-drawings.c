/* SPDX-License-Identifier: MIT */
/*
 * The drawings of no digit that determine the threshold of "not sure" of every trained network.
 * They are always the same, so that networks can be compared. Making them takes a tenth of a
 * second, therefore they are made once and stay.
 *
 * Thread rule: any thread at any time.
 */
#include "calibration-drawings.h"

#include "non-digits.h"

#include <stdatomic.h>

/* The drawings of no digit in training data have another seed: see dataset-mix.c. */
#define N_DRAWINGS 4000
#define SEED       1

/* (N_DRAWINGS, BP_DIGIT_N_PIXELS) or NULL; set once. */
static _Atomic (guint8 *) drawn;

/**
 * bp_calibration_drawings_get:
 * @drawings: (out caller-allocates): (4000, 28 * 28) without labels; the images belong to the
 *   program, and stay
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_NO_MEMORY or %BP_ERROR_CANCELLED
 *
 * Makes the drawings at the first call. Threads that call it at that time do not wait for each
 * other, so that each can be cancelled; the drawings of one of them stay.
 *
 * Returns: whether @drawings was filled
 */
gboolean
bp_calibration_drawings_get (BpSamples *drawings, BpProgress *progress, GError **error)
{
  guint8 *images = atomic_load (&drawn);

  if (images == NULL)
    {
      g_autofree guint8 *made = bp_non_digits_new (SEED, N_DRAWINGS, progress, error);

      if (made == NULL)
        return FALSE;
      /* Another thread may have been faster: then images becomes what it made. */
      if (atomic_compare_exchange_strong (&drawn, &images, made))
        images = g_steal_pointer (&made);
    }
  *drawings = (BpSamples){ .images = images, .count = N_DRAWINGS };
  return TRUE;
}

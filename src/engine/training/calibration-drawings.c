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

/* The drawings of no digit in training data have another seed: see dataset-mix.c. */
#define N_DRAWINGS 4000
#define SEED       1

/* (N_DRAWINGS, BP_DIGIT_N_PIXELS) or NULL; set once. */
static guint8 *drawn;
static GMutex lock;

static guint8 *
get_drawn (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return drawn;
}

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
  if (get_drawn () == NULL)
    {
      g_autofree guint8 *images = bp_non_digits_new (SEED, N_DRAWINGS, progress, error);
      g_autoptr (GMutexLocker) locker = NULL;

      if (images == NULL)
        return FALSE;
      locker = g_mutex_locker_new (&lock);
      if (drawn == NULL)
        drawn = g_steal_pointer (&images);
    }
  *drawings = (BpSamples){ .images = get_drawn (), .count = N_DRAWINGS };
  return TRUE;
}

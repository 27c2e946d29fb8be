/* SPDX-License-Identifier: MIT */
#include "early-stopping.h"

#include "test-file.h"

#include <math.h>

static void
test_patience (void)
{
  static const double losses[] = { 0.5, 0.4, 0.45, 0.41, 0.39, 0.39, 0.6, 0.5 };
  static const guint expected[] = { 0, 0, 1, 2, 0, 1, 2, 3 };
  BpEarlyStopping stopping = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      bp_early_stopping_add_epoch (&stopping, losses[i]);
      g_assert_cmpuint (stopping.n_epochs_since_best, ==, expected[i]);
      g_assert_cmpint (bp_early_stopping_is_due (&stopping, 3), ==, expected[i] >= 3);
      g_assert_false (bp_early_stopping_is_due (&stopping, 0));
    }
  g_assert_cmpfloat (stopping.best_loss, ==, 0.39);
}

/* A loss that is no number any more is not better than one that is. */
static void
test_not_a_number (void)
{
  BpEarlyStopping stopping = { 0 };

  bp_early_stopping_add_epoch (&stopping, 0.5);
  bp_early_stopping_add_epoch (&stopping, (double) NAN);
  g_assert_true (bp_early_stopping_is_due (&stopping, 1));
  g_assert_cmpfloat (stopping.best_loss, ==, 0.5);
}

BP_TEST_FILE (early_stopping)
{
  g_test_add_func ("/early-stopping/patience", test_patience);
  g_test_add_func ("/early-stopping/not-a-number", test_not_a_number);
}

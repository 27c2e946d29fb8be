/* SPDX-License-Identifier: MIT */
#include "history.h"
#include "test-file.h"

#include <math.h>

static BpHistoryEpoch
make_epoch (double held_out_accuracy, guint64 n_steps)
{
  return (BpHistoryEpoch){
    .values = {
      .epoch = 1,
      .train_loss = 0.5,
      .train_accuracy = 0.75,
      .held_out_loss = isnan (held_out_accuracy) ? (double) NAN : 0.25,
      .held_out_accuracy = held_out_accuracy,
      .seconds = 2.0,
      .images_per_second = 1000.0,
    },
    .n_steps = n_steps,
  };
}

static BpNetwork *
make_network (void)
{
  const guint sizes[] = { 3, 2 };
  g_autoptr (GError) error = NULL;
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);

  g_assert_no_error (error);
  return network;
}

static void
count_call (guint *n_calls)
{
  (*n_calls)++;
}

static void
test_new (void)
{
  BpHistory *history = bp_history_new ();
  gsize n_steps = 1;
  gsize n_epochs = 1;

  bp_history_get_step_losses (history, &n_steps);
  bp_history_get_epochs (history, &n_epochs);
  g_assert_cmpuint (n_steps, ==, 0);
  g_assert_cmpuint (n_epochs, ==, 0);
  g_assert_cmpuint (bp_history_get_steps_per_epoch (history), ==, 0);
  g_assert_null (bp_history_get_best_epoch (history));
  g_assert_null (bp_history_get_best_network (history));

  g_assert_finalize_object (history);
}

static void
test_keeps_every_point (void)
{
  BpHistory *history = bp_history_new ();
  const float losses[] = { 3.0f, 2.0f, 1.0f };
  const float *kept;
  gsize n_steps;

  bp_history_begin_run (history, 3);
  for (guint i = 0; i < 1000; i++)
    bp_history_append (history, losses, G_N_ELEMENTS (losses), NULL, 0, NULL);

  kept = bp_history_get_step_losses (history, &n_steps);
  g_assert_cmpuint (n_steps, ==, 3000);
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, 3000);
  for (guint i = 0; i < n_steps; i++)
    g_assert_cmpfloat (kept[i], ==, losses[i % 3]);

  g_assert_finalize_object (history);
}

/* A run that stops within its third epoch, and one that continues from there. */
static void
test_goes_on (void)
{
  BpHistory *history = bp_history_new ();
  const float losses[10] = { 0.0f };
  BpHistoryEpoch epochs[] = { make_epoch (0.5, 4), make_epoch (0.6, 8) };
  const BpHistoryEpoch *kept;
  gsize n_epochs;

  bp_history_begin_run (history, 4);
  bp_history_append (history, losses, 10, epochs, 2, NULL);
  g_assert_cmpuint (bp_history_get_steps_per_epoch (history), ==, 4);

  bp_history_begin_run (history, 2);
  epochs[0] = make_epoch (0.7, 2);
  bp_history_append (history, losses, 2, epochs, 1, NULL);
  g_assert_cmpuint (bp_history_get_steps_per_epoch (history), ==, 2);

  kept = bp_history_get_epochs (history, &n_epochs);
  g_assert_cmpuint (n_epochs, ==, 3);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, 3);
  for (guint i = 0; i < n_epochs; i++)
    g_assert_cmpuint (kept[i].values.epoch, ==, i + 1);
  g_assert_cmpuint (kept[0].n_steps, ==, 4);
  g_assert_cmpuint (kept[1].n_steps, ==, 8);
  g_assert_cmpuint (kept[2].n_steps, ==, 12);

  g_assert_finalize_object (history);
}

static void
assert_epoch_of (BpHistory *history, guint64 step, guint64 first_step, guint64 end)
{
  guint64 found_first;
  guint64 found_end;

  bp_history_get_epoch_of (history, step, &found_first, &found_end);
  g_assert_cmpuint (found_first, ==, first_step);
  g_assert_cmpuint (found_end, ==, end);
}

/* The second run is stopped in an epoch, which the third one finishes. */
static void
test_epoch_of_a_step (void)
{
  BpHistory *history = bp_history_new ();
  const float losses[10] = { 0.0f };
  BpHistoryEpoch epochs[] = { make_epoch (0.5, 4), make_epoch (0.6, 8) };

  assert_epoch_of (history, 0, 0, G_MAXUINT64);
  bp_history_begin_run (history, 4);
  assert_epoch_of (history, 0, 0, 4);
  bp_history_append (history, losses, 10, epochs, 2, NULL);
  assert_epoch_of (history, 0, 0, 4);
  assert_epoch_of (history, 3, 0, 4);
  assert_epoch_of (history, 4, 4, 8);
  assert_epoch_of (history, 9, 8, 12);
  assert_epoch_of (history, 12, 12, 16);

  bp_history_begin_run (history, 5);
  assert_epoch_of (history, 7, 4, 8);
  assert_epoch_of (history, 9, 8, 15);
  bp_history_append (history, losses, 5, NULL, 0, NULL);
  assert_epoch_of (history, 14, 8, 15);
  epochs[0] = make_epoch (0.7, 5);
  bp_history_append (history, NULL, 0, epochs, 1, NULL);
  assert_epoch_of (history, 14, 8, 15);
  assert_epoch_of (history, 15, 15, 20);

  g_assert_finalize_object (history);
}

static void
test_best (void)
{
  BpHistory *history = bp_history_new ();
  g_autoptr (BpNetwork) first = make_network ();
  g_autoptr (BpNetwork) second = make_network ();
  BpHistoryEpoch epoch = make_epoch ((double) NAN, 1);

  bp_history_begin_run (history, 1);
  bp_history_append (history, NULL, 0, &epoch, 1, NULL);
  g_assert_null (bp_history_get_best_epoch (history));

  epoch = make_epoch (0.8, 2);
  bp_history_append (history, NULL, 0, &epoch, 1, first);
  g_assert_cmpuint (bp_history_get_best_epoch (history)->values.epoch, ==, 2);
  g_assert_true (bp_history_get_best_network (history) == first);

  /* An equal accuracy is not better. */
  epoch = make_epoch (0.8, 3);
  bp_history_append (history, NULL, 0, &epoch, 1, NULL);
  epoch = make_epoch (0.7, 4);
  bp_history_append (history, NULL, 0, &epoch, 1, NULL);
  g_assert_cmpuint (bp_history_get_best_epoch (history)->values.epoch, ==, 2);
  g_assert_true (bp_history_get_best_network (history) == first);

  epoch = make_epoch (0.9, 5);
  bp_history_append (history, NULL, 0, &epoch, 1, second);
  g_assert_cmpuint (bp_history_get_best_epoch (history)->values.epoch, ==, 5);
  g_assert_true (bp_history_get_best_network (history) == second);

  g_assert_finalize_object (history);
}

/* The first epoch is the best, even with an accuracy of 0. */
static void
test_zero_is_best_of_none (void)
{
  BpHistory *history = bp_history_new ();
  BpHistoryEpoch epoch = make_epoch (0.0, 1);

  bp_history_begin_run (history, 1);
  bp_history_append (history, NULL, 0, &epoch, 1, NULL);
  g_assert_nonnull (bp_history_get_best_epoch (history));

  g_assert_finalize_object (history);
}

static void
test_says_so_once (void)
{
  BpHistory *history = bp_history_new ();
  const float losses[5] = { 0.0f };
  BpHistoryEpoch epochs[] = { make_epoch (0.5, 1), make_epoch (0.6, 2), make_epoch (0.7, 3) };
  guint n_changed = 0;

  g_signal_connect_swapped (history, "changed", G_CALLBACK (count_call), &n_changed);

  bp_history_begin_run (history, 1);
  g_assert_cmpuint (n_changed, ==, 1);
  bp_history_append (history, losses, 5, epochs, 3, NULL);
  g_assert_cmpuint (n_changed, ==, 2);
  bp_history_append (history, NULL, 0, NULL, 0, NULL);
  g_assert_cmpuint (n_changed, ==, 2);

  g_assert_finalize_object (history);
}

/* The best network is published again when it is calibrated, without an epoch. */
static void
test_best_network_alone (void)
{
  BpHistory *history = bp_history_new ();
  const guint sizes[] = { 2, 2 };
  g_autoptr (BpNetwork) first = bp_network_new (sizes, 2, NULL);
  g_autoptr (BpNetwork) calibrated = bp_network_copy (first, NULL);
  BpHistoryEpoch epoch = make_epoch (0.5, 1);
  guint n_changed = 0;

  bp_history_begin_run (history, 1);
  bp_history_append (history, NULL, 0, &epoch, 1, first);
  g_assert_true (bp_history_get_best_network (history) == first);
  g_signal_connect_swapped (history, "changed", G_CALLBACK (count_call), &n_changed);
  bp_history_append (history, NULL, 0, NULL, 0, calibrated);
  g_assert_true (bp_history_get_best_network (history) == calibrated);
  g_assert_cmpuint (n_changed, ==, 1);

  g_assert_finalize_object (history);
}

BP_TEST_FILE (history)
{
  g_test_add_func ("/history/new", test_new);
  g_test_add_func ("/history/keeps-every-point", test_keeps_every_point);
  g_test_add_func ("/history/goes-on", test_goes_on);
  g_test_add_func ("/history/epoch-of-a-step", test_epoch_of_a_step);
  g_test_add_func ("/history/best", test_best);
  g_test_add_func ("/history/zero-is-best-of-none", test_zero_is_best_of_none);
  g_test_add_func ("/history/says-so-once", test_says_so_once);
  g_test_add_func ("/history/best-network-alone", test_best_network_alone);
}

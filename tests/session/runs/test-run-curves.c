/* SPDX-License-Identifier: MIT */
#include "run-curves.h"

#include "run-folder.h"
#include "test-file.h"
#include "test-files.h"

#include <math.h>
#include <string.h>

/* A run of two epochs of 4 steps each, and 2 steps of the third. */
#define N_EPOCHS        2
#define STEPS_PER_EPOCH 4
#define N_STEPS         10

typedef struct
{
  BpTestFolder *folder;
  BpRunRecord *record;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = bp_test_folder_new ();
  fixture->record = bp_run_record_new (fixture->folder->path);
  fixture->record->settings.n_train = 7;
  fixture->record->settings.config.batch_size = 2;
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_run_record_unref (fixture->record);
  bp_test_folder_free (fixture->folder);
}

static void
write_losses (Fixture *fixture, guint n_steps)
{
  g_autofree float *losses = g_new (float, n_steps);

  for (guint i = 0; i < n_steps; i++)
    losses[i] = (float) i;
  g_free (
      bp_test_folder_write (fixture->folder, BP_RUN_FILE_LOSSES, losses, n_steps * sizeof *losses));
}

static void
write_log (Fixture *fixture, const char *lines)
{
  g_free (bp_test_folder_write (fixture->folder, BP_RUN_FILE_LOG, lines, strlen (lines)));
}

static BpRunCurves *
load (Fixture *fixture, BpRunCurvesPart part)
{
  g_autoptr (GError) error = NULL;
  BpRunCurves *curves = bp_run_curves_load (fixture->record, part, &error);

  g_assert_no_error (error);
  return curves;
}

static void
assert_point (const GArray *points, guint index, double epoch, double value)
{
  const BpRunPoint *point = &g_array_index (points, BpRunPoint, index);

  g_assert_cmpfloat_with_epsilon (point->epoch, epoch, 1e-9);
  g_assert_cmpfloat_with_epsilon ((double) point->value, value, 1e-6);
}

static void
test_epochs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpRunCurves) curves = NULL;
  g_autoptr (BpRunCurves) epochs = NULL;

  write_losses (fixture, N_STEPS);
  write_log (fixture, "{\"epoch\": 1, \"step\": 4, \"held_out_accuracy\": 0.5}\n"
                      "{\"event\": \"continued\", \"step\": 6}\n"
                      "{\"epoch\": 2, \"step\": 8, \"held_out_accuracy\": 0.75}\n");
  curves = load (fixture, BP_RUN_CURVES_ALL);
  g_assert_cmpuint (curves->losses->len, ==, N_STEPS);
  assert_point (curves->losses, 0, 0.25, 0.0);
  assert_point (curves->losses, 3, 1.0, 3.0);
  assert_point (curves->losses, 4, 1.25, 4.0);
  assert_point (curves->losses, 9, 2.5, 9.0);
  g_assert_cmpuint (curves->accuracies->len, ==, N_EPOCHS);
  assert_point (curves->accuracies, 0, 1.0, 0.5);
  assert_point (curves->accuracies, 1, 2.0, 0.75);
  g_assert_true (curves->is_held_out);

  epochs = load (fixture, BP_RUN_CURVES_EPOCHS);
  g_assert_cmpuint (epochs->losses->len, ==, 0);
  g_assert_cmpuint (epochs->accuracies->len, ==, N_EPOCHS);
}

/* Points by steps and by the time of training; an epoch that has not ended is as fast as the one
 * before. */
static void
test_steps_and_seconds (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double seconds[] = { 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0 };
  g_autoptr (BpRunCurves) curves = NULL;
  const BpRunPoint *point;

  write_losses (fixture, N_STEPS);
  write_log (fixture, "{\"epoch\": 1, \"step\": 4, \"held_out_accuracy\": 0.5, \"seconds\": 2}\n"
                      "{\"epoch\": 2, \"step\": 8, \"held_out_accuracy\": 0.5, \"seconds\": 4}\n");
  curves = load (fixture, BP_RUN_CURVES_ALL);
  for (guint i = 0; i < N_STEPS; i++)
    {
      point = &g_array_index (curves->losses, BpRunPoint, i);
      g_assert_cmpfloat_with_epsilon (point->step, i + 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (point->seconds, seconds[i], 1e-9);
    }
  point = &g_array_index (curves->accuracies, BpRunPoint, 1);
  g_assert_cmpfloat_with_epsilon (point->step, 8.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (point->seconds, 6.0, 1e-9);
}

/* Before its first epoch has ended, the settings say how long an epoch is. */
static void
test_first_epoch (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpRunCurves) curves = NULL;

  write_losses (fixture, 2);
  curves = load (fixture, BP_RUN_CURVES_ALL);
  assert_point (curves->losses, 1, 2.0 / STEPS_PER_EPOCH, 1.0);
  g_assert_cmpuint (curves->accuracies->len, ==, 0);
}

/* A run that goes on from a trained network counts on. */
static void
test_later_epochs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpRunCurves) curves = NULL;

  fixture->record->settings.config.n_epochs_before = 3;
  write_losses (fixture, STEPS_PER_EPOCH + 1);
  write_log (fixture, "{\"epoch\": 4, \"step\": 4, \"train_accuracy\": 0.5}\n");
  curves = load (fixture, BP_RUN_CURVES_ALL);
  assert_point (curves->losses, 0, 3.25, 0.0);
  assert_point (curves->losses, STEPS_PER_EPOCH, 4.25, STEPS_PER_EPOCH);
  assert_point (curves->accuracies, 0, 4.0, 0.5);
  g_assert_false (curves->is_held_out);
}

/* Means of so many steps that the curve stays short; the last one may be of fewer. */
static void
test_many_steps (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint n_steps = 2 * BP_RUN_CURVES_MAX_POINTS + 1;
  g_autoptr (BpRunCurves) curves = NULL;

  write_losses (fixture, n_steps);
  curves = load (fixture, BP_RUN_CURVES_ALL);
  g_assert_cmpuint (curves->losses->len, ==, (n_steps + 2) / 3);
  assert_point (curves->losses, 0, 3.0 / STEPS_PER_EPOCH, 1.0);
  assert_point (curves->losses, curves->losses->len - 1, (double) n_steps / STEPS_PER_EPOCH,
                (double) (n_steps - 1) - 0.5);
}

static void
test_lost_losses (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const float losses[] = { NAN, 2.0F };
  g_autoptr (BpRunCurves) curves = NULL;

  g_free (bp_test_folder_write (fixture->folder, BP_RUN_FILE_LOSSES, losses, sizeof losses));
  curves = load (fixture, BP_RUN_CURVES_ALL);
  g_assert_true (isnan (g_array_index (curves->losses, BpRunPoint, 0).value));
  assert_point (curves->losses, 1, 2.0 / STEPS_PER_EPOCH, 2.0);
}

static void
on_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static void
test_async (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunCurves) curves = NULL;

  write_losses (fixture, 2);
  bp_run_curves_load_async (fixture->record, BP_RUN_CURVES_ALL, NULL, on_loaded, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  curves = bp_run_curves_load_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (curves->losses->len, ==, 2);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bp_run_curves_load_async (fixture->record, BP_RUN_CURVES_ALL, cancellable, on_loaded, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bp_run_curves_load_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (run_curves)
{
  add ("/run-curves/epochs", test_epochs);
  add ("/run-curves/steps-and-seconds", test_steps_and_seconds);
  add ("/run-curves/first-epoch", test_first_epoch);
  add ("/run-curves/later-epochs", test_later_epochs);
  add ("/run-curves/many-steps", test_many_steps);
  add ("/run-curves/lost-losses", test_lost_losses);
  add ("/run-curves/async", test_async);
  add ("/run-curves/cancelled", test_cancelled);
}

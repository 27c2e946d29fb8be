/* SPDX-License-Identifier: MIT */
#include "run-text.h"
#include "test-file.h"

static void
check (const BpTrainingFigures *figures, const char *expected)
{
  g_autofree char *text = bp_run_text_describe (figures);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_idle (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_IDLE,
    .seconds_left = -1,
    .best_held_out_accuracy = -1,
  };

  check (&figures, "");
}

static void
test_running (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_RUNNING,
    .epoch = 3,
    .n_epochs = 20,
    .images_per_second = 412345,
    .seconds_left = 3.2,
    .best_held_out_accuracy = 0.981,
    .best_epoch = 2,
  };

  check (&figures, "Epoch 3 of 20 · 410,000 images/s · 4 s left · best 98.1 %");
}

static void
test_running_before_anything_is_known (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_RUNNING,
    .n_epochs = 20,
    .seconds_left = -1,
    .best_held_out_accuracy = -1,
  };

  check (&figures, "Epoch 1 of 20");
}

static void
test_paused (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_PAUSED,
    .epoch = 3,
    .n_epochs = 20,
    .images_per_second = 412345,
    .seconds_left = 3.2,
    .best_held_out_accuracy = 0.981,
    .batch = 7,
    .n_batches = 1563,
    .loss = 0.25,
  };

  check (&figures, "Paused in epoch 3 of 20 · batch 7 of 1,563 · loss 0.25 · best 98.1 %");

  figures.state = BP_TRAINING_STATE_TESTING;
  check (&figures, "Stopped in epoch 3 of 20 · testing… · best 98.1 %");
  figures.fraction = 1.0;
  check (&figures, "Trained for 20 epochs · testing… · best 98.1 %");
}

static void
test_stopped_early (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_FINISHED,
    .epoch = 8,
    .n_epochs = 20,
    .fraction = 0.35,
    .is_stopped_early = TRUE,
    .best_held_out_accuracy = 0.981,
    .best_epoch = 5,
  };

  check (&figures, "Stopped early after epoch 7 of 20 · best held-out 98.1 % in epoch 5");
}

static void
test_finished (void)
{
  BpMetrics metrics = { .count = 10000, .n_correct = 9801, .accuracy = 0.9801 };
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_FINISHED,
    .epoch = 20,
    .n_epochs = 20,
    .fraction = 1,
    .best_held_out_accuracy = 0.981,
    .best_epoch = 17,
    .test_metrics = &metrics,
  };

  check (&figures, "Test accuracy 98.0 % (10,000 images) · best held-out 98.1 % in epoch 17");
}

static void
test_finished_without_test_samples (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_FINISHED,
    .epoch = 20,
    .n_epochs = 20,
    .fraction = 1,
    .best_held_out_accuracy = -1,
  };

  check (&figures, "Trained for 20 epochs");
}

static void
test_stopped (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_FINISHED,
    .epoch = 3,
    .n_epochs = 20,
    .fraction = 0.12,
    .best_held_out_accuracy = 0.981,
    .best_epoch = 2,
  };

  check (&figures, "Stopped in epoch 3 of 20 · best held-out 98.1 % in epoch 2");

  figures.test_metrics = &(const BpMetrics){ .count = 10000, .accuracy = 0.975 };
  check (&figures, "Stopped in epoch 3 of 20 · Test accuracy 97.5 % (10,000 images) · "
                   "best held-out 98.1 % in epoch 2");
}

static void
test_failed (void)
{
  BpTrainingFigures figures = {
    .state = BP_TRAINING_STATE_FAILED,
    .epoch = 1,
    .n_epochs = 20,
    .best_held_out_accuracy = -1,
  };

  check (&figures, "Ended early in epoch 1 of 20");
}

BP_TEST_FILE (run_text)
{
  g_test_add_func ("/run-text/idle", test_idle);
  g_test_add_func ("/run-text/running", test_running);
  g_test_add_func ("/run-text/running/before-anything-is-known",
                   test_running_before_anything_is_known);
  g_test_add_func ("/run-text/paused", test_paused);
  g_test_add_func ("/run-text/stopped-early", test_stopped_early);
  g_test_add_func ("/run-text/finished", test_finished);
  g_test_add_func ("/run-text/finished/without-test-samples", test_finished_without_test_samples);
  g_test_add_func ("/run-text/stopped", test_stopped);
  g_test_add_func ("/run-text/failed", test_failed);
}

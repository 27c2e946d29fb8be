/* SPDX-License-Identifier: MIT */
#include "stored-run.h"

#include "test-file.h"
#include "toy-network.h"

/* 13 images in batches of 5: 3 steps an epoch. */
#define N_TRAIN         13
#define BATCH_SIZE      5
#define STEPS_PER_EPOCH 3

#define N_EPOCHS        2
#define N_EPOCHS_BEFORE 4

typedef struct
{
  BpRunRecord *record;
  BpRunLog *log;
  BpNetwork *network;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpTrainingConfig *config;

  fixture->record = bp_run_record_new ("/a/run");
  fixture->record->state = BP_RUN_STATE_FINISHED;
  fixture->record->settings.n_train = N_TRAIN;
  config = &fixture->record->settings.config;
  config->batch_size = BATCH_SIZE;
  config->n_epochs = N_EPOCHS;
  config->n_epochs_before = N_EPOCHS_BEFORE;
  config->learning_rate = 0.5F;
  config->schedule = BP_SCHEDULE_CONSTANT;
  fixture->log = g_new0 (BpRunLog, 1);
  fixture->log->losses = g_array_new (FALSE, FALSE, sizeof (float));
  fixture->log->epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch));
  fixture->log->events = g_array_new (FALSE, FALSE, sizeof (BpRunEvent));
  for (guint i = 0; i < N_EPOCHS * STEPS_PER_EPOCH; i++)
    {
      float loss = 1.0F / (1.0F + (float) i);

      g_array_append_val (fixture->log->losses, loss);
    }
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      BpHistoryEpoch epoch = {
        .n_steps = (guint64) (i + 1) * STEPS_PER_EPOCH,
        .values = { .epoch = i, .seconds = 2.0 + i },
      };

      g_array_append_val (fixture->log->epochs, epoch);
    }
  fixture->network = bp_toy_network_new (4, 3, 2, 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_run_record_unref (fixture->record);
  bp_run_log_free (fixture->log);
  bp_network_unref (fixture->network);
}

static BpHistory *
create_history (const Fixture *fixture)
{
  return bp_stored_run_create_history (fixture->record, fixture->log, fixture->network);
}

static void
add_event (Fixture *fixture, BpRunEventKind kind, guint64 step, double learning_rate)
{
  const BpRunEvent event = { .kind = kind, .step = step, .learning_rate = learning_rate };

  g_array_append_val (fixture->log->events, event);
}

/* The last batch of an epoch is smaller, and the epochs' times add up. */
static void
test_course (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpHistory) history = create_history (fixture);

  g_assert_cmpuint (bp_history_get_steps_per_epoch (history), ==, STEPS_PER_EPOCH);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, N_EPOCHS);
  g_assert_cmpfloat (bp_history_get_seconds (history, STEPS_PER_EPOCH), ==, 2.0);
  g_assert_cmpfloat (bp_history_get_seconds (history, 2 * STEPS_PER_EPOCH), ==, 5.0);
}

/* What was done to the run on its way is marked in the chart: a learning rate that was changed, and
 * a run that went on. What comes after the last step is not. */
static void
test_events (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpHistoryRate *rates;
  gsize n_rates;
  g_autoptr (BpHistory) history = NULL;

  add_event (fixture, BP_RUN_EVENT_LEARNING_RATE, 2, 0.25);
  add_event (fixture, BP_RUN_EVENT_CONTINUED, 4, 0.125);
  add_event (fixture, BP_RUN_EVENT_CONTINUED, 6, 0.0625);
  history = create_history (fixture);
  rates = bp_history_get_rates (history, &n_rates);
  g_assert_cmpuint (n_rates, ==, 3);
  g_assert_true (rates[0].is_run);
  g_assert_false (rates[1].is_run);
  g_assert_true (rates[2].is_run);
  g_assert_cmpfloat (bp_history_get_learning_rate (history, 1), ==, 0.5);
  g_assert_cmpfloat (bp_history_get_learning_rate (history, 2), ==, 0.25);
  g_assert_cmpfloat (bp_history_get_learning_rate (history, 5), ==, 0.125);
}

/* The folder of a run that continued another calls its first epoch by the number after those. */
static void
test_folder (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpHistory) history = create_history (fixture);
  const BpHistoryFolder *folders;
  gsize n_folders;

  folders = bp_history_get_folders (history, &n_folders);
  g_assert_cmpuint (n_folders, ==, 1);
  g_assert_cmpstr (folders[0].path, ==, "/a/run");
  g_assert_cmpuint (folders[0].n_epochs_before, ==, 0);
  g_assert_cmpuint (folders[0].first_number, ==, N_EPOCHS_BEFORE + 1);
}

/* The loss of a run that diverged did so after its last step. */
static void
test_diverged (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpHistory) finished = create_history (fixture);
  g_autoptr (BpHistory) diverged = NULL;
  gsize n_divergences;

  bp_history_get_divergences (finished, &n_divergences);
  g_assert_cmpuint (n_divergences, ==, 0);
  fixture->record->state = BP_RUN_STATE_DIVERGED;
  diverged = create_history (fixture);
  bp_history_get_divergences (diverged, &n_divergences);
  g_assert_cmpuint (n_divergences, ==, 1);
}

/* The network is the best one only where the run says which epoch was best, and it is of that. */
static void
test_at_best (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpStoredRun stored = { .record = fixture->record, .info = { .n_epochs = 3 } };

  fixture->record->figures.best_epoch = 0;
  g_assert_false (bp_stored_run_is_at_best (&stored));
  fixture->record->figures.best_epoch = 3;
  g_assert_true (bp_stored_run_is_at_best (&stored));
  fixture->record->figures.best_epoch = 2;
  g_assert_false (bp_stored_run_is_at_best (&stored));
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (stored_run)
{
  add ("/stored-run/course", test_course);
  add ("/stored-run/events", test_events);
  add ("/stored-run/folder", test_folder);
  add ("/stored-run/diverged", test_diverged);
  add ("/stored-run/at-best", test_at_best);
}

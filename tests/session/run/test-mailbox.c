/* SPDX-License-Identifier: MIT */
#include "mailbox.h"

#include "error.h"
#include "test-file.h"

#include <math.h>

typedef BpMailboxNews News;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (News, bp_mailbox_news_clear)

static BpNetwork *
make_network (float value)
{
  const guint sizes[] = { 3, 2 };
  g_autoptr (GError) error = NULL;
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);

  g_assert_no_error (error);
  network->parameters[0] = value;
  return network;
}

static void
publish (BpMailbox *mailbox, float value)
{
  g_autoptr (BpNetwork) network = make_network (value);
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_mailbox_publish_network (mailbox, network, &error));
  g_assert_no_error (error);
}

static void
post_epoch (BpMailbox *mailbox, guint number, float value, gboolean is_best)
{
  g_autoptr (BpNetwork) network = make_network (value);
  BpEpoch epoch = { .epoch = number };

  bp_mailbox_post_epoch (mailbox, &epoch, 1000, network, is_best);
}

static void
post_steps (BpMailbox *mailbox, guint n_steps)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_steps; i++)
    {
      BpStep step = { .n_samples = 10, .loss = 0.5f };

      g_assert_true (bp_mailbox_post_step (mailbox, &step, 100, &error));
      g_assert_no_error (error);
    }
}

static void
assert_network (const BpNetwork *network, float value)
{
  g_assert_nonnull (network);
  g_assert_cmpfloat (network->parameters[0], ==, value);
}

static void
assert_same_network (const BpNetwork *network, const BpNetwork *expected)
{
  g_assert_nonnull (network);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                   expected->parameters, expected->n_parameters * sizeof (float));
  g_assert_cmpfloat (network->input_scale, ==, expected->input_scale);
  g_assert_cmpfloat (network->input_offset, ==, expected->input_offset);
  g_assert_cmpfloat (network->temperature, ==, expected->temperature);
  g_assert_cmpfloat (network->sure_threshold, ==, expected->sure_threshold);
}

static void
test_empty (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  bp_mailbox_read (mailbox, &news);
  g_assert_cmpuint (news.losses->len, ==, 0);
  g_assert_cmpuint (news.epochs->len, ==, 0);
  g_assert_null (news.network);
  g_assert_null (news.best_network);
  g_assert_false (news.has_test_metrics);
  g_assert_false (news.has_ended);
  g_assert_null (news.error);
  g_assert_cmpuint (bp_mailbox_get_requests (mailbox), ==, 0);
}

static void
test_steps_and_epochs (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  post_steps (mailbox, 5);
  post_epoch (mailbox, 1, 1.0f, FALSE);
  post_steps (mailbox, 7);
  post_epoch (mailbox, 2, 2.0f, FALSE);
  post_steps (mailbox, 1);

  bp_mailbox_read (mailbox, &news);
  g_assert_cmpuint (news.losses->len, ==, 13);
  g_assert_cmpuint (news.n_images, ==, 130);
  g_assert_cmpfloat_with_epsilon (news.step_seconds, 0.0013, 1e-9);
  g_assert_cmpfloat_with_epsilon (news.evaluation_seconds, 0.002, 1e-9);
  g_assert_cmpuint (news.epochs->len, ==, 2);
  g_assert_cmpuint (g_array_index (news.epochs, BpHistoryEpoch, 0).n_steps, ==, 5);
  g_assert_cmpuint (g_array_index (news.epochs, BpHistoryEpoch, 1).n_steps, ==, 12);
  assert_network (news.network, 2.0f);

  bp_mailbox_read (mailbox, &news);
  g_assert_cmpuint (news.losses->len, ==, 0);
  g_assert_cmpuint (news.epochs->len, ==, 0);
  g_assert_null (news.network);
  g_assert_cmpuint (news.n_images, ==, 130);
}

/* A network that was read never changes, even when others are published later. */
static void
test_taken_network_stays (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_autoptr (BpNetwork) taken = NULL;
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  publish (mailbox, 1.0f);
  publish (mailbox, 2.0f);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.network, 2.0f);
  taken = g_steal_pointer (&news.network);

  publish (mailbox, 3.0f);
  publish (mailbox, 4.0f);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.network, 4.0f);
  assert_network (taken, 2.0f);
}

static void
test_best_network_stays (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_autoptr (BpNetwork) best = NULL;
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  post_epoch (mailbox, 1, 1.0f, TRUE);
  publish (mailbox, 2.0f);
  publish (mailbox, 3.0f);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.best_network, 1.0f);
  assert_network (news.network, 3.0f);

  post_epoch (mailbox, 2, 4.0f, TRUE);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.best_network, 4.0f);
  assert_network (news.network, 4.0f);
  best = g_steal_pointer (&news.best_network);

  post_epoch (mailbox, 3, 5.0f, FALSE);
  bp_mailbox_read (mailbox, &news);
  g_assert_null (news.best_network);
  assert_network (news.network, 5.0f);
  assert_network (best, 4.0f);

  /* The best network and a newer one, both unread. */
  post_epoch (mailbox, 4, 6.0f, TRUE);
  post_epoch (mailbox, 5, 3.0f, FALSE);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.best_network, 6.0f);
  assert_network (news.network, 3.0f);

  post_epoch (mailbox, 6, 6.5f, TRUE);
  post_epoch (mailbox, 7, 7.0f, TRUE);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.best_network, 7.0f);
}

/* Others keep the network of an epoch, too: its memory is not used for the next one. */
static void
test_epoch_network_stays (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_autoptr (BpNetwork) network = make_network (1.0f);
  BpEpoch epoch = { .epoch = 1 };

  bp_mailbox_post_epoch (mailbox, &epoch, 1000, network, FALSE);
  publish (mailbox, 2.0f);
  publish (mailbox, 3.0f);
  assert_network (network, 1.0f);
}

/* Whether the copy has new memory or that of an unread network. */
static void
test_copies_are_whole (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_autoptr (BpNetwork) network = make_network (2.0f);
  g_autoptr (GError) error = NULL;
  BpEpoch epoch = { .epoch = 1 };
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  publish (mailbox, 1.0f);
  network->input_scale = 0.5f;
  network->input_offset = -1.0f;
  network->temperature = 1.5f;
  network->sure_threshold = 4.0f;
  g_assert_true (bp_mailbox_publish_network (mailbox, network, &error));
  bp_mailbox_read (mailbox, &news);
  assert_same_network (news.network, network);

  publish (mailbox, 1.0f);
  bp_mailbox_post_epoch (mailbox, &epoch, 1000, network, TRUE);
  bp_mailbox_read (mailbox, &news);
  assert_same_network (news.network, network);
  assert_same_network (news.best_network, network);
}

/* The best network is published once more when it is calibrated; the newest one stays. */
static void
test_best_network_is_replaced (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_autoptr (BpNetwork) network = make_network (1.0f);
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  post_epoch (mailbox, 1, 1.0f, TRUE);
  publish (mailbox, 2.0f);
  network->temperature = 1.5f;
  network->sure_threshold = 4.0f;
  bp_mailbox_publish_best_network (mailbox, network);
  bp_mailbox_read (mailbox, &news);
  assert_network (news.network, 2.0f);
  assert_same_network (news.best_network, network);
}

static void
test_end (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_auto (BpMetrics) metrics = { .count = 4, .n_classes = 2 };
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  metrics.confusion = g_new0 (guint32, 4);
  metrics.confusion[3] = 9;
  bp_mailbox_post_test_metrics (mailbox, &metrics);
  g_assert_null (metrics.confusion);
  bp_mailbox_post_end (mailbox, g_error_new_literal (BP_ERROR, BP_ERROR_DIVERGED, "Diverged"));

  bp_mailbox_read (mailbox, &news);
  g_assert_true (news.has_test_metrics);
  g_assert_cmpuint (news.test_metrics.count, ==, 4);
  g_assert_cmpuint (news.test_metrics.confusion[3], ==, 9);
  g_assert_true (news.has_ended);
  g_assert_error (news.error, BP_ERROR, BP_ERROR_DIVERGED);

  bp_mailbox_read (mailbox, &news);
  g_assert_false (news.has_test_metrics);
  g_assert_true (news.has_ended);
  g_assert_no_error (news.error);
}

/* Unread contents are freed with the mailbox, which the address sanitizer checks. */
static void
test_free_unread (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  BpMetrics metrics = { .count = 4, .n_classes = 2, .confusion = g_new0 (guint32, 4) };

  post_epoch (mailbox, 1, 1.0f, TRUE);
  publish (mailbox, 2.0f);
  bp_mailbox_post_test_metrics (mailbox, &metrics);
  bp_mailbox_post_end (mailbox, g_error_new_literal (BP_ERROR, BP_ERROR_DIVERGED, "Diverged"));
}

static void
test_requests (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  g_autoptr (GError) error = NULL;

  bp_mailbox_request_pause (mailbox, TRUE);
  g_assert_cmpuint (bp_mailbox_get_requests (mailbox), ==, BP_MAILBOX_PAUSE);
  bp_mailbox_request_learning_rate (mailbox, 0.5f);
  bp_mailbox_request_learning_rate (mailbox, 0.25f);
  g_assert_cmpuint (bp_mailbox_get_requests (mailbox), ==,
                    BP_MAILBOX_PAUSE | BP_MAILBOX_LEARNING_RATE);
  g_assert_cmpfloat (bp_mailbox_take_learning_rate (mailbox), ==, 0.25f);
  g_assert_cmpuint (bp_mailbox_get_requests (mailbox), ==, BP_MAILBOX_PAUSE);
  bp_mailbox_request_pause (mailbox, FALSE);
  g_assert_cmpuint (bp_mailbox_get_requests (mailbox), ==, 0);

  g_assert_true (bp_progress_check (bp_mailbox_get_progress (mailbox), &error));
  bp_mailbox_request_stop (mailbox);
  g_assert_cmpuint (bp_mailbox_get_requests (mailbox), ==, BP_MAILBOX_STOP);
  g_assert_false (bp_progress_check (bp_mailbox_get_progress (mailbox), &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

static gpointer
rest (gpointer data)
{
  bp_mailbox_wait_for_change (data, BP_MAILBOX_PAUSE);
  return NULL;
}

static void
request_resume (BpMailbox *mailbox)
{
  bp_mailbox_request_pause (mailbox, FALSE);
}

static void
request_half (BpMailbox *mailbox)
{
  bp_mailbox_request_learning_rate (mailbox, 0.5f);
}

/* Each request wakes a paused thread, or keeps it from sleeping. */
static void
test_requests_wake (void)
{
  void (*const requests[]) (BpMailbox *) = {
    request_resume,
    request_half,
    bp_mailbox_request_stop,
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
      GThread *thread;

      bp_mailbox_request_pause (mailbox, TRUE);
      thread = g_thread_new ("resting", rest, mailbox);
      if (i >= G_N_ELEMENTS (requests))
        g_usleep (20000);
      requests[i % G_N_ELEMENTS (requests)](mailbox);
      g_thread_join (thread);
    }
}

#define N_EPOCHS        2000
#define STEPS_PER_EPOCH 50

static gpointer
post_all (gpointer data)
{
  for (guint i = 1; i <= N_EPOCHS; i++)
    {
      post_steps (data, STEPS_PER_EPOCH);
      post_epoch (data, i, (float) i, i % 3 == 0);
      if (i % 2 == 0)
        publish (data, (float) i);
    }
  bp_mailbox_post_end (data, NULL);
  return NULL;
}

/* At every read, an epoch comes with its steps and a best network with its epoch; with the end,
 * everything is complete. */
static void
test_two_threads (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  guint64 n_steps = 0;
  guint n_epochs = 0;
  g_auto (News) news;
  GThread *thread;

  bp_mailbox_news_init (&news);
  thread = g_thread_new ("posting", post_all, mailbox);
  do
    {
      bp_mailbox_read (mailbox, &news);
      n_steps += news.losses->len;
      n_epochs += news.epochs->len;
      g_assert_cmpuint (n_steps, >=, (guint64) n_epochs * STEPS_PER_EPOCH);
      if (news.best_network != NULL)
        assert_network (news.best_network, (float) (n_epochs - n_epochs % 3));
    }
  while (!news.has_ended);
  g_thread_join (thread);

  g_assert_cmpuint (n_epochs, ==, N_EPOCHS);
  g_assert_cmpuint (n_steps, ==, N_EPOCHS * STEPS_PER_EPOCH);
  g_assert_cmpuint (news.n_images, ==, 10 * N_EPOCHS * STEPS_PER_EPOCH);
}

static void
test_cost (void)
{
  g_autoptr (BpMailbox) mailbox = bp_mailbox_new ();
  gint64 spent = 0;
  g_auto (News) news;

  bp_mailbox_news_init (&news);
  for (guint i = 0; i < 100; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      post_steps (mailbox, 10000);
      spent += g_get_monotonic_time () - begin;
      bp_mailbox_read (mailbox, &news);
      g_assert_cmpuint (news.losses->len, ==, 10000);
    }

  g_test_message ("one post: %.1f ns", 1000.0 * (double) spent / (100 * 10000));
}

BP_TEST_FILE (mailbox)
{
  g_test_add_func ("/mailbox/empty", test_empty);
  g_test_add_func ("/mailbox/steps-and-epochs", test_steps_and_epochs);
  g_test_add_func ("/mailbox/taken-network-stays", test_taken_network_stays);
  g_test_add_func ("/mailbox/best-network-stays", test_best_network_stays);
  g_test_add_func ("/mailbox/epoch-network-stays", test_epoch_network_stays);
  g_test_add_func ("/mailbox/copies-are-whole", test_copies_are_whole);
  g_test_add_func ("/mailbox/best-network-is-replaced", test_best_network_is_replaced);
  g_test_add_func ("/mailbox/end", test_end);
  g_test_add_func ("/mailbox/free-unread", test_free_unread);
  g_test_add_func ("/mailbox/requests", test_requests);
  g_test_add_func ("/mailbox/requests-wake", test_requests_wake);
  g_test_add_func ("/mailbox/two-threads", test_two_threads);
  g_test_add_func ("/mailbox/cost", test_cost);
}

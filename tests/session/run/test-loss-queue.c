/* SPDX-License-Identifier: MIT */
#include "loss-queue.h"
#include "test-file.h"

static void
append_range (BpLossQueue *queue, guint begin, guint end)
{
  g_autoptr (GError) error = NULL;

  for (guint i = begin; i < end; i++)
    {
      g_assert_true (bp_loss_queue_append (queue, (float) i, &error));
      g_assert_no_error (error);
    }
}

/* Whole numbers up to 2^24 are exact as floats. */
static void
assert_is_range (const GArray *losses, guint length)
{
  g_assert_cmpuint (losses->len, ==, length);
  for (guint i = 0; i < length; i++)
    g_assert_cmpfloat (g_array_index (losses, float, i), ==, (float) i);
}

static void
test_in_order (void)
{
  g_autoptr (BpLossQueue) queue = bp_loss_queue_new ();
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (float));

  bp_loss_queue_read (queue, losses);
  assert_is_range (losses, 0);
  append_range (queue, 0, 10);
  bp_loss_queue_read (queue, losses);
  assert_is_range (losses, 10);
  bp_loss_queue_read (queue, losses);
  assert_is_range (losses, 10);
}

/* Early and late reads, so that the ring wraps at every position, is exactly full, and overflows by
 * a few and by many losses. */
static void
test_wraps_and_overflows (void)
{
  const guint pieces[] = {
    1,   BP_LOSS_QUEUE_RING_SIZE - 1,     BP_LOSS_QUEUE_RING_SIZE,     BP_LOSS_QUEUE_RING_SIZE + 1,
    100, 5 * BP_LOSS_QUEUE_RING_SIZE + 3, BP_LOSS_QUEUE_RING_SIZE / 3, 2 * BP_LOSS_QUEUE_RING_SIZE,
    7,
  };
  g_autoptr (BpLossQueue) queue = bp_loss_queue_new ();
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (float));
  guint total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      append_range (queue, total, total + pieces[i]);
      total += pieces[i];
      bp_loss_queue_read (queue, losses);
      assert_is_range (losses, total);
    }
}

#define N_THREADED 2000000

static gpointer
write_all (gpointer data)
{
  append_range (data, 0, N_THREADED);
  return NULL;
}

/* A writer at full speed and a reader that alternates between fast and too slow. */
static void
test_two_threads (void)
{
  g_autoptr (BpLossQueue) queue = bp_loss_queue_new ();
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (float));
  GThread *writer = g_thread_new ("writer", write_all, queue);

  for (guint i = 0; losses->len < N_THREADED; i++)
    {
      bp_loss_queue_read (queue, losses);
      if (i % 8 == 7)
        g_usleep (2000);
    }
  g_thread_join (writer);

  assert_is_range (losses, N_THREADED);
}

static void
test_free_with_content (void)
{
  g_autoptr (BpLossQueue) queue = bp_loss_queue_new ();

  append_range (queue, 0, 3 * BP_LOSS_QUEUE_RING_SIZE);
}

static void
test_cost (void)
{
  g_autoptr (BpLossQueue) queue = bp_loss_queue_new ();
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (float));
  gint64 spent = 0;

  for (guint i = 0; i < 100; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      for (guint j = 0; j < 10000; j++)
        bp_loss_queue_append (queue, 1.0f, NULL);
      spent += g_get_monotonic_time () - begin;
      bp_loss_queue_read (queue, losses);
    }

  g_test_message ("one append: %.1f ns", 1000.0 * (double) spent / (100 * 10000));
  g_assert_cmpuint (losses->len, ==, 100 * 10000);
}

BP_TEST_FILE (loss_queue)
{
  g_test_add_func ("/loss-queue/in-order", test_in_order);
  g_test_add_func ("/loss-queue/wraps-and-overflows", test_wraps_and_overflows);
  g_test_add_func ("/loss-queue/two-threads", test_two_threads);
  g_test_add_func ("/loss-queue/free-with-content", test_free_with_content);
  g_test_add_func ("/loss-queue/cost", test_cost);
}

/* SPDX-License-Identifier: MIT */
#include "calibration-drawings.h"

#include "error.h"
#include "non-digits.h"
#include "test-file.h"

#define N_THREADS 3

static gpointer
get_images (gpointer data)
{
  g_autoptr (GError) error = NULL;
  BpSamples drawings;

  (void) data;
  g_assert_true (bp_calibration_drawings_get (&drawings, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (drawings.labels);
  g_assert_cmpuint (drawings.count, ==, 4000);
  return (gpointer) drawings.images;
}

/* Runs before the drawings exist. */
static void
test_cancelled (void)
{
  BpProgress progress = { 0 };
  BpSamples drawings;
  g_autoptr (GError) error = NULL;

  bp_progress_cancel (&progress);
  g_assert_false (bp_calibration_drawings_get (&drawings, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* All threads get the same images, of whichever thread they are. */
static void
test_threads (void)
{
  GThread *threads[N_THREADS];
  const guint8 *images;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("drawings", get_images, NULL);
  images = g_thread_join (threads[0]);
  for (guint i = 1; i < N_THREADS; i++)
    g_assert_true (g_thread_join (threads[i]) == images);
  g_assert_true (get_images (NULL) == images);
}

/* The drawings are those by which the thresholds of older runs were found. */
static void
test_stay_the_same (void)
{
  const guint8 *images = get_images (NULL);
  g_autofree guint8 *expected = bp_non_digits_new (1, 10, NULL, NULL);

  g_assert_cmpmem (images, 10 * (gsize) BP_DIGIT_N_PIXELS, expected,
                   10 * (gsize) BP_DIGIT_N_PIXELS);
}

BP_TEST_FILE (calibration_drawings)
{
  g_test_add_func ("/calibration-drawings/cancelled", test_cancelled);
  g_test_add_func ("/calibration-drawings/threads", test_threads);
  g_test_add_func ("/calibration-drawings/stay-the-same", test_stay_the_same);
}

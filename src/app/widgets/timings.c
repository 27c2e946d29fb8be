/* SPDX-License-Identifier: MIT */
#include "timings.h"

#include <time.h>

/* The largest difference from the display server's time; a larger one means that it has another
 * clock. */
#define MOST_DELAY_MILLISECONDS 10000

typedef struct
{
  gint64 begin;                  /* when main() began, by bp_timings_get_time() */
  GArray *samples[BP_N_TIMINGS]; /* owned, of double: milliseconds */
  gint64
      motion; /* when the first motion of the frame was handled, by bp_timings_get_time(), or 0 */
  clockid_t clock; /* of bp_timings_get_time() */
  gboolean is_training;
} Timings;

/* Of the whole program; NULL while measuring is off. */
static Timings *timings;

static const char *const NAMES[BP_N_TIMINGS] = {
  "motion handled to answer, idle", "motion handled to answer, training",
  "motion made to answer, idle",    "motion made to answer, training",
  "motion handled to drawn, idle",  "motion handled to drawn, training",
  "work of a frame, training",      "frame to frame, training",
  "main() to first frame",          "Train to 98 % of held-out images",
};

/**
 * bp_timings_begin:
 *
 * Begins to measure, if the environment variable is set.
 */
void
bp_timings_begin (void)
{
  if (timings != NULL || g_getenv (BP_TIMINGS_ENVIRONMENT) == NULL)
    return;

  timings = g_new0 (Timings, 1);
  timings->clock = g_strcmp0 (g_getenv (BP_TIMINGS_ENVIRONMENT), BP_TIMINGS_PROCESSOR) == 0
                       ? CLOCK_THREAD_CPUTIME_ID
                       : CLOCK_MONOTONIC;
  timings->begin = bp_timings_get_time ();
  for (guint i = 0; i < BP_N_TIMINGS; i++)
    timings->samples[i] = g_array_new (FALSE, FALSE, sizeof (double));
}

/**
 * bp_timings_is_on:
 *
 * Returns: whether measuring is on
 */
gboolean
bp_timings_is_on (void)
{
  return timings != NULL;
}

/**
 * bp_timings_get_time:
 *
 * Returns: the time by which work is measured, in microseconds: that of the wall, or with "cpu" in
 *   the environment the processor time of the calling thread; 0 while measuring is off
 */
gint64
bp_timings_get_time (void)
{
  struct timespec now;

  if (timings == NULL || clock_gettime (timings->clock, &now) != 0)
    return 0;
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * bp_timings_set_is_training:
 * @is_training: whether a network is being trained from now on
 */
void
bp_timings_set_is_training (gboolean is_training)
{
  if (timings != NULL)
    timings->is_training = is_training;
}

/**
 * bp_timings_add:
 * @timing: the kind of the measurement
 * @microseconds: the measured duration
 */
void
bp_timings_add (BpTiming timing, gint64 microseconds)
{
  double milliseconds = (double) microseconds / 1000.0;

  if (timings != NULL)
    g_array_append_val (timings->samples[timing], milliseconds);
}

/**
 * bp_timings_add_answer:
 * @begin: when the handling of a motion event began, by bp_timings_get_time()
 * @event_time: of the event, in the milliseconds of the display server
 *
 * Measures the time from a motion to its answer, which is shown now.
 */
void
bp_timings_add_answer (gint64 begin, guint32 event_time)
{
  guint32 delay;

  if (timings == NULL)
    return;

  if (timings->motion == 0)
    timings->motion = begin;
  delay = (guint32) (g_get_monotonic_time () / 1000) - event_time;
  bp_timings_add (timings->is_training ? BP_TIMING_ANSWER_IN_TRAINING : BP_TIMING_ANSWER,
                  bp_timings_get_time () - begin);
  if (delay < MOST_DELAY_MILLISECONDS)
    bp_timings_add (timings->is_training ? BP_TIMING_DEVICE_IN_TRAINING : BP_TIMING_DEVICE,
                    (gint64) delay * 1000);
}

/**
 * bp_timings_add_frame:
 *
 * Measures, at the end of a frame's drawing, the time since the motion that it shows, and of the
 * first frame the time since the start.
 */
void
bp_timings_add_frame (void)
{
  if (timings == NULL)
    return;

  if (timings->samples[BP_TIMING_FIRST_FRAME]->len == 0)
    bp_timings_add (BP_TIMING_FIRST_FRAME, bp_timings_get_time () - timings->begin);
  if (timings->motion > 0)
    bp_timings_add (timings->is_training ? BP_TIMING_DRAWN_IN_TRAINING : BP_TIMING_DRAWN,
                    bp_timings_get_time () - timings->motion);
  timings->motion = 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The quantile of the samples for a share. */
static double
get_quantile (const GArray *sorted, double share)
{
  guint rank = (guint) (share * sorted->len);

  return g_array_index (sorted, double, MIN (rank, sorted->len - 1));
}

/**
 * bp_timings_describe:
 *
 * Returns: (transfer full) (nullable): a line for each kind that was measured, in milliseconds:
 *   median, 99th percentile and worst; %NULL while measuring is off
 */
char *
bp_timings_describe (void)
{
  GString *text;

  if (timings == NULL)
    return NULL;

  text = g_string_new (NULL);
  for (guint i = 0; i < BP_N_TIMINGS; i++)
    {
      GArray *samples = timings->samples[i];

      if (samples->len == 0)
        continue;
      g_array_sort (samples, compare);
      g_string_append_printf (text, "%s: median %.3f ms, 99 %% %.3f ms, worst %.3f ms (%u)\n",
                              NAMES[i], get_quantile (samples, 0.5), get_quantile (samples, 0.99),
                              get_quantile (samples, 1.0), samples->len);
    }
  return g_string_free (text, FALSE);
}

/**
 * bp_timings_end:
 *
 * Ends measuring and drops all measurements.
 */
void
bp_timings_end (void)
{
  if (timings == NULL)
    return;
  for (guint i = 0; i < BP_N_TIMINGS; i++)
    g_array_unref (timings->samples[i]);
  g_clear_pointer (&timings, g_free);
}

/* SPDX-License-Identifier: MIT */
/*
 * Thread rule: start and stop are called by one thread, which meanwhile is busy with the call that
 * the bar is about. The bar's thread reads the progress ten times a second and writes to the
 * terminal. POSIX threads are used, because Thread Sanitizer understands them.
 */
#include "progress-bar.h"

#include "text-width.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS          1000000000L
#define INTERVAL_NANOSECONDS (NANOSECONDS / 10)

/* In characters. On a narrow terminal the bar is shorter, or left out. */
#define MAX_WIDTH       40
#define MIN_WIDTH       5
#define DEFAULT_COLUMNS 80

/* The characters around the bar: a blank, two brackets, and " 100 %". */
#define FRAME_WIDTH 9

/* Terminals understand this as "clear to the end of the line". */
#define CLEAR_REST "\033[K"

struct _BpProgressBar
{
  char *label;
  BpProgress *progress; /* borrowed */
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t stopped;
  gboolean is_stopping; /* under the mutex */
};

static int
get_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return DEFAULT_COLUMNS;
  return size.ws_col;
}

static void
draw (const BpProgressBar *bar)
{
  double fraction = bp_progress_get_fraction (bar->progress);
  int width = get_columns () - 1 - FRAME_WIDTH - bp_text_get_width (bar->label);
  g_autoptr (GString) line = g_string_new ("\r");

  g_string_append (line, bar->label);
  if (fraction >= 0.0)
    {
      width = MIN (width, MAX_WIDTH);
      if (width >= MIN_WIDTH)
        {
          g_string_append (line, " [");
          for (int i = 0; i < width; i++)
            g_string_append_c (line, i < fraction * width ? '#' : '-');
          g_string_append_c (line, ']');
        }
      g_string_append_printf (line, " %3.0f %%", fraction * 100.0);
    }
  g_string_append (line, CLEAR_REST);
  fputs (line->str, stderr);
  fflush (stderr);
}

static void *
run (void *data)
{
  BpProgressBar *bar = data;
  struct timespec next_time;

  clock_gettime (CLOCK_MONOTONIC, &next_time);
  pthread_mutex_lock (&bar->mutex);
  while (!bar->is_stopping)
    {
      next_time.tv_nsec += INTERVAL_NANOSECONDS;
      next_time.tv_sec += next_time.tv_nsec / NANOSECONDS;
      next_time.tv_nsec %= NANOSECONDS;
      while (!bar->is_stopping &&
             pthread_cond_clockwait (&bar->stopped, &bar->mutex, CLOCK_MONOTONIC, &next_time) == 0)
        ;
      if (!bar->is_stopping)
        draw (bar);
    }
  pthread_mutex_unlock (&bar->mutex);
  return NULL;
}

static void
bar_free (BpProgressBar *bar)
{
  pthread_mutex_destroy (&bar->mutex);
  pthread_cond_destroy (&bar->stopped);
  g_free (bar->label);
  g_free (bar);
}

/**
 * bp_progress_bar_start:
 * @label: the work in progress, translated
 * @progress: the progress of the call; it is reset
 *
 * Returns: (transfer full) (nullable): the bar, or %NULL where the standard error is no terminal
 */
BpProgressBar *
bp_progress_bar_start (const char *label, BpProgress *progress)
{
  BpProgressBar *bar;

  bp_progress_report (progress, 0, 0);
  if (!isatty (STDERR_FILENO) || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0)
    return NULL;

  bar = g_new0 (BpProgressBar, 1);
  bar->label = g_strdup (label);
  bar->progress = progress;
  pthread_mutex_init (&bar->mutex, NULL);
  pthread_cond_init (&bar->stopped, NULL);
  draw (bar);
  if (pthread_create (&bar->thread, NULL, run, bar) != 0)
    {
      bar_free (bar);
      return NULL;
    }
  return bar;
}

/**
 * bp_progress_bar_stop:
 * @bar: (transfer full) (nullable): the bar, which disappears
 */
void
bp_progress_bar_stop (BpProgressBar *bar)
{
  if (bar == NULL)
    return;

  pthread_mutex_lock (&bar->mutex);
  bar->is_stopping = TRUE;
  pthread_cond_signal (&bar->stopped);
  pthread_mutex_unlock (&bar->mutex);
  pthread_join (bar->thread, NULL);

  fputs ("\r" CLEAR_REST, stderr);
  fflush (stderr);
  bar_free (bar);
}

/* SPDX-License-Identifier: MIT */
/*
 * Thread rule: start and stop are called by one thread, which meanwhile is busy with the call that
 * the bar is about. The bar's thread reads the progress ten times a second and writes to the
 * terminal.
 */
#include "cli/progress-bar.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 10)

/* In characters; where the terminal is narrow the bar gets what is left, or is left out. */
#define MAX_WIDTH       40
#define MIN_WIDTH       5
#define DEFAULT_COLUMNS 80

/* What stands around the bar: a blank, two brackets, and " 100 %". */
#define FRAME_WIDTH 9

/* Terminals understand this as "clear to the end of the line". */
#define CLEAR_REST "\033[K"

struct _BpProgressBar
{
  char *label;
  BpProgress *progress; /* borrowed */
  GThread *thread;
  GMutex mutex;
  GCond stopped;
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
  int width = get_columns () - 1 - FRAME_WIDTH - (int) g_utf8_strlen (bar->label, -1);
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

static gpointer
run (gpointer data)
{
  BpProgressBar *bar = data;
  gint64 next_time = g_get_monotonic_time () + INTERVAL;

  g_mutex_lock (&bar->mutex);
  while (!bar->is_stopping)
    {
      if (g_cond_wait_until (&bar->stopped, &bar->mutex, next_time))
        continue;
      draw (bar);
      next_time += INTERVAL;
    }
  g_mutex_unlock (&bar->mutex);
  return NULL;
}

/**
 * bp_progress_bar_start:
 * @label: what is being done, translated
 * @progress: what the call reports to; it is set to the beginning
 *
 * Returns: (transfer full) (nullable): the bar, or %NULL where there is no terminal to draw it on
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
  g_mutex_init (&bar->mutex);
  g_cond_init (&bar->stopped);
  draw (bar);
  bar->thread = g_thread_new ("progress-bar", run, bar);
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

  g_mutex_lock (&bar->mutex);
  bar->is_stopping = TRUE;
  g_cond_signal (&bar->stopped);
  g_mutex_unlock (&bar->mutex);
  g_thread_join (bar->thread);

  fputs ("\r" CLEAR_REST, stderr);
  fflush (stderr);
  g_mutex_clear (&bar->mutex);
  g_cond_clear (&bar->stopped);
  g_free (bar->label);
  g_free (bar);
}

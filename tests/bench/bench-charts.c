/* SPDX-License-Identifier: MIT */

/* How long a frame of charts takes, drawn on images as the window draws them: both charts of a run
 * of a million steps, whole and zoomed, and the curves of fifty runs in one chart. Prints medians;
 * nothing is asserted. */
#include "chart-contents.h"
#include "chart-view.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH        1000
#define HALF_HEIGHT  300
#define HEIGHT       (2 * HALF_HEIGHT)
#define MEDIAN_FRAME 50
#define N_FRAMES     (2 * MEDIAN_FRAME + 1)

#define N_EPOCHS        2000
#define STEPS_PER_EPOCH 500
#define N_STEPS         (N_EPOCHS * STEPS_PER_EPOCH)
#define N_MARKS         20
#define N_RUNS          50
#define N_STEPS_OF_RUN  20000
#define MICROSECONDS    1e-3 /* as milliseconds */

typedef struct
{
  BpChartModel model;
  BpChartStyle style;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context;
  BpChartFrame *frame;
} Chart;

static void
chart_init (Chart *chart, BpChartUnit unit, int height)
{
  const BpChartColor black = { 0.0F, 0.0F, 0.0F, 1.0F };
  const BpChartColor white = { 1.0F, 1.0F, 1.0F, 1.0F };
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 11");

  bp_chart_model_init (&chart->model, unit);
  bp_chart_style_init (&chart->style, &black, &white, FALSE);
  chart->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, height);
  chart->cr = cairo_create (chart->surface);
  chart->context = pango_cairo_create_context (chart->cr);
  pango_context_set_font_description (chart->context, font);
  chart->frame = NULL;
}

static void
chart_clear (Chart *chart)
{
  g_clear_pointer (&chart->frame, bp_chart_frame_free);
  g_object_unref (chart->context);
  cairo_destroy (chart->cr);
  cairo_surface_destroy (chart->surface);
  bp_chart_model_clear (&chart->model);
}

/* A loss that falls with noise, from the same numbers in every run. */
static float
get_loss (guint64 step, guint64 n_steps, guint run)
{
  double noise = (double) ((step * 2654435761U + run * 40503U) % 1000U) / 1000.0;

  return (float) (0.05 + 2.2 * exp (-8.0 * (double) step / (double) n_steps) * (0.7 + 0.6 * noise) +
                  0.002 * run);
}

/* The labels are laid out once for an axis, as in the window. */
static void
draw_frame (Chart *chart)
{
  if (bp_chart_model_fit (&chart->model) || chart->frame == NULL)
    {
      g_clear_pointer (&chart->frame, bp_chart_frame_free);
      chart->frame = bp_chart_frame_new (&chart->model, chart->context, WIDTH,
                                         cairo_image_surface_get_height (chart->surface));
    }
  bp_chart_color_set_source (chart->style.background, chart->cr);
  cairo_paint (chart->cr);
  bp_chart_frame_draw (chart->frame, &chart->model, &chart->style, chart->cr);
  bp_chart_contents_draw (chart->frame, &chart->model, &chart->style, chart->cr);
  cairo_surface_flush (chart->surface);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : (first > second ? 1 : 0);
}

/* Of the processor, in microseconds, so that other programs do not count. */
static gint64
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Prints the median and the 99th percentile of the frames of some charts together. */
static void
measure (const char *what, Chart *charts, guint n_charts)
{
  gint64 times[N_FRAMES];

  for (guint i = 0; i < n_charts; i++)
    g_clear_pointer (&charts[i].frame, bp_chart_frame_free);
  for (guint frame = 0; frame < N_FRAMES; frame++)
    {
      gint64 begin = get_time ();

      for (guint i = 0; i < n_charts; i++)
        draw_frame (&charts[i]);
      times[frame] = get_time () - begin;
    }
  qsort (times, N_FRAMES, sizeof *times, compare_times);
  g_print ("%-44s %7.2f ms median %7.2f ms worst of 100\n", what,
           (double) times[MEDIAN_FRAME] * MICROSECONDS,
           (double) times[N_FRAMES - 1] * MICROSECONDS);
}

static void
add_steps (Chart *chart, guint64 n_steps, double spacing, double smoothing, guint run)
{
  /* Neighbours are told apart by their dashes, as on the page of runs. */
  const BpChartSeriesFlags dashes[] = { BP_CHART_SERIES_LINE, BP_CHART_SERIES_DASHED,
                                        BP_CHART_SERIES_DOTTED };
  g_autofree char *name = g_strdup_printf ("Run %u", run + 1);
  g_autoptr (BpChartSeries) series =
      bp_chart_series_new (name, dashes[run % G_N_ELEMENTS (dashes)]);

  bp_chart_series_set_spacing (series, spacing);
  bp_chart_series_set_smoothing (series, smoothing);
  for (guint64 step = 0; step < n_steps; step++)
    bp_chart_series_append (series, get_loss (step, n_steps, run));
  bp_chart_model_add_series (&chart->model, series);
}

static void
add_epochs (Chart *chart, double first, double last)
{
  const BpChartSeriesFlags flags = BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES;
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Held-out", flags);

  for (guint epoch = 1; epoch <= N_EPOCHS; epoch++)
    bp_chart_series_append_at (series, epoch,
                               (float) (last + (first - last) * exp (-6.0 * epoch / N_EPOCHS)));
  bp_chart_model_add_series (&chart->model, series);
}

/* Of rates that were changed, all over the run. */
static void
add_marks (Chart *chart, guint n_marks)
{
  for (guint i = 1; i <= n_marks; i++)
    bp_chart_model_add_mark (&chart->model, (double) N_EPOCHS * i / (n_marks + 1),
                             BP_CHART_MARK_TRIANGLE, "Learning rate changed");
}

static void
measure_long_run (void)
{
  Chart charts[2];

  chart_init (&charts[0], BP_CHART_UNIT_NUMBER, HALF_HEIGHT);
  chart_init (&charts[1], BP_CHART_UNIT_PERCENT, HALF_HEIGHT);
  add_steps (&charts[0], N_STEPS, 1.0 / STEPS_PER_EPOCH, 0.95, 0);
  add_epochs (&charts[0], 0.5, 0.08);
  add_epochs (&charts[1], 0.85, 0.98);
  add_epochs (&charts[1], 0.83, 0.97);
  measure ("1,000,000 steps, both charts", charts, G_N_ELEMENTS (charts));

  bp_chart_view_select (&charts[0].model, 0.3, 0.7, 0.0, 0.5);
  bp_chart_view_select_x (&charts[1].model, 0.3, 0.7);
  measure ("the same, 40 % of the axis", charts, G_N_ELEMENTS (charts));
  bp_chart_view_select_x (&charts[0].model, 0.5, 0.501);
  bp_chart_view_select_x (&charts[1].model, 0.5, 0.501);
  measure ("the same, 0.04 % of the axis", charts, G_N_ELEMENTS (charts));

  bp_chart_view_reset (&charts[0].model);
  bp_chart_view_reset (&charts[1].model);
  bp_chart_model_set_x_axis (&charts[0].model, "Epoch", BP_CHART_SCALE_LOG);
  bp_chart_model_set_y_kind (&charts[0].model, BP_CHART_Y_LOG);
  measure ("the same, both axes logarithmic", charts, G_N_ELEMENTS (charts));

  bp_chart_model_set_x_axis (&charts[0].model, "Epoch", BP_CHART_SCALE_LINEAR);
  bp_chart_model_set_y_kind (&charts[0].model, BP_CHART_Y_LINEAR);
  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    add_marks (&charts[i], N_MARKS);
  measure ("both axes linear, 20 marks in each chart", charts, G_N_ELEMENTS (charts));

  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    chart_clear (&charts[i]);
}

static void
measure_many_runs (void)
{
  Chart chart;

  chart_init (&chart, BP_CHART_UNIT_NUMBER, HEIGHT);
  for (guint run = 0; run < N_RUNS; run++)
    add_steps (&chart, N_STEPS_OF_RUN, 1.0 / STEPS_PER_EPOCH, 0.95, run);
  measure ("50 runs of 20,000 steps in one chart", &chart, 1);
  bp_chart_view_select_x (&chart.model, 0.3, 0.4);
  measure ("the same, 10 % of the axis", &chart, 1);
  chart_clear (&chart);
}

int
main (void)
{
  measure_long_run ();
  measure_many_runs ();
  return 0;
}

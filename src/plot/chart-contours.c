/* SPDX-License-Identifier: MIT */
/*
 * Contours by marching squares: in each square of four neighbours of the grid, the line goes
 * through the edges of which one end is over the level and the other is not, at the place that
 * linear interpolation gives. In a saddle, where it goes through all four, the mean of the corners
 * tells which pairs belong together. Each edge belongs to two squares at most, so that the pieces
 * join at the edges to open or closed lines.
 */
#include "chart-contours.h"

#include "chart-scale.h"

#include <math.h>

/* Where a logarithmic scale has fewer levels, a linear one has more. */
#define FEWEST_LEVELS 4

#define NONE (-1)

/* The pieces of one level. */
typedef struct
{
  const double *values; /* (n_rows, n_columns) */
  guint n_columns;
  guint n_rows;
  double level;
  int (*joined)[2]; /* (n_edges) of each edge, the edges to which the line goes on, or NONE */
  gboolean *is_traced;
} Tracing;

/* The edges of a square. */
enum
{
  BOTTOM,
  RIGHT,
  TOP,
  LEFT,
  N_EDGES,
};

static double
get_value (const Tracing *tracing, guint column, guint row)
{
  return tracing->values[(gsize) row * tracing->n_columns + column];
}

/* First the edges along the rows are numbered, then those along the columns. */
static int
get_horizontal (const Tracing *tracing, guint column, guint row)
{
  return (int) (row * tracing->n_columns + column);
}

static int
get_vertical (const Tracing *tracing, guint column, guint row)
{
  return (int) (tracing->n_rows * tracing->n_columns + row * tracing->n_columns + column);
}

static void
join (Tracing *tracing, int a, int b)
{
  tracing->joined[a][tracing->joined[a][0] == NONE ? 0 : 1] = b;
  tracing->joined[b][tracing->joined[b][0] == NONE ? 0 : 1] = a;
}

static void
march (Tracing *tracing, guint column, guint row)
{
  const double corners[N_EDGES] = {
    get_value (tracing, column, row),
    get_value (tracing, column + 1, row),
    get_value (tracing, column + 1, row + 1),
    get_value (tracing, column, row + 1),
  };
  const int edges[N_EDGES] = {
    [BOTTOM] = get_horizontal (tracing, column, row),
    [RIGHT] = get_vertical (tracing, column + 1, row),
    [TOP] = get_horizontal (tracing, column, row + 1),
    [LEFT] = get_vertical (tracing, column, row),
  };
  double mean = (corners[0] + corners[1] + corners[2] + corners[3]) / 4.0;
  int crossed[N_EDGES];
  guint n_crossed = 0;

  if (!isfinite (mean))
    return;
  /* An edge goes from its corner to the next one. */
  for (guint i = 0; i < N_EDGES; i++)
    if ((corners[i] >= tracing->level) != (corners[(i + 1) % N_EDGES] >= tracing->level))
      crossed[n_crossed++] = edges[i];
  if (n_crossed == 2)
    join (tracing, crossed[0], crossed[1]);
  if (n_crossed < N_EDGES)
    return;
  if ((corners[0] >= tracing->level) == (mean >= tracing->level))
    {
      join (tracing, edges[BOTTOM], edges[RIGHT]);
      join (tracing, edges[TOP], edges[LEFT]);
    }
  else
    {
      join (tracing, edges[BOTTOM], edges[LEFT]);
      join (tracing, edges[RIGHT], edges[TOP]);
    }
}

/* Where the line goes through an edge. */
static void
append_point (const Tracing *tracing, GArray *points, int edge)
{
  guint n_points = tracing->n_columns * tracing->n_rows;
  gboolean is_vertical = (guint) edge >= n_points;
  guint point = (guint) edge - (is_vertical ? n_points : 0);
  guint column = point % tracing->n_columns;
  guint row = point / tracing->n_columns;
  double begin = get_value (tracing, column, row);
  double end = get_value (tracing, column + !is_vertical, row + is_vertical);
  double share = (tracing->level - begin) / (end - begin);
  double x = column + (is_vertical ? 0.0 : share);
  double y = row + (is_vertical ? share : 0.0);

  g_array_append_val (points, x);
  g_array_append_val (points, y);
}

static BpChartContour *
trace_line (Tracing *tracing, int edge)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (double));
  BpChartContour *contour = g_new0 (BpChartContour, 1);
  gsize length;

  contour->is_closed = tracing->joined[edge][1] != NONE;
  while (edge != NONE)
    {
      const int *joined = tracing->joined[edge];
      int next = NONE;

      append_point (tracing, points, edge);
      tracing->is_traced[edge] = TRUE;
      for (guint i = 0; i < 2; i++)
        if (joined[i] != NONE && !tracing->is_traced[joined[i]])
          next = joined[i];
      edge = next;
    }
  contour->points = (double *) (gpointer) g_array_steal (points, &length);
  contour->n_points = (guint) (length / 2);
  g_array_unref (points);
  return contour;
}

static void
contour_free (gpointer data)
{
  BpChartContour *contour = data;

  g_free (contour->points);
  g_free (contour);
}

/**
 * bp_chart_contours_trace:
 * @values: (n_rows, n_columns): the values of the grid; squares with one that is not finite are
 *   left out
 * @n_columns: at least 2
 * @n_rows: likewise
 * @level: the value along the lines
 *
 * Returns: (transfer full) (element-type BpChartContour): the lines
 */
GPtrArray *
bp_chart_contours_trace (const double *values, guint n_columns, guint n_rows, double level)
{
  gsize n_edges = (gsize) 2 * n_columns * n_rows;
  GPtrArray *contours = g_ptr_array_new_with_free_func (contour_free);
  g_autofree gboolean *is_traced = g_new0 (gboolean, n_edges);
  Tracing tracing = {
    .values = values,
    .n_columns = n_columns,
    .n_rows = n_rows,
    .level = level,
    .is_traced = is_traced,
  };

  g_return_val_if_fail (n_columns >= 2 && n_rows >= 2, contours);

  tracing.joined = g_malloc_n (n_edges, sizeof *tracing.joined);
  for (gsize i = 0; i < n_edges; i++)
    tracing.joined[i][0] = tracing.joined[i][1] = NONE;
  for (guint row = 0; row + 1 < n_rows; row++)
    for (guint column = 0; column + 1 < n_columns; column++)
      march (&tracing, column, row);

  /* Open lines are traced from their ends; what is left then is closed. */
  for (guint pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < n_edges; i++)
      if (!is_traced[i] && tracing.joined[i][0] != NONE &&
          (pass == 1 || tracing.joined[i][1] == NONE))
        g_ptr_array_add (contours, trace_line (&tracing, (int) i));
  g_free (tracing.joined);
  return contours;
}

/* Returns: how many ticks of a scale are between the ends */
static guint
choose_ticks (BpChartScaleKind kind,
              double least,
              double most,
              double levels[BP_CHART_CONTOURS_MAX_LEVELS])
{
  BpChartScale scale;
  BpChartTicks ticks;
  guint n_levels = 0;

  bp_chart_scale_init (&scale, kind, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&scale, least, most);
  bp_chart_scale_get_ticks (&scale, BP_CHART_CONTOURS_MAX_LEVELS, &ticks);
  for (guint i = 0; i < ticks.n_values && n_levels < BP_CHART_CONTOURS_MAX_LEVELS; i++)
    if (ticks.values[i] > least && ticks.values[i] < most)
      levels[n_levels++] = ticks.values[i];
  return n_levels;
}

/**
 * bp_chart_contours_choose_levels:
 * @least: the smallest value of the grid
 * @most: the largest
 * @levels: (out): round numbers between them, rising; in steps of factors where the range is wide
 *
 * Returns: how many, 0 where all values are the same
 */
guint
bp_chart_contours_choose_levels (double least,
                                 double most,
                                 double levels[BP_CHART_CONTOURS_MAX_LEVELS])
{
  guint n_levels = 0;

  if (!(least < most))
    return 0;
  if (least > 0.0)
    n_levels = choose_ticks (BP_CHART_SCALE_LOG, least, most, levels);
  return n_levels >= FEWEST_LEVELS ? n_levels
                                   : choose_ticks (BP_CHART_SCALE_LINEAR, least, most, levels);
}

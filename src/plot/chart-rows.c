/* SPDX-License-Identifier: MIT */
#include "chart-rows.h"

#include "number.h"

#include <math.h>

/* The relative rounding error of a place, which may be the sum of many spacings. */
#define X_ROUNDING 1e-6

/* The most rows that are spread over the axis. */
#define MAX_SPREAD_ROWS 50.0

/* A curve without marked points still has a value this far behind its last point: as a number of
 * distances between its last points, or as a share of its length. */
#define MAX_DISTANCES 3.0
#define MAX_SHARE     0.02

/* The text of a cell without a value. */
#define NO_VALUE "–"

/* A curve as it was at the last update. */
typedef struct
{
  BpChartSeries *series; /* owned */
  guint generation;
  gsize length;
} Column;

static void
clear_column (gpointer data)
{
  bp_chart_series_unref (((Column *) data)->series);
}

/**
 * bp_chart_rows_init:
 * @rows: (out caller-allocates): a table without rows
 */
void
bp_chart_rows_init (BpChartRows *rows)
{
  *rows = (BpChartRows){ .places = g_array_new (FALSE, FALSE, sizeof (double)),
                         .columns = g_array_new (FALSE, FALSE, sizeof (Column)) };
  g_array_set_clear_func (rows->columns, clear_column);
}

/**
 * bp_chart_rows_clear:
 * @rows: the table
 *
 * Frees its contents.
 */
void
bp_chart_rows_clear (BpChartRows *rows)
{
  g_clear_pointer (&rows->x_name, g_free);
  g_clear_pointer (&rows->places, g_array_unref);
  g_clear_pointer (&rows->columns, g_array_unref);
}

static const Column *
get_column (const BpChartRows *rows, guint index)
{
  return &g_array_index (rows->columns, Column, index);
}

static double
get_place (const BpChartRows *rows, guint row)
{
  return g_array_index (rows->places, double, row);
}

/* Whether each point of a curve is a row: those of epochs have markers, or a band. */
static gboolean
has_rows (const BpChartSeries *series)
{
  BpChartSeries *lower;
  BpChartSeries *upper;

  return (bp_chart_series_get_flags (series) & BP_CHART_SERIES_POINTS) != 0 ||
         bp_chart_series_get_band (series, &lower, &upper);
}

static double
get_tolerance (double place)
{
  return X_ROUNDING * fabs (place);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : (first > second ? 1 : 0);
}

/* Returns: how the curves differ from those of the last update */
static BpChartRowsChange
compare_columns (const BpChartRows *rows, const BpChartModel *model)
{
  BpChartRowsChange change = BP_CHART_ROWS_APPENDED;
  guint n_columns = 0;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if (bp_chart_series_count (series) == 0)
        continue;
      if (n_columns == rows->columns->len || get_column (rows, n_columns)->series != series)
        return BP_CHART_ROWS_NEW_COLUMNS;
      if (get_column (rows, n_columns)->generation != bp_chart_series_get_generation (series))
        change = BP_CHART_ROWS_REPLACED;
      n_columns++;
    }
  return n_columns == rows->columns->len ? change : BP_CHART_ROWS_NEW_COLUMNS;
}

static void
replace_columns (BpChartRows *rows, const BpChartModel *model)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));

  g_array_set_clear_func (columns, clear_column);
  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      Column column = { .series = series, .generation = bp_chart_series_get_generation (series) };

      if (bp_chart_series_count (series) == 0)
        continue;
      bp_chart_series_ref (series);
      g_array_append_val (columns, column);
    }
  g_array_unref (rows->columns);
  rows->columns = g_steal_pointer (&columns);
  g_array_set_size (rows->places, 0);
  rows->distance = 0.0;
}

/* The places of the marked points that are newer than the last update, in their order. */
static GArray *
list_new_places (BpChartRows *rows)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < rows->columns->len; i++)
    {
      Column *column = &g_array_index (rows->columns, Column, i);
      gsize length = bp_chart_series_get_length (column->series);

      for (; has_rows (column->series) && column->length < length; column->length++)
        {
          double place = bp_chart_series_get_x (column->series, column->length);

          g_array_append_val (places, place);
        }
    }
  g_array_sort (places, compare_places);
  return places;
}

/* Returns: whether all of these places lie behind the rows there are, and are rows now */
static gboolean
append_places (BpChartRows *rows, const GArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      double place = g_array_index (places, double, i);
      double last = rows->places->len > 0 ? get_place (rows, rows->places->len - 1) : -G_MAXDOUBLE;
      double tolerance = get_tolerance (place);

      if (place < last - tolerance)
        return FALSE;
      if (place > last + tolerance)
        g_array_append_val (rows->places, place);
    }
  return TRUE;
}

static double
find_end (const BpChartRows *rows)
{
  double end = 0.0;

  for (guint i = 0; i < rows->columns->len; i++)
    {
      const BpChartSeries *series = get_column (rows, i)->series;

      end = MAX (end, bp_chart_series_get_x (series, bp_chart_series_get_length (series) - 1));
    }
  return end;
}

/* One, two or five times a power of ten. */
static double
choose_distance (double end)
{
  static const double FACTORS[] = { 1.0, 2.0, 5.0 };
  double smallest = end / MAX_SPREAD_ROWS;
  double power = pow (10.0, floor (log10 (smallest)));

  for (guint i = 0; i < G_N_ELEMENTS (FACTORS); i++)
    if (FACTORS[i] * power >= smallest)
      return FACTORS[i] * power;
  return 10.0 * power;
}

/* Returns: whether the rows there were are as they were */
static gboolean
spread_rows (BpChartRows *rows)
{
  double end = find_end (rows);
  double distance = end > 0.0 ? choose_distance (end) : 1.0;
  gboolean is_same = distance == rows->distance;
  guint n_rows;

  if (!is_same)
    g_array_set_size (rows->places, 0);
  rows->distance = distance;
  n_rows = (guint) floor (end / distance + X_ROUNDING) + 1;
  for (guint i = rows->places->len; i < n_rows; i++)
    {
      double place = i * distance;

      g_array_append_val (rows->places, place);
    }
  return is_same;
}

static gboolean
has_marked_points (const BpChartRows *rows)
{
  for (guint i = 0; i < rows->columns->len; i++)
    if (has_rows (get_column (rows, i)->series))
      return TRUE;
  return FALSE;
}

static gboolean
append_rows (BpChartRows *rows)
{
  g_autoptr (GArray) places = NULL;

  if (rows->columns->len == 0)
    return TRUE;
  if (!has_marked_points (rows))
    return spread_rows (rows);
  places = list_new_places (rows);
  return append_places (rows, places);
}

/**
 * bp_chart_rows_update:
 * @rows: the table
 * @model: the chart, the same at each call
 *
 * Follows the chart. Points that were only appended cost what they are in number.
 *
 * Returns: what has changed
 */
BpChartRowsChange
bp_chart_rows_update (BpChartRows *rows, const BpChartModel *model)
{
  BpChartRowsChange change = compare_columns (rows, model);

  if (g_strcmp0 (rows->x_name, model->x_name) != 0)
    {
      g_free (rows->x_name);
      rows->x_name = g_strdup (model->x_name);
      change = BP_CHART_ROWS_NEW_COLUMNS;
    }
  if (rows->y_kind != model->y_kind)
    change = MAX (change, BP_CHART_ROWS_REPLACED);
  rows->y_kind = model->y_kind;

  if (change != BP_CHART_ROWS_APPENDED)
    replace_columns (rows, model);
  if (append_rows (rows))
    return change;
  if (rows->distance == 0.0)
    {
      replace_columns (rows, model);
      append_rows (rows);
    }
  return MAX (change, BP_CHART_ROWS_REPLACED);
}

guint
bp_chart_rows_get_n_rows (const BpChartRows *rows)
{
  return rows->places->len;
}

/**
 * bp_chart_rows_get_n_columns:
 * @rows: the table
 *
 * Returns: the number of columns, with that of the places
 */
guint
bp_chart_rows_get_n_columns (const BpChartRows *rows)
{
  return rows->columns->len + 1;
}

/**
 * bp_chart_rows_get_title:
 * @rows: the table, updated once
 * @column: which column
 *
 * Returns: (transfer none): the unit of the places, or the name of a curve
 */
const char *
bp_chart_rows_get_title (const BpChartRows *rows, guint column)
{
  return column == 0 ? rows->x_name
                     : bp_chart_series_get_name (get_column (rows, column - 1)->series);
}

/* The marked point at a place. */
static gboolean
find_marked_point (const BpChartSeries *series, double place, gsize *index)
{
  double tolerance = get_tolerance (place);

  *index = bp_chart_series_find (series, place - tolerance);
  return *index < bp_chart_series_get_length (series) &&
         bp_chart_series_get_x (series, *index) <= place + tolerance;
}

/* Whether a curve that ends before a place reaches it nevertheless: the end of an epoch lies a bit
 * behind its last step. */
static gboolean
reaches (const BpChartSeries *series, double place)
{
  gsize last = bp_chart_series_get_length (series) - 1;
  double end = bp_chart_series_get_x (series, last);
  double distance = last > 0 ? end - bp_chart_series_get_x (series, last - 1) : place - end;

  return place - end <= MAX (MAX_DISTANCES * distance, MAX_SHARE * end);
}

/* The last step before the end of an epoch, which is also where the next epoch's first step lies;
 * or the step at a place that is not the end of one. */
static gboolean
find_step (const BpChartRows *rows, const BpChartSeries *series, double place, gsize *index)
{
  double tolerance = get_tolerance (place);
  gsize length = bp_chart_series_get_length (series);
  gsize end =
      bp_chart_series_find (series, rows->distance > 0.0 ? place + tolerance : place - tolerance);

  if (rows->distance > 0.0 && end < length && bp_chart_series_get_x (series, end) <= place)
    end++;
  if (end == 0)
    return FALSE;
  *index = end - 1;
  return end < length || reaches (series, place);
}

/* Returns: (transfer full) (nullable): the value of a curve, where it has one */
static char *
format_value (const BpChartRows *rows,
              const BpChartModel *model,
              const BpChartSeries *series,
              double place)
{
  gsize index;
  float y;

  if (has_rows (series) ? !find_marked_point (series, place, &index)
                        : !find_step (rows, series, place, &index))
    return NULL;
  y = bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, index);
  if (!isfinite (y))
    return NULL;
  /* Independent of the axis, which may show another part now. */
  return model->y.unit == BP_CHART_UNIT_PERCENT
             ? bp_chart_model_format_value (model, series, (double) y)
             : bp_number_format ((double) y);
}

/**
 * bp_chart_rows_format:
 * @rows: the table
 * @model: its chart
 * @row: which row
 * @column: which column
 *
 * Returns: (transfer full): the text of the cell, a dash where the curve has no value there
 */
char *
bp_chart_rows_format (const BpChartRows *rows, const BpChartModel *model, guint row, guint column)
{
  double place = get_place (rows, row);
  char *text;

  if (column == 0)
    return bp_chart_model_format_place (model, place);
  text = format_value (rows, model, get_column (rows, column - 1)->series, place);
  return text != NULL ? text : g_strdup (NO_VALUE);
}

/**
 * bp_chart_rows_describe:
 * @rows: the table
 * @model: its chart
 * @row: which row
 *
 * Returns: (transfer full): the row in words, as in "Epoch 3: Training 0.12, Held-out 0.11"
 */
char *
bp_chart_rows_describe (const BpChartRows *rows, const BpChartModel *model, guint row)
{
  double place = get_place (rows, row);
  g_autofree char *heading = bp_chart_model_format_x (model, place);
  GString *text = g_string_new (heading);
  const char *separator = ": ";

  for (guint i = 0; i < rows->columns->len; i++)
    {
      BpChartSeries *series = get_column (rows, i)->series;
      g_autofree char *value = format_value (rows, model, series, place);

      if (value == NULL)
        continue;
      g_string_append_printf (text, "%s%s %s", separator, bp_chart_series_get_name (series), value);
      separator = ", ";
    }
  return g_string_free (text, FALSE);
}

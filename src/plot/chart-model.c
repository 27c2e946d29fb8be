/* SPDX-License-Identifier: MIT */
#include "chart-model.h"

#include "format.h"
#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

/* The relative rounding error of a sum of many spacings. */
#define X_ROUNDING 1e-6

/* The relative rounding error of a value that became a float. */
#define Y_ROUNDING 1e-6

/* The horizontal axis shrinks only when the points need less than this share of it. */
#define SHRINK_BELOW 0.5

/* Curves that leave what is usual for them are cut off, or all other points would lie on one line:
 * see find_limit(). The first pair is for linear axes, the second for logarithmic ones. */
static const double DIVERGED[] = { 10.0, 1e4 };
static const double CUT_OFF[] = { 2.0, 1e2 };
#define MAX_GROUPS     64
#define QUANTILE_SHARE 3

/* From here on, places are written to the unit: step 123,457. */
#define LONG_X 1000.0

/* Below this, places on a logarithmic axis keep all their significant digits. */
#define SHORT_X 0.1

/* A mark is meant by a place this near to it, as a share of the axis. */
#define NEAR_MARK 0.01

static void
clear_mark (gpointer data)
{
  BpChartMark *mark = data;

  g_free (mark->text);
}

/**
 * bp_chart_model_init:
 * @model: (out caller-allocates): a chart without series
 * @y_unit: the unit of its y axis; plain numbers begin at 0, shares near the smallest one
 */
void
bp_chart_model_init (BpChartModel *model, BpChartUnit y_unit)
{
  *model = (BpChartModel){
    .x_name = g_strdup (_ ("Epoch")),
    .y_kind = y_unit == BP_CHART_UNIT_NUMBER ? BP_CHART_Y_FROM_ZERO : BP_CHART_Y_LINEAR,
    .series = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_chart_series_unref),
    .marks = g_array_new (FALSE, FALSE, sizeof (BpChartMark)),
  };
  g_array_set_clear_func (model->marks, clear_mark);
  bp_chart_scale_init (&model->x_fitted, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_init (&model->y_fitted, BP_CHART_SCALE_LINEAR, y_unit);
  model->x = model->x_fitted;
  model->y = model->y_fitted;
}

/**
 * bp_chart_model_clear:
 * @model: the chart
 *
 * Frees its contents.
 */
void
bp_chart_model_clear (BpChartModel *model)
{
  g_clear_pointer (&model->x_name, g_free);
  g_clear_pointer (&model->hint, g_free);
  g_clear_pointer (&model->series, g_ptr_array_unref);
  g_clear_pointer (&model->marks, g_array_unref);
}

/**
 * bp_chart_model_add_series:
 * @model: the chart
 * @series: a further curve, drawn over the others; any number of them
 */
void
bp_chart_model_add_series (BpChartModel *model, BpChartSeries *series)
{
  g_ptr_array_add (model->series, bp_chart_series_ref (series));
}

/**
 * bp_chart_model_remove_all_series:
 * @model: the chart
 *
 * Removes all curves, so that others can be added.
 */
void
bp_chart_model_remove_all_series (BpChartModel *model)
{
  g_ptr_array_set_size (model->series, 0);
  bp_chart_model_forget_ranges (model);
}

/**
 * bp_chart_model_forget_ranges:
 * @model: the chart, whose points are replaced by others
 *
 * The next bp_chart_model_fit() fits the axes to the new points alone: otherwise they would keep
 * ranges of the former points that are up to twice as long.
 */
void
bp_chart_model_forget_ranges (BpChartModel *model)
{
  bp_chart_scale_reset (&model->x_fitted);
  bp_chart_scale_reset (&model->y_fitted);
}

/**
 * bp_chart_model_get_series:
 * @model: the chart
 * @index: which
 *
 * Returns: (transfer none): the series
 */
BpChartSeries *
bp_chart_model_get_series (const BpChartModel *model, guint index)
{
  return g_ptr_array_index (model->series, index);
}

/**
 * bp_chart_model_add_mark:
 * @model: the chart
 * @x: a place on the horizontal axis
 * @shape: what the mark looks like
 * @text: what happened there, in a few words
 */
void
bp_chart_model_add_mark (BpChartModel *model, double x, BpChartMarkShape shape, const char *text)
{
  BpChartMark mark = { .x = x, .shape = shape, .text = g_strdup (text) };

  g_array_append_val (model->marks, mark);
}

/**
 * bp_chart_model_clear_marks:
 * @model: the chart
 *
 * Removes all marks.
 */
void
bp_chart_model_clear_marks (BpChartModel *model)
{
  g_array_set_size (model->marks, 0);
}

/**
 * bp_chart_model_get_mark:
 * @model: the chart
 * @index: which
 *
 * Returns: (transfer none): the mark
 */
const BpChartMark *
bp_chart_model_get_mark (const BpChartModel *model, guint index)
{
  return &g_array_index (model->marks, BpChartMark, index);
}

/**
 * bp_chart_model_set_x_axis:
 * @model: the chart
 * @name: the unit of the horizontal axis, as in "Epoch"
 * @kind: whether it is linear or logarithmic; on a logarithmic axis, points at 0 are left out
 *
 * Sets the horizontal axis and shows all points again: a zoomed part means something else on
 * another axis.
 */
void
bp_chart_model_set_x_axis (BpChartModel *model, const char *name, BpChartScaleKind kind)
{
  g_free (model->x_name);
  model->x_name = g_strdup (name);
  bp_chart_scale_set_kind (&model->x_fitted, kind);
  model->x = model->x_fitted;
  model->is_x_zoomed = FALSE;
  bp_chart_model_fit (model);
}

/**
 * bp_chart_model_set_y_kind:
 * @model: the chart
 * @kind: what the vertical axis shows
 *
 * Sets the vertical axis, fitted to the points.
 */
void
bp_chart_model_set_y_kind (BpChartModel *model, BpChartYKind kind)
{
  gboolean is_log = kind == BP_CHART_Y_LOG || kind == BP_CHART_Y_ERROR;

  if (model->y_kind == kind)
    return;
  model->y_kind = kind;
  bp_chart_scale_set_kind (&model->y_fitted, is_log ? BP_CHART_SCALE_LOG : BP_CHART_SCALE_LINEAR);
  model->y = model->y_fitted;
  model->is_y_zoomed = FALSE;
  bp_chart_model_refit_y (model);
}

/**
 * bp_chart_model_is_empty:
 * @model: the chart
 *
 * Returns: whether no series has a visible point
 */
gboolean
bp_chart_model_is_empty (const BpChartModel *model)
{
  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if (!bp_chart_range_is_empty (bp_chart_series_get_range (series, BP_CHART_LAYER_RAW)))
        return FALSE;
    }
  return TRUE;
}

/**
 * bp_chart_model_to_axis:
 * @model: the chart
 * @value: a value of a curve
 *
 * Returns: what the vertical axis has for it: the value itself, or the error 1 - @value
 */
double
bp_chart_model_to_axis (const BpChartModel *model, double value)
{
  return model->y_kind == BP_CHART_Y_ERROR ? 1.0 - value : value;
}

static gboolean
is_on_axis (const BpChartSeries *series)
{
  return (bp_chart_series_get_flags (series) & BP_CHART_SERIES_OWN_SCALE) == 0;
}

/* Where the points of a series begin on an axis: on a logarithmic one, the first over 0. */
static gboolean
find_first_x (const BpChartModel *model, const BpChartSeries *series, double *x)
{
  gsize length = bp_chart_series_get_length (series);

  for (gsize i = 0; i < length; i++)
    {
      *x = bp_chart_series_get_x (series, i);
      if (*x > 0.0 || model->x_fitted.kind == BP_CHART_SCALE_LINEAR)
        return TRUE;
    }
  return FALSE;
}

/* The axis grows with the points in steps of its ticks, but no further than the end that is known,
 * and stays as it is while the points fit and use half of it. */
static gboolean
fit_x (BpChartModel *model)
{
  BpChartScale *x = &model->x_fitted;
  double max_before = x->max;
  double min_before = x->min;
  gboolean is_log = x->kind == BP_CHART_SCALE_LOG;
  double begin = G_MAXDOUBLE;
  double end = model->x_reach;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      gsize length = bp_chart_series_get_length (series);
      double first;

      if (length > 0)
        end = MAX (end, bp_chart_series_get_x (series, length - 1));
      if (is_log && find_first_x (model, series, &first))
        begin = MIN (begin, first);
    }
  if (is_log && begin <= end)
    bp_chart_scale_fit (x, begin, end);
  else if (!is_log && (end > x->max * (1.0 + X_ROUNDING) || MAX (end, 1.0) < SHRINK_BELOW * x->max))
    bp_chart_scale_refit (x, 0.0, MAX (end, 1.0));
  if (model->x_end > x->min && end <= model->x_end * (1.0 + X_ROUNDING))
    bp_chart_scale_set_range (x, x->min, MIN (x->max, model->x_end));

  return x->max != max_before || x->min != min_before;
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float first = *(const float *) a;
  float second = *(const float *) b;

  return first < second ? -1 : (first > second ? 1 : 0);
}

/* The largest value of one of @n_groups groups of neighbours. */
static BpChartRange
get_range_of_group (const BpChartSeries *series, guint index, guint n_groups)
{
  gsize length = bp_chart_series_get_length (series);

  return bp_chart_series_get_range_of (series, BP_CHART_LAYER_SMOOTHED, index * length / n_groups,
                                       (index + 1) * length / n_groups);
}

static guint
count_groups (const BpChartSeries *series)
{
  return (guint) MIN (bp_chart_series_get_length (series), MAX_GROUPS);
}

/* The largest value of a curve's beginning. */
static double
get_beginning (const BpChartSeries *series)
{
  return (double) get_range_of_group (series, 0, count_groups (series)).max;
}

/* The value that the largest ones of a third of a curve's groups do not exceed. */
static double
get_quantile (const BpChartSeries *series)
{
  guint n_groups = count_groups (series);
  float maxima[MAX_GROUPS];
  guint n_maxima = 0;

  for (guint i = 0; i < n_groups; i++)
    {
      BpChartRange range = get_range_of_group (series, i, n_groups);

      if (!bp_chart_range_is_empty (range))
        maxima[n_maxima++] = range.max;
    }
  if (n_maxima == 0)
    return 0.0;
  qsort (maxima, n_maxima, sizeof *maxima, compare_floats);
  return (double) maxima[(n_maxima - 1) / QUANTILE_SHARE];
}

/* The largest of a figure of the curves that begin first. */
static double
find_usual (const BpChartModel *model, double (*get_figure) (const BpChartSeries *))
{
  double begin = G_MAXDOUBLE;
  double usual = 0.0;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      double x;

      if (!is_on_axis (series) || bp_chart_series_get_length (series) == 0)
        continue;
      x = bp_chart_series_get_x (series, 0);
      if (x > begin)
        continue;
      if (x < begin)
        usual = 0.0;
      begin = x;
      usual = MAX (usual, get_figure (series));
    }
  return usual;
}

/* The largest value that an axis is stretched to. Where a curve diverges, it exceeds what is usual
 * for it, its beginning or most of its course, by orders of magnitude; the axis then ends over what
 * is usual for the curves that begin first. Shares, which have a limit of their own, are never cut
 * off. */
static double
find_limit (const BpChartModel *model, double largest)
{
  guint is_log = model->y_fitted.kind == BP_CHART_SCALE_LOG ? 1 : 0;
  double usual;

  if (model->y_fitted.unit != BP_CHART_UNIT_NUMBER)
    return largest;
  usual = find_usual (model, get_beginning);
  if (largest <= DIVERGED[is_log] * usual)
    return largest;
  usual = MAX (usual, find_usual (model, get_quantile));
  if (usual <= 0.0 || largest <= DIVERGED[is_log] * usual)
    return largest;
  return CUT_OFF[is_log] * usual;
}

/* The range of a curve on the vertical axis, between the ends of the horizontal one. */
static BpChartRange
get_axis_range (const BpChartModel *model, const BpChartSeries *series)
{
  const BpChartLayer layer = BP_CHART_LAYER_SMOOTHED;
  gboolean is_error = model->y_kind == BP_CHART_Y_ERROR;
  BpChartRange range = bp_chart_series_get_range (series, layer);

  if (model->is_x_zoomed)
    range = bp_chart_series_get_range_between (series, layer, model->x.min, model->x.max);
  if (bp_chart_range_is_empty (range))
    return range;
  if (is_error)
    range = (BpChartRange){ .min = 1.0F - range.max, .max = 1.0F - range.min };
  if (model->y_fitted.kind == BP_CHART_SCALE_LOG && !(range.min > 0.0F))
    range.min = is_error ? bp_chart_series_get_smallest_complement (series, layer)
                         : bp_chart_series_get_smallest_positive (series, layer);
  return range;
}

/* Fits the vertical axis to the smoothed curves and their bands. Raw traces may be cut off:
 * otherwise a few outliers would leave no room for all other points. */
static gboolean
fit_y (BpChartModel *model, gboolean (*fit) (BpChartScale *, double, double))
{
  BpChartRange range = BP_CHART_RANGE_EMPTY;
  double largest;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      BpChartSeries *lower;
      BpChartSeries *upper;

      if (!is_on_axis (series))
        continue;
      range = bp_chart_range_union (range, get_axis_range (model, series));
      if (bp_chart_series_get_band (series, &lower, &upper))
        {
          range = bp_chart_range_union (range, get_axis_range (model, lower));
          range = bp_chart_range_union (range, get_axis_range (model, upper));
        }
    }
  if (bp_chart_range_is_empty (range))
    return FALSE;
  if (model->y_kind == BP_CHART_Y_FROM_ZERO)
    range.min = MIN (range.min, 0.0F);
  largest = MAX (find_limit (model, (double) range.max), (double) range.min);

  return fit (&model->y_fitted, (double) range.min, largest);
}

/**
 * bp_chart_model_fit:
 * @model: the chart
 *
 * Fits both axes to the present points of the series, unless they are zoomed.
 *
 * Returns: whether an axis has changed
 */
gboolean
bp_chart_model_fit (BpChartModel *model)
{
  gboolean has_x_changed = fit_x (model) && !model->is_x_zoomed;
  gboolean has_y_changed;

  if (!model->is_x_zoomed)
    model->x = model->x_fitted;
  has_y_changed = fit_y (model, bp_chart_scale_fit) && !model->is_y_zoomed;
  if (!model->is_y_zoomed)
    model->y = model->y_fitted;

  return has_x_changed || has_y_changed;
}

/**
 * bp_chart_model_refit_y:
 * @model: the chart, whose horizontal axis shows another part
 *
 * Fits the vertical axis to that part, unless it is zoomed itself.
 */
void
bp_chart_model_refit_y (BpChartModel *model)
{
  fit_y (model, bp_chart_scale_refit);
  if (!model->is_y_zoomed)
    model->y = model->y_fitted;
}

/* The ends of the vertical axis as values of the curves. */
static BpChartRange
get_shown_values (const BpChartModel *model)
{
  double first = bp_chart_model_to_axis (model, model->y.min);
  double last = bp_chart_model_to_axis (model, model->y.max);
  double tolerance = Y_ROUNDING * MAX (fabs (first), fabs (last));

  return (BpChartRange){ .min = (float) (MIN (first, last) - tolerance),
                         .max = (float) (MAX (first, last) + tolerance) };
}

/**
 * bp_chart_model_count_outside:
 * @model: the chart
 *
 * Returns: how many points lie outside of the part that is shown, before smoothing
 */
gsize
bp_chart_model_count_outside (const BpChartModel *model)
{
  BpChartRange shown = get_shown_values (model);
  double tolerance = X_ROUNDING * (model->x.max - model->x.min);
  gsize n_points = 0;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if (is_on_axis (series))
        n_points += bp_chart_series_count (series) -
                    bp_chart_series_count_within (series, model->x.min - tolerance,
                                                  model->x.max + tolerance, shown);
    }
  return n_points;
}

/**
 * bp_chart_model_describe_outside:
 * @model: the chart
 *
 * Returns: (transfer full) (nullable): how many points are not shown, as in "12 points outside the
 *   view"; %NULL where all are
 */
char *
bp_chart_model_describe_outside (const BpChartModel *model)
{
  gsize n_points = bp_chart_model_count_outside (model);
  g_autofree char *number = bp_format_count (n_points);

  if (n_points == 0)
    return NULL;
  /* Translators: %s is a number; points of a chart that its axes leave out. */
  return g_strdup_printf (ngettext ("%s point outside the view", "%s points outside the view",
                                    n_points),
                          number);
}

/**
 * bp_chart_model_find_mark:
 * @model: the chart
 * @x: a place
 *
 * Returns: (transfer none) (nullable): the mark nearest to @x, where it is near enough to be meant
 */
const BpChartMark *
bp_chart_model_find_mark (const BpChartModel *model, double x)
{
  double place = bp_chart_scale_to_fraction (&model->x, x);
  const BpChartMark *nearest = NULL;
  double smallest_distance = NEAR_MARK;

  for (guint i = 0; i < model->marks->len; i++)
    {
      const BpChartMark *mark = bp_chart_model_get_mark (model, i);
      double distance = fabs (bp_chart_scale_to_fraction (&model->x, mark->x) - place);

      if (distance <= smallest_distance)
        {
          smallest_distance = distance;
          nearest = mark;
        }
    }
  return nearest;
}

/**
 * bp_chart_model_find_nearest_x:
 * @model: the chart
 * @x: a place
 *
 * Returns: the position of the point nearest to @x; @x itself without points
 */
double
bp_chart_model_find_nearest_x (const BpChartModel *model, double x)
{
  double nearest = x;
  double smallest_distance = G_MAXDOUBLE;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      double candidate;
      gsize index;

      if (!bp_chart_series_find_nearest (series, x, &index))
        continue;
      candidate = bp_chart_series_get_x (series, index);
      if (fabs (candidate - x) < smallest_distance)
        {
          smallest_distance = fabs (candidate - x);
          nearest = candidate;
        }
    }

  return nearest;
}

/* The nearest point of any series on the side of @x that @step points to; @x at the end. */
static double
find_next_x (const BpChartModel *model, double x, double step)
{
  double next = x;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      gsize length = bp_chart_series_get_length (series);
      gsize after = bp_chart_series_find (series, x);
      double candidate = x;

      while (step > 0.0 && after < length && bp_chart_series_get_x (series, after) <= x)
        after++;
      if (step > 0.0 && after < length)
        candidate = bp_chart_series_get_x (series, after);
      else if (step < 0.0 && after > 0)
        candidate = bp_chart_series_get_x (series, after - 1);

      if (candidate != x && (next == x || fabs (candidate - x) < fabs (next - x)))
        next = candidate;
    }

  return next;
}

/**
 * bp_chart_model_step_x:
 * @model: the chart
 * @x: the place of a point
 * @step: the distance; negative to the left
 *
 * Returns: the place of the point nearest to that, or of the next one where points are farther
 *   apart than @step; @x at the end of the curves
 */
double
bp_chart_model_step_x (const BpChartModel *model, double x, double step)
{
  double nearest = bp_chart_model_find_nearest_x (model, x + step);

  if ((nearest - x) * step > 0.0)
    return nearest;
  return find_next_x (model, x, step);
}

/**
 * bp_chart_model_format_place:
 * @model: the chart
 * @x: a place
 *
 * Returns: (transfer full): the place as a number, as in "3.4"
 */
char *
bp_chart_model_format_place (const BpChartModel *model, double x)
{
  gboolean is_log = model->x.kind == BP_CHART_SCALE_LOG;
  double rounded = is_log && fabs (x) < SHORT_X ? x : round (x * 100.0) / 100.0;

  return fabs (rounded) < LONG_X ? bp_number_format (rounded) : bp_number_format_fixed (rounded, 0);
}

/**
 * bp_chart_model_format_x:
 * @model: the chart
 * @x: a place
 *
 * Returns: (transfer full): the place as text, as in "Epoch 3.4"
 */
char *
bp_chart_model_format_x (const BpChartModel *model, double x)
{
  g_autofree char *number = bp_chart_model_format_place (model, x);

  return g_strdup_printf ("%s %s", model->x_name, number);
}

/**
 * bp_chart_model_format_y:
 * @model: the chart
 * @y: a value of a curve
 *
 * Returns: (transfer full): what the vertical axis has for it, with a sensible number of digits
 */
char *
bp_chart_model_format_y (const BpChartModel *model, double y)
{
  if (model->y_kind == BP_CHART_Y_ERROR)
    {
      g_autofree char *error = bp_chart_scale_format (&model->y, bp_chart_model_to_axis (model, y));

      /* Translators: %s is a percentage, the share of the answers that are wrong. */
      return g_strdup_printf (_ ("%s error"), error);
    }
  if (model->y.unit == BP_CHART_UNIT_PERCENT)
    return bp_format_percent (y);
  return bp_chart_scale_format (&model->y, y);
}

/**
 * bp_chart_model_format_value:
 * @model: the chart
 * @series: one of its curves
 * @y: a value of it
 *
 * Returns: (transfer full): the value as bp_chart_model_format_y() has it, or as a plain number for
 *   a curve with a scale of its own
 */
char *
bp_chart_model_format_value (const BpChartModel *model, const BpChartSeries *series, double y)
{
  return is_on_axis (series) ? bp_chart_model_format_y (model, y) : bp_number_format (y);
}

/**
 * bp_chart_model_describe_at:
 * @model: the chart
 * @x: a place
 *
 * Returns: (transfer full): the values of all series nearest to that position, as in "Epoch 3.4:
 *   Training 0.12, Held-out 0.11"
 */
char *
bp_chart_model_describe_at (const BpChartModel *model, double x)
{
  const BpChartMark *mark = bp_chart_model_find_mark (model, x);
  g_autofree char *place = bp_chart_model_format_x (model, x);
  GString *text = g_string_new (place);
  const char *separator = ": ";

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      g_autofree char *value = NULL;
      gsize index;
      float y;

      if (!bp_chart_series_find_nearest (series, x, &index))
        continue;
      y = bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, index);
      if (!isfinite (y))
        continue;
      value = bp_chart_model_format_value (model, series, (double) y);
      g_string_append_printf (text, "%s%s %s", separator, bp_chart_series_get_name (series), value);
      separator = ", ";
    }
  if (mark != NULL)
    g_string_append_printf (text, "%s%s", separator, mark->text);

  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: MIT */
#include "chart-scale.h"

#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

/* The approximate number of steps of a range. Steps are 1, 2 or 5 times a power of ten, and a range
 * ends on whole steps. With few steps a range seldom changes; with many, little of the chart stays
 * empty. */
#define FIT_STEPS 6

/* A range shrinks only when the data need less than this share of it. */
#define SHRINK_BELOW 0.5

/* Rounding tolerance as a share of a step. */
#define ROUNDING 1e-9

/* The lower end of a logarithmic axis, relative to its upper end, for data without positive
 * values. */
#define LOG_DEPTH 1e-4

/* The smallest of 1, 2, 5 times a power of ten that is at least @value. */
static double
nice_ceil (double value)
{
  double power = pow (10.0, floor (log10 (value) + ROUNDING));
  double mantissa = value / power;

  if (mantissa <= 1.0 + ROUNDING)
    return power;
  if (mantissa <= 2.0 + ROUNDING)
    return 2.0 * power;
  if (mantissa <= 5.0 + ROUNDING)
    return 5.0 * power;
  return 10.0 * power;
}

/* The largest of 1, 2, 5 times a power of ten that is at most @value. */
static double
nice_floor (double value)
{
  double power = pow (10.0, floor (log10 (value) + ROUNDING));
  double mantissa = value / power;

  if (mantissa >= 5.0 - ROUNDING)
    return 5.0 * power;
  if (mantissa >= 2.0 - ROUNDING)
    return 2.0 * power;
  return power;
}

/* Digits after the point that a multiple of @step needs. */
static int
count_decimals (double step)
{
  return MAX (0, (int) -floor (log10 (step) + ROUNDING));
}

/**
 * bp_chart_scale_init:
 * @scale: (out caller-allocates): the scale
 * @kind: linear or logarithmic
 * @unit: the unit of the values; a percentage never shows less than 0 % or more than 100 %
 *
 * Begins with a range of 0 to 1 (0.1 to 1 where @kind is logarithmic).
 */
void
bp_chart_scale_init (BpChartScale *scale, BpChartScaleKind kind, BpChartUnit unit)
{
  gboolean is_percent = unit == BP_CHART_UNIT_PERCENT;

  *scale = (BpChartScale){
    .kind = kind,
    .unit = unit,
    .lower_limit = is_percent ? 0.0 : -G_MAXDOUBLE,
    .upper_limit = is_percent ? 1.0 : G_MAXDOUBLE,
    .smallest_span = is_percent ? 0.02 : 0.0,
  };
  bp_chart_scale_reset (scale);
}

/**
 * bp_chart_scale_reset:
 * @scale: the scale
 *
 * Returns to the range that a scale begins with.
 */
void
bp_chart_scale_reset (BpChartScale *scale)
{
  scale->min = scale->kind == BP_CHART_SCALE_LOG ? 0.1 : 0.0;
  scale->max = 1.0;
}

/**
 * bp_chart_scale_set_range:
 * @scale: the scale
 * @min: the first value to be shown; over 0 on a logarithmic scale
 * @max: the last, over @min
 *
 * Shows exactly this range.
 */
void
bp_chart_scale_set_range (BpChartScale *scale, double min, double max)
{
  g_return_if_fail (min < max);
  g_return_if_fail (scale->kind == BP_CHART_SCALE_LINEAR || min > 0.0);

  scale->min = min;
  scale->max = max;
}

/**
 * bp_chart_scale_set_kind:
 * @scale: the scale
 * @kind: what it becomes
 *
 * Turns to another kind; unit and limits stay, and the range is reset.
 */
void
bp_chart_scale_set_kind (BpChartScale *scale, BpChartScaleKind kind)
{
  if (scale->kind == kind)
    return;
  scale->kind = kind;
  bp_chart_scale_reset (scale);
}

static void
fit_linear (const BpChartScale *scale, double *min, double *max)
{
  double smallest_span = MAX (scale->smallest_span, MAX (fabs (*min), fabs (*max)) * 1e-6);
  double missing;
  double step;

  *min = CLAMP (*min, scale->lower_limit, scale->upper_limit);
  *max = CLAMP (*max, scale->lower_limit, scale->upper_limit);
  missing = (smallest_span > 0.0 ? smallest_span : 1.0) - (*max - *min);
  if (missing > 0.0)
    {
      double shift;

      *min -= missing / 2.0;
      *max += missing / 2.0;
      shift = MAX (scale->lower_limit - *min, 0.0) - MAX (*max - scale->upper_limit, 0.0);
      *min += shift;
      *max += shift;
    }
  step = nice_ceil ((*max - *min) / FIT_STEPS);
  *min = MAX (floor (*min / step + ROUNDING) * step, scale->lower_limit);
  *max = MIN (ceil (*max / step - ROUNDING) * step, scale->upper_limit);
}

static void
fit_log (double *min, double *max)
{
  if (!(*max > 0.0))
    *max = 1.0;
  if (!(*min > 0.0))
    *min = *max * LOG_DEPTH;
  *min = nice_floor (*min);
  *max = nice_ceil (*max);
  if (*max < *min * 5.0)
    *min = nice_floor (*max / 10.0);
}

/* Returns: whether there is a range around the data */
static gboolean
find_range (const BpChartScale *scale, double data_min, double data_max, BpChartScale *fitted)
{
  *fitted = *scale;
  if (!isfinite (data_min) || !isfinite (data_max) || data_min > data_max)
    return FALSE;

  fitted->min = data_min;
  fitted->max = data_max;
  if (scale->kind == BP_CHART_SCALE_LOG)
    fit_log (&fitted->min, &fitted->max);
  else
    fit_linear (scale, &fitted->min, &fitted->max);
  return TRUE;
}

/**
 * bp_chart_scale_refit:
 * @scale: the scale
 * @data_min: the smallest value to be shown; a logarithmic scale needs one over 0
 * @data_max: the largest, not under @data_min
 *
 * Sets the range to whole steps of 1, 2 or 5 times a power of ten around the data.
 *
 * Returns: whether the range has changed
 */
gboolean
bp_chart_scale_refit (BpChartScale *scale, double data_min, double data_max)
{
  BpChartScale fitted;

  if (!find_range (scale, data_min, data_max, &fitted) ||
      (fitted.min == scale->min && fitted.max == scale->max))
    return FALSE;

  *scale = fitted;
  return TRUE;
}

/**
 * bp_chart_scale_fit:
 * @scale: the scale
 * @data_min: the smallest value to be shown; a logarithmic scale needs one over 0
 * @data_max: the largest, not under @data_min
 *
 * Does the same as bp_chart_scale_refit(), but as long as the data are inside of the present range
 * and use half of it or more, the range does not change.
 *
 * Returns: whether the range has changed
 */
gboolean
bp_chart_scale_fit (BpChartScale *scale, double data_min, double data_max)
{
  BpChartScale fitted;
  double used;

  if (!find_range (scale, data_min, data_max, &fitted))
    return FALSE;

  used = bp_chart_scale_to_fraction (scale, fitted.max) -
         bp_chart_scale_to_fraction (scale, fitted.min);
  if (fitted.min >= scale->min && fitted.max <= scale->max && used >= SHRINK_BELOW)
    return FALSE;

  *scale = fitted;
  return TRUE;
}

/**
 * bp_chart_scale_to_fraction:
 * @scale: the scale
 * @value: a value; it may lie outside of the range
 *
 * Returns: where it is: 0 at the beginning of the range, 1 at its end. On a logarithmic scale,
 *   values of at most 0 are far below the beginning.
 */
double
bp_chart_scale_to_fraction (const BpChartScale *scale, double value)
{
  if (scale->kind == BP_CHART_SCALE_LOG)
    return log (MAX (value, G_MINDOUBLE) / scale->min) / log (scale->max / scale->min);
  return (value - scale->min) / (scale->max - scale->min);
}

/**
 * bp_chart_scale_from_fraction:
 * @scale: the scale
 * @fraction: a place on the axis
 *
 * The inverse of bp_chart_scale_to_fraction().
 *
 * Returns: the value there
 */
double
bp_chart_scale_from_fraction (const BpChartScale *scale, double fraction)
{
  if (scale->kind == BP_CHART_SCALE_LOG)
    return scale->min * pow (scale->max / scale->min, fraction);
  return scale->min + fraction * (scale->max - scale->min);
}

static void
add_tick (BpChartTicks *ticks, double value)
{
  if (ticks->n_values < BP_CHART_MAX_TICKS)
    ticks->values[ticks->n_values++] = value;
}

static void
get_linear_ticks (const BpChartScale *scale, guint max_ticks, BpChartTicks *ticks)
{
  double step = nice_ceil ((scale->max - scale->min) / (max_ticks - 1));
  double first = ceil (scale->min / step - ROUNDING);
  double last = floor (scale->max / step + ROUNDING);
  guint n_values = (guint) MIN (last - first + 1.0, (double) max_ticks);

  ticks->exponent = 0;
  if (scale->unit == BP_CHART_UNIT_NUMBER)
    ticks->exponent = bp_number_get_exponent (MAX (fabs (scale->min), fabs (scale->max)));
  ticks->decimals = count_decimals (step / pow (10.0, ticks->exponent));
  for (guint i = 0; i < n_values; i++)
    add_tick (ticks, (first + i) * step);
}

/* Ticks at @mantissas times every power of ten from @first_power on in strides of @stride. */
static void
add_log_ticks (const BpChartScale *scale,
               int first_power,
               int stride,
               const double *mantissas,
               guint n_mantissas,
               BpChartTicks *ticks)
{
  double end = scale->max * (1.0 + ROUNDING);

  ticks->n_values = 0;
  for (int power = first_power; pow (10.0, power) <= end; power += stride)
    for (guint i = 0; i < n_mantissas; i++)
      {
        double value = mantissas[i] * pow (10.0, power);

        if (value >= scale->min * (1.0 - ROUNDING) && value <= end)
          add_tick (ticks, value);
      }
}

static void
get_log_ticks (const BpChartScale *scale, guint max_ticks, BpChartTicks *ticks)
{
  static const double fine[] = { 1.0, 2.0, 5.0 };
  static const double coarse[] = { 1.0, 3.0 };
  int first_power = (int) floor (log10 (scale->min) + ROUNDING);
  int last_power = (int) floor (log10 (scale->max) + ROUNDING);
  int n_powers = last_power - first_power + 1;
  int stride = (n_powers + (int) max_ticks - 1) / (int) max_ticks;

  ticks->decimals = -1;
  ticks->exponent = 0;
  add_log_ticks (scale, first_power, 1, fine, G_N_ELEMENTS (fine), ticks);
  if (ticks->n_values > max_ticks)
    add_log_ticks (scale, first_power, 1, coarse, G_N_ELEMENTS (coarse), ticks);
  if (ticks->n_values > max_ticks)
    add_log_ticks (scale, first_power, stride, coarse, 1, ticks);
}

/**
 * bp_chart_scale_get_ticks:
 * @scale: the scale
 * @max_ticks: as many as there is room for, 2 to %BP_CHART_MAX_TICKS
 * @ticks: (out caller-allocates): the ticks, at 1, 2 or 5 times powers of ten, or at 1 and 3 times
 *   them on a logarithmic scale with little room
 */
void
bp_chart_scale_get_ticks (const BpChartScale *scale, guint max_ticks, BpChartTicks *ticks)
{
  max_ticks = CLAMP (max_ticks, 2, BP_CHART_MAX_TICKS);
  ticks->n_values = 0;
  if (scale->kind == BP_CHART_SCALE_LOG)
    get_log_ticks (scale, max_ticks, ticks);
  /* A piece of a logarithmic axis that is too short for those has room for plain ones. */
  if (ticks->n_values < 2)
    {
      ticks->n_values = 0;
      get_linear_ticks (scale, max_ticks, ticks);
    }
}

/**
 * bp_chart_scale_format:
 * @scale: the scale
 * @value: a value
 *
 * Returns: (transfer full): the value in the scale's unit and the locale's way of writing numbers,
 *   with three significant digits
 */
char *
bp_chart_scale_format (const BpChartScale *scale, double value)
{
  g_autofree char *number = NULL;

  if (scale->unit == BP_CHART_UNIT_NUMBER)
    return bp_number_format (value);

  number = bp_number_format (value * 100.0);
  /* Translators: a percentage, as in "98.1 %". */
  return g_strdup_printf (_ ("%s %%"), number);
}

/**
 * bp_chart_scale_format_tick:
 * @scale: the scale
 * @ticks: its ticks
 * @index: which
 *
 * Returns: (transfer full): the value of that tick, with as many digits as tell the ticks apart
 */
char *
bp_chart_scale_format_tick (const BpChartScale *scale, const BpChartTicks *ticks, guint index)
{
  double value = ticks->values[index];
  g_autofree char *number = NULL;

  if (ticks->decimals < 0)
    return bp_chart_scale_format (scale, value);
  if (scale->unit == BP_CHART_UNIT_NUMBER)
    return bp_number_format_scaled (value, ticks->decimals, ticks->exponent);

  number = bp_number_format_fixed (value * 100.0, MAX (0, ticks->decimals - 2));
  /* Translators: a percentage, as in "98.1 %". */
  return g_strdup_printf (_ ("%s %%"), number);
}

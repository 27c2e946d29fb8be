/* SPDX-License-Identifier: MIT */
#include "chart-scale.h"
#include "test-file.h"

#include <locale.h>
#include <math.h>

static void
assert_range (const BpChartScale *scale, double min, double max)
{
  g_assert_cmpfloat_with_epsilon (scale->min, min, 1e-9);
  g_assert_cmpfloat_with_epsilon (scale->max, max, 1e-9);
}

static void
assert_ticks (const BpChartScale *scale, guint max_ticks, const double *values, guint n_values)
{
  BpChartTicks ticks;

  bp_chart_scale_get_ticks (scale, max_ticks, &ticks);
  g_assert_cmpuint (ticks.n_values, ==, n_values);
  for (guint i = 0; i < n_values; i++)
    g_assert_cmpfloat_with_epsilon (ticks.values[i], values[i], 1e-9 * scale->max);
}

static void
test_fit_linear (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  g_assert_true (bp_chart_scale_fit (&scale, 0.0, 2.31));
  assert_range (&scale, 0.0, 2.5);
  g_assert_true (bp_chart_scale_fit (&scale, -3.0, 17.0));
  assert_range (&scale, -5.0, 20.0);
  /* A single value has no span. */
  g_assert_true (bp_chart_scale_fit (&scale, 1000.0, 1000.0));
  g_assert_cmpfloat (scale.min, <, 1000.0);
  g_assert_cmpfloat (scale.max, >, 1000.0);
}

static void
test_fit_stands_still (void)
{
  BpChartScale scale;
  guint n_changes = 0;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_fit (&scale, 0.0, 2.3);
  for (guint i = 0; i < 1000; i++)
    n_changes += bp_chart_scale_fit (&scale, 0.0, 2.3 - 0.001 * i) ? 1 : 0;
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_true (bp_chart_scale_fit (&scale, 0.0, 1.0));
  assert_range (&scale, 0.0, 1.0);

  n_changes = 0;
  for (guint i = 0; i < 1000; i++)
    n_changes += bp_chart_scale_fit (&scale, 0.0, 1.3 + 0.1 * i) ? 1 : 0;
  g_assert_cmpuint (n_changes, <=, 25);
}

static void
test_fit_ignores_what_is_not_finite (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  g_assert_false (bp_chart_scale_fit (&scale, NAN, 2.0));
  g_assert_false (bp_chart_scale_fit (&scale, 0.0, INFINITY));
  g_assert_false (bp_chart_scale_fit (&scale, G_MAXFLOAT, -G_MAXFLOAT));
  assert_range (&scale, 0.0, 1.0);
}

static void
test_fit_percent (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_PERCENT);
  bp_chart_scale_fit (&scale, 0.92, 0.997);
  assert_range (&scale, 0.92, 1.0);
  bp_chart_scale_fit (&scale, 0.10, 0.981);
  assert_range (&scale, 0.0, 1.0);
  /* The range does not exceed 100 %, and has a smallest span, so that noise does not fill the
   * chart. */
  bp_chart_scale_fit (&scale, 1.0, 1.0);
  g_assert_cmpfloat (scale.max, ==, 1.0);
  g_assert_cmpfloat (scale.min, <=, 0.98);
  bp_chart_scale_fit (&scale, 0.9801, 0.9803);
  g_assert_cmpfloat (scale.max - scale.min, >=, 0.02 - 1e-9);
}

static void
test_fit_log (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LOG, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_fit (&scale, 0.013, 2.4);
  assert_range (&scale, 0.01, 5.0);
  bp_chart_scale_fit (&scale, 0.0, 2.0);
  g_assert_cmpfloat (scale.min, >, 0.0);
  bp_chart_scale_fit (&scale, 0.3, 0.3);
  g_assert_cmpfloat (scale.min, <, 0.3);
  g_assert_cmpfloat (scale.max, >, 0.3);
}

static void
test_fractions (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LOG, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&scale, 0.01, 100.0);
  g_assert_cmpfloat_with_epsilon (bp_chart_scale_to_fraction (&scale, 1.0), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (bp_chart_scale_to_fraction (&scale, 0.1), 0.25, 1e-12);
  g_assert_cmpfloat (bp_chart_scale_to_fraction (&scale, 0.0), <, -1.0);
  for (int i = -4; i < 12; i++)
    {
      double fraction = 0.125 * i;
      double value = bp_chart_scale_from_fraction (&scale, fraction);

      g_assert_cmpfloat_with_epsilon (bp_chart_scale_to_fraction (&scale, value), fraction, 1e-12);
    }

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&scale, 10.0, 30.0);
  g_assert_cmpfloat (bp_chart_scale_to_fraction (&scale, 15.0), ==, 0.25);
  g_assert_cmpfloat (bp_chart_scale_from_fraction (&scale, 0.25), ==, 15.0);
}

static void
test_ticks_linear (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&scale, 0.0, 2.5);
  assert_ticks (&scale, 6, (const double[]){ 0.0, 0.5, 1.0, 1.5, 2.0, 2.5 }, 6);
  assert_ticks (&scale, 4, (const double[]){ 0.0, 1.0, 2.0 }, 3);
  bp_chart_scale_set_range (&scale, -0.3, 0.3);
  assert_ticks (&scale, 8, (const double[]){ -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3 }, 7);
  bp_chart_scale_set_range (&scale, 0.0, 20.0);
  assert_ticks (&scale, 5, (const double[]){ 0.0, 5.0, 10.0, 15.0, 20.0 }, 5);
}

static void
test_ticks_log (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LOG, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&scale, 0.01, 5.0);
  assert_ticks (&scale, 10, (const double[]){ 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0 }, 9);
  assert_ticks (&scale, 5, (const double[]){ 0.01, 0.1, 1.0 }, 3);
  bp_chart_scale_set_range (&scale, 1e-6, 1e6);
  assert_ticks (&scale, 5, (const double[]){ 1e-6, 1e-3, 1.0, 1e3, 1e6 }, 5);
  /* Less than a factor of ten, without a power of ten inside. */
  bp_chart_scale_set_range (&scale, 0.22, 0.48);
  assert_ticks (&scale, 4, (const double[]){ 0.3, 0.4 }, 2);
}

static void
test_ticks_never_too_many (void)
{
  BpChartScale scale;

  for (guint kind = 0; kind < 2; kind++)
    {
      bp_chart_scale_init (&scale, kind, BP_CHART_UNIT_NUMBER);
      for (guint max_ticks = 2; max_ticks <= 12; max_ticks++)
        for (guint i = 0; i < 70; i++)
          {
            double max = 0.002 * pow (1.37, i);
            BpChartTicks ticks;

            bp_chart_scale_set_range (&scale, 0.001, max);
            bp_chart_scale_get_ticks (&scale, max_ticks, &ticks);
            g_assert_cmpuint (ticks.n_values, <=, max_ticks);
            for (guint j = 0; j < ticks.n_values; j++)
              {
                g_assert_cmpfloat (ticks.values[j], >=, 0.001 - 1e-6 * max);
                g_assert_cmpfloat (ticks.values[j], <=, max + 1e-6 * max);
              }
          }
    }
}

static void
assert_format (const BpChartScale *scale, double value, int decimals, const char *expected)
{
  g_autofree char *text = bp_chart_scale_format (scale, value, decimals);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  assert_format (&scale, 0.5, 1, "0.5");
  assert_format (&scale, 2.0, 1, "2.0");
  assert_format (&scale, 20.0, 0, "20");
  assert_format (&scale, 0.05, -1, "0.05");
  assert_format (&scale, 0.1234, -1, "0.123");
  assert_format (&scale, 1.0, -1, "1");
  assert_format (&scale, 0.0, -1, "0");
  assert_format (&scale, 5000.0, -1, "5000");
  assert_format (&scale, 1e-6, -1, "1e-06");

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_PERCENT);
  assert_format (&scale, 0.981, 3, "98.1 %");
  assert_format (&scale, 1.0, 2, "100 %");
  assert_format (&scale, 1.0, 1, "100 %");
  assert_format (&scale, 0.981, -1, "98.1 %");
}

static void
test_format_in_the_locale (void)
{
  BpChartScale scale;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("the locale de_DE.UTF-8 is not installed");
      return;
    }
  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  assert_format (&scale, 0.5, 1, "0,5");
  assert_format (&scale, 0.1234, -1, "0,123");
  setlocale (LC_NUMERIC, "C");
}

BP_TEST_FILE (chart_scale)
{
  g_test_add_func ("/chart-scale/fit-linear", test_fit_linear);
  g_test_add_func ("/chart-scale/fit-stands-still", test_fit_stands_still);
  g_test_add_func ("/chart-scale/fit-ignores-what-is-not-finite",
                   test_fit_ignores_what_is_not_finite);
  g_test_add_func ("/chart-scale/fit-percent", test_fit_percent);
  g_test_add_func ("/chart-scale/fit-log", test_fit_log);
  g_test_add_func ("/chart-scale/fractions", test_fractions);
  g_test_add_func ("/chart-scale/ticks-linear", test_ticks_linear);
  g_test_add_func ("/chart-scale/ticks-log", test_ticks_log);
  g_test_add_func ("/chart-scale/ticks-never-too-many", test_ticks_never_too_many);
  g_test_add_func ("/chart-scale/format", test_format);
  g_test_add_func ("/chart-scale/format-in-the-locale", test_format_in_the_locale);
}

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
assert_format (const BpChartScale *scale, double value, const char *expected)
{
  g_autofree char *text = bp_chart_scale_format (scale, value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  assert_format (&scale, 0.05, "0.05");
  assert_format (&scale, 0.1234, "0.123");
  assert_format (&scale, 1.0, "1");
  assert_format (&scale, 0.0, "0");
  assert_format (&scale, 5000.0, "5000");
  assert_format (&scale, 120000.0, "120,000");
  assert_format (&scale, -120000.0, "-120,000");
  assert_format (&scale, 1e-6, "10⁻⁶");
  assert_format (&scale, 2e24, "2×10²⁴");
  assert_format (&scale, 1.27e7, "1.3×10⁷");
  assert_format (&scale, 9.99e7, "10⁸");
  assert_format (&scale, -3e9, "-3×10⁹");

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_PERCENT);
  assert_format (&scale, 0.981, "98.1 %");
  assert_format (&scale, 0.00125, "0.125 %");
}

/* The ticks of a range, as they are written, with blanks between them. */
static void
assert_written_ticks (const BpChartScale *scale, guint max_ticks, const char *expected)
{
  g_autoptr (GString) written = g_string_new (NULL);
  BpChartTicks ticks;

  bp_chart_scale_get_ticks (scale, max_ticks, &ticks);
  for (guint i = 0; i < ticks.n_values; i++)
    {
      g_autofree char *text = bp_chart_scale_format_tick (scale, &ticks, i);

      g_string_append_printf (written, "%s%s", i > 0 ? " " : "", text);
    }
  g_assert_cmpstr (written->str, ==, expected);
}

/* Numbers that a person can read, from the smallest to the largest float. */
static void
test_written_ticks (void)
{
  const struct
  {
    double min;
    double max;
    const char *expected;
  } ranges[] = {
    { 0.0, 1.0, "0.0 0.5 1.0" },
    { 0.0, 20.0, "0 5 10 15 20" },
    { 0.0, 8000.0, "0 2000 4000 6000 8000" },
    { 0.0, 400000.0, "0 100,000 200,000 300,000 400,000" },
    { 0.0, 2e24, "0 0.5×10²⁴ 1.0×10²⁴ 1.5×10²⁴ 2.0×10²⁴" },
    { 0.0, 3e38, "0 1×10³⁸ 2×10³⁸ 3×10³⁸" },
    { 0.0, 4e-5, "0 1×10⁻⁵ 2×10⁻⁵ 3×10⁻⁵ 4×10⁻⁵" },
    { -0.2, 0.2, "-0.2 -0.1 0.0 0.1 0.2" },
    { 12.3456, 12.3458, "12.34560 12.34565 12.34570 12.34575 12.34580" },
  };
  BpChartScale scale;

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      bp_chart_scale_set_range (&scale, ranges[i].min, ranges[i].max);
      assert_written_ticks (&scale, 5, ranges[i].expected);
    }
  bp_chart_scale_set_kind (&scale, BP_CHART_SCALE_LOG);
  bp_chart_scale_set_range (&scale, 1e-6, 1e12);
  assert_written_ticks (&scale, 4, "10⁻⁶ 0.1 10,000 10⁹");

  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_PERCENT);
  bp_chart_scale_set_range (&scale, 0.96, 0.98);
  assert_written_ticks (&scale, 5, "96.0 % 96.5 % 97.0 % 97.5 % 98.0 %");
  bp_chart_scale_set_kind (&scale, BP_CHART_SCALE_LOG);
  bp_chart_scale_set_range (&scale, 0.001, 0.1);
  assert_written_ticks (&scale, 3, "0.1 % 1 % 10 %");
}

static void
test_refit (void)
{
  BpChartScale scale;

  /* The range stays as it is while half of it is used; another part of the chart has its own. */
  bp_chart_scale_init (&scale, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  g_assert_false (bp_chart_scale_fit (&scale, 0.2, 0.8));
  assert_range (&scale, 0.0, 1.0);
  g_assert_true (bp_chart_scale_refit (&scale, 0.2, 0.8));
  assert_range (&scale, 0.2, 0.8);
  g_assert_false (bp_chart_scale_refit (&scale, 0.2, 0.8));
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
  bp_chart_scale_set_range (&scale, 0.0, 1.0);
  assert_written_ticks (&scale, 5, "0,0 0,5 1,0");
  assert_format (&scale, 0.1234, "0,123");
  assert_format (&scale, 120000.0, "120.000");
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
  g_test_add_func ("/chart-scale/written-ticks", test_written_ticks);
  g_test_add_func ("/chart-scale/refit", test_refit);
  g_test_add_func ("/chart-scale/format", test_format);
  g_test_add_func ("/chart-scale/format-in-the-locale", test_format_in_the_locale);
}

/* SPDX-License-Identifier: MIT */
#include "chart-style.h"
#include "test-file.h"

#include <math.h>

/* WCAG 2.1, success criteria 1.4.11 and 1.4.3. */
#define GRAPHICS_CONTRAST 3.0
#define TEXT_CONTRAST     4.5

typedef struct
{
  BpChartColor foreground;
  BpChartColor background;
  gboolean is_high_contrast;
} Theme;

/* libadwaita's colours of text and of views. */
static const Theme themes[] = {
  { { 0.0F, 0.0F, 0.0F, 0.8F }, { 1.0F, 1.0F, 1.0F, 1.0F }, FALSE },
  { { 1.0F, 1.0F, 1.0F, 1.0F }, { 0.118F, 0.118F, 0.118F, 1.0F }, FALSE },
  { { 0.0F, 0.0F, 0.0F, 1.0F }, { 1.0F, 1.0F, 1.0F, 1.0F }, TRUE },
  { { 1.0F, 1.0F, 1.0F, 1.0F }, { 0.118F, 0.118F, 0.118F, 1.0F }, TRUE },
};

/* Relative luminance, from 0 to 1 (WCAG 2.1). */
static double
get_luminance (const BpChartColor *color)
{
  const double channels[] = { (double) color->red, (double) color->green, (double) color->blue };
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double luminance = 0.0;

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      gboolean is_linear = channels[i] <= 0.04045;

      luminance +=
          weights[i] * (is_linear ? channels[i] / 12.92 : pow ((channels[i] + 0.055) / 1.055, 2.4));
    }
  return luminance;
}

/* The contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.1). */
static double
get_contrast (const BpChartColor *a, const BpChartColor *b)
{
  double first = get_luminance (a);
  double second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

static void
init_style (BpChartStyle *style, const Theme *theme)
{
  bp_chart_style_init (style, &theme->foreground, &theme->background, theme->is_high_contrast);
}

static void
test_curves_stand_out (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      double needed = themes[i].is_high_contrast ? 7.0 : GRAPHICS_CONTRAST;
      BpChartStyle style;

      init_style (&style, &themes[i]);
      for (guint j = 0; j < BP_CHART_N_COLORS; j++)
        {
          double contrast = get_contrast (&style.series[j], &style.background);

          g_test_message ("theme %u, series %u: %.1f", i, j, contrast);
          g_assert_cmpfloat (contrast, >=, needed);
        }
    }
}

/* Values are written in the colour of their series, which needs the contrast of text. */
static void
test_texts_can_be_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      BpChartStyle style;

      init_style (&style, &themes[i]);
      g_assert_cmpfloat (get_contrast (&style.foreground, &style.background), >=, TEXT_CONTRAST);
      g_assert_cmpfloat (get_contrast (&style.dim, &style.background), >=, TEXT_CONTRAST);
      for (guint j = 0; j < BP_CHART_N_COLORS; j++)
        g_assert_cmpfloat (get_contrast (&style.series[j], &style.background), >=, TEXT_CONTRAST);
    }
}

static void
test_high_contrast_is_stronger (void)
{
  BpChartStyle plain;
  BpChartStyle strong;

  init_style (&plain, &themes[0]);
  init_style (&strong, &themes[2]);
  g_assert_cmpfloat (strong.line_width, >, plain.line_width);
  g_assert_cmpmem (&strong.dim, sizeof strong.dim, &strong.foreground, sizeof strong.foreground);
  g_assert_cmpfloat (get_contrast (&strong.grid, &strong.background), >,
                     get_contrast (&plain.grid, &plain.background));
}

/* The curves of fifty runs stand out from the ground, and each from the one after it. */
static void
test_colors_of_many_curves (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Run", BP_CHART_SERIES_LINE);

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      BpChartStyle style;

      init_style (&style, &themes[i]);
      for (guint j = 0; j < 50; j++)
        {
          BpChartColor color = bp_chart_style_get_color (&style, series, j);
          BpChartColor next = bp_chart_style_get_color (&style, series, j + 1);
          float difference = fabsf (color.red - next.red) + fabsf (color.green - next.green) +
                             fabsf (color.blue - next.blue);

          g_test_message ("theme %u, curve %u", i, j);
          g_assert_cmpfloat (get_contrast (&color, &style.background), >=, GRAPHICS_CONTRAST);
          g_assert_cmpfloat (difference, >, 0.3F);
        }
    }
}

static void
test_own_color (void)
{
  const BpChartColor own = { 0.25F, 0.5F, 0.75F, 1.0F };
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Run", BP_CHART_SERIES_LINE);
  BpChartStyle style;
  BpChartColor color;

  init_style (&style, &themes[0]);
  bp_chart_series_set_color (series, &own);
  color = bp_chart_style_get_color (&style, series, 7);
  g_assert_cmpfloat (color.blue, ==, own.blue);
  bp_chart_series_set_color (series, NULL);
  color = bp_chart_style_get_color (&style, series, 1);
  g_assert_cmpfloat (color.blue, ==, style.series[1].blue);
}

BP_TEST_FILE (chart_style)
{
  g_test_add_func ("/chart-style/colors-of-many-curves", test_colors_of_many_curves);
  g_test_add_func ("/chart-style/own-color", test_own_color);
  g_test_add_func ("/chart-style/curves-stand-out", test_curves_stand_out);
  g_test_add_func ("/chart-style/texts-can-be-read", test_texts_can_be_read);
  g_test_add_func ("/chart-style/high-contrast-is-stronger", test_high_contrast_is_stronger);
}

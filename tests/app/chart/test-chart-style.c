/* SPDX-License-Identifier: MIT */
#include "chart-style.h"
#include "test-file.h"

#include <math.h>

/* WCAG 2.1, success criteria 1.4.11 and 1.4.3. */
#define GRAPHICS_CONTRAST 3.0
#define TEXT_CONTRAST     4.5

typedef struct
{
  const char *foreground;
  const char *background;
  gboolean is_high_contrast;
} Theme;

/* libadwaita's colours of text and of views. */
static const Theme themes[] = {
  { "rgba(0,0,0,0.8)", "#ffffff", FALSE },
  { "#ffffff", "#1e1e1e", FALSE },
  { "#000000", "#ffffff", TRUE },
  { "#ffffff", "#1e1e1e", TRUE },
};

/* Relative luminance, from 0 to 1 (WCAG 2.1). */
static double
get_luminance (const GdkRGBA *color)
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
get_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double first = get_luminance (a);
  double second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

static void
init_style (BpChartStyle *style, const Theme *theme)
{
  GdkRGBA foreground;
  GdkRGBA background;

  g_assert_true (gdk_rgba_parse (&foreground, theme->foreground));
  g_assert_true (gdk_rgba_parse (&background, theme->background));
  bp_chart_style_init (style, &foreground, &background, theme->is_high_contrast);
}

static void
test_curves_stand_out (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      double needed = themes[i].is_high_contrast ? 7.0 : GRAPHICS_CONTRAST;
      BpChartStyle style;

      init_style (&style, &themes[i]);
      for (guint j = 0; j < BP_CHART_MAX_SERIES; j++)
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
      for (guint j = 0; j < BP_CHART_MAX_SERIES; j++)
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
  g_assert_true (gdk_rgba_equal (&strong.dim, &strong.foreground));
  g_assert_cmpfloat (get_contrast (&strong.grid, &strong.background), >,
                     get_contrast (&plain.grid, &plain.background));
}

BP_TEST_FILE (chart_style)
{
  g_test_add_func ("/chart-style/curves-stand-out", test_curves_stand_out);
  g_test_add_func ("/chart-style/texts-can-be-read", test_texts_can_be_read);
  g_test_add_func ("/chart-style/high-contrast-is-stronger", test_high_contrast_is_stronger);
}

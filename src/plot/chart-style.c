/* SPDX-License-Identifier: MIT */
#include "chart-style.h"

#include <math.h>

/* Blue, orange, green and purple of GNOME's palette, in the shades that stand out from a light and
 * from a dark ground; and again with the contrast that text needs. Blue and orange, the first two,
 * are told apart with every kind of colour blindness; green and purple after them differ in
 * lightness too. */
static const guint32 colors_on_light[BP_CHART_N_COLORS] = { 0x1c71d8, 0xc64600, 0x1f8455,
                                                            0x813d9c };
static const guint32 colors_on_dark[BP_CHART_N_COLORS] = { 0x62a0ea, 0xffa348, 0x57e389, 0xdc8add };
static const guint32 strong_colors_on_light[BP_CHART_N_COLORS] = { 0x0f4a94, 0x8a3000, 0x115c39,
                                                                   0x613583 };
static const guint32 strong_colors_on_dark[BP_CHART_N_COLORS] = { 0x99c1f1, 0xffbe6f, 0x8ff0a4,
                                                                  0xe8b5ef };

/* The least contrast of a curve to its ground, as WCAG 2.1 asks of graphics, with some to spare. */
#define LEAST_CONTRAST 3.2

/* Further colours: each is the golden ratio of the circle of hues away from the one before, which
 * keeps any number of them apart. Every second and third is lighter or darker. */
#define GOLDEN_RATIO       0.6180339887
#define HUE_SATURATION     0.65
#define LIGHTNESS_ON_LIGHT 0.36
#define LIGHTNESS_ON_DARK  0.68
#define LIGHTNESS_STEP     0.08
#define N_LIGHTNESSES      3
#define CONTRAST_STEP      0.02

/* The colour of a curve beyond the first ones, made darker or lighter until it stands out. */
static BpChartColor
get_further_color (const BpChartStyle *style, guint index)
{
  double hue = fmod (index * GOLDEN_RATIO, 1.0);
  double lightness = style->is_dark ? LIGHTNESS_ON_DARK : LIGHTNESS_ON_LIGHT;
  double step = style->is_dark ? CONTRAST_STEP : -CONTRAST_STEP;
  BpChartColor color;

  lightness += LIGHTNESS_STEP * ((double) (index % N_LIGHTNESSES) - 1.0);
  do
    {
      color = bp_chart_color_from_hue (hue, HUE_SATURATION, lightness);
      lightness += step;
    }
  while (bp_chart_color_get_contrast (color, style->background) < LEAST_CONTRAST &&
         lightness > 0.0 && lightness < 1.0);
  return color;
}

/**
 * bp_chart_style_init:
 * @style: (out caller-allocates): the style
 * @foreground: the theme's colour of text
 * @background: the theme's colour behind the chart, opaque
 * @is_high_contrast: whether the user has asked for high contrast
 *
 * Chooses colours that are visible on @background.
 */
void
bp_chart_style_init (BpChartStyle *style,
                     const BpChartColor *foreground,
                     const BpChartColor *background,
                     gboolean is_high_contrast)
{
  gboolean is_dark =
      bp_chart_color_get_brightness (*background) < bp_chart_color_get_brightness (*foreground);
  const guint32 *colors = is_dark ? colors_on_dark : colors_on_light;

  if (is_high_contrast)
    colors = is_dark ? strong_colors_on_dark : strong_colors_on_light;

  *style = (BpChartStyle){
    .foreground = bp_chart_color_blend (*foreground, *background, foreground->alpha),
    .background = *background,
    .trace_alpha = is_high_contrast ? 0.40F : 0.28F,
    .line_width = is_high_contrast ? 3.0 : 2.0,
    .scale = 1,
    .is_dark = is_dark,
  };
  style->dim =
      bp_chart_color_blend (style->foreground, *background, is_high_contrast ? 1.0F : 0.70F);
  style->grid =
      bp_chart_color_blend (style->foreground, *background, is_high_contrast ? 0.40F : 0.12F);
  for (guint i = 0; i < BP_CHART_N_COLORS; i++)
    style->series[i] = bp_chart_color_from_rgb (colors[i]);
}

/**
 * bp_chart_style_init_for_paper:
 * @style: (out caller-allocates): the style
 *
 * Black text on white, whatever the theme is.
 */
void
bp_chart_style_init_for_paper (BpChartStyle *style)
{
  const BpChartColor black = { 0.0F, 0.0F, 0.0F, 1.0F };
  const BpChartColor white = { 1.0F, 1.0F, 1.0F, 1.0F };

  bp_chart_style_init (style, &black, &white, FALSE);
}

/**
 * bp_chart_style_get_color:
 * @style: the style
 * @series: a series
 * @index: which of the chart's series it is
 *
 * Returns: the series' own colour, or the style's for that index
 */
BpChartColor
bp_chart_style_get_color (const BpChartStyle *style, const BpChartSeries *series, guint index)
{
  const BpChartColor *own = bp_chart_series_get_color (series);

  if (own != NULL)
    return *own;
  return index < BP_CHART_N_COLORS ? style->series[index] : get_further_color (style, index);
}

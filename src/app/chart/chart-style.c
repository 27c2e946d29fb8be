/* SPDX-License-Identifier: MIT */
#include "chart-style.h"

#include <math.h>

/* Blue, orange, green and purple of GNOME's palette, in the shades that stand out from a light and
 * from a dark ground; and again with the contrast that text needs. Blue and orange, the first two,
 * are told apart with every kind of colour blindness; green and purple after them differ in
 * lightness too. */
static const char *const colors_on_light[BP_CHART_MAX_SERIES] = { "#1c71d8", "#c64600", "#1f8455",
                                                                  "#813d9c" };
static const char *const colors_on_dark[BP_CHART_MAX_SERIES] = { "#62a0ea", "#ffa348", "#57e389",
                                                                 "#dc8add" };
static const char *const strong_colors_on_light[BP_CHART_MAX_SERIES] = { "#0f4a94", "#8a3000",
                                                                         "#115c39", "#613583" };
static const char *const strong_colors_on_dark[BP_CHART_MAX_SERIES] = { "#99c1f1", "#ffbe6f",
                                                                        "#8ff0a4", "#e8b5ef" };

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

/**
 * bp_color_get_contrast:
 * @a: an opaque colour
 * @b: another
 *
 * Returns: their contrast ratio, from 1 to 21 (WCAG 2.1); graphics need 3, text 4.5
 */
double
bp_color_get_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double first = get_luminance (a);
  double second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/* @color over @ground, as one that is opaque. */
static GdkRGBA
blend (const GdkRGBA *color, const GdkRGBA *ground, float alpha)
{
  return (GdkRGBA){
    .red = alpha * color->red + (1.0F - alpha) * ground->red,
    .green = alpha * color->green + (1.0F - alpha) * ground->green,
    .blue = alpha * color->blue + (1.0F - alpha) * ground->blue,
    .alpha = 1.0F,
  };
}

/**
 * bp_chart_style_init:
 * @style: (out caller-allocates): the style
 * @foreground: the theme's colour of text
 * @background: the theme's colour of what the chart lies on, opaque
 * @is_high_contrast: whether the person has asked for strong contrasts
 *
 * Chooses colours that can be seen on @background.
 */
void
bp_chart_style_init (BpChartStyle *style,
                     const GdkRGBA *foreground,
                     const GdkRGBA *background,
                     gboolean is_high_contrast)
{
  gboolean is_dark = get_luminance (background) < get_luminance (foreground);
  const char *const *colors = is_dark ? colors_on_dark : colors_on_light;

  if (is_high_contrast)
    colors = is_dark ? strong_colors_on_dark : strong_colors_on_light;

  *style = (BpChartStyle){
    .foreground = blend (foreground, background, foreground->alpha),
    .background = *background,
    .trace_alpha = is_high_contrast ? 0.40F : 0.28F,
    .line_width = is_high_contrast ? 3.0 : 2.0,
    .scale = 1,
  };
  style->dim = blend (&style->foreground, background, is_high_contrast ? 1.0F : 0.70F);
  style->grid = blend (&style->foreground, background, is_high_contrast ? 0.40F : 0.12F);
  for (guint i = 0; i < BP_CHART_MAX_SERIES; i++)
    gdk_rgba_parse (&style->series[i], colors[i]);
}

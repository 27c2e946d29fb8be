/* SPDX-License-Identifier: MIT */
#include "chart-style.h"

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

/* From 0 to 1, by how much each primary colour adds to it (ITU-R BT.709). */
static float
get_brightness (const GdkRGBA *color)
{
  return 0.2126F * color->red + 0.7152F * color->green + 0.0722F * color->blue;
}

/* @color drawn over @ground, as an opaque colour. */
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
 * @background: the theme's colour behind the chart, opaque
 * @is_high_contrast: whether the user has asked for high contrast
 *
 * Chooses colours that are visible on @background.
 */
void
bp_chart_style_init (BpChartStyle *style,
                     const GdkRGBA *foreground,
                     const GdkRGBA *background,
                     gboolean is_high_contrast)
{
  gboolean is_dark = get_brightness (background) < get_brightness (foreground);
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

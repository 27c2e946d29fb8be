/* SPDX-License-Identifier: MIT */
#include "chart-color.h"

#include <math.h>

#define CHANNEL_MAX 255.0F

/**
 * bp_chart_color_from_rgb:
 * @rgb: 0xRRGGBB
 *
 * Returns: that colour, opaque
 */
BpChartColor
bp_chart_color_from_rgb (guint32 rgb)
{
  return (BpChartColor){
    .red = (float) (rgb >> 16 & 0xff) / CHANNEL_MAX,
    .green = (float) (rgb >> 8 & 0xff) / CHANNEL_MAX,
    .blue = (float) (rgb & 0xff) / CHANNEL_MAX,
    .alpha = 1.0F,
  };
}

/* One channel of bp_chart_color_from_hue(): @offset is 0 for red, 8 for green and 4 for blue. */
static float
get_channel (double hue, double saturation, double lightness, double offset)
{
  double place = fmod (offset + 12.0 * hue, 12.0);
  double chroma = saturation * MIN (lightness, 1.0 - lightness);

  return (float) (lightness - chroma * CLAMP (MIN (place - 3.0, 9.0 - place), -1.0, 1.0));
}

/**
 * bp_chart_color_from_hue:
 * @hue: from 0 (red) over 1/3 (green) and 2/3 (blue) to 1 (red)
 * @saturation: from 0 (grey) to 1
 * @lightness: from 0 (black) to 1 (white)
 *
 * Returns: that colour of the HSL model, opaque
 */
BpChartColor
bp_chart_color_from_hue (double hue, double saturation, double lightness)
{
  return (BpChartColor){
    .red = get_channel (hue, saturation, lightness, 0.0),
    .green = get_channel (hue, saturation, lightness, 8.0),
    .blue = get_channel (hue, saturation, lightness, 4.0),
    .alpha = 1.0F,
  };
}

/**
 * bp_chart_color_blend:
 * @color: a colour; its own opacity is ignored
 * @ground: what lies behind it, opaque
 * @alpha: the opacity of @color here
 *
 * Returns: @color drawn over @ground, as an opaque colour
 */
BpChartColor
bp_chart_color_blend (BpChartColor color, BpChartColor ground, float alpha)
{
  return (BpChartColor){
    .red = alpha * color.red + (1.0F - alpha) * ground.red,
    .green = alpha * color.green + (1.0F - alpha) * ground.green,
    .blue = alpha * color.blue + (1.0F - alpha) * ground.blue,
    .alpha = 1.0F,
  };
}

/**
 * bp_chart_color_get_brightness:
 * @color: a colour
 *
 * Returns: from 0 to 1, by how much each primary colour adds to it (ITU-R BT.709)
 */
float
bp_chart_color_get_brightness (BpChartColor color)
{
  return 0.2126F * color.red + 0.7152F * color.green + 0.0722F * color.blue;
}

/* A channel of sRGB as light. */
static double
get_light (float channel)
{
  return channel <= 0.04045F ? (double) channel / 12.92
                             : pow (((double) channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (BpChartColor color)
{
  return 0.2126 * get_light (color.red) + 0.7152 * get_light (color.green) +
         0.0722 * get_light (color.blue);
}

/**
 * bp_chart_color_get_contrast:
 * @a: an opaque colour
 * @b: another one
 *
 * Returns: the ratio of their luminances, from 1 to 21 (WCAG 2.1, "contrast ratio")
 */
double
bp_chart_color_get_contrast (BpChartColor a, BpChartColor b)
{
  double first = get_luminance (a) + 0.05;
  double second = get_luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

/**
 * bp_chart_color_set_source:
 * @color: a colour
 * @cr: the context that draws with it from now on
 */
void
bp_chart_color_set_source (BpChartColor color, cairo_t *cr)
{
  cairo_set_source_rgba (cr, (double) color.red, (double) color.green, (double) color.blue,
                         (double) color.alpha);
}

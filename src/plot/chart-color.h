/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <glib.h>

/**
 * BpChartColor:
 * @red: from 0 to 1, in sRGB
 * @green: likewise
 * @blue: likewise
 * @alpha: the opacity, from 0 to 1
 *
 * A colour, laid out as GdkRGBA is.
 */
typedef struct
{
  float red;
  float green;
  float blue;
  float alpha;
} BpChartColor;

BpChartColor bp_chart_color_from_rgb (guint32 rgb);
BpChartColor bp_chart_color_from_hue (double hue, double saturation, double lightness);
BpChartColor bp_chart_color_blend (BpChartColor color, BpChartColor ground, float alpha);
float bp_chart_color_get_brightness (BpChartColor color);
double bp_chart_color_get_contrast (BpChartColor a, BpChartColor b);
void bp_chart_color_set_source (BpChartColor color, cairo_t *cr);

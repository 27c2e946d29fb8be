/* SPDX-License-Identifier: MIT */
#include "run-look.h"

#include <math.h>

/* Each colour is the golden ratio of the circle of hues away from the one before, from a blue on,
 * and so light that it stands out from a light and from a dark ground (WCAG 2.1 asks for 3). */
#define FIRST_HUE         0.59
#define GOLDEN_RATIO      0.6180339887
#define SATURATION        0.70
#define CONTRAST_TO_WHITE 4.0
#define LIGHTNESS_STEP    0.01

#define HEXADECIMAL 16

/* Neighbours differ in their dashes, too. */
static const BpChartSeriesFlags dashes[] = {
  BP_CHART_SERIES_LINE,
  BP_CHART_SERIES_DASHED,
  BP_CHART_SERIES_DOTTED,
  BP_CHART_SERIES_DASHED | BP_CHART_SERIES_DOTTED,
};

static BpChartColor
get_color (guint slot)
{
  const BpChartColor white = { 1.0F, 1.0F, 1.0F, 1.0F };
  double hue = fmod (FIRST_HUE + slot * GOLDEN_RATIO, 1.0);
  double lightness = 1.0;
  BpChartColor color = white;

  while (bp_chart_color_get_contrast (color, white) < CONTRAST_TO_WHITE)
    {
      lightness -= LIGHTNESS_STEP;
      color = bp_chart_color_from_hue (hue, SATURATION, lightness);
    }
  return color;
}

/**
 * bp_run_look_init:
 * @look: (out caller-allocates): the look
 * @record: a run
 * @slot: its number among the runs that are compared
 *
 * Takes the colour that the user chose for the run, or else that of the slot. A pinned run is
 * drawn thicker.
 */
void
bp_run_look_init (BpRunLook *look, const BpRunRecord *record, guint slot)
{
  *look = (BpRunLook){
    .color = record->color != NULL
                 ? bp_chart_color_from_rgb (
                       (guint32) g_ascii_strtoull (record->color + 1, NULL, HEXADECIMAL))
                 : get_color (slot),
    .flags = dashes[slot % G_N_ELEMENTS (dashes)],
  };
  if (record->is_pinned)
    look->flags |= BP_CHART_SERIES_THICK;
}

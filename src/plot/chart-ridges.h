/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-axes.h"

/* No ridge. */
#define BP_CHART_RIDGES_NONE (-1)

/**
 * BpChartRidges:
 * @axes: the axes; the horizontal one holds all ridges
 * @ridges: of private structures, the oldest first
 * @current: the ridge that is marked, or %BP_CHART_RIDGES_NONE
 *
 * Histograms one before the other, the newest in front, each scaled to the same height. It owns
 * what it points to.
 */
typedef struct
{
  BpChartAxes axes;
  GArray *ridges;
  int current;
  /*< private >*/
  char *x_name;
  char *y_name;
  double height;
  double distance;
} BpChartRidges;

BpChartRidges *bp_chart_ridges_new (const char *x_name, const char *y_name);
void bp_chart_ridges_free (BpChartRidges *ridges);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartRidges, bp_chart_ridges_free)

void bp_chart_ridges_add (BpChartRidges *ridges,
                          const char *label,
                          const char *description,
                          double begin,
                          double end,
                          const guint64 *counts,
                          guint n_bins);
const char *bp_chart_ridges_get_description (const BpChartRidges *ridges, int ridge);
int bp_chart_ridges_find (const BpChartRidges *ridges, double x, double y);

void
bp_chart_ridges_arrange (BpChartRidges *ridges, PangoContext *context, double width, double height);
void bp_chart_ridges_draw (const BpChartRidges *ridges, const BpChartStyle *style, cairo_t *cr);
void bp_chart_ridges_draw_pointed (const BpChartRidges *ridges,
                                   int ridge,
                                   const BpChartStyle *style,
                                   cairo_t *cr);
gboolean bp_chart_ridges_save_picture (BpChartRidges *ridges,
                                       const char *title,
                                       const char *path,
                                       GError **error);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-surface.h"
#include "figure.h"

#define BP_TYPE_SURFACE_VIEW (bp_surface_view_get_type ())

/**
 * BpSurfaceView:
 *
 * The widget of a #BpChartSurface. Arrows move a step of the grid, Home and End go to the first and
 * to the last mark.
 */
G_DECLARE_FINAL_TYPE (BpSurfaceView, bp_surface_view, BP, SURFACE_VIEW, BpFigure)

void
bp_surface_view_set_surface (BpSurfaceView *self, BpChartSurface *surface, const char *value_name);

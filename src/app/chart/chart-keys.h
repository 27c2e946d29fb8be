/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

#include <gdk/gdk.h>

gboolean bp_chart_find_place_of_key (const BpChartModel *model, guint key, double *x);
gboolean bp_chart_zoom_by_key (BpChartModel *model, guint key, GdkModifierType modifiers, double x);

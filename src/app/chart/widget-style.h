/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-style.h"

#include <gtk/gtk.h>

void bp_chart_style_init_from_widget (BpChartStyle *style, GtkWidget *widget);

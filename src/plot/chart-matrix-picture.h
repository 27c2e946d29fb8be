/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-matrix.h"

gboolean bp_chart_matrix_picture_save (BpChartMatrix *matrix,
                                       const char *title,
                                       const char *path,
                                       GError **error);

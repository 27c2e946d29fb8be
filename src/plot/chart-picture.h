/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

/**
 * BpChartPictureKind:
 * @BP_CHART_PICTURE_PNG: pixels, two for each unit of length
 * @BP_CHART_PICTURE_SVG: lines and texts, for the web and for editing
 * @BP_CHART_PICTURE_PDF: likewise, for documents
 *
 * The formats of pictures.
 */
typedef enum
{
  BP_CHART_PICTURE_PNG,
  BP_CHART_PICTURE_SVG,
  BP_CHART_PICTURE_PDF,
} BpChartPictureKind;

#define BP_CHART_PICTURE_N_KINDS 3

/**
 * BpChartPicture:
 * @title: what stands over the chart
 * @y_name: what its vertical axis shows
 * @width: in units of 1/96 inch
 * @height: likewise
 *
 * A chart as it goes into a report: black on white, with title, legend and axes.
 */
typedef struct
{
  const char *title;
  const char *y_name;
  double width;
  double height;
} BpChartPicture;

/* A page of a report has room for this. */
#define BP_CHART_PICTURE_WIDTH  800.0
#define BP_CHART_PICTURE_HEIGHT 480.0

const char *bp_chart_picture_get_ending (BpChartPictureKind kind);
gboolean bp_chart_picture_find_kind (const char *path, BpChartPictureKind *kind, GError **error);
GBytes *bp_chart_picture_render (const BpChartPicture *picture,
                                 const BpChartModel *model,
                                 BpChartPictureKind kind,
                                 GError **error);
gboolean bp_chart_picture_save (const BpChartPicture *picture,
                                const BpChartModel *model,
                                const char *path,
                                GError **error);

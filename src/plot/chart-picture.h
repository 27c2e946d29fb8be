/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"
#include "chart-style.h"

#include <pango/pangocairo.h>

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

/**
 * BpChartPictureDraw:
 * @context: with the font of pictures
 * @style: black on white
 * @width: of the room below the title
 * @height: likewise
 * @cr: its origin is the upper left corner of that room; its unit is 1/96 inch
 * @data: the data given with the function
 *
 * Draws what is below the title of a picture.
 */
typedef void (*BpChartPictureDraw) (PangoContext *context,
                                    const BpChartStyle *style,
                                    double width,
                                    double height,
                                    cairo_t *cr,
                                    gpointer data);

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

PangoContext *bp_chart_picture_create_context (void);
gboolean bp_chart_picture_save_titled (const char *title,
                                       double width,
                                       double height,
                                       BpChartPictureDraw draw,
                                       gpointer data,
                                       const char *path,
                                       GError **error);

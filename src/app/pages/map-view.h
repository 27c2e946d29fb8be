/* SPDX-License-Identifier: MIT */
#pragma once

#include "figure.h"
#include "projection.h"

#define BP_TYPE_MAP_VIEW (bp_map_view_get_type ())

/**
 * BpMapView:
 *
 * The figure of a #BpProjection: each image is the first letter of its class. Arrows go to the next
 * image in a direction. A click, Enter and the space bar choose the image that is pointed at.
 *
 * The signal "chosen" comes with the index (guint) of an image of the projection.
 */
G_DECLARE_FINAL_TYPE (BpMapView, bp_map_view, BP, MAP_VIEW, BpFigure)

void bp_map_view_set_projection (BpMapView *self, BpProjection *projection);
void bp_map_view_set_pad_place (BpMapView *self, const float *place);

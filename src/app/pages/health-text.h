/* SPDX-License-Identifier: MIT */
#pragma once

#include "layer-health.h"

/**
 * BpHealthFigure:
 * @BP_HEALTH_GRADIENT_NORM: the norm of the gradient
 * @BP_HEALTH_UPDATE_RATIO: the update beside the weights
 * @BP_HEALTH_DEAD_UNITS: the units that no image moves
 *
 * A figure of the health of layers.
 */
typedef enum
{
  BP_HEALTH_GRADIENT_NORM,
  BP_HEALTH_UPDATE_RATIO,
  BP_HEALTH_DEAD_UNITS,
} BpHealthFigure;

const BpLayerFigures *bp_health_get_figures (const BpLayerHealth *health, BpHealthFigure figure);
char *bp_health_name_layer (guint layer, guint n_layers);
char *bp_health_describe (const BpLayerHealth *health, BpHealthFigure figure);

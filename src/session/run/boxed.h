/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "metrics.h"
#include "network.h"

#include <glib-object.h>

/* The engine's plain structures as boxed types, so that properties can hold them. A network and a
 * data set are counted, and a copy is one more reference; metrics are copied. */

#define BP_TYPE_NETWORK (bp_network_get_type ())
#define BP_TYPE_DATASET (bp_dataset_get_type ())
#define BP_TYPE_METRICS (bp_metrics_get_type ())

GType bp_network_get_type (void) G_GNUC_CONST;
GType bp_dataset_get_type (void) G_GNUC_CONST;
GType bp_metrics_get_type (void) G_GNUC_CONST;

BpMetrics *bp_metrics_dup (const BpMetrics *metrics);
void bp_metrics_free (BpMetrics *metrics);

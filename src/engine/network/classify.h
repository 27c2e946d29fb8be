/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "workspace.h"

#include <glib.h>

/* For the evidence, probabilities are taken as at least this, so that their logarithm is finite. */
#define BP_LEAST_PROBABILITY 1e-35

guint bp_classify (const BpNetwork *network,
                   BpWorkspace *workspace,
                   const guint8 *image,
                   float *probabilities);
gboolean bp_network_is_sure (const BpNetwork *network, const float *probabilities);
double bp_measure_evidence (const float *probabilities, guint n_classes);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "workspace.h"

#include <glib.h>

guint bp_classify (const BpNetwork *network,
                   BpWorkspace *workspace,
                   const guint8 *image,
                   float *probabilities);
gboolean bp_network_is_sure (const BpNetwork *network, const float *probabilities);
double bp_measure_evidence (const float *probabilities, guint n_classes);

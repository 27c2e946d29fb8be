/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "random.h"

BpNetwork *bp_reference_network_new (const guint *sizes,
                                     guint n_sizes,
                                     BpActivation activation,
                                     BpRandom *random);
void bp_reference_logits (const BpNetwork *network, const double *inputs, double *logits);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "workspace.h"

#include <glib.h>

/* Points of the way at which the gradient is measured; a multiple of %BP_LANES. */
#define BP_INTEGRATED_GRADIENTS_N_STEPS 32

void bp_integrated_gradients (const BpNetwork *network,
                              BpWorkspace *workspace,
                              const guint8 *image,
                              guint output,
                              float *attributions);

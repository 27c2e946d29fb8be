/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/network.h"
#include "engine/workspace.h"

#include <glib.h>

void
bp_input_gradient (const BpNetwork *network, BpWorkspace *workspace, guint output, float *gradient);

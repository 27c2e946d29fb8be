/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "workspace.h"

#include <glib.h>

void
bp_input_gradient (const BpNetwork *network, BpWorkspace *workspace, guint output, float *gradient);

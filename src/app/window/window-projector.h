/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

void bp_window_projector_attach (BpWindow *self);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

void bp_window_chart_attach (BpWindow *self);

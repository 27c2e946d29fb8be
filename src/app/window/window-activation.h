/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The activation of a network whose file does not say it: the actions "choose-activation", which
 * asks, and "set-activation". */

void bp_window_activation_attach (BpWindow *self);

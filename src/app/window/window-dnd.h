/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

void bp_window_dnd_attach (BpWindow *self);

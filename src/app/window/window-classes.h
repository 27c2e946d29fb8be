/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

void bp_window_classes_attach (BpWindow *self);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

gboolean bp_stroke_is_touched (BpStroke stroke, BpPoint from, BpPoint to, float radius);

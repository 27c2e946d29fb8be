/* SPDX-License-Identifier: MIT */
#pragma once

#include "detector.h"
#include "weights-info.h"

/* The network that comes with the program, so that the pad answers before anything is trained. */

BpNetwork *bp_pretrained_load (BpWeightsInfo *info, GError **error);
BpDetector *bp_pretrained_new_detector (GError **error);

/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

gboolean bp_calibration_drawings_get (BpSamples *drawings, BpProgress *progress, GError **error);

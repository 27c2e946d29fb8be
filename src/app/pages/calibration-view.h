/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <adwaita.h>

#define BP_TYPE_CALIBRATION_VIEW (bp_calibration_view_get_type ())

/**
 * BpCalibrationView:
 *
 * A reliability diagram: of the answers with a given probability, the share that is right, without
 * the network's temperature and with it; and the expected calibration errors in words.
 */
G_DECLARE_FINAL_TYPE (BpCalibrationView, bp_calibration_view, BP, CALIBRATION_VIEW, AdwBin)

void bp_calibration_view_set_calibration (BpCalibrationView *self,
                                          const BpCalibration *calibration);
gboolean bp_calibration_view_save_picture (BpCalibrationView *self,
                                           const char *title,
                                           const char *path,
                                           GError **error);

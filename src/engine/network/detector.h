/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "workspace.h"

/**
 * BpDetector:
 *
 * Tells digits from other drawings: a network that has learnt from non-digits, with a workspace of
 * its own.
 */
typedef struct _BpDetector BpDetector;

BpDetector *bp_detector_new (BpNetwork *network, GError **error);
void bp_detector_free (BpDetector *detector);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDetector, bp_detector_free)

gboolean bp_detector_finds_digit (BpDetector *detector, const guint8 *image);

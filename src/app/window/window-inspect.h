/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspect-page.h"
#include "window.h"

/* What the page "Inspect" does with its window: it puts images on the pad, and exports its figures.
 * Its actions are "export-inspection", which asks for a place, and "export-inspection-as" with what
 * to export, "matrix", "classes" or "calibration", and a file's path. */

void bp_window_inspect_attach (BpWindow *self, BpInspectPage *page);
void bp_window_inspect_reload_drawings (BpWindow *self);

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_LOSS_CURVE (bp_loss_curve_get_type ())

/**
 * BpLossCurve:
 *
 * The losses of one picture from change to change, as a small curve over 0. Hidden where there are
 * fewer than two. Screen readers read the losses.
 */
G_DECLARE_FINAL_TYPE (BpLossCurve, bp_loss_curve, BP, LOSS_CURVE, GtkWidget)

void bp_loss_curve_set (BpLossCurve *self, const double *losses, guint n, const char *description);
void bp_loss_curve_place (const double *losses,
                          guint n,
                          guint i,
                          double width,
                          double height,
                          double *x,
                          double *y);

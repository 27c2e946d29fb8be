/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BP_TYPE_TOUR (bp_tour_get_type ())

/**
 * BpTour:
 *
 * A popover that introduces the window in a few steps, each pointing at the part that it is about.
 * It closes after the last step, or where the user skips the rest.
 *
 * Signals:
 *
 * - "step-changed": another step is shown, which has another part of the window
 */
G_DECLARE_FINAL_TYPE (BpTour, bp_tour, BP, TOUR, GtkPopover)

/**
 * BpTourStep:
 * @BP_TOUR_TRAIN: how a network is trained
 * @BP_TOUR_DRAW: what the pad is for
 * @BP_TOUR_LOOK_INSIDE: what the pages show
 *
 * The steps, in order.
 */
typedef enum
{
  BP_TOUR_TRAIN,
  BP_TOUR_DRAW,
  BP_TOUR_LOOK_INSIDE,
} BpTourStep;

GtkWidget *bp_tour_new (void);
void bp_tour_begin (BpTour *self);
BpTourStep bp_tour_get_step (BpTour *self);

G_END_DECLS

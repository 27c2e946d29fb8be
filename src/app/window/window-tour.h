/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/**
 * BpTourTargets:
 * @content: the content of the window, with all of the following
 * @train_button: the button that trains
 * @page_buttons: the buttons of the pages, with words
 * @page_icons: the same with icons
 * @switcher_bar: the bar of the pages, where there is room for one page only
 * @header_bar: which is always there
 *
 * The parts of the window that the tour points at, and the pad. All belong to the window.
 */
typedef struct
{
  GtkWidget *content;
  GtkWidget *train_button;
  GtkWidget *page_buttons;
  GtkWidget *page_icons;
  AdwViewSwitcherBar *switcher_bar;
  GtkWidget *header_bar;
} BpTourTargets;

void bp_window_tour_attach (BpWindow *self, const BpTourTargets *targets);
void bp_window_tour_offer (BpWindow *self);

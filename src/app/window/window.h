/* SPDX-License-Identifier: MIT */
#pragma once

#include "detector.h"
#include "document.h"
#include "message-bar.h"
#include "pad.h"
#include "run-charts.h"

#include <adwaita.h>

#define BP_TYPE_WINDOW (bp_window_get_type ())

/**
 * BpWindow:
 *
 * The main window: settings, charts and drawing pane over one #BpDocument and one data set. Scripts
 * can do everything that menus and dialogs can do, through the window's actions.
 *
 * Files, pictures, sheets of samples and drag and drop have separate modules (window-files.h and so
 * on), which use these functions. They follow the signals "document-changed" (another document, or
 * something in it) and "dataset-changed".
 */
G_DECLARE_FINAL_TYPE (BpWindow, bp_window, BP, WINDOW, AdwApplicationWindow)

BpWindow *bp_window_new (GtkApplication *application, GSettings *settings);
void bp_window_start (BpWindow *self);

GSettings *bp_window_get_settings (BpWindow *self);
BpPad *bp_window_get_pad (BpWindow *self);
void bp_window_set_own_digits (BpWindow *self, BpDataset *own);
void bp_window_show_pad (BpWindow *self);
void bp_window_set_detector (BpWindow *self, BpDetector *detector);

void bp_window_set_answering (BpWindow *self, BpNetwork *network);

BpRunCharts *bp_window_get_charts (BpWindow *self);

BpDocument *bp_window_get_document (BpWindow *self);
void bp_window_set_document (BpWindow *self, BpDocument *document, const char *text);
void bp_window_update_document (BpWindow *self);
guint bp_window_count_shown_epochs (BpWindow *self);
void bp_window_begin_opening (BpWindow *self);
void bp_window_end_opening (BpWindow *self);

BpDataset *bp_window_get_dataset (BpWindow *self);
void bp_window_load_data (BpWindow *self, const char *path);

void bp_window_toast (BpWindow *self, const char *text);
void bp_window_offer_undo (BpWindow *self, const char *text, const char *action_name);
void bp_window_withdraw_undo (BpWindow *self, const char *action_name);
void bp_window_show_message (BpWindow *self,
                             const char *heading,
                             const char *text,
                             BpMessageButton first,
                             BpMessageButton second);
void bp_window_hide_message (BpWindow *self);

void bp_window_hold (BpWindow *self);
void bp_window_release (BpWindow *self);
gboolean bp_window_is_busy (BpWindow *self);
gboolean bp_window_is_closing (BpWindow *self);

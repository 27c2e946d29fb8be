/* SPDX-License-Identifier: MIT */
#pragma once

#include "find-widget.h"
#include "window-files.h"
#include "window-open.h"
#include "window-save.h"

/* The side and the number of images of the small data set. */
#define BP_TEST_WINDOW_SIDE    28
#define BP_TEST_WINDOW_N_TRAIN 600
#define BP_TEST_WINDOW_N_TEST  100

/**
 * BpTestWindow:
 * @folder: (owned): with the four IDX files of a small data set
 * @application: the only one of the process
 * @settings: (owned): of a short run
 * @window: (nullable): shown, without data
 *
 * The fixture of a test with its own window.
 */
typedef struct
{
  char *folder;
  GtkApplication *application;
  GSettings *settings;
  BpWindow *window;
} BpTestWindow;

typedef void (*BpTestWindowFunc) (BpTestWindow *fixture, gconstpointer data);

void bp_test_window_add (const char *path, BpTestWindowFunc function);
void bp_test_window_begin (void);
void bp_test_window_ignore_switcher_bar (void);

GFile *bp_test_window_get_file (BpTestWindow *fixture, const char *name);
void bp_test_window_open (BpTestWindow *fixture);
void bp_test_window_close (BpTestWindow *fixture);
void bp_test_window_activate (BpTestWindow *fixture, const char *name);
gboolean bp_test_window_is_enabled (BpTestWindow *fixture, const char *name);
BpDocument *bp_test_window_get_document (BpTestWindow *fixture);
BpTrainingState bp_test_window_get_state (BpTestWindow *fixture);
void bp_test_window_wait_for_state (BpTestWindow *fixture, BpTrainingState state);
void bp_test_window_wait_until_idle (BpTestWindow *fixture);
void bp_test_window_wait_for_steps (BpTestWindow *fixture, gsize n_steps);
void bp_test_window_wait_for_network (BpTestWindow *fixture);
void bp_test_window_load_data (BpTestWindow *fixture);
void bp_test_window_train_to_the_end (BpTestWindow *fixture, int n_epochs);
const char *bp_test_window_get_train_label (BpTestWindow *fixture);
const char *bp_test_window_get_answer (BpTestWindow *fixture);
void bp_test_window_draw (BpTestWindow *fixture);
void bp_test_write_data (const char *folder, guint side);
void bp_test_remove_folder (const char *folder);
void bp_test_write_network (GFile *file, const guint sizes[3]);
GtkWidget *bp_test_window_find (BpTestWindow *fixture, const char *name);
const char *bp_test_window_get_subtitle (BpTestWindow *fixture);
const char *bp_test_window_get_status (BpTestWindow *fixture);
GtkWidget *bp_test_find_button (GtkWidget *widget, const char *label);
const char *bp_test_find_toast (GtkWidget *overlay);
GtkEventController *bp_test_find_drop_target (GtkWidget *widget);
const char *bp_test_find_message (GtkWidget *window);
const char *bp_test_window_get_message (BpTestWindow *fixture);

/* SPDX-License-Identifier: MIT */
#include "dialogs.h"

#include "classes-dialog.h"
#include "compare-window.h"
#include "data-window.h"
#include "drawings-window.h"
#include "preferences.h"
#include "preview-window.h"
#include "rate-window.h"
#include "rename-dialog.h"
#include "seeds-dialog.h"

/**
 * bp_test_show_dialog:
 * @window: (transfer full): a window that is not shown yet
 * @name: its name for messages
 * @function: called for the window
 * @data: for @function
 *
 * Shows the window, and closes it again.
 */
void
bp_test_show_dialog (GtkWindow *window, const char *name, BpTestDialogFunc function, gpointer data)
{
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  function (GTK_WIDGET (window), name, data);
  gtk_window_destroy (window);
}

/**
 * bp_test_show_dialogs:
 * @fixture: a window that has data
 * @function: called for each window and dialog of the program beside the main one
 * @data: for @function
 *
 * Shows one after the other, and closes it again.
 */
void
bp_test_show_dialogs (BpTestWindow *fixture, BpTestDialogFunc function, gpointer data)
{
  GtkWindow *parent = GTK_WINDOW (fixture->window);
  GSettings *settings = fixture->settings;
  g_autofree char *drawings = g_build_filename (fixture->folder, "drawings", NULL);
  BpDataWindow *data_window = bp_data_window_new (parent);

  const struct
  {
    GtkWindow *window;
    const char *name;
  } dialogs[] = {
    { GTK_WINDOW (data_window), "data set" },
    { GTK_WINDOW (bp_preferences_new (settings)), "preferences" },
    { GTK_WINDOW (bp_rename_dialog_new (parent, "1")), "renaming" },
    { GTK_WINDOW (bp_seeds_dialog_new (parent, "1")), "seeds" },
    { GTK_WINDOW (bp_classes_dialog_new (parent, settings, drawings)), "classes" },
    { GTK_WINDOW (bp_compare_window_new (parent)), "comparison" },
    { GTK_WINDOW (bp_drawings_window_new (parent, drawings)), "drawings" },
    { GTK_WINDOW (bp_preview_window_new (parent, settings)), "preview" },
    { GTK_WINDOW (bp_rate_window_new (parent, settings)), "learning rate" },
  };

  bp_data_window_set_dataset (data_window, bp_window_get_dataset (fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    bp_test_show_dialog (dialogs[i].window, dialogs[i].name, function, data);
}

/* SPDX-License-Identifier: MIT */
#include "window-sheets.h"

#include "commands.h"
#include "compare-window.h"
#include "data-window.h"
#include "digit-image.h"
#include "drawings-window.h"
#include "preview-window.h"
#include "rate-window.h"

static gboolean
can_be_varied (const BpDataset *dataset)
{
  return dataset != NULL && bp_dataset_get_width (dataset) == BP_DIGIT_SIZE &&
         bp_dataset_get_height (dataset) == BP_DIGIT_SIZE;
}

static void
show_data (BpWindow *self)
{
  GtkWindow *sheet = bp_window_find_sheet (self, BP_TYPE_DATA_WINDOW);

  if (sheet == NULL)
    sheet = GTK_WINDOW (bp_data_window_new (GTK_WINDOW (self)));
  bp_data_window_set_dataset (BP_DATA_WINDOW (sheet), bp_window_get_dataset (self));
  gtk_window_present (sheet);
}

static void
preview_images (BpWindow *self)
{
  GtkWindow *sheet = bp_window_find_sheet (self, BP_TYPE_PREVIEW_WINDOW);

  if (sheet == NULL)
    sheet = GTK_WINDOW (bp_preview_window_new (GTK_WINDOW (self), bp_window_get_settings (self)));
  bp_preview_window_set_dataset (BP_PREVIEW_WINDOW (sheet), bp_window_get_dataset (self));
  gtk_window_present (sheet);
}

/* Searches for the weights that the rate is used with: those of the run in progress, or fresh
 * ones. */
static void
find_learning_rate (BpWindow *self)
{
  BpDocument *document = bp_window_get_document (self);
  gboolean is_training = bp_training_run_is_training (document->run);
  GtkWindow *sheet = bp_window_find_sheet (self, BP_TYPE_RATE_WINDOW);

  if (sheet == NULL)
    {
      sheet = GTK_WINDOW (bp_rate_window_new (GTK_WINDOW (self), bp_window_get_settings (self)));
      g_signal_connect_object (sheet, "again", G_CALLBACK (find_learning_rate), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (sheet);
  bp_rate_window_search (BP_RATE_WINDOW (sheet), bp_window_get_dataset (self),
                         is_training ? document->network : NULL);
}

/* Updates the open sheets. */
static void
on_dataset_changed (BpWindow *self)
{
  BpDataset *dataset = bp_window_get_dataset (self);
  GtkWindow *data_window = bp_window_find_sheet (self, BP_TYPE_DATA_WINDOW);
  GtkWindow *preview_window = bp_window_find_sheet (self, BP_TYPE_PREVIEW_WINDOW);

  bp_commands_set_enabled (G_ACTION_MAP (self), "show-data", dataset != NULL);
  bp_commands_set_enabled (G_ACTION_MAP (self), "preview-images", can_be_varied (dataset));
  bp_commands_set_enabled (G_ACTION_MAP (self), "find-learning-rate", dataset != NULL);
  if (data_window != NULL)
    bp_data_window_set_dataset (BP_DATA_WINDOW (data_window), dataset);
  if (preview_window == NULL)
    return;
  if (can_be_varied (dataset))
    bp_preview_window_set_dataset (BP_PREVIEW_WINDOW (preview_window), dataset);
  else
    gtk_window_destroy (preview_window);
}

/* Closes the sheets at once, even where the window waits for calls in progress. */
static gboolean
on_close_request (BpWindow *self)
{
  const GType types[] = { BP_TYPE_COMPARE_WINDOW, BP_TYPE_DATA_WINDOW, BP_TYPE_DRAWINGS_WINDOW,
                          BP_TYPE_PREVIEW_WINDOW, BP_TYPE_RATE_WINDOW };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWindow *sheet;

      while ((sheet = bp_window_find_sheet (self, types[i])) != NULL)
        gtk_window_destroy (sheet);
    }
  return GDK_EVENT_PROPAGATE;
}

static const BpCommand COMMANDS[] = {
  { "show-data", G_CALLBACK (show_data) },
  { "preview-images", G_CALLBACK (preview_images) },
  { "find-learning-rate", G_CALLBACK (find_learning_rate) },
};

/**
 * bp_window_sheets_attach:
 * @self: the window
 */
void
bp_window_sheets_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect (self, "dataset-changed", G_CALLBACK (on_dataset_changed), NULL);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request), NULL);
  on_dataset_changed (self);
}

/**
 * bp_window_find_sheet:
 * @self: the window
 * @type: the type of a secondary window
 *
 * Returns: (transfer none) (nullable): an open one that belongs to @self
 */
GtkWindow *
bp_window_find_sheet (BpWindow *self, GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) sheet = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (sheet, type) &&
          gtk_window_get_transient_for (sheet) == GTK_WINDOW (self))
        return sheet;
    }
  return NULL;
}

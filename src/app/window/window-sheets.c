/* SPDX-License-Identifier: MIT */
/* The windows beside the main one that show samples of its data set. */
#include "digit-image.h"
#include "window-private.h"

static gboolean
can_be_varied (const BpDataset *dataset)
{
  return dataset != NULL && bp_dataset_get_width (dataset) == BP_DIGIT_SIZE &&
         bp_dataset_get_height (dataset) == BP_DIGIT_SIZE;
}

static void
show_data (BpWindow *self)
{
  if (self->data_window == NULL)
    g_set_weak_pointer (&self->data_window, bp_data_window_new (GTK_WINDOW (self)));
  bp_data_window_set_dataset (self->data_window, self->dataset);
  gtk_window_present (GTK_WINDOW (self->data_window));
}

static void
preview_images (BpWindow *self)
{
  if (self->preview_window == NULL)
    g_set_weak_pointer (&self->preview_window,
                        bp_preview_window_new (GTK_WINDOW (self), self->settings));
  bp_preview_window_set_dataset (self->preview_window, self->dataset);
  gtk_window_present (GTK_WINDOW (self->preview_window));
}

static const BpWindowCommand COMMANDS[] = {
  { "show-data", show_data },
  { "preview-images", preview_images },
};

/**
 * bp_window_add_sheet_actions:
 * @self: the window, not yet set up
 */
void
bp_window_add_sheet_actions (BpWindow *self)
{
  bp_window_add_commands (self, COMMANDS, G_N_ELEMENTS (COMMANDS));
}

/**
 * bp_window_update_sheets:
 * @self: the window
 *
 * Brings the windows that are open up to date with the data set. Called whenever there is another
 * one.
 */
void
bp_window_update_sheets (BpWindow *self)
{
  bp_window_set_action_enabled (self, "show-data", self->dataset != NULL);
  bp_window_set_action_enabled (self, "preview-images", can_be_varied (self->dataset));
  if (self->data_window != NULL && self->dataset != NULL)
    bp_data_window_set_dataset (self->data_window, self->dataset);
  if (self->preview_window == NULL)
    return;
  if (can_be_varied (self->dataset))
    bp_preview_window_set_dataset (self->preview_window, self->dataset);
  else
    gtk_window_destroy (GTK_WINDOW (self->preview_window));
}

/**
 * bp_window_close_sheets:
 * @self: a window that is being closed
 */
void
bp_window_close_sheets (BpWindow *self)
{
  if (self->data_window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->data_window));
  if (self->preview_window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->preview_window));
}

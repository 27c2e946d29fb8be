/* SPDX-License-Identifier: MIT */
#include "file-chooser.h"

static void
destroy_chooser (gpointer dialog)
{
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (dialog));
  g_object_unref (dialog);
}

/**
 * bp_file_chooser_show:
 * @window: the window
 * @chooser: a dialog, whose response is for bp_file_chooser_end()
 *
 * Shows a non-blocking dialog; it replaces an open one.
 */
void
bp_file_chooser_show (BpWindow *window, GtkFileChooserNative *chooser)
{
  g_object_set_data_full (G_OBJECT (window), BP_FILE_CHOOSER, g_object_ref (chooser),
                          destroy_chooser);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * bp_file_chooser_end:
 * @window: the window
 * @chooser: the dialog that was shown; it may be gone when this returns
 * @response: the response of the dialog
 *
 * Returns: (transfer full) (nullable) (element-type GFile): the chosen files, or %NULL
 */
GListModel *
bp_file_chooser_end (BpWindow *window, GtkNativeDialog *chooser, int response)
{
  GListModel *files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  if (g_object_get_data (G_OBJECT (window), BP_FILE_CHOOSER) == chooser)
    g_object_set_data (G_OBJECT (window), BP_FILE_CHOOSER, NULL);
  return files;
}

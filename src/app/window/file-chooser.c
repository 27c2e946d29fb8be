/* SPDX-License-Identifier: MIT */
#include "file-chooser.h"

#include <string.h>

/* The key of the ending in a filter's data. */
#define ENDING "bp-ending"

static const char *
get_ending (GtkFileFilter *filter)
{
  return filter != NULL ? g_object_get_data (G_OBJECT (filter), ENDING) : NULL;
}

/* The name without the ending of any of the formats, or NULL where it has none of them. */
static char *
remove_ending (GtkFileChooser *chooser, const char *name)
{
  g_autoptr (GListModel) filters = gtk_file_chooser_get_filters (chooser);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);
      const char *ending = get_ending (filter);

      if (ending != NULL && g_str_has_suffix (lower, ending))
        return g_strndup (name, strlen (name) - strlen (ending));
    }
  return NULL;
}

/* The name follows the format that is chosen. */
static void
on_format_chosen (GtkFileChooser *chooser)
{
  const char *ending = get_ending (gtk_file_chooser_get_filter (chooser));
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  g_autofree char *stem = name != NULL ? remove_ending (chooser, name) : NULL;
  g_autofree char *new_name = NULL;

  if (ending == NULL || stem == NULL)
    return;
  new_name = g_strconcat (stem, ending, NULL);
  gtk_file_chooser_set_current_name (chooser, new_name);
}

/**
 * bp_file_chooser_add_formats:
 * @chooser: a dialog that asks where to save
 * @formats: (array length=n_formats): the formats to choose from, the usual one first; static
 * @n_formats: how many
 *
 * Adds a filter for each format. The ending of the name follows the one that is chosen.
 */
void
bp_file_chooser_add_formats (GtkFileChooserNative *chooser,
                             const BpFileFormat *formats,
                             guint n_formats)
{
  for (guint i = 0; i < n_formats; i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
      g_autofree char *label = g_strdup_printf ("%s (*%s)", formats[i].name, formats[i].ending);
      g_autofree char *pattern = g_strconcat ("*", formats[i].ending, NULL);

      gtk_file_filter_set_name (filter, label);
      gtk_file_filter_add_pattern (filter, pattern);
      g_object_set_data (G_OBJECT (filter), ENDING, (gpointer) formats[i].ending);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  g_signal_connect (chooser, "notify::filter", G_CALLBACK (on_format_chosen), NULL);
}

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

/* SPDX-License-Identifier: MIT */
#include "export-dialog.h"

#include "clean-text.h"

#include <glib/gi18n.h>

/* The name of the dialog's choice of a part, and the key of what is exported in its data. */
#define PART "part"
#define WHAT "bp-export"

static gboolean
find_part (const BpExport *what, const char *id, guint *part)
{
  for (guint i = 0; i < what->n_parts; i++)
    if (g_strcmp0 (id, what->get_id (i)) == 0)
      {
        *part = i;
        return TRUE;
      }
  return FALSE;
}

static void
show_failure (BpWindow *window, const BpExport *what, const char *text)
{
  bp_window_show_message (window, _ (what->failure), text,
                          (BpMessageButton){ _ (what->button), what->action },
                          (BpMessageButton){ NULL, NULL });
}

/* Writes a part, which takes a fraction of a frame. */
static void
export_to (BpWindow *window, const BpExport *what, guint part, const char *path)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      show_failure (window, what, _ ("The place is not on this computer. Choose a local folder."));
      return;
    }
  if (!what->save (window, part, path, &error))
    {
      show_failure (window, what, error->message);
      return;
    }
  name = bp_clean_name (path);
  /* Translators: %s is a file's name */
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  bp_window_toast (window, text);
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *window = BP_WINDOW (user_data);
  const BpExport *what = g_object_get_data (G_OBJECT (dialog), WHAT);
  guint part = what->get_part (window);
  const char *id = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), PART);
  gboolean is_known = id == NULL || find_part (what, id, &part);
  g_autoptr (GListModel) files = bp_file_chooser_end (window, dialog, response);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (file != NULL && is_known)
    export_to (window, what, part, g_file_peek_path (file));
}

/**
 * bp_export_ask:
 * @window: the window
 * @what: (not nullable): static
 *
 * Asks for a place, a format and a part, and writes it.
 */
void
bp_export_ask (BpWindow *window, const BpExport *what)
{
  const char *labels[BP_EXPORT_MOST_PARTS + 1] = { NULL };
  const char *ids[BP_EXPORT_MOST_PARTS + 1] = { NULL };
  guint part = what->get_part (window);
  g_autofree char *name = g_strconcat (what->get_id (part), what->formats[0].ending, NULL);
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (_ (what->title), GTK_WINDOW (window),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));

  for (guint i = 0; i < what->n_parts; i++)
    {
      ids[i] = what->get_id (i);
      labels[i] = _ (what->labels[i]);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (chooser), PART, _ (what->choice), ids, labels);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (chooser), PART, what->get_id (part));
  bp_file_chooser_add_formats (chooser, what->formats, what->n_formats);
  g_object_set_data (G_OBJECT (chooser), WHAT, (gpointer) what);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), window);
  bp_file_chooser_show (window, chooser);
}

/**
 * bp_export_save_as:
 * @window: the window
 * @what: (not nullable): static
 * @arguments: (ss): the part and the file's path, which scripts give
 * @unknown: the message on an unknown part, translated, with one %s
 *
 * Writes a part without asking.
 */
void
bp_export_save_as (BpWindow *window, const BpExport *what, GVariant *arguments, const char *unknown)
{
  const char *id;
  const char *path;
  guint part;

  g_variant_get (arguments, "(&s&s)", &id, &path);
  if (find_part (what, id, &part))
    export_to (window, what, part, path);
  else
    {
      g_auto (GStrv) pieces = g_strsplit (unknown, "%s", 2);
      g_autofree char *text = g_strjoinv (id, pieces);

      show_failure (window, what, text);
    }
}

/* SPDX-License-Identifier: MIT */
#include "window-save.h"

#include "clean-text.h"
#include "commands.h"
#include "file-chooser.h"
#include "store.h"
#include "weights.h"
#include "window-recent.h"

#include <glib/gi18n.h>
#include <string.h>

/* The key of the format in the data of a dialog's filter. */
#define FORMAT "bp-weights-format"

/**
 * SaveTask:
 * @window: held
 * @file: (owned): where to
 * @network: (owned): the document that is saved
 * @is_export: whether the file is for another program, so that Save still writes the previous file
 *
 * The data of a call of the store for its callback.
 */
typedef struct
{
  BpWindow *window;
  GFile *file;
  BpNetwork *network;
  gboolean is_export;
} SaveTask;

static void
save_task_free (SaveTask *task)
{
  g_object_unref (task->file);
  bp_network_unref (task->network);
  bp_window_release (task->window);
  g_free (task);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaveTask, save_task_free)

static void
show_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Save the Weights"), text,
                          (BpMessageButton){ _ ("Save _As…"), "win.save-weights-as" },
                          (BpMessageButton){ NULL, NULL });
}

/* The message on a saved file, and on the parts that its format cannot store. */
static char *
describe_saved (const char *path, const BpWeightsFormat *format)
{
  g_autofree char *name = bp_clean_name (path);

  if (format->beside != NULL)
    /* Translators: %s is a file's name, then the ending of another one, as in ".npz" */
    return g_strdup_printf (_ ("Saved “%s”, with the weights beside it in a %s file"), name,
                            format->beside);
  if (!format->keeps_info)
    /* Translators: %s is a file's name */
    return g_strdup_printf (_ ("Saved “%s” without class names, results and the threshold of sure "
                               "answers, which the format cannot store"),
                            name);
  /* Translators: %s is a file's name */
  return g_strdup_printf (_ ("Saved “%s”"), name);
}

static void
on_saved (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaveTask) task = user_data;
  BpWindow *self = task->window;
  BpDocument *document = bp_window_get_document (self);
  const char *path = g_file_peek_path (task->file);
  const BpWeightsFormat *format = bp_weights_find_format (path, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!bp_store_save_network_finish (result, &error))
    {
      show_failure (self, error->message);
      return;
    }

  if (document->network == task->network && format->is_read && !task->is_export)
    bp_document_set_file (document, task->file);
  if (format->is_read)
    bp_window_recent_add (self, task->file);
  bp_window_update_document (self);
  text = describe_saved (path, format);
  bp_window_toast (self, text);
}

static void
save (BpWindow *self, GFile *file, gboolean is_export)
{
  BpDocument *document = bp_window_get_document (self);
  SaveTask *task;

  if (g_file_peek_path (file) == NULL)
    {
      show_failure (self, _ ("The folder is not on this computer. Choose a local folder."));
      return;
    }

  task = g_new0 (SaveTask, 1);
  bp_window_hold (self);
  task->window = self;
  task->file = g_object_ref (file);
  task->network = bp_network_ref (document->network);
  task->is_export = is_export;
  bp_store_save_network_async (document->network, &document->info, g_file_peek_path (file), NULL,
                               on_saved, task);
}

/**
 * bp_window_save_weights:
 * @self: a window that has a network
 * @file: the file, in the format of its ending
 *
 * Saves the newest weights, also those of a run in progress.
 */
void
bp_window_save_weights (BpWindow *self, GFile *file)
{
  g_return_if_fail (bp_window_get_document (self)->network != NULL);

  save (self, file, FALSE);
}

/* A filter for the files of a format. */
static void
add_format (GtkFileChooser *chooser, const BpWeightsFormat *format)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *name = g_strdup_printf ("%s (*%s)", _ (format->name), format->endings[0]);

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; format->endings[i] != NULL; i++)
    {
      g_autofree char *pattern = g_strconcat ("*", format->endings[i], NULL);

      gtk_file_filter_add_pattern (filter, pattern);
    }
  g_object_set_data (G_OBJECT (filter), FORMAT, (gpointer) format);
  gtk_file_chooser_add_filter (chooser, filter);
}

/* The name of a file with the ending of another format. */
static char *
replace_ending (const char *name, const char *ending)
{
  const BpWeightsFormat *format;
  gsize length = 0;
  g_autofree char *stem = NULL;

  for (guint i = 0; (format = bp_weights_get_format (i)) != NULL; i++)
    for (guint k = 0; format->endings[k] != NULL; k++)
      if (g_str_has_suffix (name, format->endings[k]))
        length = MAX (length, strlen (format->endings[k]));
  stem = g_strndup (name, strlen (name) - length);
  return g_strconcat (stem, ending, NULL);
}

/* The name follows the format that is chosen. */
static void
on_format_chosen (GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  const BpWeightsFormat *format =
      filter != NULL ? g_object_get_data (G_OBJECT (filter), FORMAT) : NULL;
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  g_autofree char *new_name = NULL;

  if (format == NULL || name == NULL || *name == '\0')
    return;
  new_name = replace_ending (name, format->endings[0]);
  gtk_file_chooser_set_current_name (chooser, new_name);
}

static void
end_save (BpWindow *self, GtkNativeDialog *dialog, int response, gboolean is_export)
{
  g_autoptr (GListModel) files = bp_file_chooser_end (self, dialog, response);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (file != NULL && bp_window_get_document (self)->network != NULL)
    save (self, file, is_export);
}

static void
on_save_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  end_save (BP_WINDOW (user_data), dialog, response, FALSE);
}

static void
on_export_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  end_save (BP_WINDOW (user_data), dialog, response, TRUE);
}

/* Asks for a place, and for one of the formats that are written, beginning with one of the table.
 */
static void
choose_place (BpWindow *self,
              GtkFileChooserNative *chooser,
              guint first_format,
              GCallback on_response)
{
  const BpWeightsFormat *format;

  for (guint i = first_format; (format = bp_weights_get_format (i)) != NULL; i++)
    if (format->is_written)
      add_format (GTK_FILE_CHOOSER (chooser), format);
  g_signal_connect (chooser, "notify::filter", G_CALLBACK (on_format_chosen), NULL);
  g_signal_connect (chooser, "response", on_response, self);
  bp_file_chooser_show (self, chooser);
}

static void
save_weights_as (BpWindow *self)
{
  BpDocument *document = bp_window_get_document (self);
  g_autofree char *name =
      bp_document_suggest_file_name (document, bp_weights_get_format (0)->endings[0]);
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (_ ("Save Weights"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  if (document->file != NULL)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), document->file, NULL);
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  choose_place (self, chooser, 0, G_CALLBACK (on_save_place_chosen));
}

static void
save_weights (BpWindow *self)
{
  GFile *file = bp_window_get_document (self)->file;

  if (file != NULL)
    bp_window_save_weights (self, file);
  else
    save_weights_as (self);
}

/* For other programs: the first format is this one's own. */
static void
export_weights (BpWindow *self)
{
  BpDocument *document = bp_window_get_document (self);
  const char *ending = bp_weights_get_format (1)->endings[0];
  g_autofree char *name = NULL;
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                   _ ("_Export"), _ ("_Cancel"));

  if (document->file != NULL)
    {
      g_autofree char *base_name = g_file_get_basename (document->file);

      name = replace_ending (base_name, ending);
    }
  else
    name = bp_document_suggest_file_name (document, ending);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  choose_place (self, chooser, 1, G_CALLBACK (on_export_place_chosen));
}

static void
save_file_as_activated (GSimpleAction *action G_GNUC_UNUSED,
                        GVariant *parameter,
                        gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  bp_window_save_weights (BP_WINDOW (user_data), file);
}

static const BpCommand COMMANDS[] = {
  { "save-weights", G_CALLBACK (save_weights) },
  { "save-weights-as", G_CALLBACK (save_weights_as) },
  { "export-weights", G_CALLBACK (export_weights) },
};

static const GActionEntry ACTIONS[] = {
  { .name = "save-file-as", .parameter_type = "s", .activate = save_file_as_activated },
};

static void
on_document_changed (BpWindow *self)
{
  static const char *const NAMES[] = { "save-weights", "save-weights-as", "export-weights",
                                       "save-file-as" };
  gboolean has_network = bp_window_get_document (self)->network != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    bp_commands_set_enabled (G_ACTION_MAP (self), NAMES[i], has_network);
}

/**
 * bp_window_save_attach:
 * @self: the window
 *
 * Adds the ways to save a network, and enables them as the document changes.
 */
void
bp_window_save_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect (self, "document-changed", G_CALLBACK (on_document_changed), NULL);
}

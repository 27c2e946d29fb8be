/* SPDX-License-Identifier: MIT */
#include "window-files.h"

#include "commands.h"
#include "draw-pane.h"
#include "store.h"
#include "training-settings.h"
#include "weights.h"
#include "window-pad.h"

#include <glib/gi18n.h>

/* What the dialog that is open is called among the window's data: there is one at most, and it goes
 * with the window. */
#define CHOOSER "bp-file-chooser"

static const BpMessageButton NO_BUTTON = { NULL, NULL };

/* What a callback of the store needs to know of its call. */
typedef struct
{
  BpWindow *window;   /* held */
  GFile *file;        /* where from, or where to */
  BpNetwork *network; /* nullable: what is being saved */
} FileTask;

static FileTask *
file_task_new (BpWindow *self, GFile *file, BpNetwork *network)
{
  FileTask *task = g_new0 (FileTask, 1);

  bp_window_hold (self);
  task->window = self;
  task->file = g_object_ref (file);
  task->network = network != NULL ? bp_network_ref (network) : NULL;
  return task;
}

static void
file_task_free (FileTask *task)
{
  g_clear_object (&task->file);
  g_clear_pointer (&task->network, bp_network_unref);
  g_clear_pointer (&task->window, bp_window_release);
  g_free (task);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FileTask, file_task_free)

static char *
dup_display_name (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return g_filename_display_name (basename);
}

static void
show_open_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Open the Weights"), text,
                          (BpMessageButton){ _ ("_Choose File…"), "win.open-weights" }, NO_BUTTON);
}

static void
show_save_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Save the Weights"), text,
                          (BpMessageButton){ _ ("Save _As…"), "win.save-weights-as" }, NO_BUTTON);
}

/**
 * bp_window_open_data:
 * @self: the window
 * @file: a data set: a local file or folder
 */
void
bp_window_open_data (BpWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    bp_window_load_data (self, path);
  else
    bp_window_show_message (self, _ ("Could Not Load the Data Set"),
                            _ ("It is not on this computer. Copy it to a local folder first."),
                            (BpMessageButton){ _ ("_Choose File…"), "win.open-data" },
                            (BpMessageButton){ _ ("Use _Built-in Digits"),
                                               "win.use-builtin-data" });
}

/* Says what the file leaves open, and how it was read. */
static void
show_notes (BpWindow *self, const BpWeightsInfo *info)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (info->notes == NULL)
    return;

  for (guint i = 0; i < info->notes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (info->notes, i));
  bp_window_show_message (self, _ ("The File Leaves Something Open"), text->str, NO_BUTTON,
                          NO_BUTTON);
}

static void
show_network (BpWindow *self, BpNetwork *network, const BpWeightsInfo *info, GFile *file)
{
  g_autoptr (BpDocument) document = bp_document_new_from_file (network, info, file);
  g_autofree char *name = dup_display_name (file);
  /* Translators: %s is a file's name */
  g_autofree char *text = g_strdup_printf (_ ("Opened “%s”"), name);

  bp_window_set_document (self, document, text);
  bp_training_settings_set_hidden_layers (bp_window_get_settings (self), network);
  show_notes (self, info);
}

static void
on_opened (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FileTask) task = user_data;
  BpWindow *self = task->window;
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = NULL;

  bp_weights_info_init (&info);
  network = bp_store_load_network_finish (result, &info, &error);
  if (!bp_window_is_closing (self))
    {
      if (network != NULL && bp_draw_pane_check_network (network, &error))
        show_network (self, network, &info, task->file);
      else
        show_open_failure (self, error->message);
    }
  bp_window_end_opening (self);
}

/* The path of a file to open, or NULL where it has none and the window says so. */
static char *
get_path (BpWindow *self, GFile *file)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    show_open_failure (self,
                       _ ("The file is not on this computer. Copy it to a local folder first."));
  return path;
}

/**
 * bp_window_open_weights:
 * @self: the window
 * @file: a weight file
 *
 * Opens a network. Where the file cannot be read, the message says what was found and the network
 * that is there stays.
 */
void
bp_window_open_weights (BpWindow *self, GFile *file)
{
  g_autofree char *path = get_path (self, file);

  if (path == NULL)
    return;

  bp_window_begin_opening (self);
  bp_window_hide_message (self);
  bp_store_load_network_async (path, NULL, on_opened, file_task_new (self, file, NULL));
}

static void
on_recognised (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FileTask) task = user_data;
  BpWindow *self = task->window;
  gboolean is_network = FALSE;

  bp_store_recognise_network_finish (result, &is_network, NULL);
  if (!bp_window_is_closing (self))
    {
      if (is_network)
        bp_window_open_weights (self, task->file);
      else
        bp_window_open_picture (self, task->file, bp_window_open_data);
    }
  bp_window_end_opening (self);
}

/**
 * bp_window_open_file:
 * @self: the window
 * @file: a weight file, a picture of a digit, or else a data set; its content decides
 */
void
bp_window_open_file (BpWindow *self, GFile *file)
{
  g_autofree char *path = NULL;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    {
      bp_window_open_data (self, file);
      return;
    }

  path = get_path (self, file);
  if (path == NULL)
    return;
  bp_window_begin_opening (self);
  bp_store_recognise_network_async (path, NULL, on_recognised, file_task_new (self, file, NULL));
}

static void
on_saved (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FileTask) task = user_data;
  BpWindow *self = task->window;
  BpDocument *document = bp_window_get_document (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (!bp_store_save_network_finish (result, &error))
    {
      show_save_failure (self, error->message);
      return;
    }

  if (document->network == task->network)
    bp_document_set_file (document, task->file);
  bp_window_update_document (self);

  name = dup_display_name (task->file);
  /* Translators: %s is a file's name */
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  bp_window_toast (self, text);
}

/**
 * bp_window_save_weights:
 * @self: a window that has a network
 * @file: where to
 *
 * Saves the newest weights, also those of a run in progress.
 */
void
bp_window_save_weights (BpWindow *self, GFile *file)
{
  BpDocument *document = bp_window_get_document (self);
  g_autofree char *path = g_file_get_path (file);

  g_return_if_fail (document->network != NULL);

  if (path == NULL)
    {
      show_save_failure (self, _ ("The place is not on this computer. Choose a local folder."));
      return;
    }
  bp_store_save_network_async (document->network, &document->info, path, NULL, on_saved,
                               file_task_new (self, file, document->network));
}

/* Files of all formats that are read, or that are written. */
static GtkFileFilter *
new_weights_filter (gboolean is_for_saving)
{
  GtkFileFilter *filter = gtk_file_filter_new ();
  const BpWeightsFormat *format;

  gtk_file_filter_set_name (filter, _ ("Weights"));
  for (guint i = 0; (format = bp_weights_get_format (i)) != NULL; i++)
    for (guint k = 0; format->endings[k] != NULL; k++)
      if (is_for_saving ? format->is_written : format->is_read)
        {
          g_autofree char *pattern = g_strconcat ("*", format->endings[k], NULL);

          gtk_file_filter_add_pattern (filter, pattern);
        }
  return filter;
}

static void
destroy_chooser (gpointer dialog)
{
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (dialog));
  g_object_unref (dialog);
}

/* Shows a dialog that is not in anybody's way; the one before it goes. */
static void
show_chooser (BpWindow *self, GtkFileChooserNative *chooser, GtkFileFilter *filter)
{
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_object_set_data_full (G_OBJECT (self), CHOOSER, g_object_ref (chooser), destroy_chooser);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GFile *
end_chooser (BpWindow *self, GtkNativeDialog *dialog, int response)
{
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (g_object_get_data (G_OBJECT (self), CHOOSER) == dialog)
    g_object_set_data (G_OBJECT (self), CHOOSER, NULL);
  return file;
}

typedef struct
{
  BpWindow *window;
  BpWindowOpenFunc open;
} Choice;

static void
on_file_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GFile) file = end_chooser (choice->window, dialog, response);

  if (file != NULL)
    choice->open (choice->window, file);
}

static void
choice_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  g_free (data);
}

/* Lets a person choose a file, and opens it. All files are one choice further than @filter. */
static void
choose_file (BpWindow *self, const char *title, GtkFileFilter *filter, BpWindowOpenFunc open)
{
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                   _ ("_Open"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) all_files = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->window = self;
  choice->open = open;
  g_signal_connect_data (chooser, "response", G_CALLBACK (on_file_chosen), choice, choice_free, 0);
  show_chooser (self, chooser, filter);
  gtk_file_filter_set_name (all_files, _ ("All Files"));
  gtk_file_filter_add_pattern (all_files, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all_files);
}

static void
open_data (BpWindow *self)
{
  static const char *const PATTERNS[] = { "*.gz", "*.pkl", "*.npz", "*.csv", "*ubyte", NULL };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Image Data Sets"));
  for (guint i = 0; PATTERNS[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, PATTERNS[i]);
  choose_file (self, _ ("Open Data Set"), filter, bp_window_open_data);
}

static void
choose_weights (BpWindow *self)
{
  g_autoptr (GtkFileFilter) filter = new_weights_filter (FALSE);

  choose_file (self, _ ("Open Weights"), filter, bp_window_open_weights);
}

static void
on_save_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GFile) file = end_chooser (self, dialog, response);

  if (file != NULL && bp_window_get_document (self)->network != NULL)
    bp_window_save_weights (self, file);
}

static void
save_weights_as (BpWindow *self)
{
  g_autoptr (GtkFileFilter) filter = new_weights_filter (TRUE);
  BpDocument *document = bp_window_get_document (self);
  g_autofree char *name = bp_document_suggest_file_name (document);
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (_ ("Save Weights"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  if (document->file != NULL)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), document->file, NULL);
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (on_save_place_chosen), self);
  show_chooser (self, chooser, filter);
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

static void
open_file_activated (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  bp_window_open_file (BP_WINDOW (user_data), file);
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
  { "open-data", G_CALLBACK (open_data) },
  { "open-weights", G_CALLBACK (choose_weights) },
  { "save-weights", G_CALLBACK (save_weights) },
  { "save-weights-as", G_CALLBACK (save_weights_as) },
};

static const GActionEntry ACTIONS[] = {
  { .name = "open-file", .parameter_type = "s", .activate = open_file_activated },
  { .name = "save-file-as", .parameter_type = "s", .activate = save_file_as_activated },
};

static void
on_document_changed (BpWindow *self)
{
  static const char *const NAMES[] = { "save-weights", "save-weights-as", "save-file-as" };
  gboolean has_network = bp_window_get_document (self)->network != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    bp_commands_set_enabled (G_ACTION_MAP (self), NAMES[i], has_network);
}

/**
 * bp_window_files_attach:
 * @self: the window
 *
 * Adds what can be done with files, and enables it as the document changes.
 */
void
bp_window_files_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect (self, "document-changed", G_CALLBACK (on_document_changed), NULL);
}

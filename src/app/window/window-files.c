/* SPDX-License-Identifier: MIT */
#include "window-files.h"

#include "pad-network.h"
#include "store.h"
#include "training-settings.h"
#include "window-recent.h"

#include <glib/gi18n.h>

static const BpMessageButton NO_BUTTON = { NULL, NULL };

/* The data of a call of the store, for its callback. */
typedef struct
{
  BpWindow *window; /* held */
  GFile *file;      /* nullable: of a network of the program's own, which has a text */
  char *text;       /* nullable: for the toast */
} FileTask;

static FileTask *
file_task_new (BpWindow *self, GFile *file)
{
  FileTask *task = g_new0 (FileTask, 1);

  bp_window_hold (self);
  task->window = self;
  g_set_object (&task->file, file);
  return task;
}

static void
file_task_free (FileTask *task)
{
  g_clear_object (&task->file);
  g_free (task->text);
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

/* Reports information that the file lacks, and how it was interpreted. */
static void
show_notes (BpWindow *self, const BpWeightsInfo *info)
{
  const BpMessageButton choose_activation = { _ ("Choose _Activation…"), "win.choose-activation" };
  g_autoptr (GString) text = g_string_new (NULL);

  if (info->notes == NULL)
    return;

  for (guint i = 0; i < info->notes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (info->notes, i));
  bp_window_show_message (self, _ ("The File Is Ambiguous"), text->str,
                          info->assumes_activation ? choose_activation : NO_BUTTON, NO_BUTTON);
}

static void
show_network (BpWindow *self, BpNetwork *network, const BpWeightsInfo *info, GFile *file)
{
  g_autoptr (BpDocument) document = bp_document_new_from_file (network, info, file);
  g_autofree char *name = dup_display_name (file);
  /* Translators: %s is a file's name */
  g_autofree char *text = g_strdup_printf (_ ("Opened “%s”"), name);

  bp_window_set_document (self, document, text);
  bp_window_recent_add (self, file);
  bp_training_settings_set_hidden_layers (bp_window_get_settings (self), network);
  show_notes (self, info);
}

/* Shows the network of the program's own: saving it asks for a file. */
static void
show_bundled (const FileTask *task, BpNetwork *network, const BpWeightsInfo *info)
{
  g_autoptr (BpDocument) document = bp_document_new_from_file (network, info, NULL);

  document->is_pretrained = TRUE;
  bp_window_set_document (task->window, document, task->text);
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
      if (network == NULL || !bp_pad_network_check (network, &error))
        show_open_failure (self, error->message);
      else if (task->file != NULL)
        show_network (self, network, &info, task->file);
      else
        show_bundled (task, network, &info);
    }
  bp_window_end_opening (self);
}

static void
open_network (const char *path, FileTask *task)
{
  bp_window_begin_opening (task->window);
  bp_window_hide_message (task->window);
  bp_store_load_network_async (path, NULL, on_opened, task);
}

/**
 * bp_window_open_bundled:
 * @self: the window
 *
 * Opens the network that comes with the program.
 */
void
bp_window_open_bundled (BpWindow *self)
{
  FileTask *task = file_task_new (self, NULL);

  task->text = g_strdup (_ ("Opened the bundled network"));
  open_network (BP_STORE_PRETRAINED, task);
}

static void
on_run_opened (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FileTask) task = user_data;
  BpWindow *self = task->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpStoredRun) stored = bp_stored_run_load_finish (result, &error);

  if (bp_window_is_closing (self))
    return;
  if (stored == NULL || !bp_pad_network_check (stored->network, &error))
    bp_window_show_message (self, _ ("Could Not Open the Run"), error->message, NO_BUTTON,
                            NO_BUTTON);
  else
    {
      g_autoptr (BpDocument) document = bp_document_new_of_run (stored);

      bp_window_set_document (self, document, task->text);
    }
}

/**
 * bp_window_open_run:
 * @self: the window
 * @folder: (type filename): of a run, which stays as it is
 * @name: of the run
 *
 * Opens a stored run: its curves, and its best network.
 */
void
bp_window_open_run (BpWindow *self, const char *folder, const char *name)
{
  FileTask *task = file_task_new (self, NULL);

  /* Translators: %s is the name of a run, or its date */
  task->text = g_strdup_printf (_ ("Opened the best network of “%s”"), name);
  bp_window_hide_message (self);
  bp_stored_run_load_async (folder, NULL, on_run_opened, task);
}

/* The path of a file to open. Where it has no path, returns NULL and shows a message. */
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
 * Opens a network. Where the file cannot be read, a message says why, and the present network
 * stays.
 */
void
bp_window_open_weights (BpWindow *self, GFile *file)
{
  g_autofree char *path = get_path (self, file);

  if (path == NULL)
    return;

  open_network (path, file_task_new (self, file));
}

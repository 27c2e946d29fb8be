/* SPDX-License-Identifier: MIT */

/* Classes that the user names and draws, and a network that is trained on them. */
#include "window-classes.h"

#include "classes-dialog.h"
#include "collection-jobs.h"
#include "commands.h"
#include "drawing-collection.h"
#include "own-classes.h"
#include "settings.h"
#include "window-prompts.h"

#include <glib/gi18n.h>

/* The key of the file of the classes in the window's data, from the wish to train until it is
 * loaded. */
#define WANTED "bp-wanted-classes"

static const BpMessageButton NO_BUTTON = { NULL, NULL };

/* Reads the names of the settings. Returns: NULL where a message says what is wrong with them */
static GStrv
read_names (BpWindow *self)
{
  g_autofree char *text = g_settings_get_string (bp_window_get_settings (self), BP_KEY_OWN_CLASSES);
  g_autoptr (GError) error = NULL;
  GStrv names = bp_own_classes_parse (text, &error);

  if (names == NULL)
    bp_window_show_message (self, _ ("No Classes to Draw"), error->message,
                            (BpMessageButton){ _ ("_My Classes…"), "win.own-classes" }, NO_BUTTON);
  return names;
}

static void
show_classes (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  BpClassesDialog *dialog =
      bp_classes_dialog_new (GTK_WINDOW (self), bp_window_get_settings (self), path);

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
draw_classes (BpWindow *self)
{
  g_auto (GStrv) names = read_names (self);

  if (names != NULL)
    bp_window_prompts_begin (self, (const char *const *) names,
                             (guint) g_settings_get_int (bp_window_get_settings (self),
                                                         BP_KEY_DRAWINGS_PER_CLASS));
}

static void
on_written (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bp_own_classes_write_finish (result, &error);

  if (path == NULL)
    bp_window_show_message (self, _ ("Training Cannot Start"),
                            g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                                ? _ ("There are no drawings yet: draw your classes first.")
                                : error->message,
                            (BpMessageButton){ _ ("_My Classes…"), "win.own-classes" }, NO_BUTTON);
  else if (!bp_window_is_closing (self))
    {
      bp_window_load_data (self, path);
      g_object_set_data_full (G_OBJECT (self), WANTED, g_steal_pointer (&path), g_free);
    }
  bp_window_release (self);
}

/* Writes the drawings of the classes as a data set, loads it, and trains. */
static void
train_classes (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_auto (GStrv) names = read_names (self);

  if (names == NULL)
    return;
  bp_window_hide_message (self);
  g_action_group_activate_action (G_ACTION_GROUP (self), "stop-prompts", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self), "stop", NULL);
  bp_window_hold (self);
  bp_own_classes_write_async (path, (const char *const *) names, on_written, self);
}

/* Trains once the data set of the classes is there. */
static void
on_dataset_changed (BpWindow *self)
{
  g_autofree char *wanted = g_object_steal_data (G_OBJECT (self), WANTED);
  const BpDataset *dataset = bp_window_get_dataset (self);

  if (wanted != NULL && g_strcmp0 (bp_dataset_get_path (dataset), wanted) == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "train", NULL);
}

static const BpCommand COMMANDS[] = {
  { "own-classes", G_CALLBACK (show_classes) },
  { "draw-classes", G_CALLBACK (draw_classes) },
  { "train-classes", G_CALLBACK (train_classes) },
};

/**
 * bp_window_classes_attach:
 * @self: the window, before bp_window_prompts_attach()
 *
 * Adds the actions "own-classes", which opens the dialog; "draw-classes", which asks for drawings
 * of the classes of the settings; and "train-classes", which trains a network on them.
 */
void
bp_window_classes_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect (self, "dataset-changed", G_CALLBACK (on_dataset_changed), NULL);
}

/* SPDX-License-Identifier: MIT */
#include "window-collection.h"

#include "clean-text.h"
#include "collection-jobs.h"
#include "commands.h"
#include "drawing-collection.h"
#include "drawings-window.h"
#include "file-chooser.h"
#include "own-digits.h"
#include "window-inspect.h"
#include "window-pad.h"
#include "window-sheets.h"

#include <glib/gi18n.h>

/* The key of the form of an export in the data of its dialog. */
#define FORM "bp-drawing-form"

/* The forms, in the order of #BpDrawingForm: the parameter of the action, and the name of the file
 * or folder that is offered. */
static const struct
{
  const char *id;
  const char *name;
} FORMS[] = {
  { "idx", "my-drawings-idx" },
  { "pictures", "my-drawings" },
  { "strokes", "my-drawings.jsonl" },
};

static BpDrawingsWindow *
find_window (BpWindow *self)
{
  return (BpDrawingsWindow *) bp_window_find_sheet (self, BP_TYPE_DRAWINGS_WINDOW);
}

static void
on_browsed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawings_browse_finish (result, &n_left_out, NULL);
  g_autoptr (BpDataset) own = entries != NULL ? bp_own_digits_new (entries) : NULL;

  if (!bp_window_is_closing (self))
    bp_window_set_own_digits (self, own);
  bp_window_release (self);
}

/* Has the accuracy on the prompted drawings measured in the next runs. Without a collection that
 * can be read, there are none. */
static void
update_own_digits (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();

  bp_window_hold (self);
  bp_drawings_browse_async (path, NULL, on_browsed, self);
}

static void
on_changed (BpWindow *self)
{
  bp_window_inspect_reload_drawings (self);
  update_own_digits (self);
}

static void
on_image_chosen (BpWindow *self, const guint8 *pixels, const char *name, guint label)
{
  bp_window_show_image (self, pixels, BP_DIGIT_SIZE, BP_DIGIT_SIZE, name,
                        label < BP_N_DIGITS ? label : BP_LABEL_NONE);
  gtk_window_present (GTK_WINDOW (self));
}

static void
show_drawings (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  BpDrawingsWindow *drawings = find_window (self);

  if (drawings == NULL)
    {
      drawings = bp_drawings_window_new (GTK_WINDOW (self), path);
      g_signal_connect_object (drawings, "changed", G_CALLBACK (on_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (drawings, "image-chosen", G_CALLBACK (on_image_chosen), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (drawings));
}

/* The drawings are a data set like any other; the loader says where they are too few. */
static void
use_drawings (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();

  gtk_window_present (GTK_WINDOW (self));
  g_action_group_activate_action (G_ACTION_GROUP (self), "show-page",
                                  g_variant_new_string ("train"));
  bp_window_load_data (self, path);
}

/* An export in progress. */
typedef struct
{
  BpWindow *window;
  char *target;
} Export;

static void
on_exported (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;
  BpWindow *self = export->window;
  BpDrawingsWindow *drawings = find_window (self);
  g_autofree char *name = bp_clean_name (export->target);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n_drawings;

  if (bp_drawings_export_finish (result, &n_drawings, &error))
    text = g_strdup_printf (ngettext ("Exported %u drawing to “%s”", "Exported %u drawings to “%s”",
                                      n_drawings),
                            n_drawings, name);
  if (drawings != NULL && text != NULL)
    bp_drawings_window_say (drawings, text);
  else if (drawings != NULL)
    bp_drawings_window_say_failed (drawings, _ ("Could Not Export the Drawings"), error->message);
  bp_window_release (self);
  g_free (export->target);
  g_free (export);
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  BpDrawingForm form =
      (BpDrawingForm) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (dialog), FORM));
  g_autoptr (GListModel) files = bp_file_chooser_end (self, dialog, response);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;
  g_autofree char *path = bp_drawing_collection_get_path ();
  Export *export;

  if (file == NULL || g_file_peek_path (file) == NULL)
    return;
  export = g_new0 (Export, 1);
  export->window = self;
  export->target = g_file_get_path (file);
  bp_window_hold (self);
  bp_drawings_export_async (path, form, export->target, on_exported, export);
}

static void
export_drawings (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  BpDrawingsWindow *drawings = find_window (self);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (GtkFileChooserNative) chooser = NULL;
  guint form = 0;

  while (form < G_N_ELEMENTS (FORMS) && !g_str_equal (FORMS[form].id, id))
    form++;
  if (form == G_N_ELEMENTS (FORMS))
    return;

  chooser =
      gtk_file_chooser_native_new (_ ("Export Drawings"),
                                   drawings != NULL ? GTK_WINDOW (drawings) : GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), FORMS[form].name);
  g_object_set_data (G_OBJECT (chooser), FORM, GUINT_TO_POINTER (form));
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), self);
  bp_file_chooser_show (self, chooser);
}

static const BpCommand COMMANDS[] = {
  { "show-drawings", G_CALLBACK (show_drawings) },
  { "use-drawings", G_CALLBACK (use_drawings) },
};

/**
 * bp_window_collection_attach:
 * @self: the window
 */
void
bp_window_collection_attach (BpWindow *self)
{
  g_autoptr (GSimpleAction) export_action =
      g_simple_action_new ("export-drawings", G_VARIANT_TYPE_STRING);

  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect_object (export_action, "activate", G_CALLBACK (export_drawings), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (export_action));
  update_own_digits (self);
}

/**
 * bp_window_collection_refresh:
 * @self: the window
 *
 * Updates what depends on the collection: a drawing was added or taken back.
 */
void
bp_window_collection_refresh (BpWindow *self)
{
  BpDrawingsWindow *drawings = find_window (self);

  if (drawings != NULL)
    bp_drawings_window_refresh (drawings);
  on_changed (self);
}

/* SPDX-License-Identifier: MIT */
#include "window-inspect.h"

#include "clean-text.h"
#include "commands.h"
#include "file-chooser.h"
#include "window-pad.h"

#include <glib/gi18n.h>

/* The name of the dialog's choice of a part, and the key of the page in the window's data. */
#define PART "part"
#define PAGE "bp-inspect-page"

static const BpFileFormat FORMATS[] = {
  { "CSV", ".csv" },
  { "SVG", ".svg" },
  { "PDF", ".pdf" },
  { "PNG", ".png" },
};

static BpInspectPage *
get_page (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), PAGE);
}

static gboolean
find_part (const char *id, BpInspectPart *part)
{
  for (guint i = 0; i < BP_INSPECT_N_PARTS; i++)
    if (g_strcmp0 (id, bp_inspect_part_get_name ((BpInspectPart) i)) == 0)
      {
        *part = (BpInspectPart) i;
        return TRUE;
      }
  return FALSE;
}

static void
show_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Export the Figures"), text,
                          (BpMessageButton){ _ ("_Export Figures…"), "win.export-inspection" },
                          (BpMessageButton){ NULL, NULL });
}

/* Writes figures, which takes a fraction of a frame. */
static void
export_to (BpWindow *self, BpInspectPart part, const char *path)
{
  BpInspectPage *page = get_page (self);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      show_failure (self, _ ("The place is not on this computer. Choose a local folder."));
      return;
    }
  if (!bp_inspect_page_has_figures (page))
    {
      show_failure (self, _ ("There are no figures yet. Show the page “Inspect” first."));
      return;
    }
  if (!bp_inspect_page_save (page, part, path, &error))
    {
      show_failure (self, error->message);
      return;
    }
  name = bp_clean_name (path);
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  bp_window_toast (self, text);
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  BpInspectPart part = bp_inspect_page_get_part (get_page (self));
  const char *id = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), PART);
  gboolean is_known = id == NULL || find_part (id, &part);
  g_autoptr (GListModel) files = bp_file_chooser_end (self, dialog, response);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (file != NULL && is_known)
    export_to (self, part, g_file_peek_path (file));
}

/* Asks for a place, a format, and what to export; what is shown comes first. */
static void
export_inspection (BpWindow *self)
{
  const char *labels[BP_INSPECT_N_PARTS + 1] = {
    [BP_INSPECT_PART_MATRIX] = _ ("Confusion matrix"),
    [BP_INSPECT_PART_CLASSES] = _ ("Figures of each class"),
    [BP_INSPECT_PART_CALIBRATION] = _ ("Reliability diagram"),
    [BP_INSPECT_PART_LANDSCAPE] = _ ("Loss around the network"),
    [BP_INSPECT_PART_DISTRIBUTIONS] = _ ("Distributions"),
  };
  const char *options[BP_INSPECT_N_PARTS + 1] = { NULL };
  BpInspectPart part = bp_inspect_page_get_part (get_page (self));
  const char *id = bp_inspect_part_get_name (part);
  g_autofree char *name = g_strconcat (id, FORMATS[0].ending, NULL);
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (_ ("Export Figures"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));

  for (guint i = 0; i < BP_INSPECT_N_PARTS; i++)
    options[i] = bp_inspect_part_get_name ((BpInspectPart) i);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (chooser), PART, _ ("Figures"), options, labels);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (chooser), PART, id);
  bp_file_chooser_add_formats (chooser, FORMATS, G_N_ELEMENTS (FORMATS));
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), self);
  bp_file_chooser_show (self, chooser);
}

static void
export_inspection_as (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  const char *id;
  const char *path;
  BpInspectPart part;

  g_variant_get (parameter, "(&s&s)", &id, &path);
  if (find_part (id, &part))
    export_to (self, part, path);
  else
    {
      g_autofree char *text = g_strdup_printf (
          _ ("There are no figures “%s”. Choose “matrix”, “classes”, “calibration”, “landscape” or "
             "“distributions”."),
          id);

      show_failure (self, text);
    }
}

static void
on_image_chosen (BpWindow *self,
                 GBytes *pixels,
                 guint width,
                 guint height,
                 const char *title,
                 guint label)
{
  bp_window_show_image (self, g_bytes_get_data (pixels, NULL), width, height, title, label);
}

static void
on_changed (BpWindow *self)
{
  bp_commands_set_enabled (G_ACTION_MAP (self), "export-inspection",
                           bp_inspect_page_has_figures (get_page (self)));
}

static const BpCommand COMMANDS[] = {
  { "export-inspection", G_CALLBACK (export_inspection) },
};

static const GActionEntry ACTIONS[] = {
  { .name = "export-inspection-as", .parameter_type = "(ss)", .activate = export_inspection_as },
};

/**
 * bp_window_inspect_attach:
 * @self: the window
 * @page: its page "Inspect"
 */
void
bp_window_inspect_attach (BpWindow *self, BpInspectPage *page)
{
  g_object_set_data (G_OBJECT (self), PAGE, page);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect_object (page, "image-chosen", G_CALLBACK (on_image_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
}

/**
 * bp_window_inspect_reload_drawings:
 * @self: the window
 *
 * Tells its page that a drawing was kept, or is not kept any more.
 */
void
bp_window_inspect_reload_drawings (BpWindow *self)
{
  bp_inspect_page_reload_drawings (get_page (self));
}
